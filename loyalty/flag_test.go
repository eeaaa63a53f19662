package loyalty_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

// flagsIn are the constants of type Flag in a folder of the library and below.
func flagsIn(t *testing.T, folder string) []loyalty.Flag {
	t.Helper()
	var all []loyalty.Flag
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, name), nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Type == nil || len(spec.Values) != 1 {
				return true
			}
			kind := spec.Type
			if selector, ok := kind.(*ast.SelectorExpr); ok {
				kind = selector.Sel
			}
			value, literal := spec.Values[0].(*ast.BasicLit)
			if name, ok := kind.(*ast.Ident); ok && name.Name == "Flag" && literal {
				text, err := strconv.Unquote(value.Value)
				require.NoError(t, err)
				all = append(all, loyalty.Flag(text))
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
	return all
}

// A reader of a report in either language meets words, never a flag as programs write it.
func TestEveryFlagIsSaidInBothLanguages(t *testing.T) {
	all := append(flagsIn(t, "."), flagsIn(t, "../lifecycle")...)
	require.Greater(t, len(all), 35)
	for _, f := range all {
		words := f.Text()
		assert.NotEqual(t, string(f), words.Chinese, "the flag %s has no words; put them into flagTexts", f)
		assert.Regexp(t, `\p{Han}`, words.Chinese, f)
		assert.NotRegexp(t, `\p{Han}|^$`, words.English, f)
	}
}

func TestAFlagOfSomebodyElseReadsAsItIsWritten(t *testing.T) {
	assert.Equal(t, loyalty.Text{English: "of-tomorrow", Chinese: "of-tomorrow"}, loyalty.Flag("of-tomorrow").Text())
}

func TestSeveralFlagsAreSaidOneAfterTheOther(t *testing.T) {
	assert.Equal(t, loyalty.Text{English: "too few; beyond what was observed", Chinese: "样本太少；超出观察期"},
		loyalty.FlagsText([]loyalty.Flag{loyalty.BelowMinBase, loyalty.Extrapolated}))
	assert.Empty(t, loyalty.FlagsText(nil))
}
