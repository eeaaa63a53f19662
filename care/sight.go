package care

import "github.com/tiexin-go/tiexin/care/rule"

// A sight is what conditions looked at, kept as the blob that is written anyway:
// what is decided after that does not change the facts.
type sight struct {
	state []byte // of the customer; nil: no condition looked
	rules *rule.Set
	at    rule.Instant
}

// seen lists what a condition saw on an occasion.
func (o *Occasion) seen(c *rule.Condition) []rule.Seen {
	mem, err := decodeMemory(o.saw.state)
	if o.saw.state == nil || err != nil {
		return nil
	}
	s := step{rules: o.saw.rules, key: Key{o.Shop, o.Customer}, mem: mem, now: o.saw.at, room: new(room)}
	var subject *order
	if o.Subject != "" {
		if subject = mem.findOrder(o.Subject); subject == nil {
			return nil
		}
	}
	return c.Seen(&s.viewOf(subject).View, o.saw.at)
}

// sees notes that the outcomes of an occasion are to tell what conditions see now.
func (s *step) sees(o *Occasion) {
	o.saw = sight{rules: s.rules, at: s.now}
	s.looked = append(s.looked, o)
}

// seal writes the memory as a blob, for the store and for what was seen since the
// last one.
func (s *step) seal() []byte {
	state := s.mem.encode()
	for _, o := range s.looked {
		o.saw.state = state
	}
	clear(s.looked)
	s.looked = s.looked[:0]
	return state
}
