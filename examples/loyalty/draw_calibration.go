package main

import (
	"fmt"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// calibration is whether "30 percent" happened to three in ten.
func (s *shop) calibration() figure {
	f := figure{ID: "calibration", Chinese: "校准：说三成会来的，真来了三成吗", English: "Calibration: of those said to come with 30 %, did three in ten come?"}
	if !s.tracked(&f) {
		return f
	}
	t := s.Forecast.Tests[0]
	p := newPlot("模型给的购买概率（每十分之一顾客的均值，%）predicted probability of buying, mean of a tenth, %", "实际购买的比例（%）share who bought, %")
	var points plotter.XYs
	var errs plotter.YErrors
	top := 0.
	for _, d := range t.Deciles {
		points = append(points, plotter.XY{X: 100 * d.Predicted, Y: 100 * d.Bought.Value})
		errs = append(errs, struct{ Low, High float64 }{100 * (d.Bought.Value - d.Bought.Lo), 100 * (d.Bought.Hi - d.Bought.Value)})
		top = max(top, 100*d.Predicted, 100*d.Bought.Hi)
	}
	top = min(100, top*1.06)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, top, 0, top
	p.Add(gridLines(), line(plotter.XYs{{X: 0, Y: 0}, {X: top, Y: top}}, pale, 1.2, dashed))
	bars, err := plotter.NewYErrorBars(struct {
		plotter.XYs
		plotter.YErrors
	}{points, errs})
	if err == nil {
		bars.LineStyle.Color, bars.LineStyle.Width = blue, vg.Points(1)
		p.Add(bars)
	}
	p.Add(&plotter.Scatter{XYs: points, GlyphStyle: draw.GlyphStyle{Color: blue, Radius: vg.Points(3.4), Shape: draw.CircleGlyph{}}})
	f.SVG = svg(p, 640, 400, f.Chinese+" "+f.English)
	within := 0
	for _, d := range t.Deciles {
		if d.Predicted >= d.Bought.Lo && d.Predicted <= d.Bought.Hi {
			within++
		}
	}
	last, first := t.Deciles[0], t.Deciles[len(t.Deciles)-1]
	choice, choiceEN := "挑人用模型更好", "to pick people the model is better"
	if t.Prefer == btyd.PreferRecency {
		choice, choiceEN = "挑人用「最近一次购买」就够了", "to pick people, days since the last order are enough"
	}
	f.Says = fmt.Sprintf("%d 位顾客按概率分十组，竖线是 95%% 区间；%d/%d 组的区间含预计值（点在对角线上就是准）。最可能的一组预计 %s、实际 %s，最不可能的一组预计 %s、实际 %s。%s（AUC %s 对 %s）。",
		t.Customers, within, len(t.Deciles), percent(last.Predicted), say(last.Bought, percent), percent(first.Predicted), say(first.Bought, percent),
		choice, auc(t.ByModel.AUC.Value), auc(t.ByRule.AUC.Value))
	f.SaysEN = fmt.Sprintf("%d customers in tenths by probability, with 95 %% intervals; in %d of %d the interval holds the prediction (on the diagonal is right). The likeliest tenth: %s predicted, %s bought; the least likely: %s and %s. %s (AUC %s against %s).",
		t.Customers, within, len(t.Deciles), percent(last.Predicted), say(last.Bought, percent), percent(first.Predicted), say(first.Bought, percent),
		capital(choiceEN), auc(t.ByModel.AUC.Value), auc(t.ByRule.AUC.Value))
	return f
}

func auc(v float64) string { return short(v, 3) }

func capital(text string) string { return string(text[0]-'a'+'A') + text[1:] }
