package ask

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Random conditions are answered in two ways: by Ask, which solves them for all
// time, and by expr itself, asked anew at every second of ten minutes with the
// clocks as plain numbers. Both must say the same; a turn that only one of them
// has is a wake-up too late or for nothing.
func TestTurnsAgainstBruteForce(t *testing.T) {
	turned := 0
	for seed := range uint64(tried) {
		b := newBrute(t, rand.New(rand.NewPCG(seed, 1)))
		turned += b.compare(t, seed)
		if t.Failed() {
			return
		}
	}
	assert.Greater(t, turned, tried/3, "the conditions hardly ever turn: the test would prove nothing")
}

const (
	bruteStart  = int64(1_800_000_000_000) // milliseconds since 1970
	bruteWindow = 200                      // seconds
)

var bruteSegments = []string{"s0", "s1", "s2"}

var bruteStems = []Stem{Unpaid, ToClose, Unshipped, ToShip, SinceConfirmed, SinceOrder, SinceFirstOrder}

// A brute is one condition with the segments it uses, for one state of facts and
// clocks.
type brute struct {
	*rand.Rand
	source   string
	answer   *Condition
	view     *View
	programs []*vm.Program // of the segments, then of the condition
	env      map[string]any
	segments map[string]any
	named    map[string]clockWord // clock words in use
	last     map[string]int64     // when categories were bought
	now      int64
	machine  vm.VM
}

func newBrute(t *testing.T, r *rand.Rand) *brute {
	t.Helper()
	b := &brute{Rand: r, segments: map[string]any{}, named: map[string]clockWord{}, last: map[string]int64{}}
	b.situation()
	c := NewCompiler()
	fixed, faults := c.Compile("order.cod || has_tag('新客')", Scope{Segment: true})
	require.Empty(t, faults)
	c.segment("fixed", fixed)
	for i, name := range bruteSegments {
		b.segments[name] = false
		source, answer := b.condition(t, c, Scope{Segment: true}, i)
		c.segment(name, answer)
		b.programs = append(b.programs, b.program(t, source))
	}
	for range 5 { // most of them should turn
		b.source, b.answer = b.condition(t, c, Scope{Kind: Order}, 3)
		if answer := b.answer.Ask(b.view); !answer.Fixed() {
			break
		}
	}
	b.view.Reset()
	b.programs = append(b.programs, b.program(t, b.source))
	return b
}

// condition makes up a condition that can be meant.
func (b *brute) condition(t *testing.T, c *Compiler, where Scope, segments int) (string, *Condition) {
	t.Helper()
	for {
		source := b.yesNo(2+segments/3, segments)
		answer, faults := c.Compile(source, where)
		if answer != nil {
			return source, answer
		}
		require.Regexp(t, "cancels out|divides by zero|days must be more", faults[0].Message.English, source)
	}
}

func (b *brute) program(t *testing.T, source string) *vm.Program {
	t.Helper()
	p, err := expr.Compile(source, expr.Env(b.env), expr.AsBool())
	require.NoError(t, err, source)
	return p
}

// situation makes up facts and clocks.
func (b *brute) situation() {
	v := &View{Has: ThingsOf(ThingOrder)}
	f := &v.Facts
	f.Customer = CustomerFacts{
		Grade: b.one("gold", "plain"), Points: b.IntN(5), Tags: []string{b.one("黑名单", "新客")}, PaidOrders: b.IntN(3), Spent: float64(b.IntN(5)),
		Attr: map[string]string{"皮肤": b.one("干", "油")},
	}
	f.Order = OrderFacts{
		Source: b.one("live", "app"), Amount: float64(b.IntN(600)) / 100, Quantity: b.IntN(4), Items: 1 + b.IntN(2), COD: b.yes(),
		Titles: []string{b.one("羽绒服", "围巾")}, Categories: []string{b.one("奶粉", "尿裤")},
	}
	f.Shop.UsualMinutesToPay = float64(b.IntN(6))
	for _, s := range bruteStems {
		v.Clocks[s] = Reading{Phase: Runs, Origin: b.origin(s), End: Forever}
		switch b.IntN(6) {
		case 0:
			v.Clocks[s].Phase = Phase(b.IntN(3))
		case 1:
			v.Clocks[s].End = At(bruteStart + b.Int64N(bruteWindow*1000))
		}
	}
	for _, category := range []string{"奶粉", "尿裤"} {
		if b.yes() {
			b.last[category] = bruteStart + b.Int64N(bruteWindow*1000) - bruteWindow*500
		}
	}
	v.LastBought = func(category string) (int64, bool) { at, ok := b.last[category]; return at, ok }
	b.view = v
	b.segments["fixed"] = f.Order.COD || slices.Contains(f.Customer.Tags, "新客")
	b.env = map[string]any{
		"customer": map[string]any{
			"grade": f.Customer.Grade, "points": f.Customer.Points, "tags": f.Customer.Tags, "paid_orders": f.Customer.PaidOrders,
			"spent": f.Customer.Spent, "attr": f.Customer.Attr,
		},
		"order": map[string]any{
			"source": f.Order.Source, "amount": f.Order.Amount, "quantity": f.Order.Quantity, "items": f.Order.Items, "cod": f.Order.COD,
			"titles": f.Order.Titles, "categories": f.Order.Categories,
		},
		"shop":    map[string]any{"usual_minutes_to_pay": f.Shop.UsualMinutesToPay},
		"segment": b.segments,
		"has_tag": func(tag string) bool { return slices.Contains(f.Customer.Tags, tag) },
		"bought": func(category string, days float64) bool {
			at, ok := b.last[category]
			return ok && at <= b.now && float64(b.now) <= float64(at)+days*86_400_000
		},
	}
	for word := range allClockWords() {
		b.env[word] = 0.0
	}
}

// origin puts a clock where most comparisons turn within the window.
func (b *brute) origin(s Stem) int64 {
	minutes := b.Int64N(bruteWindow * 1000)
	if s.Remaining() {
		return bruteStart + bruteWindow*500 + minutes
	}
	return bruteStart - minutes
}

func (b *brute) yes() bool                  { return b.IntN(2) == 0 }
func (b *brute) one(words ...string) string { return words[b.IntN(len(words))] }
func (b *brute) sign(signs string) string {
	return strings.Fields(signs)[b.IntN(len(strings.Fields(signs)))]
}
func (b *brute) of(format string, v ...any) string { return fmt.Sprintf(format, v...) }

// yesNo writes a random condition that may use the first so many segments.
func (b *brute) yesNo(depth, segments int) string {
	if depth == 0 || b.IntN(5) == 0 {
		return b.part(segments)
	}
	x := func() string { return b.yesNo(depth-1, segments) }
	switch b.IntN(6) {
	case 0, 1:
		return b.of("(%s && %s)", x(), x())
	case 2, 3:
		return b.of("(%s || %s)", x(), x())
	case 4:
		return b.of("not (%s)", x())
	default:
		return b.of("(%s ? %s : %s)", x(), x(), x())
	}
}

func (b *brute) part(segments int) string {
	switch b.IntN(14) {
	default:
		return b.clockPart()
	case 0, 1:
		return b.fixed()
	case 2:
		return b.of("bought(%s, %s)", b.one("'奶粉'", "'尿裤'", "'糖'", "order.categories[0]"), b.one("0.001", "0.004", "order.amount / 1000", "0.002 - order.amount / 1000"))
	case 3, 4, 5:
		if segments == 0 {
			return b.clockPart()
		}
		return b.of("segment.s%d", b.IntN(segments))
	}
}

// fixed is a condition that time does not change.
func (b *brute) fixed() string {
	return b.one(
		"order.source == 'live'", "'app' != order.source", "order.source in ['live', 'pc']", "not (order.source in ['app'])", "order.cod", "has_tag('新客')",
		"'奶粉' in order.categories", "len(order.titles) > 1", "any(order.titles, {# == '围巾'})", "customer.attr['皮肤'] == '干'",
		"order.quantity % 2 == 1", "true", "segment.fixed", "segment.fixed == order.cod", "(segment.fixed ? 'live' : 'app') == order.source", b.of("%s %s %s", b.quantity(1), b.sign("< <= > >= == !="), b.quantity(1)),
	)
}

// quantity is a number that does not move.
func (b *brute) quantity(depth int) string {
	if depth > 0 && b.IntN(3) == 0 {
		switch b.IntN(8) {
		case 0:
			return b.of("(%s ? %s : %s)", b.fixed(), b.quantity(0), b.quantity(0))
		case 1:
			return b.of("-(%s)", b.quantity(depth-1))
		case 2:
			return b.of("max(%s, 2)", b.quantity(0))
		default:
			return b.of("(%s %s %s)", b.quantity(depth-1), b.sign("+ - * /"), b.quantity(depth-1))
		}
	}
	constant := b.of("%.2f", 8*b.Float64())
	return b.one("order.amount", "order.quantity", "customer.points", "shop.usual_minutes_to_pay", "2", "5", constant, constant, constant)
}

// clockPart compares a clock, with arithmetic around it.
func (b *brute) clockPart() string {
	s := bruteStems[b.IntN(len(bruteStems))]
	unit := units[b.IntN(len(units))]
	clock := unit.prefix + s.String()
	b.named[clock], _ = clockNamed(clock)
	// Numbers are minutes; other units are brought there.
	if unit.millis != 60_000 {
		clock = b.of("(%s * %d)", clock, int(unit.millis/60_000))
	}
	for range b.IntN(3) {
		switch b.IntN(8) {
		case 0:
			clock = b.of("(%s - %s)", b.quantity(1), clock)
		case 1:
			clock = b.of("(%s * %s)", b.quantity(1), clock)
		case 2:
			clock = b.of("-(%s)", clock)
		case 3:
			clock = b.of("(%s + %s)", clock, unit.prefix+s.String())
		default:
			clock = b.of("(%s %s %s)", clock, b.sign("+ - * /"), b.quantity(1))
		}
	}
	left, right := clock, b.quantity(2)
	if b.yes() {
		left, right = right, left
	}
	return b.of("%s %s %s", left, b.sign("< <= > >="), right)
}

// at evaluates condition and segments at a millisecond.
func (b *brute) at(t *testing.T, millis int64) bool {
	b.now = millis
	b.setClocks(true)
	for i, p := range b.programs {
		inSegment := i < len(b.programs)-1
		if !inSegment {
			b.setClocks(false)
		}
		out, err := b.machine.Run(p, b.env)
		if err != nil {
			require.NoError(t, err)
		}
		if !inSegment {
			return out.(bool)
		}
		b.segments[bruteSegments[i]] = out
	}
	return false
}

// setClocks sets the clocks that the conditions name.
func (b *brute) setClocks(inSegment bool) {
	for word, c := range b.named {
		r := b.view.Clocks[c.stem]
		elapsed := float64(b.now - r.Origin)
		if c.stem.Remaining() {
			elapsed = -elapsed
		}
		if r.Phase != Runs || inSegment && At(b.now) >= r.End {
			elapsed = math.NaN() // compares with nothing
		}
		b.env[word] = elapsed / c.unit.millis
	}
}

// compare steps through the window and returns how many turns there were.
func (b *brute) compare(t *testing.T, seed uint64) int {
	t.Helper()
	answer := b.answer.Ask(b.view)
	if b.view.Err() != nil {
		assert.ErrorContains(t, b.view.Err(), "divides by zero")
		return 0
	}
	where := func(millis int64) string {
		return fmt.Sprintf("seed %d, %+d ms: %s\n%v", seed, millis-bruteStart, b.source, answer.turns())
	}
	end := bruteStart + bruteWindow*1000
	found := 0
	for _, turn := range answer.turns() {
		m := turn.Millis()
		if m <= bruteStart || m >= end {
			continue
		}
		found++
		if alone(answer, turn) {
			require.NotEqual(t, b.at(t, m-2), b.at(t, m+2), "invented: %s", where(m))
		}
	}
	for m := bruteStart; m < end; m += 1000 {
		if near(answer, m) {
			continue
		}
		want := b.at(t, m)
		next, ok := answer.Next(At(m))
		if want != answer.At(At(m)) || want != (ok && next == At(m)) {
			require.Fail(t, "missed", where(m))
		}
		since := answer.Since(At(m))
		if before := since.Millis(); want && before > bruteStart && alone(answer, since) && (!b.at(t, before+2) || b.at(t, before-2)) {
			require.Fail(t, "Since is wrong", where(m))
		}
		if soon := next.Millis(); !want && ok && soon < end && alone(answer, next) && !b.at(t, soon+2) {
			require.Fail(t, "Next is wrong", where(m))
		}
	}
	return found
}

// alone says that a turn has no other within four milliseconds.
func alone(answer Times, turn Instant) bool {
	return !slices.ContainsFunc(answer.turns(), func(i Instant) bool { return i != turn && i-turn < 8 && turn-i < 8 })
}

// near says that the answer turns within two milliseconds.
func near(answer Times, millis int64) bool {
	return slices.ContainsFunc(answer.turns(), func(i Instant) bool { return i.Millis() >= millis-2 && i.Millis() <= millis+2 })
}
