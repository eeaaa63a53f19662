package tiexin

import (
	"fmt"
	"strings"
)

// didYouMean is `; did you mean "paid"?` for the known word that one slip of
// the finger in every three characters makes of word, the first of the nearest
// ones; empty when there is none.
func didYouMean(word string, known []string) string {
	best, slips := "", len(word)/3+1
	if len(word) > 64 {
		return ""
	}
	for _, k := range known {
		if n := editDistance(strings.ToLower(word), strings.ToLower(k)); n < slips {
			best, slips = k, n
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// editDistance counts the bytes to add, drop or replace to make b of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// quoted is text for an error: in quotes, escaped, and cut when it is long.
func quoted(s string) string {
	const most = 40
	runes := 0
	for i := range s {
		if runes++; runes > most {
			return fmt.Sprintf("%q…", s[:i])
		}
	}
	return fmt.Sprintf("%q", s)
}
