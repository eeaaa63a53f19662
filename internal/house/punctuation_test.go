package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A Chinese sentence has Chinese signs. What is found here is never meant
// otherwise: a comma, colon, semicolon or question mark with Chinese on both sides,
// and brackets that begin behind Chinese and hold or precede Chinese.
var halfWidth = regexp.MustCompile(`\p{Han}[,:;!?] ?\p{Han}|\p{Han}\([^()]*\p{Han}[^()]*\)|\p{Han}\([^()]*\)[\p{Han}，。；：、]`)

// Chinese texts are the READMEs, and what the examples say: their pages and the
// strings of their programs. A name in a YAML or CSV file has signs of the file
// around it, and a list of words in code has those of Go.
func TestChineseSentencesHaveChineseSigns(t *testing.T) {
	texts := map[string]string{"README.zh-CN.md": withoutCode(read(t, "README.zh-CN.md"))}
	err := fs.WalkDir(os.DirFS(root), "examples", func(name string, d fs.DirEntry, err error) error {
		switch ext := path.Ext(name); {
		case err != nil || d.IsDir():
			return err
		case ext == ".md", ext == ".html":
			texts[name] = withoutCode(read(t, name))
		case name == "examples/lifecycle/invent/write.go": // the header of a CSV file
		case ext == ".go" && !strings.HasSuffix(name, "_test.go"):
			texts[name] = stringsOf(t, name)
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, len(texts), 10)
	for name, text := range texts {
		for line := range strings.Lines(text) {
			if found := halfWidth.FindString(line); found != "" {
				assert.Fail(t, "a half-width sign in a Chinese sentence", "%s: %q; write ，：；！？（）", name, found)
			}
		}
	}
}

var codeOf = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`|<style>.*?</style>")

func withoutCode(text string) string { return codeOf.ReplaceAllString(text, "") }

// stringsOf are the texts in a Go file, one on a line.
func stringsOf(t *testing.T, name string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, 0)
	require.NoError(t, err)
	var b strings.Builder
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err := strconv.Unquote(lit.Value)
			require.NoError(t, err)
			b.WriteString(strings.ReplaceAll(text, "\n", " ") + "\n")
		}
		return true
	})
	return b.String()
}

func TestWhatIsAHalfWidthSign(t *testing.T) {
	for text, found := range map[string]bool{
		"从订单和问卷,到一份报告": true, "终端摘要:报告": true, "占比(两轴皆知者)": true, "是（yes）": false, "首购(n=%d)。": true,
		"从订单和问卷，到一份报告": false, "15:04": false, "数量 quantity, 品类": false, "时间 when (必需)": false, "总价,total": false,
	} {
		assert.Equal(t, found, halfWidth.MatchString(text), text)
	}
}
