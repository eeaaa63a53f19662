package ask

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A number as a random condition writes it: a leaf, a sum, or a choice.
type written struct {
	leaf              string
	left, right, than *written // a sum of left and right; with than, left ? right : than
}

func randomNumber(r *rand.Rand, depth int) *written {
	leaves := []string{"order.amount", "order.quantity", "chat.score", "refund.amount", "5", "order.parcels"}
	if depth == 0 || r.IntN(4) == 0 {
		return &written{leaf: leaves[r.IntN(len(leaves))]}
	}
	if r.IntN(3) == 0 {
		return &written{left: randomNumber(r, depth-1), right: randomNumber(r, depth-1)}
	}
	choices := []string{"order.cod", "order.gift", "chat.ordered", "order.amount > 3", "refund.full"}
	return &written{left: &written{leaf: choices[r.IntN(len(choices))]}, right: randomNumber(r, depth-1), than: randomNumber(r, depth-1)}
}

func (w *written) String() string {
	switch {
	case w.leaf != "":
		return w.leaf
	case w.than != nil:
		return fmt.Sprintf("(%s ? %s : %s)", w.left, w.right, w.than)
	default:
		return fmt.Sprintf("(%s + %s)", w.left, w.right)
	}
}

// outside writes the choices around the comparison instead of inside it.
func (w *written) outside(around func(number string) string) string {
	switch {
	case w.leaf != "":
		return around(w.leaf)
	case w.than != nil:
		return fmt.Sprintf("(%s ? %s : %s)", w.left, w.right.outside(around), w.than.outside(around))
	default:
		return w.left.outside(func(left string) string {
			return w.right.outside(func(right string) string { return around("(" + left + " + " + right + ")") })
		})
	}
}

// What a choice does not choose need not be known: a comparison with a choice inside is
// answered as the choice between two comparisons.
func TestAChoiceInsideIsAChoiceOutside(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(tried) {
		r := rand.New(rand.NewPCG(seed, 5))
		number := randomNumber(r, 3)
		inside := fmt.Sprintf("%s > 6", number)
		outside := number.outside(func(number string) string { return number + " > 6" })
		v := &View{Has: Things(r.IntN(1 << thingCount)).With(ThingOrder)}
		v.Facts.Order = OrderFacts{COD: r.IntN(2) == 0, Gift: r.IntN(2) == 0, Amount: float64(r.IntN(7)), Quantity: r.IntN(5)}
		v.Facts.Chat = ChatFacts{Ordered: r.IntN(2) == 0, Score: 4}
		v.Facts.Refund = RefundFacts{Full: r.IntN(2) == 0, Amount: 3}
		answer := func(source string) string {
			c := compiled(t, NewCompiler(), source, Scope{Segment: true})
			v.Reset()
			switch yes := c.Ask(v).At(0); {
			case c.Unknown(v, 0) != "":
				return "unknown"
			case yes:
				return "yes"
			default:
				return "no"
			}
		}
		want := answer(outside)
		require.Equal(t, want, answer(inside), "seed %d: %s", seed, inside)
		kinds[want]++
	}
	for _, kind := range []string{"yes", "no", "unknown"} {
		assert.Greater(t, kinds[kind], tried/20, kind)
	}
}
