package ask

import (
	"math"
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// An atom is the most usual part of a condition: one word by itself, or one word
// compared with constants. It needs no program of expr, and the search for
// contradictions and the remarks on values understand it.
type atom struct {
	word  *Word
	op    compare // of numbers and texts
	texts []string
	spots []file.Location // of the texts
	many  map[string]bool // the texts, where they are too many to go through; else nil
	num   float64
}

// A compare is a sign between two numbers or texts.
type compare uint8

const (
	equal compare = iota
	unequal
	less
	atMost
	more
	atLeast
)

var compares = map[string]compare{"==": equal, "!=": unequal, "<": less, "<=": atMost, ">": more, ">=": atLeast}

func (c compare) holds(x, y float64) bool {
	switch c {
	case equal:
		return x == y
	case unequal:
		return x != y
	case less:
		return x < y
	case atMost:
		return x <= y
	case more:
		return x > y
	default:
		return x >= y
	}
}

// mirrored is the sign with its sides changed.
func (c compare) mirrored() compare {
	switch c {
	case less:
		return more
	case atMost:
		return atLeast
	case more:
		return less
	case atLeast:
		return atMost
	}
	return c
}

// holds answers the atom for facts in which its word has a value, as expr would.
func (a *atom) holds(f *Facts) bool {
	switch a.word.sort {
	case ofYesNo:
		return read[bool](a.word, f)
	case ofText:
		return slices.Contains(a.texts, read[string](a.word, f)) == (a.op != unequal)
	case ofList:
		return slices.Contains(read[[]string](a.word, f), a.texts[0])
	default:
		return a.op.holds(a.word.number(f), a.num)
	}
}

// Beyond these an atom is left to expr: it finds a text among many faster, and tells
// large whole numbers apart that are one float.
const (
	fewTexts   = 16
	exactWhole = 1 << 53
)

// names says that a text is one of those the word is compared with.
func (a *atom) names(text string) bool {
	if a.many != nil {
		return a.many[text]
	}
	return slices.Contains(a.texts, text)
}

// plain says that the atom is answered by holds.
func (a *atom) plain() bool { return len(a.texts) <= fewTexts && math.Abs(a.num) < exactWhole }

// atomOf recognises an atom; nil for anything else.
func atomOf(n ast.Node) *atom {
	switch n := n.(type) {
	case *ast.CallNode:
		if calls(n, "has_tag") && len(n.Arguments) == 1 {
			return memberAtom(n.Arguments[0], "customer.tags")
		}
	case *ast.MemberNode:
		if word, ok := WordNamed(wordOf(n)); ok && word.sort == ofYesNo {
			return &atom{word: word}
		}
	case *ast.BinaryNode:
		return comparedAtom(n)
	}
	return nil
}

func memberAtom(n ast.Node, word string) *atom {
	s, isText := n.(*ast.StringNode)
	list, known := WordNamed(word)
	if !isText || !known || list.sort != ofList {
		return nil
	}
	return &atom{word: list, texts: []string{s.Value}, spots: []file.Location{s.Location()}}
}

func comparedAtom(n *ast.BinaryNode) *atom {
	if n.Operator == "in" {
		if word := wordOf(n.Right); word != "" {
			return memberAtom(n.Left, word)
		}
		return choiceAtom(n)
	}
	op, ok := compares[n.Operator]
	if !ok {
		return nil
	}
	word, known := WordNamed(wordOf(n.Left))
	constant := n.Right
	if !known {
		word, known = WordNamed(wordOf(n.Right))
		constant, op = n.Left, op.mirrored()
	}
	if !known {
		return nil
	}
	if s, isText := constant.(*ast.StringNode); isText && op <= unequal && word.sort == ofText {
		return &atom{word: word, op: op, texts: []string{s.Value}, spots: []file.Location{s.Location()}}
	}
	if x, isNumber := literal(constant); isNumber && word.isNumber() {
		return &atom{word: word, op: op, num: x}
	}
	return nil
}

// choiceAtom is order.source in ['live', 'app'].
func choiceAtom(n *ast.BinaryNode) *atom {
	word, known := WordNamed(wordOf(n.Left))
	list, isList := n.Right.(*ast.ArrayNode)
	if !known || !isList || word.sort != ofText {
		return nil
	}
	a := &atom{word: word}
	for _, e := range list.Nodes {
		s, isText := e.(*ast.StringNode)
		if !isText {
			return nil
		}
		a.texts, a.spots = append(a.texts, s.Value), append(a.spots, s.Location())
	}
	if len(a.texts) > fewTexts {
		a.many = setOf(a.texts)
	}
	return a
}

func setOf(texts []string) map[string]bool {
	set := make(map[string]bool, len(texts))
	for _, s := range texts {
		set[s] = true
	}
	return set
}

// wordOf is "order.amount" or "channel"; empty for anything else.
func wordOf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value
	case *ast.MemberNode:
		base, ok := n.Node.(*ast.IdentifierNode)
		name, isName := n.Property.(*ast.StringNode)
		if ok && isName {
			return base.Value + "." + name.Value
		}
	}
	return ""
}

// literal is a number as it is written.
func literal(n ast.Node) (float64, bool) {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return float64(n.Value), true
	case *ast.FloatNode:
		return n.Value, true
	case *ast.UnaryNode:
		if x, ok := literal(n.Node); ok && n.Operator == "-" {
			return -x, true
		}
	}
	return 0, false
}
