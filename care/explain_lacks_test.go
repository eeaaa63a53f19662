package care

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const denying = `
segments: {vip: {title: 高价值, if: customer.spent >= 2000}}
limits: {never: {big: {title: 大单不发, if: order.amount > 10000}}}
flows:
  f:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    choose: all
    via: [wangwang]
    rules:
      - {name: remote, if: "!order.remote && minutes_unpaid > 5", send: pay}
      - {name: poor, if: "!segment.vip && minutes_unpaid > 5", send: pay}
      - {name: either, if: "(customer.grade == 'gold' || order.amount > 500) && minutes_unpaid > 5", send: pay}
      - {name: step, send: [{text: pay, if: order.amount > 500}]}
      - {name: plain, if: minutes_unpaid > 5, send: pay}
texts: {pay: 请付款}
`

func TestE7_说明_要变的是不成立的那几处(t *testing.T) {
	s := opens(t, "shop: {remote: [新疆]}"+denying)
	s.hears(created("T1", func(e *tiexin.Event) {
		e.Order.Amount, e.Order.Region.Province, e.Customer.Spent = 99_00, "新疆", 3000_00
	}))
	s.wakes("+10m")
	x := s.explains()
	for rule, want := range map[string]string{
		"remote": "!order.remote",
		"poor":   "!segment.vip (!(customer.spent >= 2000))",
		"either": "customer.grade == 'gold' || order.amount > 500",
	} {
		r := x.about(t, "order", "T1", rule)
		assert.Equal(t, ConditionOff, r.Reason, rule)
		changeIs(t, r, want, "要这些成立："+want)
	}
	changeIs(t, x.about(t, "order", "T1", "step"), "one of the conditions of its steps: order.amount > 500", "要有一步的条件成立：order.amount > 500")
	assert.Equal(t, "the condition is not true: !order.remote [order.remote = true]", x.Why(x.about(t, "order", "T1", "remote")))
	assert.Equal(t, "条件不符：customer.grade == 'gold' || order.amount > 500（customer.grade = ''，order.amount = 99）", x.WhyChinese(x.about(t, "order", "T1", "either")))
}

func TestE7_说明_禁发规则算不出来_说出是哪一处(t *testing.T) {
	s := opens(t, denying)
	s.hears(created("T1", func(e *tiexin.Event) { e.Order.Amount = 0 }))
	s.wakes("+10m")
	var plain *Outcome
	for i := range s.observed {
		if s.observed[i].Rule == "plain" {
			plain = &s.observed[i]
		}
	}
	assert.Equal(t, Forbidden, plain.Reason)
	assert.Equal(t, "big", plain.By)
	assert.Equal(t, "order.amount > 10000", plain.Unknown)
	assert.Equal(t, "a promise under limits.never forbids it (big): unknown: order.amount > 10000", plain.Why(nil))
	r := s.explains().about(t, "order", "T1", "plain")
	changeIs(t, r, "nothing changes this; the decision is final: big forbids what could not be evaluated: order.amount > 10000",
		"改不了，这次不会再发：「大单不发」算不出来也不许发，算不出来的是「order.amount > 10000」")
}

func TestE7_说明_到了别的年份就写年份(t *testing.T) {
	assert.Equal(t, "2027年11月10日 19:20:01", pastChinese{of: morning}.at(time.Date(2027, 11, 10, 19, 20, 1, 0, time.UTC)))
	rules := rulesFrom(t, denying)
	o := Outcome{Occasion: &Occasion{At: morning}, Ref: &rules.Flows[0].Rules[0].Ref, Verdict: Skip, Reason: EarlierRule, Detail: &Detail{Until: morning.AddDate(1, 0, 0)}}
	assert.Contains(t, pastChinese{of: morning}.decision(new(Past), &o), "归前面的规则管，2027年11月11日 10:00再看")
	o.Verdict, o.Reason, o.Said = Task, Due, &Said{}
	assert.Contains(t, pastChinese{of: morning}.decision(new(Past), &o), "2027年11月11日 10:00前做完")
}
