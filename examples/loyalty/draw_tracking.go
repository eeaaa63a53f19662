package main

import (
	"fmt"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// tracking is expected against actual, added up.
func (s *shop) tracking() figure {
	f := figure{ID: "tracking", Title: s.Pick("跟踪：累计复购，预计对实际", "Tracking: cumulative repeat purchases, expected and actual")}
	if !s.tracked() {
		return s.nothing(f, s.Forecast.Untested)
	}
	f.SVG = page.Draw(s.Language, f.Title, func(fr page.Frame) page.Picture {
		return s.track(fr, s.Pick("累计复购（次）", "cumulative repeat purchases"), func(w report.Week) (float64, float64) { return w.CumExpected, float64(w.CumActual) })
	})
	t := s.Forecast.Tests[0]
	f.Says = fmt.Sprintf(s.Pick("模型只看到%s（竖线）为止；之后%d天，对当时已有的%d位顾客逐人预计合计%s次，实际%s次，偏差%s。实线越贴近虚线越可信。",
		"The model saw the log up to %s (vertical line). In the %d days after, for the %d customers known by then, it expected %s purchases; %s came, a bias of %s. The closer the lines, the more it can be believed."),
		s.Forecast.Calibration, t.Days, t.Customers, page.Count(t.Expected), page.Count(float64(t.Actual)), s.say(t.Bias, page.Percent))
	return f
}

// weekly is the same week by week.
func (s *shop) weekly() figure {
	f := figure{ID: "weekly", Title: s.Pick("跟踪：每周复购，预计对实际", "Tracking: repeat purchases a week, expected and actual")}
	if !s.tracked() {
		return s.nothing(f, s.Forecast.Untested)
	}
	f.SVG = page.Draw(s.Language, f.Title, func(fr page.Frame) page.Picture {
		return s.track(fr, s.Pick("每周复购（次）", "repeat purchases a week"), func(w report.Week) (float64, float64) { return w.Expected, float64(w.Actual) })
	})
	top := s.Forecast.Tracking[0]
	for _, w := range s.Forecast.Tracking {
		if w.Actual > top.Actual {
			top = w
		}
	}
	f.Says = fmt.Sprintf(s.Pick("模型不知道大促和节日，所以画不出尖峰：第%d周实际%d次，预计%s次。看水平是否一致，不必看每一周。",
		"The model knows nothing of sales and festivals, so it has no peaks: week %d brought %d, and %s were expected. Compare the level, not each week."), top.Week, top.Actual, one(top.Expected))
	return f
}

func (s *shop) tracked() bool { return len(s.Forecast.Tests) > 0 && len(s.Forecast.Tracking) > 0 }

func (s *shop) track(f page.Frame, y string, of func(report.Week) (expected, actual float64)) page.Picture {
	var expected, actual plotter.XYs
	border, top := 0., 1.
	for _, w := range s.Forecast.Tracking {
		e, a := of(w)
		expected, actual = append(expected, plotter.XY{X: float64(w.Week), Y: e}), append(actual, plotter.XY{X: float64(w.Week), Y: a})
		top = max(top, e, a)
		if w.Calibration {
			border = float64(w.Week)
		}
	}
	p := f.New(page.Choose(f, 340., 270.), s.Pick("日志首单后第几周", "weeks since the first order of the log"), y)
	top *= 1.35 // the names of the lines stand above them
	p.X.Min, p.Y.Min, p.Y.Max = 0, 0, top
	p.Y.Tick.Marker = f.Counts(top)
	came, foreseen := page.Curve(actual, page.Blue, 1.8, nil), page.Curve(expected, page.Orange, 1.8, page.Dashed)
	p.Add(page.Grid(), page.Curve(plotter.XYs{{X: border, Y: 0}, {X: border, Y: .8 * top}}, page.Pale, 1.2, nil), came, foreseen)
	p.Add(page.Notes{
		{X: border, Y: .8 * top, Text: s.Pick("模型已见", "seen"), Color: page.Ink, Left: draw.XRight, Above: draw.YTop},
		{X: border, Y: .73 * top, Text: s.Pick("检验", "tested"), Color: page.Ink, Left: draw.XLeft, Above: draw.YTop},
	})
	p.Legend.Add(s.Pick("实际", "actual"), came)
	p.Legend.Add(s.Pick("预计（MBG/NBD）", "expected (MBG/NBD)"), foreseen)
	p.Legend.Top, p.Legend.Left = true, true
	return p
}
