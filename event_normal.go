package tiexin

import (
	"slices"
	"strings"
	"unsafe"
)

// Normalise writes in one way what platforms write in several, so that rules
// find it, and leaves out what cannot be used:
//
//   - Every region becomes as NormalRegion has it, and every phone's number as
//     ParsePhone has it. A nick with stars in it is masked. A parcel that leaves out
//     its order, and an order its customer, take them from the event.
//   - Times are cut to milliseconds, which is what is remembered of them.
//   - Names and texts lose what nobody can see or what turns the text around it:
//     control characters, overrides of the writing direction (U+202A to U+202E, U+2066
//     to U+2069), and U+FFFD, which stands for half an emoji. Line breaks stay in
//     Order.Message and Memo, Review.Text, Consent.Proof, Dated.Note, Node.Text,
//     MessageReport.Text and TaskReport.Note only. Ids stay as they are.
//   - What only decorates and cannot be meant is left out, with a warning. So are
//     words of platforms where the library has its own: a status that is not one of
//     the library's goes from Order.Status to Order.PlatformStatus, if that is empty,
//     and out of a parcel and its track; Taobao's words go out of Refund.Status.
//
// What decorates is everything about people and goods that no decision hangs on:
// names, addresses, phones, birthdays, children, grades, points, tags, titles,
// pieces, links, tracks, the host's own words. What identifies (ids, the type, the
// instant, the scope of a consent) and what decides (amounts, the tally of
// purchases, scores, the times of orders, parcels, chats, refunds and consents)
// stays as it is: Validate refuses the event if it cannot be meant. Text that is
// not UTF-8 stays for Validate too.
//
// Warnings are added to Event.Warnings. Twice is as good as once. Normalise
// changes the event and what it points to in place, but copies a list or a map
// before it changes anything in it; what is normal already is only read.
//
// Engine.Handle calls it; call it yourself only to look at an event before that,
// and then before Validate.
func (e *Event) Normalise() {
	var m mender
	m.thing(eventShape, unsafe.Pointer(e), false)
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
