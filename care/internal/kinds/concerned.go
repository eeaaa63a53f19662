package kinds

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// Concerned says whether what happens in a region concerns a subject: an order or a
// parcel while it is on its way into the region; the customer who lives there, or to whom
// something is on its way there. A region without names is everywhere.
func (s *Scene) Concerned(about *remember.Subject, region tiexin.Region) bool {
	switch about.Kind {
	case ask.Order:
		return s.heads(s.Memory.Order(about.ID), region)
	case ask.Parcel:
		p := s.Memory.Parcel(about.ID)
		return p.OnItsWay() && within(region, s.goesTo(p))
	case ask.Customer:
		return within(region, s.Memory.Thing.Region) ||
			slices.ContainsFunc(s.Memory.Orders, func(o *remember.Order) bool { return s.heads(s.Memory.Order(o.ID), region) })
	}
	return false
}

// heads says that an order is on its way into a region: one of its parcels is or, as long
// as none is known, the order itself, once it was shipped.
func (s *Scene) heads(o *remember.Order, region tiexin.Region) bool {
	t := &o.Thing
	if o.ClosedAt() != 0 || !t.SignedAt.IsZero() || !t.SucceededAt.IsZero() {
		return false
	}
	parcels := s.Memory.ParcelsOf(o.ID)
	if len(parcels) == 0 {
		return o.Shipped() && within(region, t.Region)
	}
	return slices.ContainsFunc(parcels, func(p *remember.Parcel) bool { return p.OnItsWay() && within(region, s.goesTo(p)) })
}

// goesTo is where a parcel goes, as it says or as its order does.
func (s *Scene) goesTo(p *remember.Parcel) tiexin.Region {
	if r := p.Thing.Region; r.Province != "" || r.City != "" {
		return r
	}
	if o := s.Memory.Order(p.Order); o != nil {
		return o.Thing.Region
	}
	return tiexin.Region{}
}

// within says that a place lies in a region. One of which it is not known does not.
func within(region, place tiexin.Region) bool {
	return (region.Province == "" || region.Province == place.Province) && (region.City == "" || region.City == place.City) &&
		(region.District == "" || region.District == place.District)
}
