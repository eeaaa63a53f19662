package rule

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// What was learned from the shop's history, or chosen, as it is written.

type lifecycleSpec struct {
	keys    []form.Word // as they are written
	Stages  stagesSpec
	Values  []form.Entry[yuan]
	Related section[list[form.Word]]
}

type stagesSpec struct {
	given bool
	Rung  form.Word

	Often, Lapsing, Lost, NewLapsing, NewLost, Dead, Horizon span

	Gaps   gapsSpec
	Model  modelSpec
	Active decimal
	Base   form.Located[int]
}

type gapsSpec struct {
	given   bool
	K, A, B decimal
}

type modelSpec struct {
	given          bool
	R, Alpha, A, B decimal
}

var lifecycleForm = &form.Form[lifecycleSpec]{Name: zh.Text("lifecycle section"), Doc: "Stages, value tiers and related products, learned from the shop's history (care learn) or chosen.", Fields: []form.Field[lifecycleSpec]{
	form.Key("stages", zh.Text("the days without a purchase that decide customer.stage"), form.Map(stagesForm.Kind(), given[stagesSpec](func(s *stagesSpec) *bool { return &s.given })), func(l *lifecycleSpec) *stagesSpec { return &l.Stages }).Absent(zh.Text("the textbook's days")),
	form.Key("values", zh.Text("value tiers by least customer.spent in yuan: {high: 2000, middle: 500}. customer.value is the highest tier reached, else low"), form.MapOf(yuanKind), func(l *lifecycleSpec) *[]form.Entry[yuan] { return &l.Values }).Absent(zh.Text("all customers are low")),
	form.Key("related", zh.Text("related products, by product id, title or category; fills #关联商品#: {帐篷: [防潮垫]}"), sectionOf(several(form.OneOrMore(word))), func(l *lifecycleSpec) *section[list[form.Word]] { return &l.Related }),
}}

var stagesForm = &form.Form[stagesSpec]{Name: zh.Text("policy of stages"), Doc: "How stages are decided.", Fields: []form.Field[stagesSpec]{
	form.Key("often", zh.Text("mean time between purchases up to which a customer buys often: active or loyal"), positive, func(s *stagesSpec) *span { return &s.Often }).Absent(say.Plain("60d")),
	form.Key("lapsing", zh.Text("a returning customer is lapsing after this time without a purchase, and never within the own mean gap"), positive, func(s *stagesSpec) *span { return &s.Lapsing }).Absent(say.Plain("90d")),
	form.Key("lost", zh.Text("and lost after this time, and never within 1.5 times the own mean gap"), positive, func(s *stagesSpec) *span { return &s.Lost }).Absent(zh.Text("180d, or lapsing if that is more")),
	form.Key("new_lapsing", zh.Text("the same for a customer who bought on one day"), positive, func(s *stagesSpec) *span { return &s.NewLapsing }).Absent(say.Plain("90d")),
	form.Key("new_lost", zh.Text("the same for a customer who bought on one day"), positive, func(s *stagesSpec) *span { return &s.NewLost }).Absent(zh.Text("180d, or new_lapsing if that is more")),
	form.Key("dead", zh.Text("a customer is dead after this time, and never within three times the own mean gap"), positive, func(s *stagesSpec) *span { return &s.Dead }).Absent(zh.Text("365d, or lost or new_lost if that is more")),
	form.Key("rung", zh.Text("the rung: what decides, as care learn writes it"), form.Choice(rungOptions()...), func(s *stagesSpec) *form.Word { return &s.Rung }).Absent(zh.Text("only the days")),
	form.Key("gaps", zh.Text("the model of the rung gap-quantiles"), form.Map(gapsForm.Kind(), given[gapsSpec](func(g *gapsSpec) *bool { return &g.given })), func(s *stagesSpec) *gapsSpec { return &s.Gaps }),
	form.Key("model", zh.Text("the model of the rung buy-probability"), form.Map(modelForm.Kind(), given[modelSpec](func(m *modelSpec) *bool { return &m.given })), func(s *stagesSpec) *modelSpec { return &s.Model }),
	form.Key("horizon", zh.Text("the time within which the rung buy-probability expects a purchase"), positive, func(s *stagesSpec) *span { return &s.Horizon }).Absent(say.Plain("90d")),
	form.Key("active", zh.Text("the least probability of another purchase for an active customer, with the rung buy-probability; 0.4 to 0.5"), numberKind, func(s *stagesSpec) *decimal { return &s.Active }).Absent(say.Plain("0.5")),
	form.Key("base", zh.Text("how many buyers it was learned from"), form.Whole(0, 1_000_000_000), func(s *stagesSpec) *form.Located[int] { return &s.Base }),
}}

var gapsForm = &form.Form[gapsSpec]{Name: zh.Text("gap model"), Doc: "The shop's gaps between purchases, in days (loyalty.GapModel).", Fields: []form.Field[gapsSpec]{
	form.Key("k", zh.Text("shape of the gaps of one customer"), numberKind, func(g *gapsSpec) *decimal { return &g.K }).Require(),
	form.Key("a", zh.Text("shape of the customers' rates"), numberKind, func(g *gapsSpec) *decimal { return &g.A }).Require(),
	form.Key("b", zh.Text("scale of the customers' rates, in days"), numberKind, func(g *gapsSpec) *decimal { return &g.B }).Require(),
}}

var modelForm = &form.Form[modelSpec]{Name: zh.Text("purchase model"), Doc: "MBG/NBD, in days (btyd.MBG).", Fields: []form.Field[modelSpec]{
	form.Key("r", zh.Text("shape of the customers' rates"), numberKind, func(m *modelSpec) *decimal { return &m.R }).Require(),
	form.Key("alpha", zh.Text("scale of the customers' rates, in days"), numberKind, func(m *modelSpec) *decimal { return &m.Alpha }).Require(),
	form.Key("a", zh.Text("of the chance to leave"), numberKind, func(m *modelSpec) *decimal { return &m.A }).Require(),
	form.Key("b", zh.Text("of the chance to leave"), numberKind, func(m *modelSpec) *decimal { return &m.B }).Require(),
}}

func rungOptions() []form.Option {
	return []form.Option{
		{Word: stage.FixedDays.String(), Meaning: "only the days"},
		{Word: stage.ShopQuantiles.String(), Meaning: "only the days, set by the shop"},
		{Word: stage.GapQuantiles.String(), Meaning: "the customer's own rhythm, by gaps"},
		{Word: stage.BuyProbability.String(), Meaning: "the probability of another purchase, by model"},
	}
}

// given notes that a mapping is written.
func given[T any](is func(*T) *bool) func(T) T {
	return func(t T) T {
		*is(&t) = true
		return t
	}
}
