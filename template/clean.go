package template

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// A Policy is what a provider allows in a value. The zero Policy is strict but
// for the length: no line breaks, no emoji, any number of characters.
type Policy struct {
	Max    int    // longest value in UTF-16 code units; zero or less: any
	Drop   string // characters left out, such as "【】"; default: none
	Breaks bool   // line breaks and tabs may stay; default: each row of them becomes a space
	Emoji  bool   // emoji and letters beyond the Basic Multilingual Plane may stay; default: they may not
}

// Clean appends a value to dst as a policy allows it. Left out are control
// characters, line breaks, invisible controls of the direction of writing, marks
// on nothing, broken UTF-8, emoji, and what the policy drops. What is too long is
// cut as by [CutUnits]. Spaces at the ends go, and a row of them becomes one.
//
// Without Emoji, a value with a rare Chinese character or another letter beyond
// the Basic Multilingual Plane (𠮷) is left out whole, because a name with a
// letter missing is another name. Nothing appended means that nothing of the
// value can be sent: use the fallback.
func Clean(dst []byte, value string, p Policy) []byte {
	start := len(dst)
	space := false
	for value != "" {
		character := value[:source.NextGrapheme(value)]
		value = value[len(character):]
		switch sortOf(character, p) {
		case left:
			continue
		case rareLetter:
			return dst[:start]
		case blank:
			space = len(dst) > start
			continue
		}
		if space {
			dst, space = append(dst, ' '), false
		}
		for _, r := range character {
			if !hidden(r) && !strings.ContainsRune(p.Drop, r) && (p.Emoji || !joinsEmoji(r)) {
				dst = utf8.AppendRune(dst, r)
			}
		}
	}
	if p.Max > 0 && len(dst)-start > p.Max {
		dst = dst[:start+len(CutUnits(string(dst[start:]), p.Max))]
	}
	return dst[:start+len(bytes.TrimRightFunc(dst[start:], unicode.IsSpace))]
}

type characterSort uint8

const (
	kept characterSort = iota
	left
	blank
	rareLetter
)

func sortOf(character string, p Policy) characterSort {
	first, size := utf8.DecodeRuneInString(character)
	switch {
	case first == utf8.RuneError && size == 1, strings.ContainsRune(p.Drop, first):
		return left
	case p.Breaks && (first == '\n' || first == '\r' || first == '\t'):
		return kept
	case unicode.IsSpace(first): // line breaks of every kind among them
		return blank
	case hidden(first), unicode.IsMark(first), joinsEmoji(first): // a mark on nothing
		return left
	}
	if p.Emoji {
		return kept
	}
	sort := kept
	for _, r := range character {
		switch {
		case r > 0xffff && unicode.IsLetter(r):
			return rareLetter
		case r > 0xffff && !unicode.Is(unicode.Variation_Selector, r), r == '\ufe0f': // which makes an emoji of a sign
			sort = left
		}
	}
	return sort
}

// hidden are controls that change what stands around them and show nothing
// themselves.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' ||
		r == '\u200b' || r == '\u200e' || r == '\u200f' || r == '\ufeff'
}

// joinsEmoji are the characters that make one emoji of several, or an emoji of a
// sign: without emoji they have nothing to do.
func joinsEmoji(r rune) bool {
	return r == '\u200d' || unicode.Is(unicode.Variation_Selector, r)
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
