package care

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// The four mistakes of reminding, and rule files that do what they can to make
// them: no while, no merge, exempt from everything, a purpose that nothing
// limits, conditions that are always true.
const pushy = `
shop: {name: 小鹿家, closes: {juhuasuan: 30m, default: 24h}}
limits:
  quiet: {night: {hours: "04:00-04:01"}}
  caps: {lots: {at_most: 99, per: day}}
flows:
  push:
    title: 使劲催
    about: order
    purpose: service
    choose: all
    via: [wangwang, sms]
    rules:
      - {name: always,  if: "true", again: 1m, exempt: [night, lots], send: link}
      - {name: created, when: [order.created, order.updated, order.paid, order.closed, order.refunded], after: 3m, again: 1m, exempt: [night, lots], send: left}
      - {name: clock,   if: minutes_unpaid > 1, again: 2m, send: [closes, {text: link, after: 7m}]}
      - {name: bought,  if: minutes_since_order >= 0, again: 5m, send: {task: link, via: [wangwang]}}
texts:
  link: 快付款#付款链接#
  left: 只剩#剩余付款时间|一点时间#了
  closes: "#关闭时间#就关了"
`

// askedToPay are the messages and tasks that remind of paying an order, by the
// second, each with all orders it speaks for.
func askedToPay(outcomes []Outcome) map[string][]time.Time {
	all := map[string][]time.Time{}
	for i := range outcomes {
		if o := &outcomes[i]; o.Goes() {
			for _, id := range append([]string{o.Subject}, o.Said.Merged...) {
				all[id] = append(all[id], o.At)
			}
		}
	}
	return all
}

func TestE8_付了关了退了自动关了的订单_什么规则也催不成(t *testing.T) {
	for _, tt := range []struct {
		name string
		last string // no reminder at or after this
		then []tiexin.Event
	}{
		{"付了", "+6m", []tiexin.Event{at("+6m", paid("T1"))}},
		{"关了", "+6m", []tiexin.Event{at("+6m", closed("T1"))}},
		{"退了", "+6m", []tiexin.Event{at("+5m", paid("T1")), at("+6m", refunded("T1"))}},
		{"自动关了", "+30m", nil},
		{"自动关了,又来了新样子", "+30m", []tiexin.Event{at("+40m", updated("T1"))}},
		{"货到付款", "+0m", []tiexin.Event{at("+0m", updated("T1", thing(func(o *tiexin.Order) { o.Kind = tiexin.COD })))}},
		{"先用后付", "+0m", []tiexin.Event{at("+0m", updated("T1", thing(func(o *tiexin.Order) { o.Kind = tiexin.PayLater })))}},
		{"正在付", "+6m", []tiexin.Event{at("+6m", updated("T1", status(tiexin.Paying)))}},
		{"没说付没付,已经发货", "+6m", []tiexin.Event{at("+6m", shipped("T1"))}},
		{"状态没见过", "+6m", []tiexin.Event{at("+6m", updated("T1", status(tiexin.UnknownStatus)))}},
		{"自动关闭时间改早了", "+6m", []tiexin.Event{at("+2m", updated("T1", thing(func(o *tiexin.Order) { o.ClosesAt = timeAt("+6m") })))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kind := onSource("juhuasuan")
			first := at("+0m", created("T1", kind))
			if len(tt.then) > 0 && tt.then[0].Order.Kind != "" {
				k := tt.then[0].Order.Kind
				first = at("+0m", created("T1", kind, thing(func(o *tiexin.Order) { o.Kind = k })))
			}
			told := tellUntil(t, "+3h", pushy, append([]tiexin.Event{first}, tt.then...)...)
			for _, when := range askedToPay(told.outcomes)["T1"] {
				assert.True(t, when.Before(timeAt(tt.last)), "reminded at %s:\n%s", clock(when), strings.Join(lines(told.outcomes), "\n"))
			}
			if tt.last != "+0m" {
				assert.NotEmpty(t, askedToPay(told.outcomes), "the rules do not push at all")
			}
		})
	}
}

func TestE8_说着付款有困难的人_什么规则也不催(t *testing.T) {
	told := tellUntil(t, "+3h", pushy, at("+0m", created("T1")), at("+10m", chats(tiexin.EventChatPaymentTrouble)), at("+40m", chats(tiexin.EventChatClosed)))
	before, during, after := 0, 0, 0
	for _, when := range askedToPay(told.outcomes)["T1"] {
		switch {
		case when.Before(timeAt("+10m")):
			before++
		case when.Before(timeAt("+40m")):
			during++
		default:
			after++
		}
	}
	assert.Positive(t, before)
	assert.Zero(t, during)
	assert.Positive(t, after, "when the chat is closed it goes on")
}

func TestE8_一晚上几单_同一步只说一次(t *testing.T) {
	// Without merge in the file a flow that asks for payment merges anyway.
	told := tellUntil(t, "+2h", pushy, at("+0m", created("T1")), at("+1s", created("T2")), at("+2s", created("T3")))
	seen := map[string]time.Time{}
	for i := range told.outcomes {
		o := &told.outcomes[i]
		if !o.Goes() {
			continue
		}
		step := fmt.Sprint(o.Path(), o.Step)
		if last, ok := seen[step]; ok && last.Equal(o.At) {
			t.Errorf("two of %s at %s", step, clock(o.At))
		}
		seen[step] = o.At
	}
	require.NotEmpty(t, seen)
}

func TestE8_合着催的每一单都单独问过(t *testing.T) {
	file := `
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 1h
    via: [wangwang]
    rules:
      - {name: r, if: order.amount >= 20 && minutes_unpaid > 15, send: pay}
texts: {pay: "#商品名称#,#付款金额#元"}
`
	tell(t, file,
		at("+0m", created("T1", yuan(100))),
		at("+1m", created("T2", yuan(50))),
		at("+2m", created("T3", yuan(10))), // too little
		at("+3m", created("T4", yuan(40))), at("+4m", paid("T4")),
		at("+5m", created("T5", yuan(30))), at("+6m", closed("T5")),
		at("+7m", created("T6", yuan(20), thing(func(o *tiexin.Order) { o.Kind = tiexin.COD }))),
	).says("10:15 payment/r T1 wangwang +T2 羽绒服等2件,150元")
}

// A message waits in the outbox and speaks for two; one of them is paid. What
// goes speaks for the other alone.
func TestE8_合着催的消息还没交出去_其中一单付了(t *testing.T) {
	file := `
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 1h
    via: [wangwang]
    rules:
      - {name: r, if: minutes_unpaid > 15, send: pay}
texts: {pay: "#商品名称#,#付款金额#元"}
`
	for _, first := range []struct {
		name  string
		event func() tiexin.Event
		left  string
	}{
		{"领头的付了", func() tiexin.Event { return paid("T1") }, "wangwang T2 围巾,50元"},
		{"跟着的付了", func() tiexin.Event { return paid("T2") }, "wangwang T1 羽绒服,100元"},
		{"跟着的关了", func() tiexin.Event { return closed("T2") }, "wangwang T1 羽绒服,100元"},
	} {
		t.Run(first.name, func(t *testing.T) {
			s := opens(t, file)
			s.hears(created("T1", yuan(100)))
			s.at("+1m").hears(created("T2", yuan(50), title("围巾")))
			saysOf(t, s.wakes("+15m"), "10:15 payment/r T1 wangwang +T2 羽绒服等2件,150元")
			s.at("+16m").hears(first.event())
			s.wakes("+20m")
			s.delivers()
			s.handed(first.left)
		})
	}
}

// Two events of one second are heard in the order in which they are handed over. What is
// handed over together is heard before anything goes.
func TestE8_同一秒下单又成了_先听到的先算(t *testing.T) {
	file := `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  payment: {title: 催付, about: order, while: unpaid, purpose: service, via: [wangwang], rules: [{name: r, send: pay}]}
texts: {pay: 还没付款}
`
	story := []tiexin.Event{at("+0m", created("T1")), at("+0m", ofOrder(tiexin.EventOrderSucceeded, "T1", nil))}
	t.Run("一起交来,不催", func(t *testing.T) {
		s := opens(t, file)
		out, err := s.engine.HandleAll(t.Context(), story)
		require.NoError(t, err)
		saysOf(t, out)
	})
	t.Run("下单先交来,已经催了", func(t *testing.T) {
		tell(t, file, story...).says("10:00 payment/r T1 wangwang 还没付款")
	})
	t.Run("成了先交来,不催", func(t *testing.T) {
		tell(t, file, story[1], story[0]).silent()
	})
}

// Whatever the rules, whatever the history: no reminder of an order that does
// not wait for payment.
func TestE8_随便什么规则和历史(t *testing.T) {
	reminded := 0
	for seed := range stories(uint64(1500)) {
		made := imagine.Make(seed)
		made.File = strings.NewReplacer("send: hello", "send: pay", "send: order", "send: pay", "text: hello", "text: pay", "text: order", "text: pay", "live: 90s", "live: 6m").Replace(made.File)
		made.File = strings.ReplaceAll(made.File, "\"#付款链接#\"", made.One("\"#付款链接#\"", "\"#剩余付款时间#\"", "\"#关闭时间|马上#\""))
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		w := newWalker(t, rules, SimOptions{})
		w.run(made.Events, made.Until)
		for i := range w.out {
			o := &w.out[i]
			if !o.Goes() {
				continue
			}
			for _, id := range append([]string{o.Subject}, o.Said.Merged...) {
				if id == "" || strings.Contains(o.Said.Text, "你好") {
					continue
				}
				reminded++
				require.True(t, waitedForPayment(w.heard[i], o.Customer, id, o.At, rules), "%s\n%s", told(o), made)
			}
			if service := o.Compiled().Flow.Purpose == tiexin.Service && strings.Contains(o.Said.Text, "你好"); !service { // which answers, and asks for nothing
				require.False(t, hadTrouble(w.heard[i], o.Customer), "%s\n%s", told(o), made)
			}
		}
	}
	require.Greater(t, reminded, stories(300))
}

// waitedForPayment reads the history itself: what had been heard by then. What comes in the
// same second, after the message went, had not.
func waitedForPayment(heard []tiexin.Event, customer, id string, at time.Time, rules *Rules) bool {
	source, sourceAt := "", time.Time{}
	state, stateAt := tiexin.OrderStatus(""), time.Time{}
	var createdAt time.Time
	for i := range heard {
		e := &heard[i]
		if e.Customer.ID != customer || e.Order == nil || e.Order.ID != id {
			continue
		}
		switch e.Type {
		case tiexin.EventOrderPaid, tiexin.EventOrderClosed, tiexin.EventOrderRefunded, tiexin.EventOrderShipped, tiexin.EventOrderSucceeded:
			return false
		case tiexin.EventOrderCreated:
			createdAt = e.At
		}
		if e.Order.Source != "" && !e.At.Before(sourceAt) {
			source, sourceAt = e.Order.Source, e.At
		}
		if e.Order.Status != "" && !e.At.Before(stateAt) {
			state, stateAt = e.Order.Status, e.At
		}
	}
	if state == tiexin.Paying || state == tiexin.UnknownStatus || createdAt.IsZero() {
		return false
	}
	closes := rules.Shop.ClosesAfter(source, "")
	return closes > 24*time.Hour || at.Before(createdAt.Add(closes))
}

func hadTrouble(heard []tiexin.Event, customer string) bool {
	var trouble, closed time.Time
	for i := range heard {
		e := &heard[i]
		if e.Customer.ID != customer {
			continue
		}
		switch e.Type {
		case tiexin.EventChatPaymentTrouble, tiexin.EventChatComplained:
			trouble = timeMax(trouble, e.At)
		case tiexin.EventChatClosed:
			closed = timeMax(closed, e.At)
		}
	}
	return trouble.After(closed)
}

func timeMax(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
