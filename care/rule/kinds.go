package rule

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// What may stand behind the keys of the rule file.

const (
	durationPattern = `^([0-9]+[smhdw])+$`
	positivePattern = `^([0-9]+[smhdw])*[0-9]*[1-9][0-9]*[smhdw]([0-9]+[smhdw])*$`
	neverOrPattern  = `^never$|` + positivePattern
)

var (
	word       = form.Text()
	duration   = form.Parsed(zh.Text("a duration"), durationPattern, "15m", ParseDuration)
	positive   = form.Parsed(zh.Text("a duration"), positivePattern, "15m", parsePositive)
	neverOr    = form.Parsed(zh.Text("never or a duration"), neverOrPattern, "30m", parsePositiveOrNever)
	hoursKind  = form.Parsed(zh.Text("a span of hours"), `^[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2}$`, "21:30-09:00", ParseHours)
	yuanKind   = form.Parsed(zh.Text("an amount in yuan"), `^[0-9]+(\.[0-9]{1,2})?$`, "200.00", parseYuan)
	priceKind  = form.Parsed(zh.Text("a price in yuan"), `^[0-9]+(\.[0-9]{1,4})?$`, "0.045", channel.ParseCost)
	numberKind = form.Parsed(zh.Text("a number"), `^[0-9]+(\.[0-9]+)?$`, "30", parseNumber)
	// usualKind is one number for all sources, or a number for each.
	usualKind = form.ByShape(form.Map(numberKind, forAll), form.MapOf(numberKind), form.Kind[[]form.Entry[decimal]]{})
	condition = called(zh.Text("a condition"), form.Describe(word, "a condition: an expr expression that yields true or false"))

	channelKind = form.Choice(channelOptions()...)
	purposeKind = form.Choice(
		form.Option{Word: "service", Meaning: "answers to the customer"},
		form.Option{Word: "notice", Meaning: "about the customer's own order"},
		form.Option{Word: "care", Meaning: "festivals, birthdays: needs consent"},
		form.Option{Word: "marketing", Meaning: "needs consent and an opt-out"},
		form.Option{Word: "survey", Meaning: "asks questions: needs consent"},
	)
	thenKind = form.Choice(
		form.Option{Word: "wait", Meaning: "is sent when the limit allows, if in time"},
		form.Option{Word: "drop", Meaning: "is not sent"},
	)
	dayKind   = form.Choice(form.Options("mon", "tue", "wed", "thu", "fri", "sat", "sun")...)
	stemKind  = form.Choice(stemOptions()...)
	aboutKind = form.Choice(form.Options("order", "parcel", "chat", "customer", "child")...)
	formKind  = form.Choice(formOptions()...)
	eventKind = withRules(called(zh.Text("an event such as order.paid"), form.Describe(word, "an event such as order.paid")), map[string]any{"enum": untilWords()})

	startKind = withRules(called(zh.Text("an event or moment such as order.paid"), form.Describe(word, "an event such as order.paid, or a moment such as birthday - 7d at 10:00")),
		map[string]any{"anyOf": []any{map[string]any{"enum": eventWords()}, map[string]any{"not": map[string]any{"pattern": `^[a-z_]+\.`}}}})

	wordList = several(form.OneOrMore(word))
	events   = several(form.OneOrMore(eventKind))
	starts   = several(form.OneOrMore(startKind))
	channels = several(form.OneOrMore(channelKind))
	purposes = several(form.OneOrMore(purposeKind))
	days     = several(form.OneOrMore(dayKind))
)

// forAll is one value that stands for all names.
func forAll(d decimal) []form.Entry[decimal] {
	return []form.Entry[decimal]{{Name: form.Word{Value: byDefault, Spot: d.Spot}, Value: d}}
}

func channelOptions() []form.Option {
	var options []form.Option
	for _, k := range channel.Kinds() {
		options = append(options, form.Option{Word: k.String(), Meaning: k.Info().Chinese})
	}
	return options
}

func channelWords() []string {
	var words []string
	for _, k := range channel.Kinds() {
		words = append(words, k.String())
	}
	return words
}

// ofChannels is for the schema that the names of a mapping are channels.
var ofChannels = map[string]any{"propertyNames": map[string]any{"enum": channelWords()}}

// eventWords are the events that rules may wait for.
func eventWords() []string { return texts(tiexin.EventTypes()...) }

// untilWords are the events that may end something: those that are about one customer.
func untilWords() []string {
	return texts(slices.DeleteFunc(slices.Clone(tiexin.EventTypes()), concernsMany)...)
}

func stemOptions() []form.Option {
	var options []form.Option
	for s := range ask.Stems() {
		options = append(options, form.Option{Word: s.String(), Meaning: s.Meaning()})
	}
	return options
}

func formOptions() []form.Option {
	var options []form.Option
	for _, f := range channel.Forms() {
		options = append(options, form.Option{Word: string(f)})
	}
	return options
}

func parsePositive(s string) (time.Duration, error) {
	d, err := ParseDuration(s)
	if err == nil && d == 0 {
		return 0, zh.Error("%q is zero; write a longer duration", s)
	}
	return d, err
}

func parsePositiveOrNever(s string) (time.Duration, error) {
	if s == "never" {
		return Unlimited, nil
	}
	return parsePositive(s)
}

func parseYuan(s string) (tiexin.Money, error) {
	m, err := tiexin.ParseMoney(s)
	if meant := strings.Trim(source.Fold(s), "¥￥元块钱 "); err != nil && meant != s {
		if _, err := tiexin.ParseMoney(meant); err == nil {
			return 0, zh.Error("%q is not an amount in yuan; write %s", s, meant)
		}
	}
	if err == nil && m < 0 {
		return 0, zh.Error("%q is negative", s)
	}
	return m, err
}

func parseNumber(s string) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.ContainsAny(s, "xXpPnNiI_") || x < 0 || x > 1e12 {
		if meant := strings.TrimSuffix(source.Fold(s), "%"); err != nil && meant != s {
			if _, err := strconv.ParseFloat(meant, 64); err == nil {
				return 0, zh.Error("%q is not a number; write %s", s, meant)
			}
		}
		return 0, zh.Error("%q is not a number; write it as 30 or 2.5", s)
	}
	return x, nil
}

// several reads a list that holds something. What could not be read of it is
// remembered, so that nobody says it was never written.
func several[T any](k form.Kind[[]T]) form.Kind[list[T]] {
	return form.Kind[list[T]]{
		Read: func(r *form.Reader, v form.Value) (list[T], bool) {
			written := 1
			if v.IsList() {
				written = len(v.Items())
			}
			if written == 0 {
				r.Report(v.Spot(), zh.Text("the list is empty"), zh.Text("add an item, or leave the key out"))
				return list[T]{given: true, lost: true}, true
			}
			all, ok := k.Read(r, v)
			return list[T]{all, true, !ok || len(all) < written}, true
		},
		Schema: func(d *form.Definitions) map[string]any {
			schema := maps.Clone(k.Schema(d))
			schema["minItems"] = 1
			return schema
		},
		Says: k.Says,
	}
}

// sectionOf reads a mapping of names. That it could not be read is remembered.
func sectionOf[T any](item form.Kind[T]) form.Kind[section[T]] {
	k := form.MapOf(item)
	return form.Kind[section[T]]{
		Read: func(r *form.Reader, v form.Value) (section[T], bool) {
			all, ok := k.Read(r, v)
			return section[T]{all, !ok}, true
		},
		Schema: k.Schema,
		Says:   k.Says,
	}
}

// noticing remembers that a mapping could not be read or has a key that is not
// known: what it meant may be missing elsewhere.
func noticing[T any](k form.Kind[T], keys []string, lost func(*T) *bool) form.Kind[T] {
	return form.Kind[T]{
		Read: func(r *form.Reader, v form.Value) (T, bool) {
			t, ok := k.Read(r, v)
			unknown := func(e form.Entry[form.Value]) bool { return !slices.Contains(keys, e.Name.Value) }
			*lost(&t) = !ok || v.Refused() || slices.ContainsFunc(v.Entries(), unknown)
			return t, true
		},
		Schema: k.Schema,
		Says:   k.Says,
	}
}

// watched remembers that something in a value has a fault: what it meant to say may be
// missing elsewhere.
func watched[T any](k form.Kind[T], lost func(*T) *bool) form.Kind[T] {
	return form.Kind[T]{
		Read: func(r *form.Reader, v form.Value) (T, bool) {
			before := len(r.Problems())
			t, ok := k.Read(r, v)
			*lost(&t) = !ok || len(r.Problems()) > before
			return t, true
		},
		Schema: k.Schema,
		Says:   k.Says,
	}
}

// withKeys remembers which keys of a mapping are written, and where.
func withKeys[T any](k form.Kind[T], keys func(*T) *[]form.Word) form.Kind[T] {
	return form.Kind[T]{
		Read: func(r *form.Reader, v form.Value) (T, bool) {
			t, ok := k.Read(r, v)
			for _, e := range v.Entries() {
				*keys(&t) = append(*keys(&t), e.Name)
			}
			return t, ok
		},
		Schema: k.Schema,
		Says:   k.Says,
	}
}

// called is a kind with a name of its own.
func called[T any](says say.Text, k form.Kind[T]) form.Kind[T] {
	k.Says = func() say.Text { return says }
	return k
}

// withRules adds to the schema what a form says of its keys together.
func withRules[T any](k form.Kind[T], rules map[string]any) form.Kind[T] {
	return form.Kind[T]{
		Read: k.Read,
		Schema: func(d *form.Definitions) map[string]any {
			schema := maps.Clone(k.Schema(d))
			maps.Copy(schema, rules)
			return schema
		},
		Says: k.Says,
	}
}
