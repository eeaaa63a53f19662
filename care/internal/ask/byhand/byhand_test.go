package byhand_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/ask/byhand"
)

var events = []string{"order.created", "order.paid", "order.shipped", "order.succeeded"}

// What is compared in a benchmark does the same work: the rules written by hand and the
// index find the same rules for every event.
func TestByHandAndIndexAgree(t *testing.T) {
	for _, sparse := range []bool{false, true} {
		t.Run(fmt.Sprint("sparse=", sparse), func(t *testing.T) {
			shape := byhand.Shape{Rules: 2_000, Events: events, Sparse: sparse}
			rules := shape.Make()
			c := ask.NewCompiler()
			var all []ask.IndexedCondition
			for _, r := range rules {
				condition, problems := c.Compile(r.If, ask.Scope{Kind: ask.Order})
				require.Empty(t, problems, r.If)
				all = append(all, ask.IndexedCondition{If: condition, Gates: []string{r.Event}})
			}
			index, plain, indexed := ask.NewIndex(all), byhand.NewPlain(rules), byhand.NewIndexed(rules)
			var o ask.Opening
			found := 0
			const asked = 500
			for i, f := range shape.Facts(asked) {
				event := events[i%len(events)]
				index.Begin(&o)
				index.Gate(&o, event)
				want := index.Open(&ask.View{Has: ask.ThingsOf(ask.ThingOrder), Facts: f}, ask.At(0), &o)
				got := indexed.Match(nil, event, &f)
				slices.Sort(got)
				require.ElementsMatch(t, want, plain.Match(nil, event, &f))
				require.ElementsMatch(t, want, got)
				found += len(want)
			}
			each := float64(found) / asked
			if sparse {
				assert.InDelta(t, 0.4, each, 0.3, "ten rules a shop, of which few hold")
			} else {
				assert.InDelta(t, 30, each, 20, "one or two rules of a hundred hold")
			}
			assert.Empty(t, indexed.Match(nil, "order.closed", &ask.Facts{}))
		})
	}
}

func TestTheRulesOfASmallerShapeAreTheFirstOfALarger(t *testing.T) {
	few, many := byhand.Shape{Rules: 10, Events: events}.Make(), byhand.Shape{Rules: 50, Events: events}.Make()
	assert.Equal(t, few, many[:10])
}
