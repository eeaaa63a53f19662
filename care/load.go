package care

import (
	"io/fs"

	"github.com/tiexin-go/tiexin/care/rule"
)

// Rules are the rules of one shop: read, checked and compiled by Load.
type Rules = rule.Set

// Load reads the rule files of a folder that match one of the patterns
// ("*.yaml"), and compiles them together. Rule tests (…_test.yaml) are left out.
// The error is every problem of every file at once, each with its place, the
// line, a caret and a way out.
func Load(fsys fs.FS, patterns ...string) (*Rules, error) {
	files, err := rule.Files(fsys, patterns...)
	if err != nil {
		return nil, err
	}
	rules, problems := rule.Load(files...)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return rules, nil
}
