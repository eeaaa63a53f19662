package ask

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

// A trial is one try of values for the words. What has no value yet may have
// any.
type trial struct {
	most    int     // how often it may look at a part
	closes  Closes  // nil: an order may stay open for any time
	longer  float64 // an order stays open for longer than these milliseconds
	root    *node
	reaches func() bool // whether what is searched for may still be found
	choices []choice
	text    map[string]string
	num     map[string]float64
	free    map[string]bool // by wording
	runs    []Stem          // clocks that run while the condition is asked
	looked  int             // at how many parts
}

// A choice is something that may take one of several values.
type choice struct {
	word  string
	texts []string
	many  map[string]bool // the texts, once they are too many to go through
	nums  []float64
	free  bool // yes or no, whatever it reads
}

// another is a text that no comparison names.
const another = "\x00another"

// mostLooks bounds the search about one condition, and allLooks that about all the
// conditions of a compiler. When there is more to look at, a condition counts as
// possible.
const (
	mostLooks = 500_000
	allLooks  = 10 * mostLooks
)

// Possible says whether anything could make all the conditions true at once.
// Without a shop, orders may stay open for any time.
func (c *Compiler) Possible(closes Closes, all ...*Condition) bool {
	t := newTrial(closes, all, min(mostLooks, allLooks-c.looked))
	possible := t.try(0)
	c.looked += t.looked
	return possible
}

// PossibleBeyond is Possible for orders that stay open for longer than a span.
func (c *Compiler) PossibleBeyond(span time.Duration, closes Closes, all ...*Condition) bool {
	t := newTrial(closes, all, min(mostLooks, allLooks-c.looked))
	t.longer = float64(span.Milliseconds())
	possible := t.try(0)
	c.looked += t.looked
	return possible
}

// PossibleWhile is Possible while a clock runs.
func (c *Compiler) PossibleWhile(s Stem, all ...*Condition) bool {
	t := newTrial(nil, all, min(mostLooks, allLooks-c.looked))
	t.runs = append(t.runs, s)
	possible := t.try(0)
	c.looked += t.looked
	return possible
}

func newTrial(closes Closes, all []*Condition, most int) *trial {
	t := &trial{most: most, closes: closes, root: &node{op: opTrue}, text: map[string]string{}, num: map[string]float64{}, free: map[string]bool{}}
	for _, c := range all {
		if c != nil {
			t.root = skeleton(opAnd, t.root, c.root)
		}
	}
	t.reaches = func() bool { return t.could(t.root).yes }
	if most > 0 {
		t.collect(t.root)
	}
	return t
}

func (t *trial) collect(n *node) {
	switch n.op {
	case opAtom:
		t.collectAtom(n)
	case opMoving:
		n.moving.collect(t, n.text)
	case opProgram:
		t.choice(n.text).free = true
	case opSegment:
		t.collect(n.segment.answer.root)
	}
	for _, k := range n.kids {
		t.collect(k)
	}
}

func (t *trial) collectAtom(n *node) {
	switch a := n.atom; {
	case a.word.isNumber():
		t.addNumbers(a.word.Name, a.word.Whole, a.num)
	case a.word.sort == ofText:
		t.addTexts(a.word.Name, a.texts)
	default:
		t.choice(n.text).free = true
	}
}

func (t *trial) choice(word string) *choice {
	i := slices.IndexFunc(t.choices, func(c choice) bool { return c.word == word })
	if i < 0 {
		i = len(t.choices)
		t.choices = append(t.choices, choice{word: word})
	}
	return &t.choices[i]
}

func (t *trial) addTexts(word string, values []string) {
	ch := t.choice(word)
	for _, s := range values {
		ch.addText(s)
	}
	ch.addText(another)
}

func (ch *choice) addText(s string) {
	switch {
	case ch.many != nil && ch.many[s], ch.many == nil && slices.Contains(ch.texts, s):
		return
	case ch.many == nil && len(ch.texts) == fewTexts:
		ch.many = setOf(ch.texts)
	}
	if ch.many != nil {
		ch.many[s] = true
	}
	ch.texts = append(ch.texts, s)
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

// try gives a value to the choices from one on.
func (t *trial) try(i int) bool {
	if t.looked >= t.most {
		return true
	}
	if !t.reaches() || !t.consistent() || !t.agrees() {
		return false
	}
	if i == len(t.choices) {
		return true
	}
	switch ch := &t.choices[i]; {
	case ch.free:
		return tryEach(t, i, t.free, []bool{true, false})
	case ch.texts != nil:
		return tryEach(t, i, t.text, ch.texts)
	default:
		return tryEach(t, i, t.num, ch.nums)
	}
}

func tryEach[V any](t *trial, i int, given map[string]V, values []V) bool {
	word := t.choices[i].word
	for _, v := range values {
		if given[word] = v; t.try(i + 1) {
			return true
		}
	}
	delete(given, word)
	return false
}

// longestYear is how long it takes at most from one birthday to the next, by either
// calendar, in milliseconds.
const longestYear = 386 * 86_400_000

// consistent keeps numbers within what they can be: an order is not unpaid for
// longer than it stays open, and nothing costs less than nothing.
func (t *trial) consistent() bool {
	open := t.longestOpen()
	if t.longer > 0 && open <= t.longer {
		return false
	}
	for word, x := range t.num {
		name, isClock := strings.CutPrefix(word, "clock ")
		stem, _ := StemNamed(name)
		w, _ := WordNamed(word)
		switch {
		case !isClock && !w.Signed && x < 0,
			isClock && stem != ToShip && x < 0,
			stem == Unpaid && x >= open,
			stem == ToClose && (x <= 0 || x > open),
			stem == ToBirthday && (x <= 0 || x > longestYear):
			return false
		}
	}
	return true
}

// agrees says that what is tried fits the clocks that run.
func (t *trial) agrees() bool {
	for _, s := range t.runs {
		known := whileRuns[s]
		for word, value := range known.yesNo {
			if tried, given := t.free[word]; given && tried != value {
				return false
			}
		}
		for word, values := range known.not {
			if slices.Contains(values, t.text[word]) {
				return false
			}
		}
	}
	return true
}

// A known is what is certain while a clock runs.
type known struct {
	yesNo map[string]bool
	not   map[string][]string // values that a text does not have
}

// whileRuns are the clocks that tell something of their subject.
var whileRuns = map[Stem]known{
	Unpaid: waitsForPayment, ToClose: waitsForPayment,
	Unshipped: waitsForShipping, ToShip: waitsForShipping,
	InTransit: travels, Overdue: travels, SinceScan: travels,
	SinceSigned: {yesNo: map[string]bool{"order.refunding": false}},
}

var (
	waitsForPayment = known{
		yesNo: map[string]bool{"order.paid": false, "order.shipped": false, "order.closed": false, "order.cod": false},
		not: map[string][]string{"order.status": names(
			tiexin.Held, tiexin.Paid, tiexin.PartlyShipped, tiexin.Shipped, tiexin.Signed, tiexin.Succeeded, tiexin.Cancelled, tiexin.Closed)},
	}
	waitsForShipping = known{
		yesNo: map[string]bool{"order.paid": true, "order.shipped": false, "order.closed": false, "order.refunding": false},
	}
	travels = known{
		not: map[string][]string{"parcel.status": names(
			tiexin.ParcelSigned, tiexin.ParcelRejected, tiexin.ParcelReturning, tiexin.ParcelReturned, tiexin.ParcelLost)},
	}
)

func names[T ~string](all ...T) []string {
	names := make([]string, len(all))
	for i, n := range all {
		names[i] = string(n)
	}
	return names
}

// longestOpen is how long an order of the tried source and kind may stay unpaid,
// in milliseconds. One that is not tried may be any.
func (t *trial) longestOpen() float64 {
	if t.closes == nil {
		return math.Inf(1)
	}
	longest := t.closes.After("", "")
	for _, d := range t.closes {
		longest = max(longest, d)
	}
	if source := t.text["order.source"]; source != "" { // each with a time of its own is tried
		kind := t.text["order.kind"]
		if d, ok := t.closes[source]; ok {
			longest = d
		} else if kind != "" && kind != another {
			longest = t.closes.After("", tiexin.OrderKind(kind))
		}
	}
	if longest == Unlimited {
		return math.Inf(1)
	}
	return float64(longest.Milliseconds())
}

// A maybe is what a part may be, as long as not all words have a value.
type maybe struct{ yes, no bool }

func exactly(b bool) maybe { return maybe{b, !b} }

func (t *trial) could(n *node) maybe {
	t.looked++
	switch n.op {
	case opTrue, opFalse:
		return exactly(n.op == opTrue)
	case opAnd, opOr:
		all := exactly(n.op == opAnd)
		for _, k := range n.kids {
			switch m := t.could(k); n.op {
			case opAnd:
				all = maybe{all.yes && m.yes, all.no || m.no}
			default:
				all = maybe{all.yes || m.yes, all.no && m.no}
			}
		}
		return all
	case opNot:
		m := t.could(n.kids[0])
		return maybe{m.no, m.yes}
	case opIf:
		c, l, r := t.could(n.kids[0]), t.could(n.kids[1]), t.could(n.kids[2])
		return maybe{c.yes && l.yes || c.no && r.yes, c.yes && l.no || c.no && r.no}
	case opSegment:
		return t.could(n.segment.answer.root)
	case opMoving:
		return n.moving.could(t, n.text)
	case opAtom:
		return t.couldAtom(n)
	default:
		return t.couldFree(n.text)
	}
}

func (t *trial) couldFree(text string) maybe {
	if yes, given := t.free[text]; given {
		return exactly(yes)
	}
	return maybe{true, true}
}

func (t *trial) couldAtom(n *node) maybe {
	switch a := n.atom; {
	case a.word.isNumber():
		if x, given := t.num[a.word.Name]; given {
			return exactly(a.op.holds(x, a.num))
		}
	case a.word.sort == ofText:
		if s, given := t.text[a.word.Name]; given {
			return exactly(a.names(s) == (a.op != unequal))
		}
	default:
		return t.couldFree(n.text)
	}
	return maybe{true, true}
}
