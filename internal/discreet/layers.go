package discreet

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// A cell is one character of a text as somebody means it, and the bytes that it
// stands in: "王" in "%E7%8E%8B" is one cell of nine bytes.
type cell struct {
	r        rune
	from, to int
}

// layersOf are a text as it stands, and what it says when it is decoded, as often as
// there is something to decode.
func layersOf(text string) [][]cell {
	cells := make([]cell, 0, len(text))
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		cells = append(cells, cell{r, i, i + n})
		i += n
	}
	layers := [][]cell{cells}
	const most = 3 // encodings, one around the other
	for range most {
		decoded := decode(cells, `%\&`)
		if len(decoded) == len(cells) {
			break
		}
		layers, cells = append(layers, decoded), decoded
	}
	// The mark of mail's quoted-printable also stands before values in a URL.
	if mail := decode(layers[0], "="); len(mail) < len(layers[0]) {
		layers = append(layers, mail)
	}
	return layers
}

// decode reads what begins with one of the marks as an escape, where it is one.
func decode(cells []cell, marks string) []cell {
	out := make([]cell, 0, len(cells))
	for i := 0; i < len(cells); {
		if n := 0; strings.ContainsRune(marks, cells[i].r) {
			if out, n = escape(out, cells[i:]); n > 0 {
				i += n
				continue
			}
		}
		out = append(out, cells[i])
		i++
	}
	return out
}

// escape reads the escapes that cells begin with: %E7%8E%8B, \xe7\x8e\x8b, =E7=8E=8B,
// \u738b, &#29579;, &amp; or \n. It says how many cells they take; 0: there is none.
func escape(out, cells []cell) ([]cell, int) {
	switch mark := cells[0].r; {
	case mark == '&':
		return entity(out, cells)
	case mark != '\\':
		return bytesIn(out, cells, string(mark))
	case len(cells) < 2:
		return out, 0
	}
	switch r := cells[1].r; r {
	case 'x':
		return bytesIn(out, cells, `\x`)
	case 'u', 'U':
		return unicodeIn(out, cells)
	case 'n', 'r', 't', 'f', 'v', 'a', 'b':
		return append(out, cell{' ', cells[0].from, cells[1].to}), 2
	}
	return out, 0
}

// bytesIn reads bytes in hexadecimal, each with the mark before it.
func bytesIn(out, cells []cell, mark string) ([]cell, int) {
	width := len(mark) + 2
	var raw []byte
	for n := 0; n+width <= len(cells); n += width {
		if !startsWith(cells[n:], mark) {
			break
		}
		b, ok := hexadecimal(cells[n+len(mark) : n+width])
		if !ok {
			break
		}
		raw = append(raw, byte(b))
	}
	for at := 0; at < len(raw); {
		r, n := utf8.DecodeRune(raw[at:])
		out = append(out, cell{r, cells[at*width].from, cells[(at+n)*width-1].to})
		at += n
	}
	return out, len(raw) * width
}

// unicodeIn reads \u738b and \U0001f41f, and two \u that are halves of one character.
func unicodeIn(out, cells []cell) ([]cell, int) {
	width := 6
	if cells[1].r == 'U' {
		width = 10
	}
	if len(cells) < width {
		return out, 0
	}
	r, ok := hexadecimal(cells[2:width])
	if !ok {
		return out, 0
	}
	if utf16.IsSurrogate(r) && len(cells) >= 2*width && startsWith(cells[width:], `\u`) {
		if low, ok := hexadecimal(cells[width+2 : 2*width]); ok {
			r, width = utf16.DecodeRune(r, low), 2*width
		}
	}
	return append(out, cell{r, cells[0].from, cells[width-1].to}), width
}

// entity reads an entity of HTML.
func entity(out, cells []cell) ([]cell, int) {
	const longest = len("&#1114111;")
	end := 1
	for end < len(cells) && end < longest && cells[end].r != ';' {
		end++
	}
	if end == len(cells) || cells[end].r != ';' {
		return out, 0
	}
	var name strings.Builder
	for _, c := range cells[1:end] {
		name.WriteRune(c.r)
	}
	r, known := map[string]rune{"amp": '&', "nbsp": ' ', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}[name.String()]
	if digits, ok := strings.CutPrefix(name.String(), "#"); ok {
		base := 10
		if len(digits) > 1 && digits[0]|' ' == 'x' {
			base, digits = 16, digits[1:]
		}
		n, err := strconv.ParseUint(digits, base, 21)
		r, known = rune(n), err == nil
	}
	if !known {
		return out, 0
	}
	return append(out, cell{r, cells[0].from, cells[end].to}), end + 1
}

func startsWith(cells []cell, text string) bool {
	for i, r := range text {
		if i >= len(cells) || cells[i].r != r {
			return false
		}
	}
	return true
}

func hexadecimal(cells []cell) (rune, bool) {
	n := rune(0)
	for _, c := range cells {
		d := strings.IndexRune("0123456789abcdef", unicode.ToLower(c.r))
		if d < 0 {
			return 0, false
		}
		n = n<<4 | rune(d)
	}
	return n, true
}

// simple is a character in its simplest form: a small letter, an ASCII digit, and
// ASCII for what is full-width.
func simple(r rune) rune {
	if r >= '！' && r <= '～' {
		r = r - '！' + '!'
	}
	if d, ok := digitOf(r); ok {
		return d
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

// digitOf is the ASCII digit that a decimal digit of any script means.
func digitOf(r rune) (rune, bool) {
	switch {
	case r >= '0' && r <= '9':
		return r, true
	case r < utf8.RuneSelf || !unicode.IsDigit(r):
		return 0, false
	}
	for _, t := range unicode.Nd.R16 { // each range holds whole sets of ten
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10, true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10, true
		}
	}
	return 0, false
}
