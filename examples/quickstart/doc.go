// Command quickstart simulates one evening of a shop (一个晚上), the night before 双11, and
// the days on which its parcels travel. It prints each message and task, why nothing was
// sent to the others, and the cost.
//
//	go run ./examples/quickstart
//
// The rules are in rules/, and their tests in rules_test.yaml. The events are in
// events.jsonl, in the form of the shop's platform, and invented by the program in
// generate/. Nothing is sent: the engine is the one of a real shop, with a simulated clock.
package main
