package main

import "fmt"

// A goal is a limit of a figure, or of what it is in units of another figure.
type goal struct {
	what    string
	of      figure
	than    figure // zero: the figure itself is limited
	limit   float64
	atLeast bool // the limit is the least, otherwise the most
}

var goals = []goal{
	{what: "sparse rules, whole engine: 10,000 ÷ 100", of: costAt("Rules/engine", 10_000), than: costAt("Rules/engine", 100), limit: 3},
	{what: "dense rules, whole engine: 10,000 ÷ 100", of: costAt("Dense/first", 10_000), than: costAt("Dense/first", 100), limit: 10},
	{what: "sparse rules, matching alone: 10,000 ÷ 100", of: costAt("Matching/sparse-index", 10_000), than: costAt("Matching/sparse-index", 100), limit: 3},
	{what: "dense rules, matching alone: 10,000 ÷ 100", of: costAt("Matching/dense-index", 10_000), than: costAt("Matching/dense-index", 100), limit: 10},
	{what: "whole engine ÷ loop of expr, 1,000 rules", of: costAt("Rules/engine", 1_000), than: costAt("Rules/expr", 1_000), limit: 0.5},
	{what: "whole engine ÷ loop of expr, 10,000 rules", of: costAt("Rules/engine", 10_000), than: costAt("Rules/expr", 10_000), limit: 0.05},
	{what: "matching alone ÷ indexed Go, dense, 100 rules", of: costAt("Matching/dense-index", 100), than: costAt("Matching/dense-hand", 100), limit: 2.5},
	{what: "matching alone ÷ indexed Go, dense, 1,000 rules", of: costAt("Matching/dense-index", 1_000), than: costAt("Matching/dense-hand", 1_000), limit: 0.6},
	{what: "matching alone ÷ indexed Go, dense, 10,000 rules", of: costAt("Matching/dense-index", 10_000), than: costAt("Matching/dense-hand", 10_000), limit: 0.15},
	{what: "`Handle`, 100 rules of a shop", of: figure{"BenchmarkHandle/shop/rules=100", "ns/op"}, limit: 5e3},
	{what: "`Handle`, 100 rules of a shop: allocations", of: figure{"BenchmarkHandle/shop/rules=100", "allocs/op"}, limit: 6},
	{what: "a wake-up that sends nothing", of: figure{"BenchmarkWakeUp/conversation", "ns/op"}, limit: 2e3},
	{what: "an order that waits: bytes", of: figure{"BenchmarkMemory", "B/order"}, limit: 350},
	{what: "`Simulate`, all outcomes: events a second", of: figure{"BenchmarkSimulate/without-condition-off=false", "events/s"}, limit: 250_000, atLeast: true},
	{what: "`Simulate` without conditions that are off: events a second", of: figure{"BenchmarkSimulate/without-condition-off=true", "events/s"}, limit: 250_000, atLeast: true},
	{what: "10,000 rules of a shop load", of: figure{"BenchmarkLoad/shop", "ns/op"}, limit: 1e9},
	{what: "10,000 rules of a shop loaded: megabytes", of: figure{"BenchmarkLoad/shop", "MB"}, limit: 50},
}

// value is what the goal limits.
func (g goal) value(m *measured) float64 {
	if g.than == (figure{}) {
		return m.of(g.of)
	}
	return m.of(g.of) / m.of(g.than)
}

func (g goal) met(m *measured) bool {
	if g.atLeast {
		return g.value(m) >= g.limit
	}
	return g.value(m) <= g.limit
}

// row is a line of the table of goals.
func (g goal) row(m *measured) string {
	sign, verdict := "≤", "met"
	if g.atLeast {
		sign = "≥"
	}
	if !g.met(m) {
		verdict = "**missed**"
	}
	return fmt.Sprintf("| %s | %s %s | %s | %s |\n", g.what, sign, g.write(g.limit), g.write(g.value(m)), verdict)
}

// write is a value of the goal: a time, a number or a ratio.
func (g goal) write(x float64) string {
	switch {
	case g.than != (figure{}):
		return fmt.Sprintf("%.3g", x)
	case g.of.unit == "ns/op":
		return span(x)
	default:
		return grouped(int(x + 0.5))
	}
}
