package rule

import (
	"math"
	"slices"
	"time"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin"
)

// The search for conditions that can never become true. Every word that is
// compared with constants is tried with one value of each kind that the
// comparisons tell apart; a part that is not understood may be either. If no
// combination makes the condition true, nothing does.

// An atom is a comparison of one word with constants, as far as it is
// understood.
type atom struct {
	word  string // empty: not understood, may be yes or no
	op    string // == != < <= > >= in, or "" for the word itself being yes
	texts []string
	num   float64
	isNum bool
}

func atomOf(n ast.Node) atom {
	if word, ok := wordOf(n); ok {
		return atom{word: word}
	}
	b, ok := n.(*ast.BinaryNode)
	if !ok {
		return atom{}
	}
	word, ok := wordOf(b.Left)
	right := b.Right
	op := b.Operator
	if !ok {
		if word, ok = wordOf(b.Right); !ok {
			return atom{}
		}
		right = b.Left
		if m, turns := mirrored[op]; turns {
			op = m
		}
	}
	switch r := right.(type) {
	case *ast.StringNode:
		if op == "==" || op == "!=" {
			return atom{word: word, op: op, texts: []string{r.Value}}
		}
	case *ast.ArrayNode:
		if op != "in" || !ok {
			return atom{}
		}
		a := atom{word: word, op: "in"}
		for _, e := range r.Nodes {
			s, isText := e.(*ast.StringNode)
			if !isText {
				return atom{}
			}
			a.texts = append(a.texts, s.Value)
		}
		return a
	}
	if x, isNum := literal(right); isNum {
		switch op {
		case "==", "!=", "<", "<=", ">", ">=":
			return atom{word: word, op: op, num: x, isNum: true}
		}
	}
	return atom{}
}

func wordOf(n ast.Node) (string, bool) {
	m, ok := n.(*ast.MemberNode)
	if !ok {
		return "", false
	}
	base, ok := m.Node.(*ast.IdentifierNode)
	name, isName := m.Property.(*ast.StringNode)
	if !ok || !isName || base.Value == "segment" {
		return "", false
	}
	return base.Value + "." + name.Value, true
}

// A trial is one try of values for the words.
type trial struct {
	shop    *Shop
	choices []choice
	text    map[string]string
	num     map[string]float64
	free    map[*node]bool
}

// A choice is something that may take one of several values.
type choice struct {
	word  string
	texts []string
	nums  []float64
	node  *node
}

const mostTrials = 20_000

// possible says whether anything could make the condition true for a rule with
// the given clocks. When there is too much to try, it says yes.
func (c *Condition) possible(shop *Shop) bool {
	if c == nil {
		return true
	}
	t := &trial{shop: shop, text: map[string]string{}, num: map[string]float64{}, free: map[*node]bool{}}
	t.collect(c.root)
	total := 1
	for _, ch := range t.choices {
		if total *= max(len(ch.texts), len(ch.nums), 1); ch.node != nil {
			total *= 2
		}
		if total > mostTrials {
			return true
		}
	}
	return t.try(c.root, 0)
}

func (t *trial) collect(n *node) {
	switch n.op {
	case opLeaf:
		t.collectAtom(n)
	case opClock:
		if n.clock.factor.program != nil || n.clock.offset.program != nil {
			t.choices = append(t.choices, choice{node: n})
			return
		}
		t.addNumber("clock "+n.clock.stem.String(), -n.clock.offset.constant/n.clock.factor.constant)
		if stems[n.clock.stem].phase == beforePayment {
			t.addText("order.source", "")
			for source := range t.shop.Closes {
				t.addText("order.source", source)
			}
		}
	case opBought:
		t.choices = append(t.choices, choice{node: n})
	case opSegment:
		t.collect(n.segment.If.root)
	}
	for _, k := range n.kids {
		t.collect(k)
	}
}

func (t *trial) collectAtom(n *node) {
	switch a := n.atom; {
	case a.word == "" || a.op == "" && a.word != "":
		if a.word == "" {
			t.choices = append(t.choices, choice{node: n})
			return
		}
		t.addNumber(a.word, 0) // yes/no as 1 and -1
	case a.isNum:
		t.addNumber(a.word, a.num)
	default:
		for _, s := range a.texts {
			t.addText(a.word, s)
		}
	}
}

func (t *trial) choice(word string) *choice {
	for i := range t.choices {
		if t.choices[i].word == word {
			return &t.choices[i]
		}
	}
	t.choices = append(t.choices, choice{word: word})
	return &t.choices[len(t.choices)-1]
}

func (t *trial) addText(word, value string) {
	ch := t.choice(word)
	for _, s := range []string{value, "\x00another"} {
		if !slices.Contains(ch.texts, s) {
			ch.texts = append(ch.texts, s)
		}
	}
}

// addNumber adds the number itself, and one between it and its neighbours.
func (t *trial) addNumber(word string, x float64) {
	ch := t.choice(word)
	for _, y := range []float64{math.Nextafter(x, math.Inf(-1)), x, math.Nextafter(x, math.Inf(1))} {
		if !slices.Contains(ch.nums, y) {
			ch.nums = append(ch.nums, y)
		}
	}
}

func (t *trial) try(root *node, i int) bool {
	if i == len(t.choices) {
		return t.consistent() && t.holds(root)
	}
	ch := t.choices[i]
	if ch.node != nil {
		for _, b := range []bool{true, false} {
			if t.free[ch.node] = b; t.try(root, i+1) {
				return true
			}
		}
		return false
	}
	for _, s := range ch.texts {
		if t.text[ch.word] = s; t.try(root, i+1) {
			return true
		}
	}
	for _, x := range ch.nums {
		if t.num[ch.word] = x; t.try(root, i+1) {
			return true
		}
	}
	return false
}

// consistent keeps clocks within what the shop's closing times allow: an order
// is not unpaid for longer than it stays open.
func (t *trial) consistent() bool {
	for _, s := range []Stem{Unpaid, ToClose} {
		x, asked := t.num["clock "+s.String()]
		if !asked {
			continue
		}
		open := t.longestOpen()
		if x < 0 || open != Unlimited && x > float64(open/time.Millisecond) {
			return false
		}
	}
	for s := range Stems() {
		if x, asked := t.num["clock "+s.String()]; asked && x < 0 && s != ToShip {
			return false
		}
	}
	return true
}

// longestOpen is how long an order of the tried source may stay unpaid. A kind
// that is not tried may be any.
func (t *trial) longestOpen() time.Duration {
	source, asked := t.text["order.source"]
	if d, ok := t.shop.Closes[source]; asked && ok {
		return d
	}
	longest := t.shop.ClosesAfter("", "")
	if kind, asked := t.text["order.kind"]; asked {
		return t.shop.ClosesAfter("", tiexin.OrderKind(kind))
	}
	for _, d := range t.shop.Closes {
		longest = max(longest, d)
	}
	return longest
}

func (t *trial) holds(n *node) bool {
	switch n.op {
	case opTrue:
		return true
	case opFalse:
		return false
	case opAnd:
		return t.holds(n.kids[0]) && t.holds(n.kids[1])
	case opOr:
		return t.holds(n.kids[0]) || t.holds(n.kids[1])
	case opNot:
		return !t.holds(n.kids[0])
	case opIf:
		if t.holds(n.kids[0]) {
			return t.holds(n.kids[1])
		}
		return t.holds(n.kids[2])
	case opSegment:
		return t.holds(n.segment.If.root)
	case opClock:
		return t.clockHolds(n)
	case opLeaf:
		return t.atomHolds(n)
	default:
		return t.free[n]
	}
}

func (t *trial) clockHolds(n *node) bool {
	c := n.clock
	x, known := t.num["clock "+c.stem.String()]
	if !known || c.factor.program != nil || c.offset.program != nil {
		return t.free[n]
	}
	op := c.op
	if c.factor.constant < 0 {
		op = mirrored[op]
	}
	return compare(op, x, -c.offset.constant/c.factor.constant)
}

func (t *trial) atomHolds(n *node) bool {
	a := n.atom
	switch {
	case a.word == "":
		return t.free[n]
	case a.op == "":
		return t.num[a.word] > 0
	case a.isNum:
		return compare(a.op, t.num[a.word], a.num)
	}
	has := slices.Contains(a.texts, t.text[a.word])
	return has == (a.op != "!=")
}

func compare(op string, x, y float64) bool {
	switch op {
	case "==":
		return x == y
	case "!=":
		return x != y
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	default:
		return x >= y
	}
}
