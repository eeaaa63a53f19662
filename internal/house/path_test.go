package house_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pathPage is where a newcomer reads how an event goes through the engine.
const pathPage = "care/internal/path.md"

// mostFiles and mostTypes are what can be followed in one reading.
const mostFiles, mostTypes = 16, 14

var (
	pathRow  = regexp.MustCompile("(?m)^\\| \\d+ \\| \\[([^]]+)\\]\\(([^)]+)\\) \\| `(\\w+)` \\| (`?)([\\w ]+)`? \\|")
	pathType = regexp.MustCompile("(?m)^\\| `(\\w+)` \\| ")
)

func TestThePathOfAnEventIsAsItsPageSays(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, pathPage))
	require.NoError(t, err)
	rows := pathRow.FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(rows), 10, "the table of %s is read", pathPage)
	assert.LessOrEqual(t, len(rows), mostFiles, "files that an event passes from Handle to the sender")

	met, functions := map[string]bool{}, map[string][]*ast.FuncDecl{} // by name, of the files read so far
	for _, row := range rows {
		file, link, name, called, by := row[1], row[2], row[3], row[4] != "", row[5]
		assert.Equal(t, file, filepath.Join(filepath.Dir(pathPage), link), "the link leads to the file")
		before := functions[by]
		here := functionsOf(t, file)
		declared := here[name]
		if !assert.NotEmpty(t, declared, "%s has no function %s", file, name) {
			continue
		}
		for _, f := range declared {
			typesMet(f, met)
		}
		for n, fs := range here {
			functions[n] = append(functions[n], fs...)
		}
		if called {
			assert.True(t, calls(append(before, here[by]...), name), "%s: %s calls no %s", file, by, name)
		}
	}

	explained := map[string]bool{}
	for _, row := range pathType.FindAllStringSubmatch(string(page), -1) {
		explained[row[1]] = true
	}
	assert.LessOrEqual(t, len(explained), mostTypes, "types of the inside that an event meets")
	for name := range met {
		assert.True(t, explained[name], "%s does not say what %q is", pathPage, name)
	}
	for name := range explained {
		assert.True(t, met[name], "no function of the path takes or returns %q", name)
	}
}

// functionsOf are the functions and methods of a file by name.
func functionsOf(t *testing.T, file string) map[string][]*ast.FuncDecl {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	all := map[string][]*ast.FuncDecl{}
	for _, d := range parsed.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			all[f.Name.Name] = append(all[f.Name.Name], f)
		}
	}
	return all
}

// calls says that one of the functions calls another by its name.
func calls(from []*ast.FuncDecl, name string) (found bool) {
	for _, f := range from {
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				found = found || calledName(call) == name
			}
			return true
		})
	}
	return found
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// typesMet notes the unexported types of a function's signature and of the values that it
// makes.
func typesMet(f *ast.FuncDecl, met map[string]bool) {
	note := func(fields *ast.FieldList) {
		if fields == nil {
			return
		}
		for _, field := range fields.List {
			if name := typeName(field.Type); isPrivate(name) {
				met[name] = true
			}
		}
	}
	note(f.Recv)
	note(f.Type.Params)
	note(f.Type.Results)
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if made, ok := n.(*ast.CompositeLit); ok {
			if name := typeName(made.Type); isPrivate(name) {
				met[name] = true
			}
		}
		return true
	})
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.ArrayType:
		return typeName(e.Elt)
	case *ast.Ident:
		return e.Name
	case *ast.FuncType:
		if len(e.Results.List) > 0 {
			return typeName(e.Results.List[0].Type)
		}
	}
	return ""
}

// isPrivate says that a name is that of a package's own type.
func isPrivate(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsLower(first) && !strings.Contains(basicTypes, fmt.Sprintf(" %s ", name))
}

const basicTypes = " any bool byte error float64 int int64 rune string uint uint64 "
