package care

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// What a provider says of a message: that it has arrived, that nobody is there, that the
// receiver lets nothing through.

func lostFor(cause channel.Cause, more ...detail) detail {
	return func(e *tiexin.Event) {
		e.Message.Final, e.Message.Reason, e.Message.Cause = true, "空号", string(cause)
		for _, d := range more {
			d(e)
		}
	}
}

func onChannel(k channel.Kind) detail {
	return func(e *tiexin.Event) { e.Message.Channel = k.String() }
}

func named(id string) detail { return func(e *tiexin.Event) { e.ID = id } }

func number(n string) detail {
	return who(func(c *tiexin.Customer) { c.Mobile = tiexin.Phone{Number: n} })
}

func Test回执_送达之后再说失败_送达算数(t *testing.T) {
	s := opens(t, oneWord)
	id := s.hears(paid("T1"))[0].Said.ID
	s.delivers()
	s.at("+1m").hears(reports(tiexin.EventMessageDelivered, id, onChannel(channel.Wangwang)))
	s.at("+2m").hears(reports(tiexin.EventMessageFailed, id, lostFor("", onChannel(channel.Wangwang))))
	s.delivers()
	s.handed("wangwang T1 谢谢")
	slots := s.remembers("xiaowang").Slots
	require.Len(t, slots, 1, "it counts")
	assert.Equal(t, remember.Delivered, slots[0].Came)
	t.Run("规则已经没了_也一样", func(t *testing.T) {
		s.restart(`
flows:
  g: {title: 别的, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.shipped], send: hello}]}
texts: {hello: 谢谢}
`)
		s.at("+3m").hears(reports(tiexin.EventMessageFailed, id, lostFor("", onChannel(channel.Wangwang))))
		assert.Len(t, s.remembers("xiaowang").Slots, 1)
	})
}

// The sender's return, the delivery and the failure come in any order, and each twice.
func Test回执_早来晚来重复来_顾客只收一条(t *testing.T) {
	const handsOver, arrives, fails = "交出去", "送达", "失败"
	for _, order := range [][]string{
		{handsOver, arrives, fails},
		{arrives, handsOver, fails},
		{arrives, fails, handsOver},
		{handsOver, arrives, arrives, fails, fails},
		{arrives, arrives, fails, fails, handsOver},
	} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			s := opens(t, oneWord)
			id := s.hears(paid("T1"))[0].Said.ID
			report := func(i int, what string) {
				kind, say := tiexin.EventMessageDelivered, onChannel(channel.Wangwang)
				if what == fails {
					kind, say = tiexin.EventMessageFailed, lostFor("", say)
				}
				s.hears(reports(kind, id, say, named(fmt.Sprint(what, i))))
			}
			var early []int
			for i, what := range order {
				switch {
				case what == handsOver: // those before it come while the sender is at work
					s.during = func(string) {
						for _, i := range early {
							report(i, order[i])
						}
					}
					s.delivers()
					s.during = nil
					early = nil
				case s.during == nil && len(s.sent) == 0:
					early = append(early, i)
				default:
					report(i, what)
				}
			}
			s.delivers()
			s.handed("wangwang T1 谢谢")
			slots := s.remembers("xiaowang").Slots
			require.Len(t, slots, 1)
			assert.Equal(t, remember.Delivered, slots[0].Came)
		})
	}
}

func Test回执_先说失败又说送达_换的那条还没发_就不发了(t *testing.T) {
	s := opens(t, "limits: {budgets: {b: {at_most: 0.05, per: day}}}\n"+oneWord)
	id := s.hears(paid("T1"))[0].Said.ID
	s.delivers()
	hasLines(t, s.at("+1m").hears(reports(tiexin.EventMessageFailed, id, lostFor("", onChannel(channel.Wangwang)))), "10:01 f/r T1 sms 谢谢")
	s.hears(reports(tiexin.EventMessageDelivered, id, onChannel(channel.Wangwang)))
	s.delivers()
	s.handed("wangwang T1 谢谢")
	slots := s.remembers("xiaowang").Slots
	require.Len(t, slots, 1)
	assert.Equal(t, channel.Wangwang, slots[0].Kind)
	assert.Zero(t, slots[0].Cost, "the SMS did not go")
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.Wangwang {
			return channel.ErrUndeliverable
		}
		return nil
	}
	s.at("+2m").hears(paid("T2"))
	s.delivers()
	s.handed("wangwang T1 谢谢", "sms T2 谢谢")
}

const bothNumbers = `
limits: {caps: {lots: {at_most: 99, per: day}}}
flows:
  f:
    title: 谢谢
    about: order
    purpose: notice
    rules: [{name: r, when: [order.paid], send: {text: hello, via: [sms, mms, wangwang]}}]
  g: {title: 回访, about: order, purpose: service, via: [phone], rules: [{name: call, when: [order.shipped], send: {task: ask, via: [phone]}}]}
texts: {hello: 谢谢, ask: 问问}
`

// noSMS fails by SMS with a cause.
func noSMS(cause channel.Cause) func(string, channel.Kind) error {
	return func(_ string, k channel.Kind) error {
		if k == channel.SMS {
			return fmt.Errorf("provider: %w", &channel.Final{Reason: "空号", Cause: cause})
		}
		return nil
	}
}

func Test空号_哪条渠道都不再往这个号发_换了号再发(t *testing.T) {
	s := opens(t, bothNumbers)
	s.fails = noSMS(channel.CauseAddress)
	s.hears(paid("T1"))
	s.delivers()
	s.handed("wangwang T1 谢谢")
	s.fails = nil

	out := s.at("+1m").hears(paid("T2"))
	var ways []string
	for _, w := range out[0].Ways {
		ways = append(ways, w.String())
	}
	assert.Equal(t, []string{"sms closed: bad-address", "mms closed: bad-address", "wangwang open"}, ways, "another order, the same number")
	hasLines(t, s.at("+2m").hears(shipped("T2")), "10:02 g/call T2 skip no-way")
	s.restart(bothNumbers)
	s.at("+3m").hears(paid("T3"))
	s.delivers()
	s.handed("wangwang T1 谢谢", "wangwang T2 谢谢", "wangwang T3 谢谢")

	s.at("+4m").hears(customerIs(number("13900000000")))
	s.at("+5m").hears(paid("T4", number("13900000000")))
	s.delivers()
	s.handed("wangwang T1 谢谢", "wangwang T2 谢谢", "wangwang T3 谢谢", "sms T4 谢谢")
	assert.Equal(t, "13900000000", s.sent[3].Address.To)

	t.Run("订单上还写着旧号_用顾客的新号", func(t *testing.T) {
		s.t = t
		s.at("+6m").hears(paid("T5", number("13900000000"), thing(func(o *tiexin.Order) { o.Mobile = tiexin.Phone{Number: "13800000000"} })))
		s.delivers()
		assert.Equal(t, "13900000000", s.sent[len(s.sent)-1].Address.To)
	})
	t.Run("已经排着队的_也不往空号发", func(t *testing.T) {
		s := opens(t, bothNumbers)
		s.hears(paid("T1"))
		id := s.sentID(t)
		s.hears(paid("T2"))
		s.hears(reports(tiexin.EventMessageFailed, id, lostFor(channel.CauseAddress)))
		s.delivers()
		for _, m := range s.sent[1:] {
			assert.Equal(t, channel.Wangwang, m.Kind, m.ID)
		}
		assert.Len(t, s.sent, 3)
	})
	t.Run("忘掉了就忘了", func(t *testing.T) {
		require.NoError(t, s.engine.Forget(t.Context(), Key{Customer: "xiaowang"}))
		assert.False(t, s.remembers("xiaowang").IsBad(channel.Address{Kind: channel.SMS, To: "13800000000"}))
	})
}

// sentID delivers what waits, and is the id of the last message that went.
func (s *shop) sentID(t testing.TB) string {
	t.Helper()
	s.t = t
	s.delivers()
	require.NotEmpty(t, s.sent)
	return s.sent[len(s.sent)-1].ID
}

func Test空号_晚到的回执说的是旧号_新号照发(t *testing.T) {
	s := opens(t, bothNumbers)
	s.hears(paid("T1"))
	id := s.sentID(t)
	s.at("+1m").hears(customerIs(number("13900000000")))
	s.at("+2m").hears(reports(tiexin.EventMessageFailed, id, number("13900000000"), lostFor(channel.CauseAddress)))
	s.at("+3m").hears(paid("T2", number("13900000000")))
	s.delivers()
	last := s.sent[len(s.sent)-1]
	assert.Equal(t, "sms 139****0000", last.Address.String())
	mem := s.remembers("xiaowang")
	assert.True(t, mem.IsBad(channel.Address{Kind: channel.Phone, To: "13800000000"}))
	assert.False(t, mem.IsBad(channel.Address{Kind: channel.Phone, To: "13900000000"}))
}

func Test空号_排队时换了号_失败说的是新号(t *testing.T) {
	s := opens(t, bothNumbers)
	s.hears(paid("T1"))
	s.at("+1m").hears(customerIs(number("13900000000")))
	id := s.sentID(t)
	assert.Equal(t, "13900000000", s.sent[0].Address.To)
	s.at("+2m").hears(reports(tiexin.EventMessageFailed, id, number("13900000000"), lostFor(channel.CauseAddress)))
	mem := s.remembers("xiaowang")
	assert.True(t, mem.IsBad(channel.Address{Kind: channel.SMS, To: "13900000000"}))
	assert.False(t, mem.IsBad(channel.Address{Kind: channel.SMS, To: "13800000000"}))
}

func Test黑名单_就是顾客不要了_短信彩信一起(t *testing.T) {
	refusedBoth := func(t *testing.T, s *shop) {
		t.Helper()
		mem := s.remembers("xiaowang")
		for _, k := range []channel.Kind{channel.SMS, channel.MMS} {
			assert.Equal(t, channel.Refused, channel.Permission(mem.Consents, k, tiexin.Notice, s.clock()), "%s", k)
		}
		assert.Equal(t, channel.Open, channel.Permission(mem.Consents, channel.Wangwang, tiexin.Notice, s.clock()))
		assert.Equal(t, "provider", mem.Consents[0].Source)
	}
	t.Run("交出去时说的", func(t *testing.T) {
		s := opens(t, bothNumbers)
		s.fails = noSMS(channel.CauseRefused)
		s.hears(paid("T1"))
		s.delivers()
		s.handed("wangwang T1 谢谢")
		refusedBoth(t, s)
		s.at("+1m").hears(grants("sms/notice"))
		s.fails = nil
		s.at("+2m").hears(paid("T2"))
		s.delivers()
		s.handed("wangwang T1 谢谢", "sms T2 谢谢")
	})
	t.Run("回执里说的_排着队的短信马上不发", func(t *testing.T) {
		s := opens(t, bothNumbers)
		s.hears(paid("T1"))
		id := s.sentID(t)
		s.at("+1m").hears(paid("T2"))
		s.hears(reports(tiexin.EventMessageFailed, id, lostFor(channel.CauseRefused)))
		s.delivers()
		refusedBoth(t, s)
		for _, m := range s.sent[1:] {
			assert.Equal(t, channel.Wangwang, m.Kind, m.ID)
		}
	})
	t.Run("交出去时说的_别的短信也撤回", func(t *testing.T) {
		s := opens(t, bothNumbers)
		tried := 0
		s.fails = func(id string, k channel.Kind) error {
			if k == channel.SMS {
				tried++
			}
			return noSMS(channel.CauseRefused)(id, k)
		}
		s.hears(paid("T1"), paid("T2"), paid("T3"))
		s.delivers()
		assert.Equal(t, 1, tried)
		assert.Len(t, s.sent, 3)
	})
	t.Run("交出去时说的_派给人发的短信也收回", func(t *testing.T) {
		s := opens(t, `
flows:
  f: {title: 谢谢, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.paid], send: hello}]}
  g: {title: 回访, about: order, purpose: service, via: [sms], rules: [{name: r, when: [order.shipped], send: {task: hello}}]}
texts: {hello: 谢谢}
`)
		desk := &returning{shop: s}
		s.engine.options.Tasks = desk
		s.hears(shipped("T1"))
		s.delivers()
		require.Len(t, s.tasks, 1)
		s.fails = noSMS(channel.CauseRefused)
		s.at("+1m").hears(paid("T2"))
		s.delivers()
		assert.Equal(t, []string{"v1:/xiaowang/g/r/T1/0/1 refused"}, desk.back)
	})
	t.Run("忘掉之后_拒绝还在", func(t *testing.T) {
		s := opens(t, bothNumbers)
		s.hears(paid("T1"))
		id := s.sentID(t)
		s.at("+1m")
		require.NoError(t, s.engine.Forget(t.Context(), Key{Customer: "xiaowang"}))
		s.at("+2m").hears(reports(tiexin.EventMessageFailed, id, lostFor(channel.CauseRefused, onChannel(channel.SMS))))
		refusedBoth(t, s)
	})
}

func Test回执_没见过的原因_提醒一声_当没说(t *testing.T) {
	s := opens(t, bothNumbers)
	s.hears(paid("T1"))
	id := s.sentID(t)
	s.hears(reports(tiexin.EventMessageFailed, id, lostFor("moved-away")))
	assert.Contains(t, s.log.String(), "message.cause")
	mem := s.remembers("xiaowang")
	assert.Empty(t, mem.Consents)
	assert.False(t, mem.IsBad(channel.Address{Kind: channel.SMS, To: "13800000000"}))
}

func Test回复_认不出是哪条_人认得_退订照样算(t *testing.T) {
	for _, id := range []string{"whatever", "v1:/xiaowang/gone/r/T9/0/1", "v1:/someone/f/r/T1/0/1"} {
		s := opens(t, bothNumbers)
		s.hears(paid("T1"))
		s.delivers()
		s.at("+1m").hears(reports(tiexin.EventMessageReplied, id, onChannel(channel.SMS), func(e *tiexin.Event) { e.Message.Text = "TD" }))
		mem := s.remembers("xiaowang")
		assert.Equal(t, channel.Refused, channel.Permission(mem.Consents, channel.SMS, tiexin.Notice, s.clock()), id)
		assert.Equal(t, channel.Open, channel.Permission(mem.Consents, channel.Wangwang, tiexin.Notice, s.clock()), id)
	}
}

const billed = `
shop: {name: 小鹿家}
channels: {sms: {price: 0.05}}
limits: {budgets: {b: {at_most: 0.30, per: day}}}
flows:
  f: {title: 谢谢, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.paid], send: hello}]}
texts: {hello: 谢谢}
`

// costs is what the messages of xiaowang cost.
func (s *shop) costs() (parts int, cost channel.Cost) {
	s.t.Helper()
	for _, t := range s.remembers("xiaowang").Slots {
		parts, cost = parts+t.Parts, cost+t.Cost
	}
	return parts, cost
}

func Test账单_实际几条算几条的钱(t *testing.T) {
	parts := func(n int) detail { return func(e *tiexin.Event) { e.Message.Parts = n } }
	for _, tt := range []struct {
		name    string
		receipt channel.Receipt
		reports []int // of parts, by message.delivered
		parts   int
		cost    channel.Cost
	}{
		{"服务商没说_按估的算", channel.Receipt{}, nil, 1, 500},
		{"收下时说了条数", channel.Receipt{Parts: 3}, nil, 3, 1500},
		{"收下时说了价钱", channel.Receipt{Parts: 2, Cost: 888}, nil, 2, 888},
		{"回执才说条数", channel.Receipt{}, []int{4}, 4, 2000},
		{"回执重复", channel.Receipt{}, []int{4, 4, 4}, 4, 2000},
		{"回执比收下时说的多", channel.Receipt{Parts: 2}, []int{3, 2}, 3, 1500},
		{"说过价钱_条数不改价", channel.Receipt{Parts: 2, Cost: 888}, []int{3}, 3, 888},
	} {
		for _, early := range []bool{false, true} {
			t.Run(fmt.Sprint(tt.name, "_回执先到:", early), func(t *testing.T) {
				s := opens(t, billed)
				s.receipt = func(channel.Message) channel.Receipt { return tt.receipt }
				id := s.hears(paid("T1"))[0].Said.ID
				report := func() {
					for i, n := range tt.reports {
						s.hears(reports(tiexin.EventMessageDelivered, id, parts(n), named(fmt.Sprint(i))))
					}
				}
				if early {
					s.during = func(string) { report() }
				}
				s.delivers()
				s.during = nil
				if !early {
					report()
				}
				n, cost := s.costs()
				assert.Equal(t, tt.parts, n)
				assert.Equal(t, tt.cost, cost)
				assert.Equal(t, tt.cost, s.spent("b"))
				var sum Summary
				for i := range s.observed {
					sum.Add(&s.observed[i])
				}
				assert.Equal(t, Total{Messages: 1, Parts: tt.parts, Cost: tt.cost}, sum.Total())
				s.restart(billed) // what was spent is read
				assert.Equal(t, tt.cost, s.spent("b"))
			})
		}
	}
}

// spent is what a budget has spent today, as the ledger has it.
func (s *shop) spent(budget string) channel.Cost {
	s.t.Helper()
	_, err := s.engine.open(s.t.Context())
	require.NoError(s.t, err)
	rules := s.engine.rules.Load()
	for _, b := range rules.Budgets {
		if b.Name == budget {
			return s.engine.means.Budgets.Spent("", b, s.clock().In(tiexin.Shanghai()))
		}
	}
	s.t.Fatalf("no budget %s", budget)
	return 0
}

func Test账单_预算按实际的走(t *testing.T) {
	s := opens(t, billed)
	s.receipt = func(channel.Message) channel.Receipt { return channel.Receipt{Parts: 6} }
	s.hears(paid("T1", by("a")))
	s.delivers()
	hasLines(t, s.at("+1m").hears(paid("T2", by("b"))), "10:01 b f/r T2 skip over-budget b")
	t.Run("失败了_全退", func(t *testing.T) {
		s.t = t
		s.at("+2m").hears(reports(tiexin.EventMessageFailed, "v1:/a/f/r/T1/0/1", by("a"), lostFor("")))
		assert.Zero(t, s.spent("b"))
		s.at("+3m").hears(paid("T3", by("b")))
		s.delivers()
		assert.Equal(t, channel.Cost(3000), s.spent("b"))
	})
}

func Test账单_说得出多了多少(t *testing.T) {
	s := opens(t, billed)
	s.receipt = func(channel.Message) channel.Receipt { return channel.Receipt{Parts: 3} }
	s.hears(paid("T1"))
	s.delivers()
	last := s.observed[len(s.observed)-1]
	assert.Equal(t, Billed, last.Verdict)
	assert.Equal(t, &Bill{ID: "v1:/xiaowang/f/r/T1/0/1", Via: channel.SMS, Parts: 3, Cost: 1500, MoreParts: 2, MoreCost: 1000}, last.Bill)
	assert.Equal(t, "2026-11-11 10:00:00 xiaowang f/r T1: billed sms, 3 parts, ¥0.15 (2 parts and ¥0.10 more)", last.String())
	written, err := json.Marshal(last)
	require.NoError(t, err)
	var read Outcome
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, last.Bill, read.Bill)
	t.Run("估得准就不用说", func(t *testing.T) {
		s := opens(t, billed)
		s.receipt = func(channel.Message) channel.Receipt { return channel.Receipt{Parts: 1, Cost: 500} }
		s.hears(paid("T1"))
		s.delivers()
		for _, o := range s.observed {
			assert.NotEqual(t, Billed, o.Verdict)
		}
	})
}

func Test不知道发没发_后来的回执说了算(t *testing.T) {
	lost := func(string, channel.Kind) error { return channel.ErrUnknownOutcome }
	t.Run("送达了_占着名额和预算", func(t *testing.T) {
		s := opens(t, billed)
		s.fails = lost
		id := s.hears(paid("T1"))[0].Said.ID
		s.delivers()
		s.at("+1m").hears(reports(tiexin.EventMessageDelivered, id, func(e *tiexin.Event) { e.Message.Parts = 2 }))
		assert.Equal(t, channel.Cost(1000), s.spent("b"))
		assert.Equal(t, remember.Delivered, s.remembers("xiaowang").Slots[0].Came)
	})
	t.Run("没发成_名额和预算都还回来", func(t *testing.T) {
		s := opens(t, billed)
		s.fails = lost
		id := s.hears(paid("T1"))[0].Said.ID
		s.delivers()
		s.at("+1m").hears(reports(tiexin.EventMessageFailed, id, lostFor("")))
		assert.Zero(t, s.spent("b"))
		assert.Empty(t, s.remembers("xiaowang").Slots)
	})
}

func Test账单_撤回了却还是发出去的_也按实际的算(t *testing.T) {
	s := opens(t, `
limits: {budgets: {b: {at_most: 99.00, per: day}}}
flows: {f: {title: 短信, about: order, while: unpaid, purpose: notice, via: [sms], rules: [{name: r, if: minutes_unpaid > 5, send: hi}]}}
texts: {hi: 您好}
`)
	abroad := number("+4915112345678")
	s.receipt = func(channel.Message) channel.Receipt { return channel.Receipt{Parts: 2} }
	s.hears(created("T1", abroad))
	s.wakes("+5m")
	s.during = func(string) { s.hears(paid("T1", abroad)) }
	hasLines(t, s.delivers().Outcomes, "10:05 f/r T1 regret ended order.paid")
	n, cost := s.costs()
	assert.Equal(t, 2, n)
	assert.Equal(t, channel.Cost(9000), cost, "two parts abroad")
	assert.Equal(t, cost, s.spent("b"))
}

// A year later the slot is packed, and a bill that comes so late still finds it.
func Test账单_很晚才来_也认得(t *testing.T) {
	s := opens(t, billed)
	id := s.hears(paid("T1"))[0].Said.ID
	s.delivers()
	s.now.Store(timeAt("+0m").Add(40 * 24 * time.Hour).UnixMilli())
	e := reports(tiexin.EventMessageDelivered, id, func(e *tiexin.Event) { e.Message.Parts = 3 })
	e.At, e.ID = s.clock(), "late"
	s.hears(e)
	n, cost := s.costs()
	assert.Equal(t, 3, n)
	assert.Equal(t, channel.Cost(1500), cost)
	assert.Zero(t, s.spent("b"), "it was another day's money")
}
