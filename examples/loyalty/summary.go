package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// A screen is the report as it grows on the terminal: a word at the left, what it says
// at the right.
type screen struct{ strings.Builder }

func (b *screen) line(word, format string, args ...any) {
	fmt.Fprintf(b, "%s %s\n", pad(word, 14), fmt.Sprintf(format, args...))
}

// tell is the report on one screen: what was understood of the file comes first.
func (s *shop) tell(w io.Writer, folder string) error {
	var b screen
	fmt.Fprintf(&b, "%s  %s  %s %s\n", s.Pick("顾客忠诚度报告", "Loyalty report"), s.log.Name, s.Pick("截至", "as of"), s.On)
	for _, n := range s.log.Notes {
		fmt.Fprintln(&b, s.Of(n))
	}
	fmt.Fprintln(&b)
	s.tellSize(&b)
	s.tellGroups(&b)
	s.tellForecast(&b)
	fmt.Fprintln(&b)
	b.line(s.Pick("网页", "page"), "%s", filepath.Join(folder, "report.html"))
	b.line(s.Pick("数据", "data"), s.Pick("report.json 和 %d 个 CSV", "report.json and %d CSV files"), len(s.Tables()))
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *shop) tellSize(b *screen) {
	c := s.Counts
	b.line(s.Pick("规模", "size"), s.Pick("%s位顾客，%s单，%s（%s至%s）", "%s customers, %s orders, %s (%s to %s)"), many(c.Customers), many(c.Orders), s.money(c.Net), c.First, c.Last)
	b.line("", s.Pick("退款%s，整单退款%s单；打折单%s", "refunded %s, whole orders %s; discounted orders %s"), s.money(c.Refunded), many(c.Undone), s.say(c.Discounted, page.Percent))
	b.line("", s.Pick("客单价%s；前20%%顾客贡献%s", "mean order %s; the top fifth brings %s"), s.say(c.OrderSize, s.cents), s.say(c.TopFifth, page.Percent))
	b.line(s.Pick("复购", "repeat"), s.Pick("复购率%s", "repeat buyers %s"), s.say(s.Repeat.Buyers, page.Percent))
	for _, n := range []int{90, 365} {
		b.line("", s.Pick("首购后%d天内再买%s", "again within %d days of the first purchase %s"), n, s.say(s.within(1, n), page.Percent))
	}
	b.line("", s.Pick("人均年复购次数%s，共%s次、%s顾客年", "repeats per customer and year %s, %s in %s customer-years"), s.say(s.Repeat.Rate, two), many(s.Repeat.Repeats), page.Count(s.Repeat.Years))
}

func (s *shop) tellGroups(b *screen) {
	head := s.Pick("人群", "segments")
	for _, g := range s.RFM.Segments {
		b.line(head, s.Pick("%s %5d人 %6s  消费占比%6s", "%s %5d customers %6s  of all spend %6s"), pad(s.Pick(g.Chinese, g.Name), 20), g.Customers, page.Percent(g.Share.Value), s.say(g.SpendShare, page.Percent))
		head = ""
	}
	known := page.Count(float64(s.Types.Both)) + s.Pick("位", "")
	if s.Types.Why != "" {
		known = s.unknown(s.Types.Why)
	}
	b.line(s.Pick("四类顾客", "types"), s.Pick("行为和态度都有数据的：%s", "known by behaviour and attitude: %s"), known)
	for _, t := range s.Types.Rows {
		b.line("", "%s %s", pad(s.Pick(t.Chinese, t.Type.String()), 20), s.typeWords(t))
	}
	b.line(s.Pick("忠诚成因", "causes"), s.Pick("%s位老顾客%s", "%s returning customers%s"), many(s.Causes.Customers), s.because(s.Causes.Why))
	for _, c := range s.Causes.Rows {
		b.line("", s.Pick("%s 明显受其影响的：%s", "%s strong in %s"), pad(s.cause(c), 20), s.based(c.Strong, page.Percent))
	}
	answers := fmt.Sprintf(s.Pick("%s份答卷", "%s answers"), many(s.Survey.Respondents))
	if s.Survey.Why != "" {
		answers = s.Reason(s.Survey.Why)
	}
	b.line(s.Pick("问卷", "survey"), "%s", answers)
	for _, block := range s.Survey.Blocks {
		alpha := ""
		if block.Alpha.OK {
			alpha = "  α " + s.say(block.Alpha, two)
		}
		b.line("", "%s %s%s", pad(s.Pick(block.Title.Chinese, block.Title.English), 28), s.based(block.Headline, unitOf(block.Measure)), alpha)
	}
}

// typeWords are how many are of a type. Where nobody can have one, that is unknown, and
// not nobody.
func (s *shop) typeWords(t report.TypeRow) string {
	if s.unknownType(t) {
		return s.unknown(s.Types.Why)
	}
	words := fmt.Sprintf(s.Pick("%5d人，占全部%6s", "%5d customers, %6s of all"), t.Customers, page.Percent(t.Share.Value))
	if t.Type != loyalty.Unclassified {
		words += fmt.Sprintf(s.Pick("；行为和态度都有数据的顾客中，估计占%s", "; estimated share of those known %s"), s.say(t.Expected, page.Percent))
	}
	return words
}

// unknownType says that it is unknown how many are of a type: nobody is known by both
// behaviour and attitude. How many have no type is known all the same.
func (s *shop) unknownType(t report.TypeRow) bool {
	return s.Types.Both == 0 && t.Type != loyalty.Unclassified
}

func (s *shop) tellForecast(b *screen) {
	f, next := s.Forecast, s.Forecast.NextYear
	head := s.Pick("模型", "models")
	if f.Why != "" {
		b.line(head, "%s", s.unknown(f.Why))
		head = ""
	}
	for _, m := range f.Models {
		b.line(head, s.Pick("%s 对数似然%s  %s%s", "%s log-likelihood %s  %s%s"), pad(m.Name, 12), two(m.LogLikelihood), params(m.Params), s.remark(s.Reasons(m.Flags)))
		head = ""
	}
	if f.Untested != "" {
		b.line(s.Pick("检验", "test"), s.Pick("未做：%s", "not done: %s"), s.Reason(f.Untested))
	}
	for _, t := range f.Tests {
		b.line(s.Pick("检验", "test"), s.Pick("%s，最后%d天：预计%s次，实际%s次，偏差%s；AUC %s，只看最近购买%s", "%s, last %d days: expected %s, actual %s, bias %s; AUC %s, by days since the last order %s"),
			t.Model, t.Days, page.Count(t.Expected), many(t.Actual), s.say(t.Bias, page.Percent), s.say(bare(t.ByModel.AUC), three), s.say(bare(t.ByRule.AUC), three))
	}
	if len(f.Tests) > 0 {
		b.line("", s.Pick("建议：%s", "use: %s"), s.prefer(f.Tests[0].Prefer))
	}
	b.line(s.Pick("明年", "next year"), s.Pick("%d天内会来的顾客%s，购买%s次", "buyers in %d days %s, purchases %s"), next.Days, s.say(next.Buyers, page.Count), s.say(next.Purchases, page.Count))
	b.line("", s.Pick("现有顾客的预计销售额（未扣成本）%s", "expected sales to today's customers (before cost) %s"), s.say(next.Value, s.yuan))
	if tested := s.backTest(); tested != "" {
		b.line("", "%s", tested)
	}
	b.line(s.Pick("变动", "moves"), s.Pick("%s以来留在原人群的%s", "stayed in their segment since %s: %s"), s.Before, s.say(s.Moves.Segments.Stayed, page.Percent))
}

func (s *shop) because(why loyalty.Flag) string {
	if why == "" {
		return ""
	}
	return s.Pick("（"+s.Reason(why)+"）", " ("+s.Reason(why)+")")
}

func (s *shop) prefer(c btyd.Choice) string {
	if c == btyd.PreferModel {
		return s.Pick("挑人和数量都用模型", "the model, to pick people and for numbers")
	}
	return s.Pick("挑人用「最近一次购买」就够，数量看模型", "days since the last order to pick people, the model for numbers")
}

func (s *shop) remark(text string) string {
	if text == "" {
		return ""
	}
	return s.Pick("（"+text+"）", "  ("+text+")")
}

// bare is a measure without its interval, where there is no room for it.
func bare(m loyalty.Measure) loyalty.Measure {
	m.Level = 0
	return m
}

// pad fills a text to a width on the terminal, where a Chinese sign has two places.
func pad(text string, width int) string {
	for _, r := range text {
		width--
		if page.Wide(r) {
			width--
		}
	}
	return text + strings.Repeat(" ", max(width, 0))
}
