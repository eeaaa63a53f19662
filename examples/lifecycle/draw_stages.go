package main

import (
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/loyalty"
)

var stageColours = [lifecycle.Stages]color.RGBA{
	lifecycle.New: {0x8f, 0xc3, 0xea, 0xff}, lifecycle.SecondPurchase: {0x4f, 0x97, 0xd1, 0xff},
	lifecycle.Active: {0x3f, 0xa3, 0x6c, 0xff}, lifecycle.Loyal: {0x1f, 0x6b, 0x43, 0xff},
	lifecycle.Lapsing: {0xf2, 0xc1, 0x6d, 0xff}, lifecycle.Lost: {0xd9, 0x7b, 0x3b, 0xff}, lifecycle.Dead: {0x9a, 0xa0, 0xa8, 0xff},
}

// drawStages is how many were at each stage at the end of each month, one on the other.
func drawStages(months []lifecycle.Moves) figure {
	f := figure{id: "stages-over-time", title: tx("各阶段人数随时间的变化", "Customers by stage over time")}
	p := newPlot("月末 end of month", "顾客数（人）customers")
	var names []string
	pointers := make([]*lifecycle.Moves, len(months))
	for i := range months {
		names = append(names, months[i].To.Time().Format("06-01"))
		pointers[i] = &months[i]
	}
	width := vg.Points(min(36, 480/float64(len(months))))
	var below *plotter.BarChart
	for _, stage := range present(pointers...) {
		values := make(plotter.Values, len(months))
		for i := range months {
			values[i] = float64(months[i].Then(stage))
		}
		bars, err := plotter.NewBarChart(values, width)
		if err != nil {
			continue // no value: nothing to draw
		}
		bars.Color, bars.LineStyle = stageColours[stage], draw.LineStyle{Color: white, Width: vg.Points(.4)}
		if below != nil {
			bars.StackOn(below)
		}
		below = bars
		p.Add(bars)
		p.Legend.Add(stage.Chinese()+" "+stage.String(), bars)
	}
	p.X.Tick.Marker = thinned(names, 14)
	p.Legend.Top, p.Legend.Left = true, true
	p.Y.Min = 0
	last := &months[len(months)-1]
	total := known(last) + last.Newcomers()
	p.Y.Max = float64(total) * 1.12
	p.Y.Tick.Marker = evenCounts(p.Y.Max)
	good := last.Then(lifecycle.Active) + last.Then(lifecycle.Loyal)
	gone := last.Then(lifecycle.Lost) + last.Then(lifecycle.Dead)
	left, colours := tx("已流失", "lost"), tx("橙色是该召回的人", "Orange is to win back")
	if slices.ContainsFunc(months, func(m lifecycle.Moves) bool { return m.Then(lifecycle.Dead) > 0 }) {
		left, colours = tx("已流失或死亡", "lost or dead"), tx("橙色是该召回的人，灰色是该放手的人", "Orange is to win back, grey to let go")
	}
	f.says = tx(
		fmt.Sprintf("到%s，%s位买家里有%s位活跃或忠诚（占买家的%s），%s位%s（%s）。绿色越厚越好，%s。", last.To, count(total), count(good), percent(float64(good)/float64(total)), count(gone), left.Chinese, percent(float64(gone)/float64(total)), colours.Chinese),
		fmt.Sprintf("By %s, of %s buyers %s are active or loyal (%s of buyers) and %s %s (%s). Green is what to grow. %s.", last.To, count(total), count(good), percent(float64(good)/float64(total)), count(gone), left.English, percent(float64(gone)/float64(total)), colours.English),
	)
	f.n = fmt.Sprintf("n=%s 位买家 buyers, %d 个月 months", count(total), len(months))
	f.svg = svg(p, 680, 380, f.title)
	return f
}

// thinned are marks of which at most so many carry their name.
func thinned(names []string, most int) plot.ConstantTicks {
	marks := ticks(names)
	every := (len(names) + most - 1) / most
	for i := range marks {
		if (len(names)-1-i)%max(every, 1) != 0 {
			marks[i].Label = ""
		}
	}
	return marks
}

// A heat is a table of shaded cells with their words in them.
type heat []cell

type cell struct {
	x, y  int     // column from the left, row from the bottom
	value float64 // 0 to 1, how dark
	word  string
}

// Plot draws the cells between the marks of the axes.
func (h heat) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, one := range h {
		left, right := x(float64(one.x)-.5), x(float64(one.x)+.5)
		low, high := y(float64(one.y)-.5), y(float64(one.y)+.5)
		gap := vg.Points(.7)
		c.FillPolygon(shade(one.value), []vg.Point{{X: left + gap, Y: low + gap}, {X: right - gap, Y: low + gap}, {X: right - gap, Y: high - gap}, {X: left + gap, Y: high - gap}})
		c.FillText(lettering(10, letters(one.value)), vg.Point{X: (left + right) / 2, Y: (low + high) / 2}, one.word)
	}
}

// drawMoves is where those of each stage are a month later, on average.
func drawMoves(all *lifecycle.Moves, months int) figure {
	f := figure{id: "moves-heat", title: tx("一个月之后去了哪里", "Where customers are a month later")}
	stages := present(all)
	var h heat
	var columns, rows []string
	for i, to := range stages {
		columns = append(columns, to.Chinese())
		from := stages[len(stages)-1-i]
		rows = append(rows, from.Chinese())
	}
	for i, from := range stages {
		for j, to := range stages {
			m := all.Share(from, to)
			c := cell{x: j, y: len(stages) - 1 - i}
			if m.OK && m.Value > 0 {
				c.value, c.word = m.Value, percent(m.Value)
			}
			h = append(h, c)
		}
	}
	p := newPlot("一个月后的阶段 stage a month later", "月初的阶段 stage at the beginning")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -.5, float64(len(columns))-.5, -.5, float64(len(rows))-.5
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks(columns), ticks(rows)
	p.X.Tick.Length, p.Y.Tick.Length = vg.Points(4), vg.Points(4)
	p.X.Tick.Color, p.Y.Tick.Color = color.Transparent, color.Transparent
	p.X.LineStyle.Width, p.Y.LineStyle.Width = 0, 0
	p.X.Padding, p.Y.Padding = 0, 0
	p.Add(h)
	back := loyalty.Proportion(moved(all, lifecycle.New, lifecycle.SecondPurchase, lifecycle.Loyal), all.At(lifecycle.New), loyalty.Level)
	saved := loyalty.Proportion(moved(all, lifecycle.Lapsing, lifecycle.New, lifecycle.Loyal), all.At(lifecycle.Lapsing), loyalty.Level)
	f.says = tx(fmt.Sprintf("平均每个月有%s的新客再买，%s的将流失的顾客自己回来。每一行加起来是100%%，颜色越深人越多。", say(back, percent), say(saved, percent)),
		fmt.Sprintf("In a month, %s of new customers buy again on average, and %s of lapsing ones come back. Each row adds up to 100%%; the darker, the more.", say(back, percent), say(saved, percent)))
	f.n = fmt.Sprintf("n=%s 人·月 customer-months, %d 个月 months", count(known(all)), months)
	f.svg = svg(p, 680, 60+44*float64(len(rows)), f.title)
	return f
}
