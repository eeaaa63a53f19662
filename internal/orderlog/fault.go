package orderlog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A fault is what is wrong with one row; a column of 0 is the row as a whole.
type fault struct {
	line, column int
	name         string // of the column
	problem      string
	kind         string // what many rows may have in common, with the way out; empty: nothing
}

type faults []fault

// leaveOthersWhole says that the faults are of rows of nobody: what the others say of each
// other is as if those rows were not there.
func (f faults) leaveOthersWhole() bool {
	return !slices.ContainsFunc(f, func(one fault) bool { return one.kind == "" })
}

// shown is how many faults are written out before the rest is counted; ofKind is the
// same for one kind, so that one kind does not hide the others.
const shown, ofKind = 20, 5

func (f faults) err(file string) error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b fault) int { return a.line - b.line })
	var lines, kinds []string
	more, left := 0, map[string]int{}
	seen := map[string]int{}
	for _, one := range f {
		if seen[one.kind]++; one.kind != "" && seen[one.kind] > ofKind {
			if left[one.kind]++; left[one.kind] == 1 {
				kinds = append(kinds, one.kind)
			}
			continue
		}
		if len(lines) == shown {
			more++
			continue
		}
		place := fmt.Sprintf("%s:%d: ", file, one.line)
		if one.column > 0 {
			place += fmt.Sprintf("column %d (%s): ", one.column, one.name)
		}
		lines = append(lines, place+one.problem)
	}
	for _, kind := range kinds {
		lines = append(lines, fmt.Sprintf("%s: and %d more: %s", file, left[kind], kind))
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more", file, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}
