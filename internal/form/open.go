package form

import (
	"errors"
	"io"
	"io/fs"
)

// ErrNotAFile is the error of [ReadFile] about a folder, a device, a pipe or the
// like.
var ErrNotAFile = zh.Error("it is a folder, a device or a pipe; name a file")

// ReadFile reads one file for [Reader.Parse]. It opens nothing but a regular
// file, or a link to one, and reads at most one byte more than a file may have:
// Parse refuses what is larger.
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	// To open a pipe is to wait for who writes into it, so what can be seen from
	// outside is looked at first. What a file system without Stat opens is looked
	// at when it is open.
	if fsys, ok := fsys.(fs.StatFS); ok {
		info, err := fsys.Stat(name)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, notAFile(name)
		}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notAFile(name)
	}
	// The size of a file is what it says; some of /proc says nothing.
	return io.ReadAll(io.LimitReader(f, largest+1))
}

func notAFile(name string) error { return zh.Error("%s: %w", name, ErrNotAFile) }

// Glob is [fs.Glob], and looks for files in folders alone: to ask a pipe for its
// contents is to wait for who writes into it. A folder that is there and cannot be read
// is an error: what it holds would be missing without a word.
func Glob(fsys fs.FS, pattern string) ([]string, error) {
	if globs, ok := fsys.(fs.GlobFS); ok {
		return globs.Glob(pattern)
	}
	read := &folders{FS: fsys}
	found, err := fs.Glob(read, pattern)
	if err == nil && read.unread != nil {
		return nil, read.unread
	}
	return found, err
}

// folders is a file system in which nothing but a folder is read as one.
type folders struct {
	fs.FS
	unread error // of the first that could not be read
}

// Stat implements fs.StatFS.
func (f *folders) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(f.FS, name)
	return info, f.noted(err)
}

// ReadDir implements fs.ReadDirFS.
func (f *folders) ReadDir(name string) ([]fs.DirEntry, error) {
	if info, err := f.Stat(name); err != nil || !info.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	entries, err := fs.ReadDir(f.FS, name)
	return entries, f.noted(err)
}

// noted keeps an error that does not only say that there is nothing.
func (f *folders) noted(err error) error {
	if f.unread == nil && err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.unread = err
	}
	return err
}
