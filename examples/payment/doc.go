// Package payment holds the rules by which a shop reminds of payment (催付), as
// its owner signed them: payment.yaml, and the stories that prove them, in
// mistakes_test.yaml (what must never happen) and rules_test.yaml (each rule).
//
// What is in the rules: an order that closes soon, whatever its source, is
// reminded when a third to half of its time is over, and never in its last five
// minutes: one of 聚划算 (juhuasuan), which closes after thirty minutes, after ten.
// Everybody else is reminded when most payers of this shop have paid, a number
// that is learned from its own orders (lifecycle.LearnPaymentTimes). A newcomer
// gets a person who helps, not a reminder; a second purchase hears only of
// something that is in it for the customer; members hear of their privileges, of
// what they have earned, and what goes with what they bought; an order by day is
// told 'paid by 18:00, shipped today, with a gift'; the owner asks about large
// orders in person; the tail of a presale is told before it is due. Several
// unpaid orders are one message. Whoever reports a payment problem is left in
// peace. No text claims to know what nobody told the shop.
//
// The package has no code: a shop changes words and minutes in the rule file and
// runs the tests.
//
//	go test ./examples/payment
//	care check examples/payment
//	care test examples/payment
//	care plan examples/payment
package payment
