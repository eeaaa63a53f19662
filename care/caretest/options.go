package caretest

import (
	"io/fs"

	"github.com/tiexin-go/tiexin/internal/source"
)

// Options say which rule tests run, and what is kept of them. The zero Options run
// them all and keep nothing.
type Options struct {
	// Run says by its name whether a test is run. It is called once for each test, in
	// their order. Default: every test is run.
	Run func(name string) bool
	// Coverage takes down what the tests see of the rules. Default: nothing is.
	Coverage *Coverage
}

// Test is [Test] with options.
func (o Options) Test(fsys fs.FS, patterns ...string) ([]Result, error) {
	files, err := readFiles(fsys, o.Coverage, patterns...)
	if err != nil {
		return nil, err
	}
	var results []Result
	var problems source.Problems
	for _, f := range files {
		if problems = append(problems, f.problems...); f.problems != nil {
			continue
		}
		for _, t := range f.tests {
			if o.Run != nil && !o.Run(t.name) {
				continue
			}
			failure := t.run()
			results = append(results, Result{File: f.name, Line: t.line, Name: t.name, Passed: failure.Empty(), Failure: failure.English, chinese: failure.Chinese})
		}
	}
	return results, problems.Err()
}
