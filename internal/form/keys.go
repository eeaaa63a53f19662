package form

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A KeyDoc is one key of a form, for a reference that people read.
type KeyDoc struct {
	// Place is where the key stands: the keys above it with dots between them, with
	// NAME for a name that people choose and [] for an item of a list.
	Place    string
	Name     string
	Value    say.Text // what may stand behind it: "a duration such as 15m"
	Required bool
	Absent   say.Text // what holds when it is not written
	Meaning  say.Text
}

// A property is the schema of a key, which remembers what the form says of it.
type property struct {
	schema map[string]any
	doc    KeyDoc
}

// MarshalJSON implements json.Marshaler: of a property only the schema is written.
func (p property) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(p.schema)
	return out.Bytes(), err
}

// Keys lists every key of a kind of file, in the order in which people write them,
// each mapping before those inside it. It reads what [Schema] is made of.
func Keys[T any](k Kind[T]) []KeyDoc {
	w := keyWalk{d: &Definitions{owners: map[string]any{}, schemas: map[string]any{}}}
	w.walk("", k.Schema(w.d))
	return w.found
}

type keyWalk struct {
	d     *Definitions
	above []string // definitions that contain this one
	found []KeyDoc
}

// walk adds the keys of the mappings that a schema allows at a place.
func (w *keyWalk) walk(place string, schema map[string]any) {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		if slices.Contains(w.above, name) {
			return // a form that contains itself
		}
		w.above = append(w.above, name)
		defer func() { w.above = w.above[:len(w.above)-1] }()
		definition, _ := w.d.schemas[name].(map[string]any)
		w.walk(place, definition)
	}
	shapes, _ := schema["oneOf"].([]any)
	for i, shape := range shapes {
		if one, ok := shape.(map[string]any); ok && !repeats(one, shapes[:i]) {
			w.walk(place, one)
		}
	}
	if items, ok := schema["items"].(map[string]any); ok {
		w.walk(place+"[]", items)
	}
	if named, ok := schema["additionalProperties"].(map[string]any); ok {
		w.walk(under(place, "NAME"), named)
	}
	keys, _ := schema["properties"].(object)
	for _, m := range keys {
		p := m.value.(property)
		p.doc.Place = place
		w.found = append(w.found, p.doc)
	}
	for _, m := range keys {
		w.walk(under(place, m.name), m.value.(property).schema)
	}
}

// repeats says that a list is of what may also stand alone: its keys are the same.
func repeats(shape map[string]any, before []any) bool {
	items, ok := shape["items"].(map[string]any)
	return ok && slices.ContainsFunc(before, func(one any) bool {
		alone, ok := one.(map[string]any)
		return ok && same(alone, items)
	})
}

func same(a, b map[string]any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func under(place, key string) string {
	if place == "" {
		return key
	}
	return place + "." + key
}
