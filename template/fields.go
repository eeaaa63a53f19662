package template

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// Field is one field of a template of fields (模板字段): its key is the kind with a number,
// such as "thing1", and words are what it says. The error is a *[BindError]: there is no such
// kind, or the field does not take what the words may read.
func (p Provider) Field(key string, words *Template) (Variable, error) {
	kind := strings.TrimRight(key, "0123456789")
	form, ok := p.Form(kind)
	if !ok || kind == key {
		return Variable{}, p.noField(key, kind, ok)
	}
	v := Variable{Key: key, Words: words, Form: form}
	fixed := 0
	for _, part := range words.parts {
		fixed += utf8.RuneCountInString(part.text)
	}
	if fixed > form.Max {
		return Variable{}, bindError(zh.Text("the field %q has %d characters before any value, and %s takes %d", key, fixed, p.Name, form.Max), zh.Text("shorten it"))
	}
	refuses := func(reads string) error {
		return bindError(zh.Text("the field %q may read %q, which is not what it holds: %s", key, reads, form), zh.Text("take a field of another kind, or another placeholder"))
	}
	reads := []exampleValues{{form: form}}
	for _, n := range words.names {
		for _, example := range form.examples(n)[1:] {
			reads = append(reads, exampleValues{Map{n: example}, form})
		}
	}
	for i, values := range reads {
		filled, _ := words.Render(values) // every placeholder has an example
		if form.Take(filled) == "" && (i == 0 || words.needed != 0) {
			return Variable{}, refuses(filled)
		}
	}
	if filled, err := words.Render(nil); err == nil && form.Take(filled) == "" {
		return Variable{}, refuses(filled)
	}
	return v, nil
}

func (p Provider) noField(key, kind string, known bool) error {
	if known {
		return bindError(zh.Text("the field %q has no number", key), zh.Text("write it as in the template: %s1", key))
	}
	kinds := make([]string, len(p.Forms))
	for i, f := range p.Forms {
		kinds[i] = f.Word
	}
	hint := zh.Text("the kinds are %s", listed(kinds))
	if near, ok := source.Nearest(kind, kinds); ok {
		hint = zh.Text("did you mean %q?", near+strings.TrimPrefix(key, kind))
	}
	return bindError(zh.Text("%s has no field of the kind %q", p.Name, kind), hint)
}

var fieldMark = regexp.MustCompile(`\{\{(\w+)\.DATA\}\}`)

// Bind puts fields together as the provider has registered them: the body is its text with
// {{thing1.DATA}} for the fields, and may be empty; the fields are a line each then. The
// error, a *[BindError], says where fields and body part. Purposes that the provider Refuses
// are the caller's matter.
func (p Provider) Bind(fields []Variable, body string) (Binding, error) {
	b := Binding{Provider: p.Name, Body: body, Variables: fields, value: p.values()}
	if body == "" {
		for i := range fields {
			b.parts = append(b.parts, piece{variable: i})
			if i > 0 {
				b.parts[i].text = "\n"
			}
		}
	} else {
		from := 0
		for _, at := range fieldMark.FindAllStringSubmatchIndex(body, -1) {
			key := body[at[2]:at[3]]
			i := slices.IndexFunc(fields, func(v Variable) bool { return v.Key == key })
			if i < 0 {
				return Binding{}, bindError(zh.Text("the registered text has the field %q, and nothing is said for it", key), zh.Text("add it under fields"))
			}
			b.parts = append(b.parts, piece{body[from:at[0]], i})
			from = at[1]
		}
		b.parts = append(b.parts, piece{body[from:], -1})
		for i, v := range fields {
			if !slices.ContainsFunc(b.parts, func(p piece) bool { return p.variable == i }) {
				return Binding{}, bindError(zh.Text("the registered text has no field %q", v.Key), zh.Text("take it out of fields"))
			}
		}
	}
	for _, part := range b.parts {
		b.MaxUnits += Units(part.text)
		if part.variable >= 0 {
			b.MaxUnits += fields[part.variable].Longest()
		}
	}
	return b, nil
}

// Words are the whole as one template: the fixed text, and what the fields say. It is
// nil for a binding of one text with variables.
func (b Binding) Words() *Template {
	all := new(Template)
	for _, piece := range b.parts {
		if piece.text != "" {
			all.parts = append(all.parts, part{text: piece.text})
		}
		if piece.variable < 0 {
			continue
		}
		words := b.Variables[piece.variable].Words
		if words == nil {
			return nil
		}
		all.parts = append(all.parts, words.parts...)
		all.needed |= words.needed
		for _, n := range words.names {
			if all.has&(1<<n) == 0 {
				all.has |= 1 << n
				all.names = append(all.names, n)
			}
		}
	}
	all.source = all.String()
	return all
}
