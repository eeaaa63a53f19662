package house_test

import (
	"go/ast"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A struct with a field that is named like a secret is among the personal ones, so that all
// ways to print it are tried. Functions that give a token are no secrets, nor are keys of
// things on a shelf and the words of fakes.
func TestE15_WhatHoldsASecretIsTried(t *testing.T) {
	named := regexp.MustCompile(`^(Key|AESKey|SecretKey|\w*Secrets?|\w*Salts?|Sessions?|Tokens?|Passwords?)$`)
	tried := map[string]bool{}
	for _, thing := range personal {
		tried[reflect.TypeOf(thing).String()] = true
	}
	found := 0
	eachExported(func(f publicFile, spec *ast.TypeSpec) {
		struc, ok := spec.Type.(*ast.StructType)
		switch {
		case !ok, f.folder == "channel/channeltest", f.folder == "channel/mail":
			return
		case !strings.HasPrefix(f.folder, "channel/") && !strings.HasPrefix(f.folder, "care/feed"):
			return
		}
		for _, field := range struc.Fields.List {
			for _, name := range field.Names {
				if _, function := field.Type.(*ast.FuncType); !function && named.MatchString(name.Name) {
					found++
					assert.True(t, tried[f.syntax.Name.Name+"."+spec.Name.Name], "%s: %s has the secret %s; add it to personal", f.path, spec.Name.Name, name.Name)
				}
			}
		}
	}, nil)
	assert.Greater(t, found, 20)
}
