package ask

import (
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// An atom is the most usual part of a condition: one word by itself, or one word
// compared with constants. It is answered like any other part; the search for
// contradictions and the remarks on values understand it.
type atom struct {
	word  string
	op    compare // of numbers and texts
	texts []string
	spots []file.Location // of the texts
	num   float64

	// One of these reads the word; which one says what sort of word it is.
	yes    func(*Facts) bool
	text   func(*Facts) string
	number func(*Facts) float64
	list   func(*Facts) []string
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

// atomOf recognises an atom; nil for anything else.
func atomOf(n ast.Node) *atom {
	switch n := n.(type) {
	case *ast.CallNode:
		if calls(n, "has_tag") && len(n.Arguments) == 1 {
			return memberAtom(n.Arguments[0], "customer.tags")
		}
	case *ast.MemberNode:
		word := wordOf(n)
		if yes, ok := yesWords[word]; ok {
			return &atom{word: word, yes: yes}
		}
	case *ast.BinaryNode:
		return comparedAtom(n)
	}
	return nil
}

func memberAtom(n ast.Node, word string) *atom {
	s, isText := n.(*ast.StringNode)
	list, isList := listWords[word]
	if !isText || !isList {
		return nil
	}
	return &atom{word: word, list: list, texts: []string{s.Value}, spots: []file.Location{s.Location()}}
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
	word, constant := wordOf(n.Left), n.Right
	if word == "" {
		word, constant, op = wordOf(n.Right), n.Left, op.mirrored()
	}
	if s, isText := constant.(*ast.StringNode); isText && op <= unequal {
		if text, ok := textWords[word]; ok {
			return &atom{word: word, op: op, text: text, texts: []string{s.Value}, spots: []file.Location{s.Location()}}
		}
	}
	if x, isNumber := literal(constant); isNumber {
		if number, ok := numberWords[word]; ok {
			return &atom{word: word, op: op, number: number.read, num: x}
		}
	}
	return nil
}

// choiceAtom is order.source in ['live', 'app'].
func choiceAtom(n *ast.BinaryNode) *atom {
	word := wordOf(n.Left)
	text, isText := textWords[word]
	list, isList := n.Right.(*ast.ArrayNode)
	if !isText || !isList {
		return nil
	}
	a := &atom{word: word, text: text}
	for _, e := range list.Nodes {
		s, isText := e.(*ast.StringNode)
		if !isText {
			return nil
		}
		a.texts, a.spots = append(a.texts, s.Value), append(a.spots, s.Location())
	}
	return a
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
