package form

import (
	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A Value is a part of a file: a mapping, a list, or a scalar, which is a single
// word, number or text. The zero Value is nothing.
type Value struct {
	file *file
	node *yaml.Node
	key  *yaml.Node // the key it stands behind; nil in a list and for a whole file
}

// Spot is where the value stands: the value itself where it begins on the line
// of its key or has no key, and the key where it is empty or a mapping or list
// on lines of its own.
func (v Value) Spot() Spot {
	if v.node == nil {
		return Spot{}
	}
	if v.key != nil && (v.IsNull() || !v.IsScalar() && !v.Flow()) {
		return Spot{v.file, v.key}
	}
	return Spot{v.file, v.node}
}

// Name is the key that the value stands behind; zero without one.
func (v Value) Name() Word {
	if v.key == nil {
		return Word{}
	}
	return Word{v.key.Value, Spot{v.file, v.key}}
}

// IsMapping reports whether the value is made of keys with values.
func (v Value) IsMapping() bool { return v.node != nil && v.node.Kind == yaml.MappingNode }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { return v.node != nil && v.node.Kind == yaml.SequenceNode }

// IsScalar reports whether the value is a single word, number or text; an empty
// one is not.
func (v Value) IsScalar() bool {
	return v.node != nil && v.node.Kind == yaml.ScalarNode && !v.IsNull()
}

// IsNull reports whether nothing is written, or "null" or "~" without quotes.
func (v Value) IsNull() bool {
	if v.node == nil {
		return true
	}
	if !v.plain() {
		return false
	}
	switch v.node.Value {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// Flow reports whether the value is written in brackets: {…} or […].
func (v Value) Flow() bool { return v.node != nil && v.node.Style&yaml.FlowStyle != 0 }

// Text is a scalar as the text it was written as: 618 is "618", 199.00 is
// "199.00". It is empty for anything else.
func (v Value) Text() string {
	if !v.IsScalar() {
		return ""
	}
	return v.node.Value
}

// Items are the values of a list.
func (v Value) Items() []Value {
	if !v.IsList() {
		return nil
	}
	items := make([]Value, len(v.node.Content))
	for i, n := range v.node.Content {
		items[i] = Value{file: v.file, node: n}
	}
	return items
}

// Entries are the keys and values of a mapping, in the order of the file. A key
// that was refused when the file was parsed, such as a doubled one, is left out.
func (v Value) Entries() []Entry[Value] {
	if !v.IsMapping() {
		return nil
	}
	entries := make([]Entry[Value], 0, len(v.node.Content)/2)
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		key, node := v.node.Content[i], v.node.Content[i+1]
		if v.file.broken[key] {
			continue
		}
		item := Value{file: v.file, node: node, key: key}
		entries = append(entries, Entry[Value]{Name: item.Name(), Value: item, Broken: v.file.broken[node]})
	}
	return entries
}

// Refused says that a key of the mapping was refused when the file was parsed, such as a
// doubled one.
func (v Value) Refused() bool {
	if !v.IsMapping() {
		return false
	}
	for i := 0; i < len(v.node.Content); i += 2 {
		if v.file.broken[v.node.Content[i]] {
			return true
		}
	}
	return false
}

// Get is the value behind a key of a mapping.
func (v Value) Get(key string) (Value, bool) {
	for _, e := range v.Entries() {
		if e.Name.Value == key {
			return e.Value, true
		}
	}
	return Value{}, false
}

// broken reports whether a problem about the value itself was already reported
// when the file was parsed, so that nothing can be said about its contents.
func (v Value) broken() bool { return v.node != nil && v.file.broken[v.node] }

// plain reports whether the value is a scalar without quotes or "|".
func (v Value) plain() bool {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return v.node != nil && v.node.Kind == yaml.ScalarNode && v.node.Style&quoted == 0
}

func (v Value) shape() say.Text {
	switch {
	case v.IsMapping():
		return zh.Text("a mapping")
	case v.IsList():
		return zh.Text("a list")
	}
	return zh.Text("a text")
}

// refuse reports that a value has the wrong shape, and says what it should be.
func (r *Reader) refuse(v Value, want, hint say.Text) {
	if v.broken() {
		return
	}
	switch {
	case !v.IsNull() && v.key != nil:
		r.Report(v.Spot(), zh.Text("%q should be %s, not %s", v.key.Value, want, v.shape()), hint)
	case !v.IsNull():
		r.Report(v.Spot(), zh.Text("this should be %s, not %s", want, v.shape()), hint)
	case v.key != nil:
		r.Report(v.Spot(), zh.Text("nothing is written after %q", v.key.Value), zh.Text("it should be %s", want))
	default:
		r.Report(v.Spot(), zh.Text("nothing is written here"), zh.Text("it should be %s", want))
	}
}
