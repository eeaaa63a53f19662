package care

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A guest buys, and signs in as a member: two ids, one person.

const guestAndMember = `
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang, sms], rules: [{name: r, if: minutes_unpaid > 30, send: pay}]}
  call: {title: 打电话, about: order, when: order.shipped, purpose: service, rules: [{name: r, send: {task: call, via: phone, owner: 客服, within: 10h}}]}
  hi: {title: 来了, about: customer, when: customer.signed_in, purpose: marketing, via: [wangwang], rules: [{name: r, again: 1s, send: hi}]}
  vip: {title: 老客, about: customer, when: customer.joined, purpose: service, via: [wangwang], rules: [{name: r, if: customer.paid_orders == 3 && customer.spent == 300, send: hi}]}
limits: {caps: {one: {purposes: [marketing], at_most: 1, per: day}}}
texts: {pay: 请付款, hi: 你好, call: 打个电话}
`

// as lets an event happen to another id.
func as(id string, e tiexin.Event) tiexin.Event {
	e.Customer.ID = id
	return e
}

// mergedInto says that other is the same person as id.
func mergedInto(id string, others ...string) tiexin.Event {
	e := happening(tiexin.EventCustomerMerged, nil)
	e.Customer = tiexin.Customer{ID: id}
	for _, other := range others {
		e.Customer.IDs = append(e.Customer.IDs, tiexin.Identifier{Kind: tiexin.HostIdentifier, Value: other})
	}
	return e
}

func (s *shop) hands(expected ...string) {
	s.t.Helper()
	s.delivers()
	s.handed(expected...)
	assert.Zero(s.t, s.waiting())
}

func TestE1_一个人两个号_会员名下付了款_游客那边不再催(t *testing.T) {
	for _, tt := range []struct {
		name  string
		story []tiexin.Event
	}{
		{"先合并再付款", []tiexin.Event{at("+5m", mergedInto("member", "guest")), at("+6m", as("member", paid("T1")))}},
		{"先付款再合并", []tiexin.Event{at("+5m", as("member", paid("T1"))), at("+6m", mergedInto("member", "guest"))}},
		{"反过来合并", []tiexin.Event{at("+5m", as("member", paid("T1"))), at("+6m", mergedInto("guest", "member"))}},
		{"两头都说_说两遍", []tiexin.Event{at("+4m", mergedInto("member", "guest")), at("+5m", mergedInto("guest", "member")), at("+6m", mergedInto("member", "guest")), at("+7m", as("member", paid("T1")))}},
		{"隔着第三个号", []tiexin.Event{at("+4m", mergedInto("other", "guest")), at("+5m", mergedInto("member", "other")), at("+6m", as("member", paid("T1")))}},
		{"付款还记在游客名下", []tiexin.Event{at("+5m", mergedInto("member", "guest")), at("+6m", as("guest", paid("T1")))}},
		{"一次说三个号", []tiexin.Event{at("+5m", mergedInto("member", "other", "guest")), at("+6m", as("other", paid("T1")))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, guestAndMember)
			s.hears(as("guest", created("T1")))
			for _, e := range tt.story {
				s.now.Store(e.At.UnixMilli())
				s.hears(e)
			}
			s.wakes("+2h")
			s.hands()
		})
		t.Run(tt.name+"_一批", func(t *testing.T) {
			s := opens(t, guestAndMember).at("+40m")
			outcomes, err := s.engine.HandleAll(t.Context(), append([]tiexin.Event{at("+0m", as("guest", created("T1")))}, tt.story...))
			require.NoError(t, err)
			assert.NotEmpty(t, outcomes)
			s.wakes("+2h")
			s.hands()
		})
		t.Run(tt.name+"_模拟", func(t *testing.T) {
			for o := range Simulate(rulesFrom(t, guestAndMember), append([]tiexin.Event{at("+0m", as("guest", created("T1")))}, tt.story...), SimOptions{}) {
				assert.False(t, o.Goes(), "%s", o.String())
			}
		})
	}
	t.Run("没付款_照样催_只催一次", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")), as("member", created("T1")))
		s.at("+1m").hears(mergedInto("member", "guest"))
		s.wakes("+2h")
		s.hands("wangwang T1 请付款")
		assert.Equal(t, "member", s.sent[0].CustomerID)
	})
}

func TestE9_一个人两个号_哪个号拒绝都算(t *testing.T) {
	blocks := who(func(c *tiexin.Customer) { c.Blocked, c.BlockedBy = true, "店长" })
	for name, no := range map[string]tiexin.Event{"拒绝": revokes(""), "拉黑": customerIs(blocks)} {
		for _, refuses := range []string{"guest", "member"} {
			for _, into := range []string{"guest", "member"} {
				other := map[string]string{"guest": "member", "member": "guest"}[into]
				t.Run(name+"在"+refuses+"_并到"+into, func(t *testing.T) {
					s := opens(t, guestAndMember)
					s.hears(as("guest", created("T1")), as("member", created("T2")))
					s.at("+1m").hears(as(refuses, no))
					s.at("+2m").hears(mergedInto(into, other))
					s.wakes("+2h")
					s.hands()
					s.hears(as("guest", created("T3")), as("member", created("T4")))
					s.wakes("+4h")
					s.hands()
				})
				t.Run(name+"在"+refuses+"_后来才说_并到"+into, func(t *testing.T) {
					s := opens(t, guestAndMember)
					s.hears(as("guest", created("T1")), as("member", created("T2")))
					s.at("+2m").hears(mergedInto(into, other))
					s.at("+3m").hears(as(refuses, no))
					s.wakes("+2h")
					s.hands()
				})
			}
		}
	}
	t.Run("一个号拉黑_另一个号后来说解除_合起来还是黑的", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")), as("guest", customerIs(blocks)))
		s.at("+1m").hears(as("member", customerIs(who(func(c *tiexin.Customer) { c.BlockedBy = "店员" }))))
		s.at("+2m").hears(mergedInto("member", "guest"))
		s.wakes("+2h")
		s.hands()
	})
	t.Run("等在发件箱里的也收回", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")))
		s.wakes("+31m")
		require.Equal(t, 1, s.waiting())
		s.hears(as("member", revokes("")), mergedInto("member", "guest"))
		s.hands()
	})
	t.Run("合并的事件自己带着拒绝", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")))
		e := mergedInto("member", "guest")
		e.Customer.Consents = []tiexin.Consent{{Refused: true}}
		s.at("+40m").hears(e)
		s.wakes("+2h")
		s.hands()
	})
}

// What waits in the outbox keeps its identity, and whatever is reported of it is heard.
func TestE5_一个人两个号_路上的消息还找得到(t *testing.T) {
	t.Run("等着的那条照样发_只发一次", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")))
		id := saidIn(t, s.wakes("+31m"))
		s.hears(mergedInto("member", "guest"))
		s.hands("wangwang T1 请付款")
		assert.Equal(t, id, s.sent[0].ID)
		s.wakes("+10h")
		s.hands("wangwang T1 请付款")
	})
	t.Run("正在发的时候合并", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")))
		s.wakes("+31m")
		s.during = func(string) { s.hears(mergedInto("member", "guest")) }
		s.hands("wangwang T1 请付款")
		s.during = nil
		s.wakes("+10h")
		s.hands("wangwang T1 请付款")
	})
	t.Run("发失败了_换一个渠道", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")))
		s.wakes("+31m")
		s.hears(mergedInto("member", "guest"))
		s.fails = func(_ string, k channel.Kind) error {
			if k == channel.Wangwang {
				return channel.ErrUndeliverable
			}
			return nil
		}
		s.hands("sms T1 请付款")
	})
	t.Run("发完以后供应商说失败了", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", created("T1")))
		id := saidIn(t, s.wakes("+31m"))
		s.hands("wangwang T1 请付款")
		s.hears(mergedInto("member", "guest"))
		s.hears(as("guest", reports(tiexin.EventMessageFailed, id, func(e *tiexin.Event) { e.Message.Final = true })))
		s.hands("wangwang T1 请付款", "sms T1 请付款")
	})
	t.Run("两个号都派了同一个任务_只留一个", func(t *testing.T) {
		s := opens(t, guestAndMember)
		s.hears(as("guest", shipped("T1")), as("member", shipped("T1")))
		s.delivers()
		require.Len(t, s.tasks, 2)
		s.hears(mergedInto("member", "guest"))
		outbox := s.outbox()
		require.Len(t, outbox, 1)
		assert.Contains(t, outbox[0], "@withdrawn")
		s.delivers()
		s.hears(as("guest", reports(tiexin.EventTaskRefused, s.tasks[0].ID)))
		why, err := s.engine.Explain(t.Context(), Key{Customer: "guest"})
		require.NoError(t, err)
		assert.NotEmpty(t, why.Consents)
	})
}

func TestE2_一个人两个号_听过的事再来一遍_什么也不问(t *testing.T) {
	s := opens(t, guestAndMember)
	e := at("+0m", as("guest", created("T1")))
	s.hears(e)
	s.at("+1m").hears(mergedInto("member", "guest"))
	assert.Empty(t, s.at("+2m").hears(e))
}

func TestE6_一个人两个号_上限合起来数(t *testing.T) {
	s := opens(t, guestAndMember)
	yes := grants("marketing")
	s.hears(as("guest", yes), as("member", yes))
	s.at("+1m").hears(as("guest", happening(tiexin.EventCustomerSignedIn, nil)))
	s.hands("wangwang  你好")
	s.at("+2m").hears(mergedInto("member", "guest"))
	s.at("+3m").hears(as("member", happening(tiexin.EventCustomerSignedIn, nil)))
	s.wakes("+30m")
	s.hands("wangwang  你好")
}

func TestE3_一个人两个号_买过几单合起来算_一单不算两次(t *testing.T) {
	cost := thing(func(o *tiexin.Order) { o.Amount = 100_00 })
	base := func(id string, n int) tiexin.Event {
		return as(id, customerIs(who(func(c *tiexin.Customer) { c.PaidOrders, c.Spent = n, tiexin.Money(n)*100_00 })))
	}
	for name, story := range map[string][]tiexin.Event{
		"没有快照":     {as("guest", paid("T1", cost)), as("member", paid("T1", cost)), as("guest", paid("T2", cost)), as("member", paid("T3", cost))},
		"两边都有快照":   {base("guest", 2), base("member", 1)},
		"快照以后又买":   {base("member", 1), as("guest", paid("T1", cost)), as("guest", paid("T2", cost))},
		"快照以前买的也算": {as("guest", paid("T1", cost)), as("guest", paid("T2", cost)), base("member", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			s := opens(t, guestAndMember)
			for i, e := range story {
				s.at([]string{"+1m", "+2m", "+3m", "+4m"}[i]).hears(e)
			}
			s.at("+5m").hears(mergedInto("member", "guest"))
			s.at("+6m").hears(as("guest", happening(tiexin.EventCustomerJoined, nil)))
			s.hands("wangwang  你好")
		})
	}
}

func TestE15_一个人两个号_忘掉一个就是忘掉整个人(t *testing.T) {
	for _, forgotten := range []string{"guest", "member"} {
		t.Run(forgotten, func(t *testing.T) {
			s := opens(t, guestAndMember)
			s.hears(as("guest", created("T1")), as("guest", revokes("sms")))
			s.wakes("+31m")
			s.hears(mergedInto("member", "guest"))
			require.Equal(t, 1, s.waiting())
			require.NoError(t, s.engine.Forget(t.Context(), Key{Customer: forgotten}))
			assert.Zero(t, s.waiting())
			for _, id := range []string{"guest", "member"} {
				m := s.remembers(id)
				assert.Empty(t, m.Orders)
				assert.Empty(t, m.Thing.Nick)
			}
			s.at("+32m").hears(at("+5m", as("guest", created("T2"))))
			s.wakes("+2h")
			s.hands()
			x, err := s.engine.Explain(t.Context(), Key{Customer: "guest"})
			require.NoError(t, err)
			assert.Equal(t, "member", x.Key.Customer)
			assert.Equal(t, "guest", x.Asked)
			assert.Equal(t, []string{"guest"}, x.Also)
			assert.False(t, x.Forgotten.IsZero())
			assert.Len(t, x.Consents, 1)
		})
	}
}

// A crash between any two writes loses nothing and says nothing twice.
func TestE4_一个人两个号_半路断了也接得上(t *testing.T) {
	for _, op := range []string{"apply", "applied", "load"} {
		for n := range 12 {
			s := opens(t, guestAndMember)
			s.hears(as("guest", created("T1")), as("guest", created("T2")), as("member", paid("T1")), as("guest", revokes("sms")))
			left := n
			broken := errors.New("broken")
			s.store.Inject(func(f Fault) error {
				if f.Op == op {
					if left--; left < 0 {
						return broken
					}
				}
				return nil
			})
			_, err := s.engine.Handle(context.Background(), at("+1m", mergedInto("member", "guest")))
			s.store.Inject(func(Fault) error { return nil })
			s.restart(guestAndMember)
			s.wakes("+2m")
			if err != nil {
				s.at("+3m").hears(at("+1m", mergedInto("member", "guest")))
			}
			s.wakes("+20m")
			s.wakes("+2h")
			s.hands("wangwang T2 请付款")
			assert.Equal(t, "member", s.remembers("guest").Into, "%s %d", op, n)
			assert.False(t, s.remembers("guest").HandingOver)
			assert.Empty(t, s.remembers("guest").Orders)
			assert.Len(t, s.remembers("member").Consents, 1)
		}
	}
}

func TestE4_一个人两个号_断了以后不再说一遍_醒来自己接上(t *testing.T) {
	s := opens(t, guestAndMember)
	s.hears(as("guest", created("T1")), as("member", paid("T1")))
	applies := 0
	s.store.Inject(func(f Fault) error {
		if f.Op == "apply" {
			if applies++; applies > 1 {
				return errors.New("broken")
			}
		}
		return nil
	})
	_, err := s.engine.Handle(t.Context(), at("+1m", mergedInto("member", "guest")))
	require.Error(t, err)
	s.store.Inject(func(Fault) error { return nil })
	require.True(t, s.remembers("guest").HandingOver)
	s.restart(guestAndMember)
	s.wakes("+2m")
	assert.False(t, s.remembers("guest").HandingOver)
	assert.Len(t, s.remembers("member").Orders, 1)
	s.wakes("+2h")
	s.hands()
}

func TestEventCustomerMerged_没说是哪个号_不收(t *testing.T) {
	s := opens(t, guestAndMember)
	for _, others := range [][]string{nil, {"member"}} {
		_, err := s.engine.Handle(t.Context(), at("+0m", mergedInto("member", others...)))
		require.ErrorContains(t, err, "customer.ids")
	}
	assert.Empty(t, slices.Collect(func(yield func(string) bool) {
		for _, p := range s.store.parts {
			for _, k := range p.records.keys() {
				yield(k.Customer)
			}
		}
	}))
}

// A payment under the member's id ends the guest's reminder, where the host says by which
// kinds of ids it knows people.
func TestE1_一个人两个号_付款说出了游客的号(t *testing.T) {
	host := []tiexin.IdentifierKind{tiexin.HostIdentifier}
	names := func(kind tiexin.IdentifierKind, value string) detail {
		return who(func(c *tiexin.Customer) { c.IDs = []tiexin.Identifier{{Kind: kind, Value: value}} })
	}
	for name, tt := range map[string]struct {
		identify []tiexin.IdentifierKind
		names    detail
		says     []string
	}{
		"是一个人":     {host, names(tiexin.HostIdentifier, "guest"), nil},
		"没说这种号认人":  {nil, names(tiexin.HostIdentifier, "guest"), []string{"guest"}},
		"别的种类不认人":  {host, names(tiexin.PhoneID, "guest"), []string{"guest"}},
		"没有这个顾客":   {host, names(tiexin.HostIdentifier, "nobody"), []string{"guest"}},
		"说的就是自己的号": {host, names(tiexin.HostIdentifier, "member"), []string{"guest"}},
	} {
		t.Run(name, func(t *testing.T) {
			events := []tiexin.Event{at("+0m", as("guest", created("T1"))), at("+5m", as("member", paid("T1", tt.names))), at("+6m", as("member", updated("T1", tt.names)))}
			store := NewMemoryOf(4)
			var says []string
			for o := range Simulate(rulesFrom(t, guestAndMember), events, SimOptions{Identify: tt.identify, Store: store}) {
				if o.Goes() {
					says = append(says, o.Customer)
				}
			}
			assert.Equal(t, tt.says, says)
			for _, p := range store.parts {
				assert.Nil(t, p.records.get(Key{Customer: "nobody"}))
			}
		})
	}
}
