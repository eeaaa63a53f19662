package caretest

import (
	"cmp"
	"io/fs"
	"testing"
)

// A Result is the result of one rule test.
type Result struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // first line of the test
	Name    string `json:"name"`
	Passed  bool   `json:"passed"`
	Failure string `json:"failure,omitempty"` // the difference, followed by the timeline; many lines

	chinese string
}

// InChinese is the result with its Failure in Chinese. A result that was read from JSON
// stays in its language.
func (r Result) InChinese() Result {
	r.Failure = cmp.Or(r.chinese, r.Failure)
	return r
}

// Test runs the rule tests of the files that match one of the patterns. Without a pattern
// it runs those of all *_test.yaml and *_test.yml in the folder and its subfolders. The
// error has every problem of every file, also of the tested rules, each with its place,
// the line, a caret and a fix. A file with a problem is not run; the others are.
func Test(fsys fs.FS, patterns ...string) ([]Result, error) {
	return Options{}.Test(fsys, patterns...)
}

// Run runs the rule tests of the matching files as subtests, one for each file, with one
// in it for each test. Without a pattern it runs the same files as Test.
//
//	func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("rules")) }
func Run(t *testing.T, fsys fs.FS, patterns ...string) {
	t.Helper()
	files, err := readFiles(fsys, nil, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			if f.problems != nil {
				t.Fatalf("\n%s", f.problems)
			}
			if len(f.tests) == 0 {
				t.Fatal("the file holds no test")
			}
			for _, one := range f.tests {
				t.Run(one.name, func(t *testing.T) {
					if failure := one.run(); !failure.Empty() {
						t.Errorf("\n%s", failure)
					}
				})
			}
		})
	}
}
