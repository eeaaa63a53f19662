package ask

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An indexWorld makes up conditions and facts in which every sort of word and every form
// of part comes up.
type indexWorld struct{ *rand.Rand }

func (w indexWorld) one(of ...string) string { return of[w.IntN(len(of))] }

func (w indexWorld) texts(most int) string {
	var all []string
	for range 1 + w.IntN(most) {
		all = append(all, fmt.Sprintf("'%s'", w.one("live", "app", "聚划算", "", "wap", fmt.Sprint("s", w.IntN(40)))))
	}
	return strings.Join(all, ", ")
}

func (w indexWorld) compare() string { return w.one("==", "!=", "<", "<=", ">", ">=") }

// part is a part of a condition, from one word to several joined.
func (w indexWorld) part(depth int) string {
	if depth > 0 {
		a, b := w.part(depth-1), w.part(depth-1)
		switch w.IntN(7) {
		case 0, 1:
			return "(" + a + " && " + b + ")"
		case 2, 3:
			return "(" + a + " || " + b + ")"
		case 4:
			return "not (" + a + ")"
		case 5:
			return "(" + a + " ? " + b + " : " + w.part(0) + ")"
		}
		return a
	}
	switch w.IntN(16) {
	case 0, 1:
		return fmt.Sprintf("order.source %s '%s'", w.one("==", "!="), w.one("live", "app", "聚划算", ""))
	case 2:
		return fmt.Sprintf("order.source %s [%s]", w.one("in", "not in"), w.texts(20))
	case 3, 4:
		return fmt.Sprintf("order.amount %s %d", w.compare(), w.IntN(30))
	case 5:
		return fmt.Sprintf("customer.paid_orders %s %d", w.compare(), w.IntN(4))
	case 6:
		return fmt.Sprintf("%d %s order.quantity", w.IntN(4), w.compare())
	case 7:
		return w.one("order.cod", "order.gift", "order.remote")
	case 8:
		return fmt.Sprintf("has_tag('%s')", w.one("新客", "黑名单", "老客"))
	case 9:
		return fmt.Sprintf("'%s' in order.categories", w.one("奶粉", "尿裤"))
	case 10:
		return w.one("segment.vip", "segment.late", "segment.odd")
	case 11:
		return w.clock(w.one("minutes_unpaid", "minutes_to_close", "hours_since_order", "days_to_birthday"))
	case 12:
		return w.one("any(order.titles, {# contains '羽'})", "order.titles[1] == 'x'", "order.quantity * 2 > 3", "order.amount / order.quantity > 4")
	case 13:
		return fmt.Sprintf("chat.score %s %d", w.compare(), w.IntN(4))
	case 14:
		return w.one("order.paid_at > order.created_at", "true", "false", "customer.value == 'low'", "order.amount > 9007199254740993")
	default:
		return fmt.Sprintf("customer.grade == 'g%d'", w.IntN(60))
	}
}

// condition is a whole condition: half of them are about one clock, between bounds.
func (w indexWorld) condition() string {
	if w.IntN(2) == 0 {
		return w.part(w.IntN(4))
	}
	name := w.one("minutes_unpaid", "minutes_to_close", "minutes_since_order")
	parts := []string{w.part(0), w.clock(name), w.clock(name)}[w.IntN(2) : 2+w.IntN(2)]
	w.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return strings.Join(parts, " && ")
}

// clock is a comparison with a clock, some with arithmetic around it.
func (w indexWorld) clock(name string) string {
	side := w.one(name, name, name+" * 2 - 3", "-"+name, "10 - "+name)
	return fmt.Sprintf("%s %s %s", side, w.one("<", "<=", ">", ">="), w.one(fmt.Sprint(w.IntN(20)), fmt.Sprint(w.IntN(20)), "0.1", "-3", "order.quantity"))
}

// reading is how a clock may stand about an instant, in milliseconds.
func (w indexWorld) reading(now int64) Reading {
	r := Reading{Phase: Phase(w.IntN(3)), Origin: now + int64(w.IntN(41)-20)*60_000, End: Forever}
	switch w.IntN(6) {
	case 0:
		r.Start = At(now + int64(w.IntN(41)-20)*60_000)
	case 1:
		r.End = At(now + int64(w.IntN(41)-20)*60_000)
	case 2:
		r.Origin += int64(w.IntN(5) - 2)
	}
	return r
}

func (w indexWorld) view() *View {
	v := &View{Moving: Moving{LastBought: func(string) (int64, bool) { return 5, true }}}
	if w.IntN(5) > 0 {
		v.Has = ThingsOf(ThingOrder)
	}
	if w.IntN(3) == 0 {
		v.Has |= ThingsOf(ThingChat)
	}
	f := &v.Facts
	f.Order.Source, f.Order.Amount, f.Order.Quantity = w.one("live", "app", "聚划算", "", "s7", "wap"), float64(w.IntN(60))/2, w.IntN(4)
	if w.IntN(4) == 0 {
		f.Order.Amount = math.NaN()
	}
	f.Order.COD, f.Order.Gift, f.Order.Remote = w.IntN(2) == 0, w.IntN(2) == 0, w.IntN(2) == 0
	f.Order.Categories = []string{w.one("奶粉", "纸"), w.one("奶粉", "尿裤")}[:w.IntN(3)]
	f.Order.Titles = []string{w.one("羽绒服", "x"), "x"}[:w.IntN(3)]
	f.Customer.Tags = []string{w.one("新客", "黑名单"), w.one("老客", "别的", "新客")}[:w.IntN(3)]
	f.Customer.PaidOrders, f.Customer.Grade, f.Customer.Value = w.IntN(4), fmt.Sprint("g", w.IntN(60)), w.one("low", "high")
	f.Chat.Score = float64(w.IntN(4))
	for _, c := range []Stem{Unpaid, ToClose, SinceOrder} {
		v.Clocks[c] = w.reading(indexNow.Millis())
	}
	return v
}

const indexNow = Instant(2 * 1_800_000_000_000)

// Whatever the facts: what the index leaves out is not true at any time from now on, or its
// clock does not run yet. What it leaves open and understands whole is true, and turns just
// when the condition by itself does: so the next turn of all is neither missed nor too early.
func TestIndex_漏掉的一定不成立_全看得懂的恰好成立(t *testing.T) {
	left, open, exact, past, solved, turning, never := 0, 0, 0, 0, 0, 0, 0
	for seed := range uint64(tried / 4) {
		w := indexWorld{rand.New(rand.NewPCG(seed, 17))}
		c := NewCompiler()
		for name, source := range map[string]string{"vip": "customer.paid_orders > 1", "late": "order.amount > 9 || order.cod", "odd": "order.titles[0] == 'x' && not order.gift"} {
			c.segment(name, compiled(t, c, source, Scope{Segment: true}))
		}
		var all []IndexedCondition
		for len(all) < 1+w.IntN(150) {
			source := w.condition()
			if condition, _ := c.Compile(source, Scope{Kind: Chat}); condition != nil {
				one := IndexedCondition{If: condition, Gates: []string{w.one("a", "b", "c")}}
				if w.IntN(2) == 0 {
					one.Clock, _ = condition.Stems.Only()
				}
				all = append(all, one)
			}
		}
		x := NewIndex(all)
		var o Opening
		for range 20 {
			v := w.view()
			gates := []string{"a", "b", "nothing"}[w.IntN(2):]
			x.Begin(&o)
			for _, g := range gates {
				x.Gate(&o, g)
			}
			found := map[int32]bool{}
			now := indexNow + Instant(w.IntN(3))
			next := Forever
			numbers := x.Open(v, now, &o)
			require.True(t, slices.IsSorted(numbers), "not in the order of the files")
			for _, n := range numbers {
				require.False(t, found[n], "the same number twice")
				found[n] = true
				answer := all[n].If.Ask(v)
				var known Times
				if x.Knows(n) {
					x.Answer(n, v, &known)
					require.Equal(t, answer.first, known.first, "seed %d: %s", seed, all[n].If.Source)
					require.Equal(t, answer.turns(), known.turns(), "seed %d: %s", seed, all[n].If.Source)
					answer = known
					solved++
				}
				if turns, ok := answer.Turns(now); ok {
					next = min(next, turns)
				}
			}
			numbers, certain := x.Possible(v, &o)
			possible := map[int32]bool{}
			for _, n := range numbers {
				possible[n] = true
				if certain && x.Knows(n) {
					var known Times
					x.Answer(n, v, &known)
					require.Equal(t, all[n].If.Ask(v), known, "seed %d: %s", seed, all[n].If.Source)
				}
			}
			for n, one := range all {
				if !possible[int32(n)] {
					var best Times
					one.If.root.ask(v, true, &best)
					require.True(t, best.Fixed() && !best.first, "seed %d: %s is not no for certain", seed, one.If.Source)
					never++
				}
			}
			next = min(next, indexNow+1<<40)
			truly := indexNow + 1<<40
			for i, one := range all {
				passes := false
				for _, g := range gates {
					passes = passes || one.Gates[0] == g
				}
				answer := one.If.Ask(v)
				r := &v.Clocks[one.Clock]
				waits := one.Clock != NoClock && r.Phase == NotYet
				if turns, ok := answer.Turns(now); ok && passes && !waits {
					truly = min(truly, turns)
				}
				switch {
				case !passes:
					require.False(t, found[int32(i)], "a closed gate let it through")
				case !found[int32(i)] && waits:
					past++
				case !found[int32(i)] && one.Clock != NoClock && r.Phase == Runs && now < r.End && !answer.Fixed():
					_, comes := answer.Next(now)
					require.False(t, comes, "seed %d: left out, but %s may be true", seed, one.If.Source)
					past++
				case !found[int32(i)]:
					require.True(t, answer.Fixed() && !answer.first, "seed %d: left out, but %s is not off", seed, one.If.Source)
					left++
				case understood(one.If):
					require.True(t, answer.Fixed() && answer.first, "seed %d: left open, but %s is off", seed, one.If.Source)
					exact++
				default:
					open++
				}
			}
			require.Equal(t, truly, next, "seed %d: the next turn", seed)
			if truly < indexNow+1<<40 {
				turning++
			}
		}
	}
	t.Logf("%d left out, %d by their clock, %d open and true, %d open; %d answered, %d next turns", left, past, exact, open, solved, turning)
	assert.Greater(t, past, tried)
	assert.Greater(t, never, tried)
	assert.Greater(t, solved, tried)
	assert.Greater(t, turning, tried/4)
	assert.Greater(t, left, (left+exact+open)/4, "an index that leaves nothing out helps nobody")
	assert.Greater(t, exact, tried)
}

// understood says that every part of a condition is about one column, and that no list is asked
// for two elements at once.
func understood(c *Condition) bool {
	lists := 0
	for _, p := range c.root.chain(opAnd) {
		key, one := p.aboutOne()
		if !one {
			return false
		}
		if key.word != nil && key.word.sort == ofList {
			lists++
		}
	}
	return lists < 2
}

// Thousands of thresholds share classes: what is left open is more than would be true, and
// the index stays small.
func TestIndex_上万个不同的门槛(t *testing.T) {
	c := NewCompiler()
	var all []IndexedCondition
	for i := range 3 * mostCuts {
		all = append(all, IndexedCondition{If: compiled(t, c, fmt.Sprintf("order.amount >= %d.5", i), Scope{Kind: Order}), Gates: []string{""}})
	}
	x := NewIndex(all)
	require.LessOrEqual(t, len(x.columns[0].cuts), mostCuts)
	v := &View{Has: ThingsOf(ThingOrder)}
	for _, amount := range []float64{0, 0.5, 77.25, 5000, 12287.5, 99999} {
		v.Facts.Order.Amount = amount
		v.Reset()
		var o Opening
		x.Begin(&o)
		x.Gate(&o, "")
		open := x.Open(v, At(0), &o)
		truly := 0
		for _, one := range all {
			if one.If.Ask(v).first {
				truly++
			}
		}
		assert.GreaterOrEqual(t, len(open), truly)
		assert.LessOrEqual(t, len(open), truly+3, "no more than those of one class are left open besides")
	}
}
