package main

import (
	"fmt"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// calibration is whether "30 percent" happened to three in ten.
func (s *shop) calibration() figure {
	f := figure{ID: "calibration", Title: s.Pick("校准：说三成会来的，真来了三成吗", "Calibration: of those said to come with 30%, did three in ten come?")}
	if !s.tracked() {
		return s.nothing(f, s.Forecast.Untested)
	}
	f.SVG = page.Draw(s.Language, f.Title, s.drawCalibration)
	t := s.Forecast.Tests[0]
	within := 0
	for _, d := range t.Deciles {
		if d.Predicted >= d.Bought.Lo && d.Predicted <= d.Bought.Hi {
			within++
		}
	}
	likeliest, least := t.Deciles[0], t.Deciles[len(t.Deciles)-1]
	choice := s.Pick("挑人用模型更好", "To pick people the model is better")
	if t.Prefer == btyd.PreferRecency {
		choice = s.Pick("挑人用「最近一次购买」就够了", "To pick people, days since the last order are enough")
	}
	f.Says = fmt.Sprintf(s.Pick("%d位顾客按概率分十组，竖线是95%%区间；%d/%d组的区间含预计值（点在对角线上就是准）。最可能的一组预计%s、实际%s，最不可能的一组预计%s、实际%s。%s（AUC %s对%s）。",
		"%d customers in tenths by probability, with 95%% intervals; in %d of %d the interval holds the prediction (on the diagonal is right). The likeliest tenth: %s predicted, %s bought; the least likely: %s and %s. %s (AUC %s against %s)."),
		t.Customers, within, len(t.Deciles), page.Percent(likeliest.Predicted), s.say(likeliest.Bought, page.Percent), page.Percent(least.Predicted), s.say(least.Bought, page.Percent),
		choice, s.say(bare(t.ByModel.AUC), three), s.say(bare(t.ByRule.AUC), three))
	return f
}

func (s *shop) drawCalibration(f page.Frame) page.Picture {
	p := f.New(page.Choose(f, 400., 310.), s.Pick("模型给的购买概率（每十分之一顾客的均值，%）", "predicted probability of buying, mean of a tenth, %"), s.Pick("实际购买的比例（%）", "share who bought, %"))
	var points plotter.XYs
	var errs plotter.YErrors
	top := 1.
	for _, d := range s.Forecast.Tests[0].Deciles {
		points = append(points, plotter.XY{X: 100 * d.Predicted, Y: 100 * d.Bought.Value})
		errs = append(errs, struct{ Low, High float64 }{100 * (d.Bought.Value - d.Bought.Lo), 100 * (d.Bought.Hi - d.Bought.Value)})
		top = max(top, 100*d.Predicted, 100*d.Bought.Hi)
	}
	top = min(100, top*1.06)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, top, 0, top
	p.Add(page.Grid(), page.Curve(plotter.XYs{{X: 0, Y: 0}, {X: top, Y: top}}, page.Pale, 1.2, page.Dashed))
	bars, err := plotter.NewYErrorBars(struct {
		plotter.XYs
		plotter.YErrors
	}{points, errs})
	if err == nil {
		bars.LineStyle.Color, bars.LineStyle.Width = page.Blue, vg.Points(1)
		p.Add(bars)
	}
	p.Add(page.Dots(points, page.Blue, 3.4, draw.CircleGlyph{}))
	return p
}
