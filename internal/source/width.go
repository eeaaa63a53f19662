package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// DisplayWidth is how many cells of a terminal a text takes: two for an East
// Asian wide or full-width character and for an emoji, none for accents and
// other marks that join the character before them, one for the rest, a tab and
// a character that cannot be shown included. Characters that Unicode calls
// ambiguous (“”, …, ×) count as one.
func DisplayWidth(s string) int {
	cells := 0
	for s != "" {
		n := NextGrapheme(s)
		cells += clusterWidth(s[:n])
		s = s[n:]
	}
	return cells
}

func clusterWidth(cluster string) int {
	cells, first := 0, true
	for _, r := range cluster {
		switch {
		case r == '\ufe0f' && cells > 0: // shown as an emoji, whatever it is by itself
			return 2
		case first && isFlagHalf(r) && utf8.RuneCountInString(cluster) > 1:
			return 2
		case cells == 0:
			cells = runeWidth(r)
		}
		first = false
	}
	return cells
}

func isFlagHalf(r rune) bool { return unicode.Is(unicode.Regional_Indicator, r) }

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r >= 0x1160 && r <= 0x11ff, // vowels and finals of Korean syllables
		unicode.In(r, unicode.Mn, unicode.Me),
		r >= 0x200b && r <= 0x200f, r == 0x2060, r == '\ufeff', r >= 0xe0000 && r <= 0xe0fff:
		return 0
	case unicode.Is(wide, r):
		return 2
	default:
		return 1
	}
}

// Printable replaces, one for one, what would disturb a terminal or a reader:
// broken UTF-8, control characters other than the tab, line separators, and
// the controls that turn the direction of writing.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if Disturbs(r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// Disturbs says whether Printable replaces a character.
func Disturbs(r rune) bool {
	return r != '\t' && unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// OneLine is Printable on one line: a line break becomes ⏎, a tab a blank.
func OneLine(s string) string {
	if strings.ContainsAny(s, "\r\n\t") {
		s = strings.NewReplacer("\r\n", "⏎", "\n", "⏎", "\r", "⏎", "\t", " ").Replace(s)
	}
	return Printable(s)
}

// wide are the characters with East_Asian_Width W or F (Unicode Standard Annex
// 11), neighbouring ranges with nothing else between them drawn together.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115f, 1},
		{0x231a, 0x231b, 1},
		{0x2329, 0x232a, 1},
		{0x23e9, 0x23ec, 1},
		{0x23f0, 0x23f3, 3},
		{0x25fd, 0x25fe, 1},
		{0x2614, 0x2615, 1},
		{0x2630, 0x2637, 1},
		{0x2648, 0x2653, 1},
		{0x267f, 0x267f, 1},
		{0x268a, 0x268f, 1},
		{0x2693, 0x2693, 1},
		{0x26a1, 0x26a1, 1},
		{0x26aa, 0x26ab, 1},
		{0x26bd, 0x26be, 1},
		{0x26c4, 0x26c5, 1},
		{0x26ce, 0x26ce, 1},
		{0x26d4, 0x26d4, 1},
		{0x26ea, 0x26ea, 1},
		{0x26f2, 0x26f3, 1},
		{0x26f5, 0x26f5, 1},
		{0x26fa, 0x26fd, 3},
		{0x2705, 0x2705, 1},
		{0x270a, 0x270b, 1},
		{0x2728, 0x2728, 1},
		{0x274c, 0x274e, 2},
		{0x2753, 0x2755, 1},
		{0x2757, 0x2757, 1},
		{0x2795, 0x2797, 1},
		{0x27b0, 0x27bf, 15},
		{0x2b1b, 0x2b1c, 1},
		{0x2b50, 0x2b55, 5},
		{0x2e80, 0x303e, 1},
		{0x3041, 0xa4cf, 1},
		{0xa960, 0xa97c, 1},
		{0xac00, 0xd7a3, 1},
		{0xf900, 0xfaff, 1},
		{0xfe10, 0xfe19, 1},
		{0xfe30, 0xfe6b, 1},
		{0xff01, 0xff60, 1},
		{0xffe0, 0xffe6, 1},
	},
	R32: []unicode.Range32{
		{0x16fe0, 0x16ff6, 1},
		{0x17000, 0x18cff, 1},
		{0x18d00, 0x18d7f, 1},
		{0x1aff0, 0x1b2fb, 1},
		{0x1d300, 0x1d356, 1},
		{0x1d360, 0x1d376, 1},
		{0x1f004, 0x1f004, 1},
		{0x1f0cf, 0x1f0cf, 1},
		{0x1f18e, 0x1f18e, 1},
		{0x1f191, 0x1f19a, 1},
		{0x1f200, 0x1f320, 1},
		{0x1f32d, 0x1f335, 1},
		{0x1f337, 0x1f37c, 1},
		{0x1f37e, 0x1f393, 1},
		{0x1f3a0, 0x1f3ca, 1},
		{0x1f3cf, 0x1f3d3, 1},
		{0x1f3e0, 0x1f3f0, 1},
		{0x1f3f4, 0x1f3f4, 1},
		{0x1f3f8, 0x1f43e, 1},
		{0x1f440, 0x1f440, 1},
		{0x1f442, 0x1f4fc, 1},
		{0x1f4ff, 0x1f53d, 1},
		{0x1f54b, 0x1f54e, 1},
		{0x1f550, 0x1f567, 1},
		{0x1f57a, 0x1f57a, 1},
		{0x1f595, 0x1f596, 1},
		{0x1f5a4, 0x1f5a4, 1},
		{0x1f5fb, 0x1f64f, 1},
		{0x1f680, 0x1f6c5, 1},
		{0x1f6cc, 0x1f6cc, 1},
		{0x1f6d0, 0x1f6d2, 1},
		{0x1f6d5, 0x1f6d8, 1},
		{0x1f6dc, 0x1f6df, 1},
		{0x1f6eb, 0x1f6ec, 1},
		{0x1f6f4, 0x1f6fc, 1},
		{0x1f7e0, 0x1f7eb, 1},
		{0x1f7f0, 0x1f7f0, 1},
		{0x1f90c, 0x1f93a, 1},
		{0x1f93c, 0x1f945, 1},
		{0x1f947, 0x1f9ff, 1},
		{0x1fa70, 0x1faff, 1},
		{0x20000, 0x2fffd, 1},
		{0x30000, 0x3fffd, 1},
	},
}
