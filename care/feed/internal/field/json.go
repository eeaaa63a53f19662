package field

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// What follows goes over JSON that is known to be valid, so that it never asks where a value
// ends.

// Space passes over what stands between values, from a place in valid JSON.
func Space(data []byte, pos int) int {
	for {
		switch data[pos] {
		case ' ', '\t', '\r', '\n', ',', ':':
			pos++
		default:
			return pos
		}
	}
}

// Skip passes over a value, and says where it ends.
func Skip(data []byte, pos int) int {
	depth := 0
	for pos < len(data) {
		switch data[pos] {
		case '"':
			pos = skipText(data, pos)
		case '{', '[':
			depth++
			pos++
		case '}', ']':
			depth--
			pos++
		case ' ', '\t', '\r', '\n', ',', ':':
			pos++
			continue
		default:
			pos = skipWord(data, pos)
		}
		if depth == 0 {
			return pos
		}
	}
	return pos
}

func skipText(data []byte, pos int) int {
	for pos++; data[pos] != '"'; pos++ {
		if data[pos] == '\\' {
			pos++
		}
	}
	return pos + 1
}

// skipWord passes over a number, true, false or null.
func skipWord(data []byte, pos int) int {
	for ; pos < len(data); pos++ {
		switch data[pos] {
		case ' ', '\t', '\r', '\n', ',', ':', ']', '}':
			return pos
		}
	}
	return pos
}

// Elements are the elements of a list in valid JSON; none of anything else.
func Elements(data []byte) (all [][]byte) {
	if len(data) == 0 || data[0] != '[' {
		return nil
	}
	for pos := Space(data, 1); data[pos] != ']'; {
		end := Skip(data, pos)
		all = append(all, data[pos:end])
		pos = Space(data, end)
	}
	return all
}

// Unquote is what a JSON text says, which may be a part of it.
func Unquote(quoted []byte) []byte {
	inner := quoted[1 : len(quoted)-1]
	if !utf8.Valid(inner) {
		return decoded(quoted)
	}
	escape := bytes.IndexByte(inner, '\\')
	if escape < 0 {
		return inner
	}
	out := make([]byte, 0, len(inner))
	for ; escape >= 0; escape = bytes.IndexByte(inner, '\\') {
		next := inner[escape+1]
		if next != '"' && next != '\\' && next != '/' {
			return decoded(quoted) // a character by its number, or one that nobody sees
		}
		out = append(append(out, inner[:escape]...), next)
		inner = inner[escape+2:]
	}
	return append(out, inner...)
}

func decoded(quoted []byte) []byte {
	var text string
	_ = json.Unmarshal(quoted, &text) // it is valid
	return []byte(text)
}
