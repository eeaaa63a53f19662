package main

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tiexin-go/tiexin/lifecycle"
)

// waits are the round times of the axis of payment.
var waits = []step{{.25, "15秒 s"}, {1, "1分钟 min"}, {5, "5分钟"}, {30, "30分钟"}, {60, "1小时 h"}, {180, "3小时"}, {480, "8小时"}, {1440, "24小时"}}

// drawPayment is how the share paid grows with time, with the recommended delay.
func drawPayment(times lifecycle.PaymentTimes, sources []string, r lifecycle.PaymentReminder) figure {
	f := figure{id: "payment-curve", title: tx("下单后多久付款，什么时候催", "When orders are paid, and when to remind")}
	p := newPlot("下单后时间（对数刻度）time since the order (log scale)", "已自己付款的订单占比（%）share of orders paid")
	p.Add(grid())
	all, _ := times.Curve("", lifecycle.AnyHour)
	for i, source := range append([]string{""}, sources...) {
		c, base := times.Curve(source, lifecycle.AnyHour)
		if source != "" && base != lifecycle.PaymentsOfSource {
			continue
		}
		var points plotter.XYs
		for at := .1; at <= 1440; at *= 1.06 {
			if m := c.PaidBy(time.Duration(at * float64(time.Minute))); m.OK {
				points = append(points, plotter.XY{X: at, Y: m.Value})
			}
		}
		width, colour := 1.3, colours[i%len(colours)]
		if source == "" {
			width, colour = 2.6, ink
		}
		if len(points) == 0 {
			continue
		}
		l := curve(points, colour, width, nil)
		p.Add(l)
		p.Legend.Add(fmt.Sprintf("%s n=%s", sourceName(source), count(c.Orders)), l)
		own := times.Reminder(source, lifecycle.AnyHour)
		if m := c.PaidBy(own.Delay); m.OK && source != "" {
			p.Add(dots(plotter.XYs{{X: own.Delay.Minutes(), Y: m.Value}}, colour, 3.6, draw.CircleGlyph{}))
		}
	}
	at := r.Delay.Minutes()
	p.Add(curve(plotter.XYs{{X: at, Y: 0}, {X: at, Y: 1}}, red, 1.4, dashed), mark(at, .03, " 建议催付 remind: "+clock(r.Delay), red, draw.XLeft))
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, stepTicks(waits)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = .1, 1440, 0, 1
	p.Y.Tick.Marker = percents
	p.Legend.Top, p.Legend.Left = true, true
	end := all.PaidInTheEnd()
	f.says = tx(fmt.Sprintf("红线是全店建议的催付时刻（下单后%s）：那时已有%s付款，到最后也只有%s。圆点是各来源自己的时刻。再早催，打扰的多是会自己付的人。", waiting(r.Delay), say(r.Paid, percent), say(end, percent)),
		fmt.Sprintf("The red line is the shop's reminder, %s after the order: %s are paid by then, and no more than %s in the end. Dots are the times of each source. Any earlier, a reminder mostly bothers those who pay anyway.", clock(r.Delay), say(r.Paid, percent), say(end, percent)))
	if r.Reason == lifecycle.ByTextbook {
		f.says = tx(fmt.Sprintf("自家数据还不够，红线是教科书的催付时刻（下单后%s）。", waiting(r.Delay)), fmt.Sprintf("There is too little own data yet: the red line is the textbook's reminder, %s after the order.", clock(r.Delay)))
	}
	f.n = fmt.Sprintf("n=%s 个订单 orders, %s 个已付 paid", count(all.Orders), count(all.Paid))
	f.svg = svg(p, 680, 400, f.title)
	return f
}

// drawHours is the recommended delay by the hour of the order.
func drawHours(times lifecycle.PaymentTimes) figure {
	f := figure{id: "payment-hours", title: tx("几点下单，付得多快", "How fast orders of each hour are paid")}
	p := newPlot("下单小时（点）hour of the order", "分钟（对数刻度）minutes (log scale)")
	p.Add(grid())
	var half, most, delay plotter.XYs
	n, fast, slow := 0, -1, -1
	var takes [24]float64
	top := 1.
	for hour := range 24 {
		c, base := times.Curve("", hour)
		if base != lifecycle.PaymentsOfHour {
			continue
		}
		r := times.Reminder("", hour)
		n += c.Orders
		add := func(list *plotter.XYs, minutes float64) {
			minutes = max(minutes, .1)
			*list = append(*list, plotter.XY{X: float64(hour), Y: minutes})
			top = max(top, minutes)
		}
		if m := c.PayersTake(.5, r.Closes); m.OK {
			add(&half, m.Value)
		}
		if r.Take.OK {
			add(&most, r.Take.Value)
			takes[hour] = r.Take.Value
			if fast < 0 || takes[hour] < takes[fast] {
				fast = hour
			}
			if slow < 0 || takes[hour] > takes[slow] {
				slow = hour
			}
		}
		add(&delay, r.Delay.Minutes())
	}
	if n == 0 || fast < 0 {
		f.says = tx("没有一个小时有足够的付款可以单看。", "No hour has enough payments to be looked at by itself.")
		return f
	}
	a, b, c := dots(half, blue, 3.2, draw.CircleGlyph{}), dots(most, green, 3.2, draw.CircleGlyph{}), dots(delay, red, 3.4, draw.PyramidGlyph{})
	p.Add(a, b, c)
	p.Legend.Add("一半付款者已付 half of payers", a)
	p.Legend.Add("八成付款者已付 80% of payers", b)
	p.Legend.Add("建议催付 remind", c)
	p.Legend.Top = true
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, stepTicks([]step{{.5, "0.5"}, {1, "1"}, {2, "2"}, {5, "5"}, {10, "10"}, {30, "30"}, {60, "60"}, {180, "180"}, {480, "480"}, {1440, "1440"}})
	p.X.Min, p.X.Max = -.5, 23.5
	p.Y.Min, p.Y.Max = .5, math.Pow(10, math.Log10(top)+.75)
	var hours []string
	for hour := range 24 {
		hours = append(hours, strconv.Itoa(hour))
	}
	p.X.Tick.Marker = ticks(hours)
	sleeps := tx("。", ".")
	if slow >= 22 || slow < 6 {
		sleeps = tx("：深夜下的单，很多人睡醒才付。", ": many pay after a night's sleep.")
	}
	f.says = tx(fmt.Sprintf("%d点下单的付得最快（八成付款者在%s内），%d点的最慢（%s）%s", fast, waiting(duration(takes[fast])), slow, waiting(duration(takes[slow])), sleeps.Chinese),
		fmt.Sprintf("Orders of %d o'clock are paid fastest (80%% of payers within %s), those of %d o'clock slowest (%s)%s", fast, minutesOf(takes[fast]), slow, minutesOf(takes[slow]), sleeps.English))
	f.n = fmt.Sprintf("n=%s 个订单 orders", count(n))
	f.svg = svg(p, 680, 360, f.title)
	return f
}
