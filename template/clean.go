package template

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// A Policy is the provider's limit on values. The zero Policy is strict except
// for the length: no line breaks, no emoji, any number of characters.
type Policy struct {
	Max    int    // longest value in UTF-16 code units; zero or less: any
	Drop   string // characters left out, such as "【】"; default: none
	Breaks bool   // line breaks and tabs may stay; default: each run of them becomes a space
	Emoji  bool   // emoji and letters beyond the Basic Multilingual Plane may stay; default: they are left out
}

// Clean appends a value to dst as a policy allows it. It leaves out line breaks,
// marks without a letter, emoji, the policy's Drop, and what [Template.Render]
// leaves out of every value. A value that is too long is cut as by [CutUnits].
// Spaces at the ends are removed, and a run of them becomes one.
//
// Without Emoji, a value with a letter beyond the Basic Multilingual Plane, such
// as the rare Chinese character 𠮷, is left out whole. A name with a letter
// missing would be another name. If nothing is appended, the value cannot be
// sent: use the fallback.
func Clean(dst []byte, value string, p Policy) []byte {
	start := len(dst)
	space := false
	value = string(tidy([]byte(value)))
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
			if !strings.ContainsRune(p.Drop, r) && (p.Emoji || !joinsEmoji(r)) {
				dst = utf8.AppendRune(dst, r)
			}
		}
	}
	if p.Max > 0 && len(dst)-start > p.Max {
		dst = dst[:start+len(CutUnits(string(dst[start:]), p.Max))]
	}
	rest := tidy(dst[start:]) // what a joiner joined may be gone
	return dst[:start+len(bytes.TrimRightFunc(rest, unicode.IsSpace))]
}

type characterSort uint8

const (
	kept characterSort = iota
	left
	blank
	rareLetter
)

func sortOf(character string, p Policy) characterSort {
	first, _ := utf8.DecodeRuneInString(character)
	switch {
	case strings.ContainsRune(p.Drop, first):
		return left
	case p.Breaks && (first == '\n' || first == '\r' || first == '\t'):
		return kept
	case unicode.IsSpace(first): // line breaks of every kind among them
		return blank
	case unicode.IsMark(first), joinsEmoji(first): // a mark on nothing
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

// joinsEmoji are the characters that make one emoji of several, or an emoji of a
// sign: without emoji they have nothing to do.
func joinsEmoji(r rune) bool {
	return r == joiner || unicode.Is(unicode.Variation_Selector, r)
}
