package ask

import (
	"slices"
	"strings"
)

// A Lack is something that would have to be true for a condition to be true.
type Lack struct {
	// Text is written as in a rule file: "!order.remote", or
	// "customer.grade == 'gold' || customer.spent >= 2000" where one of the two is enough.
	Text string
	// Parts are the parts of the condition that it is made of, with what they saw.
	Parts []Seen
}

// Turns reports whether time alone changes all of its parts.
func (l *Lack) Turns() bool {
	return !slices.ContainsFunc(l.Parts, func(s Seen) bool { return s.Turns == 0 })
}

// Lacks lists everything that would have to be true besides what is true already. Seen is
// what [Condition.Seen] listed of the condition; of another condition there is no answer.
func (c *Condition) Lacks(seen []Seen) (all []Lack, ok bool) {
	if c == nil {
		return nil, len(seen) == 0
	}
	root, rest := c.root.answered(seen)
	if root == nil || len(rest) > 0 {
		return nil, false
	}
	lack := root.lack(true)
	switch {
	case lack == nil:
		return nil, true
	case lack.op != opAnd:
		return []Lack{lack.Lack}, true
	}
	for _, l := range lack.parts {
		all = append(all, l.Lack)
	}
	return all, true
}

// An answered is a part of a condition with what it saw.
type answered struct {
	*node
	seen Seen // of a part that Seen lists
	says answer
	kids []*answered // of a segment: its condition
}

// answered gives a part and those inside it their answers, in the order in which Seen
// lists them; nil: these are not its answers.
func (n *node) answered(seen []Seen) (a *answered, rest []Seen) {
	a, rest = &answered{node: n}, seen
	inside := n.kids
	if len(inside) == 0 {
		if len(rest) == 0 || rest[0].Text != n.text {
			return nil, nil
		}
		a.seen, rest = rest[0], rest[1:]
		if a.says = no; a.seen.Unknown {
			a.says = unknown
		} else if a.seen.Yes {
			a.says = yes
		}
	}
	if n.op == opSegment {
		inside = []*node{n.segment.answer.root}
	}
	for _, k := range inside {
		var kid *answered
		if kid, rest = k.answered(rest); kid == nil {
			return nil, nil
		}
		a.kids = append(a.kids, kid)
	}
	if len(n.kids) > 0 {
		a.says = a.combined()
	}
	return a, rest
}

// combined is the answer of a part by those inside it.
func (a *answered) combined() answer {
	is := func(says answer) func(*answered) bool { return func(k *answered) bool { return k.says == says } }
	switch a.op {
	case opNot:
		return a.kids[0].says.not()
	case opAnd, opOr:
		decides, otherwise := no, yes
		if a.op == opOr {
			decides, otherwise = yes, no
		}
		switch {
		case slices.ContainsFunc(a.kids, is(decides)):
			return decides
		case slices.ContainsFunc(a.kids, is(unknown)):
			return unknown
		}
		return otherwise
	default: // ?:
		switch a.kids[0].says {
		case yes:
			return a.kids[1].says
		case no:
			return a.kids[2].says
		}
		return unknown
	}
}

func (a answer) not() answer {
	switch a {
	case yes:
		return no
	case no:
		return yes
	}
	return a
}

// A wanted is a Lack that may be made of others: opAnd, opOr, or a part alone.
type wanted struct {
	Lack
	op    op
	parts []*wanted
}

// lack is what would have to be true for a part to be true, or not to be; nil: nothing.
func (a *answered) lack(want bool) *wanted {
	if a.says == no && !want || a.says == yes && want {
		return nil
	}
	switch a.op {
	case opNot:
		return a.kids[0].lack(!want)
	case opAnd, opOr:
		all := make([]*wanted, len(a.kids))
		for i, k := range a.kids {
			all[i] = k.lack(want)
		}
		return joinedBy(chain(a.op, want), all...)
	case opIf:
		then := joinedBy(opAnd, a.kids[0].lack(true), a.kids[1].lack(want))
		return joinedBy(opOr, then, joinedBy(opAnd, a.kids[0].lack(false), a.kids[2].lack(want)))
	}
	l := &wanted{op: a.op, Lack: Lack{a.text, []Seen{a.seen}}}
	if !want {
		l.Text = negated(a.text)
	}
	if a.op == opSegment {
		if why := a.kids[0].lack(want); why != nil {
			l.Text, l.Parts = l.Text+" ("+why.Text+")", why.Parts
		}
	}
	return l
}

// chain is how the lacks of the parts of && or || are joined: to deny a chain, each part
// of ||, or one part of && has to be denied.
func chain(of op, want bool) op {
	switch {
	case want:
		return of
	case of == opAnd:
		return opOr
	}
	return opAnd
}

// joinedBy are lacks of which all, or one, would do; those that lack nothing are nil.
func joinedBy(by op, all ...*wanted) *wanted {
	l := &wanted{op: by}
	for _, one := range all {
		switch {
		case one == nil:
		case one.op == by:
			l.parts = append(l.parts, one.parts...)
		default:
			l.parts = append(l.parts, one)
		}
	}
	switch len(l.parts) {
	case 0:
		return nil
	case 1:
		return l.parts[0]
	}
	var texts []string
	for _, one := range l.parts {
		l.Parts = append(l.Parts, one.Parts...)
		text := one.Text
		if one.op == opAnd || one.op == opOr {
			text = "(" + text + ")"
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	l.Text = strings.Join(texts, map[op]string{opAnd: " && ", opOr: " || "}[by])
	return l
}

// negated is the opposite of a part as a rule file would write it.
func negated(text string) string {
	if strings.Contains(text, " ") {
		return "!(" + text + ")"
	}
	return "!" + text
}
