package page

import (
	"math"
	"slices"

	"gonum.org/v1/plot"

	"github.com/tiexin-go/tiexin/loyalty"
)

// stretch is by how much the largest value may pass what nearly all are below.
const stretch = 2

// Top is where an axis from 0 on may end, so that all but a few extreme values use most
// of it. That is the largest value, or twice the 95 % quantile where that is less; of
// fewer than 20 values, the 75 % quantile. It also returns how many values lie beyond the
// end, and the largest.
func Top(values []float64) (top float64, beyond int, largest float64) {
	if len(values) == 0 {
		return 1, 0, 0
	}
	sorted := slices.Sorted(slices.Values(values))
	largest = sorted[len(sorted)-1]
	usual := loyalty.QuantileOf(sorted, .95).Value
	if len(sorted) < 20 { // of so few, one value is the quantile itself
		usual = loyalty.QuantileOf(sorted, .75).Value
	}
	top = largest
	if usual > 0 {
		top = min(largest, stretch*usual)
	}
	for _, v := range sorted {
		if v > top {
			beyond++
		}
	}
	if top <= 0 {
		top = 1
	}
	return top, beyond, largest
}

// tidyTicks are the usual marks of an axis, with as few digits as there can be.
type tidyTicks struct{ most int }

func (t tidyTicks) Ticks(low, high float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	var named []int
	for i := range ticks {
		if ticks[i].Label != "" {
			ticks[i].Label = Short(ticks[i].Value, 3)
			named = append(named, i)
		}
	}
	every := (len(named) + t.most - 1) / t.most
	for n, i := range named {
		if every > 1 && n%every != 0 {
			ticks[i].Label = ""
		}
	}
	return ticks
}

// Names are marks of an axis with names of their own, at 0, 1, 2, …; most: how many of
// them are written, the last among them.
func Names(names []string, most int) plot.ConstantTicks {
	every := max((len(names)+most-1)/max(most, 1), 1)
	marks := make(plot.ConstantTicks, len(names))
	for i, name := range names {
		marks[i].Value = float64(i)
		if (len(names)-1-i)%every == 0 {
			marks[i].Label = name
		}
	}
	return marks
}

// A Step is one of the round numbers of an axis.
type Step struct {
	At   float64
	Name string
}

// Marks are the marks of an axis at given places.
func Marks(steps ...Step) plot.ConstantTicks {
	marks := make(plot.ConstantTicks, len(steps))
	for i, s := range steps {
		marks[i] = plot.Tick{Value: s.At, Label: s.Name}
	}
	return marks
}

// Percents are the marks of an axis of shares from 0 to 1.
var Percents = Marks(Step{0, "0%"}, Step{.2, "20%"}, Step{.4, "40%"}, Step{.6, "60%"}, Step{.8, "80%"}, Step{1, "100%"})

// even are the marks of an axis from 0 to a number, at round numbers.
func even(top float64, most int, round ...float64) plot.ConstantTicks {
	by := round[len(round)-1]
	for _, r := range round {
		if top/r <= float64(most) {
			by = r
			break
		}
	}
	for top/by > float64(most) {
		by *= 2
	}
	var steps []Step
	for at := 0.; at <= top; at += by {
		steps = append(steps, Step{at, Count(at)})
	}
	return Marks(steps...)
}

// Days are the marks of an axis of days from 0 on.
func (f Frame) Days(top float64) plot.ConstantTicks {
	return even(top, Choose(f, 8, 5), 1, 2, 5, 7, 14, 30, 60, 90, 180, 365)
}

// Counts are the marks of an axis of whole numbers from 0 on.
func (f Frame) Counts(top float64) plot.ConstantTicks {
	return even(top, 8, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
}

// UpTo leaves out the marks beyond a value: what is above it is room for names.
func UpTo(marks plot.ConstantTicks, top float64) plot.ConstantTicks {
	return slices.DeleteFunc(marks, func(t plot.Tick) bool { return t.Value > top })
}

// Count is a whole number with commas.
func Count(v float64) string {
	digits := Short(math.Abs(math.Round(v)), 0)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if math.Round(v) < 0 {
		return "-" + digits
	}
	return digits
}

// RootScale spreads small numbers and holds large ones together.
type RootScale struct{}

// Normalize is a value's place between the ends of the axis.
func (RootScale) Normalize(low, high, v float64) float64 {
	return (math.Sqrt(max(v, 0)) - math.Sqrt(max(low, 0))) / (math.Sqrt(high) - math.Sqrt(max(low, 0)))
}

// RootTicks are round numbers, about evenly spread after the root.
type RootTicks struct{}

// Ticks are the marks between the ends of the axis.
func (RootTicks) Ticks(low, high float64) []plot.Tick {
	var ticks []plot.Tick
	last := -1.
	for _, v := range []float64{0, .1, .2, .5, 1, 2, 4, 6, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500, 1000} {
		if v >= low && v <= high && math.Sqrt(v)-last > math.Sqrt(high)/12 {
			ticks = append(ticks, plot.Tick{Value: v, Label: Short(v, 1)})
			last = math.Sqrt(v)
		}
	}
	return ticks
}
