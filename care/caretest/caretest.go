package caretest

import (
	"cmp"
	"io/fs"
	"testing"
)

// A Result is what became of one rule test.
type Result struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // where the test begins
	Name    string `json:"name"`
	Passed  bool   `json:"passed"`
	Failure string `json:"failure,omitempty"` // the difference, then the timeline; many lines

	chinese string
}

// InChinese is the result with its Failure in Chinese. One that was read from JSON is in
// the language in which it was written.
func (r Result) InChinese() Result {
	r.Failure = cmp.Or(r.chinese, r.Failure)
	return r
}

// Test runs the rule tests of the files that match one of the patterns or, without a
// pattern, of all *_test.yaml and *_test.yml in the folder and in those inside it. The
// error is every problem of every file at once, of the rules they name too, each
// with its place, the line, a caret and a way out; a file with a problem is not
// run, the others are.
func Test(fsys fs.FS, patterns ...string) ([]Result, error) {
	return Options{}.Test(fsys, patterns...)
}

// Run runs the rule tests of the files that match one of the patterns as subtests: one for
// each file, and in it one for each test. Without a pattern it runs those that Test runs.
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
