package main

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

func (s *shop) segmentTable() table {
	t := table{
		ID: "segments", Chinese: "顾客分群", English: "Segments", Head: []head{
			{"群", "segment"}, {"人数", "customers"}, {"占比 [95% 区间]", "share"}, {"消费", "spend"}, {"消费占比", "of all spend"}, {"距上次购买（天，中位数）", "days since, median"}, {"人均订单", "orders each"},
		},
		Says:   "按最近购买、次数、金额三项五分位打分后命名；分数是和本店其他顾客比出来的。",
		SaysEN: "Named by quintiles of recency, frequency and spend: scores compare with the shop's other customers.",
	}
	for _, g := range s.RFM.Segments {
		t.Rows = append(t.Rows, []entry{
			plain(g.Chinese + " " + g.Name), count(g.Customers), measureOf(g.Share, percent), figures(s.money(g.Spend)),
			measureOf(g.SpendShare, percent), measureOf(g.DaysSince, days), measureOf(mute(g.Purchases), one),
		})
	}
	return t
}

// mute takes the interval of a number off, where a table has no room for it.
func mute(m loyalty.Measure) loyalty.Measure {
	m.Level = 0
	return m
}

func (s *shop) tierTable() table {
	t := table{
		ID: "tiers", Chinese: "价值分层", English: "Tiers of value", Head: []head{
			{"层", "tier"}, {"人数", "customers"}, {"占比", "share"}, {"消费", "spend"}, {"消费占比", "of all spend"}, {"最低消费", "from"},
		},
		Says:   "A 层带来前 80% 的销售额，B 层到 95%，其余是 C 层。",
		SaysEN: "Tier A brings the first 80 % of revenue, B up to 95 %, C the rest.",
	}
	for _, g := range s.RFM.Tiers {
		t.Rows = append(t.Rows, []entry{plain(g.Name), count(g.Customers), measureOf(g.Share, percent), figures(s.money(g.Spend)), measureOf(g.SpendShare, percent), figures(s.money(g.Least))})
	}
	return t
}

func (s *shop) stepTable() table {
	t := table{
		ID: "steps", Chinese: "一步一步：买了第 n 次，还会买下一次吗", English: "From each order to the next", Head: []head{
			{"第几次之后", "after order"}, {"人数", "customers"}, {"90 天内再买 [95% 区间]", "within 90 days"}, {"365 天内再买 [95% 区间]", "within 365 days"}, {"一半人再来要（天）", "days until half are back"},
		},
		Says:   "按 Kaplan–Meier 估计：还没再来的不算流失，只算到今天为止没来。",
		SaysEN: "By Kaplan and Meier: who has not come back yet is not counted as lost.",
	}
	hardest := s.Repeat.Next[0]
	for _, n := range s.Repeat.Next {
		if share := n.Within[0].Share; share.OK && share.Value < hardest.Within[0].Share.Value {
			hardest = n
		}
	}
	if share := hardest.Within[0].Share; share.OK {
		t.Says += fmt.Sprintf("最难的一步是从第 %d 次到第 %d 次：90 天内只有 %s 再买，最值得下功夫（后面几步的比例更高，部分是因为留下来的本来就常买）。", hardest.From, hardest.From+1, say(share, percent))
		t.SaysEN += fmt.Sprintf(" The hardest step is from %d to %d: only %s buy again within 90 days. That is the one to work on (later steps are higher partly because those who stayed buy often anyway).", hardest.From, hardest.From+1, say(share, percent))
	}
	for _, n := range s.Repeat.Next {
		t.Rows = append(t.Rows, []entry{
			plain(fmt.Sprintf("%d → %d", n.From, n.From+1)), count(n.Within[0].Share.Base), measureOf(n.Within[0].Share, percent), measureOf(n.Within[1].Share, percent), measureOf(n.Median, days),
		})
	}
	return t
}

func (s *shop) typeTable() table {
	t := table{
		ID: "types", Chinese: "四类顾客", English: "The four types", Head: []head{
			{"类型", "type"}, {"人数", "customers"}, {"占全部顾客 [95% 区间]", "of all customers"}, {"期望占比 [95% 区间]（两轴皆知者）", "expected, of those known"}, {"消费", "spend"}, {"消费占比", "of all spend"},
		},
		Says: fmt.Sprintf("只有 %d 位顾客两轴皆知，其余归入「未分类」；把握不足 60%% 的也不硬分。期望占比按概率加总，更适合回答「大约有多少」。", s.Types.Both),
		SaysEN: fmt.Sprintf("Only %d customers are known on both axes; the others, and those told with less than 60 %% probability, are unclassified. The expected share adds probabilities up, and is the better answer to 'about how many'.",
			s.Types.Both),
	}
	if s.Types.Why != "" {
		t.Says, t.SaysEN = "无法判定四类："+reason(s.Types.Why)+"。", "No type can be told."
	}
	for _, r := range s.Types.Rows {
		t.Rows = append(t.Rows, []entry{
			plain(r.Chinese + " " + r.Type.String()), count(r.Customers), measureOf(r.Share, percent), figures(expected(r.Type.String(), brief(r.Expected, percent))), figures(s.money(r.Spend)), measureOf(r.SpendShare, percent),
		})
	}
	return t
}

// expected leaves out what nobody expects: to be unclassified.
func expected(kind, text string) string {
	if kind == loyalty.Unclassified.String() {
		return "—"
	}
	return text
}

func (s *shop) causeTable() table {
	t := table{
		ID: "causes", Chinese: "回头客为什么回头", English: "Why those who come again do", Head: []head{
			{"成因", "cause"}, {"有数据的人", "known of"}, {"明显者 [95% 区间]", "strong in"}, {"缺的信号", "missing signals"},
		},
		Says:   fmt.Sprintf("%d 位买过两天以上的顾客；一人可以有几种成因。只有「真正认同」靠得住，其他的随原因消失。", s.Causes.Customers),
		SaysEN: fmt.Sprintf("%d customers with orders on two days or more; one can have several causes. Only conviction is safe.", s.Causes.Customers),
	}
	if s.Causes.Why != "" {
		t.Says, t.SaysEN = "没有回头客："+reason(s.Causes.Why)+"。", "Nobody came again."
	}
	for _, c := range s.Causes.Rows {
		missing := "—"
		if len(c.Missing) > 0 {
			missing = signalsOf(c.Missing)
		}
		t.Rows = append(t.Rows, []entry{plain(c.Chinese + " " + string(c.Cause)), count(c.Strong.Base), measureOf(c.Strong, percent), plain(missing)})
	}
	return t
}

func (s *shop) surveyTable() table {
	t := table{ID: "survey", Chinese: "问卷", English: "The survey", Head: []head{
		{"维度", "block"}, {"结果 [95% 区间]", "result"}, {"答卷", "answers"}, {"前两档占比 [95% 区间]", "top-2-box"}, {"信度 α [95% 区间]", "reliability"}, {"注意", "note"},
	}}
	if s.Survey.Why != "" {
		t.Says, t.SaysEN = "没有问卷数据："+reason(s.Survey.Why)+"。", "There are no answers."
		return t
	}
	t.Says = fmt.Sprintf("%d 份答卷，占顾客 %s；答卷的人不等于全部顾客。均值按 0–100 分；反向题已翻转。", s.Survey.Respondents, say(s.Survey.Asked, percent))
	t.SaysEN = fmt.Sprintf("%d answers, from %s of the customers: who answers is not the whole base. Means are on 0–100; reverse-worded questions are turned.", s.Survey.Respondents, say(s.Survey.Asked, percent))
	for _, b := range s.Survey.Blocks {
		note := reasonsOf(b.Headline.Flags)
		if len(b.Suspects) > 0 {
			note += " 可疑题项 suspects: " + strings.Join(b.Suspects, ", ")
		}
		if b.Promoters+b.Passives+b.Detractors > 0 {
			note = fmt.Sprintf("推荐 %d · 中立 %d · 贬损 %d", b.Promoters, b.Passives, b.Detractors)
		}
		top := "—"
		if b.TopBox.OK {
			top = say(b.TopBox, percent)
		}
		alpha := "—"
		if b.Alpha.OK {
			alpha = say(b.Alpha, func(v float64) string { return short(v, 2) })
		}
		t.Rows = append(t.Rows, []entry{plain(b.Title.Chinese + " " + b.Title.English), measureOf(b.Headline, unitOf(b.Measure)), count(b.Headline.Base), figures(top), figures(alpha), plain(note)})
	}
	return t
}

func (s *shop) modelTable() table {
	t := table{
		ID: "models", Chinese: "模型", English: "Models", Head: []head{
			{"模型", "model"}, {"参数（周）", "parameters, in weeks"}, {"对数似然", "log-likelihood"}, {"顾客 / 回头客", "customers / repeaters"}, {"注意", "note"},
		},
		Says:   "「买到流失」（BTYD）模型：顾客按自己的节奏购买，某一天不声不响地离开。对数似然越大，越合乎数据。",
		SaysEN: "Buy till you die: customers buy at a rate of their own and leave without a word. The higher the log-likelihood, the better it fits.",
	}
	for _, m := range s.Forecast.Models {
		note := reasonsOf(m.Flags)
		if m.Why != "" {
			note = reason(m.Why)
		}
		t.Rows = append(t.Rows, []entry{
			plain(m.Name), plain(params(m.Params)), figures(short(m.LogLikelihood, 2)),
			figures(thousands(float64(m.Customers)) + " / " + thousands(float64(m.Repeaters))), plain(note),
		})
	}
	if g := s.Forecast.NextYear.Spend; g.Why == "" {
		t.Rows = append(t.Rows, []entry{
			plain("Gamma-Gamma 客单价"), plain(params(g.Params)), figures(short(g.LogLikelihood, 2)), figures(thousands(float64(g.Customers))),
			plain(strings.TrimSpace("频次与客单的相关 correlation " + say(g.Correlation, func(v float64) string { return short(v, 2) }) + " " + reasonsOf(g.Flags))),
		})
	}
	return t
}

func (s *shop) testTable() table {
	t := table{ID: "test", Chinese: "检验：模型对「最近一次购买」", English: "The test: models against days since the last order", Head: []head{
		{"方法", "method"}, {"预计 / 实际购买", "expected / actual"}, {"偏差", "bias"}, {"排序 AUC [95% 区间]", "ranking"}, {"Brier（小者好）", "lower is better"},
	}}
	if len(s.Forecast.Tests) == 0 {
		t.Says, t.SaysEN = "没有检验："+reason(s.Forecast.Untested)+"。", "There was no test."
		return t
	}
	third := func(v float64) string { return short(v, 3) }
	for _, test := range s.Forecast.Tests {
		t.Rows = append(t.Rows, []entry{
			plain(test.Model), figures(thousands(test.Expected) + " / " + thousands(float64(test.Actual))), measureOf(test.Bias, percent), measureOf(test.ByModel.AUC, third), figures(short(test.ByModel.Brier, 4)),
		})
	}
	first := s.Forecast.Tests[0]
	t.Rows = append(t.Rows, []entry{plain("最近一次购买 days since the last order"), figures("—"), figures("—"), measureOf(first.ByRule.AUC, third), figures(short(first.ByRule.Brier, 4))})
	t.Says = fmt.Sprintf("%s 之后的 %d 天里，%d 位顾客中 %d 位来了。建议：%s。", s.Forecast.Calibration, first.Days, first.Customers, first.Buyers, prefer(first.Prefer))
	t.SaysEN = fmt.Sprintf("In the %d days after %s, %d of %d customers came. %s.", first.Days, s.Forecast.Calibration, first.Buyers, first.Customers, capital(first.Reason))
	return t
}

func params(list []report.Param) string {
	var words []string
	for _, p := range list {
		text := fmt.Sprintf("%s %.4g", p.Name, p.Value)
		if p.StdErr > 0 {
			text += fmt.Sprintf(" ± %.2g", p.StdErr)
		}
		words = append(words, text)
	}
	return strings.Join(words, ", ")
}

func because(why loyalty.Flag) string {
	if why == "" {
		return ""
	}
	return "  " + reason(why)
}
