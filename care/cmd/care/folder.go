package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/tiexin-go/tiexin/internal/form"
)

// disk is the file system with names as the user types them: "../rules.yaml" and
// "/home/…" too.
type disk struct{}

// Open implements fs.FS.
func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// Stat implements fs.StatFS.
func (disk) Stat(name string) (fs.FileInfo, error) { return os.Stat(filepath.FromSlash(name)) }

// A folder is what lies in one folder of the disk, with names as the user types
// them. Neither ".." nor a link leads out of it.
type folder struct {
	name string
	root *os.Root
	fsys fs.FS
}

// enter opens a folder.
func enter(name string) (*folder, error) {
	root, err := os.OpenRoot(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	return &folder{name, root, root.FS()}, nil
}

func (f *folder) leave() { _ = f.root.Close() }

// inner is a name as seen from the folder.
func (f *folder) inner(name string) (string, error) {
	inner, err := filepath.Rel(filepath.FromSlash(f.name), filepath.FromSlash(name))
	if err != nil || !filepath.IsLocal(inner) {
		return "", zh.Error("%s lies outside of the folder %s; keep rules and their tests in one folder, or name the test itself and not its folder", name, f.name)
	}
	return filepath.ToSlash(inner), nil
}

// Open implements fs.FS.
func (f *folder) Open(name string) (fs.File, error) {
	inner, err := f.inner(name)
	if err != nil {
		return nil, err
	}
	return f.fsys.Open(inner)
}

// Stat implements fs.StatFS.
func (f *folder) Stat(name string) (fs.FileInfo, error) {
	inner, err := f.inner(name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(f.fsys, inner)
}

// Glob implements fs.GlobFS: the name of a file stands for itself, brackets and
// all.
func (f *folder) Glob(name string) ([]string, error) {
	inner, err := f.inner(name)
	if err != nil {
		return nil, err
	}
	if _, err := fs.Lstat(f.fsys, inner); err == nil {
		return []string{name}, nil
	}
	found, err := form.Glob(f.fsys, inner)
	for i := range found {
		found[i] = path.Join(f.name, found[i])
	}
	return found, err
}
