package ask

import "sync"

// A Coverage keeps what the parts of conditions were whenever they were asked, for
// whoever wants to know which of them no test has seen true, or false. Several
// goroutines may share it. The zero Coverage is empty and ready to use.
type Coverage struct {
	mu   sync.Mutex
	seen map[*node]Sighting
}

// A Sighting is what a part was, whenever it counted.
type Sighting struct{ Yes, No, Unknown bool }

// Both says that the part was seen true and seen false.
func (s Sighting) Both() bool { return s.Yes && s.No }

// None says that the part never counted.
func (s Sighting) None() bool { return s == Sighting{} }

// See notes what the parts of a condition are at an instant. As in reading, a part
// counts until another before it has decided.
func (c *Coverage) See(condition *Condition, v *View, at Instant) {
	if condition == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		c.seen = map[*node]Sighting{}
	}
	c.see(condition.root, v, at)
}

func (c *Coverage) see(n *node, v *View, at Instant) (yes, no bool) {
	switch n.op {
	case opAnd, opOr:
		for _, k := range n.kids {
			if yes, no := c.see(k, v, at); n.op == opAnd && no || n.op == opOr && yes {
				break
			}
		}
	case opNot:
		c.see(n.kids[0], v, at)
	case opIf:
		switch yes, no := c.see(n.kids[0], v, at); {
		case yes:
			c.see(n.kids[1], v, at)
		case no:
			c.see(n.kids[2], v, at)
		}
	case opSegment:
		c.see(n.segment.answer.root, v, at)
	}
	yes, no = n.at(v, false, at), !n.at(v, true, at)
	s := c.seen[n]
	c.seen[n] = Sighting{s.Yes || yes, s.No || no, s.Unknown || !yes && !no}
	return yes, no
}

// A Part is a piece of a condition that is yes or no by itself, and where it stands in
// the condition's source, in characters, if it was compiled with Places.
type Part struct {
	From, Width int
	Text        string // as a person would write it

	node *node
}

// Parts are the pieces of the condition in the order in which they stand. Those of a
// segment belong to the segment.
func (c *Condition) Parts() []Part {
	if c == nil {
		return nil
	}
	var all []Part
	c.root.each(func(n *node) {
		if len(n.kids) == 0 && n.op != opTrue && n.op != opFalse {
			all = append(all, Part{int(n.from), int(n.width), n.text, n})
		}
	})
	return all
}

// Whole is the condition as one part.
func (c *Condition) Whole() Part {
	return Part{0, len([]rune(c.Source)), c.Source, c.root}
}

// Of is what a part was.
func (c *Coverage) Of(p Part) Sighting {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen[p.node]
}
