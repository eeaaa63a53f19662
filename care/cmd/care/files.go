package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/source"
)

// disk is the file system with names as the user types them: "../rules.yaml" and
// "/home/…" too.
type disk struct{}

// Open implements fs.FS.
func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// Glob implements fs.GlobFS: the name of a file stands for itself, brackets and
// all.
func (disk) Glob(name string) ([]string, error) {
	if _, err := os.Stat(filepath.FromSlash(name)); err == nil {
		return []string{name}, nil
	}
	found, err := filepath.Glob(filepath.FromSlash(name))
	for i := range found {
		found[i] = filepath.ToSlash(found[i])
	}
	return found, err
}

// isTest says whether a file is a rule test by its name.
func isTest(name string) bool {
	return strings.HasSuffix(name, "_test.yaml") || strings.HasSuffix(name, "_test.yml")
}

// expand replaces folders by the files in them: rule files, or rule tests. Files
// stay as they are.
func expand(args []string, tests bool) ([]string, error) {
	what := "rule files (*.yaml)"
	if tests {
		what = "rule tests (*_test.yaml)"
	}
	var names []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case err != nil:
			return nil, fmt.Errorf("care: there is no file or folder %q", arg)
		case !info.IsDir() && isTest(arg) && !tests:
			return nil, fmt.Errorf("care: %s holds rule tests, not rules, by its name; run `care test %[1]s`", source.Printable(arg))
		case !info.IsDir() && !isTest(arg) && tests:
			return nil, fmt.Errorf("care: %s is no rule test by its name; their names end in _test.yaml", source.Printable(arg))
		case !info.IsDir():
			names = append(names, filepath.ToSlash(arg))
			continue
		}
		entries, err := os.ReadDir(arg)
		if err != nil {
			return nil, errors.New(source.Printable("care: " + err.Error()))
		}
		found := false
		for _, e := range entries {
			ext := filepath.Ext(e.Name())
			if !e.IsDir() && (ext == ".yaml" || ext == ".yml") && isTest(e.Name()) == tests {
				names = append(names, filepath.ToSlash(filepath.Join(arg, e.Name())))
				found = true
			}
		}
		if !found {
			return nil, fmt.Errorf("care: there are no %s in %s", what, source.Printable(arg))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// loadRules loads the rule files named, or those in the folders named.
func loadRules(args []string) (*care.Rules, []string, source.Problems, error) {
	names, err := expand(args, false)
	if err != nil {
		return nil, nil, nil, err
	}
	var files []rule.File
	for _, n := range names {
		data, err := os.ReadFile(filepath.FromSlash(n))
		if err != nil {
			return nil, nil, nil, errors.New(source.Printable("care: " + err.Error()))
		}
		files = append(files, rule.File{Name: n, Data: data})
	}
	rules, found := rule.Load(files...)
	return rules, names, found, nil
}

// rules is loadRules for commands that need rules without problems.
func (t *tool) rules(args []string) (*care.Rules, error) {
	rules, _, found, err := loadRules(args)
	if err == nil {
		err = found.Err()
	}
	return rules, err
}

// open opens a file to read; "-" is the standard input.
func (t *tool) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(t.stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("care: there is no file %q to read", name)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, fmt.Errorf("care: %s is a folder; name a file", source.Printable(name))
	}
	return f, nil
}
