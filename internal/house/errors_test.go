package house_test

import (
	"go/ast"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exportedErrors are the exported errors by package and name: variables and types. The
// value is true for a type.
func exportedErrors() map[string]bool {
	all := map[string]bool{}
	for _, f := range publicFiles() {
		if f.test {
			continue
		}
		for _, d := range f.syntax.Decls {
			values, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range values.Specs {
				if spec, ok := s.(*ast.ValueSpec); ok {
					for _, name := range spec.Names {
						if strings.HasPrefix(name.Name, "Err") {
							all[f.folder+" "+name.Name] = false
						}
					}
				}
			}
		}
	}
	eachExported(nil, func(f publicFile, name string, decl *ast.FuncDecl) {
		if of, method, _ := strings.Cut(name, "."); method == "Error" && decl.Type.Params.NumFields() == 0 {
			all[f.folder+" "+of] = true
		}
	})
	return all
}

var (
	comparesLine = regexp.MustCompile(`(ErrorIs|errors\.Is|NotErrorIs)\(|ErrorAs|errors\.As|AsType`)
	anyComment   = regexp.MustCompile(`(?m)^\s*//.*`)
)

// An error that a host tells apart is named where it is returned, and a test tells it apart.
func TestAPI_ErrorsAreDocumentedAndToldApart(t *testing.T) {
	errs := exportedErrors()
	require.NotEmpty(t, errs)
	comments, tests := map[string][]string{}, map[string]string{}
	for _, f := range publicFiles() {
		if f.test || f.folder == "care/caretest" { // which tests stores
			tests[f.path] = read(t, f.path)
		} else {
			comments[f.folder] = append(comments[f.folder], anyComment.FindAllString(read(t, f.path), -1)...)
		}
	}
	for name, isType := range errs {
		folder, id, _ := strings.Cut(name, " ")
		// "// An EventError lists …" and "// ErrNote is …" are its own comment.
		own := regexp.MustCompile(`^\s*// (An? )?` + id + `\b`)
		mention := regexp.MustCompile(`\b` + id + `\b`)
		named, told := false, false
		for of, lines := range comments {
			for _, line := range lines {
				named = named || strings.Contains(line, id) && (of == folder || strings.Contains(line, "."+id)) && mention.MatchString(line) && !own.MatchString(line)
			}
		}
		for _, text := range tests {
			if !strings.Contains(text, id) {
				continue
			}
			if isType {
				told = told || comparesLine.MatchString(text)
				continue
			}
			for line := range strings.Lines(text) {
				told = told || strings.Contains(line, id) && mention.MatchString(line) && comparesLine.MatchString(line)
			}
		}
		assert.True(t, named, "%s: no comment says which function returns it", name)
		assert.True(t, told, "%s: no test tells it apart by errors.Is or errors.As", name)
	}
}
