package ask

import (
	"fmt"
	"math"
	"reflect"

	"github.com/expr-lang/expr/ast"
)

// monthsWord is a child's age in full months. It grows by itself, on certain days: so a
// part that reads it knows when its answer changes, whatever it computes.
const monthsWord = "child.months"

// mostMonths bounds the age that is counted: nobody is remembered for a century.
const mostMonths = 100 * 12

// An ageing is a part that reads the months of a child and nothing else that moves.
type ageing struct{ program *program }

func (a *ageing) ask(v *View, bias bool, _ string) (Times, bool) {
	if !v.ready(a.program) {
		return never, false
	}
	if v.MonthBegins == nil {
		v.fail(monthsWord, "the child is not born yet, or its date of birth is not known")
		return never, false
	}
	months, known := a.turns(v)
	if !known {
		return never, false
	}
	// What is unknown before birth is known from then on.
	v.met++
	answer := constant(bias)
	yes := bias
	for _, m := range months {
		if m.yes != yes {
			yes = m.yes
			answer.turn(v.MonthBegins(m.month))
		}
	}
	return answer, true
}

// A monthTurn is a month of age from which on the answer is another one.
type monthTurn struct {
	month int
	yes   bool
}

// turns are the months from which on the answer is another one, the first being 0. It
// says false when the part cannot be worked out.
func (a *ageing) turns(v *View) (turns []monthTurn, known bool) {
	if x := a.program.atom; x != nil {
		return turnsOf(x), true
	}
	now, answers := v.Facts.Child.Months, v.answers
	defer func() { v.Facts.Child.Months, v.answers = now, answers }()
	for m := range mostMonths {
		v.Facts.Child.Months = m
		if a.program.need.choices != nil {
			v.answers = nil // they may have looked at the months
		}
		yes, ok := v.holds(a.program)
		switch {
		case !ok:
			return nil, false
		case len(turns) == 0 || turns[len(turns)-1].yes != yes:
			turns = append(turns, monthTurn{m, yes})
		}
	}
	return turns, true
}

// turnsOf are those of a comparison with a constant.
func turnsOf(x *atom) []monthTurn {
	holds := func(m int) bool { return x.op.holds(float64(m), x.num) }
	turns := []monthTurn{{0, holds(0)}}
	near := math.Floor(max(0, min(x.num, mostMonths)))
	for m := max(1, int(near)-1); m <= int(near)+2; m++ {
		if yes := holds(m); yes != turns[len(turns)-1].yes {
			turns = append(turns, monthTurn{m, yes})
		}
	}
	return turns
}

func (a *ageing) sees(w *witness) []string {
	v := w.view
	if !v.Has.Has(ThingChild) || v.MonthBegins == nil || v.MonthBegins(0) > w.at {
		return []string{monthsWord + " = unknown"}
	}
	if !w.personal {
		return []string{monthsWord + " = (age)"}
	}
	grown := 0
	for grown < mostMonths && v.MonthBegins(grown+1) <= w.at {
		grown++
	}
	return []string{fmt.Sprintf("%s = %d", monthsWord, grown)}
}

func (a *ageing) collect(t *trial, text string) {
	if x := a.program.atom; x != nil {
		t.addNumbers(monthsWord, true, x.num)
		return
	}
	t.choice(text).free = true
}

func (a *ageing) could(t *trial, text string) maybe {
	x := a.program.atom
	if x == nil {
		return t.couldFree(text)
	}
	if m, given := t.num[monthsWord]; given {
		return exactly(x.op.holds(m, x.num))
	}
	return maybe{true, true}
}

// ages find the parts that read the months of a child.
type ages struct{}

func (ages) named(n ast.Node) string {
	if m, ok := n.(*ast.MemberNode); ok && wordOf(m) == monthsWord {
		return monthsWord
	}
	return ""
}

func (ages) build(w *builder, n ast.Node) *node {
	reads, other := false, ""
	inspect(n, func(n ast.Node) {
		if (ages{}).named(n) != "" {
			reads = true
		} else if what := w.movesItself(n); what != "" && other == "" {
			other = what
		}
	})
	if !reads {
		return nil
	}
	text := wording(n)
	if other != "" {
		w.fault(n, zh.Text("%s and %s both change by themselves, so it cannot be foreseen when the answer changes", monthsWord, other), zh.Text("compare each with what does not move, and join the two with &&"))
		return &node{op: opFalse}
	}
	p, kind := w.program(n, text)
	if kind != nil && kind.Kind() != reflect.Bool {
		w.fault(n, zh.Text("%s is %s, not yes or no", text, plainType(kind)), zh.Text("compare it: %s >= 6", monthsWord))
	}
	return &node{op: opMoving, moves: true, moving: &ageing{p}, text: text}
}
