package caretest

import (
	"io/fs"

	"github.com/tiexin-go/tiexin/internal/source"
)

// Options select rule tests and what to record. The zero Options run all tests and
// record nothing.
type Options struct {
	// Run reports whether a test is run, by its name. It is called once for each
	// test, in their order. Default: all.
	Run func(name string) bool
	// Coverage records what the tests cover of the rules. Default: nothing.
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
