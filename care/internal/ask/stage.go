package ask

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

// A Course is how a text goes on by time alone: what it is from each instant on, in
// their order. Before the first, and without any, it is unknown.
type Course []Turn

// A Turn is what a text is from an instant on.
type Turn struct {
	From Instant
	Is   string
}

// At is what the text is at an instant; empty while it is unknown.
func (c Course) At(i Instant) string {
	is := ""
	for _, t := range c {
		if t.From > i {
			break
		}
		is = t.Is
	}
	return is
}

// A StageTeller tells the course of the customer's stage.
type StageTeller interface {
	// StageCourse is without a turn when no date is known of the customer.
	StageCourse() Course
}

// A staged compares the customer's stage with texts. The stage moves by itself: it
// knows all of its turns.
type staged struct{ *atom }

func (s staged) ask(v *View, _ bool, text string) (Times, bool) {
	var course Course
	if v.Stage != nil {
		course = v.Stage.StageCourse()
	}
	if len(course) == 0 {
		v.fail(text, "no date is known of the customer")
		return never, false
	}
	answer := never
	yes := false
	for _, t := range course {
		if now := slices.Contains(s.texts, t.Is) == (s.op != unequal); now != yes {
			yes = now
			answer.turn(t.From)
		}
	}
	return answer, true
}

func (s staged) sees(w *witness) []string {
	if w.view.Stage != nil {
		if is := w.view.Stage.StageCourse().At(w.at); is != "" {
			return []string{stageWord + " = " + is}
		}
	}
	return []string{stageWord + " is unknown"}
}

func (s staged) collect(t *trial, _ string) { t.addTexts(stageWord, s.texts) }

func (s staged) could(t *trial, _ string) maybe {
	if is, given := t.text[stageWord]; given {
		return exactly(slices.Contains(s.texts, is) == (s.op != unequal))
	}
	return maybe{true, true}
}

// stages find comparisons of customer.stage.
type stages struct{}

const stageWord = "customer.stage"

func (stages) named(n ast.Node) string {
	if m, ok := n.(*ast.MemberNode); ok && wordOf(m) == stageWord {
		return stageWord
	}
	return ""
}

func (stages) build(w *builder, n ast.Node) *node {
	if b, ok := n.(*ast.BinaryNode); ok {
		if a := comparedAtom(b); a != nil && a.word.Name == stageWord {
			return &node{op: opMoving, moves: true, moving: staged{a}, atom: a, text: wording(n)}
		}
	}
	return nil
}

// refuseStage reports the stage where it is not compared with texts.
func (w *builder) refuseStage(n ast.Node) {
	w.fault(n, zh.Text("%s changes with time and is compared with texts alone", stageWord), zh.Text("write customer.stage == 'lapsing', or customer.stage in ['lapsing', 'lost']"))
}
