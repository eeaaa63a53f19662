package house_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

var readmes = []string{"README.md", "README.zh-CN.md"}

// planPage shows the care plan and the check list.
const planPage = "examples/payment/README.md"

// theTestCommand is the one command that passes the tests; .ci/run calls it.
const theTestCommand = "go test ./..."

// A block is one piece of code in a README. Its file is given behind the
// language: ```yaml file=rules.yaml
type block struct {
	line             int
	lang, file, text string
}

var fence = regexp.MustCompile("^```(\\w*)(?: file=(\\S+))?$")

func blocks(t *testing.T, readme string) []block {
	t.Helper()
	var all []block
	var open *block
	for i, line := range strings.Split(read(t, readme), "\n") {
		found := fence.FindStringSubmatch(line)
		switch {
		case open != nil && line == "```":
			all, open = append(all, *open), nil
		case open != nil:
			open.text += line + "\n"
		case found != nil:
			require.NotEmpty(t, found[1], "%s:%d: the block does not say its language", readme, i+1)
			open = &block{line: i + 1, lang: found[1], file: found[2]}
		}
	}
	require.Nil(t, open, "%s: a block is not closed", readme)
	require.NotEmpty(t, all)
	return all
}

// Both READMEs say the same: the same headings, the same code, in the same
// order. Comments, and what commands answer, are in the reader's language.
func TestBothReadmesShowTheSame(t *testing.T) {
	english, chinese := blocks(t, readmes[0]), blocks(t, readmes[1])
	require.Len(t, chinese, len(english), "the READMEs do not have the same number of blocks")
	for i, e := range english {
		c := chinese[i]
		assert.Equal(t, e.lang+" "+e.file, c.lang+" "+c.file, "block %d", i+1)
		assert.Equal(t, withoutComments(e), withoutComments(c), "block %d, README.md:%d and README.zh-CN.md:%d", i+1, e.line, c.line)
	}
	heading := regexp.MustCompile(`(?m)^#+ `)
	levels := func(readme string) []string { return heading.FindAllString(prose(t, readme), -1) }
	assert.Equal(t, levels(readmes[0]), levels(readmes[1]), "the READMEs do not have the same chapters")
}

// prose is a README without its blocks.
func prose(t *testing.T, readme string) string {
	return regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(read(t, readme), "")
}

var comments = map[string]*regexp.Regexp{
	"yaml": regexp.MustCompile(`(?m)(^|\s+)# .*$`),
	"go":   regexp.MustCompile(`(?m)(^|\s+)// .*$`),
}

func withoutComments(b block) string {
	if b.lang == "console" {
		return strings.Join(regexp.MustCompile(`(?m)^\$ .*$`).FindAllString(b.text, -1), "\n")
	}
	if comment := comments[b.lang]; comment != nil {
		return comment.ReplaceAllString(b.text, "")
	}
	return b.text
}

func TestReadmeCode(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and runs what the READMEs show")
	}
	care := buildTool(t)
	for _, readme := range append(slices.Clone(readmes), planPage) {
		t.Run(readme, func(t *testing.T) {
			all := blocks(t, readme)
			folder := layOut(t, all)
			for _, b := range all {
				switch b.lang {
				case "go":
					compiles(t, readme, b)
				case "yaml":
					loads(t, readme, b, folder)
				case "json":
					decodes(t, readme, b)
				case "console":
					runs(t, readme, b, folder, care)
				default:
					t.Errorf("%s:%d: nothing proves a block of %s", readme, b.line, b.lang)
				}
			}
		})
	}
}

// layOut writes the files that the README shows into a folder, the way a reader
// would, beside the examples.
func layOut(t *testing.T, all []block) string {
	t.Helper()
	folder := t.TempDir()
	for _, b := range all {
		if b.file != "" {
			require.NoError(t, os.WriteFile(filepath.Join(folder, b.file), []byte(b.text), 0o644))
		}
	}
	examples, err := filepath.Abs(filepath.Join(root, "examples"))
	require.NoError(t, err)
	require.NoError(t, os.Symlink(examples, filepath.Join(folder, "examples")))
	return folder
}

// compiles builds the block as a host's own program, in a module of its own.
func compiles(t *testing.T, readme string, b block) {
	t.Helper()
	folder := t.TempDir()
	here, err := filepath.Abs(root)
	require.NoError(t, err)
	mod := strings.Replace(read(t, "go.mod"), "module "+module, "module example.com/host", 1) +
		"\nrequire " + module + " v0.0.0\nreplace " + module + " => " + here + "\n"
	for name, text := range map[string]string{"go.mod": mod, "go.sum": read(t, "go.sum"), "main.go": b.text} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
	for _, args := range [][]string{{"build", "-mod=mod", "-o", os.DevNull, "."}, {"vet", "-mod=mod", "."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir, cmd.Env = folder, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s:%d: %s", readme, b.line, out)
	}
}

// loads reads the block as rule file, or runs it as rule test.
func loads(t *testing.T, readme string, b block, folder string) {
	t.Helper()
	require.NotEmpty(t, b.file, "%s:%d: the block needs file=… to be proved", readme, b.line)
	if isFault(b.file) {
		_, err := care.Load(os.DirFS(folder), b.file)
		assert.Error(t, err, "%s:%d: the file is meant to have a fault", readme, b.line)
		return
	}
	if !strings.HasSuffix(b.file, "_test.yaml") {
		_, err := care.Load(os.DirFS(folder), b.file)
		assert.NoError(t, err, "%s:%d", readme, b.line)
		return
	}
	results, err := caretest.Test(os.DirFS(folder), b.file)
	assert.NoError(t, err, "%s:%d", readme, b.line)
	for _, r := range results {
		assert.True(t, r.Passed, "%s:%d: %s\n%s", readme, b.line, r.Name, r.Failure)
	}
	assert.NotEmpty(t, results, "%s:%d: the block holds no test", readme, b.line)
}

// isFault says that a file is shown, or a command run, because of its faults.
func isFault(name string) bool { return strings.HasSuffix(name, ".bad.yaml") }

// decodes reads the block as events, one a line, or as outcomes where its file is called
// so.
func decodes(t *testing.T, readme string, b block) {
	t.Helper()
	if b.file == "outcomes.jsonl" {
		for line := range strings.Lines(b.text) {
			var o care.Outcome
			assert.NoError(t, json.Unmarshal([]byte(line), &o), "%s:%d", readme, b.line)
			assert.NotEmpty(t, o.Verdict, "%s:%d", readme, b.line)
		}
		return
	}
	for event, err := range tiexin.ReadEvents(strings.NewReader(b.text), nil) {
		if assert.NoError(t, err, "%s:%d", readme, b.line) {
			event.Normalise()
			assert.NoError(t, event.Validate(), "%s:%d", readme, b.line)
		}
	}
}

// buildTool builds the tool that the READMEs call care.
func buildTool(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "care")
	cmd := exec.Command("go", "build", "-o", tool, "./care/cmd/care")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return tool
}

// runs executes the commands of a block and compares what they print with what
// is shown. A line "…" stands for any number of lines.
func runs(t *testing.T, readme string, b block, folder, care string) {
	t.Helper()
	for _, part := range strings.Split("\n"+b.text, "\n$ ")[1:] {
		command, shown, _ := strings.Cut(part, "\n")
		command, _, _ = strings.Cut(command, " # ")
		if command == theTestCommand {
			continue // it is running right now
		}
		fields := strings.Fields(command)
		cmd := exec.Command(fields[0], fields[1:]...)
		switch fields[0] {
		case "care":
			cmd = exec.Command(care, fields[1:]...)
			cmd.Dir, cmd.Env = folder, append(os.Environ(), "TIEXIN_LANG="+languageOf(readme))
		case "go":
			cmd.Dir = root
		default:
			t.Errorf("%s:%d: nothing proves the command %s", readme, b.line, command)
			continue
		}
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); (err != nil) != isFault(command) {
			t.Errorf("%s:%d: %s: %v\n%s", readme, b.line, command, err, out.String())
		}
		if shown = strings.TrimSpace(shown); shown != "" {
			assert.Regexp(t, pattern(shown), strings.TrimSpace(trimEnds(out.String()))+"\n", "%s:%d: %s", readme, b.line, command)
		}
	}
}

// languageOf is the language of those who read a page.
func languageOf(readme string) string {
	if readme == readmes[0] {
		return "en"
	}
	return "zh"
}

// pattern matches what is shown; a line of … any lines, a … at the end of a line
// its rest.
func pattern(shown string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`\A`)
	for line := range strings.Lines(trimEnds(shown) + "\n") {
		line = strings.TrimSuffix(line, "\n")
		switch rest, cut := strings.CutSuffix(line, "…"); {
		case line == "…":
			b.WriteString(`(?:.*\n)*?`)
		case cut && !strings.HasSuffix(rest, " "):
			b.WriteString(regexp.QuoteMeta(rest) + `.*\n`)
		default:
			b.WriteString(regexp.QuoteMeta(line) + `\n`)
		}
	}
	b.WriteString(`\z`)
	return regexp.MustCompile(b.String())
}

// trimEnds takes blanks off the ends of lines.
func trimEnds(s string) string { return regexp.MustCompile(`(?m)[ \t]+$`).ReplaceAllString(s, "") }

// The two commands at the top are those that a visitor types, and the check of
// the project runs them as they stand there.
func TestTheTwoCommands(t *testing.T) {
	check := read(t, ".ci/run")
	assert.Contains(t, check, "tests() { "+theTestCommand+"; }", ".ci/run does not call the README's test command")
	assert.Contains(t, check, "go run ./examples/quickstart", ".ci/run does not call the README's first command")
	for _, readme := range readmes {
		commands := regexp.MustCompile(`(?m)^\$ (go .*?)( # .*)?$`).FindAllStringSubmatch(read(t, readme), -1)
		var typed []string
		for _, c := range commands {
			typed = append(typed, c[1])
		}
		assert.Equal(t, []string{"go run ./examples/quickstart", theTestCommand}, typed, "%s must ask for exactly two commands", readme)
	}
}

// Both READMEs explain every reason, in the order of the tool, under the same verdicts.
func TestBothReadmesExplainEveryReason(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| ((?:send|task|wait|skip|regret)[a-z, ]*) \\| .+ \\|$")
	var verdicts [][]string
	for _, readme := range readmes {
		var words, under []string
		for _, found := range row.FindAllStringSubmatch(read(t, readme), -1) {
			words, under = append(words, found[1]), append(under, found[2])
		}
		assert.Equal(t, care.Reasons(), words, readme)
		verdicts = append(verdicts, under)
	}
	assert.Equal(t, verdicts[0], verdicts[1])
}
