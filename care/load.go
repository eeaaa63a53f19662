package care

import (
	"io/fs"

	"github.com/tiexin-go/tiexin/care/rule"
)

// Rules are the rules of one shop: read, checked and compiled by Load.
type Rules = rule.Set

var errNoFolder = zh.Error(`care: the folder of the rules is missing; give one, such as os.DirFS("rules")`)

// loaded says that rules were read by Load: those that were not have nothing to decide by.
func loaded(rules *Rules) bool { return rules != nil && rules.Shop.Zone != nil }

// Load reads rule files and compiles them together. It reads the files that match one of the patterns ("*.yaml").
// Without a pattern it reads all *.yaml and *.yml of the folder and its subfolders, as the tool does. It skips names
// that begin with a dot. Rule tests (…_test.yaml, …_test.yml) are left out. The error has every problem of every
// file, as [Problems]: each with its place, the line, a caret and a fix. Files that cannot be read are another
// error.
func Load(fsys fs.FS, patterns ...string) (*Rules, error) {
	if fsys == nil {
		return nil, errNoFolder
	}
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
