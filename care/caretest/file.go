package caretest

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A file is one rule-test file, understood.
type file struct {
	name     string
	data     []byte
	tests    []*test
	sources  map[*care.Rules][]rule.File // what the rules of the tests were loaded from
	problems source.Problems             // nothing is run when there are any
}

// A test is one story, ready to be run.
type test struct {
	file, name  string
	line        int
	coverage    *Coverage
	rules       *care.Rules
	start       time.Time
	until       time.Time // zero: until nothing is due any more
	senders     channel.Set
	events      []tiexin.Event
	lines       map[string]source.Place // of the events, by their ids
	unreachable []unreachable
	expect      []claim
	withheld    []claim
}

// readFiles reads the rule tests that match one of the patterns, or all of them, in the
// order of their names.
func readFiles(fsys fs.FS, coverage *Coverage, patterns ...string) ([]*file, error) {
	var names []string
	if len(patterns) == 0 {
		all, err := form.Folder(fsys, ".")
		if err != nil {
			return nil, zh.Error("caretest: %w", err)
		}
		if names = slices.DeleteFunc(all, func(n string) bool { return !form.IsTest(n) }); len(names) == 0 {
			return nil, zh.Error("caretest: there are no rule tests (*_test.yaml, *_test.yml) in the folder or in those inside it")
		}
	}
	for _, p := range patterns {
		found, err := form.Glob(fsys, p)
		if err != nil {
			return nil, zh.Error("caretest: the pattern %q: %w", p, err)
		}
		if len(found) == 0 {
			return nil, zh.Error("caretest: no file matches %q; name the rule tests, such as \"*_test.yaml\"", p)
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	var files []*file
	for _, n := range slices.Compact(names) {
		data, err := form.ReadFile(fsys, n)
		if err != nil {
			return nil, zh.Error("caretest: %w", err)
		}
		files = append(files, readFile(fsys, coverage, n, data))
	}
	return files, nil
}

// readFile understands one file. All its problems are found in one pass.
func readFile(fsys fs.FS, coverage *Coverage, name string, data []byte) *file {
	f := &file{name: name, data: data}
	c := &compiler{fsys: fsys, coverage: coverage, sources: map[*care.Rules][]rule.File{}, dir: path.Dir(name), reader: form.NewReader(), loaded: map[string]*care.Rules{}, first: map[string]form.Spot{}, taken: map[string]bool{}}
	if !holds(data, testsBegin) {
		f.problems = source.Problems{{Place: source.Place{File: name}, Message: zh.Text("this is not a rule test: the key tests: is missing"), Hint: zh.Text("describe the tests under that key")}}
		return f
	}
	if root, ok := c.reader.Parse(name, data); ok {
		_, c.hasStart = root.Get("start")
		if spec, ok := fileForm.Kind().Read(c.reader, root); ok {
			defer c.reader.Within(source.Fit)()
			for i := range spec.Tests {
				if c.reader.Full() {
					break
				}
				f.tests = append(f.tests, c.test(name, &spec, i))
			}
			c.unused(spec.Given)
		}
	}
	f.sources = c.sources
	f.problems = slices.Concat(c.rules, c.reader.Problems())
	f.problems = once(f.problems.Sorted())
	if f.problems.Err() == nil {
		f.problems = nil
	}
	return f
}

// once leaves out what is said a second time, such as of lines that two tests share.
func once(problems source.Problems) (told source.Problems) {
	type said struct {
		place         source.Place
		message, hint say.Text
	}
	known := map[said]bool{}
	for _, p := range problems {
		if s := (said{p.Place, p.Message, p.Hint}); !known[s] {
			known[s] = true
			told = append(told, p)
		}
	}
	return told
}

// What a file is, whether or not there are mistakes in it. A rule test may come from
// somebody whom its reader does not trust, and a problem shows the line it is about:
// of a file that is neither rules nor rule tests, no line may be shown.
var (
	rulesBegin = regexp.MustCompile(`(?m)^\x{feff}?[ {]*["']?version["']?[ ]*[:：][ ]*["']?1["']?[ ]*(?:\r?$|[,}#])`)
	testsBegin = regexp.MustCompile(`(?m)^\x{feff}?[ {]*["']?tests["']?[ ]*[:：]`)
)

// holds says that a file has such a line, or that it is empty or in another
// encoding, so that nothing of it is shown anyway.
func holds(data []byte, line *regexp.Regexp) bool {
	utf16 := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	return utf16 || len(bytes.TrimSpace(data)) == 0 || line.Match(data)
}
