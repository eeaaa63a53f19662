package main

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// drawGaps is how long completed gaps were, with the shop's quantiles.
func (s *shop) drawGaps(gaps []float64) figure {
	f := figure{id: "gaps", title: tx("两次购买之间隔了几天", "Days between two purchases")}
	last, beyond, longest := page.Top(gaps)
	f.svg = page.Draw(s.Language, s.Of(f.title), func(fr page.Frame) page.Picture { return s.drawGapBars(fr, gaps, math.Ceil(last)) })
	ladder, median := &s.ladder, loyalty.QuantileOf(gaps, .5)
	f.says = both(func(l page.Language) string {
		says := fmt.Sprintf(l.Pick("已完成的间隔中位数是%.0f天；虚线是把还没回来的人也算进去之后的天数（50%%=%s，80%%=%s，95%%=%s）。",
			"The median of completed gaps is %.0f days; the dashed lines count those who are still waiting too (50%% at %s, 80%% at %s, 95%% at %s days)."),
			median.Value, say(l, ladder.Median, whole), say(l, ladder.Q80, whole), say(l, ladder.Q95, whole))
		if ladder.Policy.Rung == stage.ShopQuantiles {
			says += l.Pick("阶段就按这些天数划。", " Stages go by them.")
		}
		if beyond > 0 {
			says += fmt.Sprintf(l.Pick("最右一柱含超出坐标的%d次（最长%s天）。", " The last bar holds %d beyond the axis, the longest of %s days."), beyond, whole(longest))
		}
		return says
	})
	f.n = tx(fmt.Sprintf("n=%s个间隔，%s位老顾客", count(len(gaps)), count(ladder.Returning)), fmt.Sprintf("n=%s gaps of %s returning customers", count(len(gaps)), count(ladder.Returning)))
	return f
}

func (s *shop) drawGapBars(f page.Frame, gaps []float64, last float64) page.Picture {
	p := f.New(page.Choose(f, 340., 280.), s.Pick("间隔（天）", "days from one purchase to the next"), s.Pick("间隔数（次）", "gaps"))
	width := max(1, math.Ceil(last/page.Choose(f, 52., 26.)))
	bars := make([]plotter.HistogramBin, int(last/width)+1)
	top := 0.
	for i := range bars {
		bars[i] = plotter.HistogramBin{Min: float64(i) * width, Max: float64(i+1) * width}
	}
	for _, gap := range gaps {
		bar := &bars[min(int(gap/width), len(bars)-1)]
		bar.Weight++
		top = max(top, bar.Weight)
	}
	p.Add(page.Grid(), &plotter.Histogram{Bins: bars, Width: width, FillColor: page.Sky, LineStyle: draw.LineStyle{Color: page.Ground, Width: vg.Points(.4)}})
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, float64(len(bars))*width, 0, top*1.5
	p.X.Tick.Marker, p.Y.Tick.Marker = f.Days(p.X.Max), f.Counts(p.Y.Max)
	l := &s.ladder
	for i, q := range []struct {
		m    loyalty.Measure
		name string
	}{{l.Median, "50%"}, {l.Q80, "80%"}, {l.Q95, "95%"}} {
		if !q.m.OK || q.m.Value > p.X.Max {
			continue
		}
		height := top * (1.4 - .13*float64(i))
		p.Add(page.Curve(plotter.XYs{{X: q.m.Value, Y: 0}, {X: q.m.Value, Y: height}}, page.Orange, 1.2, page.Dashed),
			page.Notes{{X: q.m.Value, Y: height, Text: fmt.Sprintf(s.Pick("%s：%.0f天", "%s: %.0f d"), q.name, q.m.Value), Color: page.Orange, Left: draw.XLeft, Above: draw.YTop}})
	}
	return p
}

var afterWords = []loyalty.Text{tx("首购后", "after the first"), tx("第二次后", "after the second"), tx("第三次后", "after the third")}

// A returning is a curve of coming back after one of the first purchases.
type returning struct {
	after int // 0: the first
	curve loyalty.Curve
	times []loyalty.Spell
}

// fewAtRisk is how many have to be watched still where a curve is drawn.
const fewAtRisk = 10

// within is the share who came back by a day, unless too few are watched for so long.
func (r *returning) within(days float64) loyalty.Measure {
	if page.TooFew(r.times, days) {
		return loyalty.Unknown(page.FewAtRisk, r.curve.Total, "")
	}
	return r.curve.Ended(days)
}

// drawReturn is Kaplan and Meier's curve of coming back, after the first purchase, the
// second and the third.
func (s *shop) drawReturn() (figure, error) {
	f := figure{id: "return", title: tx("买过之后，多少天内再买（Kaplan–Meier曲线）", "How soon customers buy again (Kaplan–Meier)")}
	var all []returning
	for i := range afterWords {
		spells := loyalty.NextOrder(s.buyers, i+1, s.on)
		if len(spells) < fewAtRisk {
			continue
		}
		curve, err := loyalty.KaplanMeier(spells)
		if err != nil {
			return f, err
		}
		all = append(all, returning{i, curve, spells})
	}
	if len(all) == 0 {
		f.says = tx("买过的顾客不足10位，画不出曲线。", "Fewer than 10 buyers: no curve.")
		return f, nil
	}
	f.svg = page.Draw(s.Language, s.Of(f.title), func(fr page.Frame) page.Picture { return s.drawReturning(fr, all) })
	rising, last := true, 0.
	var n []string
	for i := range all {
		m := all[i].within(90)
		rising = rising && m.OK && m.Value > last
		last = m.Value
		n = append(n, count(all[i].curve.Total))
	}
	f.says = both(func(l page.Language) string {
		var within []string
		for i := range all {
			within = append(within, l.Of(afterWords[all[i].after])+" "+say(l, all[i].within(90), percent))
		}
		says := l.Pick("90天内再买的：", "Bought again within 90 days: ") + strings.Join(within, l.Pick("，", ", ")) + l.Pick("。曲线只画到还有10人可观察的那一天。", ". Curves end where fewer than 10 are still watched.")
		if rising && len(within) > 1 {
			says += l.Pick("买过越多次，越会回来：第二次购买是最难、也最值得经营的一步（后面几步的比例更高，部分是因为留下来的本来就常买）。",
				" The more often they bought, the surer they return: the second purchase is the step to manage (later shares are higher partly because those who stayed buy often anyway).")
		}
		return says
	})
	f.n = tx("n="+strings.Join(n, " / ")+"位顾客；浅色带是首购的95%区间", "n="+strings.Join(n, " / ")+" buyers; the band is the 95% interval of the first")
	return f, nil
}

func (s *shop) drawReturning(f page.Frame, all []returning) page.Picture {
	p := f.New(page.Choose(f, 380., 330.), s.Pick("购买后天数（天）", "days since the purchase"), s.Pick("已再买的占比", "share that has bought again"))
	p.Add(page.Grid())
	longest := 1.
	for _, r := range all {
		points := plotter.XYs{{X: 0, Y: 0}}
		for _, step := range r.curve.Steps {
			if step.AtRisk < fewAtRisk || step.Ended == 0 {
				continue
			}
			points = append(points, plotter.XY{X: step.Time, Y: points[len(points)-1].Y}, plotter.XY{X: step.Time, Y: 1 - step.Survival})
			longest = max(longest, step.Time)
		}
		if r.after == 0 {
			p.Add(band(r.curve))
		}
		line := page.Curve(points, page.Colours[r.after], 1.8, nil)
		p.Add(line)
		p.Legend.Add(fmt.Sprintf("%s n=%s", s.Of(afterWords[r.after]), count(r.curve.Total)), line)
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, longest, 0, 1.3 // the names of the lines stand above them
	p.X.Tick.Marker, p.Y.Tick.Marker = f.Days(longest), page.Percents
	p.Legend.Top, p.Legend.Left = true, true
	return p
}

// band is the 95 % interval around one less a curve.
func band(km loyalty.Curve) *plotter.Polygon {
	var upper, lower plotter.XYs
	for _, step := range km.Steps {
		if step.AtRisk < fewAtRisk || step.Ended == 0 {
			continue
		}
		m := km.Ended(step.Time)
		upper, lower = append(upper, plotter.XY{X: step.Time, Y: m.Hi}), append(lower, plotter.XY{X: step.Time, Y: m.Lo})
	}
	ring := append(plotter.XYs{{X: 0, Y: 0}}, upper...)
	for i := range lower {
		ring = append(ring, lower[len(lower)-1-i])
	}
	return &plotter.Polygon{XYs: []plotter.XYs{ring}, Color: page.Band}
}
