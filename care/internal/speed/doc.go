// Command speed reads the output of BenchmarkRules and writes its table and its chart: the
// cost of an event against the number of rules.
//
//	go test ./care -run '^$' -bench BenchmarkRules -count 5 | go run ./care/internal/speed care/internal/speed
//
// It writes rules.md and rules.svg into the folder. Of several runs the median counts.
package main
