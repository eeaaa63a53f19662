package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// shown is a name as it may stand on a terminal.
func shown(name string) string { return source.Printable(name) }

// A found is a file that the tool was given, or that lies in a folder that it was
// given.
type found struct {
	name   string // as the user typed it, or the folder
	folder string // that holds it; empty: the file itself was named
}

// expand replaces folders by the files in them and in the folders inside them: rule files,
// or rule tests. Files stay as they are.
func expand(args []string, tests bool) ([]found, error) {
	what := zh.Text("rule files (*.yaml, *.yml)")
	if tests {
		what = zh.Text("rule tests (*_test.yaml, *_test.yml)")
	}
	var all []found
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case err != nil:
			return nil, zh.Error("care: no file or folder %q", arg)
		case !info.IsDir() && form.IsTest(arg) && !tests:
			return nil, zh.Error("care: %s holds rule tests, not rules, by its name; run `care test %s`", shown(arg), shown(arg))
		case !info.IsDir() && !form.IsTest(arg) && tests:
			return nil, zh.Error("care: %s is not a rule test by its name; their names end in _test.yaml", shown(arg))
		case !info.IsDir():
			all = append(all, found{name: filepath.ToSlash(arg)})
			continue
		}
		names, err := form.Folder(os.DirFS(filepath.FromSlash(arg)), ".")
		if err != nil {
			return nil, unreadableFile(err)
		}
		before := len(all)
		for _, n := range names {
			if form.IsTest(n) == tests {
				all = append(all, found{path.Join(filepath.ToSlash(filepath.Clean(arg)), n), filepath.ToSlash(filepath.Clean(arg))})
			}
		}
		if len(all) == before {
			return nil, zh.Error("care: there are no %s in %s", what, shown(arg))
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return strings.Compare(a.name, b.name) })
	return slices.CompactFunc(all, func(a, b found) bool { return a.name == b.name }), nil
}

// unreadableFile says that the disk does not give what is asked of it.
func unreadableFile(err error) error {
	what := say.Of(err)
	var path *fs.PathError
	if errors.As(err, &path) {
		why := path.Err.Error()
		switch {
		case errors.Is(err, fs.ErrPermission):
			why = "没有权限"
		case errors.Is(err, fs.ErrNotExist):
			why = "没有这个文件"
		}
		what.Chinese = path.Path + " 读不了：" + why
	}
	return zh.Error("care: %s", what.Each(source.Printable))
}

// ruleFiles reads the rule files named, or those in the folders named.
func ruleFiles(args []string) ([]rule.File, error) {
	all, err := expand(args, false)
	if err != nil {
		return nil, err
	}
	var files []rule.File
	for _, f := range all {
		data, err := f.read()
		if err != nil {
			return nil, unreadableFile(err)
		}
		files = append(files, rule.File{Name: f.name, Data: data})
	}
	return files, nil
}

// rules loads the rule files named, or those in the folders named, for commands that need
// rules without problems.
func (t *tool) rules(args []string) (*care.Rules, error) {
	files, err := ruleFiles(args)
	if err != nil {
		return nil, err
	}
	rules, found := rule.Load(files...)
	return rules, found.Err()
}

// read reads a rule file. Links in a folder do not lead out of it; where the user
// named the file itself, they may.
func (f found) read() ([]byte, error) {
	if f.folder == "" {
		return form.ReadFile(disk{}, f.name)
	}
	in, err := enter(f.folder)
	if err != nil {
		return nil, err
	}
	defer in.leave()
	return form.ReadFile(in, f.name)
}

// open opens a stream of lines to read; "-" is the standard input.
func (t *tool) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(t.stdin), nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, zh.Error("care: no file %q", name)
	case info.IsDir():
		return nil, zh.Error("care: %s is a folder; name a file", shown(name))
	case !info.Mode().IsRegular() && !isStream(name):
		return nil, zh.Error("care: %s is a device or a pipe; name a file, or - for the standard input", shown(name))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadableFile(err)
	}
	return f, nil
}

// isStream says that a name is one of the streams that the tool was started with:
// /dev/stdin, or what a shell makes of <(zcat events.gz).
func isStream(name string) bool {
	name = filepath.ToSlash(filepath.Clean(name))
	folder := path.Dir(name)
	return name == "/dev/stdin" || folder == "/dev/fd" || folder == "/proc/self/fd"
}
