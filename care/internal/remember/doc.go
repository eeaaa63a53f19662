// Package remember has the engine's memory of one customer, and how an event changes it. It
// knows no rule and no clock.
//
// A [Customer] is loaded from a blob, changed by one step, and written back whole. It holds
// a [Picture] of the customer and of each order, parcel and chat. A picture is built field
// by field from snapshots: the newest one that has a field decides it. So events may come
// twice, late and in any order. A time that no snapshot states is guessed, and a stated
// time replaces the guess.
//
// # News
//
// [Customer.Hear] merges an event. Its [News] lists the subjects concerned and the facts
// that have become true. These are the event's own, and those that its snapshots are the
// first to show.
//
// Of an order with cash on delivery no status implies a payment.
//
// [Order.Status] is the furthest status that the order is known to have reached, even if
// the last event said less. A parcel's status never goes back; after a signature only
// rejected, returning and returned follow. A [Tally] counts purchases: the customer's own
// totals, later payments, less refunds. It has the latest payments one by one, and the time
// since when it has all of them ([Tally.AllSince]).
//
// # Subjects
//
// A [Subject] is anything that a flow may be about: the customer, an order, a parcel, a
// chat, a [Child]. It holds its events ([Heard]), when its flows are due next ([Wakes]) and
// which rules reported its end ([Ends]). It also holds the [Firing] of each rule that has
// started about it. The states of a firing are drawn in firing.go, and only [Firing.Move]
// changes them.
//
// Old subjects are forgotten:
//
//   - an order or parcel 100 days after its end, and an order without an end 120 days after
//     payment or shipping;
//   - a chat 90 days after it closed, and a parcel or chat without an end after 180 days
//     without news;
//   - a child 180 days after it left the customer's picture.
//
// The ids of the last forgotten orders stay, so that late events start nothing. A repeated
// event within three days changes nothing.
//
// A message that counts is a [Slot]. It has the cost and its source ([Billed]), how far the
// message has come, and the hash of its address ([AddressSum]). So a late report of a
// failure concerns that address only. The hashes of the last 16 bad addresses stay
// ([Customer.IsBad]). A slot of an earlier version has no parts and no hash: the tariff
// prices a report on it, and it closes no address.
//
// # The blob
//
// A blob begins with its version and the instant from which its times count. Fields follow,
// each a key and a value. The key holds the field's number, and whether a number or a span
// follows. A zero value is left out; a list is a repeated field. A compound value is a span
// with its fixed values, then its own fields. See record.go.
//
// A field with an unknown number, from a later version, is kept and written back with its
// owner. So a new field needs no new version of the blob, and engines of both versions may
// run side by side. An event, parcel status or reason of a later version is kept too, and
// means nothing. Blobs of version 6, which has no numbers, are read and written as the
// present version (v6.go). The folder testdata/corpus holds blobs of each version with
// their meaning. Its files never change.
//
// Numbers are varints. Instants are differences to that of the blob or the part. Texts have
// their length in front. An order or parcel is decoded on demand. The others have a short
// head and are written back as they were read, so old purchases cost little. The times of a
// blob count from the same instant for some weeks. Until then an unchanged picture, tally
// or list of messages is written back as it was read, too (asread.go).
//
// The fields of a picture have the numbers of package model, after the stamp of the picture
// from which they came.
package remember
