package form_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

func TestTheKeysAreThoseOfTheForms(t *testing.T) {
	type owner struct {
		Name, Pet form.Word
		Pets      []form.Entry[form.Word]
		Children  []owner
	}
	var self *form.Form[owner]
	again := form.Lazy(func() form.Kind[owner] { return self.Kind() })
	self = &form.Form[owner]{Name: say.Text{English: "owner", Chinese: "主人"}, Fields: []form.Field[owner]{
		form.Key("name", say.Plain("what she is called <b>"), form.Text(), func(o *owner) *form.Word { return &o.Name }).Require(),
		form.Key("pet", say.Plain("her favourite"), form.Choice(form.Options("cat", "dog")...), func(o *owner) *form.Word { return &o.Pet }).Absent(say.Plain("a cat")),
		form.Key("children", say.Plain("hers"), form.OneOrMore(again), func(o *owner) *[]owner { return &o.Children }),
	}}
	assert.Equal(t, []form.KeyDoc{
		{Place: "NAME", Name: "name", Value: say.Text{English: "a text", Chinese: "一段文字"}, Required: true, Meaning: say.Plain("what she is called <b>")},
		{Place: "NAME", Name: "pet", Value: say.Text{English: "one of cat, dog", Chinese: "以下词之一（cat、dog）"}, Absent: say.Plain("a cat"), Meaning: say.Plain("her favourite")},
		{Place: "NAME", Name: "children", Value: say.Text{English: "an owner (a mapping with the keys name, pet, children) or a list of such", Chinese: "主人（一组「键: 值」，键有 name、pet、children），多个写成列表"}, Meaning: say.Plain("hers")},
	}, form.Keys(form.MapOf(self.Kind())), "a form that contains itself is told once")

	schema, err := form.Schema(self.Kind(), "x", "x")
	require.NoError(t, err)
	assert.Contains(t, string(schema), `"description": "what she is called <b>"`)
	assert.Contains(t, string(schema), `"description": "her favourite; a cat when absent"`)
}

// What may be one or a list has its keys once; a list alone is marked.
func TestAListIsMarkedAndOneOrMoreIsNot(t *testing.T) {
	type box struct{ All, Some []form.Word }
	inner := (&form.Form[form.Word]{Fields: []form.Field[form.Word]{
		form.Key("name", say.Plain(""), form.Text(), func(w *form.Word) *form.Word { return w }),
	}}).Kind()
	outer := (&form.Form[box]{Fields: []form.Field[box]{
		form.Key("all", say.Plain(""), form.ListOf(inner), func(b *box) *[]form.Word { return &b.All }),
		form.Key("some", say.Plain(""), form.OneOrMore(inner), func(b *box) *[]form.Word { return &b.Some }),
	}}).Kind()
	var places []string
	for _, k := range form.Keys(outer) {
		places = append(places, k.Place+" "+k.Name)
	}
	assert.Equal(t, []string{" all", " some", "all[] name", "some name"}, places)
}
