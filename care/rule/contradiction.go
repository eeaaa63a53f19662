package rule

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// The search for conditions that can never become true. Every word that is
// compared with constants is tried with one value of each kind that the
// comparisons tell apart; a part that is not understood may be either, but the
// same part is always the same. If no combination makes the condition true,
// nothing does.

// A trial is one try of values for the words.
type trial struct {
	shop    *Shop // nil: an order may stay open for any time
	choices []choice
	text    map[string]string
	num     map[string]float64
	free    map[string]bool // by wording
}

// A choice is something that may take one of several values.
type choice struct {
	word  string
	texts []string
	nums  []float64
	free  bool // yes or no, whatever it reads
}

// another is a text that no comparison names.
const another = "\x00another"

// mostTrials bounds the search. When there is more to try, a condition counts as
// possible.
const mostTrials = 20_000

// possible says whether anything could make all the conditions true at once.
// Without a shop, orders may stay open for any time.
func possible(shop *Shop, all ...*Condition) bool {
	t := &trial{shop: shop, text: map[string]string{}, num: map[string]float64{}, free: map[string]bool{}}
	root := &node{op: opTrue}
	for _, c := range all {
		if c != nil {
			root = skeleton(opAnd, root, c.root)
		}
	}
	t.collect(root)
	trials := 1
	for _, ch := range t.choices {
		if trials *= max(len(ch.texts), len(ch.nums), 1); ch.free {
			trials *= 2
		}
		if trials > mostTrials {
			return true
		}
	}
	return t.try(root, 0)
}

func (t *trial) collect(n *node) {
	switch n.op {
	case opAtom:
		t.collectAtom(n)
	case opClock:
		if !n.clock.constant() {
			t.choice(n.text).free = true
			return
		}
		word := clockKey(n.clock.stem)
		if n.clock.stops {
			t.choice(stopped + word).free = true
		}
		t.addNumbers(word, false, 0)
		t.addNumbers(word, false, n.clock.threshold())
		if t.shop != nil && stems[n.clock.stem].phase == beforePayment {
			for source := range t.shop.Closes {
				t.addText("order.source", source)
			}
		}
	case opProgram, opBought:
		t.choice(n.text).free = true
	case opSegment:
		t.collect(n.segment.If.root)
	}
	for _, k := range n.kids {
		t.collect(k)
	}
}

func (t *trial) collectAtom(n *node) {
	switch a := n.atom; {
	case a.number != nil:
		t.addNumbers(a.word, numberWords[a.word].counts, a.num)
	case a.text != nil:
		for _, s := range a.texts {
			t.addText(a.word, s)
		}
	default:
		t.choice(n.text).free = true
	}
}

func (c *comparison) constant() bool { return c.factor.isConstant() && c.offset.isConstant() }

// threshold is where a comparison with a constant turns, in milliseconds of the
// clock.
func (c *comparison) threshold() float64 { return -c.offset.constant / c.factor.constant }

// stopped stands before a clock that may stand still.
const stopped = "stopped "

func clockKey(s Stem) string { return "clock " + s.String() }

func (t *trial) choice(word string) *choice {
	i := slices.IndexFunc(t.choices, func(c choice) bool { return c.word == word })
	if i < 0 {
		i = len(t.choices)
		t.choices = append(t.choices, choice{word: word})
	}
	return &t.choices[i]
}

func (t *trial) addText(word, value string) {
	ch := t.choice(word)
	for _, s := range []string{value, another} {
		if !slices.Contains(ch.texts, s) {
			ch.texts = append(ch.texts, s)
		}
	}
}

// addNumbers adds a number, and those next to it on both sides.
func (t *trial) addNumbers(word string, whole bool, x float64) {
	around := []float64{math.Nextafter(x, math.Inf(-1)), x, math.Nextafter(x, math.Inf(1))}
	if whole {
		around = []float64{math.Ceil(x) - 1, math.Floor(x), math.Ceil(x), math.Floor(x) + 1}
	}
	ch := t.choice(word)
	for _, y := range around {
		if !slices.Contains(ch.nums, y) {
			ch.nums = append(ch.nums, y)
		}
	}
}

func (t *trial) try(root *node, i int) bool {
	if i == len(t.choices) {
		return t.holds(root) && t.consistent()
	}
	ch := &t.choices[i]
	if ch.free {
		for _, yes := range []bool{true, false} {
			if t.free[ch.word] = yes; t.try(root, i+1) {
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

// consistent keeps numbers within what they can be: an order is not unpaid for
// longer than it stays open, and nothing costs less than nothing.
func (t *trial) consistent() bool {
	open := t.longestOpen()
	for word, x := range t.num {
		name, isClock := strings.CutPrefix(word, "clock ")
		stem, _ := StemNamed(name)
		switch {
		case !isClock && !numberWords[word].signed && x < 0,
			isClock && stem != ToShip && x < 0,
			stem == Unpaid && x >= open,
			stem == ToClose && (x <= 0 || x > open):
			return false
		}
	}
	return true
}

// longestOpen is how long an order of the tried source and kind may stay unpaid,
// in milliseconds.
func (t *trial) longestOpen() float64 {
	if t.shop == nil {
		return math.Inf(1)
	}
	longest := time.Duration(0)
	for _, source := range t.couldBe("order.source") {
		for _, kind := range t.couldBe("order.kind") {
			longest = max(longest, t.shop.ClosesAfter(source, tiexin.OrderKind(kind)))
		}
	}
	if longest == Unlimited {
		return math.Inf(1)
	}
	return float64(longest.Milliseconds())
}

// couldBe lists the values of a word that closing times tell apart.
func (t *trial) couldBe(word string) []string {
	if s, asked := t.text[word]; asked && s != another {
		return []string{s}
	}
	all := []string{""}
	for s := range t.shop.Closes {
		all = append(all, s)
	}
	return all
}

func (t *trial) holds(n *node) bool {
	switch n.op {
	case opTrue, opFalse:
		return n.op == opTrue
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
	case opAtom:
		return t.atomHolds(n)
	default:
		return t.free[n.text]
	}
}

func (t *trial) clockHolds(n *node) bool {
	c := n.clock
	if !c.constant() {
		return t.free[n.text]
	}
	if c.stops && t.free[stopped+clockKey(c.stem)] {
		return false
	}
	op := c.op
	if c.factor.constant < 0 {
		op = op.mirrored()
	}
	return op.holds(t.num[clockKey(c.stem)], c.threshold())
}

func (t *trial) atomHolds(n *node) bool {
	switch a := n.atom; {
	case a.number != nil:
		return a.op.holds(t.num[a.word], a.num)
	case a.text != nil:
		return slices.Contains(a.texts, t.text[a.word]) == (a.op != unequal)
	}
	return t.free[n.text]
}
