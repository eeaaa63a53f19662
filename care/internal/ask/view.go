package ask

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unsafe"

	"github.com/expr-lang/expr/vm"
)

// A View is one subject as the facts about it stand, ready to be asked by the
// conditions of one set. It is for one goroutine.
type View struct {
	Facts  Facts
	Clocks [StemCount]Reading
	// LastBought says when goods of a category were last paid for, in
	// milliseconds since 1970. Nil: never.
	LastBought func(category string) (millis int64, ok bool)

	env      any  // the facts as expr takes them
	boxed    bool // env is up to date
	machine  vm.VM
	segments []Times // answers so far, by number of the segment
	known    []bool
	answers  []answer // of yes/no programs so far, by number of the program
	err      error
}

// An answer is what a yes/no program found.
type answer uint8

const (
	unasked answer = iota
	no
	yes
)

// Reset makes the view ready for new facts.
func (v *View) Reset() {
	v.boxed, v.err = false, nil
	clear(v.known)
	clear(v.answers)
}

// facts are the facts as expr takes them: a struct in an interface. The box is
// used again for other facts, since expr hands out nothing that points into it
// but to its own stack.
func (v *View) facts() any {
	switch {
	case v.boxed:
	case v.env == nil:
		v.env = v.Facts
	default:
		box := (*[2]unsafe.Pointer)(unsafe.Pointer(&v.env))[1]
		*(*Facts)(box) = v.Facts
	}
	v.boxed = true
	return v.env
}

// Err is the first fault met while asking, such as an element that a list does
// not have or a division by zero. The part of a condition that has a fault
// counts as false.
func (v *View) Err() error { return v.err }

// memoryBudget bounds what one condition may build while it runs, in elements.
const memoryBudget = 10_000

// run runs a program; nil when it has a fault.
func (v *View) run(p *program) any {
	v.machine.MemoryBudget = memoryBudget
	out, err := v.machine.Run(p.code, v.facts())
	if err != nil {
		v.fail(p.text, whyNot(err))
		return nil
	}
	return out
}

// yes runs a yes/no program, once for the facts of the view: rules share their
// parts.
func (v *View) yes(p *program) bool {
	if p.number >= len(v.answers) {
		v.answers = append(v.answers, make([]answer, p.number+128-len(v.answers))...)
	}
	a := &v.answers[p.number]
	if *a == unasked {
		*a = no
		if holds, _ := v.run(p).(bool); holds {
			*a = yes
		}
	}
	return *a == yes
}

func (v *View) fail(text, why string) {
	if v.err == nil {
		v.err = fmt.Errorf("rule: %s counts as false: %s", text, why)
	}
}

// whyNot says in plain words what expr met while it ran.
func whyNot(err error) string {
	switch s := err.Error(); {
	case errors.Is(err, errUnknownTime), strings.Contains(s, errUnknownTime.Error()):
		return errUnknownTime.Error()
	case strings.Contains(s, "out of range"):
		return "there is no element with this number"
	case strings.Contains(s, "divide by zero"):
		return "it divides by zero"
	case strings.Contains(s, "memory budget"):
		return fmt.Sprintf("it builds more than %d elements", memoryBudget)
	case strings.Contains(s, "regexp"):
		return "its pattern cannot be read"
	default:
		return "it cannot be computed"
	}
}

// Ask answers a condition for the facts of the view, for all time. A nil
// condition is always true.
func (c *Condition) Ask(v *View) Times {
	var answer Times
	c.AskInto(v, &answer)
	return answer
}

// AskInto answers a condition as Ask does, into the caller's Times.
func (c *Condition) AskInto(v *View, t *Times) {
	if c == nil {
		*t = always
		return
	}
	if c.Off(v) {
		t.fix(false)
		return
	}
	c.root.ask(v, t)
}

// Off says that a condition is false, whatever time it is, from what it begins
// with alone. It may say no of one that is.
func (c *Condition) Off(v *View) bool {
	if c == nil {
		return false
	}
	for _, p := range c.first {
		if !v.yes(p) {
			return true
		}
	}
	return false
}

// holds answers a part that does not move.
func (n *node) holds(v *View) bool {
	switch n.op {
	case opAtom, opProgram:
		return v.yes(n.program)
	case opAnd, opOr:
		decides := n.op == opOr
		for _, k := range n.kids {
			if k.holds(v) == decides {
				return decides
			}
		}
		return !decides
	case opNot:
		return !n.kids[0].holds(v)
	case opIf:
		if n.kids[0].holds(v) {
			return n.kids[1].holds(v)
		}
		return n.kids[2].holds(v)
	case opSegment:
		return v.segment(n.segment).first
	default:
		return n.op == opTrue
	}
}

// ask answers any part. What decides without time is asked first where it stands
// first.
func (n *node) ask(v *View, t *Times) {
	if !n.moves {
		t.fix(n.holds(v))
		return
	}
	switch n.op {
	case opClock:
		*t = n.clock.ask(v, n.text)
	case opBought:
		*t = n.bought.ask(v)
	case opSegment:
		*t = *v.segment(n.segment)
	case opNot:
		n.kids[0].ask(v, t)
		t.first = !t.first
	case opAnd, opOr:
		n.askChain(v, t)
	case opIf:
		n.askChoice(v, t)
	}
}

// askChain answers and, and or: a part that decides by itself is the last that
// is asked.
func (n *node) askChain(v *View, t *Times) {
	decides := n.op == opOr
	t.fix(!decides)
	for _, k := range n.kids {
		switch {
		case !k.moves:
			if k.holds(v) == decides {
				t.fix(decides)
			}
		case t.Fixed():
			k.ask(v, t)
		default:
			t.chain(k, v, decides)
		}
		if t.Fixed() && t.first == decides {
			return
		}
	}
}

// chain adds the answer of another part.
func (t *Times) chain(k *node, v *View, or bool) {
	var next Times
	if k.ask(v, &next); or {
		*t = t.or(next)
	} else {
		*t = t.And(next)
	}
}

func (n *node) askChoice(v *View, t *Times) {
	n.kids[0].ask(v, t)
	switch {
	case t.Fixed() && t.first:
		n.kids[1].ask(v, t)
	case t.Fixed():
		n.kids[2].ask(v, t)
	default:
		var yes, no Times
		n.kids[1].ask(v, &yes)
		n.kids[2].ask(v, &no)
		*t = t.And(yes).or(t.not().And(no))
	}
}

// segment answers a segment once for each view.
func (v *View) segment(s *segment) *Times {
	for len(v.known) <= s.number {
		v.known = append(v.known, false)
		v.segments = append(v.segments, never)
	}
	if !v.known[s.number] {
		answer := s.answer.Ask(v) // it may make the lists longer
		v.segments[s.number], v.known[s.number] = answer, true
	}
	return &v.segments[s.number]
}

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

func (c *comparison) ask(v *View, text string) Times {
	reading := v.Clocks[c.stem]
	if reading.Phase != Runs {
		return never
	}
	factor, offset := v.number(c.factor), v.number(c.offset)
	if math.IsNaN(factor) || math.IsInf(factor, 0) || math.IsNaN(offset) || math.IsInf(offset, 0) {
		v.fail(text, "it divides by zero")
		return never
	}
	answer := c.solve(reading.Origin, factor, offset)
	if c.stops && reading.End < Forever {
		return answer.And(until(reading.End))
	}
	return answer
}

// solve says when clock × factor + offset compares with zero as wanted. The
// clock passes the threshold at one instant; a remaining clock passes it
// downwards.
func (c *comparison) solve(origin int64, factor, offset float64) Times {
	if factor == 0 {
		return constant(c.op.holds(offset, 0))
	}
	op, threshold := c.op, -offset/factor
	if factor < 0 {
		op = op.mirrored()
	}
	passes := float64(origin) + threshold
	if c.stem.Remaining() {
		op, passes = op.mirrored(), float64(origin)-threshold
	}
	switch op {
	case more:
		return from(rightAfter(passes))
	case atLeast:
		return from(notBefore(passes))
	case less:
		return until(notBefore(passes))
	default:
		return until(rightAfter(passes))
	}
}

// A bought asks whether goods of a category were paid for in the last so many
// days. The answer changes by itself: it knows until when it holds.
type bought struct {
	category *program // nil: the text
	text     string
	days     *quantity
}

func (b *bought) ask(v *View) Times {
	if v.LastBought == nil {
		return never
	}
	category := b.text
	if b.category != nil {
		category, _ = v.run(b.category).(string)
	}
	last, ok := v.LastBought(category)
	days := v.number(b.days)
	if !ok || !(days >= 0) {
		return never
	}
	return from(At(last)).And(until(rightAfter(float64(last) + days*86_400_000)))
}
