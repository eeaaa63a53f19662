// Command festival lets a year of one shop happen (大促的一年): 100,000 customers, some
// 300,000 orders, and all that comes with them, from the New Year to the last day of
// December, with 618 and 双11 between. It prints what was said by which rule, what was
// withheld and why, what it cost, how long it took and how much memory.
//
//	go run ./examples/festival                     the year; some minutes on two cores, and less than a gigabyte
//	go run ./examples/festival -customers 1000     a small shop; some seconds
//
// A few customers make a page that shows what each of them lived through:
//
//	go run ./examples/festival -customers 20 -events > year.jsonl
//	care simulate examples/festival/rules --events year.jsonl --format html > year.html
//
// The rules are in rules/, forty of them, with their tests in rules_test.yaml. Nothing
// is read and nothing is sent: the same seed invents the same year.
//
//   - rhythm.go: when people buy, by the day and by the hour
//   - shop.go: what the shop sells, and to whom
//   - life.go: what happens to one customer in the year
//   - order.go: what happens to one order
//   - event.go: what the platform tells of it
//   - year.go: the engine hears it, five minutes at a time
//   - tell.go: what came of it
package main
