package page

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

// No reader meets a flag as programs write it.
func TestEveryFlagHasWords(t *testing.T) {
	all := append(flagsIn(t, "../../loyalty"), flagsIn(t, "../../lifecycle")...)
	require.Greater(t, len(all), 35)
	for _, f := range all {
		words, ok := reasons[f]
		assert.True(t, ok, "the flag %s has no words", f)
		assert.NotEmpty(t, words.Chinese, f)
		assert.NotEmpty(t, words.English, f)
	}
	assert.Equal(t, "样本太少；超出观察期", Chinese.Reasons([]loyalty.Flag{loyalty.BelowMinBase, loyalty.Extrapolated}))
	assert.Equal(t, "原因未写明", Chinese.Reason("of-tomorrow"))
}

func TestFlagsInTheLibrarysTexts(t *testing.T) {
	said := loyalty.Text{Chinese: "模型落在可识别范围的边界上：rate-not-identified, not-converged", English: "on the boundary: rate-not-identified; by default"}
	assert.Equal(t, "模型落在可识别范围的边界上：看不出购买频率差别、未收敛", Chinese.Plain(said))
	assert.Equal(t, "on the boundary: buying rates look all alike; by default", English.Plain(said))
}

// From five people nobody learns that all come back within a year.
func TestTooFewAtRisk(t *testing.T) {
	spells := func(ended, lost, watched int) []loyalty.Spell {
		var all []loyalty.Spell
		for range ended {
			all = append(all, loyalty.Spell{Time: 30, Ended: true})
		}
		for range lost {
			all = append(all, loyalty.Spell{Time: 40})
		}
		for range watched {
			all = append(all, loyalty.Spell{Time: 400})
		}
		return all
	}
	for _, c := range []struct {
		name                 string
		ended, lost, watched int
		want                 bool
	}{
		{"five people who all came back", 5, 0, 0, true},
		{"ten who all came back", 10, 0, 0, false},
		{"many, of whom nine were watched for a year", 50, 50, 9, true},
		{"many, of whom ten were", 50, 50, 10, false},
		{"many, and nobody was lost sight of", 50, 0, 3, false},
	} {
		assert.Equal(t, c.want, TooFew(spells(c.ended, c.lost, c.watched), 365), c.name)
	}
}
