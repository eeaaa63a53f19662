package rule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
)

// The rule file as it is written. The forms below are the one description of it:
// the loader reads by them, and the JSON Schema is made from them.

type (
	span    = form.Located[time.Duration]
	yuan    = form.Located[tiexin.Money]
	decimal = form.Located[float64]
)

type fileSpec struct {
	spot     form.Spot
	Version  form.Located[int]
	Shop     *shopSpec
	Channels []form.Entry[channelSpec]
	Segments []form.Entry[segmentSpec]
	Limits   limitsSpec
	Flows    []form.Entry[flowSpec]
	Texts    []form.Entry[textSpec]
	calendar bool
}

type shopSpec struct {
	spot     form.Spot
	Name     form.Word
	Timezone form.Word
	Closes   []form.Entry[span]
	ShipsIn  span
	Remote   []form.Word
	Transit  []form.Entry[[]form.Entry[span]]
	Lasts    []form.Entry[span]
	Offers   []form.Entry[offerSpec]
	Links    []form.Entry[form.Word]
	Usual    decimal
}

type offerSpec struct {
	Text  form.Word
	Until form.Word
}

type channelSpec struct {
	Signature form.Word
	OptOut    form.Word
	Price     form.Located[channel.Cost]
}

type segmentSpec struct{ Title, If form.Word }

type limitsSpec struct {
	Quiet   []form.Entry[quietSpec]
	Caps    []form.Entry[capSpec]
	Budgets []form.Entry[budgetSpec]
	Never   []form.Entry[neverSpec]
}

type quietSpec struct {
	Title    form.Word
	Hours    form.Located[Hours]
	Days     []form.Word
	Purposes []form.Word
	Channels []form.Word
	Then     form.Word
}

type windowSpec struct {
	Within span
	Per    form.Word
	Then   form.Word
}

type capSpec struct {
	windowSpec
	Title    form.Word
	AtMost   form.Located[int]
	Channel  form.Word
	Purposes []form.Word
	Flow     form.Word
}

type budgetSpec struct {
	windowSpec
	Title   form.Word
	AtMost  yuan
	Channel form.Word
	Flow    form.Word
}

type neverSpec struct{ Title, If form.Word }

type flowSpec struct {
	spot     form.Spot
	Title    form.Word
	About    form.Word
	While    form.Word
	Until    []form.Word
	When     []form.Word
	Purpose  form.Word
	Choose   form.Word
	Merge    span
	Via      []form.Word
	Priority form.Located[int]
	Holdout  decimal
	Rules    []ruleSpec
}

type ruleSpec struct {
	spot        form.Spot
	Name, Title form.Word
	If          form.Word
	When, Until []form.Word
	While       form.Word
	Via         []form.Word
	Priority    form.Located[int]
	After       span
	Send        []stepSpec
	Again       span
	Fresh       span
	Exempt      []form.Word
	Review      bool
}

type stepSpec struct {
	spot   form.Spot
	Title  form.Word
	Text   form.Word
	Task   form.Word
	If     form.Word
	After  span
	Via    []form.Word
	Exempt []form.Word
	Form   form.Word
	Within span
	Owner  form.Word
	Budget yuan
}

type textSpec struct {
	Any form.Word
	By  []form.Entry[form.Word]
}

const durationPattern = `^([0-9]+[smhdw])+$`

var (
	word       = form.Text()
	duration   = form.Parsed("a duration", durationPattern, "15m", ParseDuration)
	neverOr    = form.Parsed("a duration, or never", `^(never|([0-9]+[smhdw])+)$`, "30m", parseDurationOrNever)
	hoursKind  = form.Parsed("a span of hours", `^[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2}$`, "21:30-09:00", ParseHours)
	yuanKind   = form.Parsed("an amount in yuan", `^[0-9]+(\.[0-9]{1,2})?$`, "200.00", parseYuan)
	priceKind  = form.Parsed("a price in yuan", `^[0-9]+(\.[0-9]{1,4})?$`, "0.045", channel.ParseCost)
	numberKind = form.Parsed("a number", `^[0-9]+(\.[0-9]+)?$`, "30", parseNumber)
	condition  = form.Describe(word, "a condition: an expr expression that yields true or false")

	channelKind = form.Choice(channelOptions()...)
	purposeKind = form.Choice(
		form.Option{Word: "service", Meaning: "answers the customer"},
		form.Option{Word: "notice", Meaning: "about the customer's own order"},
		form.Option{Word: "care", Meaning: "festivals, birthdays: needs consent"},
		form.Option{Word: "marketing", Meaning: "needs consent and an opt-out"},
		form.Option{Word: "survey", Meaning: "asks questions: needs consent"},
	)
	thenKind = form.Choice(
		form.Option{Word: "wait", Meaning: "goes when the limit allows, if that is in time"},
		form.Option{Word: "drop", Meaning: "does not go"},
	)
	dayKind   = form.Choice(form.Options("mon", "tue", "wed", "thu", "fri", "sat", "sun")...)
	stemKind  = form.Choice(stemOptions()...)
	aboutKind = form.Choice(form.Options("order", "parcel", "chat", "customer", "child")...)
	formKind  = form.Choice(formOptions()...)
	eventKind = form.Describe(word, "an event such as order.paid")
)

func channelOptions() []form.Option {
	var options []form.Option
	for _, k := range channel.Kinds() {
		options = append(options, form.Option{Word: k.String(), Meaning: k.Info().Chinese})
	}
	return options
}

func stemOptions() []form.Option {
	var options []form.Option
	for s := range Stems() {
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

func parseDurationOrNever(s string) (time.Duration, error) {
	if s == "never" {
		return Unlimited, nil
	}
	return ParseDuration(s)
}

func parseYuan(s string) (tiexin.Money, error) {
	m, err := tiexin.ParseMoney(s)
	if err == nil && m < 0 {
		return 0, fmt.Errorf("%q is less than nothing", s)
	}
	return m, err
}

func parseNumber(s string) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.ContainsAny(s, "xXpPnNiI_") || x < 0 || x > 1e12 {
		return 0, fmt.Errorf("%q is no number; write it as 30 or 2.5", s)
	}
	return x, nil
}

var fileForm = &form.Form[fileSpec]{Name: "rule file", Doc: "What a shop says to its customers, when, and what it never does.", Fields: []form.Field[fileSpec]{
	form.Self(func(f *fileSpec) *form.Spot { return &f.spot }),
	form.Key("version", "version of the rule language", form.Whole(1, 1), func(f *fileSpec) *form.Located[int] { return &f.Version }).Require(),
	form.Key("shop", "the shop itself", form.Map(shopForm.Kind(), pointer[shopSpec]), func(f *fileSpec) **shopSpec { return &f.Shop }),
	form.Key("channels", "what the shop's channels cost and how SMS are signed", channelsKind, func(f *fileSpec) *[]form.Entry[channelSpec] { return &f.Channels }),
	form.Key("segments", "named conditions, used as segment.NAME", form.MapOf(segmentForm.Kind()), func(f *fileSpec) *[]form.Entry[segmentSpec] { return &f.Segments }),
	form.Key("limits", "quiet hours, caps, budgets and promises", limitsForm.Kind(), func(f *fileSpec) *limitsSpec { return &f.Limits }),
	form.Key("flows", "families of rules", form.MapOf(flowForm.Kind()), func(f *fileSpec) *[]form.Entry[flowSpec] { return &f.Flows }),
	form.Key("calendar", "days of the shop's own; comes with the calendar", notBuilt(calendarLater), func(f *fileSpec) *bool { return &f.calendar }),
	form.Key("texts", "what is said, for all channels or by channel", form.MapOf(textKind), func(f *fileSpec) *[]form.Entry[textSpec] { return &f.Texts }),
}}

func pointer[T any](t T) *T { return &t }

var shopForm = &form.Form[shopSpec]{Name: "shop", Doc: "The shop itself.", Fields: []form.Field[shopSpec]{
	form.Self(func(s *shopSpec) *form.Spot { return &s.spot }),
	form.Key("name", "fills #店铺名称#", word, func(s *shopSpec) *form.Word { return &s.Name }),
	form.Key("timezone", "decides the day and the hour; Asia/Shanghai when absent", word, func(s *shopSpec) *form.Word { return &s.Timezone }),
	form.Key("closes", "unpaid orders close by themselves after this long: by source, then by kind, then default", form.MapOf(neverOr), func(s *shopSpec) *[]form.Entry[span] { return &s.Closes }),
	form.Key("ships_within", "promised shipping after payment", duration, func(s *shopSpec) *span { return &s.ShipsIn }),
	form.Key("remote", "provinces far away", form.ListOf(word), func(s *shopSpec) *[]form.Word { return &s.Remote }),
	form.Key("transit", "usual days on the way: carrier → province → duration", form.MapOf(form.MapOf(duration)), func(s *shopSpec) *[]form.Entry[[]form.Entry[span]] { return &s.Transit }),
	form.Key("lasts", "how long one unit of a category lasts", form.MapOf(duration), func(s *shopSpec) *[]form.Entry[span] { return &s.Lasts }),
	form.Key("offers", "what is in it for the customer; the first that is still open fills #优惠#", form.MapOf(offerForm.Kind()), func(s *shopSpec) *[]form.Entry[offerSpec] { return &s.Offers }),
	form.Key("links", "links by the name of their placeholder: 评价链接", form.MapOf(word), func(s *shopSpec) *[]form.Entry[form.Word] { return &s.Links }),
	form.Key("usual_minutes_to_pay", "as long as most payers take; 30 when absent", numberKind, func(s *shopSpec) *decimal { return &s.Usual }),
}}

var offerForm = &form.Form[offerSpec]{Name: "offer", Doc: "An offer.", Fields: []form.Field[offerSpec]{
	form.Key("text", "fills #优惠#", word, func(o *offerSpec) *form.Word { return &o.Text }).Require(),
	form.Key("until", "its end, in the shop's zone: 2026-11-11 23:59", word, func(o *offerSpec) *form.Word { return &o.Until }),
}}

var channelForm = &form.Form[channelSpec]{Name: "channel", Doc: "One channel.", Fields: []form.Field[channelSpec]{
	form.Key("signature", "SMS only: the registered signature, without 【】", word, func(c *channelSpec) *form.Word { return &c.Signature }),
	form.Key("opt_out", "SMS only: how commercial messages end; 拒收请回复R when absent", word, func(c *channelSpec) *form.Word { return &c.OptOut }),
	form.Key("price", "yuan for a message; of an SMS for each part", priceKind, func(c *channelSpec) *form.Located[channel.Cost] { return &c.Price }),
}}

var channelsKind = form.MapOf(channelForm.Kind())

var segmentForm = &form.Form[segmentSpec]{Name: "segment", Doc: "A named condition.", Fields: []form.Field[segmentSpec]{
	form.Key("title", "what people call it", word, func(s *segmentSpec) *form.Word { return &s.Title }),
	form.Key("if", "the condition", condition, func(s *segmentSpec) *form.Word { return &s.If }).Require(),
}}

var limitsForm = &form.Form[limitsSpec]{Name: "limits", Doc: "How much customers and shop can bear.", Fields: []form.Field[limitsSpec]{
	form.Key("quiet", "hours in which nothing goes out", form.MapOf(quietForm.Kind()), func(l *limitsSpec) *[]form.Entry[quietSpec] { return &l.Quiet }),
	form.Key("caps", "how many messages a customer gets", form.MapOf(capForm.Kind()), func(l *limitsSpec) *[]form.Entry[capSpec] { return &l.Caps }),
	form.Key("budgets", "what the shop spends", form.MapOf(budgetForm.Kind()), func(l *limitsSpec) *[]form.Entry[budgetSpec] { return &l.Budgets }),
	form.Key("never", "promises, checked before anything goes out", form.MapOf(neverForm.Kind()), func(l *limitsSpec) *[]form.Entry[neverSpec] { return &l.Never }),
}}

var quietForm = &form.Form[quietSpec]{Name: "quiet", Doc: "Hours in which nothing goes out.", Fields: []form.Field[quietSpec]{
	form.Key("title", "what people call it", word, func(q *quietSpec) *form.Word { return &q.Title }),
	form.Key("hours", "from and to, may cross midnight", hoursKind, func(q *quietSpec) *form.Located[Hours] { return &q.Hours }).Require(),
	form.Key("days", "the days on which it begins; every day when absent", form.OneOrMore(dayKind), func(q *quietSpec) *[]form.Word { return &q.Days }),
	form.Key("purposes", "the purposes it holds; all when absent", form.OneOrMore(purposeKind), func(q *quietSpec) *[]form.Word { return &q.Purposes }),
	form.Key("channels", "the channels it holds; all when absent", form.OneOrMore(channelKind), func(q *quietSpec) *[]form.Word { return &q.Channels }),
	form.Key("then", "what becomes of a message; wait when absent", thenKind, func(q *quietSpec) *form.Word { return &q.Then }),
}}

var periodKind = form.Choice(form.Options("day", "week", "month")...)

var capForm = &form.Form[capSpec]{Name: "cap", Doc: "How many messages a customer gets.", Check: checkCapWindow, Fields: []form.Field[capSpec]{
	form.Key("title", "what people call it", word, func(c *capSpec) *form.Word { return &c.Title }),
	form.Key("at_most", "how many", form.Whole(0, 1_000_000), func(c *capSpec) *form.Located[int] { return &c.AtMost }).Require(),
	form.Key("within", "rolling window", duration, func(c *capSpec) *span { return &c.Within }),
	form.Key("per", "calendar window in the shop's zone", periodKind, func(c *capSpec) *form.Word { return &c.Per }),
	form.Key("channel", "the channel it counts and closes; all when absent", channelKind, func(c *capSpec) *form.Word { return &c.Channel }),
	form.Key("purposes", "the purposes it counts; all when absent", form.OneOrMore(purposeKind), func(c *capSpec) *[]form.Word { return &c.Purposes }),
	form.Key("flow", "the flow it counts; all when absent", word, func(c *capSpec) *form.Word { return &c.Flow }),
	form.Key("then", "what becomes of one more; drop when absent", thenKind, func(c *capSpec) *form.Word { return &c.Then }),
}}

var budgetForm = &form.Form[budgetSpec]{Name: "budget", Doc: "What the shop spends.", Check: checkBudgetWindow, Fields: []form.Field[budgetSpec]{
	form.Key("title", "what people call it", word, func(b *budgetSpec) *form.Word { return &b.Title }),
	form.Key("at_most", "yuan", yuanKind, func(b *budgetSpec) *yuan { return &b.AtMost }).Require(),
	form.Key("within", "rolling window", duration, func(b *budgetSpec) *span { return &b.Within }),
	form.Key("per", "calendar window in the shop's zone", periodKind, func(b *budgetSpec) *form.Word { return &b.Per }),
	form.Key("channel", "the channel it counts; all when absent", channelKind, func(b *budgetSpec) *form.Word { return &b.Channel }),
	form.Key("flow", "the flow it counts; all when absent", word, func(b *budgetSpec) *form.Word { return &b.Flow }),
	form.Key("then", "what becomes of one more; drop when absent", thenKind, func(b *budgetSpec) *form.Word { return &b.Then }),
}}

func checkCapWindow(r *form.Reader, v form.Value, c *capSpec)       { c.check(r, v) }
func checkBudgetWindow(r *form.Reader, v form.Value, b *budgetSpec) { b.check(r, v) }

func (w *windowSpec) check(r *form.Reader, v form.Value) {
	within, per := !w.Within.Spot.IsZero(), !w.Per.Spot.IsZero()
	switch {
	case within && per:
		r.ReportAlso(w.Per.Spot, w.Within.Spot, "it has two windows", "take within (rolling) or per (calendar), not both")
	case !within && !per:
		r.Report(v.Name().Spot, "it has no window", "add within: 7d (rolling) or per: day (calendar)")
	case within && w.Within.Value <= 0:
		r.Report(w.Within.Spot, "the window has no length", "write it as 7d")
	}
}

var neverForm = &form.Form[neverSpec]{Name: "never", Doc: "A promise.", Fields: []form.Field[neverSpec]{
	form.Key("title", "what people call it", word, func(n *neverSpec) *form.Word { return &n.Title }),
	form.Key("if", "a condition without clocks; when it is true, nothing goes", condition, func(n *neverSpec) *form.Word { return &n.If }).Require(),
}}

var events = form.OneOrMore(eventKind)

var flowForm = &form.Form[flowSpec]{Name: "flow", Doc: "A family of rules about one kind of subject.", Fields: []form.Field[flowSpec]{
	form.Self(func(f *flowSpec) *form.Spot { return &f.spot }),
	form.Key("title", "what people call it", word, func(f *flowSpec) *form.Word { return &f.Title }).Require(),
	form.Key("about", "what one firing is about", aboutKind, func(f *flowSpec) *form.Word { return &f.About }).Require(),
	form.Key("while", "the subject lives while this clock runs", stemKind, func(f *flowSpec) *form.Word { return &f.While }),
	form.Key("until", "events that end it", events, func(f *flowSpec) *[]form.Word { return &f.Until }),
	form.Key("when", "events that start a firing", events, func(f *flowSpec) *[]form.Word { return &f.When }),
	form.Key("purpose", "decides consent, default limits and opt-out", purposeKind, func(f *flowSpec) *form.Word { return &f.Purpose }).Require(),
	form.Key("choose", "first (default): one rule speaks about a subject; all: each for itself", form.Choice(form.Options("first", "all")...), func(f *flowSpec) *form.Word { return &f.Choose }),
	form.Key("merge", "subjects of one customer due within this span share a message", duration, func(f *flowSpec) *span { return &f.Merge }),
	form.Key("via", "channels in order of preference", form.OneOrMore(channelKind), func(f *flowSpec) *[]form.Word { return &f.Via }),
	form.Key("priority", "the higher goes first; 0 when absent", form.Whole(-1000, 1000), func(f *flowSpec) *form.Located[int] { return &f.Priority }),
	form.Key("holdout", "percentage of customers who are left alone", numberKind, func(f *flowSpec) *decimal { return &f.Holdout }),
	form.Key("rules", "alternatives, in order", form.ListOf(ruleForm.Kind()), func(f *flowSpec) *[]ruleSpec { return &f.Rules }).Require(),
}}

var ruleForm = &form.Form[ruleSpec]{Name: "rule", Doc: "When something is said, and what.", Fields: []form.Field[ruleSpec]{
	form.Self(func(r *ruleSpec) *form.Spot { return &r.spot }),
	form.Key("name", "flow/name is the rule's identity", word, func(r *ruleSpec) *form.Word { return &r.Name }).Require(),
	form.Key("title", "what people call it", word, func(r *ruleSpec) *form.Word { return &r.Title }),
	form.Key("if", "the condition; always when absent", condition, func(r *ruleSpec) *form.Word { return &r.If }),
	form.Key("when", "instead of the flow's", events, func(r *ruleSpec) *[]form.Word { return &r.When }),
	form.Key("until", "instead of the flow's", events, func(r *ruleSpec) *[]form.Word { return &r.Until }),
	form.Key("while", "instead of the flow's", stemKind, func(r *ruleSpec) *form.Word { return &r.While }),
	form.Key("via", "instead of the flow's", form.OneOrMore(channelKind), func(r *ruleSpec) *[]form.Word { return &r.Via }),
	form.Key("priority", "instead of the flow's", form.Whole(-1000, 1000), func(r *ruleSpec) *form.Located[int] { return &r.Priority }),
	form.Key("after", "with when: a delay; everything is asked again at its end", duration, func(r *ruleSpec) *span { return &r.After }),
	form.Key("send", "a text, a step, or a list of them", form.OneOrMore(stepKind), func(r *ruleSpec) *[]stepSpec { return &r.Send }).Require(),
	form.Key("again", "may speak about the same subject again this long after; never when absent", neverOr, func(r *ruleSpec) *span { return &r.Again }),
	form.Key("fresh", "does not speak when it is first asked later than this; until the deadline when absent", duration, func(r *ruleSpec) *span { return &r.Fresh }),
	form.Key("exempt", "limits that do not apply", form.OneOrMore(word), func(r *ruleSpec) *[]form.Word { return &r.Exempt }),
	form.Key("review", "a person approves before it goes", form.Yes(), func(r *ruleSpec) *bool { return &r.Review }),
}}

var stepKind = form.ByShape(form.Map(word, func(w form.Word) stepSpec { return stepSpec{spot: w.Spot, Text: w} }), stepForm.Kind(), form.Kind[stepSpec]{})

var stepForm = &form.Form[stepSpec]{Name: "step", Doc: "One thing said or done.", Check: checkStep, Fields: []form.Field[stepSpec]{
	form.Self(func(s *stepSpec) *form.Spot { return &s.spot }),
	form.Key("title", "what people call it", word, func(s *stepSpec) *form.Word { return &s.Title }),
	form.Key("text", "the text that is sent", word, func(s *stepSpec) *form.Word { return &s.Text }),
	form.Key("task", "the text that is the script of a person's task", word, func(s *stepSpec) *form.Word { return &s.Task }),
	form.Key("if", "skipped unless true", condition, func(s *stepSpec) *form.Word { return &s.If }),
	form.Key("after", "since the step before was done", duration, func(s *stepSpec) *span { return &s.After }),
	form.Key("via", "instead of the rule's", form.OneOrMore(channelKind), func(s *stepSpec) *[]form.Word { return &s.Via }),
	form.Key("exempt", "limits that do not apply", form.OneOrMore(word), func(s *stepSpec) *[]form.Word { return &s.Exempt }),
	form.Key("form", "of a task; by its channel when absent", formKind, func(s *stepSpec) *form.Word { return &s.Form }),
	form.Key("within", "of a task: to be done in this time", duration, func(s *stepSpec) *span { return &s.Within }),
	form.Key("owner", "of a task: who does it", word, func(s *stepSpec) *form.Word { return &s.Owner }),
	form.Key("budget", "of a task: yuan it may cost", yuanKind, func(s *stepSpec) *yuan { return &s.Budget }),
}}

func checkStep(r *form.Reader, v form.Value, s *stepSpec) {
	text, task := !s.Text.Spot.IsZero(), !s.Task.Spot.IsZero()
	switch {
	case text && task:
		r.ReportAlso(s.Task.Spot, s.Text.Spot, "a step is a text or a task, not both", "make two steps of it")
	case !text && !task:
		r.Report(v.Spot(), "the step says nothing", "add text: NAME or task: NAME")
	case text:
		for _, spot := range []form.Spot{s.Form.Spot, s.Within.Spot, s.Owner.Spot, s.Budget.Spot} {
			if !spot.IsZero() {
				r.Report(spot, "only a task has a form, a time, an owner and a budget", "write task: instead of text:, or leave it out")
				return
			}
		}
	}
}

var textKind = form.ByShape(
	form.Map(word, func(w form.Word) textSpec { return textSpec{Any: w} }),
	form.Map(form.MapOf(word), func(by []form.Entry[form.Word]) textSpec { return textSpec{By: by} }),
	form.Kind[textSpec]{},
)

// notBuilt refuses a section that belongs to work that is not done.
func notBuilt(why string) form.Kind[bool] {
	return form.Kind[bool]{
		Read: func(r *form.Reader, v form.Value) (bool, bool) {
			r.Report(v.Name().Spot, why, "leave the section out")
			return false, false
		},
		Schema: func(*form.Definitions) map[string]any { return map[string]any{"not": map[string]any{}} },
		Says:   func() string { return "nothing yet" },
	}
}

// Schema is the JSON Schema of the rule file, made from what the loader reads
// by.
func Schema() ([]byte, error) {
	return form.Schema(fileForm.Kind(), "https://tiexin-go.github.io/rules.schema.json", "tiexin rule file")
}
