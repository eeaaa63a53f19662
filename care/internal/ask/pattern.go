package ask

import (
	"regexp/syntax"

	"github.com/expr-lang/expr/ast"
)

// What matches may cost. To search a text takes the steps of the pattern for each of
// its bytes, under the lock of everybody who is decided together with the customer. So
// a pattern is written in the rule file, has not too many steps, and meets no text that
// is too long for it: then the answer is unknown.

const (
	maxSteps    = 2_000     // of all the patterns of a part
	mostMatched = 2_000_000 // steps times bytes
)

// A matching is what a program searches, if it does.
type matching struct {
	steps int     // of its patterns; 0: it has none
	words []*Word // that it reads, some of which it searches
}

// matchingIn looks at the patterns of a part, and reports what could run long.
func (w *builder) matchingIn(n ast.Node) matching {
	var m matching
	inspect(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.BinaryNode:
			if n.Operator == "matches" {
				m.steps += w.pattern(n)
			}
		case *ast.PredicateNode:
			w.checkMatchedElements(n)
		}
	})
	if m.steps > maxSteps {
		w.fault(n, zh.Text("the patterns after matches have %d steps, more than %d", m.steps, maxSteps), zh.Text("repeat less, or write contains for plain words"))
	}
	if m.steps > 0 {
		for _, r := range readingsIn(n, anyPart) {
			m.words = append(m.words, r.word)
		}
	}
	return m
}

// pattern is how many steps a pattern has, at most one more than there may be. One that
// cannot be read has none; that is reported with the types.
func (w *builder) pattern(n *ast.BinaryNode) int {
	written, ok := n.Right.(*ast.StringNode)
	if !ok {
		w.fault(n.Right, zh.Text("the pattern after matches must be written here, in quotes"), zh.Text("a pattern from elsewhere could take any time; to look for a word, write contains"))
		return 0
	}
	read, err := syntax.Parse(written.Value, syntax.Perl)
	if err != nil {
		return 0
	}
	return max(1, steps(read))
}

// steps is about how many instructions a pattern becomes when its repetitions are
// written out.
func steps(p *syntax.Regexp) int {
	n := 1
	if p.Op == syntax.OpLiteral {
		n = len(p.Rune)
	}
	for _, sub := range p.Sub {
		n += steps(sub)
	}
	if p.Op == syntax.OpRepeat {
		n *= max(1, p.Min, p.Max)
	}
	return n
}

// checkMatchedElements makes sure that a search through a list matches its elements and
// nothing else: a long text would be searched for each of them.
func (w *builder) checkMatchedElements(search *ast.PredicateNode) {
	inspect(search, func(n ast.Node) {
		b, ok := n.(*ast.BinaryNode)
		if !ok || b.Operator != "matches" {
			return
		}
		other := false
		inspect(b.Left, func(n ast.Node) {
			_, isName := n.(*ast.IdentifierNode)
			other = other || isName
		})
		if other {
			w.fault(b, zh.Text("inside a search, matches looks at the element"), zh.Text("write # matches '…', and the other one outside of the brackets, with &&"))
		}
	})
}

// tooLong says how long a text may be that a program searches, when what it reads is
// longer; 0: it is not.
func (m *matching) tooLong(f *Facts) int {
	if m.steps == 0 {
		return 0
	}
	most, bytes := mostMatched/m.steps, 0
	for _, w := range m.words {
		bytes += w.bytes(f)
	}
	if bytes <= most {
		return 0
	}
	return most
}

// bytes is how long the texts of a word are.
func (w *Word) bytes(f *Facts) int {
	n := 0
	switch w.sort {
	case ofText:
		n = len(read[string](w, f))
	case ofList:
		for _, s := range read[[]string](w, f) {
			n += 1 + len(s)
		}
	case ofNamed:
		for name, s := range read[map[string]string](w, f) {
			n += len(name) + len(s)
		}
	}
	return n
}
