package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	root        = "../.."
	module      = "github.com/tiexin-go/tiexin"
	longest     = 600 // lines of a file that is read in one sitting
	longestCode = 400 // lines of a Go file that is not a test
)

// sources are the files of the module that people write, by their path from the
// root: no dot folders, no nested module, nothing that a tool leaves behind.
var sources = sync.OnceValue(func() []string {
	var all []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			if ext := path.Ext(name); ext != ".test" && ext != ".out" && ext != ".prof" {
				all = append(all, name)
			}
			return nil
		case name == ".":
			return nil
		case strings.HasPrefix(d.Name(), ".") && name != ".ci", name == "bin", isModule(name):
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return all
})

func isModule(folder string) bool {
	_, err := os.Stat(filepath.Join(root, folder, "go.mod"))
	return err == nil
}

// A goFile is one Go file and what it imports.
type goFile struct {
	path, folder string
	test         bool
	imports      []string
	comment      bool // it explains the package
}

var goFiles = sync.OnceValue(func() []goFile {
	var all []goFile
	for _, name := range sources() {
		if path.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
			continue
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ParseComments)
		if err != nil {
			panic(err)
		}
		f := goFile{path: name, folder: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), comment: isTour(syntax)}
		for _, s := range syntax.Imports {
			f.imports = append(f.imports, strings.Trim(s.Path.Value, `"`))
		}
		all = append(all, f)
	}
	return all
})

// isTour says that the file has a package comment of more than a line.
func isTour(f *ast.File) bool { return f.Doc != nil && strings.Count(f.Doc.Text(), "\n") > 1 }

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(data)
}

func TestNoOtherFolderAtTheTop(t *testing.T) {
	allowed := []string{"care", "channel", "examples", "internal", "lifecycle", "loyalty", "template"}
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "bin" {
			assert.Contains(t, allowed, e.Name(), "the folder %s stands at the top; put it into one of the packages, or into internal", e.Name())
		}
	}
}

func TestEveryPackageBeginsWithATour(t *testing.T) {
	tours := map[string]bool{}
	for _, f := range goFiles() {
		tours[f.folder] = tours[f.folder] || path.Base(f.path) == "doc.go" && f.comment
	}
	require.NotEmpty(t, tours)
	for folder, ok := range tours {
		assert.True(t, ok, "package %s has no doc.go that says what it is for; write a short tour", folder)
	}
}

func TestEveryFileIsReadInOneSitting(t *testing.T) {
	for _, name := range sources() {
		switch {
		case strings.Contains(name, "testdata/"), !slices.Contains([]string{".go", ".yaml", ".md", ".sh", ""}, path.Ext(name)):
			continue // data and goldens are not read, they are compared
		}
		lines := strings.Count(read(t, name), "\n")
		assert.LessOrEqual(t, lines, longest, "%s has %d lines; where you scroll to find the thought, there are two: make two files", name, lines)
	}
}

// code are the Go files that are not tests, those of the nested modules too.
var code = sync.OnceValue(func() []string {
	var all []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name != "." && (strings.HasPrefix(d.Name(), ".") || name == "bin") {
				return fs.SkipDir
			}
		case path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go"):
			all = append(all, name)
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return all
})

func TestNoFileIsTooLongToRead(t *testing.T) {
	for _, name := range []string{"care/engine.go", "care/store/sqlite/doc.go", "examples/embed/main.go"} {
		require.Contains(t, code(), name, "the files of every module are looked at")
	}
	for _, name := range code() {
		lines := strings.Count(read(t, name), "\n")
		assert.LessOrEqual(t, lines, longestCode, "%s has %d lines; move one of its thoughts, whole declarations with their comments, to a file of its own", name, lines)
	}
}

// outside are things that belong to a workplace and not into the project.
var outside = regexp.MustCompile(strings.Join([]string{
	`/wo` + `rk/`, `/tm` + `p/bash`, `(?i)\bissue ?#?\d`, `(?i)\bsession \d`, `(?i)\b(this|previous|last|next|earlier) session\b`,
	`proxy\.go` + `lang\.org`, `regis` + `try\.npmjs`, `pypi\.` + `org`, `(?i)\bas an a` + `i\b`, `(?i)language mod` + `el`,
	`\bTO` + `DO\b`, `\bFIX` + `ME\b`,
}, "|"))

func TestNoFileSpeaksOfTheWorkplace(t *testing.T) {
	for _, name := range sources() {
		if name == "go.sum" {
			continue
		}
		for i, line := range strings.Split(read(t, name), "\n") {
			assert.NotRegexp(t, outside, line, "%s:%d speaks of the workplace or of work to come; say what is", name, i+1)
		}
	}
}
