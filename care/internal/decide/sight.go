package decide

import (
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// A Sight is what conditions looked at when they were asked about one subject, kept
// as a blob: mostly the one that is written anyway, since what is decided does not
// change the facts.
type Sight struct {
	State   []byte // of the customer; nil: nobody looked
	Rules   *Rules
	Kind    ask.Kind
	Subject string
	At      ask.Instant
	Brought string // what an event brought that began the rule
}

// Seen lists what a condition saw: personal says whether in clear.
func (v *Sight) Seen(customer string, c *ask.Condition, personal bool) []ask.Seen {
	if v.State == nil || v.Rules == nil {
		return nil
	}
	mem, err := remember.Decode(v.State)
	if err != nil {
		return nil
	}
	about := mem.Find(v.Kind, v.Subject)
	if about == nil {
		return nil
	}
	scene := kinds.Scene{Customer: customer, Memory: mem, Shop: &v.Rules.Shop, Now: v.At}
	var view kinds.View
	scene.See(&view, about)
	kinds.Bring(&view.View, v.Brought)
	if personal {
		return c.SeenPersonal(&view.View, v.At)
	}
	return c.Seen(&view.View, v.At)
}

// sightWith is a sight of a subject with what an event brought.
func (s *Step) sightWith(v *view, brought string) int32 {
	s.Sights = append(s.Sights, Sight{Rules: s.rules, Kind: v.Kind, Subject: v.ID, At: s.now, Brought: brought})
	return int32(len(s.Sights) - 1)
}

// sightOf is the sight that the findings about a subject share.
func (s *Step) sightOf(v *view) int32 {
	if v.sight < 0 {
		v.sight = int32(len(s.Sights))
		s.Sights = append(s.Sights, Sight{Rules: s.rules, Kind: v.Kind, Subject: v.ID, At: s.now})
	}
	return v.sight
}

// Seal writes the memory as a blob, for the store and for what was seen. Where there
// is much in it that nobody looked at, what was seen has a blob of its own.
func (s *Step) Seal() []byte {
	const few = 3
	if len(s.mem.Orders)+len(s.mem.Parcels) > few {
		s.SealSights()
	}
	state := s.mem.Encode()
	for ; s.sealed < len(s.Sights); s.sealed++ {
		s.Sights[s.sealed].State = state
	}
	return state
}

// SealSights keeps what was seen so far, before it changes.
func (s *Step) SealSights() {
	for ; s.sealed < len(s.Sights); s.sealed++ {
		v := &s.Sights[s.sealed]
		if v.Rules == nil {
			continue // no condition looked
		}
		v.State = s.mem.EncodeFacts(s.factsOf(v.Kind, v.Subject))
	}
}

// factsOf are the orders and parcels that the conditions about a subject look at.
func (s *Step) factsOf(kind ask.Kind, id string) (orders []*remember.Order, parcels []*remember.Parcel) {
	order := ""
	switch kind {
	case ask.Order:
		order = id
	case ask.Parcel:
		if p := s.mem.Parcel(id); p != nil {
			order = p.Order
		}
	case ask.Chat:
		if h := s.mem.Chat(id); h != nil {
			order = h.Thing.OrderID
		}
	}
	if order == "" {
		return nil, nil
	}
	if o := s.mem.Order(order); o != nil {
		orders = append(orders, o)
	}
	return orders, s.mem.ParcelsOf(order)
}
