package source

import "unicode/utf8"

// Shorten is a text with at most so many characters (runes, five at the least): of a
// longer one the beginning and the end, with … between them. It costs no more than
// what it keeps, however long the text is.
func Shorten(text string, most int) string {
	most = max(most, 5)
	if len(text) <= most {
		return text
	}
	tail := (most - 1) / 3
	from := len(text)
	for range tail {
		_, n := utf8.DecodeLastRuneInString(text[:from])
		from -= n
	}
	to := 0
	for range most - 1 - tail {
		if to >= from {
			return text
		}
		_, n := utf8.DecodeRuneInString(text[to:])
		to += n
	}
	if _, n := utf8.DecodeRuneInString(text[to:]); to+n >= from {
		return text // what would be cut away is no longer than the sign for it
	}
	return text[:to] + "…" + text[from:]
}
