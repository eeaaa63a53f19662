package form

import (
	"cmp"
	"maps"
)

// SchemaChinese is [Schema] with its descriptions in Chinese: those of keys as the forms
// say them, and all others as they stand in says under the English.
func SchemaChinese[T any](k Kind[T], id, title string, says map[string]string) ([]byte, error) {
	t := translation(says)
	return schema(k, id, t.of(title), t.part)
}

// A translation has the Chinese of descriptions.
type translation map[string]string

func (t translation) of(english string) string { return cmp.Or(t[english], english) }

// part is a part of a schema with what it says in Chinese.
func (t translation) part(p any) any {
	switch p := p.(type) {
	case string: // the description of a file as a whole stands at the top
		return t.of(p)
	case property:
		said := t.mapping(p.schema)
		if doc := p.doc.Meaning.Chinese; doc != "" {
			if absent := p.doc.Absent.Chinese; absent != "" {
				doc += "；不写：" + absent
			}
			said["description"] = doc
		}
		return said
	case object:
		said := make(object, len(p))
		for i, m := range p {
			said[i] = member{m.name, t.part(m.value)}
		}
		return said
	case map[string]any:
		return t.mapping(p)
	case []any:
		said := make([]any, len(p))
		for i, one := range p {
			said[i] = t.part(one)
		}
		return said
	}
	return p
}

// mapping leaves alone what is compared with what people write.
func (t translation) mapping(schema map[string]any) map[string]any {
	said := maps.Clone(schema)
	for key, value := range schema {
		switch key {
		case "enum", "const", "pattern", "examples", "required", "type", "$ref":
		default:
			said[key] = t.part(value)
		}
	}
	return said
}
