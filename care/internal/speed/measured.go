package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A figure is what one benchmark measures in one unit.
type figure struct{ bench, unit string }

func (f figure) String() string { return f.bench + " in " + f.unit }

// measured are the runs of every figure, and the machine.
type measured struct {
	runs    map[figure][]float64
	machine string
}

var (
	// The number of processors may follow the name.
	line    = regexp.MustCompile(`^(Benchmark\S+?)(?:-\d+)?\s+\d+\s+(\S+ .*)$`)
	machine = regexp.MustCompile(`^cpu: (.+)$`)
)

// read reads what go test prints.
func read(r io.Reader) (*measured, error) {
	m := &measured{runs: map[figure][]float64{}}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if cpu := machine.FindStringSubmatch(lines.Text()); cpu != nil {
			m.machine = cpu[1]
		}
		found := line.FindStringSubmatch(lines.Text())
		if found == nil {
			continue
		}
		for pair := range slices.Chunk(strings.Fields(found[2]), 2) {
			value, err := strconv.ParseFloat(pair[0], 64)
			if err != nil || len(pair) < 2 {
				return nil, fmt.Errorf("%q: want a number and its unit after the number of runs", lines.Text())
			}
			f := figure{found[1], pair[1]}
			m.runs[f] = append(m.runs[f], value)
		}
	}
	return m, lines.Err()
}

// lacks are the figures that were not measured.
func (m *measured) lacks(wanted []figure) (missing []string) {
	for _, f := range wanted {
		if len(m.runs[f]) == 0 && !slices.Contains(missing, f.String()) {
			missing = append(missing, f.String())
		}
	}
	return missing
}

// of is the median of a figure.
func (m *measured) of(f figure) float64 {
	runs := slices.Sorted(slices.Values(m.runs[f]))
	middle := len(runs) / 2
	if len(runs)%2 == 0 {
		return (runs[middle-1] + runs[middle]) / 2
	}
	return runs[middle]
}

// sizes are the numbers of rules that are measured.
var sizes = []int{100, 1_000, 10_000}

// costs are the figures of a series: the time of an event by the number of rules.
func costs(series string) (all []figure) {
	for _, n := range sizes {
		all = append(all, costAt(series, n))
	}
	return all
}

func costAt(series string, rules int) figure {
	return figure{fmt.Sprintf("Benchmark%s/rules=%d", series, rules), "ns/op"}
}

// span is a time in the unit that suits it, with three digits.
func span(nanos float64) string {
	switch {
	case nanos < 999.5:
		return fmt.Sprintf("%.3g ns", nanos)
	case nanos < 999.5e3:
		return fmt.Sprintf("%.3g µs", nanos/1e3)
	case nanos < 999.5e6:
		return fmt.Sprintf("%.3g ms", nanos/1e6)
	default:
		return fmt.Sprintf("%.3g s", nanos/1e9)
	}
}

func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
