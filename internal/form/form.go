package form

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Form is a mapping with a fixed set of keys. It reads them into a T.
type Form[T any] struct {
	// Name is what the mapping is called, without an article: "rule". The English
	// names the definition in the schema, too, so two forms of one schema may not
	// share it: letters, digits, "-" and spaces. Empty: the mapping has no name, and
	// no definition of its own.
	Name say.Text
	// Doc says what the mapping is for, in the schema.
	Doc string
	// Fields are the keys, in the order in which people write them.
	Fields []Field[T]
	// Check looks at the keys together, after all of them were read; nil: nothing
	// to check. It is not called when a key of this very mapping is unknown,
	// doubled, missing or could not be used: what it would say may follow from
	// that alone.
	Check func(r *Reader, v Value, t *T)
}

// A Field is one key of a form.
type Field[T any] struct {
	name     string
	doc      say.Text
	absent   say.Text // what holds when it is not written; empty: nothing to say
	required bool
	says     func() say.Text
	read     func(r *Reader, v Value, t *T) bool
	take     func(t, from *T)
	schema   func(d *Definitions) map[string]any
	self     func(t *T) *Spot
}

// Key is a key of a form: what it is for, what may stand behind it, and where
// the result goes. A key that is not written leaves that as it is.
func Key[T, V any](key string, doc say.Text, kind Kind[V], to func(*T) *V) Field[T] {
	return Field[T]{
		name: key,
		doc:  doc,
		read: func(r *Reader, v Value, t *T) bool {
			value, ok := kind.Read(r, v)
			if ok {
				*to(t) = value
			}
			return ok
		},
		take:   func(t, from *T) { *to(t) = *to(from) },
		schema: kind.Schema,
		says:   kind.says,
	}
}

// Require is the same key, which must be written.
func (f Field[T]) Require() Field[T] {
	f.required = true
	return f
}

// Absent is the same key, with what holds when it is not written.
func (f Field[T]) Absent(what say.Text) Field[T] {
	f.absent = what
	return f
}

// described is what the key is for, for the schema.
func (f Field[T]) described() string {
	if f.absent.Empty() {
		return f.doc.English
	}
	return f.doc.English + "; " + f.absent.English + " when absent"
}

// Self is not a key: it keeps the place of the whole mapping.
func Self[T any](to func(*T) *Spot) Field[T] { return Field[T]{self: to} }

// Kind is the form as something that can be read. Unknown and doubled keys,
// missing ones and values of the wrong kind are reported, and reading goes on.
// Only what is no mapping at all cannot be used.
func (f *Form[T]) Kind() Kind[T] {
	return Kind[T]{Read: f.read, Schema: f.schema, Says: f.says}
}

// Take sets in t what from has read behind a key: for a mapping that several files
// write a part of. A key that the form does not have changes nothing.
func (f *Form[T]) Take(key string, t, from *T) {
	for _, field := range f.Fields {
		if field.self == nil && field.name == key {
			field.take(t, from)
		}
	}
}

func (f *Form[T]) read(r *Reader, v Value) (T, bool) {
	var t T
	if v.broken() {
		return t, false
	}
	if !v.IsMapping() {
		r.refuse(v, f.says(), f.mappingHint(v))
		return t, false
	}
	sound, given, misspelt := true, map[string]bool{}, map[string]bool{}
	for i, n := range v.node.Content {
		if i%2 == 0 && v.file.broken[n] {
			sound, given[n.Value] = false, true
			if name, _, found := cutColon(n.Value); found {
				given[name] = true
			}
		}
	}
	for position, e := range v.Entries() {
		given[e.Name.Value] = true
		i := slices.IndexFunc(f.Fields, func(field Field[T]) bool { return field.self == nil && field.name == e.Name.Value })
		if i >= 0 {
			sound = f.Fields[i].read(r, e.Value, &t) && sound
			continue
		}
		sound = false
		hint, near := f.unknownHint(r, e.Name.Value)
		misspelt[near] = true
		if near == "" && v.Flow() && position > 0 {
			hint = zh.Text("%s; if it belongs to the value before it, put that in quotes", hint)
		}
		r.reportKey(e.Name.Spot, f.unknown(e.Name.Value), hint)
	}
	for _, field := range f.Fields {
		switch {
		case field.self != nil:
			*field.self(&t) = v.Spot()
		case field.required && !given[field.name]:
			sound = false
			if !misspelt[field.name] {
				r.reportKey(v.Spot(), f.needs(field.name), hintDoc(field.name, field.doc))
			}
		}
	}
	if sound && f.Check != nil {
		f.Check(r, v, &t)
	}
	return t, true
}

func (r *Reader) reportKey(s Spot, message, hint say.Text) {
	defer r.Within(source.Key)()
	r.Report(s, message, hint)
}

func hintDoc(key string, doc say.Text) say.Text {
	if doc.Empty() {
		return say.Text{}
	}
	return zh.Text("%s: %s", key, doc)
}

func (f *Form[T]) keys() []string {
	var keys []string
	for _, field := range f.Fields {
		if field.self == nil {
			keys = append(keys, field.name)
		}
	}
	return keys
}

func (f *Form[T]) says() say.Text {
	keys := f.keys()
	if len(keys) > 5 {
		keys = append(keys[:4:4], "…")
	}
	if f.Name.Empty() {
		return zh.Text("a mapping with the keys %s", listed(keys))
	}
	return zh.Text("%s (a mapping with the keys %s)", article(f.Name), listed(keys))
}

func (f *Form[T]) needs(key string) say.Text {
	if f.Name.Empty() {
		return zh.Text("this needs the key %q", key)
	}
	return zh.Text("%s needs the key %q", article(f.Name), key)
}

func (f *Form[T]) unknown(key string) say.Text {
	if f.Name.Empty() {
		return zh.Text("unknown key %q", key)
	}
	return zh.Text("%s has no key %q", article(f.Name), key)
}

// unknownHint says what was probably meant, and which key that is.
func (f *Form[T]) unknownHint(r *Reader, key string) (hint say.Text, near string) {
	keys := f.keys()
	if strings.HasPrefix(key, "\u3000") || strings.HasPrefix(key, "\u00a0") {
		return zh.Text("a full-width or fixed space does not indent; use plain spaces"), ""
	}
	bare := strings.Trim(key, "“”‘’「」\"' \u00a0\u200b\u3000")
	if bare != key && slices.Contains(keys, bare) {
		return zh.Text("write %s, with nothing around it", bare), bare
	}
	for _, colon := range []string{"\uff1a", ":"} {
		before, after, found := strings.Cut(key, colon)
		if before = strings.TrimSpace(before); found && slices.Contains(keys, before) {
			return colonHint(before, after), before
		}
	}
	if meant, ok := r.meant(bare, keys); ok {
		return zh.Text("write %s", meant), meant
	}
	if near, ok := source.Nearest(bare, keys); ok {
		return zh.Text("did you mean %q?", near), near
	}
	return zh.Text("possible: %s", listed(keys)), ""
}

// mappingHint is for a key and a value that YAML took for one text.
func (f *Form[T]) mappingHint(v Value) say.Text {
	for _, colon := range []string{"\uff1a", ":"} {
		before, after, found := strings.Cut(v.Text(), colon)
		if before = strings.TrimSpace(before); found && v.plain() && slices.Contains(f.keys(), before) {
			return colonHint(before, after)
		}
	}
	return say.Text{}
}

func colonHint(key, value string) say.Text {
	value = strings.TrimSpace(value)
	if runes := []rune(value); len(runes) > 20 {
		value = string(runes[:20]) + "…"
	}
	return zh.Text(`write a plain ":" and a space: %s: %s`, key, value).Each(strings.TrimSpace)
}

// article is a noun with its article.
func article(noun say.Text) say.Text {
	if strings.ContainsRune("aeiou", rune(noun.English[0])) {
		return zh.Text("an %s", noun)
	}
	return zh.Text("a %s", noun)
}

// listed are words as they are typed, behind each other.
func listed(words []string) say.Text {
	return say.Text{English: strings.Join(words, ", "), Chinese: strings.Join(words, "、")}
}
