package main

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// head is the head of a table: pairs of Chinese and English.
func (s *shop) head(pairs ...string) []string {
	var all []string
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, s.Pick(pairs[i], pairs[i+1]))
	}
	return all
}

func (s *shop) segmentTable() table {
	t := table{
		ID: "segments", Title: s.Pick("人群", "Segments"),
		Head: s.head("人群", "segment", "人数", "customers", "占比 [95%区间]", "share [95% interval]", "消费", "spend", "消费占比", "of all spend", "距上次购买（天，中位数）", "days since last order, median", "人均订单", "orders each"),
		Says: s.Pick("按最近购买、次数、金额三项五分位打分后命名；分数是和本店其他顾客比出来的。", "Named by quintiles of recency, frequency and spend: scores compare with the shop's other customers."),
	}
	for _, g := range s.RFM.Segments {
		t.Rows = append(t.Rows, []entry{
			plain(s.Pick(g.Chinese, g.Name)), count(g.Customers), s.measureOf(g.Share, page.Percent), figures(s.money(g.Spend)),
			s.measureOf(g.SpendShare, page.Percent), s.measureOf(g.DaysSince, days), s.measureOf(bare(g.Purchases), one),
		})
	}
	return t
}

func (s *shop) tierTable() table {
	t := table{
		ID: "tiers", Title: s.Pick("价值分层", "Tiers of value"),
		Head: s.head("层", "tier", "人数", "customers", "占比", "share", "消费", "spend", "消费占比", "of all spend", "最低消费", "from"),
		Says: s.Pick("A层带来前80%的销售额，B层到95%，其余是C层。", "Tier A brings the first 80% of revenue, B up to 95%, C the rest."),
	}
	for _, g := range s.RFM.Tiers {
		t.Rows = append(t.Rows, []entry{plain(g.Name), count(g.Customers), s.measureOf(g.Share, page.Percent), figures(s.money(g.Spend)), s.measureOf(g.SpendShare, page.Percent), figures(s.money(g.Least))})
	}
	return t
}

func (s *shop) stepTable() table {
	t := table{
		ID: "steps", Title: s.Pick("一步一步：买了第n次，还会买下一次吗", "From each order to the next"),
		Head: s.head("第几次之后", "after order", "人数", "customers", "90天内再买 [95%区间]", "within 90 days", "365天内再买 [95%区间]", "within 365 days", "一半人再来要（天）", "days until half are back"),
		Says: s.Pick("按Kaplan–Meier估计：还没再来的不算流失，只算到今天为止没来。观察到那一天的不足10人时不给数。",
			"By Kaplan and Meier: customers who have not come back yet do not count as lost. Where fewer than 10 are watched for so long, the number is unknown."),
	}
	hardest, least := 0, loyalty.Measure{}
	for _, n := range s.Repeat.Next {
		if share := s.within(n.From, 90); share.OK && (hardest == 0 || share.Value < least.Value) {
			hardest, least = n.From, share
		}
		t.Rows = append(t.Rows, []entry{
			plain(fmt.Sprintf("%d → %d", n.From, n.From+1)), count(len(s.spells[n.From-1])), s.measureOf(s.within(n.From, 90), page.Percent), s.measureOf(s.within(n.From, 365), page.Percent), s.measureOf(s.median(n.From), days),
		})
	}
	if hardest > 0 {
		t.Says += fmt.Sprintf(s.Pick("最难的一步是从第%d次到第%d次：90天内只有%s再买，最值得下功夫（后面几步的比例更高，部分是因为留下来的本来就常买）。",
			" The hardest step is from %d to %d: only %s buy again within 90 days. It is the one to work on (later steps are higher partly because those who stayed buy often anyway)."),
			hardest, hardest+1, s.say(least, page.Percent))
	}
	return t
}

func (s *shop) typeTable() table {
	t := table{
		ID: "types", Title: s.Pick("四类顾客", "The four types"),
		Head: s.head("类型", "type", "人数", "customers", "占全部顾客 [95%区间]", "of all customers", "行为和态度都有数据的顾客中，估计占 [95%区间]", "estimated share of those known", "消费", "spend", "消费占比", "of all spend"),
		Says: fmt.Sprintf(s.Pick("只有%d位顾客的行为和态度都有数据，其余归入「未分类」；把握不足60%%的也不硬分。估计占比按概率加总，更适合回答「大约有多少」。",
			"Only %d customers are known by both behaviour and attitude. The others, and those told with less than 60%% probability, are unclassified. The estimated share adds probabilities up; it answers better about how many there are."), s.Types.Both),
	}
	if s.Types.Why != "" {
		t.Says = s.Pick("无法判定四类："+s.Reason(s.Types.Why)+"。", "No type can be told: "+s.Reason(s.Types.Why)+".")
	}
	for _, r := range s.Types.Rows {
		row := []entry{plain(s.Pick(r.Chinese, r.Type.String()))}
		if s.unknownType(r) {
			for range len(t.Head) - 1 {
				row = append(row, figures(s.Pick("未知", "unknown")))
			}
		} else {
			estimated := "—" // nobody is expected to be unclassified
			if r.Type != loyalty.Unclassified {
				estimated = s.brief(r.Expected, page.Percent)
			}
			row = append(row, count(r.Customers), s.measureOf(r.Share, page.Percent), figures(estimated), figures(s.money(r.Spend)), s.measureOf(r.SpendShare, page.Percent))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s *shop) causeTable() table {
	t := table{
		ID: "causes", Title: s.Pick("老顾客为什么回来", "Why returning customers return"),
		Head: s.head("成因", "cause", "有数据的人", "known of", "明显受其影响的 [95%区间]", "strong in", "缺的信号", "missing signals"),
		Says: fmt.Sprintf(s.Pick("%s位顾客买过两天以上；一人可以有几种成因。只有「真正认同」靠得住，其他的随原因消失。",
			"%s customers bought on two days or more; one can have several causes. Only conviction lasts, the others end with their cause."), many(s.Causes.Customers)),
	}
	if s.Causes.Why != "" {
		t.Says = s.Pick("没有老顾客："+s.Reason(s.Causes.Why)+"。", "No customer came again: "+s.Reason(s.Causes.Why)+".")
	}
	for _, c := range s.Causes.Rows {
		missing := "—"
		if len(c.Missing) > 0 {
			missing = s.signals(c.Missing)
		}
		t.Rows = append(t.Rows, []entry{plain(s.cause(c)), count(c.Strong.Base), s.measureOf(c.Strong, page.Percent), plain(missing)})
	}
	return t
}

func (s *shop) surveyTable() table {
	t := table{
		ID: "survey", Title: s.Pick("问卷", "The survey"),
		Head: s.head("维度", "block", "结果 [95%区间]", "result", "答卷", "answers", "前两档占比 [95%区间]", "top-2-box", "信度α [95%区间]", "reliability", "注意", "note"),
	}
	if s.Survey.Why != "" {
		t.Says = s.Pick("没有问卷数据："+s.Reason(s.Survey.Why)+"。", "There are no answers: "+s.Reason(s.Survey.Why)+".")
		return t
	}
	t.Says = fmt.Sprintf(s.Pick("%s份答卷，占顾客%s；答卷的人不等于全部顾客。均值按0–100分；反向题已翻转。",
		"%s answers, from %s of the customers: those who answer are not the whole base. Means are on 0–100; reverse-worded questions are turned."), many(s.Survey.Respondents), s.say(s.Survey.Asked, page.Percent))
	for _, b := range s.Survey.Blocks {
		note := s.Reasons(b.Headline.Flags)
		if len(b.Suspects) > 0 {
			note = strings.TrimSpace(note + s.Pick(" 可疑题项：", " suspect items: ") + strings.Join(b.Suspects, s.Pick("、", ", ")))
		}
		if b.Promoters+b.Passives+b.Detractors > 0 {
			note = fmt.Sprintf(s.Pick("推荐%d · 中立%d · 贬损%d", "promoters %d · passives %d · detractors %d"), b.Promoters, b.Passives, b.Detractors)
		}
		orDash := func(m loyalty.Measure, unit func(float64) string) string {
			if !m.OK {
				return "—"
			}
			return s.say(m, unit)
		}
		t.Rows = append(t.Rows, []entry{
			plain(s.Pick(b.Title.Chinese, b.Title.English)), s.measureOf(b.Headline, unitOf(b.Measure)), count(b.Headline.Base),
			figures(orDash(b.TopBox, page.Percent)), figures(orDash(b.Alpha, two)), plain(note),
		})
	}
	return t
}

func (s *shop) modelTable() table {
	t := table{
		ID: "models", Title: s.Pick("模型", "Models"),
		Head: s.head("模型", "model", "参数（周）", "parameters, in weeks", "对数似然", "log-likelihood", "顾客 / 老顾客", "customers / returning", "注意", "note"),
		Says: s.Pick("BTYD（客户流失与复购概率）模型：顾客按自己的节奏购买，某一天不声不响地离开。对数似然越大，越合乎数据。",
			"Buy till you die: customers buy at a rate of their own and leave without a word. The higher the log-likelihood, the better it fits."),
	}
	for _, m := range s.Forecast.Models {
		note := s.Reasons(m.Flags)
		if m.Why != "" {
			note = s.Reason(m.Why)
		}
		t.Rows = append(t.Rows, []entry{
			plain(m.Name), plain(params(m.Params)), figures(two(m.LogLikelihood)),
			figures(page.Count(float64(m.Customers)) + " / " + page.Count(float64(m.Returning))), plain(note),
		})
	}
	if g := s.Forecast.NextYear.Spend; g.Why == "" {
		note := s.Pick("频次与客单价的相关", "correlation of frequency and spend ") + s.say(g.Correlation, two)
		if flags := s.Reasons(g.Flags); flags != "" {
			note += s.Pick("；", "; ") + flags
		}
		t.Rows = append(t.Rows, []entry{
			plain(s.Pick("Gamma-Gamma（客单价）", "Gamma-Gamma (spend)")), plain(params(g.Params)), figures(two(g.LogLikelihood)), figures(page.Count(float64(g.Customers))), plain(note),
		})
	}
	return t
}

func (s *shop) testTable() table {
	t := table{
		ID: "test", Title: s.Pick("检验：模型对「最近一次购买」", "The test: models against days since the last order"),
		Head: s.head("方法", "method", "预计 / 实际购买", "expected / actual", "偏差", "bias", "排序AUC [95%区间]", "ranking AUC", "Brier（小者好）", "Brier (lower is better)"),
	}
	if len(s.Forecast.Tests) == 0 {
		t.Says = s.Pick("没有检验："+s.Reason(s.Forecast.Untested)+"。", "There was no test: "+s.Reason(s.Forecast.Untested)+".")
		return t
	}
	for _, test := range s.Forecast.Tests {
		t.Rows = append(t.Rows, []entry{
			plain(test.Model), figures(page.Count(test.Expected) + " / " + page.Count(float64(test.Actual))), s.measureOf(test.Bias, page.Percent), s.measureOf(test.ByModel.AUC, three), figures(page.Short(test.ByModel.Brier, 4)),
		})
	}
	first := s.Forecast.Tests[0]
	t.Rows = append(t.Rows, []entry{plain(s.Pick("最近一次购买", "days since the last order")), figures("—"), figures("—"), s.measureOf(first.ByRule.AUC, three), figures(page.Short(first.ByRule.Brier, 4))})
	t.Says = fmt.Sprintf(s.Pick("%[1]s之后的%[2]d天里，%[3]d位顾客中%[4]d位来了。建议：%[5]s。", "In the %[2]d days after %[1]s, %[4]d of %[3]d customers came. Use %[5]s."),
		s.Forecast.Calibration, first.Days, first.Customers, first.Buyers, s.prefer(first.Prefer))
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
