// Package relationship has the rules of a mother-and-baby shop for the whole relationship
// with its customers (客户全生命周期关怀), beside single purchases.
//
//   - shop.yaml has the stages, what goes together, the shop's own days, and the
//     never-rules.
//   - stages.yaml follows a customer from the first interest over the second purchase and
//     loyalty to win-back, by value and by cause. A customer who has long been silent hears
//     from the shop on the two largest shopping festivals only.
//   - days.yaml has festivals, birthdays, children and anniversaries, with gifts by rank.
//   - sudden.yaml has storms and smog. A person approves a message before it is sent.
//
// The tests beside the rules are stories of what a customer receives.
//
//	go test ./examples/relationship
//	care check examples/relationship
//	care test examples/relationship
package relationship
