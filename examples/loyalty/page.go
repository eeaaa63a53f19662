package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

//go:embed page.html
var pageText string

// A card is one number at the top of the page.
type card struct{ Title, Value, Range, Note string }

// A figure is one chart of the page, with what it says here.
type figure struct {
	ID    string
	Title string
	Says  string        // what is to be seen, with numbers
	SVG   template.HTML // empty: there is nothing to draw, and Says tells why
}

// A table is one table of the page.
type table struct {
	ID, Title string
	Head      []string
	Rows      [][]entry
	Says      string
}

// Right says that a column is of numbers, which stand on the right.
func (t table) Right(column int) bool { return t.Rows[0][column].Number }

// An entry is one cell.
type entry struct {
	Text   string
	Number bool         // set to the right
	Shade  template.CSS // of its ground
}

// A part is one chapter of the page.
type part struct {
	Title   string
	Figures []figure
	Tables  []table
}

// page writes the report as one page of HTML that needs nothing else: the charts are in
// it, and there are no scripts.
func (s *shop) page(w io.Writer) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	notes := make([]string, len(s.log.Notes))
	for i, n := range s.log.Notes {
		notes[i] = s.Of(n)
	}
	return t.Execute(w, map[string]any{
		"Lang": s.Language.String(), "Style": page.Style(), "On": s.On, "Title": s.Pick("顾客忠诚度报告", "Loyalty report"),
		"About": fmt.Sprintf(s.Pick("截至%s，%s行订单数据", "As of %s, from %s rows of orders"), s.On, page.Count(float64(s.log.Rows))),
		"Cards": s.cards(),
		"Parts": []part{
			{s.Pick("顾客在做什么", "What customers do"), []figure{s.rfmGrid(), s.cohortMap()}, []table{s.segmentTable(), s.tierTable(), s.stepTable()}},
			{s.Pick("顾客在想什么，属于哪一类", "What they think, and which type they are"), []figure{s.quadrant()}, []table{s.typeTable(), s.causeTable(), s.surveyTable()}},
			{s.Pick("接下来会怎样，能信几分", "What to expect, and how far to believe it"), []figure{s.tracking(), s.weekly(), s.calibration()}, []table{s.modelTable(), s.testTable()}},
			{fmt.Sprintf(s.Pick("从%s到%s的变动", "Moves from %s to %s"), s.Before, s.On), nil, s.moveTables()},
		},
		"NotesTitle": s.Pick("数据是怎样读的", "How the data was read"), "Notes": notes,
		"Footer": s.Pick("n是算出这个数的人数（或订单、答卷数）。方括号是95%区间：换一批同样的顾客，数会在这个范围里变动。「未知」后面写着原因。",
			"n is on how many customers (or orders, or answers) a number rests. Brackets are 95% intervals: with other customers of the same kind the number would move within them. Where a number is unknown, the reason is given."),
	})
}

func (s *shop) cards() []card {
	c, y := s.Counts, s.Forecast.NextYear
	cards := []card{
		{s.Pick("顾客", "Customers"), page.Count(float64(c.Customers)), "", c.First + " – " + c.Last},
		{s.Pick("订单", "Orders"), page.Count(float64(c.Orders)), "", fmt.Sprintf(s.Pick("另有%d单整单退款", "and %d refunded as a whole"), c.Undone)},
		{s.Pick("净销售额", "Net revenue"), s.money(c.Net), "", s.Pick("退款", "refunded ") + s.money(c.Refunded)},
		s.measured(s.Pick("客单价", "Mean order"), c.OrderSize, s.cents),
		s.measured(s.Pick("复购率", "Repeat buyers"), s.Repeat.Buyers, page.Percent),
		s.measured(s.Pick("首购后90天内再买", "Again within 90 days"), s.within(1, 90), page.Percent),
		s.measured(s.Pick("人均年复购次数", "Repeats per customer and year"), s.Repeat.Rate, two),
		s.measured(s.Pick("前20%顾客贡献", "Brought by the top fifth"), c.TopFifth, page.Percent),
		s.forecast(s.measured(fmt.Sprintf(s.Pick("未来%d天购买（次）", "Purchases in %d days"), y.Days), y.Purchases, page.Count)),
		s.forecast(s.measured(fmt.Sprintf(s.Pick("现有顾客未来%d天的预计销售额（未扣成本）", "Expected sales in %d days (before cost)"), y.Days), y.Value, s.yuan)),
	}
	for _, b := range s.Survey.Blocks {
		if b.Measure == survey.NetPromote {
			cards = append(cards, s.measured(s.Pick("净推荐值NPS（分）", "Net promoter score"), b.Headline, one))
		}
	}
	return cards
}

// forecast is a card of a forecast, with how far off the model was when it was tested.
func (s *shop) forecast(c card) card {
	if tested := s.backTest(); tested != "" && c.Range != "" {
		c.Note += " · " + tested
	}
	return c
}

// backTest says by how much the model missed in the test; empty: there was none.
func (s *shop) backTest() string {
	if len(s.Forecast.Tests) == 0 || !s.Forecast.Tests[0].Bias.OK {
		return ""
	}
	return fmt.Sprintf(s.Pick("回测偏差%s，区间不含这一误差", "the back-test was off by %s; the interval does not include that"), signed(s.Forecast.Tests[0].Bias.Value))
}

func (s *shop) measured(title string, m loyalty.Measure, unit func(float64) string) card {
	c := card{Title: title, Note: fmt.Sprintf("n=%s", page.Count(float64(m.Base)))}
	if !m.OK {
		c.Value, c.Note = s.Pick("未知", "unknown"), s.Reason(m.Why)
		return c
	}
	c.Value = unit(m.Value)
	if m.Level > 0 {
		c.Range = s.Pick("95%区间 ", "95% interval ") + unit(m.Lo) + " – " + unit(m.Hi)
	}
	if len(m.Flags) > 0 {
		c.Note += " · " + s.Reasons(m.Flags)
	}
	return c
}

// unitOf is how the headline of a block of questions is said.
func unitOf(m survey.BlockMeasure) func(float64) string {
	switch m {
	case survey.TopBoxShare, survey.WalletSpend, survey.WalletRank:
		return page.Percent
	}
	return one
}

func plain(text string) entry { return entry{Text: text} }

func figures(text string) entry { return entry{Text: text, Number: true} }

func count(n int) entry { return figures(page.Count(float64(n))) }

func (s *shop) measureOf(m loyalty.Measure, unit func(float64) string) entry {
	return figures(s.brief(m, unit))
}

// nothing is a figure of which there is nothing to draw.
func (s *shop) nothing(f figure, why loyalty.Flag) figure {
	f.Says = s.Pick("没有可画的："+s.Reason(why)+"。", "Nothing to draw: "+s.Reason(why)+".")
	return f
}
