package care

import (
	"errors"
	"strconv"
	"strings"
)

// joinFaults puts together the faults of partitions, by their numbers. One that several have is
// one line, which says how many and which they are.
func joinFaults(faults []error) error {
	which := map[string][]int{}
	for n, err := range faults {
		if err != nil {
			which[err.Error()] = append(which[err.Error()], n)
		}
	}
	var all []error
	for n, err := range faults {
		if err == nil {
			continue
		}
		switch same := which[err.Error()]; {
		case len(same) == 1:
			all = append(all, err)
		case same[0] == n:
			all = append(all, zh.Error("care: %d of %d partitions of the store (%s): %w", len(same), len(faults), ranges(same), err))
		}
	}
	return errors.Join(all...)
}

// ranges writes rising numbers, three and more in a row by their ends: "0, 1, 4–9".
func ranges(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		end := i
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		part := strconv.Itoa(numbers[i])
		if end < i+2 {
			end = i
		} else {
			part += "–" + strconv.Itoa(numbers[end])
		}
		parts = append(parts, part)
		i = end + 1
	}
	return strings.Join(parts, ", ")
}
