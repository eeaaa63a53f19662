package ask

import (
	"math"
	"slices"
	"time"
)

// The search for conditions that another one hides: of a flow that takes the first rule
// whose condition is true or will be, a later rule is never reached when its condition
// implies that of an earlier one. The search is that for contradictions: it tries to make
// the later condition true and the earlier one not true. What it does not understand
// counts as not implied.

// mostHidingLooks bounds the search among all the rules of a compiler. When there is more
// to look at, nothing counts as hidden.
const mostHidingLooks = 200_000

// Hides says that whenever a rule's condition is true while its clocks run, that of a rule
// before it is true too. With later, it may also become so by time alone while the clocks
// run on: span is how long an order has to wait for payment for that; 0: not at all.
func (c *Compiler) Hides(before, rule *Condition, clocks Stemset, later bool) (span time.Duration, hides bool) {
	if before == nil {
		return 0, true
	}
	if rule == nil || c.hidingLooks >= mostHidingLooks || c.differs(rule, before) {
		return 0, false
	}
	h := &hiding{trial: newTrial(nil, []*Condition{rule}, mostHidingLooks-c.hidingLooks), before: before.root}
	h.later = later && comes(before.root, clocks)
	h.collect(before.root)
	h.mayLack(before.root)
	h.reaches = func() bool {
		b := h.judge(h.before, h.later)
		return h.judge(h.root, false).yes && (b.no || b.unknown)
	}
	hides = !h.try(0)
	c.hidingLooks += h.looked
	if h.later {
		span = waits(before.root)
	}
	return span, hides
}

// differs says at a glance that a rule's condition does not imply another: a part of the
// other is about a word that the rule's does not name, or allows less of it.
func (c *Compiler) differs(rule, other *Condition) bool {
	for _, part := range other.chain() {
		if part.op == opAtom && (c.allowsMore(rule, part.atom) || !rule.mayName(part.atom.word)) {
			return true
		}
	}
	return false
}

// mayName says that a condition looks at a word, as far as it is understood.
func (c *Condition) mayName(w *Word) bool {
	found := false
	for _, own := range c.chain() {
		if found = found || own.atom != nil && own.atom.word == w; !found && own.atom == nil {
			own.each(func(n *node) {
				found = found || n.op == opSegment || n.program != nil && n.atom == nil || n.atom != nil && n.atom.word == w
			})
		}
	}
	return found
}

// allowsMore says that none of the parts of a condition that compare an atom's word as the
// atom does is as narrow as the atom. A long list of texts counts as a look at each.
func (c *Compiler) allowsMore(rule *Condition, a *atom) bool {
	alike := false
	for _, own := range rule.chain() {
		if own.op != opAtom || own.atom.word != a.word || !own.atom.comparesLike(a) {
			continue
		}
		if len(own.atom.texts) > fewTexts {
			c.hidingLooks += len(own.atom.texts)
		}
		if alike = true; own.atom.atLeastAsNarrow(a) {
			return false
		}
	}
	return alike
}

// comparesLike says that two atoms of a word bound it on the same side, or both choose
// texts.
func (a *atom) comparesLike(b *atom) bool {
	below := func(c compare) bool { return c == less || c == atMost }
	above := func(c compare) bool { return c == more || c == atLeast }
	if a.word.isNumber() {
		return above(a.op) && above(b.op) || below(a.op) && below(b.op)
	}
	return a.word.sort == ofText && a.op == equal && b.op == equal
}

// atLeastAsNarrow says of two atoms that compare alike that the first may imply the second.
func (a *atom) atLeastAsNarrow(b *atom) bool {
	switch {
	case !a.word.isNumber():
		return !slices.ContainsFunc(a.texts, func(s string) bool { return !b.names(s) })
	case b.op == more || b.op == atLeast:
		return a.num >= b.num
	default:
		return a.num <= b.num
	}
}

// chain are the parts that have to be true together.
func (c *Condition) chain() []*node {
	if c.root.op == opAnd {
		return c.root.kids
	}
	return []*node{c.root}
}

// Needs are the clocks without which the condition is not true.
func (c *Condition) Needs() Stemset {
	var all Stemset
	for _, n := range c.chain() {
		if m, ok := n.moving.(*comparison); ok {
			all = all.With(m.stem)
		}
	}
	return all
}

// comes says that time alone makes true whatever in a part time changes, and that none of
// it becomes false again, as long as clocks run.
func comes(n *node, clocks Stemset) bool {
	if !n.moves {
		return true
	}
	switch n.op {
	case opMoving:
		c, ok := n.moving.(*comparison)
		return ok && c.comes() && clocks.Has(c.stem)
	case opAnd, opOr:
		return !slices.ContainsFunc(n.kids, func(k *node) bool { return !comes(k, clocks) })
	default:
		return false
	}
}

// comes says that the comparison becomes true and stays so as long as its clock runs.
func (c *comparison) comes() bool {
	if !c.constant() || c.stops || c.stem == ToRestock || c.stem == ToBirthday {
		return false
	}
	op := c.op
	if c.factor.constant < 0 {
		op = op.mirrored()
	}
	if c.stem.Remaining() {
		return op == less || op == atMost
	}
	return op == more || op == atLeast
}

// waits is how long an order has to be unpaid at most for a part that comes.
func waits(n *node) time.Duration {
	longest := time.Duration(0)
	n.each(func(n *node) {
		if c, ok := n.moving.(*comparison); ok && c.stem == Unpaid {
			if t := c.threshold(); t > 0 && t < float64(math.MaxInt64)/float64(time.Millisecond) {
				longest = max(longest, time.Duration(t)*time.Millisecond)
			}
		}
	})
	return longest
}

// A hiding is a search for a case in which one condition is true and another is not.
type hiding struct {
	*trial
	before *node
	later  bool     // what comes by time alone counts as true in it
	lacks  []string // what may have no value, by lacking
}

// A truth is what a part may be, unknown included.
type truth struct{ yes, no, unknown bool }

// lacking is what has no value when a part is unknown; empty: it always has one.
func lacking(n *node) string {
	c, clock := n.moving.(*comparison)
	switch {
	case n.atom != nil:
		return "no " + n.atom.word.Name
	case n.op == opProgram, n.op == opMoving && !(clock && c.constant()):
		return "no " + n.text
	}
	return ""
}

// mayLack adds to the choices that parts of the earlier condition are unknown.
func (h *hiding) mayLack(n *node) {
	if key := lacking(n); key != "" && !slices.Contains(h.lacks, key) {
		h.lacks = append(h.lacks, key)
		h.choice(key).free = true
	}
	for _, k := range n.kids {
		h.mayLack(k)
	}
	if n.op == opSegment {
		h.mayLack(n.segment.answer.root)
	}
}

// judge is what a part may be, as far as the search has chosen; with later, what comes by
// time alone counts as true.
func (h *hiding) judge(n *node, later bool) truth {
	switch n.op {
	case opAnd, opOr:
		all := h.judge(n.kids[0], later)
		for _, k := range n.kids[1:] {
			all = all.joined(n.op, h.judge(k, later))
		}
		return all
	case opNot:
		t := h.judge(n.kids[0], later)
		return truth{t.no, t.yes, t.unknown}
	case opIf:
		c, l, r := h.judge(n.kids[0], later), h.judge(n.kids[1], later), h.judge(n.kids[2], later)
		return truth{c.yes && l.yes || c.no && r.yes, c.yes && l.no || c.no && r.no, c.unknown || c.yes && l.unknown || c.no && r.unknown}
	case opSegment:
		return h.judge(n.segment.answer.root, later)
	}
	key := lacking(n)
	absent, chosen := h.free[key]
	mayLack := key != "" && slices.Contains(h.lacks, key) && (absent || !chosen)
	if mayLack && chosen {
		h.looked++
		return truth{unknown: true}
	}
	if c, ok := n.moving.(*comparison); ok && later && c.comes() {
		return truth{yes: true}
	}
	m := h.could(n)
	return truth{m.yes, m.no, mayLack}
}

// joined is a chain of parts with one more.
func (t truth) joined(by op, with truth) truth {
	if by == opAnd {
		return truth{
			t.yes && with.yes, t.no || with.no,
			t.unknown && (with.yes || with.unknown) || with.unknown && (t.yes || t.unknown),
		}
	}
	return truth{
		t.yes || with.yes, t.no && with.no,
		t.unknown && (with.no || with.unknown) || with.unknown && (t.no || t.unknown),
	}
}
