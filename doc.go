// Package tiexin (贴心, considerate) is the model of customer care in an online
// shop: customers, their orders, parcels and chats, and the events that happen to
// them. The other packages build on it; it depends on the standard library only. Package
// care decides what to do about the events.
//
// # One event, from a platform's payload to the engine
//
// Taobao says that a trade was created, and its interface gives the trade: a
// number of 19 digits, times without a zone, amounts as text, names with stars,
// no phone number but an OAID. The host writes it down as an [Event]: what happened
// ([EventType]), when, and to whom, with a snapshot of the things it is about:
//
//	{"id": "6142200092063758446", "event": "order.created", "at": "2026-11-10 20:01:05",
//	 "customer": {"id": "AAHexample0penUid0001", "nick": "t**8", "nick_masked": true},
//	 "order": {"id": "3900000000000000017", "platform": "taobao", "source": "juhuasuan",
//	           "kind": "juhuasuan", "status": "unpaid", "created_at": "2026-11-10 20:01:05",
//	           "amount": "199.00", "title": "加绒连帽卫衣", "province": "浙江省", "city": "杭州市",
//	           "mobile": {"masked": "188****1111", "oaid": "1oaid…", "oaid_order": "3900000000000000017"}}}
//
// [DecodeEvent] reads it, or reports every fault with its field. [ReadEvents] does so
// for a file with an event on each line. A host that has its data at hand fills the
// structs instead.
//
// [Event.Normalise] then writes in one way what platforms write in several
// (浙江省 becomes 浙江), and [Event.Validate] reports impossible values: no id, an
// unknown event, an order without its number, a negative amount. The engine calls
// both. It takes an event twice, late or out of order without harm, because the event
// has an id, an instant, and snapshots with an [Order.Version].
//
// A host that polls has no event for each change. It sends order.updated with the
// order as it stands: what a snapshot is the first to show counts like the event
// itself.
//
// # The values
//
//   - [Money] is fen in an int64. It is read and written by its digits.
//   - [Date] is a birthday or a wedding: a day, maybe lunar, maybe without a year,
//     never an instant.
//   - [Phone] is a number, a privacy number for some days, or the OAID by which
//     the platform sends. It never shows its number in a log.
//   - [Region] is a place by short names, so that rules can compare them.
//   - [Consent] is evidence of what a customer allowed or refused.
//
// # What must be right and what may be left out
//
// A landline for a mobile number, a birthday on the 30th of February or a platform's
// word for a status must not cost a payment or a refusal. So there is one principle.
// What identifies (ids, the type, the instant, the scope of a consent) and what
// decides (amounts, the times of orders and parcels, scores) must be right, or the
// event is refused. What only decorates is left out, and [Event.Warnings] names the
// field and the reason, never a phone's number. [StatusOf] knows what platforms mean
// by their words.
//
// A zero field means "not yet known" or "not yet happened". Words
// with a type ([OrderStatus], [OrderKind], [ParcelStatus], …) are the library's
// own. A host's other words are kept, and no rule of the library relies on them; for
// statuses see [Event.Normalise].
//
// # Personal data
//
// Errors name fields and ids, never numbers or names: of what stands in a wrong field
// they tell the kind and length, unless it is a short ASCII word or a time. Whatever verb
// of fmt prints an [Event], a [Customer] or anything else of this package that holds
// personal data, it writes the type and ids, and of a [Phone] its Mask: alone, by
// pointer, in lists, in maps and in the exported fields of structs. Handlers of log/slog
// get ids too.
//
// JSON holds everything: it is for storing and sending. So three ways of printing show
// everything as well, and no type can prevent it:
//
//   - the JSON handler of log/slog with a list, a map or a struct of the host's that
//     holds these things. Log each by itself, or ids;
//   - fmt with an unexported field of a struct of the host's, which nobody may ask how
//     it wants to be printed. Give such a struct a String or Format of its own;
//   - %p of what is no pointer, and %w of what is no error. go vet reports both.
package tiexin
