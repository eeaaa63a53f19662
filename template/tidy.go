package template

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// tidy takes out of a value, in place, what no message should carry: broken
// UTF-8 and U+FFFD (half an emoji), control characters other than tab and line
// break, the controls of the direction of writing, invisible characters that
// join nothing, and what would attach itself to the text before the value.
// Everything else stays byte for byte.
func tidy(value []byte) []byte {
	if isTidy(value) {
		return value
	}
	kept, last := value[:0], none32
	for len(value) > 0 {
		r, size := utf8.DecodeRune(value)
		if r == blackFlag {
			size += tagsOf(value[size:])
		}
		character := value[:size]
		value = value[size:]
		if belongs(last, r, value) {
			kept, last = append(kept, character...), r
		}
	}
	return kept
}

// isTidy is true for most values, at little cost: letters and digits of ASCII and
// Chinese characters from U+4000 on.
func isTidy(value []byte) bool {
	for i := 0; i < len(value); {
		switch first := value[i]; {
		case first-' ' <= '~'-' ':
			if i++; i+8 <= len(value) && isPrintable(binary.LittleEndian.Uint64(value[i:])) {
				i += 8
			}
		case first-0xe4 <= 0xe9-0xe4 && i+2 < len(value) && int8(value[i+1]) < -0x40 && int8(value[i+2]) < -0x40: // from 0x80 to 0xbf
			i += 3
		default:
			return false
		}
	}
	return true
}

// isPrintable is true for eight bytes from ' ' to '~'.
func isPrintable(eight uint64) bool {
	const each = 0x0101010101010101
	return (eight|(eight-' '*each)|(eight+each))&(0x80*each) == 0
}

const (
	none32    rune = -1 // no character yet
	nonJoiner rune = 0x200c
	joiner    rune = 0x200d
	keycap    rune = 0x20e3
	blackFlag rune = 0x1f3f4
)

// belongs says whether a character is part of a value, between the last one that
// is and what follows.
func belongs(last, r rune, following []byte) bool {
	switch {
	case r == utf8.RuneError, unicode.Is(unicode.Noncharacter_Code_Point, r):
		return false
	case unicode.IsControl(r):
		return r == '\n' || r == '\r' || r == '\t'
	case last == none32 && attaches(r):
		return false
	case r == joiner || r == nonJoiner:
		next, _ := utf8.DecodeRune(following)
		return joins(last, r, next)
	case unicode.Is(unicode.Variation_Selector, r):
		return !unicode.Is(unicode.Variation_Selector, last)
	case unicode.Is(unicode.Cf, r):
		return unicode.Is(unicode.Prepended_Concatenation_Mark, r) // these show
	}
	return true
}

// joins says whether a joiner has something to do: between the parts of an emoji,
// or between letters of Arabic, Indic, Khmer or Mongolian.
func joins(last, r, next rune) bool {
	if unicode.IsSymbol(next) && next != utf8.RuneError {
		return r == joiner && (unicode.IsSymbol(last) || unicode.Is(unicode.Variation_Selector, last) || last == keycap)
	}
	return isJoining(last) && isJoining(next)
}

func isJoining(r rune) bool {
	return (r >= 0x600 && r < 0x1100 || r >= 0x1780 && r < 0x18b0) && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// attaches is true for a character that forms one with any before it.
func attaches(r rune) bool {
	pair := utf8.AppendRune([]byte{'x'}, r)
	return source.NextGrapheme(pair) == len(pair)
}

// tagsOf is the length of the invisible letters after a black flag that make it
// the flag of a region: 🏴 and gbeng.
func tagsOf(following []byte) int {
	const longest = 6
	at := 0
	for range longest + 1 {
		r, size := utf8.DecodeRune(following[at:])
		at += size
		switch {
		case r == 0xe007f:
			return at
		case r >= 0xe0030 && r <= 0xe0039, r >= 0xe0061 && r <= 0xe007a:
		default:
			return 0
		}
	}
	return 0
}

// shows says that a value has something to see: a nick of spaces is none.
func shows(value []byte) bool {
	for len(value) > 0 {
		r, size := utf8.DecodeRune(value)
		if !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r) && !strings.ContainsRune(blanks, r) {
			return true
		}
		value = value[size:]
	}
	return false
}

// plain says of a first byte that it begins something to see: it is ASCII, or of a
// Chinese character from U+4000.
func plain(first byte) bool { return first-'!' <= '~'-'!' || first-0xe4 <= 0xe9-0xe4 }

// blanks are letters and signs that show nothing: the fillers of Hangul and the
// empty Braille cell.
const blanks = "\u115f\u1160\u3164\uffa0\u2800"
