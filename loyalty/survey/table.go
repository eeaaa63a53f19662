package survey

import (
	"fmt"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// An Answer is one person's answer to one item. The zero Answer is none.
type Answer struct {
	Value float64
	Given bool
}

// A Table is people's answers to some items: a row for each person, a column for
// each item.
type Table struct {
	Items []string // names of the columns
	Rows  [][]Answer
}

// Complete is a table without missing answers.
func Complete(items []string, rows [][]float64) Table {
	t := Table{Items: items, Rows: make([][]Answer, len(rows))}
	for i, row := range rows {
		t.Rows[i] = make([]Answer, len(row))
		for j, v := range row {
			t.Rows[i][j] = Answer{v, true}
		}
	}
	return t
}

// check tells rows of another length and answers that are no numbers.
func (t Table) check() error {
	var faults loyalty.Problems
	for i, row := range t.Rows {
		if len(row) != len(t.Items) {
			faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf("there are %d answers to %d items; leave a place for each item", len(row), len(t.Items))})
			continue
		}
		for j, a := range row {
			if a.Given && !(math.Abs(a.Value) <= furthest) {
				faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf("the answer %s to %q is beyond every scale; a missing answer is the zero Answer", told(a.Value), t.Items[j])})
			}
		}
	}
	return faults.Err()
}

// Missing is the treatment of people with missing answers.
type Missing string

const (
	// Listwise leaves them out altogether; the default.
	Listwise Missing = "listwise"
	// Pairwise takes for each pair of items the people who answered both.
	Pairwise Missing = "pairwise"
)

// A spread is the covariances of items.
type spread struct {
	cov      [][]float64
	answered []int // answers to each item that count
	base     int   // people on whom every covariance rests, at least
	missing  bool  // somebody left something out
}

func (t Table) spread(m Missing) (spread, error) {
	if m != "" && m != Listwise && m != Pairwise {
		return spread{}, zh.Error("survey: missing answers are dealt with %s or %s, not %q", Listwise, Pairwise, string(m))
	}
	if err := t.check(); err != nil {
		return spread{}, err
	}
	rows, missing := t.Rows, false
	if incomplete := func(row []Answer) bool { return slices.ContainsFunc(row, func(a Answer) bool { return !a.Given }) }; slices.ContainsFunc(rows, incomplete) {
		missing = true
		if m != Pairwise {
			rows = slices.DeleteFunc(slices.Clone(rows), incomplete)
		}
	}
	k := len(t.Items)
	s := spread{cov: make([][]float64, k), answered: make([]int, k), base: len(rows), missing: missing}
	for i := range s.cov {
		s.cov[i] = make([]float64, k)
	}
	for i := range k {
		for j := range i + 1 {
			c, n := covariance(rows, i, j)
			s.cov[i][j], s.cov[j][i] = c, c
			s.base = min(s.base, n)
			if i == j {
				s.answered[i] = n
			}
		}
	}
	return s, nil
}

// covariance of two columns over those who answered both (divisor n−1), and how
// many these are. A column of equal answers has exactly none.
func covariance(rows [][]Answer, i, j int) (float64, int) {
	n, meanI, meanJ := 0, 0.0, 0.0
	var first [2]float64
	var varies [2]bool
	for _, row := range rows {
		if a, b := row[i], row[j]; a.Given && b.Given {
			if n == 0 {
				first = [2]float64{a.Value, b.Value}
			}
			varies[0], varies[1] = varies[0] || a.Value != first[0], varies[1] || b.Value != first[1]
			n++
			meanI, meanJ = meanI+a.Value, meanJ+b.Value
		}
	}
	if n < 2 || !varies[0] || !varies[1] {
		return 0, n
	}
	meanI, meanJ = meanI/float64(n), meanJ/float64(n)
	sum := 0.0
	for _, row := range rows {
		if a, b := row[i], row[j]; a.Given && b.Given {
			sum += (a.Value - meanI) * (b.Value - meanJ)
		}
	}
	return sum / float64(n-1), n
}

// sums are those of the covariance matrix over some items: its trace, and
// all of it.
func (s spread) sums(items []int) (trace, total float64) {
	for _, i := range items {
		trace += s.cov[i][i]
		for _, j := range items {
			total += s.cov[i][j]
		}
	}
	return trace, total
}
