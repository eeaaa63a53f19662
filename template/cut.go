package template

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// Cut is the longest beginning of s of at most max characters. Characters are
// Unicode code points (runes), as providers count them. It cuts only between
// visible characters: a joined emoji, a flag, a letter with its accents stay
// whole or are left out. A string short enough is returned unchanged; no sign
// of the cut is added. A byte that is not UTF-8 counts as one.
func Cut(s string, max int) string {
	return cut(s, max, one)
}

// CutUnits is Cut counted in UTF-16 code units, the measure of SMS charges and
// of most providers: 你 is one, 😊 two, 👨‍👩‍👧 eight.
func CutUnits(s string, max int) string {
	return cut(s, max, utf16.RuneLen)
}

// Units is the length of s in UTF-16 code units.
func Units(s string) int {
	units := 0
	for _, r := range s {
		units += utf16.RuneLen(r)
	}
	return units
}

func cut[S string | []byte](s S, max int, weigh func(rune) int) S {
	for at, weight := 0, 0; at < len(s); {
		end := at + source.NextGrapheme(s[at:])
		for _, r := range string(s[at:end]) {
			weight += weigh(r)
		}
		if weight > max {
			return s[:at]
		}
		at = end
	}
	return s
}

func one(rune) int { return 1 }

// cutBytes is how many bytes Cut would keep.
func cutBytes(b []byte, max int) int {
	if utf8.RuneCount(b) <= max {
		return len(b)
	}
	return len(cut(b, max, one))
}
