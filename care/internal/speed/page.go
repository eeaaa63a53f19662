package main

import (
	"fmt"
	"strings"
)

// A table has a line for each number of rules and a column for each series.
type table struct {
	title, about string
	series       []string
	heads        []string
	ratio        string // of the first column and the last; empty: none
}

var tables = []table{
	{
		"The whole engine", "Each of four events begins a quarter of the rules, and three of them match. The loop runs every condition by expr, and does nothing else.",
		[]string{"Rules/engine", "Rules/all", "Rules/expr"},
		[]string{"engine", "engine, every rule asked", "loop of expr"},
		"engine ÷ loop",
	},
	{
		"The whole engine, dense rules", "One or two rules of a hundred are true for an event. With `choose: first` the first of a flow speaks; with `choose: all` every one that is true has an outcome, and the cost follows their number.",
		[]string{"Dense/first", "Dense/all"},
		[]string{"first", "all"},
		"",
	},
	matchingTable("dense", "One or two rules of a hundred are true. Indexed Go looks up the event and the source in maps and tries what is left, a row of ifs each; plain Go tries every rule; the loop runs the conditions of the event by expr. The goals are against indexed Go."),
	matchingTable("sparse", "Every condition names one of many sources, ten rules a source."),
}

func matchingTable(kind, about string) table {
	m := "Matching/" + kind + "-"
	return table{"Matching alone, " + kind + " rules", about, []string{m + "index", m + "plain", m + "expr", m + "hand"}, []string{"index", "plain Go", "loop of expr", "indexed Go"}, "index ÷ indexed Go"}
}

// wanted are the figures that the page and the chart need.
func wanted() (all []figure) {
	for _, t := range tables {
		for _, s := range t.series {
			all = append(all, costs(s)...)
		}
	}
	for _, g := range goals {
		all = append(all, g.of)
		if g.than != (figure{}) {
			all = append(all, g.than)
		}
	}
	return all
}

// page is everything in Markdown.
func (m *measured) page() string {
	var b strings.Builder
	b.WriteString("# What an event costs\n\nThis page and its chart are written by `care/internal/speed`. From the root of the module:\n\n" +
		"```sh\ngo test ./care -run '^$' -bench '^Benchmark(Rules|Dense|Matching|Handle|WakeUp|Memory|Simulate|Load)$' -count 5 -timeout 2h > new.txt\ngo run ./care/internal/speed care/internal/speed < new.txt\nbenchstat old.txt new.txt  # golang.org/x/perf/cmd/benchstat compares two states of the code\n```\n\n")
	runs := len(m.runs[goals[0].of])
	fmt.Fprintf(&b, "A baseline runs beside what it is compared with, in the same run: ratios hold on other machines, times do not. Medians of %d, %s.\n\n![the cost of an event against the number of rules](rules.svg)\n\n## Goals\n\n| | goal | measured | |\n|---|--:|--:|---|\n", runs, m.machine)
	for _, g := range goals {
		b.WriteString(g.row(m))
	}
	for _, t := range tables {
		b.WriteString("\n" + m.table(t))
	}
	return b.String()
}

func (m *measured) table(t table) string {
	var b strings.Builder
	heads := t.heads
	if t.ratio != "" {
		heads = append(heads[:len(heads):len(heads)], t.ratio)
	}
	fmt.Fprintf(&b, "## %s\n\n%s\n\n| rules | %s |\n|--:|%s\n", t.title, t.about, strings.Join(heads, " | "), strings.Repeat("--:|", len(heads)))
	for _, n := range sizes {
		fmt.Fprintf(&b, "| %s |", grouped(n))
		for _, s := range t.series {
			fmt.Fprintf(&b, " %s |", span(m.of(costAt(s, n))))
		}
		if t.ratio != "" {
			fmt.Fprintf(&b, " %.2f |", m.of(costAt(t.series[0], n))/m.of(costAt(t.series[len(t.series)-1], n)))
		}
		b.WriteString("\n")
	}
	return b.String()
}
