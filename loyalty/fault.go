package loyalty

import (
	"errors"
	"fmt"
	"strings"
)

// A Fault is what is wrong with one row of the input.
type Fault struct {
	Table   string // which of several inputs the row is in, "refunds"; empty: the main one
	Row     int    // its number, from 0
	Subject string // whom the row is about, where it says so
	Problem string // the fact, and the way out
}

func (f Fault) Error() string {
	place := fmt.Sprintf("row %d", f.Row)
	if f.Table != "" {
		place = f.Table + " " + place
	}
	if f.Subject != "" {
		place += " (" + f.Subject + ")"
	}
	return place + ": " + f.Problem
}

// Faults are all that is wrong with an input.
type Faults []Fault

// shown is how many faults a message lists before it counts the rest.
const shown = 20

// Err is nil when there is no fault. Its message lists the faults by row, the
// first of them in full; errors.As finds Faults and each Fault in it.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f Faults) Error() string {
	lines := make([]string, 0, min(len(f), shown)+1)
	for _, one := range f[:min(len(f), shown)] {
		lines = append(lines, one.Error())
	}
	if more := len(f) - shown; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the faults one by one, for [errors.As].
func (f Faults) Unwrap() []error {
	all := make([]error, len(f))
	for i, one := range f {
		all[i] = one
	}
	return all
}

// ErrNothing is returned where there is no row at all to work on.
var ErrNothing = errors.New("loyalty: there is nothing to measure: the input has no rows")
