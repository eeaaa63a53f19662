package ask

import (
	"iter"
	"math/bits"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A Thing is what words are about and what may be known or not: the order that a
// chat names, the review that an event brought. Customer and shop are always known.
type Thing uint8

// The things. From ThingReview on they are what an event brings.
const (
	ThingOrder Thing = iota
	ThingParcel
	ThingChat
	ThingChild
	ThingReview
	ThingSurvey
	ThingRefund
	ThingTask
	ThingMessage
	ThingProduct
	ThingIncident

	thingCount
)

// What the parcels of an order may tell of it while nobody told of the order itself.
// Whoever knows the order knows all of it.
const (
	PartShipped Thing = thingCount + iota // order.shipped
	PartSigned                            // order.signed and order.signed_at
	PartParcels                           // order.parcels
)

const (
	wholeThings = Things(1<<thingCount - 1)
	orderParts  = Things(1<<PartShipped | 1<<PartSigned | 1<<PartParcels)
)

// partOf are the words that need no more than such a part.
var partOf = map[string]Thing{
	"order.shipped": PartShipped, "order.signed": PartSigned, "order.signed_at": PartSigned, "order.parcels": PartParcels,
}

// Brought are the things that an event brings.
const Brought = Things(1<<thingCount - 1<<ThingReview)

type thingInfo struct {
	name   string
	absent string // what is said when it is not known
	kinds  Kinds  // the flows that see it; none: every flow whose event brings it
	by     []tiexin.EventType
}

var things = [thingCount]thingInfo{
	ThingOrder:    {name: "order", absent: "no order is known", kinds: kindsOf(Order, Parcel, Chat)},
	ThingParcel:   {name: "parcel", absent: "no parcel is known", kinds: kindsOf(Parcel)},
	ThingChat:     {name: "chat", absent: "no chat is known", kinds: kindsOf(Chat)},
	ThingChild:    {name: "child", absent: "no child is known", kinds: kindsOf(Child)},
	ThingReview:   {name: "review", absent: "no review is known", by: []tiexin.EventType{tiexin.EventReviewCreated}},
	ThingSurvey:   {name: "survey", absent: "no survey is known", by: []tiexin.EventType{tiexin.EventSurveyAnswered}},
	ThingRefund:   {name: "refund", absent: "no refund is known", by: []tiexin.EventType{tiexin.EventOrderRefundOpened, tiexin.EventOrderRefundClosed, tiexin.EventOrderRefunded}},
	ThingTask:     {name: "task", absent: "no task is known", by: []tiexin.EventType{tiexin.EventTaskDone, tiexin.EventTaskFailed, tiexin.EventTaskRefused, tiexin.EventTaskClaimed}},
	ThingMessage:  {name: "message", absent: "no message is known", by: eventsOf("message")},
	ThingProduct:  {name: "product", absent: "no product is known", by: []tiexin.EventType{tiexin.EventCustomerBrowsed, tiexin.EventCustomerCollected, tiexin.EventCustomerCarted, tiexin.EventCatalogArrived}},
	ThingIncident: {name: "incident", absent: "no incident is known", by: []tiexin.EventType{tiexin.EventIncidentDeclared}},
}

func eventsOf(thing string) []tiexin.EventType {
	return slices.DeleteFunc(tiexin.EventTypes(), func(e tiexin.EventType) bool { return e.Thing() != thing })
}

// String is the thing as it is written before the dot: "review".
func (t Thing) String() string { return things[t].name }

// By are the events that bring the thing; none for what a flow sees anyway.
func (t Thing) By() []tiexin.EventType { return slices.Clone(things[t].by) }

// broughtBy says whether an event brings the thing.
func (t Thing) broughtBy(e tiexin.EventType) bool { return slices.Contains(things[t].by, e) }

// seenBy says whether a flow about a kind of subject knows the thing without an
// event that brings it.
func (t Thing) seenBy(k Kind) bool { return things[t].kinds.Has(k) }

// BroughtBy are the things that an event brings.
func BroughtBy(e tiexin.EventType) Things {
	var s Things
	for t := range Brought.All() {
		if t.broughtBy(e) {
			s = s.With(t)
		}
	}
	return s
}

func thingNamed(name string) (Thing, bool) {
	for t := range thingCount {
		if things[t].name == name {
			return t, true
		}
	}
	return 0, false
}

// Things is a set of things.
type Things uint16

// ThingsOf is the set of some things.
func ThingsOf(all ...Thing) Things {
	var s Things
	for _, t := range all {
		s = s.With(t)
	}
	return s
}

// With adds a thing, the order with all its parts.
func (s Things) With(t Thing) Things {
	if t == ThingOrder {
		s |= orderParts
	}
	return s | 1<<t
}

// Has says whether a thing is in the set.
func (s Things) Has(t Thing) bool { return s&(1<<t) != 0 }

// All yields the things of the set, in the order of the contract. Parts of an order
// are none.
func (s Things) All() iter.Seq[Thing] {
	return func(yield func(Thing) bool) {
		for rest := s & wholeThings; rest != 0; rest &= rest - 1 {
			if !yield(Thing(bits.TrailingZeros16(uint16(rest)))) {
				return
			}
		}
	}
}

// absent says why what the set holds is not known; empty when it holds nothing.
func (s Things) absent() string {
	for t := range s.All() {
		return things[t].absent
	}
	if s != 0 {
		return "no order is known, nor a parcel that names it"
	}
	return ""
}
