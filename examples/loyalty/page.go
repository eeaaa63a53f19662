package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

//go:embed page.html
var pageText string

// A card is one number at the top of the page.
type card struct{ Chinese, English, Value, Range, Note string }

// A row of a table of the page, and the tables.
type table struct {
	ID, Chinese, English string
	Head                 []head
	Rows                 [][]entry
	Says, SaysEN         string
}

// Right says that a column is of numbers, which stand on the right.
func (t table) Right(column int) bool { return t.Rows[0][column].Number }

type head struct{ Chinese, English string }

type entry struct {
	Text   string
	Number bool         // set to the right
	Shade  template.CSS // of its ground
}

// page writes the report as one page of HTML that needs nothing else: the pictures
// are in it, and there are no scripts.
func (s *shop) page(w io.Writer) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	return t.Execute(w, map[string]any{
		"Name": s.source.name, "On": s.On, "Counts": s.Counts, "Cards": s.cards(),
		"Parts": []struct {
			Chinese, English string
			Figures          []figure
			Tables           []table
		}{
			{"顾客在做什么", "What customers do", []figure{s.rfmGrid(), s.cohortMap()}, []table{s.segmentTable(), s.tierTable(), s.stepTable()}},
			{"顾客在想什么，属于哪一类", "What they think, and which type they are", []figure{s.quadrant()}, []table{s.typeTable(), s.causeTable(), s.surveyTable()}},
			{"接下来会怎样，能信几分", "What to expect, and how far to believe it", []figure{s.tracking(), s.weekly(), s.calibration()}, []table{s.modelTable(), s.testTable()}},
			{"从 " + s.Before + " 到 " + s.On + " 的变动", "Moves between the two days", nil, s.moveTables()},
		},
	})
}

func (s *shop) cards() []card {
	c, y := s.Counts, s.Forecast.NextYear
	cards := []card{
		{"顾客", "customers", thousands(float64(c.Customers)), "", c.First + " – " + c.Last},
		{"订单", "orders", thousands(float64(c.Orders)), "", fmt.Sprintf("另有 %d 单整单退款 undone", c.Undone)},
		{"净销售额", "net revenue", s.money(c.Net), "", "退款 refunded " + s.money(c.Refunded)},
		measured("客单价", "mean order", c.OrderSize, s.cents),
		measured("复购率", "repeat buyer rate", s.Repeat.Buyers, percent),
	}
	for _, w := range s.Repeat.Within {
		if w.Days == 90 {
			cards = append(cards, measured("首购后 90 天内再买", "again within 90 days", w.Share, percent))
		}
	}
	cards = append(cards,
		measured("每客每年再购（次）", "repeats per customer and year", s.Repeat.Rate, func(v float64) string { return short(v, 2) }),
		measured("前 20% 顾客贡献", "brought by the top fifth", c.TopFifth, percent),
		s.foretold(measured(fmt.Sprintf("未来 %d 天购买（次）", y.Days), fmt.Sprintf("purchases in %d days", y.Days), y.Purchases, thousands)),
		s.foretold(measured(fmt.Sprintf("现有顾客未来 %d 天的预计销售额（未扣成本）", y.Days), fmt.Sprintf("expected sales in %d days (before cost)", y.Days), y.Value, s.yuan)),
	)
	for _, b := range s.Survey.Blocks {
		if b.Measure == survey.NetPromote {
			cards = append(cards, measured("净推荐值 NPS（分）", "net promoter score", b.Headline, one))
		}
	}
	return cards
}

// foretold is a card of a forecast, with how far off the model was when it was tested.
func (s *shop) foretold(c card) card {
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
	bias := s.Forecast.Tests[0].Bias.Value
	sign, way := "+", "high"
	if bias < 0 {
		sign, way = "−", "low"
	}
	size := percent(math.Abs(bias))
	return fmt.Sprintf("回测偏差 %s%s，区间不含这一误差 the back-test was %s too %s; the interval does not include that", sign, size, size, way)
}

func measured(chinese, english string, m loyalty.Measure, unit func(float64) string) card {
	c := card{Chinese: chinese, English: english, Note: fmt.Sprintf("n=%d", m.Base)}
	if !m.OK {
		c.Value, c.Note = "未知", reason(m.Why)
		return c
	}
	c.Value = unit(m.Value)
	if m.Level > 0 {
		c.Range = unit(m.Lo) + " – " + unit(m.Hi)
	}
	if len(m.Flags) > 0 {
		c.Note += " · " + reasonsOf(m.Flags)
	}
	return c
}

// unitOf is how the headline of a block of questions is said.
func unitOf(m survey.BlockMeasure) func(float64) string {
	switch m {
	case survey.TopBoxShare, survey.WalletSpend, survey.WalletRank:
		return percent
	}
	return one
}

func plain(text string) entry { return entry{Text: text} }

func figures(text string) entry { return entry{Text: text, Number: true} }

func count(n int) entry { return figures(thousands(float64(n))) }

func measureOf(m loyalty.Measure, unit func(float64) string) entry { return figures(brief(m, unit)) }

// moveTables are from × to, for segments and for types.
func (s *shop) moveTables() []table {
	return []table{
		s.moveTable("segment-moves", "顾客分群之间", "Between segments", s.Moves.Segments),
		s.moveTable("type-moves", "四类顾客之间", "Between types", s.Moves.Types),
	}
}

func (s *shop) moveTable(id, chinese, english string, m report.Move) table {
	t := table{ID: id, Chinese: chinese, English: english, Head: []head{{"从 ↓ 到 →", "from ↓ to →"}}}
	if m.Why != "" {
		t.Says, t.SaysEN = "无法比较："+reason(m.Why)+"。", "Cannot be compared."
		return t
	}
	for _, n := range m.Names[:len(m.Names)-1] {
		t.Head = append(t.Head, head{n.Chinese, n.Name})
	}
	t.Head = append(t.Head, head{"已不在", "gone"})
	for i, counts := range m.Counts {
		row := []entry{plain(m.Names[i].Chinese + " " + m.Names[i].Name)}
		if i == len(m.Counts)-1 {
			row[0].Text = "新客 newcomers"
		}
		all := 0
		for _, n := range counts {
			all += n
		}
		for _, n := range counts {
			e := count(n)
			if n == 0 {
				e.Text = "·"
			} else {
				v := float64(n) / float64(all)
				c, letters := shade(v*.8), on(v*.8)
				e.Shade = template.CSS(fmt.Sprintf("background:#%02x%02x%02x;color:#%02x%02x%02x", c.R, c.G, c.B, letters.R, letters.G, letters.B))
			}
			row = append(row, e)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Says = fmt.Sprintf("两天都在的顾客中 %s 留在原处（n=%d）。", say(m.Stayed, percent), m.Stayed.Base)
	t.SaysEN = fmt.Sprintf("Of those there on both days, %s stayed (n=%d).", say(m.Stayed, percent), m.Stayed.Base)
	if len(m.Flags) > 0 {
		t.Says += "只有一次问卷，态度视为不变，变动只来自行为。"
		t.SaysEN += " There was one survey only: attitudes are taken not to have moved."
	}
	return t
}
