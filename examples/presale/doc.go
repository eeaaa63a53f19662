// Package presale holds the rules by which a shop cares for customers before the
// goods are paid (售前关怀).
//
// The rules stand in two files. chat.yaml is the situation table of the service
// desk: greet by history, tell the agent who is talking (tags and attributes of the
// customer), ask again after five minutes of silence, answer 'too dear', follow up
// after an offer, an unpaid order or a hesitation, note what is out of stock, send
// doubts to an expert. booking.yaml remembers the cart and leads a presale (预售)
// from the deposit to the balance payment.
//
// Where an offer is named, an agent says it in the conversation that the customer
// began, or the customer has agreed to marketing.
//
// The tests beside the rules tell what a customer lives to see.
//
//	go test ./examples/presale
//	care check examples/presale
//	care test examples/presale
package presale
