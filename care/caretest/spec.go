package caretest

import (
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// The rule-test file as it is written. The forms below are the one description
// of it: Test reads by them, and the JSON Schema is made from them.

type fileSpec struct {
	setting
	Given []form.Entry[[]lineSpec]
	Tests []testSpec
}

type testSpec struct {
	setting
	spot        form.Spot
	Name        form.Word
	Given       []givenSpec
	Until       form.Located[moment]
	Unreachable []form.Located[unreachable]
	Expect      []claim
	Withheld    []claim
}

// A setting is what a file says for all its tests, and a test for itself.
type setting struct {
	Rules     []form.Word
	Start     form.Located[moment]
	Senders   *channel.Set // nil: not said
	Customers []form.Entry[thing]
}

// with is the setting of a test inside that of its file.
func (s setting) with(own setting) setting {
	if len(own.Rules) > 0 {
		s.Rules = own.Rules
	}
	if !own.Start.Spot.IsZero() {
		s.Start = own.Start
	}
	if own.Senders != nil {
		s.Senders = own.Senders
	}
	s.Customers = merged(s.Customers, own.Customers)
	return s
}

// A givenSpec is one thing that happens, or the name of what several tests have in common.
type givenSpec struct {
	part form.Word
	line lineSpec
}

// A lineSpec is one thing that happens.
type lineSpec struct {
	spot     form.Spot
	At       form.Located[moment]
	Happened form.Located[moment]
	ID       form.Word
	Event    form.Word
	Customer form.Word
	Things   [things]thing
}

// An unreachable is a channel that fails for good, at once.
type unreachable struct {
	channel  channel.Kind
	customer string // empty: everybody
}

var (
	word         = form.Text()
	momentKind   = form.Parsed(zh.Text("a time"), `^`+momentPattern+`$`, "+15m", parseMoment)
	spanKind     = form.Parsed(zh.Text("a time or a span of time"), `^`+spanPattern+`$`, "+15m", parseSpan)
	startKind    = form.Parsed(zh.Text("a day with a time"), startPattern, "2026-11-11 10:00", parseStart)
	yuanKind     = form.Parsed(zh.Text("an amount in yuan"), `^[0-9]+(\.[0-9]{1,2})?$`, "200.00", parseYuan)
	durationKind = form.Parsed(zh.Text("a duration"), `^([0-9]+[smhdw])+$`, "15m", rule.ParseDuration)
	channelKind  = form.Choice(channelOptions()...)
	sendersKind  = form.Map(form.OneOrMore(channelKind), sendersOf)
	lineKind     = lineForm().Kind()
	givenKind    = form.ByShape(
		form.Map(word, func(w form.Word) givenSpec { return givenSpec{part: w} }),
		form.Map(lineKind, func(l lineSpec) givenSpec { return givenSpec{line: l} }),
		form.Kind[givenSpec]{})
	reachKind = form.Parsed(zh.Text("a channel and a customer"), `^\S+( +\S.*)?$`, "wangwang xiaowang", parseUnreachable)
)

func channelOptions() []form.Option {
	var options []form.Option
	for _, k := range channel.Kinds() {
		options = append(options, form.Option{Word: k.String(), Meaning: k.Info().Chinese})
	}
	return options
}

// optionsOf is a closed list of the words of a type.
func optionsOf[T ~string](words []T) []form.Option {
	var options []form.Option
	for _, w := range words {
		options = append(options, form.Option{Word: string(w)})
	}
	return options
}

// sendersOf are the channels of a list. An empty set would mean all of them, so
// where nobody sends it holds the channels of people, which need no sender.
func sendersOf(words []form.Word) *channel.Set {
	set := channel.SetOf(channel.Phone, channel.Visit)
	for _, w := range words {
		k, _ := channel.ParseKind(w.Value)
		set = set.With(k)
	}
	return &set
}

func parseYuan(s string) (tiexin.Money, error) {
	m, err := tiexin.ParseMoney(s)
	if err != nil {
		message, hint := wrong(tiexin.Problem{Message: err.Error()})
		return 0, &form.TextError{Width: len([]rune(s)), Message: message, Hint: hint}
	}
	return m, nil
}

func parseUnreachable(s string) (unreachable, error) {
	name, customer, _ := strings.Cut(strings.TrimSpace(s), " ")
	k, ok := channel.ParseKind(name)
	if !ok {
		var known []string
		for _, k := range channel.Kinds() {
			known = append(known, k.String())
		}
		hint := source.Suggest(name, known)
		if hint.Empty() {
			hint = zh.Text("write a channel, a space and a customer: wangwang xiaowang")
		}
		return unreachable{}, &form.TextError{Width: len([]rune(name)), Message: zh.Text("unknown channel %q", name), Hint: hint}
	}
	return unreachable{k, strings.TrimSpace(customer)}, nil
}

// settingKeys are the keys of a setting; a test's stand instead of its file's.
func settingKeys[T any](of func(*T) *setting) []form.Field[T] {
	return []form.Field[T]{
		form.Key("rules", zh.Text("the rule files, beside this file; those of a test replace the file's"), form.OneOrMore(word), func(t *T) *[]form.Word { return &of(t).Rules }),
		form.Key("start", zh.Text("when a test begins, in the shop's time zone; that of a test replaces the file's"), startKind, func(t *T) *form.Located[moment] { return &of(t).Start }),
		form.Key("senders", zh.Text("the channels that have a sender; those of a test replace the file's"), sendersKind, func(t *T) **channel.Set { return &of(t).Senders }).Absent(zh.Text("all")),
		form.Key("customers", zh.Text("customers known before the first event, by id; a test adds to those of the file"), form.MapOf(thingKind(aboutFacts)), func(t *T) *[]form.Entry[thing] { return &of(t).Customers }),
	}
}

var fileForm = &form.Form[fileSpec]{
	Name: zh.Text("rule test file"), Doc: "Stories about a shop's rules: what happens, and what the customers receive.",
	Fields: append(settingKeys(func(f *fileSpec) *setting { return &f.setting }),
		form.Key("given", zh.Text("lines for several tests, by the name that their given uses"), form.MapOf(form.ListOf(lineKind)), func(f *fileSpec) *[]form.Entry[[]lineSpec] { return &f.Given }),
		form.Key("tests", zh.Text("one story each"), form.ListOf(testForm.Kind()), func(f *fileSpec) *[]testSpec { return &f.Tests }).Require(),
	),
}

var testForm = &form.Form[testSpec]{
	Name: zh.Text("test"), Doc: "A story with its end.",
	Fields: append(settingKeys(func(t *testSpec) *setting { return &t.setting }),
		form.Self(func(t *testSpec) *form.Spot { return &t.spot }),
		form.Key("name", zh.Text("a sentence that says what the customer sees"), word, func(t *testSpec) *form.Word { return &t.Name }).Require(),
		form.Key("given", zh.Text("what happens, each event when it arrives; a name inserts the lines of that name in the file's given"), form.ListOf(givenKind), func(t *testSpec) *[]givenSpec { return &t.Given }).Require(),
		form.Key("until", zh.Text("the end of the test"), momentKind, func(t *testSpec) *form.Located[moment] { return &t.Until }).Absent(zh.Text("when nothing is due any more, at most a year after the last event")),
		form.Key("unreachable", zh.Text("channels that fail for good, at once: CHANNEL CUSTOMER, or CHANNEL alone for all customers"), form.OneOrMore(reachKind), func(t *testSpec) *[]form.Located[unreachable] { return &t.Unreachable }),
		form.Key("expect", zh.Text("all messages and tasks, complete; [] is silence"), form.ListOf(claimForm(zh.Text("expectation"), "A message or task. What is not written is not compared.", goes).Kind()), func(t *testSpec) *[]claim { return &t.Expect }).Require(),
		form.Key("withheld", zh.Text("silence with a reason: each must be among the outcomes"), form.ListOf(claimForm(zh.Text("silence"), "Something that waited or was not sent, and why. What is not written is not compared.", silent).Kind()), func(t *testSpec) *[]claim { return &t.Withheld }),
	),
}

func lineForm() *form.Form[lineSpec] {
	f := &form.Form[lineSpec]{
		Name: zh.Text("given line"), Doc: "One thing that happens.",
		Fields: []form.Field[lineSpec]{
			form.Self(func(l *lineSpec) *form.Spot { return &l.spot }),
			form.Key("at", zh.Text("when it arrives: +15m after the start, 10:15 on its day, or a day with a time"), momentKind, func(l *lineSpec) *form.Located[moment] { return &l.At }).Require(),
			form.Key("event", zh.Text("what happens"), form.Choice(optionsOf(tiexin.EventTypes())...), func(l *lineSpec) *form.Word { return &l.Event }).Require(),
			form.Key("customer", zh.Text("the customer; incident.declared, catalog.arrived and approvals of incident messages have none"), word, func(l *lineSpec) *form.Word { return &l.Customer }),
			form.Key("happened", zh.Text("when it happened, if it arrives late"), momentKind, func(l *lineSpec) *form.Located[moment] { return &l.Happened }),
			form.Key("id", zh.Text("the event's id, to repeat one"), word, func(l *lineSpec) *form.Word { return &l.ID }).Absent(zh.Text("one of its own")),
		},
		Check: func(r *form.Reader, _ form.Value, l *lineSpec) {
			if l.Customer.Value == "" && !l.concernsMany() {
				r.Report(l.spot, zh.Text(`a given line needs the key "customer"`), zh.Text("only incident.declared, catalog.arrived and approvals of incident messages may leave it out"))
			}
		},
	}
	for i := range abouts {
		f.Fields = append(f.Fields, form.Key(abouts[i].name, abouts[i].doc, thingKind(i), func(l *lineSpec) *thing { return &l.Things[i] }))
	}
	return f
}

// concernsMany says that the event needs no customer.
func (l *lineSpec) concernsMany() bool {
	switch tiexin.EventType(l.Event.Value) {
	case tiexin.EventIncidentDeclared, tiexin.EventCatalogArrived:
		return true
	case tiexin.EventMessageApproved, tiexin.EventMessageDeclined:
		return l.Things[aboutMessage].values["incident"] != nil
	}
	return false
}

// Schema is the JSON Schema of the rule-test file, made from the forms that the reader
// uses.
func Schema() ([]byte, error) { return form.Schema(fileForm.Kind(), schemaID, schemaTitle) }

// SchemaChinese is [Schema] with its descriptions in Chinese.
func SchemaChinese() ([]byte, error) {
	return form.SchemaChinese(fileForm.Kind(), schemaID, schemaTitle, schemaChinese)
}

const (
	schemaID    = "https://tiexin-go.github.io/rules_test.schema.json"
	schemaTitle = "tiexin rule tests"
)
