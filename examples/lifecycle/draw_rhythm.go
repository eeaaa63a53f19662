package main

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/loyalty"
)

// drawGaps is how long completed gaps were, with the shop's quantiles.
func (s *shop) drawGaps(gaps []float64) figure {
	f := figure{id: "gaps", title: tx("两次购买之间隔了几天", "Days between two purchases")}
	p := newPlot("间隔（天）days from one purchase to the next", "间隔数（次）gaps")
	last := math.Ceil(loyalty.QuantileOf(gaps, .995).Value)
	width := max(1, math.Ceil(last/52))
	bins := int(last/width) + 1
	bars := make([]plotter.HistogramBin, bins)
	top := 0.
	for i := range bars {
		bars[i] = plotter.HistogramBin{Min: float64(i) * width, Max: float64(i+1) * width}
	}
	for _, gap := range gaps {
		if i := int(gap / width); i < bins {
			bars[i].Weight++
			top = max(top, bars[i].Weight)
		}
	}
	h := &plotter.Histogram{Bins: bars, Width: width, FillColor: color.RGBA{0x8f, 0xb7, 0xdd, 0xff}, LineStyle: draw.LineStyle{Color: white, Width: vg.Points(.4)}}
	p.Add(grid(), h)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, float64(bins)*width, 0, top*1.2
	p.X.Tick.Marker, p.Y.Tick.Marker = evenDays(p.X.Max), evenCounts(p.Y.Max)
	l := &s.ladder
	for i, q := range []struct {
		m    loyalty.Measure
		name string
	}{{l.Median, "50%"}, {l.Q80, "80%"}, {l.Q95, "95%"}} {
		if !q.m.OK || q.m.Value > p.X.Max {
			continue
		}
		p.Add(curve(plotter.XYs{{X: q.m.Value, Y: 0}, {X: q.m.Value, Y: top * (1.14 - .06*float64(i))}}, orange, 1.2, dashed),
			mark(q.m.Value, top*(1.14-.06*float64(i)), fmt.Sprintf(" %s: %.0f 天", q.name, q.m.Value), orange, draw.XLeft))
	}
	median := loyalty.QuantileOf(gaps, .5)
	f.says = tx(fmt.Sprintf("已完成的间隔中位数是%.0f天；虚线是把还没回来的人也算进去之后的天数（50%%=%s，80%%=%s，95%%=%s）。", median.Value, say(l.Median, whole), say(l.Q80, whole), say(l.Q95, whole)),
		fmt.Sprintf("The median of completed gaps is %.0f days; the dashed lines count those who are still waiting too (50%% at %s, 80%% at %s, 95%% at %s days).", median.Value, say(l.Median, whole), say(l.Q80, whole), say(l.Q95, whole)))
	if l.Policy.Rung == lifecycle.ShopQuantiles {
		f.says.Chinese += "阶段就按这些天数划。"
		f.says.English += " Stages go by them."
	}
	f.n = fmt.Sprintf("n=%s 个间隔 gaps, %s 位回头客 repeaters", count(len(gaps)), count(l.Repeaters))
	f.svg = svg(p, 680, 340, f.title)
	return f
}

// drawReturn is Kaplan and Meier's curve of coming back, after the first purchase, the
// second and the third.
func (s *shop) drawReturn() (figure, error) {
	f := figure{id: "return", title: tx("买过之后，多少天内再买（Kaplan–Meier 曲线）", "How soon customers buy again (Kaplan–Meier)")}
	p := newPlot("购买后天数（天）days since the purchase", "已再买的占比（%）share that has bought again")
	p.Add(grid())
	after := []string{"首购后 after the first", "第二次后 the second", "第三次后 the third"}
	longest := 0.
	var within, n []string
	rising, last := true, 0.
	for i, name := range after {
		spells := loyalty.NextOrder(s.buyers, i+1, s.on)
		if len(spells) < 10 {
			continue
		}
		km, err := loyalty.KaplanMeier(spells)
		if err != nil {
			return f, err
		}
		points := plotter.XYs{{X: 0, Y: 0}}
		for _, step := range km.Steps {
			if step.AtRisk < 10 || step.Ended == 0 {
				continue
			}
			points = append(points, plotter.XY{X: step.Time, Y: points[len(points)-1].Y}, plotter.XY{X: step.Time, Y: 1 - step.Survival})
			longest = max(longest, step.Time)
		}
		if i == 0 {
			p.Add(band(km))
		}
		m := km.Ended(90)
		within = append(within, say(m, percent))
		rising = rising && m.OK && m.Value > last
		last = m.Value
		l := curve(points, colours[i], 1.8, nil)
		p.Add(l)
		p.Legend.Add(fmt.Sprintf("%s n=%s", name, count(km.Total)), l)
		n = append(n, count(km.Total))
	}
	if len(n) == 0 {
		f.says = tx("买家不足10位，画不出曲线。", "Fewer than 10 buyers: there is no curve.")
		return f, nil
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, max(longest, 1), 0, 1
	p.X.Tick.Marker, p.Y.Tick.Marker = evenDays(p.X.Max), percents
	p.Legend.Top, p.Legend.Left = true, true
	f.says = tx(fmt.Sprintf("90天内再买的：首购、第二次、第三次之后依次为%s。", strings.Join(within, "、")),
		fmt.Sprintf("Bought again within 90 days of the first, second, third purchase: %s.", strings.Join(within, ", ")))
	if rising && len(within) > 1 {
		f.says.Chinese += "买过越多次，越会回来：第二次购买是最难、也最值得经营的一步（后面几步的比例更高，部分是因为留下来的本来就常买）。"
		f.says.English += " The more often they bought, the surer they return: the second purchase is the step to manage (later shares are higher partly because those who stayed buy often anyway)."
	}
	f.n = "n=" + strings.Join(n, " / ") + " 位买家 buyers；浅色带是首购的95%区间 the band is the 95% interval"
	f.svg = svg(p, 680, 380, f.title)
	return f, nil
}

// band is the 95 % interval around one less a curve.
func band(km loyalty.Curve) *plotter.Polygon {
	var upper, lower plotter.XYs
	for _, step := range km.Steps {
		if step.AtRisk < 10 || step.Ended == 0 {
			continue
		}
		m := km.Ended(step.Time)
		upper, lower = append(upper, plotter.XY{X: step.Time, Y: m.Hi}), append(lower, plotter.XY{X: step.Time, Y: m.Lo})
	}
	ring := append(plotter.XYs{{X: 0, Y: 0}}, upper...)
	for i := range lower {
		ring = append(ring, lower[len(lower)-1-i])
	}
	return &plotter.Polygon{XYs: []plotter.XYs{ring}, Color: color.RGBA{0xdb, 0xe8, 0xf5, 0xff}}
}
