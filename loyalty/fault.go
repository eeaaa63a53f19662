package loyalty

import (
	"errors"
	"fmt"
	"strings"
)

// A Fault is a fault of one row of the input.
type Fault struct {
	Table   string // the input with the row, "refunds"; empty: the main one
	Row     int    // its number, from 0
	Subject string // the customer of the row, if it has one
	Problem string // the fact, and the fix
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

// Faults are all faults of an input.
type Faults []Fault

// shown is how many faults a message lists before it counts the rest.
const shown = 20

// Err is nil if there is no fault. Its message lists the faults by row, the
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

// Unwrap returns the faults one by one, for [errors.As].
func (f Faults) Unwrap() []error {
	all := make([]error, len(f))
	for i, one := range f {
		all[i] = one
	}
	return all
}

// ErrNothing is returned for an input without any row.
var ErrNothing = errors.New("loyalty: there is nothing to measure: the input has no rows")
