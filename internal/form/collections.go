package form

import (
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// An Entry is a name that a person chose, and what stands behind it.
type Entry[V any] struct {
	Name  Word
	Value V
	// Broken: the name was given, but its value could not be used, which is
	// reported already. Value is empty then.
	Broken bool
}

// MapOf is a mapping whose keys are names that people choose, in the order of
// the file. A name whose value cannot be used is kept, marked Broken, so that
// whoever refers to it is not told that it does not exist.
func MapOf[V any](item Kind[V]) Kind[[]Entry[V]] {
	says := zh.Text("a mapping of names")
	return Kind[[]Entry[V]]{
		Read: func(r *Reader, v Value) ([]Entry[V], bool) {
			if !v.IsMapping() || v.broken() {
				r.refuse(v, says, nameHint(v))
				return nil, false
			}
			entries := []Entry[V]{}
			for _, e := range v.Entries() {
				if e.Name.Value == "" {
					r.Report(e.Name.Spot, zh.Text("the name is empty"), say.Text{})
					continue
				}
				value, ok := item.Read(r, e.Value)
				entries = append(entries, Entry[V]{e.Name, value, !ok})
			}
			return entries, true
		},
		Schema: func(d *Definitions) map[string]any {
			return map[string]any{
				"type": "object", "additionalProperties": item.Schema(d),
				"propertyNames": map[string]any{"minLength": 1},
			}
		},
		Says: saying(says),
	}
}

// nameHint is for a name and a value that YAML took for one text.
func nameHint(v Value) say.Text {
	if !v.plain() {
		return say.Text{}
	}
	for i, c := range v.Text() {
		if c == ':' || c == '\uff1a' {
			return colonHint(v.Text()[:i], v.Text()[i+len(string(c)):])
		}
	}
	return say.Text{}
}

// ListOf is a list, each of whose items is of one kind. Items that cannot be
// used are reported and left out.
func ListOf[V any](item Kind[V]) Kind[[]V] {
	says := func() say.Text { return zh.Text("a list, each item %s", item.says()) }
	return Kind[[]V]{
		Read: func(r *Reader, v Value) ([]V, bool) {
			if !v.IsList() || v.broken() {
				r.refuse(v, says(), listHint(v))
				return nil, false
			}
			items := v.Items()
			list := make([]V, 0, len(items))
			for _, one := range items {
				if value, ok := item.Read(r, one); ok {
					list = append(list, value)
				}
			}
			return list, true
		},
		Schema: func(d *Definitions) map[string]any {
			return map[string]any{"type": "array", "items": item.Schema(d)}
		},
		Says: says,
	}
}

func listHint(v Value) say.Text {
	switch {
	case v.IsScalar() && v.plain() && len([]rune(v.Text())) <= 40:
		return zh.Text("write it in brackets: [%s]", strings.Join(split(v.Text()), ", "))
	case v.IsMapping() && !v.Flow():
		return zh.Text(`begin each item with "- "`)
	case v.IsMapping():
		return zh.Text("put brackets around it: [{…}]")
	}
	return say.Text{}
}

// OneOrMore is a list, or a single item without a list around it.
func OneOrMore[V any](item Kind[V]) Kind[[]V] {
	list := ListOf(item)
	says := func() say.Text { return zh.Text("%s or a list of such", item.says()) }
	return Kind[[]V]{
		Read: func(r *Reader, v Value) ([]V, bool) {
			switch {
			case v.broken():
				return nil, false
			case v.IsList():
				return list.Read(r, v)
			case v.IsNull():
				r.refuse(v, says(), say.Text{})
				return nil, false
			}
			value, ok := item.Read(r, v)
			if !ok {
				return nil, false
			}
			return []V{value}, true
		},
		Schema: func(d *Definitions) map[string]any {
			return map[string]any{"oneOf": []any{item.Schema(d), list.Schema(d)}}
		},
		Says: says,
	}
}
