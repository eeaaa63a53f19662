package form

import (
	"io/fs"
	"path"
	"strings"
)

// Folder lists the YAML files (*.yaml, *.yml) in a folder and in the folders inside it, in
// the order of their names. What begins with a dot is left out, as in a listing: versions
// of files, and settings of other programs. A link to a folder is not followed, and a
// folder that cannot be read is an error.
func Folder(fsys fs.FS, name string) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, name, func(file string, e fs.DirEntry, err error) error {
		if e == nil {
			return err // the folder itself
		}
		hidden := strings.HasPrefix(e.Name(), ".") && file != name
		switch ext := path.Ext(file); {
		case hidden && e.IsDir():
			return fs.SkipDir
		case hidden:
			return nil
		case err == nil && !e.IsDir() && (ext == ".yaml" || ext == ".yml"):
			names = append(names, file)
		}
		return err
	})
	return names, err
}

// IsTest says that a file is a rule test, by its name.
func IsTest(name string) bool {
	return strings.HasSuffix(name, "_test.yaml") || strings.HasSuffix(name, "_test.yml")
}
