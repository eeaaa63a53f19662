package care

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// toForget thanks for a payment, greets who comes in, answers a reply and has somebody
// call.
const toForget = `
limits: {caps: {lots: {at_most: 99, per: day}}}
flows:
  thanks: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [sms, wangwang], rules: [{name: r, send: hello}]}
  unpaid: {title: 催付, about: order, while: unpaid, purpose: notice, via: [sms], rules: [{name: r, if: minutes_unpaid > 15, send: hello}]}
  came: {title: 来了, about: customer, when: customer.signed_in, purpose: service, via: [wechat], rules: [{name: r, again: 1h, send: hello}]}
  heard: {title: 回话, about: customer, when: [message.replied, message.delivered, task.done, consent.revoked], purpose: service, via: [wangwang], rules: [{name: r, again: 1m, send: hello}]}
  call: {title: 回访, about: order, when: order.shipped, purpose: service, rules: [{name: r, send: {task: hello, via: [phone]}}]}
texts: {hello: "#买家昵称|亲#，您好"}
`

var xiaowangs = Key{Customer: "xiaowang"}

// forgets has a customer of whom something is known forgotten.
func (s *shop) forgets() *shop {
	s.t.Helper()
	require.NoError(s.t, s.engine.Forget(s.t.Context(), xiaowangs))
	return s
}

// busy has every sender and the desk ask for a day's patience.
func (s *shop) busy() *shop {
	s.fails = func(string, channel.Kind) error {
		return &channel.RetryAfter{After: 24 * time.Hour, Err: errors.New("busy")}
	}
	return s
}

// saidIn is the identity of the message or task among outcomes.
func saidIn(t testing.TB, outcomes []Outcome) string {
	t.Helper()
	for i := range outcomes {
		if outcomes[i].Goes() {
			return outcomes[i].Said.ID
		}
	}
	t.Fatalf("nothing goes:\n%s", strings.Join(lines(outcomes), "\n"))
	return ""
}

// outbox lists what waits, by identity.
func (s *shop) outbox() (ids []string) {
	s.t.Helper()
	for _, part := range s.store.parts {
		for id := range part.postings {
			ids = append(ids, id)
		}
	}
	return ids
}

// stored is what the store remembers of the customer; nil: nothing.
func (s *shop) stored() *memoryRecord {
	return s.store.parts[PartitionOf(xiaowangs, len(s.store.parts))].records.get(xiaowangs)
}

func TestE15_忘掉一个人_黑名单还在(t *testing.T) {
	s := opens(t, toForget)
	blocked := who(func(c *tiexin.Customer) { c.Blocked, c.BlockedBy = true, "法务" })
	s.hears(paid("T1", blocked))
	s.at("+1h").forgets()
	hasLines(t, s.at("+2h").hears(paid("T2")), "12:00 thanks/r T2 skip blocked 法务")
	assert.Equal(t, tiexin.Customer{Nick: "小王", Wangwang: "小王2008", Mobile: tiexin.Phone{Number: "13800000000"}, Blocked: true, BlockedBy: "法务"}, s.remembers("xiaowang").Thing)
	t.Run("解除以后就照常", func(t *testing.T) {
		s.at("+3h").hears(customerIs(who(func(c *tiexin.Customer) { c.BlockedBy = "店长" })))
		saysOf(t, s.at("+4h").hears(paid("T3")), "14:00 thanks/r T3 sms 小王，您好")
	})
	t.Run("解除以后_旧消息再来也不会又拉黑", func(t *testing.T) {
		s.at("+5h").forgets()
		s.at("+6h").hears(at("+1h", customerIs(blocked)))
		saysOf(t, s.at("+7h").hears(paid("T4")), "17:00 thanks/r T4 sms 小王，您好")
	})
	t.Run("没拉黑的不会变成拉黑", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(paid("T1"))
		s.at("+1h").forgets()
		saysOf(t, s.at("+2h").hears(paid("T2")), "12:00 thanks/r T2 sms 小王，您好")
	})
	t.Run("迟到的消息说拉黑了_听", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(paid("T1"))
		s.at("+1h").forgets()
		s.at("+2h").hears(late("+2h", "+5m", customerIs(blocked)))
		assert.Equal(t, tiexin.Customer{Blocked: true, BlockedBy: "法务"}, s.remembers("xiaowang").Thing, "and nothing else of it")
		hasLines(t, s.at("+3h").hears(paid("T2")), "13:00 thanks/r T2 skip blocked 法务")
	})
}

// Whatever was reported about it before, a posting that waits to be tried again leaves
// the outbox when its message or task is over, and with its customer.
func TestE15_发件箱里不剩文字和号码(t *testing.T) {
	for _, tt := range []struct {
		name   string
		event  tiexin.Event
		report func(id string) tiexin.Event
	}{
		{"已送达", paid("T1"), func(id string) tiexin.Event {
			return reports(tiexin.EventMessageDelivered, id)
		}},
		{"送不到", paid("T1"), func(id string) tiexin.Event {
			return reports(tiexin.EventMessageFailed, id, func(e *tiexin.Event) { e.Message.Final = true })
		}},
		{"电话打过了", shipped("T1"), func(id string) tiexin.Event { return reports(tiexin.EventTaskDone, id) }},
		{"电话没打通", shipped("T1"), func(id string) tiexin.Event { return reports(tiexin.EventTaskFailed, id) }},
		{"电话里拒绝了", shipped("T1"), func(id string) tiexin.Event { return reports(tiexin.EventTaskRefused, id) }},
		{"没人报告", paid("T1"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, toForget).busy()
			id := saidIn(t, s.hears(tt.event))
			s.delivers()
			waits := s.outbox()
			require.Len(t, waits, 1)
			if tt.report != nil {
				s.at("+5m").hears(tt.report(id))
				assert.NotContains(t, s.outbox(), waits[0], "it is over")
			}
			s.at("+10m").forgets()
			assert.Empty(t, s.outbox())
			s.fails = nil
			s.at("+30h").delivers()
			s.handed()
		})
	}
	t.Run("没有人记得的", func(t *testing.T) {
		s := opens(t, toForget).busy()
		s.hears(paid("T1"))
		s.delivers()
		part := s.store.parts[PartitionOf(xiaowangs, 4)]
		part.records.remove(xiaowangs)
		part.last = nil
		clearDesks()
		s.forgets()
		assert.Empty(t, s.outbox())
	})
	t.Run("别人的留着", func(t *testing.T) {
		s := opens(t, toForget)
		s.store = NewMemoryOf(1)
		s.restart(toForget)
		s.hears(paid("T1"), paid("T2", by("xiaoli")))
		s.forgets()
		s.delivers()
		s.handed("sms T2 xiaoli，您好")
	})
	t.Run("要从人手里收回的任务_照样收回", func(t *testing.T) {
		s := opens(t, withTasks)
		desk := &returning{shop: s}
		s.engine.options.Tasks = desk
		s.hears(created("T1"))
		s.wakes("+5m")
		s.delivers()
		s.at("+6m").hears(paid("T1")) // the withdrawal waits in the outbox
		s.forgets().delivers()
		assert.Equal(t, []string{"v1:/xiaowang/f/r/T1/0/1 ended"}, desk.back)
	})
}

// A customer may be forgotten while Deliver has the message in its hands, or together
// with an event.
func TestE15_正在发的时候忘掉(t *testing.T) {
	t.Run("发失败了_不再试", func(t *testing.T) {
		s := opens(t, toForget).busy()
		s.hears(paid("T1"))
		s.at("+1m")
		s.during = func(string) { s.during = nil; s.forgets() }
		s.delivers()
		assert.Empty(t, s.outbox())
		s.fails = nil
		s.at("+30h").delivers()
		s.handed()
	})
	t.Run("发出去了_什么也不记", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(paid("T1"))
		s.at("+1m")
		var then []byte
		s.during = func(string) { s.forgets(); then = s.stored().state }
		s.delivers()
		assert.Empty(t, s.outbox())
		assert.Equal(t, then, s.stored().state)
	})
	t.Run("已经取出来_还没发_不发", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(paid("T1"))
		shards, err := s.engine.open(t.Context())
		require.NoError(t, err)
		one := shards[PartitionOf(xiaowangs, len(shards))]
		pending, _, err := one.lease.Pending(t.Context(), s.clock().UnixMilli(), 10)
		require.NoError(t, err)
		s.at("+1m").forgets()
		_, err = one.handOverAll(t.Context(), &outboxPage{postings: pending}, new(Delivery))
		require.NoError(t, err)
		s.handed()
	})
	t.Run("和一个事件一起", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(created("T0"))
		shards, err := s.engine.open(t.Context())
		require.NoError(t, err)
		e := at("+0m", paid("T1"))
		ins := []*input{{key: xiaowangs, event: &e}, {key: xiaowangs, forget: true}}
		require.NoError(t, shards[PartitionOf(xiaowangs, len(shards))].do(t.Context(), ins))
		assert.Empty(t, s.outbox(), "what the event decided does not go")
		assert.Empty(t, s.remembers("xiaowang").Orders)
	})
}

func TestE15_读不出来的记忆也能忘掉(t *testing.T) {
	unreadable := map[string]string{"别的版本": "\x7f王小明13912345678", "乱码": "13912345678", "断了": "\x06\x02"}
	for name, blob := range unreadable {
		t.Run(name, func(t *testing.T) {
			s := opens(t, toForget).busy()
			s.hears(paid("T1"))
			s.delivers()
			s.stored().state = []byte(blob)
			err := s.at("+1h").engine.Forget(t.Context(), xiaowangs)
			require.ErrorIs(t, err, ErrForgottenUnread)
			require.ErrorContains(t, err, "xiaowang")
			assert.NotContains(t, err.Error(), "13912345678")
			assert.NotContains(t, string(s.stored().state), "13912345678")
			assert.Empty(t, s.outbox())
			s.fails = nil
			hasLines(t, s.at("+2h").hears(paid("T2")), "12:00 thanks/r T2 skip refused")
			assert.NotContains(t, s.at("+3h").hears(shipped("T2")), "task:phone")
			s.hears(at("+4h", grants("")))
			saysOf(t, s.at("+5h").hears(paid("T3")), "15:00 thanks/r T3 sms 小王，您好")
			s.forgets() // once more, and there is nothing to say
		})
	}
	t.Run("只有一张单读不出来_拒绝和黑名单还在", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(created("T1"), revokes("sms"), customerIs(who(func(c *tiexin.Customer) { c.Blocked = true })))
		state := s.stored().state
		broken := []byte(strings.Replace(string(state), "羽绒服", "羽绒\xff\xff\xff", 1))
		broken[strings.Index(string(state), "羽绒服")-1] = 0xff // a text that is longer than what is left
		s.stored().state = broken
		require.ErrorIs(t, s.at("+1h").engine.Forget(t.Context(), xiaowangs), ErrForgottenUnread)
		m := s.remembers("xiaowang")
		assert.True(t, m.Thing.Blocked)
		require.Len(t, m.Consents, 1)
		assert.Equal(t, "sms", m.Consents[0].Channel)
	})
}

func TestE15_没有这个人就说没有(t *testing.T) {
	s := opens(t, toForget)
	e := paid("T1")
	e.Shop = "旗舰店"
	s.hears(e)
	require.ErrorIs(t, s.engine.Forget(t.Context(), xiaowangs), ErrNobody, "the shop was left out")
	require.ErrorIs(t, s.engine.Forget(t.Context(), Key{}), ErrNobody)
	key := Key{Shop: "旗舰店", Customer: "xiaowang"}
	require.NoError(t, s.engine.Forget(t.Context(), key))
	require.NoError(t, s.engine.Forget(t.Context(), key), "once more does no harm")
	assert.Nil(t, s.stored(), "and leaves nothing of who was not there")
}

// What the shop spent is no customer's: forgetting everybody leaves it.
func TestE15_账本不是一个人_忘不掉(t *testing.T) {
	s := opens(t, toForget)
	s.store = NewMemoryOf(1)
	s.restart(`
limits: {budgets: {day: {at_most: 10.00, per: day}}}
flows: {f: {title: 谢, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: t}]}}
texts: {t: 谢谢}
`)
	s.hears(paid("T1"))
	then := s.store.parts[0].notes[expensesNote]
	require.NotEmpty(t, then)
	require.NoError(t, s.engine.Forget(t.Context(), xiaowangs))
	assert.Equal(t, then, s.store.parts[0].notes[expensesNote])
}

func TestE15_解释说这个人什么时候被忘掉了(t *testing.T) {
	s := opens(t, toForget)
	s.hears(paid("T1"), revokes("sms"))
	s.at("+10m").forgets()
	why, err := s.at("+1h").engine.Explain(t.Context(), xiaowangs)
	require.NoError(t, err)
	assert.Equal(t, timeAt("+10m"), why.Forgotten)
	var b strings.Builder
	require.NoError(t, why.Write(&b))
	assert.Contains(t, b.String(), "forgotten at 2026-11-11 10:10:00: earlier events have no effect\n  refused everything by sms")
}

func TestE15_忘掉一个人_库断了再来也一样(t *testing.T) {
	s := opens(t, toForget)
	s.hears(paid("T1"))
	s.at("+1m").breaks("applied", 1) // written, and nobody knows
	s.forgets()
	assert.Empty(t, s.outbox())
	assert.Empty(t, s.remembers("xiaowang").Orders)
	require.ErrorIs(t, s.engine.Forget(context.Background(), Key{Customer: "xiaoli"}), ErrNobody)
}
