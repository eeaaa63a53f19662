// Package payment has a shop's rules for payment reminders (催付). They are in
// payment.yaml. Their stories are in mistakes_test.yaml (what must never happen) and
// rules_test.yaml (each rule).
//
//   - An order that closes soon gets its reminder after a third to half of its time, and
//     never in the last five minutes. An order of 聚划算 (juhuasuan) closes after thirty
//     minutes and is reminded after ten.
//   - For other orders the reminder comes when most payers of this shop have paid. The shop
//     learns this time from its own orders (payment.Learn).
//   - A new customer gets a person who helps, not a reminder.
//   - A customer with one earlier purchase reads of a benefit, and not only of the order.
//   - Members read of their privileges, their points, and what goes with earlier purchases.
//   - An order by day reads "paid by 18:00, shipped today".
//   - The owner asks about large orders in person.
//   - The balance of a presale is announced before it is due.
//   - Several unpaid orders get one message.
//   - No reminder is sent while a payment problem is open.
//   - No text claims more than the shop knows.
//
// The package has no code: a shop changes words and minutes in the rule file and runs the
// tests.
//
//	go test ./examples/payment
//	care check examples/payment
//	care test examples/payment
//	care plan examples/payment
package payment
