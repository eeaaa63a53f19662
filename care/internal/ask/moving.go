package ask

import "github.com/expr-lang/expr/ast"

// A moving is a part of a condition that time alone changes. Each word that moves by
// itself has a file with its part and its movingWord.
type moving interface {
	// ask answers for all time; false when it cannot be worked out. The text is the
	// part as a person would write it. The bias is the answer at the times at which
	// it cannot be worked out.
	ask(v *View, bias bool, text string) (t Times, known bool)
	// sees lists what the part looks at and what it sees, for explanations.
	sees(w *witness) []string
	// collect adds to the search for contradictions what the part may choose from.
	collect(t *trial, text string)
	// could is what the part may be, as far as the trial has chosen.
	could(t *trial, text string) maybe
}

// A movingWord is how a word that moves by itself is found and compiled.
type movingWord interface {
	// named is the word as messages write it, if this very part of the syntax is it;
	// else empty.
	named(n ast.Node) string
	// build compiles a yes/no part in which it can be solved for time; nil for any
	// other, which is refused.
	build(w *builder, n ast.Node) *node
}

// movingWords are all of them.
var movingWords = []movingWord{ages{}, clocks{}, purchases{}, festivals{}, workdays{}, stages{}}

// moves says whether time alone may change the value of a part.
func (w *builder) moves(n ast.Node) bool { return w.moving(n) != "" }

// moving is the first thing in a part that moves by itself, as it is written;
// empty when nothing does.
func (w *builder) moving(n ast.Node) string {
	found := ""
	inspect(n, func(n ast.Node) {
		if found == "" {
			found = w.movesItself(n)
		}
	})
	return found
}

// movesItself is a word or segment that moves by itself, as it is written; empty for
// any other part, whatever is inside it.
func (w *builder) movesItself(n ast.Node) string {
	for _, word := range movingWords {
		if found := word.named(n); found != "" {
			return found
		}
	}
	if m, ok := n.(*ast.MemberNode); ok {
		if s, ok := w.segmentOf(m); ok && s.answer.Moves {
			return "segment." + s.name
		}
	}
	return ""
}

// buildMoving compiles a part with a word that moves by itself; nil when there is
// none, or none that could be solved.
func (w *builder) buildMoving(n ast.Node) *node {
	for _, word := range movingWords {
		if part := word.build(w, n); part != nil {
			return part
		}
	}
	return nil
}
