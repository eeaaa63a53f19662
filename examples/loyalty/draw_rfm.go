package main

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// rfmGrid is recency against frequency: how many are in each cell, and what they
// have spent.
func (s *shop) rfmGrid() figure {
	f := figure{ID: "rfm", Chinese: "RFM 方格：最近购买 × 购买次数", English: "RFM grid: recency × frequency"}
	if s.RFM.Why != "" {
		f.Says, f.SaysEN = "没有可画的："+reason(s.RFM.Why)+"。", "Nothing to draw."
		return f
	}
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
	h := heat{size: 9.5}
	for r := 1; r <= int(s.RFM.Top.R); r++ {
		for n := 1; n <= int(s.RFM.Top.F); n++ {
			one := sums[r][n]
			c := cell{x: n - 1, y: r - 1, missing: one.customers == 0, value: float64(one.customers) / float64(most)}
			if one.customers > 0 {
				c.text = fmt.Sprintf("%d 人\n均 %s", one.customers, s.yuan(one.spend.Yuan()/float64(one.customers)))
			}
			h.cells = append(h.cells, c)
		}
	}
	columns := make([]string, s.RFM.Top.F)
	for i := range columns {
		columns[i] = fmt.Sprintf("F%d\n%s", i+1, spanOf(s.RFM.Cuts.Frequency, i, 1, "次"))
	}
	rows := make([]string, s.RFM.Top.R)
	for i := range rows { // the highest score is for the fewest days
		rows[i] = fmt.Sprintf("R%d %s", i+1, spanOf(s.RFM.Cuts.Recency, len(rows)-1-i, 0, "天"))
	}
	p := gridPlot("购买次数 number of orders", "最近一次购买距今（天）days since the last order", columns, rows, h)
	f.SVG = svg(p, 640, 380, f.Chinese+" "+f.English)
	best := slices.MaxFunc(s.RFM.Segments, func(a, b report.Segment) int { return int(a.Spend - b.Spend) })
	f.Says = fmt.Sprintf("%d 位顾客，颜色越深人越多，「均」是人均已消费。消费最多的群是「%s」：%d 人（占 %s），贡献 %s 的销售额。",
		s.Counts.Customers, best.Chinese, best.Customers, say(best.Share, percent), say(best.SpendShare, percent))
	f.SaysEN = fmt.Sprintf("%d customers; darker is more of them, the amount is the mean spent so far. The segment that spends most is %s: %d customers (%s) bring %s of the revenue.",
		s.Counts.Customers, best.Name, best.Customers, say(best.Share, percent), say(best.SpendShare, percent))
	return f
}

// spanOf is the i-th range between edges, of whole numbers from least on.
func spanOf(edges []float64, i, least int, unit string) string {
	from := least
	if i > 0 {
		from = whole(edges[i-1])
	}
	if i == len(edges) {
		return fmt.Sprintf("≥%d %s", from, unit)
	}
	to := whole(edges[i]) - 1
	switch {
	case to < from:
		return "—"
	case to == from:
		return fmt.Sprintf("%d %s", from, unit)
	}
	return fmt.Sprintf("%d–%d %s", from, to, unit)
}

// whole is the least whole number from an edge on.
func whole(edge float64) int {
	n := int(edge)
	if float64(n) < edge {
		n++
	}
	return n
}
