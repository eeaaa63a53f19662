package btyd

import (
	"math"
	"math/bits"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A row is all customers with the same past.
type row struct {
	tx, t float64
	many  float64 // how many of them there are
	x     int     // place of X in history.xs
}

// A history is a shop's customers as the likelihood wants them: equal ones once,
// ordered by X, with the different X beside them.
type history struct {
	rows      []row
	xs        []int     // ascending
	many      []float64 // customers of each
	customers int
	repeaters int
	meanAge   float64
}

// compact checks the customers and makes a history of them.
func compact(customers []Customer) (history, error) {
	if len(customers) == 0 {
		return history{}, loyalty.ErrNothing
	}
	h := history{customers: len(customers)}
	top, age := 0, 0.0
	for _, c := range customers {
		if !c.ok() {
			return history{}, validateCustomers(customers)
		}
		if c.X > 0 {
			h.repeaters++
		}
		top = max(top, c.X)
		age += c.T / float64(len(customers))
	}
	if age == 0 {
		return history{}, ErrNoExposure
	}
	h.meanAge = age
	distinct, times := merge(customers)
	place := h.places(distinct, top)
	h.many = make([]float64, len(h.xs))
	start := make([]int, len(h.xs)+1)
	for i, c := range distinct {
		x := place(c.X)
		h.many[x] += times[i]
		start[x+1]++
	}
	for i := range h.xs {
		start[i+1] += start[i]
	}
	h.rows = make([]row, len(distinct))
	for i, c := range distinct {
		x := place(c.X)
		h.rows[start[x]] = row{tx: c.Tx, t: c.T, many: times[i], x: x}
		start[x]++
	}
	return h, nil
}

// places fills xs and returns where in it an X stands.
func (h *history) places(distinct []Customer, top int) func(x int) int {
	if top > 4*len(distinct)+1024 {
		where := make(map[int]int)
		for _, c := range distinct {
			where[c.X] = 0
		}
		for x := range where {
			h.xs = append(h.xs, x)
		}
		slices.Sort(h.xs)
		for i, x := range h.xs {
			where[x] = i
		}
		return func(x int) int { return where[x] }
	}
	where := make([]int, top+1)
	for _, c := range distinct {
		where[c.X] = 1
	}
	for x, there := range where {
		if there != 0 {
			where[x] = len(h.xs)
			h.xs = append(h.xs, x)
		}
	}
	return func(x int) int { return where[x] }
}

// sample is how many customers are looked at before merging is given up: times
// that are not on a grid have hardly any equals.
const sample = 1 << 15

// merge joins equal customers, in the order of their first appearance.
func merge(customers []Customer) (distinct []Customer, times []float64) {
	size := 1 << bits.Len(uint(2*len(customers)))
	slots := make([]int32, size) // 1 + place in distinct
	distinct = make([]Customer, 0, len(customers))
	times = make([]float64, 0, len(customers))
	for i, c := range customers {
		if i == sample && len(distinct) > sample*49/50 {
			for _, c := range customers[i:] {
				distinct, times = append(distinct, c), append(times, 1)
			}
			break
		}
		at := int(hash(c) & uint64(size-1))
		for slots[at] != 0 && distinct[slots[at]-1] != c {
			at = (at + 1) & (size - 1)
		}
		if slots[at] != 0 {
			times[slots[at]-1]++
			continue
		}
		distinct, times = append(distinct, c), append(times, 1)
		slots[at] = int32(len(distinct))
	}
	return distinct, times
}

func hash(c Customer) uint64 {
	h := uint64(c.X)*0x9e3779b97f4a7c15 ^ math.Float64bits(c.Tx+0)
	h = bits.RotateLeft64(h*0xbf58476d1ce4e5b9, 31) ^ math.Float64bits(c.T+0)
	h *= 0x94d049bb133111eb
	return h ^ h>>32
}

// thinned is about so many of the rows, evenly over X.
func (h *history) thinned(rows int) *history {
	every := max(len(h.rows)/rows, 1)
	if every == 1 {
		return h
	}
	thin := &history{xs: h.xs, many: make([]float64, len(h.xs)), meanAge: h.meanAge}
	for i := every / 2; i < len(h.rows); i += every {
		thin.rows = append(thin.rows, h.rows[i])
		thin.many[h.rows[i].x] += h.rows[i].many
	}
	return thin
}
