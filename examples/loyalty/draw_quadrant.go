package main

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

var typeColours = map[loyalty.LoyaltyType]color.RGBA{
	loyalty.TrueLoyal: green, loyalty.LatentLoyal: blue, loyalty.SpuriousLoyal: orange, loyalty.Disloyal: red, loyalty.Unclassified: pale,
}

// quadrant is the four types: what customers do against what they think.
func (s *shop) quadrant() figure {
	f := figure{ID: "quadrant", Chinese: "行为 × 态度：四类顾客", English: "Behaviour × attitude: the four types"}
	t := s.Types
	if t.Both == 0 {
		return s.behaviourAlone(f)
	}
	share := t.Behaviour.Basis == string(report.ShareOfNeed)
	y := "每年再购次数（开方刻度）repeat purchases a year (square-root scale)"
	if share {
		y = "占品类购买的份额 share of category purchases"
	}
	p := newPlot("态度（问卷，0–100 分）attitude, 0–100 points", y)
	p.Y.Scale = rootScale{}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 100, 0, t.Behaviour.Threshold*1.5
	byType := map[loyalty.LoyaltyType]plotter.XYs{}
	for _, c := range s.Customers {
		if c.Behaviour.OK && c.Attitude.OK {
			byType[c.Type] = append(byType[c.Type], plotter.XY{X: c.Attitude.Value, Y: c.Behaviour.Value})
			p.Y.Max = max(p.Y.Max, c.Behaviour.Value*1.1)
		}
	}
	p.Y.Tick.Marker = rootTicks{}
	p.Add(gridLines())
	for _, row := range append(t.Rows[4:5:5], t.Rows[:4]...) {
		style := draw.GlyphStyle{Color: typeColours[row.Type], Radius: vg.Points(2.6), Shape: draw.CircleGlyph{}}
		if row.Type == loyalty.Unclassified {
			style.Shape = draw.RingGlyph{}
		}
		p.Add(&plotter.Scatter{XYs: byType[row.Type], GlyphStyle: style})
	}
	p.Add(line(plotter.XYs{{X: t.Attitude.Threshold, Y: 0}, {X: t.Attitude.Threshold, Y: p.Y.Max}}, ink, 1, dashed),
		line(plotter.XYs{{X: 0, Y: t.Behaviour.Threshold}, {X: 100, Y: t.Behaviour.Threshold}}, ink, 1, dashed))
	p.Add(corners(p, t))
	f.SVG = svg(p, 640, 430, f.Chinese+" "+f.English)
	loyal := t.Rows[0]
	f.Says = fmt.Sprintf("每点一位答了问卷的顾客（n=%d）。实心者类型可信（概率不低于 60%%），空心者说不准；按概率合计，真实忠诚约占 %s。横虚线是本店平均 %s，竖虚线是量表中点。",
		t.Both, say(loyal.Expected, percent), short(t.Behaviour.Threshold, 2))
	f.SaysEN = fmt.Sprintf("Each dot is a customer who answered (n=%d). Filled ones have a type with at least 60 %% probability, rings do not; weighed by probability, %s are truly loyal. Dashed: the shop's average of %s, and the middle of the scale.",
		t.Both, say(loyal.Expected, percent), short(t.Behaviour.Threshold, 2))
	if share {
		f.Says = fmt.Sprintf("每点一位答了问卷的顾客（n=%d）；横虚线是一半。按概率合计，真实忠诚约占 %s。", t.Both, say(loyal.Expected, percent))
		f.SaysEN = fmt.Sprintf("Each dot is a customer who answered (n=%d); dashed: one half. Weighed by probability, %s are truly loyal.", t.Both, say(loyal.Expected, percent))
	}
	return f
}

// corners names the four quadrants, with how many are in each.
func corners(p picture, t report.Types) notes {
	var all notes
	for i, corner := range []struct {
		x, y float64
		left bool
	}{{99, 1, false}, {99, 0, false}, {1, 1, true}, {1, 0, true}} { // in the order of the types
		row := t.Rows[i]
		style := lettering(12, typeColours[row.Type])
		style.XAlign, style.YAlign = draw.XRight, draw.YBottom
		if corner.y > 0 {
			style.YAlign = draw.YTop
		}
		if corner.left {
			style.XAlign = draw.XLeft
		}
		all = append(all, note{corner.x, corner.y * p.Y.Max, fmt.Sprintf("%s %s · %d 人", row.Chinese, row.Type, row.Customers), style})
	}
	return all
}

// behaviourAlone is what is to be seen without a survey: one axis.
func (s *shop) behaviourAlone(f figure) figure {
	f.Chinese, f.English = "行为轴（没有问卷，四类无法判定）", "Behaviour alone: without a survey nobody has a type"
	t := s.Types
	if t.Behaviour.Known == 0 {
		f.Says, f.SaysEN = "没有可画的："+reason(t.Behaviour.Why)+"。", "Nothing to draw."
		return f
	}
	var values plotter.Values
	for _, c := range s.Customers {
		if c.Behaviour.OK {
			values = append(values, c.Behaviour.Value)
		}
	}
	p := newPlot("每年再购次数（少数据者向本店平均靠拢）repeat purchases a year, shrunk to the shop", "顾客数（人）customers")
	h, err := plotter.NewHist(values, 30)
	if err != nil {
		f.Says, f.SaysEN = "没有可画的。", "Nothing to draw."
		return f
	}
	h.FillColor, h.LineStyle.Color, h.LineStyle.Width = shade(.35), white, vg.Points(.5)
	top := 0.
	for _, b := range h.Bins {
		top = max(top, b.Weight)
	}
	p.Add(gridLines(), h, line(plotter.XYs{{X: t.Behaviour.Threshold, Y: 0}, {X: t.Behaviour.Threshold, Y: top}}, ink, 1, dashed))
	p.Y.Min = 0
	f.SVG = svg(p, 640, 360, f.Chinese+" "+f.English)
	f.Says = fmt.Sprintf("%d 位顾客；约 %s 买得比本店平均（虚线，每年再购 %s 次）勤。有了问卷，才能分出谁是真忠诚、谁只是常买。",
		t.Behaviour.Known, say(t.Behaviour.High, percent), short(t.Behaviour.Threshold, 2))
	f.SaysEN = fmt.Sprintf("%d customers; about %s buy oftener than the shop's average (dashed, %s a year). Only a survey tells who is loyal from who merely buys.",
		t.Behaviour.Known, say(t.Behaviour.High, percent), short(t.Behaviour.Threshold, 2))
	return f
}

// rootScale spreads small numbers and holds large ones together.
type rootScale struct{}

func (rootScale) Normalize(low, high, v float64) float64 {
	return (math.Sqrt(max(v, 0)) - math.Sqrt(max(low, 0))) / (math.Sqrt(high) - math.Sqrt(max(low, 0)))
}

type rootTicks struct{}

// Ticks are round numbers, about evenly spread after the root.
func (rootTicks) Ticks(low, high float64) []plot.Tick {
	var ticks []plot.Tick
	last := -1.
	for _, v := range []float64{0, .1, .2, .5, 1, 2, 4, 6, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300} {
		if v >= low && v <= high && math.Sqrt(v)-last > math.Sqrt(high)/12 {
			ticks = append(ticks, plot.Tick{Value: v, Label: short(v, 1)})
			last = math.Sqrt(v)
		}
	}
	return ticks
}
