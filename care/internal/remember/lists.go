package remember

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// Lists are those on which a customer stands: a store finds who stands on one without
// reading everybody.
type Lists uint8

// The lists. Their numbers stand in blobs and in stores.
const (
	AwaitsApproval       Lists = 1 << iota // a message waits for a person's approval
	HasTask                                // people have a task
	AwaitsSharedApproval                   // a message waits for an approval that is for everybody
)

// A listing says that something about an order or a parcel stands on lists: most of them
// are not opened, and their firings are not looked at.
type listing struct {
	kind    ask.Kind
	id      string
	on      Lists
	unknown string // fields
}

// Lists are those on which the customer stands, looked up anew. Encode writes what they
// are of each order and parcel.
func (c *Customer) Lists() Lists {
	on := c.Subject.lists()
	for i := range c.Answers {
		if a := &c.Answers[i]; a.Queued && a.Event == tiexin.EventIncidentDeclared {
			on |= AwaitsSharedApproval
		}
	}
	for _, h := range c.Chats {
		on |= h.lists()
	}
	for _, k := range c.Children {
		on |= k.lists()
	}
	was := c.listings
	c.listings = nil
	for _, o := range c.Orders {
		on |= c.list(&o.Subject, was)
	}
	for _, p := range c.Parcels {
		on |= c.list(&p.Subject, was)
	}
	return on
}

// list notes the lists of an order or a parcel; was are those that were noted before.
func (c *Customer) list(s *Subject, was []listing) Lists {
	l := listing{kind: s.Kind, id: s.ID}
	i, found := slices.BinarySearchFunc(was, l, listing.compare)
	if found {
		l = was[i]
	}
	if s.Open() {
		l.on = s.lists()
	}
	if l.on != 0 {
		c.listings = append(c.listings, l)
	}
	return l.on
}

func (l listing) compare(other listing) int {
	return cmp.Or(cmp.Compare(l.kind, other.kind), cmp.Compare(l.id, other.id))
}

// StandsOn says that a subject may stand on one of some lists. One that is not opened is
// as it was when it was.
func (c *Customer) StandsOn(s *Subject, on Lists) bool {
	if s.Open() {
		return s.lists()&on != 0
	}
	i, found := slices.BinarySearchFunc(c.listings, listing{kind: s.Kind, id: s.ID}, listing.compare)
	return found && c.listings[i].on&on != 0
}

func (s *Subject) lists() (on Lists) {
	for _, f := range s.Firings {
		on |= f.Lists()
	}
	return on
}

// Lists are those on which a customer stands because of the firing.
func (f *Firing) Lists() Lists {
	switch waits := f.state == Waiting || f.state == Speaking; {
	case f.state == Tasking:
		return HasTask
	case waits && f.Announced != 0 && f.Begun == string(tiexin.EventIncidentDeclared):
		return AwaitsSharedApproval
	case waits && f.Reviewing && !f.Approved:
		return AwaitsApproval
	}
	return 0
}

// The places of a listing's kind in blobs.
const (
	listedOrder = iota
	listedParcel
)

func (l *listing) put(w *Writer) {
	at := w.Field(listedKey)
	kind := byte(listedOrder)
	if l.kind == ask.Parcel {
		kind = listedParcel
	}
	w.Byte(kind)
	w.Text(l.id)
	w.Byte(byte(l.on))
	w.End(at, l.unknown)
}

func getListing(r *Reader) listing {
	around := r.Enter()
	defer r.Leave(around)
	kind := ask.Order
	if r.Byte() == listedParcel {
		kind = ask.Parcel
	}
	return listing{kind, r.Text(), Lists(r.Byte()), r.plain()}
}
