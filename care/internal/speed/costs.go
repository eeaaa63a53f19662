package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A series is one way of handling an event, and its cost by the number of rules.
type series struct {
	name  string // in the benchmark
	title string
	color string
}

var all = []series{
	{"engine", "the engine", "#1a7f37"},
	{"all", "the engine, every rule asked", "#9a6700"},
	{"expr", "a bare loop of expr over the conditions", "#6e7781"},
}

// costs are nanoseconds for an event, by series and number of rules.
type costs map[string]map[int]float64

var line = regexp.MustCompile(`^BenchmarkRules/(\w+)/rules=(\d+)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`)

// read reads what go test writes. Of several runs the median counts.
func read(r io.Reader) (costs, error) {
	runs := map[string]map[int][]float64{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		m := line.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		rules, err := strconv.Atoi(m[2])
		if err != nil {
			return nil, fmt.Errorf("%q: %w", lines.Text(), err)
		}
		nanos, err := strconv.ParseFloat(m[3], 64)
		if err != nil || nanos <= 0 {
			return nil, fmt.Errorf("%q has no cost", lines.Text())
		}
		if runs[m[1]] == nil {
			runs[m[1]] = map[int][]float64{}
		}
		runs[m[1]][rules] = append(runs[m[1]][rules], nanos)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	c := costs{}
	for _, s := range all {
		if len(runs[s.name]) == 0 {
			return nil, errors.New("the input has no BenchmarkRules/" + s.name + "; pipe the output of the benchmark")
		}
		c[s.name] = map[int]float64{}
		for rules, nanos := range runs[s.name] {
			slices.Sort(nanos)
			c[s.name][rules] = nanos[len(nanos)/2]
		}
	}
	return c, nil
}

// sizes are the numbers of rules that were measured, ascending.
func (c costs) sizes() []int { return slices.Sorted(maps.Keys(c["engine"])) }

// table is the costs in Markdown, with what the engine takes in runs of the bare loop.
func (c costs) table() string {
	var b strings.Builder
	b.WriteString("| rules |")
	for _, s := range all {
		fmt.Fprintf(&b, " %s |", s.title)
	}
	b.WriteString(" engine ÷ loop |\n|--:|--:|--:|--:|--:|\n")
	for _, n := range c.sizes() {
		fmt.Fprintf(&b, "| %s |", grouped(n))
		for _, s := range all {
			fmt.Fprintf(&b, " %s |", span(c[s.name][n]))
		}
		fmt.Fprintf(&b, " %.2f |\n", c["engine"][n]/c["expr"][n])
	}
	return b.String()
}

// span is a time in the unit that suits it, with three digits.
func span(nanos float64) string {
	switch {
	case nanos < 999.5:
		return fmt.Sprintf("%.3g ns", nanos)
	case nanos < 999.5e3:
		return fmt.Sprintf("%.3g µs", nanos/1e3)
	default:
		return fmt.Sprintf("%.3g ms", nanos/1e6)
	}
}

func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
