package rule

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

var flowForm = &form.Form[flowSpec]{Name: zh.Text("flow"), Doc: "A group of rules about one kind of subject.", Check: soundFlow, Fields: []form.Field[flowSpec]{
	form.Key("title", zh.Text("the name that people read"), word, func(f *flowSpec) *form.Word { return &f.Title }).Require(),
	form.Key("about", zh.Text("the kind of subject"), aboutKind, func(f *flowSpec) *form.Word { return &f.About }).Require(),
	form.Key("while", zh.Text("the rules apply while this clock runs"), stemKind, func(f *flowSpec) *form.Word { return &f.While }).Absent(zh.Text("the clocks of the rules, or the order's own end")),
	form.Key("until", zh.Text("events that end the subject"), events, func(f *flowSpec) *list[form.Word] { return &f.Until }).Absent(zh.Text("none")),
	form.Key("when", zh.Text("events and moments of the calendar that start the rules"), starts, func(f *flowSpec) *list[form.Word] { return &f.When }).Absent(zh.Text("none: only time")),
	form.Key("purpose", zh.Text("decides consent, default limits and opt-out"), purposeKind, func(f *flowSpec) *form.Word { return &f.Purpose }).Require(),
	form.Key("choose", zh.Text("first: one rule sends for each subject; all: each rule by itself"), form.Choice(form.Options("first", "all")...), func(f *flowSpec) *form.Word { return &f.Choose }).Absent(say.Plain("first")),
	form.Key("merge", zh.Text("subjects of a customer that are due within this time share a message"), duration, func(f *flowSpec) *span { return &f.Merge }).Absent(zh.Text("24h where a text asks for payment, else never")),
	form.Key("spread", zh.Text("spread the customers of a moment over this time, at most 30d"), duration, func(f *flowSpec) *span { return &f.Spread }).Absent(say.Plain("0s")),
	form.Key("via", zh.Text("channels in order of preference; a task without any is for shop staff and needs no consent"), channels, func(f *flowSpec) *list[form.Word] { return &f.Via }).Absent(zh.Text("given by each rule or step")),
	form.Key("priority", zh.Text("higher is sent first"), form.Whole(-1000, 1000), func(f *flowSpec) *form.Located[int] { return &f.Priority }).Absent(say.Plain("0")),
	form.Key("holdout", zh.Text("the control group: percentage of customers who receive nothing"), numberKind, func(f *flowSpec) *decimal { return &f.Holdout }).Absent(say.Plain("0")),
	form.Key("rules", zh.Text("the rules, in order"), several(form.ListOf(ruleForm.Kind())), func(f *flowSpec) *list[ruleSpec] { return &f.Rules }).Require(),
}}

var ruleForm = &form.Form[ruleSpec]{Name: zh.Text("rule"), Doc: "When to send, and what.", Check: soundRule, Fields: []form.Field[ruleSpec]{
	form.Key("name", zh.Text("flow/name is the rule's identity"), word, func(r *ruleSpec) *form.Word { return &r.Name }).Require(),
	form.Key("title", zh.Text("the name that people read"), word, func(r *ruleSpec) *form.Word { return &r.Title }).Absent(zh.Text("its name")),
	form.Key("if", zh.Text("the condition"), condition, func(r *ruleSpec) *form.Word { return &r.If }).Absent(zh.Text("always")),
	form.Key("when", zh.Text("replaces the flow's, for this rule"), starts, func(r *ruleSpec) *list[form.Word] { return &r.When }).Absent(zh.Text("the flow's")),
	form.Key("until", zh.Text("replaces the flow's, for this rule"), events, func(r *ruleSpec) *list[form.Word] { return &r.Until }).Absent(zh.Text("the flow's")),
	form.Key("while", zh.Text("replaces the flow's, for this rule"), stemKind, func(r *ruleSpec) *form.Word { return &r.While }).Absent(zh.Text("the flow's")),
	form.Key("via", zh.Text("replaces the flow's, for this rule"), channels, func(r *ruleSpec) *list[form.Word] { return &r.Via }).Absent(zh.Text("the flow's")),
	form.Key("priority", zh.Text("replaces the flow's, for this rule"), form.Whole(-1000, 1000), func(r *ruleSpec) *form.Located[int] { return &r.Priority }).Absent(zh.Text("the flow's")),
	form.Key("after", zh.Text("with when: a delay; everything is checked again at its end"), duration, func(r *ruleSpec) *span { return &r.After }).Absent(say.Plain("0s")),
	form.Key("send", zh.Text("a text, a step, or a list of them"), several(form.OneOrMore(stepKind)), func(r *ruleSpec) *list[stepSpec] { return &r.Send }).Require(),
	form.Key("again", zh.Text("may send again for the same subject after this time"), neverOr, func(r *ruleSpec) *span { return &r.Again }).Absent(say.Plain("never")),
	form.Key("fresh", zh.Text("sends nothing if it is first checked later than this"), positive, func(r *ruleSpec) *span { return &r.Fresh }).Absent(zh.Text("the deadline; after a moment 12h")),
	form.Key("exempt", zh.Text("limits that do not apply"), wordList, func(r *ruleSpec) *list[form.Word] { return &r.Exempt }).Absent(zh.Text("none")),
	form.Key("review", zh.Text("a person must approve before it is sent"), form.Yes(), func(r *ruleSpec) *bool { return &r.Review }).Absent(say.Plain("false")),
}}

var stepKind = form.ByShape(form.Map(word, func(w form.Word) stepSpec { return stepSpec{sound: true, Text: w} }), withRules(stepForm.Kind(), stepRules), form.Kind[stepSpec]{})

var stepForm = &form.Form[stepSpec]{Name: zh.Text("step"), Doc: "One message or task.", Check: checkStep, Fields: []form.Field[stepSpec]{
	form.Key("title", zh.Text("the name that people read"), word, func(s *stepSpec) *form.Word { return &s.Title }),
	form.Key("text", zh.Text("the text to send; a step has this or task"), word, func(s *stepSpec) *form.Word { return &s.Text }),
	form.Key("task", zh.Text("the script of a person's task; a step has this or text"), word, func(s *stepSpec) *form.Word { return &s.Task }),
	form.Key("if", zh.Text("the step is skipped unless this is true"), condition, func(s *stepSpec) *form.Word { return &s.If }).Absent(zh.Text("always")),
	form.Key("after", zh.Text("wait after the step before is done"), duration, func(s *stepSpec) *span { return &s.After }).Absent(say.Plain("0s")),
	form.Key("via", zh.Text("replaces the rule's, for this step"), channels, func(s *stepSpec) *list[form.Word] { return &s.Via }).Absent(zh.Text("the rule's")),
	form.Key("exempt", zh.Text("limits that do not apply"), wordList, func(s *stepSpec) *list[form.Word] { return &s.Exempt }).Absent(zh.Text("none")),
	form.Key("form", zh.Text("of a task: its form"), formKind, func(s *stepSpec) *form.Word { return &s.Form }).Absent(zh.Text("by its channel")),
	form.Key("within", zh.Text("of a task: time to do it"), positive, func(s *stepSpec) *span { return &s.Within }).Absent(zh.Text("the deadline")),
	form.Key("owner", zh.Text("of a task: who does it"), word, func(s *stepSpec) *form.Word { return &s.Owner }).Absent(zh.Text("anyone")),
	form.Key("budget", zh.Text("of a task: its greatest cost in yuan"), yuanKind, func(s *stepSpec) *yuan { return &s.Budget }).Absent(zh.Text("nothing")),
}}

// stepRules is for the schema what checkStep is for the reader.
var stepRules = map[string]any{
	"oneOf": []any{map[string]any{"required": []string{"text"}}, map[string]any{"required": []string{"task"}}},
	"dependentRequired": map[string]any{
		"form": []string{"task"}, "within": []string{"task"}, "owner": []string{"task"}, "budget": []string{"task"},
	},
}

func checkStep(r *form.Reader, v form.Value, s *stepSpec) {
	text, task := !s.Text.Spot.IsZero(), !s.Task.Spot.IsZero()
	switch {
	case text && task:
		r.ReportAlso(s.Task.Spot, s.Text.Spot, zh.Text("a step is a text or a task, not both"), zh.Text("make two steps of it"))
	case !text && !task:
		r.Report(v.Spot(), zh.Text("the step has neither text nor task"), zh.Text("add text: NAME or task: NAME"))
	case text:
		s.sound = true
		for _, spot := range []form.Spot{s.Form.Spot, s.Within.Spot, s.Owner.Spot, s.Budget.Spot} {
			if !spot.IsZero() {
				r.Report(spot, zh.Text("only a task has a form, a time, an owner and a budget"), zh.Text("write task: instead of text:, or leave it out"))
				return
			}
		}
	default:
		s.sound = true
	}
}

func soundRule(_ *form.Reader, _ form.Value, r *ruleSpec) { r.sound = true }
func soundFlow(_ *form.Reader, _ form.Value, f *flowSpec) { f.sound = true }

var textKind = form.ByShape(
	form.Map(word, func(w form.Word) textSpec { return textSpec{Any: w} }),
	form.Map(withRules(form.MapOf(word), ofChannels), func(by []form.Entry[form.Word]) textSpec { return textSpec{By: by} }),
	form.Kind[textSpec]{},
)
