// Command speed reads what the benchmarks print and writes a page and a chart: the cost of
// an event against the number of rules, beside its baselines in the same run, and every goal
// with its figure. From the root of the module:
//
//	go test ./care -run '^$' -bench '^Benchmark(Rules|Dense|Matching|Handle|WakeUp|Memory|Simulate|Load)$' -count 5 -timeout 2h > new.txt
//	go run ./care/internal/speed care/internal/speed < new.txt
//
// It writes rules.md and rules.svg into the folder. Of several runs the median counts. Input
// without a case that the page needs is refused. To compare two states of the code:
//
//	benchstat old.txt new.txt
package main
