package rule

import "github.com/tiexin-go/tiexin/internal/form"

var flowForm = &form.Form[flowSpec]{Name: "flow", Doc: "A family of rules about one kind of subject.", Check: soundFlow, Fields: []form.Field[flowSpec]{
	form.Key("title", "what people call it", word, func(f *flowSpec) *form.Word { return &f.Title }).Require(),
	form.Key("about", "what one firing is about", aboutKind, func(f *flowSpec) *form.Word { return &f.About }).Require(),
	form.Key("while", "the subject lives while this clock runs", stemKind, func(f *flowSpec) *form.Word { return &f.While }).Absent("the clocks of the rules, or the order's own end"),
	form.Key("until", "events that end it", events, func(f *flowSpec) *list[form.Word] { return &f.Until }).Absent("none"),
	form.Key("when", "events and moments of the calendar that start a firing", starts, func(f *flowSpec) *list[form.Word] { return &f.When }).Absent("none: time alone"),
	form.Key("purpose", "decides consent, default limits and opt-out", purposeKind, func(f *flowSpec) *form.Word { return &f.Purpose }).Require(),
	form.Key("choose", "first: one rule speaks about a subject; all: each for itself", form.Choice(form.Options("first", "all")...), func(f *flowSpec) *form.Word { return &f.Choose }).Absent("first"),
	form.Key("merge", "subjects of one customer due within this span share a message", duration, func(f *flowSpec) *span { return &f.Merge }).Absent("24h where a text asks for payment, else never"),
	form.Key("spread", "the customers whom a moment concerns are spread over this span, each at their own place; at most 30d", duration, func(f *flowSpec) *span { return &f.Spread }).Absent("0s"),
	form.Key("via", "channels in order of preference; a task without any is for the shop's own people and needs no consent", channels, func(f *flowSpec) *list[form.Word] { return &f.Via }).Absent("each rule or step names its own"),
	form.Key("priority", "the higher goes first", form.Whole(-1000, 1000), func(f *flowSpec) *form.Located[int] { return &f.Priority }).Absent("0"),
	form.Key("holdout", "percentage of customers who are left alone", numberKind, func(f *flowSpec) *decimal { return &f.Holdout }).Absent("0"),
	form.Key("rules", "alternatives, in order", several(form.ListOf(ruleForm.Kind())), func(f *flowSpec) *list[ruleSpec] { return &f.Rules }).Require(),
}}

var ruleForm = &form.Form[ruleSpec]{Name: "rule", Doc: "When something is said, and what.", Check: soundRule, Fields: []form.Field[ruleSpec]{
	form.Key("name", "flow/name is the rule's identity", word, func(r *ruleSpec) *form.Word { return &r.Name }).Require(),
	form.Key("title", "what people call it", word, func(r *ruleSpec) *form.Word { return &r.Title }).Absent("its name"),
	form.Key("if", "the condition", condition, func(r *ruleSpec) *form.Word { return &r.If }).Absent("always"),
	form.Key("when", "what the flow says, for this rule alone", starts, func(r *ruleSpec) *list[form.Word] { return &r.When }).Absent("the flow's"),
	form.Key("until", "what the flow says, for this rule alone", events, func(r *ruleSpec) *list[form.Word] { return &r.Until }).Absent("the flow's"),
	form.Key("while", "what the flow says, for this rule alone", stemKind, func(r *ruleSpec) *form.Word { return &r.While }).Absent("the flow's"),
	form.Key("via", "what the flow says, for this rule alone", channels, func(r *ruleSpec) *list[form.Word] { return &r.Via }).Absent("the flow's"),
	form.Key("priority", "what the flow says, for this rule alone", form.Whole(-1000, 1000), func(r *ruleSpec) *form.Located[int] { return &r.Priority }).Absent("the flow's"),
	form.Key("after", "with when: a delay; everything is asked again at its end", duration, func(r *ruleSpec) *span { return &r.After }).Absent("0s"),
	form.Key("send", "a text, a step, or a list of them", several(form.OneOrMore(stepKind)), func(r *ruleSpec) *list[stepSpec] { return &r.Send }).Require(),
	form.Key("again", "may speak about the same subject again this long after", neverOr, func(r *ruleSpec) *span { return &r.Again }).Absent("never"),
	form.Key("fresh", "does not speak when it is first asked later than this", positive, func(r *ruleSpec) *span { return &r.Fresh }).Absent("the deadline; after a moment 12h"),
	form.Key("exempt", "limits that do not apply", wordList, func(r *ruleSpec) *list[form.Word] { return &r.Exempt }).Absent("none"),
	form.Key("review", "a person approves before it goes", form.Yes(), func(r *ruleSpec) *bool { return &r.Review }).Absent("false"),
}}

var stepKind = form.ByShape(form.Map(word, func(w form.Word) stepSpec { return stepSpec{sound: true, Text: w} }), withRules(stepForm.Kind(), stepRules), form.Kind[stepSpec]{})

var stepForm = &form.Form[stepSpec]{Name: "step", Doc: "One thing said or done.", Check: checkStep, Fields: []form.Field[stepSpec]{
	form.Key("title", "what people call it", word, func(s *stepSpec) *form.Word { return &s.Title }),
	form.Key("text", "the text that is sent; a step has this or task", word, func(s *stepSpec) *form.Word { return &s.Text }),
	form.Key("task", "the text that is the script of a person's task; a step has this or text", word, func(s *stepSpec) *form.Word { return &s.Task }),
	form.Key("if", "skipped unless true", condition, func(s *stepSpec) *form.Word { return &s.If }).Absent("always"),
	form.Key("after", "since the step before was done", duration, func(s *stepSpec) *span { return &s.After }).Absent("0s"),
	form.Key("via", "what the rule says, for this step alone", channels, func(s *stepSpec) *list[form.Word] { return &s.Via }).Absent("the rule's"),
	form.Key("exempt", "limits that do not apply", wordList, func(s *stepSpec) *list[form.Word] { return &s.Exempt }).Absent("none"),
	form.Key("form", "of a task", formKind, func(s *stepSpec) *form.Word { return &s.Form }).Absent("by its channel"),
	form.Key("within", "of a task: to be done in this time", positive, func(s *stepSpec) *span { return &s.Within }).Absent("the deadline"),
	form.Key("owner", "of a task: who does it", word, func(s *stepSpec) *form.Word { return &s.Owner }).Absent("whoever is free"),
	form.Key("budget", "of a task: yuan it may cost", yuanKind, func(s *stepSpec) *yuan { return &s.Budget }).Absent("nothing"),
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
		r.Report(v.Spot(), zh.Text("the step says nothing"), zh.Text("add text: NAME or task: NAME"))
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
