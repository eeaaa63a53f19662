package main

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// drawStages is how many were at each stage at the end of each month, one on the other.
func (s *shop) drawStages(months []stage.Moves) figure {
	f := figure{id: "stages-over-time", title: tx("各阶段人数随时间的变化", "Customers by stage over time")}
	f.svg = page.Draw(s.Language, s.Of(f.title), func(fr page.Frame) page.Picture { return s.drawMonths(fr, months) })
	last := &months[len(months)-1]
	total := known(last) + last.NewCustomers()
	good := last.Then(stage.Active) + last.Then(stage.Loyal)
	gone := last.Then(stage.Lost) + last.Then(stage.Dead)
	anyDead := slices.ContainsFunc(months, func(m stage.Moves) bool { return m.Then(stage.Dead) > 0 })
	left, colours := tx(stage.Lost.Chinese(), "lost"), tx("橙色是该召回的人", "Orange is to win back")
	if anyDead {
		left, colours = tx(stage.Lost.Chinese()+"或"+stage.Dead.Chinese(), "lost or dead"), tx("橙色是该召回的人，灰色是该放手的人", "Orange is to win back, grey to let go")
	}
	share := func(n int) string { return percent(float64(n) / float64(max(total, 1))) }
	f.says = both(func(l page.Language) string {
		return fmt.Sprintf(l.Pick("到%s，买过的%s位顾客里有%s位活跃或忠诚（占其中%s），%s位是%s（%s）。绿色越厚越好，%s。",
			"By %s, of %s buyers %s are active or loyal (%s of buyers) and %s are %s (%s). Green is what to grow. %s."),
			last.To, count(total), count(good), share(good), count(gone), l.Of(left), share(gone), l.Of(colours))
	})
	f.n = tx(fmt.Sprintf("n=%s位顾客，%d个月", count(total), len(months)), fmt.Sprintf("n=%s buyers, %d months", count(total), len(months)))
	return f
}

func (s *shop) drawMonths(f page.Frame, months []stage.Moves) page.Picture {
	last := &months[len(months)-1]
	total := float64(known(last) + last.NewCustomers())
	var names []string
	pointers := make([]*stage.Moves, len(months))
	for i := range months {
		names = append(names, months[i].To.Time().Format("06-01"))
		pointers[i] = &months[i]
	}
	stages := present(pointers...)
	height := page.Choose(f, 400., 400.)
	p := f.New(height, s.Pick("月末", "end of month"), s.Pick("顾客数（人）", "customers"))
	width := vg.Points(min(36, page.Choose(f, 460., 190.)/float64(len(months))))
	var below *plotter.BarChart
	for _, at := range stages {
		values := make(plotter.Values, len(months))
		for i := range months {
			values[i] = float64(months[i].Then(at))
		}
		bars, err := plotter.NewBarChart(values, width)
		if err != nil {
			continue // no value: nothing to draw
		}
		bars.Color, bars.LineStyle = page.Kinds[at-stage.New], draw.LineStyle{Color: page.Ground, Width: vg.Points(.4)}
		if below != nil {
			bars.StackOn(below)
		}
		below = bars
		p.Add(bars)
		p.Legend.Add(s.stage(at), bars)
	}
	p.X.Tick.Marker = page.Names(names, page.Choose(f, 12, 5))
	p.Legend.Top, p.Legend.Left = true, true
	// The names of the stages stand above the bars.
	legend := 19 * float64(len(stages))
	p.Y.Min, p.Y.Max = 0, max(total, 1)*(height-70)/(height-70-legend)
	p.Y.Tick.Marker = page.UpTo(f.Counts(total), total)
	return p
}

// drawMoves is where those of each stage are a month later, on average.
func (s *shop) drawMoves(all *stage.Moves, months int) figure {
	f := figure{id: "moves-heat", title: tx("一个月之后去了哪里", "Where customers are a month later")}
	f.svg = page.Draw(s.Language, s.Of(f.title), func(fr page.Frame) page.Picture { return s.drawMovesTable(fr, all) })
	back := loyalty.Proportion(moved(all, stage.New, stage.SecondPurchase, stage.Loyal), all.At(stage.New), loyalty.Level)
	saved := loyalty.Proportion(moved(all, stage.Lapsing, stage.New, stage.Loyal), all.At(stage.Lapsing), loyalty.Level)
	f.says = both(func(l page.Language) string {
		return fmt.Sprintf(l.Pick("平均每个月有%s的新客再买，%s的"+stage.Lapsing.Chinese()+"自己回来。每一行加起来是100%%，颜色越深人越多。",
			"In a month, %s of new customers buy again on average, and %s of lapsing ones come back. Each row adds up to 100%%; the darker, the more."), sure(l, back, percent), sure(l, saved, percent))
	})
	f.n = tx(fmt.Sprintf("n=%s人·月，%d个月", count(known(all)), months), fmt.Sprintf("n=%s customer-months, %d months", count(known(all)), months))
	return f
}

func (s *shop) drawMovesTable(f page.Frame, all *stage.Moves) page.Picture {
	stages := present(all)
	var h page.Heat
	var columns, rows []string
	for i, to := range stages {
		from := stages[len(stages)-1-i]
		columns, rows = append(columns, s.stage(to)), append(rows, s.stage(from))
		if f.Narrow { // the columns go by numbers, which the rows explain
			columns[i], rows[i] = fmt.Sprint(i+1), fmt.Sprintf("%d %s", len(stages)-i, rows[i])
		}
	}
	for i, from := range stages {
		for j, to := range stages {
			m := all.Share(from, to)
			c := page.Cell{X: j, Y: len(stages) - 1 - i}
			if m.OK && m.Value > 0 {
				c.Value, c.Text = m.Value, page.Choose(f, percent(m.Value), page.Short(100*m.Value, 0))
			}
			h = append(h, c)
		}
	}
	later := s.Pick("一个月后的阶段", "stage a month later") + page.Choose(f, "", s.Pick("（编号见左，%）", " (numbers as at the left, %)"))
	return f.Table(80+page.Choose(f, 44., 34.)*float64(len(rows)), later, s.Pick("月初的阶段", "stage at the beginning"), columns, rows, h)
}
