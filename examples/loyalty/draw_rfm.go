package main

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// rfmGrid is recency against frequency: how many are in each cell, and what they
// have spent.
func (s *shop) rfmGrid() figure {
	f := figure{ID: "rfm", Title: s.Pick("RFM方格：最近购买 × 购买次数", "RFM grid: recency × frequency")}
	if s.RFM.Why != "" {
		return s.nothing(f, s.RFM.Why)
	}
	f.SVG = page.Draw(s.Language, f.Title, s.drawRFM)
	best := slices.MaxFunc(s.RFM.Segments, func(a, b report.Segment) int { return int(a.Spend - b.Spend) })
	f.Says = fmt.Sprintf(s.Pick("%s位顾客，颜色越深人越多，「均」是人均已消费。消费最多的人群是「%s」：%s人（占%s），贡献%s的销售额。",
		"%s customers; darker is more of them, the amount is the mean spent so far. The segment that spends most is %s: %s customers (%s) bring %s of the revenue."),
		many(s.Counts.Customers), s.Pick(best.Chinese, best.Name), many(best.Customers), s.say(best.Share, page.Percent), s.say(best.SpendShare, page.Percent))
	return f
}

func (s *shop) drawRFM(f page.Frame) page.Picture {
	type sum struct {
		customers int
		spend     tiexin.Money
	}
	var sums [101][101]sum
	most := 0
	for _, c := range s.RFM.Cells {
		one := &sums[c.Score.R][c.Score.F]
		one.customers += c.Customers
		one.spend += c.Spend
		most = max(most, one.customers)
	}
	var h page.Heat
	for r := 1; r <= int(s.RFM.Top.R); r++ {
		for n := 1; n <= int(s.RFM.Top.F); n++ {
			one := sums[r][n]
			c := page.Cell{X: n - 1, Y: r - 1, Missing: one.customers == 0, Value: float64(one.customers) / float64(most)}
			if one.customers > 0 {
				c.Text = page.Count(float64(one.customers))
				if !f.Narrow {
					c.Text = fmt.Sprintf(s.Pick("%s人\n均%s", "%s\nmean %s"), c.Text, s.yuan(one.spend.Yuan()/float64(one.customers)))
				}
			}
			h = append(h, c)
		}
	}
	columns := make([]string, s.RFM.Top.F)
	for i := range columns {
		columns[i] = fmt.Sprintf("F%d\n%s", i+1, spanOf(s.RFM.Cuts.Frequency, i, 1, ""))
	}
	rows := make([]string, s.RFM.Top.R)
	for i := range rows { // the highest score is for the fewest days
		rows[i] = fmt.Sprintf("R%d %s", i+1, spanOf(s.RFM.Cuts.Recency, len(rows)-1-i, 0, s.Pick("天", " d")))
	}
	return f.Table(page.Choose(f, 390., 300.), s.Pick("购买次数", "number of orders"), s.Pick("最近一次购买距今（天）", "days since the last order"), columns, rows, h)
}

// spanOf is the i-th range between edges, of whole numbers from least on.
func spanOf(edges []float64, i, least int, unit string) string {
	from := least
	if i > 0 {
		from = whole(edges[i-1])
	}
	if i == len(edges) {
		return fmt.Sprintf("≥%d%s", from, unit)
	}
	to := whole(edges[i]) - 1
	switch {
	case to < from:
		return "—"
	case to == from:
		return fmt.Sprintf("%d%s", from, unit)
	}
	return fmt.Sprintf("%d–%d%s", from, to, unit)
}

// whole is the least whole number from an edge on.
func whole(edge float64) int {
	n := int(edge)
	if float64(n) < edge {
		n++
	}
	return n
}
