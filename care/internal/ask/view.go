package ask

import (
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"github.com/expr-lang/expr/vm"
)

// A View is one subject as the facts about it stand, ready to be asked by the
// conditions of one set. It is for one goroutine.
type View struct {
	Facts  Facts
	Clocks [StemCount]Reading
	// Has are the things that are known; the words of any other are unknown.
	Has Things
	Moving

	machine  vm.VM
	answers  []answer   // of yes/no programs so far, by number of the program
	asked    []askedFor // which segments were asked, by their number
	segments [][2]Times // what they answered, by bias
	met      uint32     // how often a part turned out to be unknown
	// The first part that could not be worked out, and why; empty: there was none.
	failed, why string
}

// A Moving holds what words that move by themselves look at, beside the clocks.
type Moving struct {
	// LastBought says when goods of a category were last paid for, in
	// milliseconds since 1970. Nil: never.
	LastBought func(category string) (millis int64, ok bool)
	// Life knows the customer's birthdays. Nil: nothing is known.
	Life Calendared
	// MonthBegins says when the child is so many full months old, counted from 0. Nil:
	// nobody knows.
	MonthBegins func(months int) Instant
	// Stage tells the customer's stage. Nil: it is unknown.
	Stage StageTeller
}

// An answer is what a yes/no program found.
type answer uint8

const (
	unasked answer = iota
	no
	yes
	unknown // it could not be worked out
)

// Reset makes the view ready for new facts, clocks or things: its answers are forgotten.
func (v *View) Reset() {
	v.met, v.failed, v.why = 0, "", ""
	clear(v.answers)
	clear(v.asked)
}

// facts are the facts as expr takes them: a struct in an interface. The interface
// looks at the view's own facts instead of a copy, since expr changes nothing in them
// and hands out nothing that points into them but to its own stack.
func (v *View) facts() any {
	var env any = Facts{}
	(*[2]unsafe.Pointer)(unsafe.Pointer(&env))[1] = unsafe.Pointer(&v.Facts)
	return env
}

// Err is the first part that could not be worked out, and why: an element that a list
// does not have, a division by zero, a word that is unknown.
func (v *View) Err() error {
	if v.why == "" {
		return nil
	}
	return fmt.Errorf("rule: %s cannot be evaluated: %s", v.failed, v.why)
}

// memoryBudget bounds what one condition may build while it runs, in elements.
const memoryBudget = 10_000

// ready says that nothing is missing that a program needs.
func (v *View) ready(p *program) bool {
	if p.need.things&^v.Has == 0 && p.need.simple() {
		return true
	}
	why := v.lacks(&p.need)
	if why != "" {
		v.fail(p.text, why)
	}
	return why == ""
}

// run runs a program that is no atom; nil when it cannot be worked out.
func (v *View) run(p *program) any {
	if !v.ready(p) {
		return nil
	}
	if most := p.match.tooLong(&v.Facts); most > 0 {
		v.fail(p.text, fmt.Sprintf("its text has more than %d bytes, too many for its pattern", most))
		return nil
	}
	v.machine.MemoryBudget = memoryBudget
	out, err := v.machine.Run(p.code, v.facts())
	if err != nil {
		v.fail(p.text, whyNot(err))
		return nil
	}
	return out
}

// answer answers a yes/no program, once for the facts of the view: rules share their
// parts.
func (v *View) answer(p *program) answer {
	if p.number < len(v.answers) {
		if a := v.answers[p.number]; a != unasked {
			return a
		}
	}
	return v.workOut(p)
}

func (v *View) workOut(p *program) answer {
	a := no
	switch holds, ok := v.holds(p); {
	case !ok:
		a = unknown
	case holds:
		a = yes
	}
	if p.number >= len(v.answers) {
		v.answers = append(v.answers, make([]answer, p.number+128-len(v.answers))...)
	}
	v.answers[p.number] = a
	return a
}

// holds works a yes/no program out; not ok when it cannot be.
func (v *View) holds(p *program) (holds, ok bool) {
	if p.atom == nil {
		holds, ok = v.run(p).(bool)
		return holds, ok
	}
	if !v.ready(p) {
		return false, false
	}
	return p.atom.holds(&v.Facts), true
}

func (v *View) fail(text, why string) {
	if v.why == "" {
		v.failed, v.why = text, why
	}
}

// whyNot says in plain words what expr met while it ran.
func whyNot(err error) string {
	for _, ours := range []error{errUnknownTime, errDividesByZero, errTooLarge, errNoNumber} {
		if errors.Is(err, ours) {
			return ours.Error()
		}
	}
	switch s := err.Error(); {
	case strings.Contains(s, "out of range"):
		return "no element has this number"
	case strings.Contains(s, "divide by zero"): // a remainder
		return errDividesByZero.Error()
	case strings.Contains(s, "memory budget"):
		return fmt.Sprintf("it builds more than %d elements", memoryBudget)
	default:
		return "it cannot be computed"
	}
}
