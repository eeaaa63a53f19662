package care

import (
	"io/fs"

	"github.com/tiexin-go/tiexin/care/rule"
)

// Rules are the rules of one shop: read, checked and compiled by Load.
type Rules = rule.Set

// Load reads rule files and compiles them together: those that match one of the patterns
// ("*.yaml") or, without a pattern, all *.yaml and *.yml of the folder and of the folders
// inside it, but for what begins with a dot; so does the tool for a folder. Rule tests
// (…_test.yaml, …_test.yml) are left out. The error is every problem of every file at once, as [Problems]: each
// with its place, the line, a caret and a way out. Files that cannot be read are another
// error.
func Load(fsys fs.FS, patterns ...string) (*Rules, error) {
	files, err := rule.Files(fsys, patterns...)
	if err != nil {
		return nil, err
	}
	rules, problems := rule.Load(files...)
	if problems.Err() != nil {
		return nil, problemsOf(problems)
	}
	return rules, nil
}
