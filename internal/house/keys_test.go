package house_test

import (
	"go/ast"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// A shape is an exported struct and how it is written as JSON.
type shape struct {
	f      publicFile
	fields []*ast.Field
	tagged bool // it has keys
}

// shapes are the exported structs by package and name, without those that write
// themselves.
func shapes() map[string]shape {
	all := map[string]shape{}
	eachExported(func(f publicFile, spec *ast.TypeSpec) {
		if struc, ok := spec.Type.(*ast.StructType); ok {
			s := shape{f: f, fields: struc.Fields.List}
			for _, field := range s.fields {
				for _, format := range []string{"json", "yaml"} {
					_, tagged := tagOf(field, format)
					s.tagged = s.tagged || tagged
				}
			}
			all[f.folder+"."+spec.Name.Name] = s
		}
	}, nil)
	eachExported(nil, func(f publicFile, name string, _ *ast.FuncDecl) {
		if of, method, _ := strings.Cut(name, "."); method == "MarshalJSON" || method == "MarshalText" {
			delete(all, f.folder+"."+of)
		}
	})
	return all
}

// tagOf is the key of a field in a format; "-" is none.
func tagOf(field *ast.Field, format string) (key string, tagged bool) {
	if field.Tag == nil {
		return "", false
	}
	tag, _ := strconv.Unquote(field.Tag.Value)
	key, tagged = reflect.StructTag(tag).Lookup(format)
	key, _, _ = strings.Cut(key, ",")
	return key, tagged
}

func TestAPI_KeysAreInSnakeCase(t *testing.T) {
	all := shapes()
	require.NotEmpty(t, all)
	for name, s := range all {
		for _, field := range s.fields {
			for _, format := range []string{"json", "yaml"} {
				if key, tagged := tagOf(field, format); tagged && key != "" && key != "-" {
					assert.Regexp(t, snakeCase, key, "%s: a key of %s", s.f.path, name)
				}
			}
		}
	}
}

// A struct with keys has a key for each field, and so has every struct within it.
func TestAPI_WhatIsWithinAStructWithKeysHasKeys(t *testing.T) {
	all := shapes()
	seen := map[string]bool{}
	var look func(name string)
	look = func(name string) {
		s, ok := all[name]
		if !ok || seen[name] {
			return
		}
		seen[name] = true
		for _, field := range s.fields {
			key, tagged := tagOf(field, "json")
			if key == "-" {
				continue
			}
			for _, id := range field.Names {
				assert.True(t, tagged || !id.IsExported(), "%s: %s.%s has no key", s.f.path, name, id.Name)
			}
			if of := structOf(s.f, field.Type); of != "" && (tagged || len(field.Names) == 0) {
				look(of)
			}
		}
	}
	for name, s := range all {
		if s.tagged {
			look(name)
		}
	}
}

// structOf is the package and name of the type that a field holds, one or many; empty: a
// type of somebody else.
func structOf(f publicFile, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return structOf(f, e.X)
	case *ast.ArrayType:
		return structOf(f, e.Elt)
	case *ast.MapType:
		return structOf(f, e.Value)
	case *ast.Ident:
		return f.folder + "." + e.Name
	case *ast.SelectorExpr:
		pkg, _ := e.X.(*ast.Ident)
		for _, i := range f.syntax.Imports {
			if imported := strings.Trim(i.Path.Value, `"`); isProject(imported) && path.Base(imported) == pkg.Name {
				folder := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
				if folder == "" {
					folder = "."
				}
				return folder + "." + e.Sel.Name
			}
		}
	}
	return ""
}
