// Command quickstart lets one evening of a shop happen (一个晚上), the night before
// 双11, and the days on which its parcels travel, in a blink. It prints what was
// said to whom, what people were asked to do, why everybody else was left in
// peace, and what it cost.
//
//	go run ./examples/quickstart
//
// The rules are in rules/, as the shopkeeper signed them; their tests are in
// rules_test.yaml; the events are in events.jsonl, as the shop's platform told
// them, invented by the program in generate/. Nothing is sent: the engine that
// decides here is the very one that decides in a shop, with an imagined clock.
package main
