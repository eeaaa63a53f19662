package tiexin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// suspicious are the bytes with which everything begins that printable takes out:
// control characters, U+0080 to U+009F, signs of direction and line, and U+FFFD.
var suspicious = func() (set [256]bool) {
	for b := range ' ' {
		set[b] = true
	}
	for _, b := range []byte{0x7f, 0xc2, 0xe2, 0xef} {
		set[b] = true
	}
	return set
}()

// printable is a name or text without what nobody can see or what turns the text
// around it: control characters, line breaks unless lines are allowed, overrides
// of the writing direction, and the sign U+FFFD that stands for half an emoji. A
// text that is not UTF-8 stays as it is.
func printable(text string, lines bool) string {
	for i := range len(text) {
		if suspicious[text[i]] && hasUnprintable(text[i:], lines) {
			if !utf8.ValidString(text) {
				return text
			}
			return strings.Map(func(r rune) rune {
				if unprintable(r, lines) {
					return -1
				}
				return r
			}, text)
		}
	}
	return text
}

// hasUnprintable says whether the text begins with something that is taken out.
func hasUnprintable(text string, lines bool) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unprintable(r, lines)
}

func unprintable(r rune, lines bool) bool {
	switch {
	case r == '\n':
		return !lines
	case r == utf8.RuneError, turnsLine(r):
		return true
	}
	return unicode.IsControl(r)
}

// turnsLine says that a character breaks the line, or turns the direction of writing.
func turnsLine(r rune) bool {
	return r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
