package ask

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/expr-lang/expr"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every word that can be compared is compared with every constant by every sign, and
// for every value that it may have: an atom says what expr says.
func TestAtomsSayWhatExprSays(t *testing.T) {
	texts := []string{"", "live", "浙江", "Live", "浙江省"}
	numbers := []float64{0, 1, 2, 2.5, 199, 199.99, -1, 1 << 52, 1 << 60}
	compared := map[sort]int{}
	for _, w := range vocabulary().words {
		if w.things&^ThingsOf(ThingOrder) != 0 || w.promise || w.Unknown != "" {
			continue
		}
		switch w.sort {
		case ofYesNo:
			for _, value := range []bool{false, true} {
				compared[w.sort] += agree(t, w, value, w.Name, "not "+w.Name)
			}
		case ofText:
			for _, value := range texts {
				for _, with := range texts {
					compared[w.sort] += agree(t, w, value, fmt.Sprintf("%s == '%s'", w.Name, with), fmt.Sprintf("'%s' != %s", with, w.Name),
						fmt.Sprintf("%s in ['%s', '浙江', '浙江']", w.Name, with), fmt.Sprintf("%s in []", w.Name))
				}
			}
		case ofList:
			for _, value := range [][]string{nil, {}, {"live"}, {"浙江", "live"}} {
				for _, with := range texts {
					compared[w.sort] += agree(t, w, value, fmt.Sprintf("'%s' in %s", with, w.Name))
				}
			}
		case ofWhole, ofNumber:
			for _, value := range numbers {
				for _, with := range numbers {
					for sign := range compares {
						sources := []string{fmt.Sprintf("%s %s %v", w.Name, sign, with), fmt.Sprintf("%v %s %s", with, sign, w.Name)}
						if with == math.Trunc(with) {
							sources = append(sources, fmt.Sprintf("%s %s %d", w.Name, sign, int(with)), fmt.Sprintf("%d %s %s", int(with), sign, w.Name))
						}
						if w.sort == ofNumber {
							compared[w.sort] += agree(t, w, value, sources...)
						} else {
							compared[w.sort] += agree(t, w, int(value), sources...)
						}
					}
				}
			}
		}
	}
	for _, s := range []sort{ofYesNo, ofText, ofList, ofWhole, ofNumber} {
		assert.Positive(t, compared[s], "sort %d", s)
	}
}

// agree asks conditions on one word in both ways, and counts those that are atoms.
func agree[T any](t *testing.T, w *Word, value T, sources ...string) (atoms int) {
	t.Helper()
	v := &View{Has: ThingsOf(ThingOrder)}
	v.Facts.Hour = HourIn(time.UTC)
	*(*T)(unsafe.Add(unsafe.Pointer(&v.Facts), w.offset)) = value
	for _, source := range sources {
		c := compiled(t, NewCompiler(), source, Scope{Kind: Order})
		program, err := expr.Compile(source, expr.Env(Facts{}), expr.AsBool())
		require.NoError(t, err, source)
		want, err := expr.Run(program, v.Facts)
		require.NoError(t, err, source)
		v.Reset()
		require.Equal(t, want, c.Ask(v).first, "%s, and the word is %v", source, value)
		c.root.each(func(n *node) {
			if n.program != nil && n.program.atom != nil {
				atoms++
			}
		})
	}
	return atoms
}

// Among many texts expr looks one up; large whole numbers are told apart exactly.
func TestAtomsThatAreLeftToExpr(t *testing.T) {
	many := "order.source in ['a'" + strings.Repeat(", 'b'", fewTexts) + "]"
	for source, plain := range map[string]bool{
		"order.source in ['a', 'b']":         true,
		many:                                 false,
		"order.quantity == 9007199254740991": true,
		"order.quantity == 9007199254740993": false,
	} {
		c := compiled(t, NewCompiler(), source, Scope{Kind: Order})
		assert.Equal(t, plain, c.root.program.atom != nil, source)
		assert.Equal(t, opAtom, c.root.op, source)
	}
	v := &View{Has: ThingsOf(ThingOrder)}
	v.Facts.Order.Quantity = 9007199254740992
	assert.Equal(t, never, ask(t, v, "order.quantity == 9007199254740993"))
	v.Reset()
	assert.Equal(t, never, ask(t, v, "order.quantity <= 9007199254740991"))
}
