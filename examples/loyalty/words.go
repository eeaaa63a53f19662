package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// signalWords are what a shop would have to know of a customer to see a cause, by the
// names of the library's fields.
var signalWords = map[string]loyalty.Text{
	"Alternatives": {Chinese: "可选的其他卖家", English: "alternatives"}, "ContractDays": {Chinese: "合同剩余天数", English: "days of contract"},
	"Balance": {Chinese: "储值和积分", English: "stored value"}, "TypicalOrder": {Chinese: "常规订单金额", English: "typical order"},
	"Orders": {Chinese: "订单数", English: "orders"}, "Discounted": {Chinese: "打折订单数", English: "discounted orders"},
	"ShopDiscounted": {Chinese: "全店打折占比", English: "discounts of the shop"}, "Regularity": {Chinese: "购买规律度", English: "regularity"},
	"Attitude": {Chinese: "态度", English: "attitude"},
}

func (s *shop) signals(fields []string) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = s.Of(signalWords[f])
		if words[i] == "" {
			words[i] = f
		}
	}
	return strings.Join(words, s.Pick("、", ", "))
}

// cause is what a cause is called.
func (s *shop) cause(c report.CauseRow) string {
	return s.Pick(c.Chinese, strings.ReplaceAll(string(c.Cause), "-", " "))
}

// say is a measure with its interval, in the words of a unit, or why it is unknown.
func (s *shop) say(m loyalty.Measure, unit func(float64) string) string {
	switch {
	case !m.OK:
		return s.unknown(m.Why)
	case m.Level > 0:
		return fmt.Sprintf("%s [%s, %s]", unit(m.Value), unit(m.Lo), unit(m.Hi))
	}
	return unit(m.Value)
}

func (s *shop) unknown(why loyalty.Flag) string {
	return s.Pick("未知（"+s.Reason(why)+"）", "unknown ("+s.Reason(why)+")")
}

// based is the same with the number of people on whom it rests.
func (s *shop) based(m loyalty.Measure, unit func(float64) string) string {
	if !m.OK {
		return s.say(m, unit)
	}
	return fmt.Sprintf(s.Pick("%s（n=%s）", "%s (n=%s)"), s.say(m, unit), many(m.Base))
}

// brief is say for a table, where a number of nobody is a dash.
func (s *shop) brief(m loyalty.Measure, unit func(float64) string) string {
	if !m.OK && m.Why == loyalty.ZeroBase {
		return "—"
	}
	return s.say(m, unit)
}

// believed is a number of the curve of those who buy again after their n-th purchase,
// unless too few are still watched by then.
func (s *shop) believed(m loyalty.Measure, n int, day float64) loyalty.Measure {
	if m.OK && page.TooFew(s.spells[n-1], day) {
		return loyalty.Unknown(page.FewAtRisk, m.Base, m.Method)
	}
	return m
}

// within is the share who buy again within some days of their n-th purchase.
func (s *shop) within(n, days int) loyalty.Measure {
	for _, w := range s.Repeat.Next[n-1].Within {
		if w.Days == days {
			return s.believed(w.Share, n, float64(days))
		}
	}
	return loyalty.Unknown(loyalty.ZeroBase, 0, "")
}

// median is after how many days half have bought again.
func (s *shop) median(n int) loyalty.Measure {
	m := s.Repeat.Next[n-1].Median
	return s.believed(m, n, m.Value)
}

func (s *shop) money(m tiexin.Money) string { return s.yuan(m.Yuan()) }

func (s *shop) yuan(v float64) string { return s.price(v, page.Count(math.Abs(v))) }

// cents is a small amount.
func (s *shop) cents(v float64) string { return s.price(v, page.Short(math.Abs(v), 1)) }

func (s *shop) price(v float64, digits string) string {
	if v < 0 && strings.Trim(digits, "0.") != "" {
		return "-" + s.log.Currency + digits
	}
	return s.log.Currency + digits
}

// many is a number of people or orders.
func many(n int) string { return page.Count(float64(n)) }

func one(v float64) string { return page.Short(v, 1) }

func two(v float64) string { return page.Short(v, 2) }

func three(v float64) string { return page.Short(v, 3) }

func days(v float64) string { return page.Short(v, 0) }

// signed is a difference with its sign.
func signed(v float64) string {
	if v < 0 {
		return "−" + page.Percent(math.Abs(v))
	}
	return "+" + page.Percent(v)
}
