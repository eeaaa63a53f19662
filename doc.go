// Package tiexin (贴心, considerate) is the model of customer care in an online shop:
// customers, their orders, parcels and chats, and the events about them. The other packages
// build on it. It depends on the standard library only. Package care decides what to do
// about the events.
//
// # One event, from a platform's payload to the engine
//
// Taobao reports that a trade was created. Its interface gives the trade: a number of 19
// digits, times without a zone, amounts as text, masked names. Instead of a phone number
// there is an OAID. The host writes it as an [Event]: what happened ([EventType]), when, to
// which customer, and a snapshot of the order.
//
//	{"id": "6142200092063758446", "event": "order.created", "at": "2026-11-10 20:01:05",
//	 "customer": {"id": "AAHexample0penUid0001", "nick": "t**8", "nick_masked": true},
//	 "order": {"id": "3900000000000000017", "platform": "taobao", "source": "juhuasuan",
//	           "kind": "juhuasuan", "status": "unpaid", "created_at": "2026-11-10 20:01:05",
//	           "amount": "199.00", "title": "加绒连帽卫衣", "province": "浙江省", "city": "杭州市",
//	           "mobile": {"masked": "188****1111", "oaid": "1oaid…", "oaid_order": "3900000000000000017"}}}
//
// [DecodeEvent] reads it, or reports every fault with its field. [ReadEvents] reads a file
// with an event on each line. A host in Go may fill the structs instead.
//
// [Event.Normalise] gives values one form: 浙江省 becomes 浙江. [Event.Validate] reports
// impossible values: no id, an unknown event, an order without its number, a negative
// amount. The engine calls both. An event may come twice, late or out of order, because it
// has an id, a time, and snapshots with an [Order.Version].
//
// A host that polls has no event for each change. It sends order.updated with the whole
// order. A fact that a snapshot is the first to show counts like an event of its own.
//
// # Values
//
//   - [Money] is in fen, an int64. It is read and written by its digits.
//   - [Date] is a birthday or a wedding: a day, perhaps lunar or without a year, not an
//     instant.
//   - [Phone] is a number, a privacy number for some days, or the OAID that the platform
//     sends to. A log never shows the number.
//   - [Region] is a place by short names, so that rules can compare them.
//   - [Consent] is evidence of what a customer allowed or refused.
//
// # What must be right, and what may be left out
//
// A landline instead of a mobile number must not cost a payment or an opt-out. So there are
// two kinds of fields. Ids, the type, the time and the scope of a consent identify;
// amounts, times of orders and parcels, and scores decide. If one of these is wrong, the
// event is refused. Any other faulty field is left out. [Event.Warnings] names the field
// and the reason, never a phone's number. [StatusOf] translates the statuses of platforms.
//
// A zero field means "not yet known" or "not yet happened". Typed words ([OrderStatus],
// [OrderKind], [ParcelStatus], …) are the library's own. A host's other words are kept, and
// no rule of the library relies on them; for statuses, ratings, genders and other closed
// lists see [Event.Normalise].
//
// # Personal data
//
// Errors name fields and ids, never numbers or names. They give the kind and length of a
// wrong value, unless it is a short ASCII word or a time. Every verb of fmt prints an
// [Event], a [Customer] and anything else with personal data as type and ids, and a [Phone]
// as its Mask. That holds alone, by pointer, in lists, in maps and in exported fields of
// structs. Handlers of log/slog get ids too.
//
// JSON holds everything: it is for storing and sending. Three other ways show everything
// too, and no type can prevent it:
//
//   - The JSON handler of log/slog with a list, map or struct of the host's that holds
//     these values. Log each value by itself, or ids.
//   - fmt with an unexported field of a host's struct. Give such a struct its own String or
//     Format.
//   - %p of a value that is not a pointer, and %w of one that is not an error. go vet
//     reports both.
package tiexin
