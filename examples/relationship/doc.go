// Package relationship holds the rules by which a mother-and-baby shop cares for
// its customers over the whole relationship (客户全生命周期关怀), beside single
// purchases.
//
// shop.yaml says how stages are told, what goes together, the shop's own days and
// what never goes out. stages.yaml follows a customer from the first interest over
// the second purchase and loyalty to win-back, by value and by cause; a customer who
// has long been silent hears from the shop on the two largest shopping festivals
// only. days.yaml is about festivals, birthdays, children and anniversaries, with
// gifts by rank. sudden.yaml is about storms and smog: a person approves it before
// anything goes out.
//
// The tests beside the rules tell what a customer lives to see.
//
//	go test ./examples/relationship
//	care check examples/relationship
//	care test examples/relationship
package relationship
