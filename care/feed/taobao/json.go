package taobao

import (
	"bytes"
	"encoding/json"
	"math"

	"github.com/tiexin-go/tiexin/care/feed/internal/field"
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
	for pos := field.Space(data, 1); data[pos] != '}'; {
		end := field.Skip(data, pos)
		start := field.Space(data, end)
		stop := field.Skip(data, start)
		o.members = append(o.members, member{int32(pos + 1), int32(end - 1), int32(start), int32(stop)})
		pos = field.Space(data, stop)
	}
	return o
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
func (o object) list(key, within string) (all [][]byte, ok bool) { return listIn(o.raw(key), within) }

func listIn(list []byte, within string) (all [][]byte, ok bool) {
	if string(list) == "null" {
		return nil, true
	}
	if len(list) > 0 && list[0] == '{' {
		list = split(list).raw(within)
	}
	return field.Elements(list), len(list) == 0 || list[0] == '['
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
	return text(field.Unquote(value))
}

// str is text, as a string.
func (o object) str(key string) string { return string(o.text(key)) }

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
	for pos := field.Space(data, 1); data[pos] != '}'; {
		end := field.Skip(data, pos)
		start := field.Space(data, end)
		if string(data[pos+1:end-1]) == key && data[start] == '{' {
			return data[start:]
		}
		pos = field.Space(data, field.Skip(data, start))
	}
	return data
}
