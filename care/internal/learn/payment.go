package learn

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/payment"
	"github.com/tiexin-go/tiexin/loyalty"
)

const leastPaid, leastParcels, leastCustomers = 30, 30, 30

// payment finds how long most payers take, by source where the sources differ.
func (p *past) payment() (Section, error) {
	s := Section{Key: "usual_minutes_to_pay"}
	if lack := p.missing(orderlog.Ordered, orderlog.Paid); lack != "" {
		s.say("付款要多久：没有学到。%s。", lack)
		return s, nil
	}
	orders := make([]payment.Order, len(p.orders))
	bySource := map[string]int{}
	for i, o := range p.orders {
		orders[i] = payment.Order{Order: o.ID, Source: o.Source, Created: o.Placed, Paid: o.Paid, Closed: o.Closed, Reminded: o.Reminded}
		if o.Source != "" {
			bySource[o.Source]++
		}
	}
	times, err := payment.Learn(orders, p.now, payment.Options{MinPaid: leastPaid})
	if err != nil {
		return s, byRow(err, p.File, func(i int) int { return p.orders[i].Row })
	}
	shop := times.Reminder("", payment.AnyHour)
	if why := unfit(shop); why != "" {
		s.say("付款要多久：没有学到，规则用原来的数。%s。", why)
		return s, nil
	}
	s.say("多数人付款要多久：自己会付的人里，八成在这么多分钟内付了；向上取整。只看没有催过的时间。")
	s.say("按聚划算30分钟、其他24小时自动关闭计算。来源的写法要和事件里的order.source一样。")
	s.say("一个来源付款至少%d单、95%%区间和全店不重叠，才有自己的数。", leastPaid)
	whole, _ := times.Curve("", payment.AnyHour)
	byDefault := Finding{Name: "default", Value: minutes(shop.Take), Evidence: "全店：" + paid(whole, shop.Take)}
	var own, others []Finding
	for _, source := range byCount(bySource) {
		r := times.Reminder(source, payment.AnyHour)
		curve, _ := times.Curve(source, payment.AnyHour)
		switch why := unfit(r); {
		case source == "default":
			others = append(others, Finding{Name: source, Evidence: "这个名字在规则里指其余来源，不能是一个来源，用default"})
		case r.Base != payment.PaymentsOfSource:
			others = append(others, Finding{Name: source, Evidence: fmt.Sprintf("一共%d单，付款不到%d单，太少，用default", bySource[source], leastPaid)})
		case why != "":
			others = append(others, Finding{Name: source, Evidence: why + "，用default"})
		case r.Take.Lo <= shop.Take.Hi && r.Take.Hi >= shop.Take.Lo:
			others = append(others, Finding{Name: source, Evidence: "和全店分不开，用default：" + paid(curve, r.Take)})
		default:
			own = append(own, Finding{Name: source, Value: minutes(r.Take), Evidence: paid(curve, r.Take)})
		}
	}
	if len(own) == 0 {
		byDefault.Name = ""
	}
	s.Found = slices.Concat(own, []Finding{byDefault}, others)
	return s, nil
}

// unfit says why a number cannot be relied on; empty: it can.
func unfit(r payment.Reminder) string {
	switch {
	case r.Reason == payment.ByTextbook && slices.Contains(r.Flags, loyalty.BelowMinBase):
		return fmt.Sprintf("自己付款的不到%d单，或者结果太不确定", leastPaid)
	case r.Reason == payment.ByTextbook:
		return "大多数订单没有等到关闭就催了，看不出顾客自己要多久"
	case !r.Take.OK:
		return "算不出八成付款者用的时间"
	}
	return ""
}

func minutes(m loyalty.Measure) string { return strconv.Itoa(max(1, int(math.Ceil(m.Value-1e-9)))) }

func paid(c payment.Curve, m loyalty.Measure) string {
	return fmt.Sprintf("%d单，自己付款%d单；八成在%.1f分钟内（95%%区间%.1f–%.1f）", c.Orders, c.Paid, m.Value, m.Lo, m.Hi)
}

// byCount are the names with the most first; equal ones by name.
func byCount(n map[string]int) []string {
	names := make([]string, 0, len(n))
	for name := range n {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	return names
}
