package care

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// Every order that is created says something at once; the cap and the budget are
// all that holds it back.
const chatty = `
limits:
  quiet: {open: {hours: "04:00-04:01"}}
  caps: {daily: {at_most: 3, per: day}}
  budgets: {purse: {at_most: 0.90, per: day}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: 你好}
`

func manyOrders(customers, each int) []tiexin.Event {
	var all []tiexin.Event
	for i := range each {
		for c := range customers {
			all = append(all, at("+0m", created(fmt.Sprintf("T%d", i), by(fmt.Sprintf("c%d", c)))))
		}
	}
	return all
}

// A message costs 0.045; twenty of them are exactly the budget of 0.90.
func TestE10_很多人同时来_上限和费用一条不多一分不差(t *testing.T) {
	for _, how := range []string{"一条一条", "一起"} {
		t.Run(how, func(t *testing.T) {
			s := opens(t, chatty)
			events := manyOrders(12, 8)
			var wg sync.WaitGroup
			for worker := range 8 {
				wg.Go(func() {
					own := []tiexin.Event{}
					for i := worker; i < len(events); i += 8 {
						own = append(own, events[i])
					}
					if how == "一起" {
						_, err := s.engine.HandleAll(context.Background(), own)
						assert.NoError(t, err)
						return
					}
					for _, e := range own {
						_, err := s.engine.Handle(context.Background(), e)
						assert.NoError(t, err)
					}
				})
			}
			wg.Wait()
			s.delivers()
			sent := map[string]int{}
			var cost channel.Cost
			for _, m := range s.sent {
				sent[m.CustomerID]++
			}
			for i := range s.observed {
				if o := &s.observed[i]; o.Goes() {
					cost += o.Said.Cost
				}
			}
			assert.Len(t, s.sent, 20)
			assert.Equal(t, "¥0.90", cost.String())
			for customer, n := range sent {
				assert.LessOrEqual(t, n, 3, customer)
			}
		})
	}
}

func TestE10_失败了名额和钱都还回来(t *testing.T) {
	file := `
limits:
  quiet: {open: {hours: "04:00-04:01"}}
  caps: {daily: {at_most: 1, per: day}}
  budgets: {purse: {at_most: 0.05, per: day}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: 你好}
`
	t.Run("交出去时就知道失败", func(t *testing.T) {
		s := opens(t, file)
		s.fails = func(id string, _ channel.Kind) error {
			if id == "v1:/xiaowang/f/r/T1/0/1" {
				return &channel.Final{Reason: "bad number"}
			}
			return nil
		}
		s.hears(created("T1"))
		hasLines(t, s.delivers().Outcomes, "10:00 f/r T1 skip no-way")
		s.hears(created("T2"))
		s.delivers()
		s.handed("sms T2 你好")
		hasLines(t, s.hears(created("T3")), "10:00 f/r T3 skip enough-already daily")
	})
	t.Run("后来才知道失败", func(t *testing.T) {
		s := opens(t, file)
		out := s.hears(created("T1"))
		s.delivers()
		hasLines(t, s.at("+1m").hears(created("T2")), "10:01 f/r T2 skip enough-already daily")
		s.at("+2m").hears(reports(tiexin.EventMessageFailed, out[0].Said.ID, func(e *tiexin.Event) { e.Message.Final = true }))
		s.at("+3m").hears(created("T3"))
		s.delivers()
		s.handed("sms T1 你好", "sms T3 你好")
	})
	t.Run("暂时的失败不还", func(t *testing.T) {
		s := opens(t, file)
		s.fails = func(string, channel.Kind) error { return errors.New("busy") }
		s.hears(created("T1"))
		assert.Equal(t, 1, s.delivers().Retrying)
		hasLines(t, s.hears(created("T2")), "10:00 f/r T2 skip enough-already daily")
	})
	t.Run("别人的预算也还了", func(t *testing.T) {
		s := opens(t, file)
		s.fails = func(string, channel.Kind) error { return channel.ErrUndeliverable }
		s.hears(created("T1"))
		hasLines(t, s.hears(created("T1", by("xiaoli"))), "10:00 xiaoli f/r T1 skip over-budget purse")
		s.delivers()
		s.fails = nil
		s.hears(created("T2", by("xiaoli")))
		s.delivers()
		s.handed("sms T2 你好")
	})
}

func TestE10_上限的窗口(t *testing.T) {
	caps := func(cap string, events ...tiexin.Event) *tale {
		t.Helper()
		return tell(t, `
limits: {quiet: {open: {hours: "04:00-04:01"}}, caps: {c: {`+cap+`}}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [wangwang, sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: 你好}
`, events...)
	}
	t.Run("滚动两小时,等", func(t *testing.T) {
		caps("at_most: 1, within: 2h, then: wait", at("+0m", created("T1")), at("+1h", created("T2")), at("+90m", created("T3"))).
			says("10:00 f/r T1 wangwang 你好", "12:00 f/r T2 wangwang 你好", "14:00 f/r T3 wangwang 你好")
	})
	t.Run("按天,等到零点", func(t *testing.T) {
		caps("at_most: 1, per: day, then: wait", at("+0m", created("T1")), at("+1h", created("T2"))).
			says("10:00 f/r T1 wangwang 你好", "11-12 00:00 f/r T2 wangwang 你好")
	})
	t.Run("一周从星期一算起", func(t *testing.T) {
		caps("at_most: 1, per: week, then: wait", at("+0m", created("T1")), at("11-15 23:59", created("T2", thing(func(o *tiexin.Order) { o.Kind = tiexin.COD })))).
			says("10:00 f/r T1 wangwang 你好", "11-16 00:00 f/r T2 wangwang 你好")
	})
	t.Run("一月从一号算起,丢掉", func(t *testing.T) {
		caps("at_most: 1, per: month", at("11-30 23:59", created("T1")), at("11-30 23:59:30", created("T2")), at("12-01 00:00", created("T3"))).
			says("11-30 23:59 f/r T1 wangwang 你好", "12-01 00:00 f/r T3 wangwang 你好")
	})
	t.Run("零条就是不发", func(t *testing.T) {
		caps("at_most: 0, per: day", at("+0m", created("T1"))).silent().withheld("10:00 f/r T1 skip enough-already c")
	})
	t.Run("等不到的名额,过了期限就是太迟", func(t *testing.T) {
		caps("at_most: 0, per: day, then: wait", at("+0m", created("T1"))).silent().withheld("10:00 f/r T1 skip too-late c")
	})
	t.Run("只数旺旺,短信还可以", func(t *testing.T) {
		caps("at_most: 1, per: day, channel: wangwang", at("+0m", created("T1")), at("+1m", created("T2"))).
			says("10:00 f/r T1 wangwang 你好", "10:01 f/r T2 sms 你好")
	})
	t.Run("只等旺旺,等得到就等", func(t *testing.T) {
		caps("at_most: 1, within: 2h, channel: wangwang, then: wait", at("+0m", created("T1")), at("+1m", created("T2"))).
			says("10:00 f/r T1 wangwang 你好", "12:00 f/r T2 wangwang 你好")
	})
	t.Run("只等旺旺,等过了期限就用短信", func(t *testing.T) {
		soon := thing(func(o *tiexin.Order) { o.ClosesAt = timeAt("+1h") })
		caps("at_most: 1, within: 2h, channel: wangwang, then: wait", at("+0m", created("T1")), at("+1m", created("T2", soon))).
			says("10:00 f/r T1 wangwang 你好", "10:01 f/r T2 sms 你好")
	})
	t.Run("任务不占名额", func(t *testing.T) {
		tell(t, `
limits: {quiet: {open: {hours: "04:00-04:01"}}, caps: {c: {at_most: 1, per: day}}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.created], send: [{task: hello, within: 1s}, hello]}]}
texts: {hello: 你好}
`, at("+0m", created("T1"))).says("10:00 f/r#1 T1 task:wangwang 你好", "10:00:01 f/r#2 T1 wangwang 你好")
	})
}

// A restart forgets nothing that was spent.
func TestE10_重启之后花过的钱还记得(t *testing.T) {
	s := opens(t, chatty)
	for i := range 25 {
		s.hears(created("T1", by(fmt.Sprintf("c%d", i))))
		if i%4 == 3 {
			s.restart(chatty)
		}
	}
	s.delivers()
	require.Len(t, s.sent, 20)
	s.at("11-12 10:00")
	s.restart(chatty)
	s.hears(created("T2", by("c0")))
	s.delivers()
	require.Len(t, s.sent, 21, "tomorrow there is new money")
}
