package form_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
)

func TestTheKeysAreThoseOfTheForms(t *testing.T) {
	type owner struct {
		Name, Pet form.Word
		Pets      []form.Entry[form.Word]
		Children  []owner
	}
	var self *form.Form[owner]
	again := form.Lazy(func() form.Kind[owner] { return self.Kind() })
	self = &form.Form[owner]{Name: "owner", Fields: []form.Field[owner]{
		form.Key("name", "what she is called <b>", form.Text(), func(o *owner) *form.Word { return &o.Name }).Require(),
		form.Key("pet", "her favourite", form.Choice(form.Options("cat", "dog")...), func(o *owner) *form.Word { return &o.Pet }).Absent("a cat"),
		form.Key("children", "hers", form.OneOrMore(again), func(o *owner) *[]owner { return &o.Children }),
	}}
	assert.Equal(t, []form.KeyDoc{
		{Place: "NAME", Name: "name", Value: "a text", Required: true, Meaning: "what she is called <b>"},
		{Place: "NAME", Name: "pet", Value: "one of cat, dog", Absent: "a cat", Meaning: "her favourite"},
		{Place: "NAME", Name: "children", Value: "an owner (a mapping with the keys name, pet, children) or a list of such", Meaning: "hers"},
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
		form.Key("name", "", form.Text(), func(w *form.Word) *form.Word { return w }),
	}}).Kind()
	outer := (&form.Form[box]{Fields: []form.Field[box]{
		form.Key("all", "", form.ListOf(inner), func(b *box) *[]form.Word { return &b.All }),
		form.Key("some", "", form.OneOrMore(inner), func(b *box) *[]form.Word { return &b.Some }),
	}}).Kind()
	var places []string
	for _, k := range form.Keys(outer) {
		places = append(places, k.Place+" "+k.Name)
	}
	assert.Equal(t, []string{" all", " some", "all[] name", "some name"}, places)
}
