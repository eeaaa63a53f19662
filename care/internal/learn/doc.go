// Package learn finds a shop's own numbers in the history of its orders and parcels, and
// writes them as a part of its rules, each with its evidence beside it, for a person to
// read (care learn).
//
//   - learn.go takes the history as it was known on a day.
//   - payment.go finds shop.usual_minutes_to_pay, transit.go shop.transit, lasts.go
//     shop.lasts; lifecycle.go the section lifecycle.
//   - write.go writes the part.
//
// The same history gives the same bytes. Nothing is learned from less than a stated
// minimum: then the part says so, and has no number.
package learn
