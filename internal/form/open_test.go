package form_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
)

// endless is a file that says it is short and never ends.
type endless struct {
	fs.File
	read int
}

func (f *endless) Read(p []byte) (int, error) {
	if f.read > 64<<20 {
		return 0, io.EOF
	}
	f.read += len(p)
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}

type endlessFS struct{ file *endless }

func (e endlessFS) Open(name string) (fs.File, error) {
	f, err := fstest.MapFS{"rules.yaml": {Data: []byte("version: 1\n")}}.Open(name)
	e.file.File = f
	return e.file, err
}

func TestOfAFileWithoutEndNotMuchIsRead(t *testing.T) {
	e := endlessFS{new(endless)}
	data, err := form.ReadFile(e, "rules.yaml")
	require.NoError(t, err)
	assert.Less(t, e.file.read, 8<<20)
	r := form.NewReader()
	_, ok := r.Parse("rules.yaml", data)
	assert.False(t, ok)
	assert.ErrorContains(t, r.Problems().Err(), "larger than 4 MiB")
}

func TestOnlyAFileIsRead(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "rules.yaml"), []byte("version: 1\n"), 0o600))
	require.NoError(t, os.Symlink("rules.yaml", filepath.Join(folder, "link.yaml")))
	require.NoError(t, os.Symlink(os.DevNull, filepath.Join(folder, "device.yaml")))
	require.NoError(t, os.Mkdir(filepath.Join(folder, "folder.yaml"), 0o700))
	fsys := os.DirFS(folder)

	data, err := form.ReadFile(fsys, "link.yaml")
	require.NoError(t, err)
	assert.Equal(t, "version: 1\n", string(data), "a link to a file is one")

	for _, name := range []string{"device.yaml", "folder.yaml"} {
		_, err := form.ReadFile(fsys, name)
		assert.ErrorIs(t, err, form.ErrNotAFile)
		assert.ErrorContains(t, err, name)
		_, err = form.ReadFile(onlyOpen{fsys}, name)
		assert.ErrorIs(t, err, form.ErrNotAFile, "also where it is seen only when it is open")
	}
	_, err = form.ReadFile(fsys, "none.yaml")
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

// onlyOpen hides what a file system can do besides.
type onlyOpen struct{ fsys fs.FS }

func (o onlyOpen) Open(name string) (fs.File, error) { return o.fsys.Open(name) }

func TestAFaultWhileReadingIsToldOf(t *testing.T) {
	broken := errors.New("the disk is broken")
	_, err := form.ReadFile(brokenFS{broken}, "rules.yaml")
	assert.ErrorIs(t, err, broken)
}

type brokenFS struct{ err error }

func (b brokenFS) Open(name string) (fs.File, error) {
	f, err := fstest.MapFS{name: {Data: []byte(strings.Repeat("#", 10))}}.Open(name)
	return brokenFile{f, b.err}, err
}

type brokenFile struct {
	fs.File
	err error
}

func (b brokenFile) Read([]byte) (int, error) { return 0, b.err }

// sick is a disk that lists no folder of a name.
type sick struct {
	fs.FS
	folder string
}

func (s sick) Open(name string) (fs.File, error) {
	if name == s.folder {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("input/output error")}
	}
	return s.FS.Open(name)
}

// A folder that cannot be read may hold rules: without a word they would be missing.
func TestAFolderThatCannotBeReadIsAnError(t *testing.T) {
	files := fstest.MapFS{"shop.yaml": {}, "flows/pay.yaml": {}, "flows/night/quiet.yaml": {}}
	for _, c := range []struct{ pattern, folder string }{
		{"*.yaml", "."}, {"*/*.yaml", "."}, {"*/*.yaml", "flows"}, {"flows/*.yaml", "flows"}, {"*/*/*.yaml", "flows/night"}, {"shop.yaml", "shop.yaml"},
	} {
		found, err := form.Glob(files, c.pattern)
		require.NoError(t, err)
		assert.Len(t, found, 1, c.pattern)
		found, err = form.Glob(sick{files, c.folder}, c.pattern)
		assert.ErrorContains(t, err, "input/output error", "%s, and %s is sick", c.pattern, c.folder)
		assert.Empty(t, found)
	}
	found, err := form.Glob(files, "nowhere/*.yaml")
	assert.NoError(t, err)
	assert.Empty(t, found)
}
