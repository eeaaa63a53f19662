// Package remember is what the engine remembers about one customer, and how an
// event changes it. It knows no rule and no clock on the wall.
//
// A [Customer] is loaded from a blob, changed by one step, and written back whole.
// It holds a [Picture] of the customer and of each order, parcel and chat. A picture is
// put together field by field from what events said: the newest snapshot that knows a
// field decides it, so events may come twice, late and in any order. A time that no
// snapshot states is guessed, and any stated time replaces the guess.
//
// # News
//
// [Customer.Hear] takes an event in. Its [News] says who is concerned and what has
// become true: what the event names, and what its snapshots show for the first time.
//
// [Order.Status] is the furthest that the order is known to have come, whatever word
// the last event carried. A parcel's status never goes back; after a signature only
// rejected, returning and returned come. A [Tally] counts purchases: the customer's own
// totals, what was paid after them, less what was paid back. It knows the latest
// payments one by one, and since when it knows all of them ([Tally.AllSince]).
//
// # Subjects
//
// Whatever a flow may be about is a [Subject]: the customer, an order, a parcel, a
// chat, a [Child] in the customer's picture. A subject carries what happened to it ([Heard]), when its flows are due next
// ([Wakes]), which rules were told that it is over ([Ends]), and the [Firing] of each
// rule that has begun about it. The states of a firing are drawn in firing.go, and only
// [Firing.Move] changes them.
//
// What is over is forgotten: an order or parcel 100 days after its end, an order without
// an end 120 days after payment or shipping, a chat 90 days after it closed, a parcel or
// chat without an end after 180 days without news, a child 180 days after it left the
// picture. The names of the last forgotten
// orders stay, so that late events begin nothing. An event that comes
// again within three days changes nothing.
//
// A message that counts is a [Slot]: what it cost and who says so ([Billed]), how far it has
// come, and the sum of the address it went to ([AddressSum]), so that a failure reported late
// concerns that address alone. Of the addresses at which nobody is the sums of the last 16
// stay ([Customer.IsBad]). A slot of an earlier version has no parts and no sum: a report on it
// is priced by the tariff, and closes no address.
//
// # The blob
//
// A blob begins with its version and the instant that its times count from. Fields follow,
// each a key and a value: the key says the field's number and whether a number or a
// span follows. What is zero is left out; a list is a field that comes several times.
// What has parts is a span with the values it always has, and then fields of its own.
// See record.go.
//
// A field with an unknown number, of a later version, is kept and written back as long
// as what it belongs to. So a new field needs no new version of the blob, and engines of
// both versions may run side by side; an event, a state of a parcel or a reason that
// only a later version knows is kept too, and means nothing. Blobs of version 6, which
// has no numbers, are read and written as the present version (v6.go). The folder
// testdata/corpus holds blobs of each version and what they mean; nothing in it is ever
// changed.
//
// Numbers are varints, instants are differences to that of the blob, or of the part,
// texts have their length in front. An order and a parcel are opened only when
// somebody asks for them; behind a short head the others are written back as they were
// read, so that what a customer bought long ago costs little. The times of a blob count
// from the same instant for some weeks: a picture, a tally or the messages of which
// nothing has changed meanwhile are written back as they were read too (asread.go).
//
// The fields of a picture stand under the numbers that package model gives them, behind
// the stamp of the picture they came from.
package remember
