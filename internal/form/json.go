package form

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// JSON is a free mapping as JSON, for a decoder of its own. It finds the way
// back from the JSON to the file.
type JSON struct {
	Bytes []byte
	Spot  Spot // of the whole mapping
	value Value
	marks []mark
}

// A mark says where in the JSON a key or value begins.
type mark struct {
	offset int
	spot   Spot
}

// RawJSON is a mapping with any keys, converted to JSON. Numbers stay as they
// were written, so an id of nineteen digits and 199.00 lose nothing; what is no
// number in JSON, such as 0571, a date or a time, is a text; so is every value in
// quotes, and yes and no.
func RawJSON() Kind[JSON] {
	return Kind[JSON]{
		Read: func(r *Reader, v Value) (JSON, bool) {
			if !v.IsMapping() || v.broken() {
				r.refuse(v, zh.Text("a mapping"), nameHint(v))
				return JSON{}, false
			}
			w := jsonWriter{}
			w.write(v)
			return JSON{w.out.Bytes(), v.Spot(), v, w.marks}, true
		},
		Schema: func(*Definitions) map[string]any { return map[string]any{"type": "object"} },
		Says:   saying(zh.Text("a mapping")),
	}
}

// At is where the value of a path stands in the file: keys and list positions
// (from zero) with dots or brackets, "items[0].amount" or "items.0.amount". Where
// the path goes further than what was written, it is the last part that exists.
func (j JSON) At(path string) Spot {
	v, _ := j.follow(path)
	return v.Spot()
}

// Key is where the last key of a path stands; the same as At for an item of a
// list and for what was not written.
func (j JSON) Key(path string) Spot {
	v, found := j.follow(path)
	if found && v.key != nil && v.node != j.value.node {
		return v.Name().Spot
	}
	return v.Spot()
}

func (j JSON) follow(path string) (v Value, found bool) {
	v = j.value
	for _, step := range strings.FieldsFunc(path, func(c rune) bool { return c == '.' || c == '[' || c == ']' }) {
		next, ok := v.Get(step)
		if i, err := strconv.Atoi(step); err == nil && v.IsList() && i >= 0 && i < len(v.Items()) {
			next, ok = v.Items()[i], true
		}
		if !ok {
			return v, false
		}
		v = next
	}
	return v, true
}

// AtOffset is what a byte offset in Bytes belongs to, as errors of encoding/json
// name it: the last key or value that begins before it.
func (j JSON) AtOffset(offset int64) Spot {
	i := sort.Search(len(j.marks), func(i int) bool { return int64(j.marks[i].offset) >= max(offset, 1) })
	if i == 0 {
		return j.Spot
	}
	return j.marks[i-1].spot
}

type jsonWriter struct {
	out   bytes.Buffer
	marks []mark
}

func (w *jsonWriter) write(v Value) {
	w.marks = append(w.marks, mark{w.out.Len(), v.Spot()})
	switch {
	case v.IsMapping():
		w.out.WriteByte('{')
		for i, e := range v.Entries() {
			if i > 0 {
				w.out.WriteByte(',')
			}
			w.marks = append(w.marks, mark{w.out.Len(), e.Name.Spot})
			w.text(e.Name.Value)
			w.out.WriteByte(':')
			w.write(e.Value)
		}
		w.out.WriteByte('}')
	case v.IsList():
		w.out.WriteByte('[')
		for i, item := range v.Items() {
			if i > 0 {
				w.out.WriteByte(',')
			}
			w.write(item)
		}
		w.out.WriteByte(']')
	case v.IsNull() || v.node.Kind == yaml.AliasNode:
		w.out.WriteString("null")
	default:
		if bare, isText := bareJSON(v.Text()); v.plain() && !isText {
			w.out.Write(bare)
		} else {
			w.text(v.Text())
		}
	}
}

func (w *jsonWriter) text(s string) {
	encoder := json.NewEncoder(&w.out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string into memory: there is nothing to fail
	w.out.Truncate(w.out.Len() - 1)
}

var (
	jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
	truths     = []string{"true", "True", "TRUE", "false", "False", "FALSE"}
)

// bareJSON is what a word without quotes is in JSON: a number, a truth value, or
// else a text.
func bareJSON(word string) (raw json.RawMessage, isText bool) {
	switch {
	case jsonNumber.MatchString(word):
		return json.RawMessage(word), false
	case slices.Contains(truths, word):
		return json.RawMessage(strings.ToLower(word)), false
	}
	return nil, true
}
