package source

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Place is a position in a file that a person wrote. The zero Place is
// nowhere in particular.
type Place struct {
	File   string // as the reader of the error would open it; may be empty
	Line   int    // from 1; zero: the file as a whole
	Column int    // from 1, in characters (runes), not bytes; zero: the line as a whole
}

// String is "payment.yaml:44:18", "44:18" without a file, "payment.yaml" without
// a line, and "-" for nowhere. What the file's name must not do to a terminal is
// replaced: see [Printable].
func (p Place) String() string {
	var parts []string
	if p.File != "" {
		parts = append(parts, Printable(p.File))
	}
	if p.Line > 0 {
		parts = append(parts, strconv.Itoa(p.Line))
		if p.Column > 0 {
			parts = append(parts, strconv.Itoa(p.Column))
		}
	}
	if parts == nil {
		return "-"
	}
	return strings.Join(parts, ":")
}

// Compare orders places as they are read: by file name, line, column.
func (p Place) Compare(q Place) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Locate turns a byte offset in a text into line and column, both from 1, the
// column in runes. A line ends with "\n", "\r\n" or "\r"; a byte order mark at
// the start counts for nothing. An offset outside the text is moved to its
// nearer end.
func Locate(text string, offset int) (line, column int) {
	offset = min(max(offset, 0), len(text))
	line, start := 1, 0
	for {
		end, next := lineEnd(text, start)
		if next < 0 || offset < next {
			offset = min(offset, end)
			break
		}
		line, start = line+1, next
	}
	before := text[start:offset]
	if line == 1 {
		before = strings.TrimPrefix(before, byteOrderMark)
	}
	return line, utf8.RuneCountInString(before) + 1
}

const byteOrderMark = "\ufeff"

// lineEnd finds where the line that begins at start ends and where the next one
// begins: -1 when there is none.
func lineEnd(text string, start int) (end, next int) {
	i := strings.IndexAny(text[start:], "\r\n")
	if i < 0 {
		return len(text), -1
	}
	end = start + i
	if strings.HasPrefix(text[end:], "\r\n") {
		return end, end + 2
	}
	return end, end + 1
}
