package ask

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// A Change is a small change of an expression that tests should notice: a threshold
// moved, a comparison turned, && for ||, a negation more or less.
type Change struct {
	From, Width int    // the characters of the source that it replaces
	New         string // what stands there instead
	// Values are what the words of the changed part are compared with, and values
	// beside those: where old and new are most likely to differ.
	Values []Value
}

// A Value is a value that a word could have, as a rule test would write it.
type Value struct {
	Word  string  // "order.amount", or a clock: "minutes_unpaid"
	Clock float64 // of a clock: the threshold in milliseconds; else 0
	Text  string  // of any other word: the value in YAML
}

// WordStart stands for the time of day at which all of it begins: "08:30".
const WordStart = "start"

// Changes lists small changes of an expression, in the order in which they stand. One
// that cannot be read has none.
func (c *Compiler) Changes(src string) []Change {
	tree, wrong := c.parse(src)
	if wrong != nil {
		return nil
	}
	x := &changer{builder: &builder{Compiler: c, source: tree.Source, condition: &Condition{}}}
	x.skeleton(tree.Node, tree.Node)
	slices.SortStableFunc(x.all, func(a, b Change) int { return a.From - b.From })
	return x.all
}

// Values are the values at which the comparisons of an expression may turn, and beside
// them; none where it cannot be read.
func (c *Compiler) Values(src string) []Value {
	tree, wrong := c.parse(src)
	if src == "" || wrong != nil {
		return nil
	}
	return valuesIn(tree.Node)
}

// A changer finds the changes of one expression.
type changer struct {
	*builder
	all []Change
}

func (x *changer) at(from, to int) string {
	if from < 0 || to > len(x.characters()) || from > to {
		return ""
	}
	return string(x.characters()[from:to])
}

// replace adds a change of a piece of the source, if old is what stands there.
func (x *changer) replace(from, to int, old, replacement string, about ast.Node) {
	if x.at(from, to) == old {
		x.all = append(x.all, Change{from, to - from, replacement, valuesIn(about)})
	}
}

// skeleton changes what joins yes/no parts, and the parts. The whole is where values
// are looked for when it matters how parts are joined.
func (x *changer) skeleton(n, whole ast.Node) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			l := n.Location()
			x.replace(l.From, l.To, n.Operator, "", n)
			x.inner(n.Node, whole)
			return
		}
	case *ast.BinaryNode:
		if other := joined[n.Operator]; other != "" {
			l := n.Location()
			x.replace(l.From, l.To, n.Operator, other, whole)
			x.skeleton(n.Left, whole)
			x.skeleton(n.Right, whole)
			return
		}
	case *ast.ConditionalNode:
		x.skeleton(n.Cond, whole)
		x.skeleton(n.Exp1, whole)
		x.skeleton(n.Exp2, whole)
		return
	}
	if b, ok := n.(*ast.BinaryNode); !ok || turned[b.Operator] == "" {
		from, to := x.stretch(n)
		text := x.at(from, to)
		x.replace(from, to, text, "not ("+text+")", n)
	}
	x.part(n)
}

// inner is what a negation denies: to deny it once more is to leave the negation out.
func (x *changer) inner(n, whole ast.Node) {
	b, ok := n.(*ast.BinaryNode)
	if _, isChoice := n.(*ast.ConditionalNode); isChoice || ok && joined[b.Operator] != "" {
		x.skeleton(n, whole)
		return
	}
	x.part(n)
}

var (
	joined = map[string]string{"&&": "||", "||": "&&", "and": "or", "or": "and"}
	turned = map[string]string{">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
	edges  = map[string]string{">=": ">", ">": ">=", "<=": "<", "<": "<="}
)

// part changes comparisons and numbers in a part.
func (x *changer) part(n ast.Node) {
	indices := map[ast.Node]bool{}
	inspect(n, func(n ast.Node) {
		if m, ok := n.(*ast.MemberNode); ok {
			indices[m.Property] = true
		}
	})
	inspect(n, func(inner ast.Node) {
		l := inner.Location()
		switch inner := inner.(type) {
		case *ast.BinaryNode:
			if other := turned[inner.Operator]; other != "" {
				x.replace(l.From, l.To, inner.Operator, other, n)
			}
			// A clock passes its threshold in a moment: there the edge makes no difference.
			if other := edges[inner.Operator]; other != "" && !x.moves(inner) {
				x.replace(l.From, l.To, inner.Operator, other, n)
			}
		case *ast.IntegerNode, *ast.FloatNode:
			if !indices[inner] {
				x.number(inner, n)
			}
		}
	})
}

// number moves a number by one of its last unit.
func (x *changer) number(n, part ast.Node) {
	l := n.Location()
	text := x.at(l.From, l.To)
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return
	}
	decimals := 0
	if i := strings.IndexByte(text, '.'); i >= 0 {
		decimals = len(text) - i - 1
	}
	unit := 1.0
	for range decimals {
		unit /= 10
	}
	for _, moved := range []float64{value - unit, value + unit} {
		if moved >= 0 {
			s := strconv.FormatFloat(moved, 'f', decimals, 64)
			x.replace(l.From, l.To, text, s, part)
		}
	}
}

// valuesIn are values of the words in a part at which its comparisons may turn.
func valuesIn(n ast.Node) []Value {
	var all []Value
	add := func(v Value) {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	inspect(n, func(n ast.Node) {
		if a := atomOf(n); a != nil {
			for _, text := range a.values() {
				add(Value{Word: a.word.Name, Text: text})
			}
		}
		b, ok := n.(*ast.BinaryNode)
		if !ok {
			return
		}
		for _, sides := range [][2]ast.Node{{b.Left, b.Right}, {b.Right, b.Left}} {
			id, isName := sides[0].(*ast.IdentifierNode)
			x, isNumber := literal(sides[1])
			if call, ok := sides[0].(*ast.CallNode); ok && isNumber && calls(call, "hour") {
				for _, h := range []int{int(x) - 1, int(x)} {
					if h >= 0 && h < 24 {
						add(Value{Word: WordStart, Text: fmt.Sprintf("%02d:30", h)})
					}
				}
			}
			if !isName || !isNumber {
				continue
			}
			if clock, ok := clockNamed(id.Value); ok {
				add(Value{Word: id.Value, Clock: x * clock.unit.millis})
			}
		}
	})
	return all
}

// values are those at which an atom turns, and beside them.
func (a *atom) values() []string {
	var all []string
	switch a.word.sort {
	case ofYesNo:
		return []string{"true", "false"}
	case ofText:
		for _, s := range a.texts {
			all = append(all, quotedYAML(s))
		}
		return append(all, quotedYAML("other"))
	case ofList:
		return []string{"[" + quotedYAML(a.texts[0]) + "]", "[]"}
	}
	for _, x := range []float64{a.num, a.num + 1, a.num - 1, a.num + 0.01, a.num - 0.01} {
		if x >= 0 && (a.word.sort == ofNumber || x == float64(int64(x))) {
			all = append(all, strconv.FormatFloat(x, 'f', -1, 64))
		}
	}
	return all
}

func quotedYAML(s string) string { return fmt.Sprintf("'%s'", strings.ReplaceAll(s, "'", "''")) }
