package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// tell is the report on one screen.
func (s *shop) tell(w io.Writer, folder string) error {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	c, rep, next := s.Counts, s.Repeat, s.Forecast.NextYear
	line("顾客忠诚度报告 Loyalty report  %s  截至 as of %s", s.source.name, s.On)
	line("列 columns: 顾客 %s，时间 %s，金额 %s%s", s.column(customer), s.column(paidAt), s.column(amount), s.unused())
	line("")
	line("规模 Size        %d 位顾客 customers，%d 单 orders，%s（%s 至 %s）", c.Customers, c.Orders, s.money(c.Net), c.First, c.Last)
	line("                 退款 refunded %s，整单退 undone %d；打折单 discounted %s", s.money(c.Refunded), c.Undone, say(c.Discounted, percent))
	line("                 客单价 order size %s；前 20%% 顾客贡献 top fifth brings %s", say(c.OrderSize, s.cents), say(c.TopFifth, percent))
	line("复购 Repeat      复购率 repeat buyers %s", say(rep.Buyers, percent))
	for _, within := range rep.Within {
		if within.Days == 90 || within.Days == 365 {
			line("                 首购后 %d 天内再买 again within %d days %s", within.Days, within.Days, say(within.Share, percent))
		}
	}
	line("                 每客每年再购 repeats per customer and year %s，共 %d 次 / %s 顾客年", say(rep.Rate, func(v float64) string { return short(v, 2) }), rep.Repeats, thousands(rep.Years))
	line("分群 Segments")
	for _, g := range s.RFM.Segments {
		line("  %s %5d 人  %6s  消费 spend %6s  %s", pad(g.Chinese, 16), g.Customers, percent(g.Share.Value), say(g.SpendShare, percent), g.Name)
	}
	line("四类 Types       两轴皆知 known on both axes: %d%s", s.Types.Both, because(s.Types.Why))
	for _, t := range s.Types.Rows {
		line("  %s %5d 人，占全部 of all %6s；两轴皆知者中期望 expected of those known %s  %s", pad(t.Chinese, 16), t.Customers, percent(t.Share.Value), expected(t.Type.String(), say(t.Expected, percent)), t.Type)
	}
	line("成因 Causes      %d 位回头客 who came again%s", s.Causes.Customers, because(s.Causes.Why))
	for _, cause := range s.Causes.Rows {
		line("  %s 明显者 strong in %s  n=%d  %s", pad(cause.Chinese, 16), say(cause.Strong, percent), cause.Strong.Base, cause.Cause)
	}
	line("问卷 Survey      %d 份答卷 answers%s", s.Survey.Respondents, because(s.Survey.Why))
	for _, block := range s.Survey.Blocks {
		line("  %s %s  n=%d  α %s", pad(block.Title.Chinese, 16), say(block.Headline, unitOf(block.Measure)), block.Headline.Base, brief(block.Alpha, func(v float64) string { return short(v, 2) }))
	}
	line("模型 Models%s", because(s.Forecast.Why))
	for _, m := range s.Forecast.Models {
		line("  %s LL %s  %s%s", pad(m.Name, 16), short(m.LogLikelihood, 2), params(m.Params), remark(reasonsOf(m.Flags)))
	}
	if s.Forecast.Untested != "" {
		line("检验 Test        未做 not done: %s", reason(s.Forecast.Untested))
	}
	for _, t := range s.Forecast.Tests {
		line("检验 Test        %s，最后 %d 天 last days，预计 expected %s，实际 actual %d 次（偏差 bias %s）；AUC %s，只看最近购买 days since last order %s",
			t.Model, t.Days, thousands(t.Expected), t.Actual, say(t.Bias, percent), short(t.ByModel.AUC.Value, 3), short(t.ByRule.AUC.Value, 3))
	}
	if len(s.Forecast.Tests) > 0 {
		line("  建议 use       %s", prefer(s.Forecast.Tests[0].Prefer)+"  "+string(s.Forecast.Tests[0].Prefer))
	}
	line("明年 Next year   %d 天内 days: 会来的顾客 buyers %s，购买 purchases %s", next.Days, say(next.Buyers, thousands), say(next.Purchases, thousands))
	line("                 现有顾客的预计销售额（未扣成本）expected sales of today's customers (before cost) %s", say(next.Value, s.yuan))
	if tested := s.backTest(); tested != "" {
		line("                 %s", tested)
	}
	line("变动 Moves       %s 以来留在原群 stayed in their segment %s", s.Before, say(s.Moves.Segments.Stayed, percent))
	line("")
	line("页面 page: %s   数据 data: report.json + %d 个 CSV", filepath.Join(folder, "report.html"), len(s.Tables()))
	_, err := io.WriteString(w, b.String())
	return err
}

// column is what the file calls a field.
func (s *shop) column(f field) string { return s.source.header.names[s.source.header.at[f]] }

func (s *shop) unused() string {
	if len(s.source.header.unused) == 0 {
		return ""
	}
	return "; 未用 not used: " + strings.Join(s.source.header.unused, ", ")
}

func prefer(c btyd.Choice) string {
	if c == btyd.PreferModel {
		return "挑人和数量都用模型"
	}
	return "挑人用「最近一次购买」就够，数量看模型"
}

func remark(text string) string {
	if text == "" {
		return ""
	}
	return "  (" + text + ")"
}

// pad fills a text to a width on the terminal, where a Chinese sign has two places.
func pad(text string, width int) string {
	for _, r := range text {
		width--
		if wide(r) {
			width--
		}
	}
	return text + strings.Repeat(" ", max(width, 0))
}
