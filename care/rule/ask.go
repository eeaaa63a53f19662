package rule

import (
	"fmt"
	"math"

	"github.com/expr-lang/expr/vm"
)

// A View is one subject as the facts about it stand, ready to be asked. It is
// for one goroutine.
type View struct {
	Facts  Facts
	Clocks [StemCount]Reading
	// LastBought says when goods of a category were last paid for, in
	// milliseconds since 1970. Nil: never.
	LastBought func(category string) (millis int64, ok bool)

	env      any
	machine  vm.VM
	segments []Times // answers so far, by number of the segment
	known    []bool
	err      error
}

// Reset makes the view ready for new facts.
func (v *View) Reset() {
	v.env, v.err = nil, nil
	clear(v.known)
}

// Err is the first fault met while asking, such as an index outside a list. The
// part of a condition that has a fault counts as false.
func (v *View) Err() error { return v.err }

// memoryBudget bounds what one condition may build while it runs, in elements.
const memoryBudget = 10_000

func (v *View) run(p *vm.Program) (any, error) {
	if v.env == nil {
		v.env = v.Facts
		v.machine.MemoryBudget = memoryBudget
	}
	out, err := v.machine.Run(p, v.env)
	if err != nil && v.err == nil {
		v.err = err
	}
	return out, err
}

func (v *View) yes(p *vm.Program) bool {
	out, err := v.run(p)
	yes, _ := out.(bool)
	return err == nil && yes
}

func (v *View) number(n number) float64 {
	if n.program == nil {
		return n.constant
	}
	out, err := v.run(n.program)
	if err != nil {
		return math.NaN()
	}
	switch x := out.(type) {
	case float64:
		return x
	case int:
		return float64(x)
	default:
		v.err = fmt.Errorf("rule: a number was expected, not %T", out)
		return math.NaN()
	}
}

// Ask answers a condition for the facts of the view, for all time. A nil
// condition is always true.
func (c *Condition) Ask(v *View) Times {
	if c == nil {
		return always
	}
	return c.root.ask(v)
}

func (n *node) ask(v *View) Times {
	switch n.op {
	case opTrue:
		return always
	case opFalse:
		return never
	case opAnd:
		left := n.kids[0].ask(v)
		if left.Fixed() && !left.first {
			return never
		}
		right := n.kids[1].ask(v)
		if left.Fixed() {
			return right
		}
		return left.And(right)
	case opOr:
		left := n.kids[0].ask(v)
		if left.Fixed() && left.first {
			return always
		}
		right := n.kids[1].ask(v)
		if left.Fixed() {
			return right
		}
		return left.or(right)
	case opNot:
		return n.kids[0].ask(v).not()
	case opIf:
		cond := n.kids[0].ask(v)
		if cond.Fixed() {
			if cond.first {
				return n.kids[1].ask(v)
			}
			return n.kids[2].ask(v)
		}
		return cond.And(n.kids[1].ask(v)).or(cond.not().And(n.kids[2].ask(v)))
	case opSegment:
		return v.segment(n.segment)
	case opClock:
		return n.clock.ask(v)
	case opBought:
		return n.bought.ask(v)
	default:
		return constant(v.yes(n.program))
	}
}

func (v *View) segment(s *Segment) Times {
	for len(v.known) <= s.number {
		v.known = append(v.known, false)
		v.segments = append(v.segments, never)
	}
	if !v.known[s.number] {
		answer := s.If.Ask(v)
		v.segments[s.number], v.known[s.number] = answer, true
	}
	return v.segments[s.number]
}

// A comparison of a clock with something that does not move, solved for the
// clock: clock × factor + offset, compared with zero.
type comparison struct {
	stem   Stem
	unit   float64 // milliseconds of the unit it was written in
	factor number  // milliseconds are the unit of the clock
	offset number
	op     string // < <= > >=
}

func (c *comparison) ask(v *View) Times {
	reading := v.Clocks[c.stem]
	if reading.Phase != Runs {
		return never
	}
	factor, offset := v.number(c.factor), v.number(c.offset)
	op := c.op
	if factor < 0 {
		op = mirrored[op]
	}
	threshold := -offset / factor
	if math.IsNaN(threshold) || factor == 0 {
		return never
	}
	// The clock passes the threshold at one instant; a remaining clock passes
	// it downwards.
	var passes float64
	if c.stem.Remaining() {
		passes = float64(reading.Origin) - threshold
		op = mirrored[op]
	} else {
		passes = float64(reading.Origin) + threshold
	}
	switch op {
	case ">":
		return from(rightAfter(passes))
	case ">=":
		return from(notBefore(passes))
	case "<":
		return until(notBefore(passes))
	default:
		return until(rightAfter(passes))
	}
}

var mirrored = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}

// notBefore is the first instant that is not before so many milliseconds.
func notBefore(millis float64) Instant {
	switch up := math.Ceil(snapped(millis)); {
	case up >= float64(Forever/2):
		return Forever
	case up <= -float64(Forever/2):
		return -Forever
	default:
		return At(int64(up))
	}
}

// rightAfter is the first instant later than so many milliseconds.
func rightAfter(millis float64) Instant {
	if i := notBefore(millis); i >= Forever || i <= -Forever || math.Ceil(snapped(millis)) != snapped(millis) {
		return i
	} else {
		return i + 1
	}
}

// snapped takes a thousandth of a millisecond that arithmetic left over for
// what it is: 0.1 hours are 360000 ms, not 360000.00000000006.
func snapped(millis float64) float64 {
	if whole := math.Round(millis); math.Abs(millis-whole) < 1e-3 {
		return whole
	}
	return millis
}

// A bought asks whether goods of a category were paid for in the last so many
// days. The answer changes by itself: it knows until when it holds.
type bought struct {
	category text
	days     number
}

func (b *bought) ask(v *View) Times {
	if v.LastBought == nil {
		return never
	}
	category := b.category.constant
	if b.category.program != nil {
		out, err := v.run(b.category.program)
		if err != nil {
			return never
		}
		category, _ = out.(string)
	}
	last, ok := v.LastBought(category)
	days := v.number(b.days)
	if !ok || math.IsNaN(days) {
		return never
	}
	return Times{turns: []Instant{At(last), max(At(last), rightAfter(float64(last)+days*86_400_000))}}
}

// A number in a comparison that does not move: known at load, or computed from
// the facts.
type number struct {
	constant float64
	program  *vm.Program
}

// A text that does not move, likewise.
type text struct {
	constant string
	program  *vm.Program
}
