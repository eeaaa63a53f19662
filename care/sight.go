package care

import "github.com/tiexin-go/tiexin/care/rule"

// A sight is what conditions looked at, kept as a blob: mostly the one that is
// written anyway, since what is decided does not change the facts.
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

// seal writes the memory as a blob, for the store and for what was seen. Where
// there is much in it that nobody looked at, what was seen has a blob of its own.
func (s *step) seal() []byte {
	const fewOrders = 3
	if len(s.mem.orders) > fewOrders {
		s.sealSights()
	}
	state := s.mem.encode()
	for _, o := range s.looked {
		o.saw.state = state
	}
	s.forgetLooked()
	return state
}

// sealSights keeps what was seen so far, before it changes.
func (s *step) sealSights() {
	for _, o := range s.looked {
		o.saw.state = s.mem.encodeFacts(s.mem.findOrder(o.Subject))
	}
	s.forgetLooked()
}

func (s *step) forgetLooked() {
	clear(s.looked)
	s.looked = s.looked[:0]
}

// encodeFacts writes only what conditions about an order, or about the customer
// if o is nil, may look at.
func (m *memory) encodeFacts(o *order) []byte {
	facts := memory{now: m.now, customer: m.customer, tagged: m.tagged, tally: m.tally, chats: m.chats, writer: m.writer}
	if o != nil {
		facts.orders = []*order{o}
	}
	state := facts.encode()
	m.writer = facts.writer
	return state
}
