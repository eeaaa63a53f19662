package caretest

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// The rule-test file as it is written. The forms below are the one description
// of it: Test reads by them, and the JSON Schema is made from them.

type fileSpec struct {
	Rules     []form.Word
	Start     form.Located[moment]
	Customers []form.Entry[thing]
	Tests     []testSpec
}

type testSpec struct {
	spot        form.Spot
	Name        form.Word
	Rules       []form.Word
	Start       form.Located[moment]
	Customers   []form.Entry[thing]
	Given       []lineSpec
	Until       form.Located[moment]
	Unreachable []form.Located[unreachable]
	Expect      []expectSpec
	Withheld    []withheldSpec
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

// What a line may be about, in the order of thingNames.
const (
	aboutFacts = iota
	aboutOrder
	aboutParcel
	aboutChat
	aboutConsent
	aboutRefund
	aboutReview
	aboutSurvey
	aboutIncident
	aboutMessage
	aboutTask
	aboutProduct
	things
)

var thingNames = [things]string{
	"facts", "order", "parcel", "chat", "consent", "refund", "review", "survey", "incident", "message", "task", "product",
}

// An unreachable is a channel that fails for good, at once.
type unreachable struct {
	channel  channel.Kind
	customer string // empty: everybody
}

type expectSpec struct {
	spot     form.Spot
	At       form.Located[moment]
	Rule     form.Word
	Customer form.Word
	Order    form.Word
	Via      form.Word
	Text     form.Word
	Step     form.Located[int]
	Task     *bool
	Form     form.Word
}

type withheldSpec struct {
	spot     form.Spot
	At       form.Located[moment]
	Rule     form.Word
	Reason   form.Word
	By       form.Word
	Customer form.Word
	Order    form.Word
	Step     form.Located[int]
}

var (
	word        = form.Text()
	momentKind  = form.Parsed("a time", momentPattern, "+15m", parseMoment)
	startKind   = form.Parsed("a day with a time", startPattern, "2026-11-11 10:00", parseStart)
	channelKind = form.Choice(channelOptions()...)
	reachKind   = form.Parsed("a channel and a customer", `^\S+( +\S.*)?$`, "wangwang xiaowang", parseUnreachable)
)

func channelOptions() []form.Option {
	var options []form.Option
	for _, k := range channel.Kinds() {
		options = append(options, form.Option{Word: k.String(), Meaning: k.Info().Chinese})
	}
	return options
}

func eventOptions() []form.Option {
	var options []form.Option
	for _, t := range tiexin.EventTypes() {
		options = append(options, form.Option{Word: string(t)})
	}
	return options
}

func taskForms() []form.Option {
	var options []form.Option
	for _, f := range channel.Forms() {
		options = append(options, form.Option{Word: string(f)})
	}
	return options
}

// silentReasons are the reasons of silence: all but the one of speech.
func silentReasons() []form.Option { return form.Options(care.Reasons()[care.NotYet-1:]...) }

func parseUnreachable(s string) (unreachable, error) {
	name, customer, _ := strings.Cut(strings.TrimSpace(s), " ")
	k, ok := channel.ParseKind(name)
	if !ok {
		var known []string
		for _, k := range channel.Kinds() {
			known = append(known, k.String())
		}
		hint := source.Suggest(name, known)
		if hint == "" {
			hint = "write a channel, a space and a customer: wangwang xiaowang"
		}
		return unreachable{}, &form.TextError{Width: len([]rune(name)), Message: fmt.Sprintf("no channel is called %q", name), Hint: hint}
	}
	return unreachable{k, strings.TrimSpace(customer)}, nil
}

var fileForm = &form.Form[fileSpec]{
	Name: "rule test file", Doc: "Stories about a shop's rules: what happens, and what the customer then gets to hear.",
	Fields: []form.Field[fileSpec]{
		form.Key("rules", "the rule files, beside this file", form.OneOrMore(word), func(f *fileSpec) *[]form.Word { return &f.Rules }),
		form.Key("start", "when every test begins, in the shop's time zone", startKind, func(f *fileSpec) *form.Located[moment] { return &f.Start }),
		form.Key("customers", "who is known before the first event, by id", form.MapOf(customerKind), func(f *fileSpec) *[]form.Entry[thing] { return &f.Customers }),
		form.Key("tests", "one story each", form.ListOf(testForm.Kind()), func(f *fileSpec) *[]testSpec { return &f.Tests }).Require(),
	},
}

var testForm = &form.Form[testSpec]{
	Name: "test", Doc: "A story with its end.",
	Fields: []form.Field[testSpec]{
		form.Self(func(t *testSpec) *form.Spot { return &t.spot }),
		form.Key("name", "a sentence that says what the customer lives to see", word, func(t *testSpec) *form.Word { return &t.Name }).Require(),
		form.Key("rules", "instead of the file's", form.OneOrMore(word), func(t *testSpec) *[]form.Word { return &t.Rules }),
		form.Key("start", "instead of the file's", startKind, func(t *testSpec) *form.Located[moment] { return &t.Start }),
		form.Key("customers", "added to the file's; for a customer of both, to what the file says of them", form.MapOf(customerKind), func(t *testSpec) *[]form.Entry[thing] { return &t.Customers }),
		form.Key("given", "what happens, each event at the instant at which it arrives", form.ListOf(lineForm().Kind()), func(t *testSpec) *[]lineSpec { return &t.Given }).Require(),
		form.Key("until", "the last instant looked at; when absent, until nothing is due any more, at most a year after the last event", momentKind, func(t *testSpec) *form.Located[moment] { return &t.Until }),
		form.Key("unreachable", "channels that fail for good, at once: CHANNEL CUSTOMER, or CHANNEL alone for everybody", form.OneOrMore(reachKind), func(t *testSpec) *[]form.Located[unreachable] { return &t.Unreachable }),
		form.Key("expect", "all messages and tasks, complete; [] is silence", form.ListOf(expectForm.Kind()), func(t *testSpec) *[]expectSpec { return &t.Expect }).Require(),
		form.Key("withheld", "silence with a reason: each must be among the outcomes", form.ListOf(withheldForm.Kind()), func(t *testSpec) *[]withheldSpec { return &t.Withheld }),
	},
}

func lineForm() *form.Form[lineSpec] {
	docs := [things]string{
		"the customer's own changes",
		"the order, with what this line changes of it; a text is its id",
		"the parcel",
		"the chat; a text is its id, and without it the customer's only one is meant",
		"what is granted or revoked: {channel, purpose}, or sms/marketing; without it everything",
		"the refund",
		"the review",
		"the survey's answer",
		"the incident",
		"the message reported on, by id or as {rule, order, step}",
		"the task reported on, by id or as {rule, order, step}",
		"what was browsed, collected or carted",
	}
	f := &form.Form[lineSpec]{
		Name: "given line", Doc: "One thing that happens.",
		Fields: []form.Field[lineSpec]{
			form.Self(func(l *lineSpec) *form.Spot { return &l.spot }),
			form.Key("at", "when it arrives: +15m after the start, 10:15 on its day, or a day with a time", momentKind, func(l *lineSpec) *form.Located[moment] { return &l.At }).Require(),
			form.Key("event", "what happens", form.Choice(eventOptions()...), func(l *lineSpec) *form.Word { return &l.Event }).Require(),
			form.Key("customer", "whom it happens to", word, func(l *lineSpec) *form.Word { return &l.Customer }).Require(),
			form.Key("happened", "when it happened, if it arrives late", momentKind, func(l *lineSpec) *form.Located[moment] { return &l.Happened }),
			form.Key("id", "the event's id, to repeat one; each line has its own when absent", word, func(l *lineSpec) *form.Word { return &l.ID }),
		},
	}
	for i, name := range thingNames {
		f.Fields = append(f.Fields, form.Key(name, docs[i], thingKind(i), func(l *lineSpec) *thing { return &l.Things[i] }))
	}
	return f
}

var expectForm = &form.Form[expectSpec]{
	Name: "expectation", Doc: "A message or task. What is not written is not compared.",
	Fields: []form.Field[expectSpec]{
		form.Self(func(e *expectSpec) *form.Spot { return &e.spot }),
		form.Key("at", "when it goes, in whole seconds", momentKind, func(e *expectSpec) *form.Located[moment] { return &e.At }).Require(),
		form.Key("rule", "by which rule: flow/name", word, func(e *expectSpec) *form.Word { return &e.Rule }),
		form.Key("customer", "to whom", word, func(e *expectSpec) *form.Word { return &e.Customer }),
		form.Key("order", "about which order", word, func(e *expectSpec) *form.Word { return &e.Order }),
		form.Key("via", "by which channel", channelKind, func(e *expectSpec) *form.Word { return &e.Via }),
		form.Key("text", "the whole text, as the customer sees it", word, func(e *expectSpec) *form.Word { return &e.Text }),
		form.Key("step", "which step of the rule, from 1", form.Whole(1, 1000), func(e *expectSpec) *form.Located[int] { return &e.Step }),
		form.Key("task", "true: a person gets a task; false: it is a message", form.Map(form.Yes(), func(b bool) *bool { return &b }), func(e *expectSpec) **bool { return &e.Task }),
		form.Key("form", "what the task consists in", form.Choice(taskForms()...), func(e *expectSpec) *form.Word { return &e.Form }),
	},
}

var withheldForm = &form.Form[withheldSpec]{
	Name: "silence", Doc: "Something that waited or was not said, and why. What is not written is not compared.",
	Fields: []form.Field[withheldSpec]{
		form.Self(func(w *withheldSpec) *form.Spot { return &w.spot }),
		form.Key("rule", "which rule: flow/name", word, func(w *withheldSpec) *form.Word { return &w.Rule }).Require(),
		form.Key("reason", "why", form.Choice(silentReasons()...), func(w *withheldSpec) *form.Word { return &w.Reason }).Require(),
		form.Key("at", "when, in whole seconds", momentKind, func(w *withheldSpec) *form.Located[moment] { return &w.At }),
		form.Key("by", "what decided: a limit, another rule, an event, an order", word, func(w *withheldSpec) *form.Word { return &w.By }),
		form.Key("customer", "to whom", word, func(w *withheldSpec) *form.Word { return &w.Customer }),
		form.Key("order", "about which order", word, func(w *withheldSpec) *form.Word { return &w.Order }),
		form.Key("step", "which step of the rule, from 1", form.Whole(1, 1000), func(w *withheldSpec) *form.Located[int] { return &w.Step }),
	},
}

// Schema is the JSON Schema of the rule-test file, made from what the tests are
// read by.
func Schema() ([]byte, error) {
	return form.Schema(fileForm.Kind(), "https://tiexin-go.github.io/test.schema.json", "tiexin rule tests")
}
