package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/payment"
	"github.com/tiexin-go/tiexin/loyalty"
)

var paymentWords = map[payment.Reason]loyalty.Text{
	payment.FewWouldPay:   tx("会自己付的大多已付", "most who pay by themselves have paid"),
	payment.BeforeClosing: tx("订单快关闭了", "the order is about to close"),
	payment.ByTextbook:    tx("自家数据不够，用教科书值", "too little own data: the textbook's"),
}

var paymentBases = map[payment.Base]loyalty.Text{
	payment.PaymentsOfSourceHour: tx("来源和小时", "source and hour"), payment.PaymentsOfSource: tx("来源", "source"),
	payment.PaymentsOfHour: tx("小时", "hour"), payment.PaymentsOfShop: tx("全店", "shop"), payment.PaymentsOfTextbook: tx("教科书", "textbook"),
}

var sourceWords = map[string]loyalty.Text{
	"search": tx("搜索", "search"), "wap": tx("手机淘宝", "mobile Taobao"), "live": tx("直播", "live"), "juhuasuan": tx("聚划算", "Juhuasuan"), "wechat": tx("微信", "WeChat"), "": tx("全店", "all"),
}

func (s *shop) sourceName(source string) string {
	if words, ok := sourceWords[source]; ok {
		return s.Of(words)
	}
	return source
}

// payment says when customers pay, and so when to remind them.
func (s *shop) payment() (section, error) {
	a := section{id: "payment", title: tx("顾客什么时候付款，多久催付合适", "When customers pay, and when to remind them")}
	if a.needs(s, orderlog.Ordered, orderlog.Paid) {
		return a, nil
	}
	var orders []payment.Order
	for _, o := range s.known {
		orders = append(orders, payment.Order{Order: o.ID, Source: o.Source, Created: o.Placed, Paid: o.Paid, Closed: o.Closed, Reminded: o.Reminded})
	}
	times, err := payment.Learn(orders, s.now, payment.Options{})
	if err != nil {
		return a, err
	}
	r := times.Reminder("", payment.AnyHour)
	why := paymentWords[r.Reason]
	said := func(l page.Language) string {
		return fmt.Sprintf(l.Pick("建议下单后%s催付（%s）：那时%s的订单已自己付清，%s还没付；没付的人里只有%s本来也会付，其余才是催付真正要争取的。",
			"Remind %s after the order (%s): by then %s are paid without anybody asking, %s are open; of the open ones only %s would have paid anyway. The others are what a reminder is for."),
			wait(l, r.Delay), l.Of(why), sure(l, r.Paid, percent), say(l, r.Unpaid, percent), sure(l, r.Anyway, percent))
	}
	if r.Reason == payment.ByTextbook {
		said = func(l page.Language) string {
			return fmt.Sprintf(l.Pick("下单后%s催付：%s（%s）。", "Remind %s after the order: %s (%s)."), wait(l, r.Delay), l.Of(why), l.Reasons(r.Flags))
		}
	}
	a.says = append(a.says, both(said))
	sources := sourcesOf(s.known)
	a.tables = append(a.tables, s.reminderTable(times, sources), s.hourTable(times))
	a.figures = append(a.figures, s.drawPayment(times, sources, r), s.drawHours(times))
	return a, nil
}

// sourcesOf are the sources with the most orders, at most eight.
func sourcesOf(orders []*orderlog.Order) []string {
	n := map[string]int{}
	for _, o := range orders {
		if o.Source != "" {
			n[o.Source]++
		}
	}
	return mostOf(n, 8)
}

func (s *shop) reminderTable(times payment.Times, sources []string) table {
	t := table{
		title: tx("按来源的催付时机", "When to remind, by source"),
		head: []loyalty.Text{
			tx("来源", "source"), tx("订单", "orders"), tx("自己付款", "paid"), tx("一半付款者", "half of payers"), tx("八成付款者", "80% of payers"), tx("自动关闭", "closes after"),
			tx("建议催付", "remind after"), tx("届时已付", "paid by then"), tx("届时未付", "open then"), tx("本来会付", "would pay anyway"), tx("理由", "reason"), tx("依据", "base"),
		},
	}
	for _, source := range append([]string{""}, sources...) {
		curve, _ := times.Curve(source, payment.AnyHour)
		r := times.Reminder(source, payment.AnyHour)
		why := paymentWords[r.Reason]
		t.rows = append(t.rows, []string{
			s.sourceName(source), count(curve.Orders), short(believed(curve, curve.PaidInTheEnd()), percent),
			short(believed(curve, curve.PayersTake(.5, r.Closes)), s.wait), short(believed(curve, r.Take), s.wait), wait(s.Language, r.Closes),
			wait(s.Language, r.Delay), short(believed(curve, r.Paid), percent), short(believed(curve, r.Unpaid), percent), short(believed(curve, r.Anyway), percent), s.Of(why), s.Of(paymentBases[r.Base]),
		})
	}
	return t
}

func (s *shop) hourTable(times payment.Times) table {
	t := table{
		title: tx("按下单小时", "By the hour of the order"),
		head:  []loyalty.Text{tx("小时", "hour"), tx("订单", "orders"), tx("30分钟内付款", "paid within 30 min"), tx("一半付款者", "half of payers"), tx("建议催付", "remind after"), tx("依据", "base")},
	}
	for hour := range 24 {
		curve, _ := times.Curve("", hour)
		r := times.Reminder("", hour)
		orders := "–"
		if r.Base == payment.PaymentsOfHour {
			orders = count(curve.Orders)
		}
		t.rows = append(t.rows, []string{
			fmt.Sprintf("%02d:00", hour), orders, short(believed(curve, curve.PaidBy(30*time.Minute)), percent), short(believed(curve, curve.PayersTake(.5, r.Closes)), s.wait), wait(s.Language, r.Delay), s.Of(paymentBases[r.Base]),
		})
	}
	return t
}

// believed is a number of a curve of payments, unless it rests on too few orders.
func believed(c payment.Curve, m loyalty.Measure) loyalty.Measure {
	if m.OK && c.Orders < fewAtRisk {
		return loyalty.Unknown(loyalty.BelowMinBase, c.Orders, m.Method)
	}
	return m
}

// mostOf are the keys with the most, at most so many; equal ones by name.
func mostOf(n map[string]int, most int) []string {
	keys := make([]string, 0, len(n))
	for key := range n {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if n[a] != n[b] {
			return n[b] - n[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	return keys[:min(len(keys), most)]
}
