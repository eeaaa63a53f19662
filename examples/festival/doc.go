// Command festival simulates a year of one shop (大促的一年): 100,000 customers and about
// 300,000 orders, from January to December, with 618 and 双11. It prints what each rule
// sent, what was withheld and why, the cost, the running time and the memory.
//
//	go run ./examples/festival                     the year; some minutes on two cores, and less than a gigabyte
//	go run ./examples/festival -customers 1000     a small shop; some seconds
//
// With a few customers, a page shows the year of each:
//
//	go run ./examples/festival -customers 20 -events > year.jsonl
//	care simulate examples/festival/rules --events year.jsonl --format html > year.html
//
// The forty rules are in rules/, with their tests in rules_test.yaml. Nothing is read and
// nothing is sent: the same seed invents the same year.
//
//   - rhythm.go: when people buy, by day and by hour
//   - shop.go: what the shop sells, and to which customers
//   - life.go: what happens to one customer in the year
//   - order.go: what happens to one order
//   - event.go: the platform's events about it
//   - year.go: the engine takes them, five minutes at a time
//   - tell.go: the results
package main
