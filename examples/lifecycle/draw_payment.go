package main

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/payment"
)

// drawPayment is how the share paid grows with time, with the recommended delay.
func (s *shop) drawPayment(times payment.Times, sources []string, r payment.Reminder) figure {
	f := figure{id: "payment-curve", title: tx("下单后多久付款，什么时候催", "When orders are paid, and when to remind")}
	f.svg = page.Draw(s.Language, s.Of(f.title), func(fr page.Frame) page.Picture { return s.drawPaid(fr, times, sources, r) })
	all, _ := times.Curve("", payment.AnyHour)
	f.says = both(func(l page.Language) string {
		if r.Reason == payment.ByTextbook {
			says := fmt.Sprintf(l.Pick("自家数据还不够，红线是教科书的催付时刻（下单后%s）。", "There is too little own data yet: the red line is the textbook's reminder, %s after the order."), wait(l, r.Delay))
			if all.Orders < fewAtRisk {
				says += l.Pick("订单不足10个，不画曲线。", " Fewer than 10 orders: no curve.")
			}
			return says
		}
		return fmt.Sprintf(l.Pick("红线是全店建议的催付时刻（下单后%s）：那时已有%s付款，到最后也只有%s。圆点是各来源自己的时刻。再早催，打扰的多是会自己付的人。",
			"The red line is the shop's reminder, %s after the order: %s are paid by then, and no more than %s in the end. Dots are the times of each source. Any earlier, a reminder mostly bothers those who pay anyway."),
			wait(l, r.Delay), say(l, r.Paid, percent), say(l, all.PaidInTheEnd(), percent))
	})
	f.n = tx(fmt.Sprintf("n=%s个订单，%s个已付", count(all.Orders), count(all.Paid)), fmt.Sprintf("n=%s orders, %s of them paid", count(all.Orders), count(all.Paid)))
	return f
}

func (s *shop) drawPaid(f page.Frame, times payment.Times, sources []string, r payment.Reminder) page.Picture {
	p := f.New(page.Choose(f, 400., 380.), s.Pick("下单后时间（对数刻度）", "time since the order (log scale)"), s.Pick("已自己付款的订单占比", "share of orders paid by themselves"))
	p.Add(page.Grid())
	lines := 0
	for i, source := range append([]string{""}, sources...) {
		c, base := times.Curve(source, payment.AnyHour)
		if source != "" && base != payment.PaymentsOfSource {
			continue
		}
		var points plotter.XYs
		for at := .1; at <= 1440; at *= 1.06 {
			if m := believed(c, c.PaidBy(minutes(at))); m.OK {
				points = append(points, plotter.XY{X: at, Y: m.Value})
			}
		}
		width, colour := 1.3, page.Colours[(i+len(page.Colours)-1)%len(page.Colours)]
		if source == "" {
			width, colour = 2.6, page.Ink
		}
		if len(points) == 0 {
			continue
		}
		line := page.Curve(points, colour, width, nil)
		p.Add(line)
		p.Legend.Add(fmt.Sprintf("%s n=%s", s.sourceName(source), count(c.Orders)), line)
		lines++
		own := times.Reminder(source, payment.AnyHour)
		if m := c.PaidBy(own.Delay); m.OK && source != "" {
			p.Add(page.Dots(plotter.XYs{{X: own.Delay.Minutes(), Y: m.Value}}, colour, 3.6, draw.CircleGlyph{}))
		}
	}
	at := r.Delay.Minutes()
	p.Add(page.Curve(plotter.XYs{{X: at, Y: 0}, {X: at, Y: 1}}, page.Red, 1.4, page.Dashed),
		page.Notes{{X: at, Y: .01, Text: s.Pick("建议催付：", "remind: ") + wait(s.Language, r.Delay), Color: page.Red, Left: draw.XLeft, Above: draw.YBottom}})
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, s.waits(f)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = .1, 1440, 0, 1.05+.075*float64(lines) // the names of the lines stand above them
	p.Y.Tick.Marker = page.Percents
	p.Legend.Top, p.Legend.Left = true, true
	return p
}

// waits are the round times of the axis of payment.
func (s *shop) waits(f page.Frame) plot.ConstantTicks {
	var marks []page.Step
	for _, at := range page.Choose(f, []float64{.25, 1, 5, 30, 120, 480, 1440}, []float64{.25, 5, 60, 1440}) {
		marks = append(marks, page.Step{At: at, Name: s.wait(at)})
	}
	return page.Marks(marks...)
}

// An hour of the day is how fast its orders are paid, in minutes.
type hourly struct {
	half, most, delay plotter.XYs
	orders            int
	fast, slow        int // the hours whose payers are the fastest and the slowest; -1: none
	takes             [24]float64
}

func hourlyOf(times payment.Times) hourly {
	h := hourly{fast: -1, slow: -1}
	for hour := range 24 {
		c, base := times.Curve("", hour)
		if base != payment.PaymentsOfHour {
			continue
		}
		r := times.Reminder("", hour)
		h.orders += c.Orders
		add := func(list *plotter.XYs, minutes float64) {
			*list = append(*list, plotter.XY{X: float64(hour), Y: max(minutes, .5)})
		}
		if m := c.PayersTake(.5, r.Closes); m.OK {
			add(&h.half, m.Value)
		}
		if r.Take.OK {
			add(&h.most, r.Take.Value)
			h.takes[hour] = r.Take.Value
			if h.fast < 0 || h.takes[hour] < h.takes[h.fast] {
				h.fast = hour
			}
			if h.slow < 0 || h.takes[hour] > h.takes[h.slow] {
				h.slow = hour
			}
		}
		add(&h.delay, r.Delay.Minutes())
	}
	return h
}

// drawHours is the recommended delay by the hour of the order.
func (s *shop) drawHours(times payment.Times) figure {
	f := figure{id: "payment-hours", title: tx("几点下单，付得多快", "How fast orders of each hour are paid")}
	h := hourlyOf(times)
	if h.fast < 0 {
		f.says = tx("没有一个小时有足够的付款可以单看。", "No hour has enough payments to be looked at by itself.")
		return f
	}
	f.svg = page.Draw(s.Language, s.Of(f.title), func(fr page.Frame) page.Picture { return s.drawHourly(fr, h) })
	asleep := h.slow >= 22 || h.slow < 6
	f.says = both(func(l page.Language) string {
		says := fmt.Sprintf(l.Pick("%d点下单的付得最快（八成付款者在%s内），%d点的最慢（%s）", "Orders of %d o'clock are paid fastest (80%% of payers within %s), those of %d o'clock slowest (%s)"),
			h.fast, wait(l, minutes(h.takes[h.fast])), h.slow, wait(l, minutes(h.takes[h.slow])))
		if asleep {
			return says + l.Pick("：深夜下的单，很多人睡醒才付。", ": many pay after a night's sleep.")
		}
		return says + l.Pick("。", ".")
	})
	f.n = tx(fmt.Sprintf("n=%s个订单", count(h.orders)), fmt.Sprintf("n=%s orders", count(h.orders)))
	return f
}

func (s *shop) drawHourly(f page.Frame, h hourly) page.Picture {
	p := f.New(page.Choose(f, 360., 320.), s.Pick("下单小时（点）", "hour of the order"), s.Pick("下单后时间（对数刻度）", "time since the order (log scale)"))
	half, most, delay := page.Dots(h.half, page.Blue, 3.2, draw.CircleGlyph{}), page.Dots(h.most, page.Green, 3.2, draw.CircleGlyph{}), page.Dots(h.delay, page.Red, 3.4, draw.PyramidGlyph{})
	p.Add(page.Grid(), half, most, delay)
	p.Legend.Add(s.Pick("一半付款者已付", "half of payers have paid"), half)
	p.Legend.Add(s.Pick("八成付款者已付", "80% of payers have paid"), most)
	p.Legend.Add(s.Pick("建议催付", "remind"), delay)
	p.Legend.Top = true
	var marks []page.Step
	for _, at := range []float64{.5, 2, 10, 30, 120, 480, 1440} {
		marks = append(marks, page.Step{At: at, Name: s.wait(at)})
	}
	top := 1.
	for _, list := range []plotter.XYs{h.half, h.most, h.delay} {
		for _, point := range list {
			top = max(top, point.Y)
		}
	}
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, page.Marks(marks...)
	p.X.Min, p.X.Max = -.5, 23.5
	p.Y.Min, p.Y.Max = .5, math.Pow(10, math.Log10(top)+1.3) // the names of the dots stand above them
	var hours []string
	for hour := range 24 {
		hours = append(hours, strconv.Itoa(hour))
	}
	p.X.Tick.Marker = page.Names(hours, page.Choose(f, 24, 8))
	return p
}
