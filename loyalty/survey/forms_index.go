package survey

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// The index file as it is written.

type indexSpec struct {
	sound        bool
	Version      form.Word
	Name         form.Word
	Title        Words
	Source       form.Word
	Mode         form.Word
	ZeroIsMin    bool
	Missing      form.Word
	LeastCovered form.Located[float64]
	Scale        *scaleSpec
	Blocks       []form.Entry[indexBlockSpec]
}

type indexBlockSpec struct {
	sound      bool
	Title      Words
	Weight     form.Located[float64]
	Indicators []form.Entry[indicatorSpec]
}

type indicatorSpec struct {
	sound   bool
	Title   Words
	Weight  form.Located[float64]
	Scale   *scaleSpec
	Reverse bool
}

func pointer[T any](t T) *T { return &t }

var indexForm = &form.Form[indexSpec]{
	Name: zh.Text("index"), Doc: "A system of weighted indicators.",
	Check: func(_ *form.Reader, _ form.Value, x *indexSpec) { x.sound = true },
	Fields: []form.Field[indexSpec]{
		form.Key("version", say.Plain("1, the version of this kind of file"), versionKind, func(x *indexSpec) *form.Word { return &x.Version }).Require(),
		form.Key("name", say.Plain("a short name for programs"), text, func(x *indexSpec) *form.Word { return &x.Name }).Require(),
		form.Key("title", say.Plain("the name that people read"), words, func(x *indexSpec) *Words { return &x.Title }),
		form.Key("source", say.Plain("whose idea it is: author, year, journal"), text, func(x *indexSpec) *form.Word { return &x.Source }),
		form.Key("mode", say.Plain("how weights inside a block are read; as-given when absent"), form.Choice(
			form.Option{Word: string(AsGiven), Meaning: "as they are, with any sum"},
			form.Option{Word: string(Normalised), Meaning: "divided by their sum in the block"},
		), func(x *indexSpec) *form.Word { return &x.Mode }),
		form.Key("zero_is_min", say.Plain("true: the lowest answer is 0 points; otherwise a 1 of 5 is 20 points"), form.Yes(), func(x *indexSpec) *bool { return &x.ZeroIsMin }),
		form.Key("missing", say.Plain("what becomes of the weight of what is missing; reweight when absent"), form.Choice(
			form.Option{Word: string(Reweight), Meaning: "the others of the block get it"},
			form.Option{Word: string(Refuse), Meaning: "the index is left out"},
		), func(x *indexSpec) *form.Word { return &x.Missing }),
		form.Key("least_covered", say.Plain("percent of the weight that must have values; 50 when absent"), percent, func(x *indexSpec) *form.Located[float64] { return &x.LeastCovered }),
		form.Key("scale", say.Plain("for the indicators that name none of their own"), form.Map(scaleForm.Kind(), pointer[scaleSpec]), func(x *indexSpec) **scaleSpec { return &x.Scale }),
		form.Key("blocks", say.Plain("groups of indicators, by name"), form.MapOf(indexBlockForm.Kind()), func(x *indexSpec) *[]form.Entry[indexBlockSpec] { return &x.Blocks }).Require(),
	},
}

var indexBlockForm = &form.Form[indexBlockSpec]{
	Name: zh.Text("index block"), Doc: "Indicators with a common weight.",
	Check: func(_ *form.Reader, _ form.Value, b *indexBlockSpec) { b.sound = true },
	Fields: []form.Field[indexBlockSpec]{
		form.Key("title", say.Plain("the name that people read"), words, func(b *indexBlockSpec) *Words { return &b.Title }),
		form.Key("weight", say.Plain("the weight of the whole block, such as 0.7"), decimal, func(b *indexBlockSpec) *form.Located[float64] { return &b.Weight }).Require(),
		form.Key("indicators", say.Plain("what enters, by name"), form.MapOf(indicatorForm.Kind()), func(b *indexBlockSpec) *[]form.Entry[indicatorSpec] { return &b.Indicators }).Require(),
	},
}

var indicatorForm = &form.Form[indicatorSpec]{
	Name: zh.Text("indicator"), Doc: "One number that enters an index.",
	Check: func(_ *form.Reader, _ form.Value, i *indicatorSpec) { i.sound = true },
	Fields: []form.Field[indicatorSpec]{
		form.Key("title", say.Plain("the name that people read"), words, func(i *indicatorSpec) *Words { return &i.Title }),
		form.Key("weight", say.Plain("its weight in the block, such as 0.3"), decimal, func(i *indicatorSpec) *form.Located[float64] { return &i.Weight }).Require(),
		form.Key("scale", say.Plain("what its values may be; the scale of the index when absent"), form.Map(scaleForm.Kind(), pointer[scaleSpec]), func(i *indicatorSpec) **scaleSpec { return &i.Scale }),
		form.Key("reverse", say.Plain("true: a low value is a good one"), form.Yes(), func(i *indicatorSpec) *bool { return &i.Reverse }),
	},
}

// index is what is meant by what is written, and which parts could not be read.
func (f *indexSpec) index() (*Index, unsound) {
	x := &Index{
		Name: f.Name.Value, Title: f.Title, Source: f.Source.Value, Mode: Mode(f.Mode.Value), ZeroIsMin: f.ZeroIsMin,
		Missing: MissingWeight(f.Missing.Value), LeastCovered: f.LeastCovered.Value,
	}
	bad := unsound(nil).add(f.sound, "")
	if f.Scale != nil {
		bad = bad.add(f.Scale.sound, "scale")
		x.Scale = f.Scale.scale("")
	}
	for _, e := range f.Blocks {
		path := "blocks." + e.Name.Value
		b := IndexBlock{Name: e.Name.Value, Title: e.Value.Title, Weight: e.Value.Weight.Value}
		if !e.Value.sound {
			bad = append(bad, path)
		}
		for _, i := range e.Value.Indicators {
			one := Indicator{Name: i.Name.Value, Title: i.Value.Title, Weight: i.Value.Weight.Value, Reverse: i.Value.Reverse}
			if i.Value.Scale != nil {
				scale := i.Value.Scale.scale("")
				one.Scale = &scale
				bad = bad.add(i.Value.Scale.sound, path+".indicators."+i.Name.Value)
			}
			bad = bad.add(i.Value.sound, path+".indicators."+i.Name.Value)
			b.Indicators = append(b.Indicators, one)
		}
		x.Blocks = append(x.Blocks, b)
	}
	return x, bad
}
