package form

import (
	"github.com/tiexin-go/tiexin/internal/say"
)

// A Kind describes what may be written at some place of a file: how it is read,
// and what a JSON Schema says of it. The zero Kind stands for "not possible" in
// [ByShape] and nowhere else.
type Kind[T any] struct {
	// Read turns a value into a T. It reports what is wrong and then says whether
	// there is anything to use: a mapping with one bad key is still a mapping,
	// and false always comes with a problem.
	Read func(r *Reader, v Value) (T, bool)
	// Schema is the JSON Schema of the same thing.
	Schema func(d *Definitions) map[string]any
	// Says is what a person calls it, in English with an article: "a text". Nil: "another
	// kind of value".
	Says func() say.Text
}

func (k Kind[T]) says() say.Text {
	if k.Says == nil {
		return zh.Text("another kind of value")
	}
	return k.Says()
}

func saying(t say.Text) func() say.Text { return func() say.Text { return t } }

// ByShape takes one kind for a single word, one for a mapping and one for a
// list. The zero Kind refuses that shape, and the refusal says which shapes are
// possible.
func ByShape[T any](scalar, mapping, list Kind[T]) Kind[T] {
	var possible []Kind[T]
	for _, k := range []Kind[T]{scalar, mapping, list} {
		if k.Read != nil {
			possible = append(possible, k)
		}
	}
	says := func() say.Text {
		names := make([]say.Text, len(possible))
		for i, k := range possible {
			names[i] = k.says()
		}
		return say.Join(names, " or ", "或者")
	}
	return Kind[T]{
		Read: func(r *Reader, v Value) (T, bool) {
			var k Kind[T]
			switch {
			case v.IsMapping():
				k = mapping
			case v.IsList():
				k = list
			case v.IsScalar():
				k = scalar
			}
			if k.Read == nil {
				r.refuse(v, says(), quotesHint(v, scalar.Read != nil))
				var none T
				return none, false
			}
			return k.Read(r, v)
		},
		Schema: func(d *Definitions) map[string]any {
			if len(possible) == 1 {
				return possible[0].Schema(d)
			}
			shapes := make([]any, len(possible))
			for i, k := range possible {
				shapes[i] = k.Schema(d)
			}
			return map[string]any{"oneOf": shapes}
		},
		Says: says,
	}
}

// quotesHint is for a text that YAML took for a list or mapping because of the
// bracket that it begins with.
func quotesHint(v Value, textIsPossible bool) say.Text {
	switch {
	case !textIsPossible || !v.Flow():
		return say.Text{}
	case v.IsList():
		return zh.Text(`a text that begins with "[" needs quotes around all of it`)
	}
	return zh.Text(`a text that begins with "{" needs quotes around all of it`)
}

// Map turns what a kind reads into something else.
func Map[A, B any](k Kind[A], f func(A) B) Kind[B] {
	return Kind[B]{
		Read: func(r *Reader, v Value) (B, bool) {
			a, ok := k.Read(r, v)
			if !ok {
				var none B
				return none, false
			}
			return f(a), true
		},
		Schema: k.Schema,
		Says:   k.Says,
	}
}

// Describe gives a kind a description in the schema.
func Describe[T any](k Kind[T], doc string) Kind[T] {
	described := k
	described.Schema = func(d *Definitions) map[string]any {
		return withDoc(k.Schema(d), doc)
	}
	return described
}

// Lazy is a kind that is asked for only when it is needed, so that a form can
// contain itself.
func Lazy[T any](k func() Kind[T]) Kind[T] {
	return Kind[T]{
		Read:   func(r *Reader, v Value) (T, bool) { return k().Read(r, v) },
		Schema: func(d *Definitions) map[string]any { return k().Schema(d) },
		Says:   func() say.Text { return k().says() },
	}
}
