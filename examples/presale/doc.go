// Package presale has a shop's rules for customers before they pay (售前关怀).
//
//   - chat.yaml is the situation table of the service desk. It greets by history and shows
//     the agent the customer's tags and attributes. It asks again after five minutes of
//     silence and answers "too expensive". It follows up after an offer, an unpaid order or
//     a hesitation. It notes what is out of stock, and sends doubts to an expert.
//   - booking.yaml remembers the cart and leads a presale (预售) from the deposit to the
//     balance payment.
//
// A text names an offer only in a conversation that the customer began, or with consent to
// marketing.
//
// The tests beside the rules are stories of what a customer receives.
//
//	go test ./examples/presale
//	care check examples/presale
//	care test examples/presale
package presale
