package taobao

import (
	"bytes"
	"encoding/json"
	"math"
	"unicode/utf8"
)

// An object is a JSON object as it is written, and where its members stand in it: most
// messages have more members than anybody asks for, and reading only those is what makes it
// fast.
type object struct {
	data    []byte
	members []member
}

// A member is where a key and its value begin and end.
type member struct{ key, keyEnd, value, valueEnd int32 }

// objectIn reads an object; false for any other JSON and for none.
func objectIn(data []byte) (object, bool) {
	data = bytes.TrimSpace(data)
	if !isObject(data) {
		return object{}, false
	}
	return split(data), true
}

func isObject(data []byte) bool {
	return len(data) > 0 && len(data) <= math.MaxInt32 && data[0] == '{' && json.Valid(data)
}

// split reads the members of the object that valid JSON begins with; none of anything else.
func split(data []byte) object {
	if len(data) == 0 || data[0] != '{' {
		return object{}
	}
	o := object{data: data, members: make([]member, 0, min(16+len(data)/64, 64))}
	for pos := space(data, 1); data[pos] != '}'; {
		end := value(data, pos)
		start := space(data, end)
		stop := value(data, start)
		o.members = append(o.members, member{int32(pos + 1), int32(end - 1), int32(start), int32(stop)})
		pos = space(data, stop)
	}
	return o
}

// elements reads the elements of a list in valid JSON; none of anything else.
func elements(data []byte) (all [][]byte) {
	if len(data) == 0 || data[0] != '[' {
		return nil
	}
	for pos := space(data, 1); data[pos] != ']'; {
		end := value(data, pos)
		all = append(all, data[pos:end])
		pos = space(data, end)
	}
	return all
}

// space passes over what stands between values.
func space(data []byte, pos int) int {
	for {
		switch data[pos] {
		case ' ', '\t', '\r', '\n', ',', ':':
			pos++
		default:
			return pos
		}
	}
}

// value passes over a value, and says where it ends.
func value(data []byte, pos int) int {
	depth := 0
	for pos < len(data) {
		switch data[pos] {
		case '"':
			for pos++; data[pos] != '"'; pos++ {
				if data[pos] == '\\' {
					pos++
				}
			}
			pos++
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
			pos = word(data, pos)
		}
		if depth == 0 {
			return pos
		}
	}
	return pos
}

// word passes over a number, true, false or null.
func word(data []byte, pos int) int {
	for ; pos < len(data); pos++ {
		switch data[pos] {
		case ' ', '\t', '\r', '\n', ',', ':', ']', '}':
			return pos
		}
	}
	return pos
}

// raw is a member's value as it is written; nil: it is not there, or null.
func (o object) raw(key string) []byte {
	for _, m := range o.members {
		if string(o.data[m.key:m.keyEnd]) == key && o.data[m.value] != 'n' {
			return o.data[m.value:m.valueEnd]
		}
	}
	return nil
}

// object is a member that is one.
func (o object) object(key string) object { return split(o.raw(key)) }

// list are the elements of a member, whose list stands under another name within it, as TOP
// writes lists: {"orders": {"order": [...]}}; or without it, as TOP writes them when asked to
// simplify. False: it is there, and is no list.
func (o object) list(key, within string) (all [][]byte, ok bool) {
	list := o.raw(key)
	if len(list) > 0 && list[0] == '{' {
		list = split(list).raw(within)
	}
	return elements(list), len(list) == 0 || list[0] == '['
}

// text is a member that is a text, or a number or flag as it is written; empty: it is
// neither, or not there. An id of nineteen digits is rounded as soon as anybody takes it for
// a number.
func (o object) text(key string) text { return textIn(o.raw(key)) }

func textIn(value []byte) text {
	switch {
	case len(value) == 0 || value[0] == '{' || value[0] == '[':
		return ""
	case value[0] != '"':
		return text(value)
	}
	return text(unquoted(value))
}

// str is text, as a string.
func (o object) str(key string) string { return string(o.text(key)) }

// unquoted is what a JSON text says.
func unquoted(quoted []byte) []byte {
	inner := quoted[1 : len(quoted)-1]
	if !utf8.Valid(inner) {
		return said(quoted)
	}
	escape := bytes.IndexByte(inner, '\\')
	if escape < 0 {
		return inner
	}
	out := make([]byte, 0, len(inner))
	for ; escape >= 0; escape = bytes.IndexByte(inner, '\\') {
		next := inner[escape+1]
		if next != '"' && next != '\\' && next != '/' {
			return said(quoted) // a character by its number, or one that nobody sees
		}
		out = append(append(out, inner[:escape]...), next)
		inner = inner[escape+2:]
	}
	return append(out, inner...)
}

func said(quoted []byte) []byte {
	var text string
	_ = json.Unmarshal(quoted, &text) // it is valid
	return []byte(text)
}

// inside reads an object that may stand within another, or within two, as TOP answers:
// {"trade_fullinfo_get_response": {"trade": {...}}}. False: it is no JSON object.
func inside(data []byte, response, name string) (object, bool) {
	data = bytes.TrimSpace(data)
	if !isObject(data) {
		return object{}, false
	}
	return split(enter(enter(data, response), name)), true
}

// enter is what follows from the beginning of an object that stands under a key; without
// such a one, what was given.
func enter(data []byte, key string) []byte {
	for pos := space(data, 1); data[pos] != '}'; {
		end := value(data, pos)
		start := space(data, end)
		if string(data[pos+1:end-1]) == key && data[start] == '{' {
			return data[start:]
		}
		pos = space(data, value(data, start))
	}
	return data
}
