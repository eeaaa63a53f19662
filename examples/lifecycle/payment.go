package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/loyalty"
)

var paymentWords = map[lifecycle.PaymentReason]loyalty.Text{
	lifecycle.FewWouldPay:   tx("会自己付的大多已付", "who pays alone mostly has"),
	lifecycle.BeforeClosing: tx("订单快关闭了", "the order is about to close"),
	lifecycle.ByTextbook:    tx("自家数据不够，用教科书值", "too little own data: the textbook's"),
}

var paymentBases = map[lifecycle.PaymentBase]string{
	lifecycle.PaymentsOfSourceHour: "来源+小时 source and hour", lifecycle.PaymentsOfSource: "来源 source",
	lifecycle.PaymentsOfHour: "小时 hour", lifecycle.PaymentsOfShop: "全店 shop", lifecycle.PaymentsOfTextbook: "教科书 textbook",
}

var sourceWords = map[string]string{
	"search": "搜索 search", "wap": "手机淘宝 wap", "live": "直播 live", "juhuasuan": "聚划算 juhuasuan", "wechat": "微信 wechat", "": "全店 all",
}

func sourceName(s string) string {
	if words, ok := sourceWords[s]; ok {
		return words
	}
	return s
}

// payment says when customers pay, and so when to remind them.
func (s *shop) payment() (section, error) {
	a := section{id: "payment", title: tx("顾客什么时候付款，多久催付合适", "When customers pay, and when to remind them")}
	if a.needs(&s.header, createdAt, paidAt) {
		return a, nil
	}
	var orders []lifecycle.PaymentOrder
	for _, o := range s.known {
		orders = append(orders, lifecycle.PaymentOrder{Order: o.id, Source: o.source, Created: o.placed, Paid: o.paid, Closed: o.closed, Reminded: o.reminded})
	}
	times, err := lifecycle.LearnPaymentTimes(orders, s.now, lifecycle.PaymentOptions{})
	if err != nil {
		return a, err
	}
	r := times.Reminder("", lifecycle.AnyHour)
	why := paymentWords[r.Reason]
	a.say(fmt.Sprintf("建议下单后%s催付（%s）：那时%s的订单已自己付清，%s还没付；没付的人里只有%s本来也会付，其余才是催付真正要争取的。", waiting(r.Delay), why.Chinese, sure(r.Paid, percent), say(r.Unpaid, percent), sure(r.Anyway, percent)),
		fmt.Sprintf("Remind %s after the order (%s): by then %s are paid without anybody asking, %s are open; of the open ones only %s would have paid anyway. The others are what a reminder is for.", clock(r.Delay), why.English, sure(r.Paid, percent), say(r.Unpaid, percent), sure(r.Anyway, percent)))
	if r.Reason == lifecycle.ByTextbook {
		a.says = nil
		a.say(fmt.Sprintf("下单后%s催付：%s（%s）。", waiting(r.Delay), why.Chinese, flagsOf(r.Flags)), fmt.Sprintf("Remind %s after the order: %s (%s).", clock(r.Delay), why.English, flagsOf(r.Flags)))
	}
	sources := sourcesOf(s.known)
	a.tables = append(a.tables, reminderTable(times, sources), hourTable(times))
	a.figures = append(a.figures, drawPayment(times, sources, r), drawHours(times))
	return a, nil
}

// sourcesOf are the sources with the most orders, at most eight.
func sourcesOf(orders []*order) []string {
	n := map[string]int{}
	for _, o := range orders {
		if o.source != "" {
			n[o.source]++
		}
	}
	return mostOf(n, 8)
}

func reminderTable(times lifecycle.PaymentTimes, sources []string) table {
	t := table{
		title: tx("按来源的催付时机", "When to remind, by source"),
		head: []loyalty.Text{
			tx("来源", "source"), tx("订单", "orders"), tx("自己付款", "paid"), tx("一半付款者", "half of payers"), tx("八成付款者", "80% of payers"), tx("自动关闭", "closes after"),
			tx("建议催付", "remind after"), tx("届时已付", "paid by then"), tx("届时未付", "open then"), tx("本来会付", "would pay anyway"), tx("理由", "reason"), tx("依据", "base"),
		},
	}
	for _, source := range append([]string{""}, sources...) {
		curve, _ := times.Curve(source, lifecycle.AnyHour)
		r := times.Reminder(source, lifecycle.AnyHour)
		why := paymentWords[r.Reason]
		t.rows = append(t.rows, []string{
			sourceName(source), count(curve.Orders), short(curve.PaidInTheEnd(), percent),
			short(curve.PayersTake(.5, r.Closes), minutesOf), short(r.Take, minutesOf), clock(r.Closes),
			clock(r.Delay), short(r.Paid, percent), short(r.Unpaid, percent), short(r.Anyway, percent), why.Chinese + " " + why.English, paymentBases[r.Base],
		})
	}
	return t
}

// hoursShown is how many hours the terminal lists: all.
const hoursShown = 24

func hourTable(times lifecycle.PaymentTimes) table {
	t := table{
		title: tx("按下单小时", "By the hour of the order"),
		head:  []loyalty.Text{tx("小时", "hour"), tx("订单", "orders"), tx("30分钟内付款", "paid within 30 min"), tx("一半付款者", "half of payers"), tx("建议催付", "remind after"), tx("依据", "base")},
		show:  hoursShown,
	}
	for hour := range 24 {
		curve, _ := times.Curve("", hour)
		r := times.Reminder("", hour)
		orders := "–"
		if r.Base == lifecycle.PaymentsOfHour {
			orders = count(curve.Orders)
		}
		t.rows = append(t.rows, []string{
			fmt.Sprintf("%02d:00", hour), orders, short(curve.PaidBy(30*time.Minute), percent), short(curve.PayersTake(.5, r.Closes), minutesOf), clock(r.Delay), paymentBases[r.Base],
		})
	}
	return t
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
