package template

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/source"
)

// Field is one field of a template of fields (模板字段). Its key is the kind with a number,
// such as "thing1"; words are its text. The error is a *[BindError]: the kind is unknown, or
// the field cannot hold every value of the words.
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
		return Variable{}, bindError(zh.Text("the field %q has %d characters before any value, and %s takes %d", key, fixed, p.called(), form.Max), zh.Text("shorten it"))
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
		if form.take(filled) == "" && (i == 0 || words.needed != 0) {
			return Variable{}, refuses(filled)
		}
	}
	if filled, err := words.Render(nil); err == nil && form.take(filled) == "" {
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
	return bindError(zh.Text("%s has no field of the kind %q", p.called(), kind), hint)
}

var fieldMark = regexp.MustCompile(`\{\{(\w+)\.DATA\}\}`)

// Bind combines fields as the provider has registered them. The body is the registered text
// with {{thing1.DATA}} for a field; if it is empty, each field is a line. The error, a
// *[BindError], gives the place where fields and body differ. The caller must check the
// purposes that the provider Refuses.
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

// Words are the whole as one template: the fixed text and the text of the fields. It is nil for
// a binding of one text with variables.
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
