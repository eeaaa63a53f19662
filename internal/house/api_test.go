package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// ownModules are the packages of a host in modules of their own.
var ownModules = []string{"care/store/mysql", "care/store/postgres", "care/store/sqlite", "channel/mail"}

// A publicFile is a Go file of a package that a host imports.
type publicFile struct {
	folder string // "care/rule"; "." is the root
	path   string
	test   bool
	syntax *ast.File
}

var publicFiles = sync.OnceValue(func() []publicFile {
	folders := slices.Clone(ownModules)
	for _, f := range goFiles() {
		if !strings.Contains("/"+f.folder+"/", "/internal/") && !strings.HasPrefix(f.folder, "care/cmd/") && !strings.HasPrefix(f.folder, "examples/") {
			folders = append(folders, f.folder)
		}
	}
	slices.Sort(folders)
	var all []publicFile
	for _, folder := range slices.Compact(folders) {
		entries, err := os.ReadDir(filepath.Join(root, folder))
		if err != nil {
			panic(err)
		}
		for _, e := range entries {
			if path.Ext(e.Name()) != ".go" {
				continue
			}
			syntax, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, folder, e.Name()), nil, parser.SkipObjectResolution)
			if err != nil {
				panic(err)
			}
			all = append(all, publicFile{folder, path.Join(folder, e.Name()), strings.HasSuffix(e.Name(), "_test.go"), syntax})
		}
	}
	return all
})

// eachExported goes through the exported types and functions that are not in tests. The
// name of a method has its type before it: "Log.Validate".
func eachExported(types func(f publicFile, spec *ast.TypeSpec), funcs func(f publicFile, name string, decl *ast.FuncDecl)) {
	for _, f := range publicFiles() {
		if f.test {
			continue
		}
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if spec, ok := s.(*ast.TypeSpec); ok && spec.Name.IsExported() && types != nil {
						types(f, spec)
					}
				}
			case *ast.FuncDecl:
				of := receiver(d)
				if funcs != nil && d.Name.IsExported() && (of == "" || ast.IsExported(of)) {
					funcs(f, strings.TrimPrefix(of+"."+d.Name.Name, "."), d)
				}
			}
		}
	}
}

// receiver is the name of the type of a method; empty: a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	switch t := typ.(type) {
	case *ast.IndexExpr:
		typ = t.X
	case *ast.IndexListExpr:
		typ = t.X
	}
	return typ.(*ast.Ident).Name
}

// otherChecks check something else than a value: whether a system works, or who sent a
// request.
var otherChecks = []string{
	"care/store/mysql Store.Check", "care/store/postgres Store.Check", "care/store/sqlite Store.Check", // care.Checker
	"care/store/sqlite Store.Verify", // reads the files
	"channel/webhook Verify",         // a signature
}

func TestAPI_WhatChecksAValueIsCalledValidate(t *testing.T) {
	other := regexp.MustCompile(`(^|\.)(Check|Verify|Valid|Sane)([A-Z]\w*)?$`)
	validate := regexp.MustCompile(`(^|\.)Validate`)
	eachExported(nil, func(f publicFile, name string, decl *ast.FuncDecl) {
		if name := f.folder + " " + name; !slices.Contains(otherChecks, name) {
			assert.NotRegexp(t, other, name, "%s: a check of a value is called Validate", f.path)
		}
		if validate.MatchString(name) {
			results := decl.Type.Results
			assert.True(t, results.NumFields() == 1 && isIdent(results.List[0].Type, "error"), "%s: %s returns something else than an error", f.path, name)
		}
	})
}

func isIdent(e ast.Expr, name string) bool {
	ident, ok := e.(*ast.Ident)
	return ok && ident.Name == name
}

func TestAPI_SettingsAreCalledOptions(t *testing.T) {
	eachExported(func(f publicFile, spec *ast.TypeSpec) {
		assert.NotRegexp(t, `(Config|Configuration|Settings|Params|Opts|Option)$`, spec.Name.Name, "%s: a struct of settings is called Options", f.path)
	}, nil)
}

// What is wrong at one place of an input is a Problem: first the place, then the Message.
// Errors call their words Message as well.
func TestAPI_WhatIsWrongAtAPlaceIsAProblemWithAMessage(t *testing.T) {
	injected := "care Fault" // a failure on order, for tests
	eachExported(func(f publicFile, spec *ast.TypeSpec) {
		if f.folder+" "+spec.Name.Name != injected {
			assert.NotRegexp(t, `(Fault|Faults|Issue|Issues|Mistake)$`, spec.Name.Name, "%s: what is wrong at a place of an input is called Problem", f.path)
		}
		struc, ok := spec.Type.(*ast.StructType)
		if !ok {
			return
		}
		names := fieldNames(struc)
		if strings.HasSuffix(spec.Name.Name, "Error") {
			assert.NotContains(t, names, "Problem", "%s: the words of %s are called Message", f.path, spec.Name.Name)
		}
		if strings.HasSuffix(spec.Name.Name, "Problem") {
			assert.Positive(t, slices.Index(names, "Message"), "%s: %s has a place and then a Message", f.path, spec.Name.Name)
		}
	}, nil)
}

func fieldNames(s *ast.StructType) []string {
	var names []string
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}
