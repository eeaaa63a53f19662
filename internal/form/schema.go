package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Schema is the JSON Schema (draft 2020-12) of a kind of file, for editors: with
// it they complete keys, show their descriptions and underline what the reader
// would refuse. The same kind always gives the same bytes.
func Schema[T any](k Kind[T], id, title string) ([]byte, error) {
	return schema(k, id, title, func(part any) any { return part })
}

// schema writes a schema, each of its parts as said makes it.
func schema[T any](k Kind[T], id, title string, said func(part any) any) ([]byte, error) {
	d := &Definitions{owners: map[string]any{}, schemas: map[string]any{}}
	root := k.Schema(d)
	if d.clash != "" {
		return nil, fmt.Errorf("form: two forms have the name %q", d.clash)
	}
	all := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", id},
		{"title", title},
	}
	for _, key := range slices.Sorted(maps.Keys(root)) {
		all = append(all, member{key, said(root[key])})
	}
	if len(d.names) > 0 {
		definitions := object{}
		for _, name := range d.names {
			definitions = append(definitions, member{name, said(d.schemas[name])})
		}
		all = append(all, member{"$defs", definitions})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return nil, fmt.Errorf("form: schema %s: %w", id, err)
	}
	return out.Bytes(), nil
}

// Definitions are the parts of a schema that have a name, in the order in which
// they were met.
type Definitions struct {
	names   []string
	schemas map[string]any
	owners  map[string]any // which form has the name
	clash   string
}

// Refer makes a reference to a definition, and the definition when it is met for
// the first time. A name is made of letters, digits and "-". Owner tells two things of the same name apart.
func (d *Definitions) Refer(name string, owner any, define func() map[string]any) map[string]any {
	if known, ok := d.owners[name]; !ok {
		d.owners[name] = owner
		d.names = append(d.names, name)
		d.schemas[name] = define()
	} else if known != owner {
		d.clash = name
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

func (f *Form[T]) schema(d *Definitions) map[string]any {
	if f.Name.Empty() {
		return f.mapping(d)
	}
	return d.Refer(strings.ReplaceAll(f.Name.English, " ", "-"), f, func() map[string]any { return f.mapping(d) })
}

func (f *Form[T]) mapping(d *Definitions) map[string]any {
	properties, required := object{}, []string{}
	for _, field := range f.Fields {
		if field.self != nil {
			continue
		}
		properties = append(properties, member{field.name, property{
			withDoc(field.schema(d), field.described()), KeyDoc{Name: field.name, Meaning: field.doc, Absent: field.absent, Required: field.required, Value: field.says()},
		}})
		if field.required {
			required = append(required, field.name)
		}
	}
	schema := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		schema["required"] = required
	}
	return withDoc(schema, f.Doc)
}

func withDoc(schema map[string]any, doc string) map[string]any {
	if doc == "" {
		return schema
	}
	described := maps.Clone(schema)
	described["description"] = doc
	return described
}

// An object keeps its members in order, so that an editor offers the keys of a
// form as people write them.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(m.name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encoder.Encode(m.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
