package tiexin

import (
	"unsafe"

	"github.com/tiexin-go/tiexin/internal/eventwords"
)

// MaxAttrs is the largest number of the host's own keys in Attr of a customer or an
// order.
const MaxAttrs = 100

// MaxPersonal is the largest number of children, and of dates, of a customer.
const MaxPersonal = 100

// Validate returns all faults of the event as an *EventError; nil if there are none.
//
//   - ID, Type, At and the customer's ID must be set. Incidents and arrivals in the
//     catalog need no customer; the approval of a message about an incident needs
//     none either.
//   - The type must be Known and bring what it Needs: an order its ID, a parcel its
//     OrderID and ID or Number, a message and a task their ID.
//   - customer.merged names another id of the person: see EventCustomerMerged.
//   - Ids have at most 200 bytes (the engine's own, of messages and tasks, 2000).
//     They have no control characters and nothing that breaks a line or turns the
//     direction of writing. All text is UTF-8.
//   - Times lie in the years 2000 to 2200. A time that must be earlier may be up to
//     a day later, since clocks differ and zones are forgotten. An order's creation
//     precedes its other times, a chat's opening its end, the event its receipt.
//   - Amounts are at most 100 billion yuan and not negative, except Order.Adjust.
//   - Numbers of pieces and orders are not negative, scores within their scale.
//   - Dates exist, phone numbers are as ParsePhone returns them, purposes are Known,
//     channels are those of package channel.
//   - A customer and an order have at most MaxAttrs keys of the host's own.
//   - An order's customer and a parcel's order are those of the event, if it names
//     both.
//
// Words are not checked: the host's own, such as sources, kinds, grades and tags, nor those
// of closed lists, which Normalise mends.
// Warnings are no reason to refuse. Call Normalise first: it leaves out descriptive
// fields that would be refused here. A valid event survives EncodeEvent and
// DecodeEvent unchanged, except for its Warnings.
func (e *Event) Validate() error {
	var c check
	for i := range eventShape.Fields {
		f := &eventShape.Fields[i]
		c.value(f, unsafe.Pointer(e), unsafe.Add(unsafe.Pointer(e), f.Offset))
		switch f.Offset {
		case unsafe.Offsetof(e.Type):
			c.eventType(e)
		case unsafe.Offsetof(e.At):
			if e.At.IsZero() {
				c.wrong("at", "is missing: when it happened")
			}
		case unsafe.Offsetof(e.Customer):
			if e.Customer.ID == "" && !e.Type.concernsMany() {
				c.add("customer.id", "is missing")
			}
			if e.Type == EventCustomerMerged && len(e.OtherIDs()) == 0 {
				c.add("customer.ids", `is missing: customer.merged names the other id of the person, {"kind": "host", "value": "its customer id"}`)
			}
		case unsafe.Offsetof(e.Parcel):
			c.belongs(e)
		}
	}
	return c.err(e.ID)
}

// concernsMany says that events of the type may be about no single customer.
func (t EventType) concernsMany() bool {
	switch t {
	case EventIncidentDeclared, EventCatalogArrived, EventMessageApproved, EventMessageDeclined:
		return true
	}
	return false
}

// eventType also looks whether the event brings what its type is about.
func (c *check) eventType(e *Event) {
	switch {
	case e.Type == "":
		c.wrong("event", "is missing: what happened, such as order.paid")
	case !e.Type.Known():
		words := make([]string, len(eventTypes))
		for i, t := range eventTypes {
			words[i] = string(t)
		}
		hint := didYouMean(string(e.Type), words)
		if meant := eventwords.Meant(string(e.Type)); meant != "" {
			hint = "; write " + meant
		}
		message := "unknown event " + shownIf(hint != "", string(e.Type)) + hint
		if hint == "" {
			message += "; see `care words events` for all of them"
		}
		c.wrong("event", message)
	case !e.carries(e.Type.needs()):
		c.wrong(e.Type.Needs(), "is missing: "+string(e.Type)+" is about one")
	}
}

// carries tells whether the event has something under the key. It has what no
// type needs.
func (e *Event) carries(key string) bool {
	f := eventShape.Field(key)
	return f == nil || *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(e), f.Offset)) != nil
}

// belongs checks that order and parcel are told apart from others, and are those
// of the event's customer and order.
func (c *check) belongs(e *Event) {
	if o := e.Order; o != nil {
		c.same("order.customer_id", o.CustomerID, "customer", e.Customer.ID)
	}
	if p := e.Parcel; p != nil {
		if p.Number == "" && p.ID == "" {
			c.add("parcel.number", "is missing, and so is id: one of them must be there")
		}
		if e.Order != nil {
			c.same("parcel.order_id", p.OrderID, "order", e.Order.ID)
		}
	}
}
