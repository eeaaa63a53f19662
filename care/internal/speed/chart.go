package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// The chart has logarithmic axes: a cost that grows with the rules is a slope.
const (
	width, height            = 640, 320
	left, right, top, bottom = 64.0, 150.0, 16.0, 40.0
)

// An axis turns a number into a place.
type axis struct{ from, to, start, end float64 }

func (a axis) at(x float64) float64 {
	return a.start + (math.Log10(x)-math.Log10(a.from))/(math.Log10(a.to)-math.Log10(a.from))*(a.end-a.start)
}

// A curve is a series in the chart.
type curve struct{ series, label, color string }

var curves = []curve{
	{"Rules/engine", "the engine", "#1a7f37"},
	{"Dense/first", "the engine, dense rules", "#0969da"},
	{"Rules/all", "the engine, every rule", "#9a6700"},
	{"Rules/expr", "a bare loop of expr", "#6e7781"},
}

// chart draws the costs as an SVG.
func (m *measured) chart() string {
	low, high := math.Inf(1), 0.0
	for _, c := range curves {
		for _, f := range costs(c.series) {
			low, high = min(low, m.of(f)), max(high, m.of(f))
		}
	}
	x := axis{float64(sizes[0]), float64(sizes[len(sizes)-1]), left, width - right}
	y := axis{math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high))), height - bottom, top}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#57606a">`+"\n", width, height)
	b.WriteString("<title>The cost of an event against the number of rules</title>\n" + `<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	for v := y.from; v <= y.to*1.0001; v *= 10 {
		fmt.Fprintf(&b, `<path d="M%.0f %.1fH%.0f" stroke="#d0d7de"/><text x="%.0f" y="%.1f" text-anchor="end">%s</text>`+"\n", x.start, y.at(v), x.end, x.start-6, y.at(v)+4, span(v))
	}
	for _, n := range sizes {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x.at(float64(n)), height-22, grouped(n))
	}
	fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">rules</text>`+"\n", (x.start+x.end)/2, height-6)
	last := sizes[len(sizes)-1]
	labels := spread(func(c curve) float64 { return y.at(m.of(costAt(c.series, last))) })
	for i, c := range curves {
		var d strings.Builder
		step := "M"
		for _, n := range sizes {
			fmt.Fprintf(&d, "%s%.1f %.1f", step, x.at(float64(n)), y.at(m.of(costAt(c.series, n))))
			step = "L"
		}
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%.1f" y="%.1f" fill="%s">%s</text>`+"\n", d.String(), c.color, x.end+8, labels[i]+4, c.color, c.label)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// spread are the heights of the labels, in the order of the curves: at the ends of their
// lines, and lower where they would cover another.
func spread(end func(curve) float64) []float64 {
	heights, order := make([]float64, len(curves)), make([]int, len(curves))
	for i, c := range curves {
		heights[i], order[i] = end(c), i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(heights[a], heights[b]) })
	for i := 1; i < len(order); i++ {
		heights[order[i]] = max(heights[order[i]], heights[order[i-1]]+14)
	}
	return heights
}
