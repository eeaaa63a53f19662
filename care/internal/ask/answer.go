package ask

// How conditions are answered: yes or no for all time, while some parts are unknown.
//
// A part is yes, no or unknown. Instead of computing with three values, a condition
// is evaluated for a bias: what unknown counts as. Under not the bias is the other
// one. What is true with the bias no is true whatever the unknown parts would have
// been; what is true with the bias yes may be.

// Ask answers a condition for the facts of the view, for all time: when it is true
// for certain. A nil condition is always true.
func (c *Condition) Ask(v *View) Times {
	var answer Times
	c.AskInto(v, &answer)
	return answer
}

// AskInto answers a condition as Ask does, into the caller's Times.
func (c *Condition) AskInto(v *View, t *Times) {
	switch {
	case c == nil:
		*t = always
	case !c.root.moves:
		t.fix(c.root.holds(v, false))
	case c.Off(v):
		t.fix(false)
	case c.root.op == opAnd: // what it begins with holds
		n := node{op: opAnd, kids: c.root.kids[len(c.first):]}
		n.askChain(v, false, t)
	default:
		c.root.ask(v, false, t)
	}
}

// Off says that a condition is not true, whatever time it is, from what it begins
// with alone. It may say no of one that is not.
func (c *Condition) Off(v *View) bool {
	if c == nil {
		return false
	}
	for _, p := range c.first {
		if !v.yes(p, false) {
			return true
		}
	}
	return false
}

// MovesByItself says that time alone may change the answer, and no clock of it does: it goes
// by the calendar, the customer's stage or what was bought within some days.
func (c *Condition) MovesByItself() bool { return c != nil && c.Moves && c.all == 0 }

// Could says that a condition is true for the facts of the view, or would be if its parts
// that move were as they may be.
func (c *Condition) Could(v *View) bool { return c == nil || c.root.could(v, true) }

// could is what a part is at best, or at worst, if its parts that move are free.
func (n *node) could(v *View, best bool) bool {
	if !n.moves {
		return n.holds(v, !best)
	}
	switch n.op {
	case opNot:
		return !n.kids[0].could(v, !best)
	case opAnd, opOr:
		decides := n.op == opOr
		for _, k := range n.kids {
			if k.could(v, best) == decides {
				return decides
			}
		}
		return !decides
	case opIf:
		yes := n.kids[0].could(v, true) && n.kids[1].could(v, best) == best
		no := !n.kids[0].could(v, false) && n.kids[2].could(v, best) == best
		return (yes || no) == best
	case opSegment:
		return n.segment.answer.root.could(v, best)
	default:
		return best
	}
}

// Forbids answers a promise at an instant: it forbids when it is true, and when it is
// unknown.
func (c *Condition) Forbids(v *View, at Instant) bool {
	if c == nil {
		return true
	}
	var answer Times
	c.root.ask(v, true, &answer)
	return answer.At(at)
}

// Unknown names the first part that could not be worked out, as it is written, if
// that leaves the condition unknown at an instant; empty when it is yes or no. It is
// for a condition that was asked before of the same view.
func (c *Condition) Unknown(v *View, at Instant) string {
	if c == nil || v.met == 0 {
		return ""
	}
	return c.root.firstUnknown(v, at)
}

// firstUnknown names the first part that leaves this one unknown; empty when it is not.
func (n *node) firstUnknown(v *View, at Instant) string {
	if !n.unknown(v, at) {
		return ""
	}
	for {
		switch {
		case n.op == opSegment:
			n = n.segment.answer.root
		case n.op == opIf && !n.kids[0].unknown(v, at):
			chosen := n.kids[2]
			if n.kids[0].at(v, false, at) {
				chosen = n.kids[1]
			}
			n = chosen
		case len(n.kids) > 0: // whoever is unknown has a part that is
			k := 0
			for k < len(n.kids)-1 && !n.kids[k].unknown(v, at) {
				k++
			}
			n = n.kids[k]
		default:
			return n.text
		}
	}
}

// unknown says whether a part is unknown at an instant.
func (n *node) unknown(v *View, at Instant) bool { return n.at(v, true, at) && !n.at(v, false, at) }

func (n *node) at(v *View, bias bool, at Instant) bool {
	var answer Times
	n.ask(v, bias, &answer)
	return answer.At(at)
}

// yes says whether a yes/no program holds.
func (v *View) yes(p *program, bias bool) bool {
	switch v.answer(p) {
	case yes:
		return true
	case no:
		return false
	default:
		v.met++
		return bias
	}
}

// holds answers a part that does not move.
func (n *node) holds(v *View, bias bool) bool {
	switch n.op {
	case opAtom, opProgram:
		return v.yes(n.program, bias)
	case opAnd, opOr:
		decides := n.op == opOr
		for _, k := range n.kids {
			if k.holds(v, bias) == decides {
				return decides
			}
		}
		return !decides
	case opNot:
		return !n.kids[0].holds(v, !bias)
	case opIf:
		before := v.met
		chosen := n.kids[0].holds(v, bias)
		switch {
		case v.met != before && n.kids[0].holds(v, !bias) != chosen:
			return bias
		case chosen:
			return n.kids[1].holds(v, bias)
		}
		return n.kids[2].holds(v, bias)
	case opSegment:
		return v.segment(n.segment, bias).first
	default:
		return n.op == opTrue
	}
}

// ask answers any part. What decides without time is asked first where it stands
// first.
func (n *node) ask(v *View, bias bool, t *Times) {
	if !n.moves {
		t.fix(n.holds(v, bias))
		return
	}
	switch n.op {
	case opMoving:
		known := false
		if *t, known = n.moving.ask(v, bias, n.text); !known {
			v.met++
			t.fix(bias)
		}
	case opSegment:
		*t = *v.segment(n.segment, bias)
	case opNot:
		n.kids[0].ask(v, !bias, t)
		t.first = !t.first
	case opAnd, opOr:
		n.askChain(v, bias, t)
	case opIf:
		n.askChoice(v, bias, t)
	}
}

// askChain answers and, and or: a part that decides by itself is the last that
// is asked.
func (n *node) askChain(v *View, bias bool, t *Times) {
	decides := n.op == opOr
	t.fix(!decides)
	for _, k := range n.kids {
		switch {
		case !k.moves:
			if k.holds(v, bias) == decides {
				t.fix(decides)
			}
		case t.Fixed():
			k.ask(v, bias, t)
		default:
			t.chain(k, v, bias, decides)
		}
		if t.Fixed() && t.first == decides {
			return
		}
	}
}

// chain adds the answer of another part.
func (t *Times) chain(k *node, v *View, bias, or bool) {
	var next Times
	if k.ask(v, bias, &next); or {
		*t = t.or(next)
	} else {
		*t = t.And(next)
	}
}

// askChoice answers ?:. Where the choice itself is unknown, so is the answer.
func (n *node) askChoice(v *View, bias bool, t *Times) {
	before := v.met
	n.kids[0].ask(v, bias, t)
	chosen, refused := *t, t.not()
	open := never
	if v.met != before {
		var other Times
		n.kids[0].ask(v, !bias, &other)
		if bias {
			chosen, refused = other, t.not()
			open = t.And(other.not())
		} else {
			chosen, refused = *t, other.not()
		}
	}
	answer := open
	if !chosen.Fixed() || chosen.first {
		var then Times
		n.kids[1].ask(v, bias, &then)
		answer = answer.or(chosen.And(then))
	}
	if !refused.Fixed() || refused.first {
		var otherwise Times
		n.kids[2].ask(v, bias, &otherwise)
		answer = answer.or(refused.And(otherwise))
	}
	*t = answer
}

// An askedFor says for which biases a segment was asked, and whether some of it was
// unknown.
type askedFor uint8

const (
	askedForNo askedFor = 1 << iota
	askedForYes
	metUnknown
)

// segment answers a segment once for each view and bias.
func (v *View) segment(s *segment, bias bool) *Times {
	for len(v.asked) <= s.number {
		v.asked = append(v.asked, 0)
		v.segments = append(v.segments, [2]Times{})
	}
	known := v.asked[s.number]
	i, asked := 0, askedForNo
	if bias && known&(askedForNo|metUnknown) != askedForNo { // else no bias makes a difference
		i, asked = 1, askedForYes
	}
	switch {
	case known&asked == 0:
		before := v.met
		var answer Times
		s.answer.root.ask(v, bias, &answer) // it may make the lists longer
		if v.asked[s.number] |= asked; v.met != before {
			v.asked[s.number] |= metUnknown
		}
		v.segments[s.number][i] = answer
	case known&metUnknown != 0:
		v.met++
	}
	return &v.segments[s.number][i]
}
