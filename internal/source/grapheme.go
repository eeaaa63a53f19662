package source

import (
	"unicode"
	"unicode/utf8"
)

// NextGrapheme is the length in bytes of the first character of s as a reader
// sees it: a letter with its accents, a family joined of four emoji, a flag, a
// Korean syllable, "\r\n". It is zero only for the empty string. A byte that is
// not UTF-8 counts as a letter.
func NextGrapheme(s string) int {
	var g Graphemes
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if g.Begins(r) && i > 0 {
			return i
		}
		i += size
	}
	return len(s)
}

// Graphemes finds the borders between characters as a reader sees them in a
// sequence of runes. The zero value stands before the first rune.
//
// It follows the extended grapheme clusters of Unicode Standard Annex 29 by the
// tables of package unicode and a table of pictographs, without the rule for
// Indic conjuncts.
type Graphemes struct {
	last kind
	// An emoji, marks on it, one joiner: then another emoji may follow.
	picture, joined bool
	flags           int // halves of flags since the last border
}

// Begins takes the next rune and says whether a new character begins with it.
// It does with the first rune of all.
func (g *Graphemes) Begins(r rune) bool {
	next := kindOf(r)
	joins := g.joins(next)
	if !joins {
		g.picture, g.joined, g.flags = next == pictograph, false, 0
	}
	if next == flagHalf {
		g.flags++
	}
	g.last = next
	return !joins
}

func (g *Graphemes) joins(next kind) bool {
	switch {
	case g.last == carriageReturn && next == lineFeed:
		return true
	case g.last <= control || next <= control:
		return false
	case next == extend:
		g.picture = g.picture && !g.joined
		return true
	case next == joiner:
		g.picture, g.joined = g.picture && !g.joined, true
		return true
	case next == spacing || g.last == prepend:
		g.picture, g.joined = next == pictograph, false
		return true
	case next == pictograph && g.picture && g.joined:
		g.joined = false
		return true
	case g.last == flagHalf && next == flagHalf && g.flags == 1:
		return true
	}
	return joinsHangul(g.last, next)
}

type kind uint8

const (
	start kind = iota
	carriageReturn
	lineFeed
	control // up to here nothing joins
	other
	extend
	joiner
	spacing
	prepend
	pictograph
	flagHalf
	hangulL
	hangulV
	hangulT
	hangulLV
	hangulLVT
)

func kindOf(r rune) kind {
	switch {
	case r == '\r':
		return carriageReturn
	case r == '\n':
		return lineFeed
	case r < 0x300:
		if unicode.IsControl(r) || r == '\u00ad' {
			return control
		}
		if r == '©' || r == '®' {
			return pictograph
		}
		return other
	case r >= 0x4e00 && r <= 0x9fff: // most of what is asked here
		return other
	case r == '\u200d':
		return joiner
	case r >= 0x1f3fb && r <= 0x1f3ff, unicode.In(r, unicode.Mn, unicode.Me, unicode.Other_Grapheme_Extend):
		return extend
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return prepend
	case unicode.In(r, unicode.Mc), r == 0xe33, r == 0xeb3:
		return spacing
	case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
		return control
	case isFlagHalf(r):
		return flagHalf
	case unicode.Is(pictographs, r):
		return pictograph
	}
	return hangulKind(r)
}

func isFlagHalf(r rune) bool { return unicode.Is(unicode.Regional_Indicator, r) }

func hangulKind(r rune) kind {
	switch {
	case r >= 0x1100 && r <= 0x115f, r >= 0xa960 && r <= 0xa97c:
		return hangulL
	case r >= 0x1160 && r <= 0x11a7, r >= 0xd7b0 && r <= 0xd7c6:
		return hangulV
	case r >= 0x11a8 && r <= 0x11ff, r >= 0xd7cb && r <= 0xd7fb:
		return hangulT
	case r >= 0xac00 && r <= 0xd7a3 && (r-0xac00)%28 == 0:
		return hangulLV
	case r >= 0xac00 && r <= 0xd7a3:
		return hangulLVT
	}
	return other
}

func joinsHangul(a, b kind) bool {
	switch a {
	case hangulL:
		return b == hangulL || b == hangulV || b == hangulLV || b == hangulLVT
	case hangulLV, hangulV:
		return b == hangulV || b == hangulT
	case hangulLVT, hangulT:
		return b == hangulT
	}
	return false
}

// pictographs are the characters with the property Extended_Pictographic
// (Unicode Technical Standard 51) from U+203C on.
var pictographs = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x203c, 0x203c, 1},
		{0x2049, 0x2049, 1},
		{0x2122, 0x2122, 1},
		{0x2139, 0x2139, 1},
		{0x2194, 0x2199, 1},
		{0x21a9, 0x21aa, 1},
		{0x231a, 0x231b, 1},
		{0x2328, 0x2328, 1},
		{0x2388, 0x2388, 1},
		{0x23cf, 0x23cf, 1},
		{0x23e9, 0x23f3, 1},
		{0x23f8, 0x23fa, 1},
		{0x24c2, 0x24c2, 1},
		{0x25aa, 0x25ab, 1},
		{0x25b6, 0x25b6, 1},
		{0x25c0, 0x25c0, 1},
		{0x25fb, 0x25fe, 1},
		{0x2600, 0x2605, 1},
		{0x2607, 0x2612, 1},
		{0x2614, 0x2685, 1},
		{0x2690, 0x2705, 1},
		{0x2708, 0x2712, 1},
		{0x2714, 0x2716, 2},
		{0x271d, 0x2721, 4},
		{0x2728, 0x2728, 1},
		{0x2733, 0x2734, 1},
		{0x2744, 0x2747, 3},
		{0x274c, 0x274e, 2},
		{0x2753, 0x2755, 1},
		{0x2757, 0x2757, 1},
		{0x2763, 0x2767, 1},
		{0x2795, 0x2797, 1},
		{0x27a1, 0x27a1, 1},
		{0x27b0, 0x27bf, 15},
		{0x2934, 0x2935, 1},
		{0x2b05, 0x2b07, 1},
		{0x2b1b, 0x2b1c, 1},
		{0x2b50, 0x2b55, 5},
		{0x3030, 0x303d, 13},
		{0x3297, 0x3299, 2},
	},
	R32: []unicode.Range32{
		{0x1f000, 0x1f0ff, 1},
		{0x1f10d, 0x1f10f, 1},
		{0x1f12f, 0x1f12f, 1},
		{0x1f16c, 0x1f171, 1},
		{0x1f17e, 0x1f17f, 1},
		{0x1f18e, 0x1f18e, 1},
		{0x1f191, 0x1f19a, 1},
		{0x1f1ad, 0x1f1e5, 1},
		{0x1f201, 0x1f20f, 1},
		{0x1f21a, 0x1f21a, 1},
		{0x1f22f, 0x1f22f, 1},
		{0x1f232, 0x1f23a, 1},
		{0x1f23c, 0x1f23f, 1},
		{0x1f249, 0x1f3fa, 1},
		{0x1f400, 0x1f53d, 1},
		{0x1f546, 0x1f64f, 1},
		{0x1f680, 0x1f6ff, 1},
		{0x1f774, 0x1f77f, 1},
		{0x1f7d5, 0x1f7ff, 1},
		{0x1f80c, 0x1f80f, 1},
		{0x1f848, 0x1f84f, 1},
		{0x1f85a, 0x1f85f, 1},
		{0x1f888, 0x1f88f, 1},
		{0x1f8ae, 0x1f8ff, 1},
		{0x1f90c, 0x1f93a, 1},
		{0x1f93c, 0x1f945, 1},
		{0x1f947, 0x1faff, 1},
		{0x1fc00, 0x1fffd, 1},
	},
}
