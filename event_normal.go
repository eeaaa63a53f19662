package tiexin

import (
	"slices"
	"strings"
	"unsafe"
)

// Normalise brings the platforms' spellings into one form, so that rules match them,
// and leaves out unusable values:
//
//   - Regions are written as NormalRegion writes them, phone numbers as ParsePhone
//     does. A nick with stars in it is masked. A parcel without its order takes the
//     event's, an order without its customer likewise.
//   - Times are cut to milliseconds, the precision of the state.
//   - Names and texts lose invisible characters: control characters, line separators,
//     overrides of the writing direction (U+2028 to U+202E, U+2066 to U+2069) and
//     U+FFFD, half an emoji. Line breaks stay only in Order.Message and Memo,
//     Review.Text, Consent.Proof, Dated.Note, Node.Text, MessageReport.Text and
//     TaskReport.Note. Ids stay as they are.
//   - An invalid descriptive field is left out, with a warning.
//   - A word of a closed list (a gender, a rating, who signed for a parcel, its trouble,
//     the source of its arrival) is written as the library does where it plainly means
//     one: 差评 is Bad, 女 and F are Female, 本人 is SignedBySelf. Any other word is left
//     out, with a warning.
//   - An unknown cause of a failure is left out, with a warning.
//   - A permission among the customer's consents that names and proves nothing is left
//     out, with a warning: it permits nothing.
//   - Children who share an id, or have none, and differ are left out, with a warning:
//     they cannot be told apart.
//   - More than MaxPersonal children, or dates, are left out, all of them, with a
//     warning: no person has so many, and each of them may start messages.
//   - A platform's word for a status is left out, with a warning that names the
//     library's word. A word in Order.Status moves to Order.PlatformStatus if that is
//     empty. A parcel and its track lose every word but the library's, a refund only
//     Taobao's and those of a settled claim (退款成功).
//
// Every field about people and products is descriptive: names, addresses, phones,
// birthdays, children, grades, points, tags, titles, pieces, links, tracks, the host's
// own words. Ids, the event's type and time and the scope of a consent identify.
// Amounts, totals of purchases, scores, and the times of orders, parcels, chats,
// refunds and consents decide. Fields that identify or decide stay as they are, and
// Validate refuses the event if one is invalid. Validate also refuses text that is not
// UTF-8.
//
// No element is left out of a list in which Validate refuses another: the error names the
// place in the list that the host wrote.
//
// Normalise appends to Event.Warnings. A second call changes nothing. It changes the
// event and what it points to in place, but copies a list or a map before it changes
// anything in it. Values in normal form are only read.
//
// Engine.Handle calls it. Call it yourself only to inspect an event earlier, and then
// before Validate.
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
