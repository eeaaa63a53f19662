package ask

import (
	"maps"
	"math"
	"slices"

	"github.com/expr-lang/expr/ast"
)

// A comparison of a clock with something that does not move, solved for the
// clock: clock × factor + offset, compared with zero.
type comparison struct {
	stem           Stem
	unit           *unit     // it was written in
	factor, offset *quantity // milliseconds are the unit of the clock
	op             compare
	// stops: outside of a rule that names it the clock may stop, and the
	// comparison is false from then on.
	stops bool
}

func (c *comparison) ask(v *View, _ bool, text string) (Times, bool) {
	if c.stem == ToBirthday {
		return c.yearly(v, text)
	}
	reading := &v.Clocks[c.stem]
	if reading.Phase != Runs {
		return never, true
	}
	factor, offset := v.number(c.factor, text), v.number(c.offset, text)
	if math.IsNaN(factor) || math.IsNaN(offset) {
		return never, false
	}
	return reading.limit(c.solve(reading.Origin, factor, offset), c.stops), true
}

// solve says when clock × factor + offset compares with zero as wanted.
func (c *comparison) solve(origin int64, factor, offset float64) Times {
	if factor == 0 {
		return constant(c.op.holds(offset, 0))
	}
	b := c.bound(factor, offset)
	return b.times(origin)
}

// sees says how the clock of a comparison stands, in the unit it was written in.
func (c *comparison) sees(w *witness) []string {
	v, at := w.view, w.at
	r := v.Clocks[c.stem]
	name := c.unit.prefix + c.stem.String()
	switch {
	case r.Phase == NotYet, r.Phase == Runs && at < r.Start:
		return []string{name + notStarted}
	case r.Phase == Over:
		return []string{name + isOver}
	}
	if c.stem == ToBirthday {
		if !w.personal {
			return []string{name + " = (time to a birthday)"}
		}
		r.Origin = nextBirthday(v, at)
	}
	elapsed := float64(at.Millis() - r.Origin)
	if c.stem.Remaining() {
		elapsed = -elapsed
	}
	return []string{name + " = " + plainNumber(elapsed/c.unit.millis)}
}

// clocks find comparisons of clocks.
type clocks struct{}

func (clocks) named(n ast.Node) string {
	if id, ok := n.(*ast.IdentifierNode); ok && isClock(id) {
		return id.Value
	}
	return ""
}

func (clocks) build(w *builder, n ast.Node) *node {
	b, ok := n.(*ast.BinaryNode)
	if !ok {
		return nil
	}
	switch b.Operator {
	case "<", "<=", ">", ">=":
		if w.moves(b.Left) || w.moves(b.Right) {
			return w.comparison(b)
		}
	}
	return nil
}

func (c *comparison) constant() bool { return c.factor.isConstant() && c.offset.isConstant() }

// threshold is where a comparison with a constant turns, in milliseconds of the
// clock.
func (c *comparison) threshold() float64 { return -c.offset.constant / c.factor.constant }

func (c *comparison) collect(t *trial, text string) {
	if !c.constant() {
		t.choice(text).free = true
		return
	}
	word := clockKey(c.stem)
	if c.stops {
		t.choice(stopped + word).free = true
	} else {
		t.runs = append(t.runs, c.stem)
	}
	t.addNumbers(word, false, 0)
	t.addNumbers(word, false, c.threshold())
	if t.closes != nil && (c.stem == Unpaid || c.stem == ToClose) {
		t.addTexts("order.source", slices.Sorted(maps.Keys(t.closes)))
	}
}

func (c *comparison) could(t *trial, text string) maybe {
	if !c.constant() {
		return t.couldFree(text)
	}
	x, given := t.num[clockKey(c.stem)]
	if !given {
		return maybe{true, true}
	}
	op := c.op
	if c.factor.constant < 0 {
		op = op.mirrored()
	}
	answer := exactly(op.holds(x, c.threshold()))
	if c.stops {
		stands := t.couldFree(stopped + clockKey(c.stem))
		return maybe{answer.yes && stands.no, answer.no || stands.yes}
	}
	return answer
}

// stopped stands before a clock that may stand still.
const stopped = "stopped "

func clockKey(s Stem) string { return "clock " + s.String() }
