// Package learn finds a shop's own numbers in the history of its orders and parcels. It
// writes them as a part of the rules, each with its evidence, for a person to read (care
// learn).
//
//   - learn.go takes the history as it was known on a day.
//   - payment.go finds shop.usual_minutes_to_pay, transit.go shop.transit, lasts.go
//     shop.lasts, and lifecycle.go the section lifecycle.
//   - write.go writes the part.
//
// The same history gives the same bytes. If there are fewer cases than a stated minimum,
// the part says so and has no number.
package learn
