package loyalty

import (
	"cmp"
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
	// ProblemChinese is the problem in Chinese; empty: it is there in English only.
	ProblemChinese string
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

var tablesChinese = map[string]string{"cares": "关怀", "refunds": "退款", "trails": "轨迹", "views": "浏览", "points": "积分"}

// Chinese is the fault in Chinese, as far as its problem is.
func (f Fault) Chinese() string {
	place := fmt.Sprintf("行%d", f.Row)
	if f.Table != "" {
		place = cmp.Or(tablesChinese[f.Table], f.Table) + place
	}
	if f.Subject != "" {
		place += "（" + f.Subject + "）"
	}
	return place + "：" + cmp.Or(f.ProblemChinese, f.Problem)
}

// Faults are all faults of an input.
type Faults []Fault

// shown is how many faults a message lists before it counts the rest.
const shown = 20

// Err is nil if there is no fault. Its message lists the faults by row, the first
// of them in full; errors.As finds Faults and each Fault in it.
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

// Chinese is the same list in Chinese.
func (f Faults) Chinese() string {
	lines := make([]string, 0, min(len(f), shown)+1)
	for _, one := range f[:min(len(f), shown)] {
		lines = append(lines, one.Chinese())
	}
	if more := len(f) - shown; more > 0 {
		lines = append(lines, fmt.Sprintf("另有%d处", more))
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
