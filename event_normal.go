package tiexin

import (
	"slices"
	"strings"
	"unsafe"
)

// Normalise writes in one way what platforms write in several, so that rules
// find it, and leaves out what cannot be used:
//
//   - Regions are written as NormalRegion writes them, numbers of phones as
//     ParsePhone does. A nick with stars in it is masked. A parcel without its order
//     takes the event's, an order without its customer likewise.
//   - Times are cut to milliseconds, which is what is remembered of them.
//   - Names and texts lose what nobody can see: control characters, separators of
//     lines and overrides of the writing direction (U+2028 to U+202E, U+2066 to
//     U+2069), and U+FFFD, which stands for half an emoji. Line breaks stay only in
//     Order.Message and Memo, Review.Text, Consent.Proof, Dated.Note, Node.Text,
//     MessageReport.Text and TaskReport.Note. Ids stay as they are.
//   - A field that only decorates is left out, with a warning, when it cannot be
//     meant.
//   - A cause of a failure that is none of the words is left out, with a warning.
//   - A permission among the customer's consents that names and proves nothing is left
//     out, with a warning: it permits nothing.
//   - Children who share an id, or have none, and differ are left out, with a warning:
//     nobody can tell them apart.
//   - More than MaxPersonal children, or dates, are left out, all of them, with a
//     warning: no person has so many, and each of them may begin messages.
//   - A platform's word for a status is left out, with a warning that names the
//     library's. From Order.Status it moves to Order.PlatformStatus, unless that has
//     one. In a parcel and its track every word but the library's is left out, in a
//     refund only Taobao's.
//
// Everything about people and goods decorates: names, addresses, phones, birthdays,
// children, grades, points, tags, titles, pieces, links, tracks, the host's own
// words. Ids, the event's type and instant and the scope of a consent identify.
// Amounts, the tally of purchases, scores, and the times of orders, parcels, chats,
// refunds and consents decide. What identifies or decides stays as it is, and
// Validate refuses the event when it cannot be meant. Validate also refuses text
// that is not UTF-8.
//
// Normalise adds to Event.Warnings. Twice is as good as once. It changes the event
// and what it points to in place, but copies a list or a map before it changes
// anything in it. What is normal is only read.
//
// Engine.Handle calls it; call it yourself only to look at an event before that,
// and then before Validate.
func (e *Event) Normalise() {
	var m mender
	m.thing(eventShape, unsafe.Pointer(e), false)
	m.evidence(&e.Customer.Consents)
	m.cause(e.Message)
	few(&m, "children", &e.Customer.Children)
	few(&m, "dates", &e.Customer.Dates)
	m.children(&e.Customer.Children)
	if len(m.warnings) > 0 {
		e.Warnings = append(slices.Clip(e.Warnings), m.warnings...)
	}
	if !e.Customer.NickMasked && strings.Contains(e.Customer.Nick, "**") {
		e.Customer.NickMasked = true
	}
	if o := e.Order; o != nil && o.CustomerID == "" && e.Customer.ID != "" {
		o.CustomerID = e.Customer.ID
	}
	if p := e.Parcel; p != nil && p.OrderID == "" && e.Order != nil && e.Order.ID != "" {
		p.OrderID = e.Order.ID
	}
}
