package saytest

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tiexin-go/tiexin/internal/say"
)

// Check reads the package in the working directory of a test: the catalog, which is its
// variable zh, must have the Chinese of every message that it makes by zh.Text or
// zh.Error, with the same arguments, and nothing else. Those few that are not yet said
// in Chinese are named in except.
func Check(t testing.TB, zh say.Catalog, except ...string) {
	t.Helper()
	used := messages(t)
	for _, format := range slices.Sorted(keys(used)) {
		chinese, ok := zh[format]
		switch excepted := slices.Contains(except, format); {
		case !ok && !excepted:
			t.Errorf("%s: no Chinese for %q", used[format], format)
		case ok && excepted:
			t.Errorf("%q has its Chinese: take it out of the exceptions", format)
		case ok:
			if fault := compare(format, chinese); fault != "" {
				t.Errorf("%s: %q and %q: %s", used[format], format, chinese, fault)
			}
		}
	}
	for format := range zh {
		if _, ok := used[format]; !ok {
			t.Errorf("no message uses %q", format)
		}
	}
	for _, format := range except {
		if _, ok := used[format]; !ok {
			t.Errorf("no message uses the exception %q", format)
		}
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// messages are the formats in the package's files, each with a place where it is used.
func messages(t testing.TB) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		t.Fatalf("no Go files here: %v", err)
	}
	files, found := token.NewFileSet(), map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(files, name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !says(call.Fun) || len(call.Args) == 0 {
				return true
			}
			place := files.Position(call.Pos()).String()
			format, err := literal(call.Args[0])
			if err != nil {
				t.Errorf("%s: %v", place, err)
				return true
			}
			found[format] = place
			return true
		})
	}
	return found
}

// says recognises zh.Text and zh.Error.
func says(f ast.Expr) bool {
	selector, ok := f.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Text" && selector.Sel.Name != "Error" {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return ok && of.Name == "zh"
}

// literal is a text that stands in the source as it is, perhaps in parts.
func literal(e ast.Expr) (string, error) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return strconv.Unquote(e.Value)
		}
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			break
		}
		left, err := literal(e.X)
		if err != nil {
			return "", err
		}
		right, err := literal(e.Y)
		return left + right, err
	}
	return "", errors.New("a message is written out where it is said, with %s for what differs")
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0-9.]*(?:\[(\d+)\])?([a-zA-Z%])`)

// compare says how the arguments of two formats differ: the Chinese takes no argument
// that the English does not have, and each of a kind that fits.
func compare(english, chinese string) string {
	en, zh := verbs(english), verbs(chinese)
	for n, v := range zh {
		is, ok := en[n]
		switch {
		case !ok:
			return fmt.Sprintf("the Chinese takes argument %d, which the English has not", n)
		case is != "v" && v != "v" && number(is) != number(v):
			return fmt.Sprintf("argument %d is %%%s in English and %%%s in Chinese", n, is, v)
		}
	}
	return ""
}

func number(verb string) bool { return strings.Contains("dfgexc", verb) }

// verbs are the verbs of a format by the argument that they take, counted from 1.
func verbs(format string) map[int]string {
	found, next := map[int]string{}, 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[3] == "%" {
			continue
		}
		if index := m[1] + m[2]; index != "" {
			next, _ = strconv.Atoi(index)
		}
		found[next] = m[3]
		next++
	}
	return found
}
