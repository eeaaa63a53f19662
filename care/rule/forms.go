package rule

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// The forms are the one description of the rule file: the loader reads by them,
// and the JSON Schema is made from them.

var (
	fileKeys  = []string{"version", "shop", "channels", "segments", "limits", "flows", "calendar", "lifecycle", "texts"}
	limitKeys = []string{"quiet", "caps", "budgets", "never"}

	// fileKind is the whole file.
	fileKind   = noticing(fileForm.Kind(), fileKeys, func(f *fileSpec) *bool { return &f.lost })
	limitsKind = noticing(limitsForm.Kind(), limitKeys, func(l *limitsSpec) *bool { return &l.lost })
)

var fileForm = &form.Form[fileSpec]{Name: zh.Text("rule file"), Doc: "What a shop sends to its customers, when, and what it never does.", Fields: []form.Field[fileSpec]{
	form.Key("version", zh.Text("1, the version of the rule language"), form.Choice(form.Option{Word: "1", Meaning: "the only one so far"}), func(f *fileSpec) *form.Word { return &f.Version }).Require(),
	form.Key("shop", zh.Text("the shop itself"), form.Map(withKeys(watched(shopForm.Kind(), func(s *shopSpec) *bool { return &s.lost }), func(s *shopSpec) *[]form.Word { return &s.keys }), pointer[shopSpec]), func(f *fileSpec) **shopSpec { return &f.Shop }),
	form.Key("channels", zh.Text("prices of the channels, the signature of SMS, and what providers have registered"), withRules(watched(sectionOf(channelForm.Kind()), func(s *section[channelSpec]) *bool { return &s.lost }), ofChannels), func(f *fileSpec) *section[channelSpec] { return &f.Channels }),
	form.Key("segments", zh.Text("named conditions, used as segment.NAME"), sectionOf(segmentForm.Kind()), func(f *fileSpec) *section[segmentSpec] { return &f.Segments }),
	form.Key("limits", zh.Text("quiet hours, caps, budgets and promises"), limitsKind, func(f *fileSpec) *limitsSpec { return &f.Limits }),
	form.Key("flows", zh.Text("groups of rules"), sectionOf(flowForm.Kind()), func(f *fileSpec) *section[flowSpec] { return &f.Flows }),
	form.Key("calendar", zh.Text("the shop's own days, and corrections of holidays"), calendarKind, func(f *fileSpec) *calendarSpec { return &f.Calendar }),
	form.Key("lifecycle", zh.Text("stages of customers, value tiers, and products that go together"), form.Map(withKeys(lifecycleForm.Kind(), func(l *lifecycleSpec) *[]form.Word { return &l.keys }), pointer[lifecycleSpec]), func(f *fileSpec) **lifecycleSpec { return &f.Lifecycle }),
	form.Key("texts", zh.Text("the texts, for all channels or by channel"), sectionOf(textKind), func(f *fileSpec) *section[textSpec] { return &f.Texts }),
}}

func pointer[T any](t T) *T { return &t }

var shopForm = &form.Form[shopSpec]{Name: zh.Text("shop"), Doc: "The shop itself.", Fields: []form.Field[shopSpec]{
	form.Key("name", zh.Text("fills #店铺名称#"), word, func(s *shopSpec) *form.Word { return &s.Name }),
	form.Key("agent", zh.Text("fills #客服#: the name of the shop's agents for customers"), word, func(s *shopSpec) *form.Word { return &s.Agent }),
	form.Key("phone", zh.Text("fills #客服电话#: the shop's number for customers"), word, func(s *shopSpec) *form.Word { return &s.Phone }),
	form.Key("timezone", zh.Text("the zone of days and hours"), word, func(s *shopSpec) *form.Word { return &s.Timezone }).Absent(say.Plain("Asia/Shanghai")),
	form.Key("closes", zh.Text("unpaid orders close by themselves after this long: by source, then by kind, then default: {juhuasuan: 30m, default: 24h}"), form.MapOf(neverOr), func(s *shopSpec) *[]form.Entry[span] { return &s.Closes }).Absent(say.Plain("24h")),
	form.Key("ships_within", zh.Text("promised shipping after payment"), positive, func(s *shopSpec) *span { return &s.ShipsIn }).Absent(zh.Text("none")),
	form.Key("remote", zh.Text("provinces far away: [新疆, 西藏]"), several(form.ListOf(word)), func(s *shopSpec) *list[form.Word] { return &s.Remote }),
	form.Key("transit", zh.Text("usual time in transit: carrier → province → duration"), form.MapOf(form.MapOf(positive)), func(s *shopSpec) *[]form.Entry[[]form.Entry[span]] { return &s.Transit }).Absent(zh.Text("not known")),
	form.Key("lasts", zh.Text("how long one unit of a category lasts: {奶粉: 20d}"), form.MapOf(positive), func(s *shopSpec) *[]form.Entry[span] { return &s.Lasts }),
	form.Key("offers", zh.Text("offers to customers; the first that is open fills #优惠#"), form.MapOf(offerForm.Kind()), func(s *shopSpec) *[]form.Entry[offerSpec] { return &s.Offers }),
	form.Key("links", zh.Text("links by the name of their placeholder: {评价链接: m.tb.cn/r}"), form.MapOf(word), func(s *shopSpec) *[]form.Entry[form.Word] { return &s.Links }),
	form.Key("usual_minutes_to_pay", zh.Text("minutes that most payers take: one number, or by source, then default: {live: 8, default: 20}"), usualKind, func(s *shopSpec) *[]form.Entry[decimal] { return &s.Usual }).Absent(say.Plain("30")),
}}

var offerForm = &form.Form[offerSpec]{Name: zh.Text("offer"), Doc: "An offer.", Fields: []form.Field[offerSpec]{
	form.Key("text", zh.Text("fills #优惠#"), word, func(o *offerSpec) *form.Word { return &o.Text }).Require(),
	form.Key("until", zh.Text("its end, in the shop's zone: 2026-11-11 23:59; a day alone is the whole of that day"), word, func(o *offerSpec) *form.Word { return &o.Until }).Absent(zh.Text("no end")),
}}

var segmentForm = &form.Form[segmentSpec]{Name: zh.Text("segment"), Doc: "A named condition.", Fields: []form.Field[segmentSpec]{
	form.Key("title", zh.Text("the name that people read"), word, func(s *segmentSpec) *form.Word { return &s.Title }).Absent(zh.Text("its name")),
	form.Key("if", zh.Text("the condition"), condition, func(s *segmentSpec) *form.Word { return &s.If }).Require(),
}}

var limitsForm = &form.Form[limitsSpec]{Name: zh.Text("limits section"), Doc: "Limits for the sake of customers and of the shop.", Fields: []form.Field[limitsSpec]{
	form.Key("quiet", zh.Text("hours in which nothing is sent"), sectionOf(quietForm.Kind()), func(l *limitsSpec) *section[quietSpec] { return &l.Quiet }),
	form.Key("caps", zh.Text("how many messages a customer gets"), sectionOf(withRules(capForm.Kind(), windowRules)), func(l *limitsSpec) *section[capSpec] { return &l.Caps }),
	form.Key("budgets", zh.Text("how much the shop spends"), sectionOf(withRules(budgetForm.Kind(), windowRules)), func(l *limitsSpec) *section[budgetSpec] { return &l.Budgets }),
	form.Key("never", zh.Text("promises, checked before anything is sent"), sectionOf(neverForm.Kind()), func(l *limitsSpec) *section[neverSpec] { return &l.Never }),
}}

var quietForm = &form.Form[quietSpec]{Name: zh.Text("quiet"), Doc: "Hours in which nothing is sent.", Fields: []form.Field[quietSpec]{
	form.Key("title", zh.Text("the name that people read"), word, func(q *quietSpec) *form.Word { return &q.Title }).Absent(zh.Text("its name")),
	form.Key("hours", zh.Text("from and to, may cross midnight"), hoursKind, func(q *quietSpec) *form.Located[Hours] { return &q.Hours }).Require(),
	form.Key("days", zh.Text("the days on which it begins"), days, func(q *quietSpec) *list[form.Word] { return &q.Days }).Absent(zh.Text("every day")),
	form.Key("purposes", zh.Text("the purposes it applies to"), purposes, func(q *quietSpec) *list[form.Word] { return &q.Purposes }).Absent(zh.Text("all")),
	form.Key("channels", zh.Text("the channels it applies to"), channels, func(q *quietSpec) *list[form.Word] { return &q.Channels }).Absent(zh.Text("all")),
	form.Key("then", zh.Text("what happens to a message"), thenKind, func(q *quietSpec) *form.Word { return &q.Then }).Absent(say.Plain("wait")),
}}

var periodKind = form.Choice(form.Options("day", "week", "month")...)

var capForm = &form.Form[capSpec]{Name: zh.Text("cap"), Doc: "How many messages a customer gets.", Check: checkCap, Fields: []form.Field[capSpec]{
	form.Key("title", zh.Text("the name that people read"), word, func(c *capSpec) *form.Word { return &c.Title }).Absent(zh.Text("its name")),
	form.Key("at_most", zh.Text("how many"), form.Whole(0, 1_000_000), func(c *capSpec) *form.Located[int] { return &c.AtMost }).Require(),
	form.Key("within", zh.Text("rolling window; a limit has this or per"), positive, func(c *capSpec) *span { return &c.Within }),
	form.Key("per", zh.Text("calendar window in the shop's zone; a limit has this or within"), periodKind, func(c *capSpec) *form.Word { return &c.Per }),
	form.Key("channel", zh.Text("the channel it counts and closes"), channelKind, func(c *capSpec) *form.Word { return &c.Channel }).Absent(zh.Text("all")),
	form.Key("purposes", zh.Text("the purposes it counts"), purposes, func(c *capSpec) *list[form.Word] { return &c.Purposes }).Absent(zh.Text("all")),
	form.Key("flow", zh.Text("the flow it counts"), word, func(c *capSpec) *form.Word { return &c.Flow }).Absent(zh.Text("all")),
	form.Key("then", zh.Text("what happens to one more"), thenKind, func(c *capSpec) *form.Word { return &c.Then }).Absent(say.Plain("drop")),
}}

var budgetForm = &form.Form[budgetSpec]{Name: zh.Text("budget"), Doc: "How much the shop spends.", Check: checkBudget, Fields: []form.Field[budgetSpec]{
	form.Key("title", zh.Text("the name that people read"), word, func(b *budgetSpec) *form.Word { return &b.Title }).Absent(zh.Text("its name")),
	form.Key("at_most", zh.Text("yuan"), yuanKind, func(b *budgetSpec) *yuan { return &b.AtMost }).Require(),
	form.Key("within", zh.Text("rolling window; a limit has this or per"), positive, func(b *budgetSpec) *span { return &b.Within }),
	form.Key("per", zh.Text("calendar window in the shop's zone; a limit has this or within"), periodKind, func(b *budgetSpec) *form.Word { return &b.Per }),
	form.Key("channel", zh.Text("the channel it counts"), channelKind, func(b *budgetSpec) *form.Word { return &b.Channel }).Absent(zh.Text("all")),
	form.Key("flow", zh.Text("the flow it counts"), word, func(b *budgetSpec) *form.Word { return &b.Flow }).Absent(zh.Text("all")),
	form.Key("then", zh.Text("what happens to one more"), thenKind, func(b *budgetSpec) *form.Word { return &b.Then }).Absent(say.Plain("drop")),
}}

// windowRules is for the schema what checkWindow is for the reader.
var windowRules = map[string]any{
	"oneOf": []any{map[string]any{"required": []string{"within"}}, map[string]any{"required": []string{"per"}}},
}

func checkCap(r *form.Reader, v form.Value, c *capSpec)       { checkWindow(r, v, &c.windowSpec) }
func checkBudget(r *form.Reader, v form.Value, b *budgetSpec) { checkWindow(r, v, &b.windowSpec) }

func checkWindow(r *form.Reader, v form.Value, w *windowSpec) {
	if w.Within.Value > longestWindow {
		r.Report(w.Within.Spot, zh.Text("%s is longer than messages are stored", FormatDuration(w.Within.Value)), zh.Text("the longest window is %s", FormatDuration(longestWindow)))
	}
	switch within, per := !w.Within.Spot.IsZero(), !w.Per.Spot.IsZero(); {
	case within && per:
		r.ReportAlso(w.Per.Spot, w.Within.Spot, zh.Text("it has two windows"), zh.Text("take within (rolling) or per (calendar), not both"))
	case !within && !per:
		r.Report(v.Name().Spot, zh.Text("it has no window"), zh.Text("add within: 7d (rolling) or per: day (calendar)"))
	}
}

var neverForm = &form.Form[neverSpec]{Name: zh.Text("promise"), Doc: "A promise.", Fields: []form.Field[neverSpec]{
	form.Key("title", zh.Text("the name that people read"), word, func(n *neverSpec) *form.Word { return &n.Title }).Absent(zh.Text("its name")),
	form.Key("if", zh.Text("a condition without clocks; while it is true, nothing is sent"), condition, func(n *neverSpec) *form.Word { return &n.If }).Require(),
}}
