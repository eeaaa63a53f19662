package main

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

var typeColours = map[loyalty.Type]color.RGBA{
	loyalty.TrueLoyal: page.Green, loyalty.LatentLoyal: page.Blue, loyalty.SpuriousLoyal: page.Orange, loyalty.Disloyal: page.Red, loyalty.Unclassified: page.Pale,
}

// quadrant is the four types: what customers do against what they think.
func (s *shop) quadrant() figure {
	f := figure{ID: "quadrant", Title: s.Pick("行为 × 态度：四类顾客", "Behaviour × attitude: the four types")}
	t := s.Types
	if t.Both == 0 {
		return s.behaviourAlone(f)
	}
	var values []float64
	for _, c := range s.Customers {
		if c.Behaviour.OK && c.Attitude.OK {
			values = append(values, c.Behaviour.Value)
		}
	}
	top, beyond, largest := page.Top(values)
	top = max(top, t.Behaviour.Threshold*1.5)
	f.SVG = page.Draw(s.Language, f.Title, func(fr page.Frame) page.Picture { return s.drawQuadrant(fr, 1.1*top) })
	f.Says = s.quadrantSays() + s.beyond(beyond, one(largest))
	return f
}

func (s *shop) drawQuadrant(f page.Frame, top float64) page.Picture {
	t := s.Types
	y := s.Pick("每年复购次数（开方刻度）", "repeat purchases a year (square-root scale)")
	if t.Behaviour.Basis == report.ShareOfNeed {
		y = s.Pick("占类目购买的份额", "share of category purchases")
	}
	p := f.New(page.Choose(f, 430., 320.), s.Pick("态度（问卷，0–100分）", "attitude (survey, 0–100 points)"), y)
	p.Y.Scale = page.RootScale{}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 100, 0, top
	byType, over := map[loyalty.Type]plotter.XYs{}, map[loyalty.Type]plotter.XYs{}
	for _, c := range s.Customers {
		switch {
		case !c.Behaviour.OK || !c.Attitude.OK:
		case c.Behaviour.Value > top:
			over[c.Type] = append(over[c.Type], plotter.XY{X: c.Attitude.Value, Y: top})
		default:
			byType[c.Type] = append(byType[c.Type], plotter.XY{X: c.Attitude.Value, Y: c.Behaviour.Value})
		}
	}
	p.Y.Tick.Marker = page.RootTicks{}
	p.Add(page.Grid())
	for _, row := range append(t.Rows[4:5:5], t.Rows[:4]...) {
		var shape draw.GlyphDrawer = draw.CircleGlyph{}
		if row.Type == loyalty.Unclassified {
			shape = draw.RingGlyph{}
		}
		p.Add(page.Dots(byType[row.Type], typeColours[row.Type], 2.6, shape), page.Dots(over[row.Type], typeColours[row.Type], 4, draw.PyramidGlyph{}))
	}
	p.Add(page.Curve(plotter.XYs{{X: t.Attitude.Threshold, Y: 0}, {X: t.Attitude.Threshold, Y: top}}, page.Ink, 1, page.Dashed),
		page.Curve(plotter.XYs{{X: 0, Y: t.Behaviour.Threshold}, {X: 100, Y: t.Behaviour.Threshold}}, page.Ink, 1, page.Dashed))
	p.Add(s.corners(top))
	return p
}

// beyond says who is drawn at the edge because the axis does not reach so far.
func (s *shop) beyond(n int, largest string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(s.Pick("另有%d位超出坐标（最高%s），用三角画在边上。", " Triangles at the edge: %d beyond the axis, the highest at %s."), n, largest)
}

func (s *shop) quadrantSays() string {
	t, loyal := s.Types, s.say(s.Types.Rows[0].Expected, page.Percent)
	if t.Behaviour.Basis == report.ShareOfNeed {
		return fmt.Sprintf(s.Pick("每点一位答了问卷的顾客（n=%s）；横虚线是一半。按概率合计，真实忠诚约占%s。",
			"Each dot is a customer who answered (n=%s); dashed: one half. Weighed by probability, %s are truly loyal."), many(t.Both), loyal)
	}
	return fmt.Sprintf(s.Pick("每点一位答了问卷的顾客（n=%s）。实心者类型可信（概率不低于60%%），空心者说不准；按概率合计，真实忠诚约占%s。横虚线是本店平均%s，竖虚线是量表中点。",
		"Each dot is a customer who answered (n=%s). Filled ones have a type with at least 60%% probability, rings do not; weighed by probability, %s are truly loyal. Dashed: the shop's average of %s, and the middle of the scale."),
		many(t.Both), loyal, two(t.Behaviour.Threshold))
}

// corners names the four quadrants, with how many are in each.
func (s *shop) corners(top float64) page.Notes {
	var all page.Notes
	for i, corner := range []struct {
		x, y  float64
		left  text.XAlignment
		above text.YAlignment
	}{{99, 1, draw.XRight, draw.YTop}, {99, 0, draw.XRight, draw.YBottom}, {1, 1, draw.XLeft, draw.YTop}, {1, 0, draw.XLeft, draw.YBottom}} { // in the order of the types
		row := s.Types.Rows[i]
		words := fmt.Sprintf(s.Pick("%s · %d人", "%s · %d"), s.Pick(row.Chinese, row.Type.String()), row.Customers)
		all = append(all, page.Note{X: corner.x, Y: corner.y * top, Text: words, Color: typeColours[row.Type], Left: corner.left, Above: corner.above})
	}
	return all
}

// bars is how many bars a histogram has.
const bars = 30

// behaviourAlone is what is to be seen without a survey: one axis.
func (s *shop) behaviourAlone(f figure) figure {
	f.Title = s.Pick("行为轴（"+s.Reason(s.Types.Why)+"，四类无法判定）", "Behaviour alone ("+s.Reason(s.Types.Why)+", so the four types are unknown)")
	t := s.Types
	if t.Behaviour.Known == 0 {
		return s.nothing(f, t.Behaviour.Why)
	}
	var values []float64
	for _, c := range s.Customers {
		if c.Behaviour.OK {
			values = append(values, c.Behaviour.Value)
		}
	}
	top, beyond, largest := page.Top(values)
	top = max(top, t.Behaviour.Threshold)
	f.SVG = page.Draw(s.Language, f.Title, func(fr page.Frame) page.Picture {
		p := fr.New(page.Choose(fr, 340., 260.), s.Pick("每年复购次数（少数据者向本店平均靠拢）", "repeat purchases a year, shrunk to the shop"), s.Pick("顾客数（人）", "customers"))
		h := histogram(values, top)
		most := 0.
		for _, b := range h.Bins {
			most = max(most, b.Weight)
		}
		p.Add(page.Grid(), h, page.Curve(plotter.XYs{{X: t.Behaviour.Threshold, Y: 0}, {X: t.Behaviour.Threshold, Y: most}}, page.Ink, 1, page.Dashed))
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, top, 0, 1.1*most
		p.Y.Tick.Marker = fr.Counts(p.Y.Max)
		return p
	})
	f.Says = fmt.Sprintf(s.Pick("%d位顾客；约%s买得比本店平均（虚线，每年复购%s次）勤。有了问卷，才能分出谁是真忠诚、谁只是常买。",
		"%d customers; about %s buy more often than the shop's average (dashed, %s a year). Only a survey tells those who are loyal from those who merely buy."),
		t.Behaviour.Known, s.say(t.Behaviour.High, page.Percent), two(t.Behaviour.Threshold))
	if beyond > 0 {
		f.Says += fmt.Sprintf(s.Pick("最右一柱含超出坐标的%d位（最高%s）。", " The last bar holds %d beyond the axis, the highest at %s."), beyond, one(largest))
	}
	return f
}

// histogram counts values from 0 to top; the last bar takes those beyond.
func histogram(values []float64, top float64) *plotter.Histogram {
	width := top / bars
	h := &plotter.Histogram{Width: width, FillColor: page.Sky, LineStyle: draw.LineStyle{Color: page.Ground, Width: vg.Points(.5)}}
	for i := range bars {
		h.Bins = append(h.Bins, plotter.HistogramBin{Min: float64(i) * width, Max: float64(i+1) * width})
	}
	for _, v := range values {
		h.Bins[min(int(v/width), bars-1)].Weight++
	}
	return h
}
