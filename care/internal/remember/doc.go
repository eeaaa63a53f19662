// Package remember is what the engine remembers about one customer, and how an
// event changes it. It knows no rule and no clock on the wall.
//
// A [Customer] is loaded from a blob, changed by one step, and written back whole.
// It holds pictures of the customer, of orders, parcels and chats, each put
// together field by field from what events said, so that events may come twice,
// late and in any order. [Customer.Hear] takes an event in and says in a [News]
// what became known by it: what the event names, and what its pictures show for
// the first time.
//
// Whatever a flow may be about is a [Subject]: the customer, an order, a parcel, a
// chat. A subject carries what happened to it ([Heard]), when its flows want to be
// asked again ([Wakes]), which rules were told that it is over ([Ends]), and the
// [Firing] of each rule that has begun about it.
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
