package main

import (
	"fmt"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/loyalty/report"
)

// tracking is expected against actual, added up.
func (s *shop) tracking() figure {
	f := figure{ID: "tracking", Chinese: "跟踪：累计复购，预计对实际", English: "Tracking: cumulative repeat purchases, expected and actual"}
	if !s.tracked(&f) {
		return f
	}
	p := s.track("累计复购（次）cumulative repeat purchases", func(w report.Week) (float64, float64) { return w.CumExpected, float64(w.CumActual) })
	f.SVG = svg(p, 640, 360, f.Chinese+" "+f.English)
	t := s.Forecast.Tests[0]
	f.Says = fmt.Sprintf("模型只看到 %s（竖线）为止；之后 %d 天，对当时已有的 %d 位顾客逐人预计合计 %s 次，实际 %s 次，偏差 %s。实线越贴近虚线越可信。",
		s.Forecast.Calibration, t.Days, t.Customers, thousands(t.Expected), thousands(float64(t.Actual)), say(t.Bias, percent))
	f.SaysEN = fmt.Sprintf("The model saw the log up to %s (vertical line). In the %d days after, it expected %s purchases of the %d customers known by then, one by one; %s came, a bias of %s. The closer the lines, the more it is to be believed.",
		s.Forecast.Calibration, t.Days, thousands(t.Expected), t.Customers, thousands(float64(t.Actual)), say(t.Bias, percent))
	return f
}

// weekly is the same week by week.
func (s *shop) weekly() figure {
	f := figure{ID: "weekly", Chinese: "跟踪：每周复购，预计对实际", English: "Tracking: repeat purchases a week, expected and actual"}
	if !s.tracked(&f) {
		return f
	}
	p := s.track("每周复购（次）repeat purchases a week", func(w report.Week) (float64, float64) { return w.Expected, float64(w.Actual) })
	f.SVG = svg(p, 640, 320, f.Chinese+" "+f.English)
	top := s.Forecast.Tracking[0]
	for _, w := range s.Forecast.Tracking {
		if w.Actual > top.Actual {
			top = w
		}
	}
	f.Says = fmt.Sprintf("模型不知道大促和节日，所以画不出尖峰：第 %d 周实际 %d 次，预计 %s 次。看水平是否一致，不必看每一周。", top.Week, top.Actual, one(top.Expected))
	f.SaysEN = fmt.Sprintf("The model knows nothing of sales and festivals, so it has no peaks: week %d brought %d, %s were expected. Compare the level, not each week.", top.Week, top.Actual, one(top.Expected))
	return f
}

func (s *shop) tracked(f *figure) bool {
	if len(s.Forecast.Tests) == 0 || len(s.Forecast.Tracking) == 0 {
		f.Says, f.SaysEN = "没有可画的："+reason(s.Forecast.Untested)+"。", "Nothing to draw: the log is too short, or too small, to be tested on."
		return false
	}
	return true
}

func (s *shop) track(y string, of func(report.Week) (expected, actual float64)) picture {
	var expected, actual plotter.XYs
	border, top := 0., 0.
	for _, w := range s.Forecast.Tracking {
		e, a := of(w)
		expected, actual = append(expected, plotter.XY{X: float64(w.Week), Y: e}), append(actual, plotter.XY{X: float64(w.Week), Y: a})
		top = max(top, e, a)
		if w.Calibration {
			border = float64(w.Week)
		}
	}
	p := newPlot("日志首单后第几周 weeks since the first order of the log", y)
	p.X.Min, p.Y.Min, p.Y.Max = 0, 0, top*1.12
	came, foretold := line(actual, blue, 1.8, nil), line(expected, orange, 1.8, dashed)
	p.Add(gridLines(), line(plotter.XYs{{X: border, Y: 0}, {X: border, Y: top * 1.12}}, pale, 1.2, nil), came, foretold)
	left, right := lettering(10, ink), lettering(10, ink)
	left.XAlign, right.XAlign = draw.XRight, draw.XLeft
	left.YAlign, right.YAlign = draw.YTop, draw.YTop
	p.Add(notes{{border, top * 1.11, "模型已见 seen  ", left}, {border, top * 1.11, "  检验 tested", right}})
	p.Legend.Add("实际 actual", came)
	p.Legend.Add("预计 expected (MBG/NBD)", foretold)
	p.Legend.Top, p.Legend.Left = true, true
	return p
}
