package tiexin

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"
)

// checkJSON tells where and why data is not JSON in UTF-8; empty when it is.
func checkJSON(data []byte) string {
	if !utf8.Valid(data) {
		bad := 0
		for bad < len(data) {
			r, size := utf8.DecodeRune(data[bad:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			bad += size
		}
		return lineColumn(data, bad) + ": not valid UTF-8; text in GBK must be converted first"
	}
	if json.Valid(data) {
		return ""
	}
	var syntax *json.SyntaxError
	var any json.RawMessage
	if err := json.Unmarshal(data, &any); errors.As(err, &syntax) {
		return fmt.Sprintf("%s: not valid JSON: %s", lineColumn(data, int(syntax.Offset)-1), syntax)
	}
	return "not valid JSON"
}

// lineColumn says where a byte stands, in lines and characters from 1.
func lineColumn(data []byte, offset int) string {
	before := string(data[:min(max(offset, 0), len(data))])
	lineStart := strings.LastIndexByte(before, '\n') + 1
	column := utf8.RuneCountInString(before[lineStart:]) + 1
	if lineStart == 0 {
		return fmt.Sprintf("column %d", column)
	}
	return fmt.Sprintf("line %d, column %d", strings.Count(before, "\n")+1, column)
}

// peek is the first byte of what comes next.
func (r *jsonReader) peek() byte {
	for r.pos < len(r.data) {
		switch c := r.data[r.pos]; c {
		case ' ', '\t', '\r', '\n', ',', ':':
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// token takes the next value whole, whatever it is.
func (r *jsonReader) token() []byte {
	r.peek()
	start, depth := r.pos, 0
	for r.pos < len(r.data) {
		switch r.data[r.pos] {
		case '"':
			r.skipText()
		case '{', '[':
			depth++
			r.pos++
		case '}', ']':
			depth--
			r.pos++
		case ' ', '\t', '\r', '\n', ',', ':':
			r.pos++
			continue
		default:
			r.skipWord()
		}
		if depth == 0 {
			break
		}
	}
	return r.data[start:r.pos]
}

func (r *jsonReader) skipText() {
	for r.pos++; r.data[r.pos] != '"'; r.pos++ {
		if r.data[r.pos] == '\\' {
			r.pos++
		}
	}
	r.pos++
}

// skipWord passes over a number, true, false or null.
func (r *jsonReader) skipWord() {
	for ; r.pos < len(r.data); r.pos++ {
		switch r.data[r.pos] {
		case ' ', '\t', '\r', '\n', ',', ':', '}', ']':
			return
		}
	}
}

// keys goes through an object, key by key as it is written. The body of the
// loop takes each key's value.
func (r *jsonReader) keys() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		r.pos++
		for r.peek() != '}' {
			if !yield(r.token()) {
				return
			}
		}
		r.pos++
	}
}

// elements goes through a list. The body of the loop takes each element.
func (r *jsonReader) elements() iter.Seq[int] {
	return func(yield func(int) bool) {
		r.pos++
		for i := 0; r.peek() != ']'; i++ {
			if !yield(i) {
				return
			}
		}
		r.pos++
	}
}

const (
	aText   = "text"
	aNumber = "a number"
)

// kindOf is what a token is, for errors.
func kindOf(token []byte) string {
	switch token[0] {
	case '"':
		return aText
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return aNumber
}
