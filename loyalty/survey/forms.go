package survey

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// The forms are the one description of the questionnaire file: LoadQuestionnaire
// reads by them, and the JSON Schema is made from them.

type questionnaireSpec struct {
	sound       bool
	Version     form.Word
	Name        form.Word
	Title       Words
	Source      form.Word
	MostMissing form.Located[float64]
	Scales      []form.Entry[scaleSpec]
	Blocks      []form.Entry[blockSpec]
	Items       []form.Entry[itemSpec]
}

type scaleSpec struct {
	sound    bool
	Kind     form.Word
	Min, Max form.Located[float64]
	Points   form.Located[int]
	Labels   []form.Entry[Words]
}

type blockSpec struct {
	sound         bool
	Title         Words
	Measure       form.Word
	Top           form.Located[int]
	PromotersFrom form.Located[int]
	DetractorsTo  form.Located[int]
	NotAttitude   bool
}

type itemSpec struct {
	sound   bool
	ZH, EN  form.Word
	Scale   form.Word
	Block   form.Word
	Reverse bool
	Weight  form.Located[float64]
	Role    form.Word
}

var (
	text        = form.Text()
	versionKind = form.Choice(form.Option{Word: "1", Meaning: "the only one so far"})
	percent     = form.Map(form.Whole(1, 100), func(n form.Located[int]) form.Located[float64] {
		return form.Located[float64]{Value: float64(n.Value), Spot: n.Spot}
	})
	itemWeight = form.Parsed(zh.Text("a weight"), decimalPattern, "2", func(s string) (float64, error) {
		w, ok := parseNumber(s)
		if !ok || w == 0 || !goodWeight(w) {
			return 0, zh.Error("an item with the weight %s does not count as one; a weight is from 0.000001 to 1000", s)
		}
		return w, nil
	})
	// words are a text in both languages, or one text for either.
	words = form.ByShape(
		form.Map(text, func(w form.Word) Words { return Words{ZH: w.Value, EN: w.Value} }),
		wordsForm.Kind(),
		form.Kind[Words]{},
	)
)

var wordsForm = &form.Form[Words]{Name: zh.Text("words"), Doc: "A text in Chinese and English.", Fields: []form.Field[Words]{
	form.Key("zh", say.Plain("in Chinese"), plainText, func(w *Words) *string { return &w.ZH }),
	form.Key("en", say.Plain("in English"), plainText, func(w *Words) *string { return &w.EN }),
}}

var plainText = form.Map(form.Text(), func(w form.Word) string { return w.Value })

var questionnaireForm = &form.Form[questionnaireSpec]{
	Name: zh.Text("questionnaire"), Doc: "What a shop asks its customers, and how the answers are put together.",
	Check: func(_ *form.Reader, _ form.Value, q *questionnaireSpec) { q.sound = true },
	Fields: []form.Field[questionnaireSpec]{
		form.Key("version", say.Plain("1, the version of this kind of file"), versionKind, func(q *questionnaireSpec) *form.Word { return &q.Version }).Require(),
		form.Key("name", say.Plain("a short name for programs"), text, func(q *questionnaireSpec) *form.Word { return &q.Name }).Require(),
		form.Key("title", say.Plain("the name that people read"), words, func(q *questionnaireSpec) *Words { return &q.Title }),
		form.Key("source", say.Plain("whose idea it is: author, year, journal"), text, func(q *questionnaireSpec) *form.Word { return &q.Source }),
		form.Key("most_missing", say.Plain("percent of a block's items that a person may leave out and still count; 50 when absent"), percent, func(q *questionnaireSpec) *form.Located[float64] { return &q.MostMissing }),
		form.Key("scales", say.Plain("what may be answered, by name"), form.MapOf(scaleForm.Kind()), func(q *questionnaireSpec) *[]form.Entry[scaleSpec] { return &q.Scales }).Require(),
		form.Key("blocks", say.Plain("groups of items that are reported together, by name"), form.MapOf(blockForm.Kind()), func(q *questionnaireSpec) *[]form.Entry[blockSpec] { return &q.Blocks }).Require(),
		form.Key("items", say.Plain("the questions, by name, in the order in which they are asked"), form.MapOf(itemForm.Kind()), func(q *questionnaireSpec) *[]form.Entry[itemSpec] { return &q.Items }).Require(),
	},
}

var scaleForm = &form.Form[scaleSpec]{
	Name: zh.Text("scale"), Doc: "What an answer may be.",
	Check: func(_ *form.Reader, _ form.Value, s *scaleSpec) { s.sound = true },
	Fields: []form.Field[scaleSpec]{
		form.Key("kind", say.Plain("points or an amount; points when absent"), form.Choice(
			form.Option{Word: string(Points), Meaning: "one of some points at equal distances"},
			form.Option{Word: string(Amount), Meaning: "any number, such as yuan"},
		), func(s *scaleSpec) *form.Word { return &s.Kind }),
		form.Key("min", say.Plain("the lowest answer"), decimal, func(s *scaleSpec) *form.Located[float64] { return &s.Min }).Require(),
		form.Key("max", say.Plain("the highest answer"), decimal, func(s *scaleSpec) *form.Located[float64] { return &s.Max }).Require(),
		form.Key("points", say.Plain("how many points; one for each whole step when absent"), form.Whole(2, mostPoints), func(s *scaleSpec) *form.Located[int] { return &s.Points }),
		form.Key("labels", say.Plain("the words at some points: point → words"), form.MapOf(words), func(s *scaleSpec) *[]form.Entry[Words] { return &s.Labels }),
	},
}

var blockForm = &form.Form[blockSpec]{
	Name: zh.Text("block"), Doc: "Items that are reported together.",
	Check: func(r *form.Reader, v form.Value, b *blockSpec) {
		if b.PromotersFrom.Spot.IsZero() != b.DetractorsTo.Spot.IsZero() {
			r.Report(v.Spot(), zh.Text("promoters_from and detractors_to go together"), zh.Text("write both, or neither on 0–10"))
			return
		}
		b.sound = true
	},
	Fields: []form.Field[blockSpec]{
		form.Key("title", say.Plain("the name that people read"), words, func(b *blockSpec) *Words { return &b.Title }),
		form.Key("measure", say.Plain("what the answers are made into; mean when absent"), form.Choice(
			form.Option{Word: string(MeanScore), Meaning: "the mean on 0–100"},
			form.Option{Word: string(TopBoxShare), Meaning: "the share of people in the highest points"},
			form.Option{Word: string(NetPromote), Meaning: "promoters less detractors"},
			form.Option{Word: string(WalletSpend), Meaning: "share of wallet from amounts; roles own and category"},
			form.Option{Word: string(WalletRank), Meaning: "share of wallet from a rank; roles rank and brands"},
			form.Option{Word: string(PriceCurves), Meaning: "Van Westendorp's prices; roles too-cheap, cheap, expensive, too-expensive"},
		), func(b *blockSpec) *form.Word { return &b.Measure }),
		form.Key("top", say.Plain("how many of the highest points count for the top box; 2 when absent"), form.Whole(1, mostPoints), func(b *blockSpec) *form.Located[int] { return &b.Top }),
		form.Key("promoters_from", say.Plain("measure nps on another scale than 0–10: the lowest answer of a promoter"), form.Whole(-1000, 1000), func(b *blockSpec) *form.Located[int] { return &b.PromotersFrom }),
		form.Key("detractors_to", say.Plain("measure nps on another scale than 0–10: the highest answer of a detractor"), form.Whole(-1000, 1000), func(b *blockSpec) *form.Located[int] { return &b.DetractorsTo }),
		form.Key("not_attitude", say.Plain("true: the block says nothing about how attached a customer is"), form.Yes(), func(b *blockSpec) *bool { return &b.NotAttitude }),
	},
}

var itemForm = &form.Form[itemSpec]{
	Name: zh.Text("item"), Doc: "A question.",
	Check: func(_ *form.Reader, _ form.Value, i *itemSpec) { i.sound = true },
	Fields: []form.Field[itemSpec]{
		form.Key("zh", say.Plain("the question in Chinese"), text, func(i *itemSpec) *form.Word { return &i.ZH }),
		form.Key("en", say.Plain("the question in English"), text, func(i *itemSpec) *form.Word { return &i.EN }),
		form.Key("scale", say.Plain("the name of its scale"), text, func(i *itemSpec) *form.Word { return &i.Scale }).Require(),
		form.Key("block", say.Plain("the name of its block"), text, func(i *itemSpec) *form.Word { return &i.Block }).Require(),
		form.Key("reverse", say.Plain("true: a high answer is a bad one"), form.Yes(), func(i *itemSpec) *bool { return &i.Reverse }),
		form.Key("weight", say.Plain("its weight in the mean of the block; 1 when absent"), itemWeight, func(i *itemSpec) *form.Located[float64] { return &i.Weight }),
		form.Key("role", say.Plain("what it gives to a measure that needs several different things"), form.Choice(form.Options(
			string(Own), string(Category), string(Rank), string(Brands), string(TooCheap), string(Cheap), string(Expensive), string(TooExpensive),
		)...), func(i *itemSpec) *form.Word { return &i.Role }),
	},
}

// questionnaire is what is meant by what is written, and which parts could not be
// read.
func (f *questionnaireSpec) questionnaire() (*Questionnaire, unsound) {
	q := &Questionnaire{Name: f.Name.Value, Title: f.Title, Source: f.Source.Value, MostMissing: f.MostMissing.Value}
	bad := unsound(nil).add(f.sound, "")
	for _, e := range f.Scales {
		scale := Scale{Name: e.Name.Value}
		if e.Value.sound {
			scale = e.Value.scale(e.Name.Value)
		}
		bad = bad.add(e.Value.sound, "scales."+e.Name.Value)
		q.Scales = append(q.Scales, scale)
	}
	for _, e := range f.Blocks {
		b := e.Value
		bad = bad.add(b.sound, "blocks."+e.Name.Value)
		q.Blocks = append(q.Blocks, Block{
			Name: e.Name.Value, Title: b.Title, Measure: BlockMeasure(b.Measure.Value), Top: b.Top.Value,
			PromotersFrom: b.PromotersFrom.Value, DetractorsTo: b.DetractorsTo.Value, NotAttitude: b.NotAttitude,
		})
	}
	for _, e := range f.Items {
		i := e.Value
		bad = bad.add(i.sound, "items."+e.Name.Value)
		q.Items = append(q.Items, Item{
			Name: e.Name.Value, Text: Words{i.ZH.Value, i.EN.Value}, Scale: i.Scale.Value, Block: i.Block.Value,
			Reverse: i.Reverse, Weight: i.Weight.Value, Role: Role(i.Role.Value),
		})
	}
	return q, bad
}

// noPoint is where a label stands whose point is no number.
const noPoint = 2 * furthest

func (s *scaleSpec) scale(name string) Scale {
	c := Scale{Name: name, Kind: ScaleKind(s.Kind.Value), Min: s.Min.Value, Max: s.Max.Value, Points: s.Points.Value}
	for _, l := range s.Labels {
		at, ok := parseNumber(l.Name.Value)
		if !ok {
			at = noPoint
		}
		c.Labels = append(c.Labels, Label{at, l.Value})
	}
	return c
}
