// Package payment holds the rules by which a shop reminds of payment (催付), as
// its owner signed them: payment.yaml, and the stories that prove them, in
// mistakes_test.yaml (what must never happen) and rules_test.yaml (each rule).
//
// What is in the rules: an order of 聚划算 (juhuasuan) is reminded after ten
// minutes, because it closes by itself after thirty; a newcomer gets a person who
// helps, not a reminder; a second purchase hears only of something that is in it
// for the customer; members hear of their privileges; an order by day is told
// 'paid by 18:00, shipped today, with a gift'; the owner asks about large orders
// in person; the tail of a presale is told before it is due. Several unpaid
// orders are one message. Whoever reports a payment problem is left in peace.
//
// The package has no code: a shop changes words and minutes in the rule file and
// runs the tests.
//
//	go test ./examples/payment
//	care check examples/payment
//	care test examples/payment
package payment
