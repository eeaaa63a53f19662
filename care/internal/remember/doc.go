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
// totals, what was paid after them, less what was paid back.
//
// # Subjects
//
// Whatever a flow may be about is a [Subject]: the customer, an order, a parcel, a
// chat. A subject carries what happened to it ([Heard]), when its flows are due next
// ([Wakes]), which rules were told that it is over ([Ends]), and the [Firing] of each
// rule that has begun about it. The states of a firing are drawn in firing.go, and only
// [Firing.Move] changes them.
//
// What is over is forgotten: an order or parcel 100 days after its end, an order without
// an end 120 days after payment or shipping, a chat 90 days after it closed, a parcel or
// chat without an end after 180 days without news. The names of the last forgotten
// orders stay, so that late events begin nothing. An event that comes
// again within three days changes nothing.
//
// # The blob
//
// A blob begins with its version. Numbers are varints, instants are differences to
// the instant at which the part was written, texts have their length in front. Each
// subject but the customer is a frame of its own behind a short head; a frame that
// nobody opened is written back as it was read, so that what a customer bought
// long ago costs little.
//
// The fields of a picture stand under the numbers that package model gives them.
// A field with an unknown number, of a later version, is kept and written back.
package remember
