package ask

import "github.com/expr-lang/expr/ast"

// A need is what must be known so that a program can be worked out: things, words that
// may have no value, and for each ?: inside it what its chosen side needs.
type need struct {
	things  Things
	maybe   []*Word
	choices []choiceNeed
}

// A choiceNeed is what a ?: needs, by what its choice says.
type choiceNeed struct {
	chooses *program
	yes, no need
}

// simple says that nothing could be missing but things.
func (n *need) simple() bool { return n.maybe == nil && n.choices == nil }

// mostChoices bounds how many ?: of one part are told apart. With more, all that any of
// them reads is needed.
const mostChoices = 8

// needOf finds out what a part needs.
func (w *builder) needOf(n ast.Node) need {
	var all need
	inner := map[ast.Node]bool{} // parts of a ?:
	var choices []*ast.ConditionalNode
	open := true // no part has a value that only its surroundings give it
	inspect(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ConditionalNode:
			choices = append(choices, n)
		case *ast.PointerNode, *ast.VariableDeclaratorNode:
			open = false
		}
	})
	if open && len(choices) <= mostChoices {
		for _, c := range choices {
			for _, side := range []ast.Node{c.Cond, c.Exp1, c.Exp2} {
				inspect(side, func(n ast.Node) { inner[n] = true })
			}
		}
		for _, c := range choices {
			if !inner[c] {
				all.choices = append(all.choices, choiceNeed{w.chooser(c.Cond), w.needOf(c.Exp1), w.needOf(c.Exp2)})
			}
		}
	}
	for _, r := range readingsIn(n, func(n ast.Node) bool { return !inner[n] }) {
		if all.things |= r.word.needs; r.word.Unknown != "" {
			all.maybe = append(all.maybe, r.word)
		}
	}
	return all
}

// chooser compiles the choice of a ?: by itself; nil when it has a fault, which is
// reported with the whole.
func (w *builder) chooser(n ast.Node) *program {
	tree, wrong := w.parse(n.String())
	if wrong != nil {
		return nil
	}
	before := len(w.faults)
	p, _ := w.program(tree.Node, wording(n))
	w.faults = w.faults[:before]
	return p
}

// lacks says why a program cannot be worked out; empty when nothing is missing.
func (v *View) lacks(n *need) string {
	if why := (n.things &^ v.Has).absent(); why != "" {
		return why
	}
	for _, w := range n.maybe {
		switch {
		case w.given(&v.Facts):
		default:
			return w.absent
		}
	}
	for i := range n.choices {
		c := &n.choices[i]
		side := &c.no
		switch {
		case c.chooses == nil:
			continue
		case v.answer(c.chooses) == unknown:
			return "the choice is unknown"
		case v.answer(c.chooses) == yes:
			side = &c.yes
		}
		if why := v.lacks(side); why != "" {
			return why
		}
	}
	return ""
}
