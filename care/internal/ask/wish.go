package ask

import (
	"math"
	"strconv"
)

// A Wish is about facts: of which some conditions hold, others do not, and of which two
// conditions say different things. Clocks count as having passed their thresholds, in
// all of them: time passes anyway.
type Wish struct {
	Holds, Not []*Condition
	Differ     [2]*Condition // nil: none
}

// mostWished bounds the search for facts.
const mostWished = 20_000

// Values are facts as a wish has them, by the words that are compared with constants;
// false where none were found.
func (w Wish) Values(closes Closes) ([]Value, bool) {
	root := &node{op: opAnd}
	for _, c := range w.Holds {
		if c != nil {
			root.kids = append(root.kids, inTime(c.root))
		}
	}
	for _, c := range w.Not {
		if c == nil {
			return nil, false
		}
		root.kids = append(root.kids, &node{op: opNot, kids: []*node{inTime(c.root)}})
	}
	if a, b := w.Differ[0], w.Differ[1]; a != nil && b != nil {
		before, after := inTime(a.root), inTime(b.root)
		root.kids = append(root.kids, &node{op: opIf, kids: []*node{before, {op: opNot, kids: []*node{after}}, after}})
	}
	t := newTrial(closes, []*Condition{{root: root}}, mostWished)
	if !t.try(0) || t.looked >= t.most {
		return nil, false
	}
	return t.values(), true
}

// inTime is a part without its clocks: they have passed.
func inTime(n *node) *node {
	switch {
	case n.op == opSegment:
		return inTime(n.segment.answer.root)
	case n.op == opMoving:
		if _, isClock := n.moving.(*comparison); isClock {
			return &node{op: opTrue}
		}
	case len(n.kids) > 0:
		kids := make([]*node, len(n.kids))
		for i, k := range n.kids {
			kids[i] = inTime(k)
		}
		return &node{op: n.op, kids: kids}
	}
	return n
}

// values are what was tried last, in the order in which the words stand.
func (t *trial) values() []Value {
	atoms := map[string]*atom{}
	t.root.each(func(n *node) {
		if n.atom != nil {
			atoms[n.text] = n.atom
		}
	})
	var all []Value
	for _, ch := range t.choices {
		if x, ok := t.num[ch.word]; ok {
			all = append(all, Value{Word: ch.word, Text: writtenNumber(x)})
		}
		if s, ok := t.text[ch.word]; ok {
			if s == another {
				s = "other"
			}
			all = append(all, Value{Word: ch.word, Text: quotedYAML(s)})
		}
		yes, ok := t.free[ch.word]
		a := atoms[ch.word]
		switch {
		case !ok || a == nil:
		case a.word.sort == ofYesNo:
			all = append(all, Value{Word: a.word.Name, Text: strconv.FormatBool(yes)})
		case yes:
			all = append(all, Value{Word: a.word.Name, Text: "[" + quotedYAML(a.texts[0]) + "]"})
		default:
			all = append(all, Value{Word: a.word.Name, Text: "[]"})
		}
	}
	return all
}

// writtenNumber is a number with two decimals at most, on the same side of those that
// have no more.
func writtenNumber(x float64) string {
	near := math.Round(x*100) / 100
	switch {
	case x < near:
		near -= 0.01
	case x > near:
		near += 0.01
	}
	return strconv.FormatFloat(math.Round(near*100)/100, 'f', -1, 64)
}
