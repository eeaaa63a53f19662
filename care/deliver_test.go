package care

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

const oneWord = `
flows:
  f: {title: 谢谢, about: order, purpose: notice, via: [wangwang, wechat, sms], rules: [{name: r, when: [order.paid], send: hello}]}
texts: {hello: 谢谢}
`

func following(e *tiexin.Event) { e.Customer.WeChat = "openid" }

func Test交出去_这条路不通换下一条(t *testing.T) {
	s := opens(t, oneWord)
	var tried []string
	s.fails = func(id string, k channel.Kind) error {
		tried = append(tried, k.String()+" "+id)
		switch k {
		case channel.Wangwang:
			return channel.ErrUndeliverable
		case channel.WeChat:
			return &channel.Final{Reason: "not a follower"}
		}
		return nil
	}
	s.hears(paid("T1", following))
	d := s.delivers()
	assert.Equal(t, Delivery{Sent: 1, Failed: 2, Outcomes: d.Outcomes, Next: d.Next}, d)
	assert.Equal(t, []string{"wangwang v1:/xiaowang/f/r/T1/0/1", "wechat v1:/xiaowang/f/r/T1/0/1", "sms v1:/xiaowang/f/r/T1/0/1"}, tried)
	saysOf(t, s.observed, "10:00 f/r T1 wangwang 谢谢", "10:00 f/r T1 wechat 谢谢", "10:00 f/r T1 sms 谢谢")
	assert.Len(t, s.remembers("xiaowang").Slots, 1, "only the last has a slot")
	s.handed("sms T1 谢谢")
}

func Test交出去_全都不通就是没有办法_各有各的原因(t *testing.T) {
	s := opens(t, oneWord)
	s.fails = func(string, channel.Kind) error { return channel.ErrUndeliverable }
	s.hears(paid("T1")) // does not follow the shop's account
	out := s.delivers().Outcomes
	last := out[len(out)-1]
	assert.Equal(t, "10:00 f/r T1 skip no-way", told(&last))
	var ways []string
	for _, w := range last.Ways {
		ways = append(ways, w.String())
	}
	assert.Equal(t, []string{"wangwang closed: undeliverable", "wechat closed: no-address", "sms closed: undeliverable"}, ways)
	assert.Empty(t, s.remembers("xiaowang").Slots)
	assert.Zero(t, s.waiting())
}

func Test交出去_不知道成没成_不再发(t *testing.T) {
	s := opens(t, oneWord)
	s.fails = func(string, channel.Kind) error { return channel.ErrUnknownOutcome }
	out := s.hears(paid("T1"))
	d := s.delivers()
	assert.Equal(t, []int{0, 1}, []int{d.Sent, d.Unknown})
	assert.Zero(t, s.waiting())
	assert.Len(t, s.remembers("xiaowang").Slots, 1)
	s.fails = nil
	s.at("+1h").delivers()
	s.handed()
	t.Run("后来说失败了,换下一条", func(t *testing.T) {
		s.t = t
		s.hears(reports(tiexin.EventMessageFailed, out[0].Said.ID, func(e *tiexin.Event) { e.Message.Final = true }))
		s.delivers()
		s.handed("sms T1 谢谢")
	})
}

func Test交出去_太迟的不试下一条(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1", onSource("juhuasuan")))
	s.wakes("+15m")
	d := s.at("+31m").delivers()
	assert.Equal(t, 1, d.Expired)
	s.handed()
	assert.Zero(t, s.waiting())
}

func Test交出去_事后才知道失败(t *testing.T) {
	final := func(e *tiexin.Event) { e.Message.Final, e.Message.Reason = true, "空号" }
	for _, tt := range []struct {
		name   string
		detail detail
		then   []string
	}{
		{"彻底失败,换下一条路", final, []string{"wangwang T1 谢谢", "sms T1 谢谢"}},
		{"还会再送的失败,等着", func(*tiexin.Event) {}, []string{"wangwang T1 谢谢"}},
		{"别的消息失败,不相干", func(e *tiexin.Event) { final(e); e.Message.ID = "v1:/xiaowang/f/r/T9/0/1" }, []string{"wangwang T1 谢谢"}},
		{"不是引擎发的,不相干", func(e *tiexin.Event) { final(e); e.Message.ID = "whatever" }, []string{"wangwang T1 谢谢"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, oneWord)
			out := s.hears(paid("T1"))
			s.delivers()
			s.at("+5m").hears(reports(tiexin.EventMessageFailed, out[0].Said.ID, tt.detail))
			s.delivers()
			s.handed(tt.then...)
		})
	}
	t.Run("失败报了两遍", func(t *testing.T) {
		s := opens(t, oneWord)
		out := s.hears(paid("T1"))
		s.delivers()
		for _, id := range []string{"a", "b", "c"} {
			s.at("+5m").hears(reports(tiexin.EventMessageFailed, out[0].Said.ID, func(e *tiexin.Event) { final(e); e.ID = id; e.Message.Channel = "wangwang" }))
		}
		s.delivers()
		s.handed("wangwang T1 谢谢", "sms T1 谢谢")
	})
}

func Test交出去_送达的回执来得早来得晚都一样(t *testing.T) {
	file := `
flows:
  f: {title: 谢谢, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.paid], send: [hello, {text: again, after: 10m}]}]}
texts: {hello: 谢谢, again: 再谢}
`
	for _, early := range []bool{true, false} {
		s := opens(t, file)
		out := s.hears(paid("T1"))
		delivered := reports(tiexin.EventMessageDelivered, out[0].Said.ID)
		if early { // the provider's report overtakes the sender's return
			s.hears(delivered)
		}
		s.delivers()
		if !early {
			s.at("+5m").hears(delivered)
		}
		saysOf(t, s.wakes("+9m"))
		saysOf(t, s.wakes("+10m"), "10:10 f/r#2 T1 wangwang 再谢")
	}
}

const withTasks = `
flows:
  f:
    title: 跟进
    about: order
    purpose: service
    while: unpaid
    via: [phone, wangwang]
    rules:
      - {name: r, if: minutes_unpaid > 5, send: [{task: ask, within: 25m, owner: 小李, budget: 10.00}, {text: hello, via: [wangwang]}]}
texts: {ask: "问问#买家昵称#有没有困难", hello: 还需要帮忙吗}
`

func Test任务_派给人_完成了走下一步(t *testing.T) {
	for _, kind := range []tiexin.EventType{tiexin.EventTaskDone, tiexin.EventTaskFailed} {
		t.Run(string(kind), func(t *testing.T) {
			s := opens(t, withTasks)
			s.hears(created("T1"))
			s.wakes("+5m")
			assert.Equal(t, 1, s.delivers().Tasks)
			require.Len(t, s.tasks, 1)
			task := s.tasks[0]
			assert.Equal(t, channel.FormCall, task.Form)
			assert.Equal(t, "小李", task.Owner)
			assert.Equal(t, tiexin.Money(1000), task.Budget)
			assert.Equal(t, "问问小王有没有困难", task.Script)
			assert.Equal(t, timeAt("+30m").UnixMilli(), task.Deadline.UnixMilli())
			saysOf(t, s.wakes("+10m"))
			saysOf(t, s.at("+12m").hears(reports(kind, task.ID)), "10:12 f/r#2 T1 wangwang 还需要帮忙吗")
			saysOf(t, s.at("+13m").hears(reports(kind, task.ID)))
		})
	}
}

func Test任务_没人理_期限过了走下一步(t *testing.T) {
	s := opens(t, withTasks)
	s.hears(created("T1"))
	s.wakes("+5m")
	s.delivers()
	saysOf(t, s.wakes("+29m"))
	saysOf(t, s.wakes("+30m"), "10:30 f/r#2 T1 wangwang 还需要帮忙吗")
	saysOf(t, s.at("+40m").hears(reports(tiexin.EventTaskDone, s.tasks[0].ID)))
}

func Test任务_客户说别再打了_这件事到此为止(t *testing.T) {
	s := opens(t, withTasks)
	s.hears(created("T1"))
	s.wakes("+5m")
	s.delivers()
	hasLines(t, s.at("+8m").hears(reports(tiexin.EventTaskRefused, s.tasks[0].ID)), "10:08 f/r T1 skip refused task")
	assert.Equal(t, channel.Refused, channel.Permission(s.remembers("xiaowang").Consents, channel.Phone, tiexin.Service, s.clock()))
}

type returning struct {
	*shop
	back []string
}

func (r *returning) Open(ctx context.Context, task channel.Task) error { return r.open(ctx, task) }

func (r *returning) Withdraw(_ context.Context, id, why string) error {
	r.back = append(r.back, id+" "+why)
	return nil
}

func Test任务_付了款就收回(t *testing.T) {
	s := opens(t, withTasks)
	desk := &returning{shop: s}
	s.engine.options.Tasks = desk
	s.hears(created("T1"))
	s.wakes("+5m")
	s.delivers()
	require.Len(t, s.tasks, 1)
	s.at("+10m").hears(paid("T1"))
	s.delivers()
	assert.Equal(t, []string{"v1:/xiaowang/f/r/T1/0/1 ended"}, desk.back)
	assert.Zero(t, s.waiting())
}

func TestE15_忘掉一个人_给人的任务也收回(t *testing.T) {
	s := opens(t, withTasks)
	desk := &returning{shop: s}
	s.engine.options.Tasks = desk
	s.hears(created("T1"))
	s.wakes("+5m")
	s.delivers()
	require.Len(t, s.tasks, 1)
	require.NoError(t, s.engine.Forget(t.Context(), Key{Customer: "xiaowang"}))
	s.delivers()
	assert.Equal(t, []string{"v1:/xiaowang/f/r/T1/0/1 forgotten"}, desk.back)
}

func Test任务_台子忙着_到夜里了_早上再派(t *testing.T) {
	s := opens(t, `
flows:
  f: {title: 跟进, about: order, purpose: notice, rules: [{name: r, if: minutes_unpaid > 5, send: {task: ask, via: [phone], within: 3h}}]}
texts: {ask: 问问}
`)
	s.fails = func(string, channel.Kind) error { return errors.New("busy") }
	s.at("20:50").hears(created("T1"))
	s.wakes("20:55")
	assert.Equal(t, 1, s.delivers().Retrying)
	s.fails = nil
	s.at("21:30").delivers()
	s.handed()
	s.wakes("11-12 08:00")
	s.delivers()
	s.handed("task:phone T1 问问")
}

func Test没有台子就派不了任务(t *testing.T) {
	s := opens(t, withTasks)
	engine, err := New(s.engine.Rules(), Options{Store: s.store, Senders: s.engine.options.Senders, Now: s.clock})
	require.NoError(t, err)
	s.engine = engine
	s.hears(created("T1"))
	hasLines(t, s.wakes("+5m"), "10:05 f/r T1 skip no-way")
}

func Test没有人送的渠道就不走(t *testing.T) {
	s := opens(t, oneWord)
	engine, err := New(s.engine.Rules(), Options{Store: s.store, Now: s.clock, Senders: map[channel.Kind]channel.Sender{channel.SMS: channel.SenderFunc(s.send)}})
	require.NoError(t, err)
	s.engine = engine
	saysOf(t, s.hears(paid("T1")), "10:00 f/r T1 sms 谢谢")
	_, err = New(s.engine.Rules(), Options{Senders: map[channel.Kind]channel.Sender{channel.SMS: nil}})
	require.ErrorContains(t, err, "sms")
}

const reviewed = `
flows:
  f: {title: 慰问, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.paid], review: true, send: [hello, {text: again, after: 1h}]}]}
texts: {hello: "#买家昵称#保重", again: 再问候}
`

func Test有人看过才发(t *testing.T) {
	s := opens(t, reviewed)
	out := s.hears(paid("T1"))
	hasLines(t, out, "10:00 f/r#1 T1 wait needs-review")
	require.NotNil(t, out[0].Said, "who reviews sees what would go")
	assert.Equal(t, "小王保重", out[0].Said.Text)
	s.delivers()
	s.handed()
	saysOf(t, s.at("+30m").hears(reports(tiexin.EventMessageApproved, out[0].Said.ID)), "10:30 f/r#1 T1 wangwang 小王保重")
	s.delivers()
	hasLines(t, s.wakes("+2h"), "12:00 f/r#2 T1 wait needs-review") // each step is looked at
	s.handed("wangwang T1 小王保重")
}

func Test看过说不行_就不发(t *testing.T) {
	s := opens(t, reviewed)
	out := s.hears(paid("T1"))
	hasLines(t, s.at("+30m").hears(reports(tiexin.EventMessageDeclined, out[0].Said.ID, func(e *tiexin.Event) { e.Message.By = "老板" })), "10:30 f/r T1 skip declined 老板")
	for _, line := range lines(s.at("+40m").hears(reports(tiexin.EventMessageApproved, out[0].Said.ID))) {
		assert.Contains(t, line, "declined")
	}
	s.wakes("+3h")
	s.delivers()
	s.handed()
}

func Test批准的时候已经不该发了_还是不发(t *testing.T) {
	s := opens(t, reviewed)
	out := s.hears(paid("T1"))
	s.at("+10m").hears(revokes(""))
	saysOf(t, s.at("+30m").hears(reports(tiexin.EventMessageApproved, out[0].Said.ID)))
	s.delivers()
	s.handed()
}

func Test夜里批准_早上发(t *testing.T) {
	s := opens(t, reviewed)
	out := s.hears(paid("T1"))
	hasLines(t, s.at("22:00").hears(reports(tiexin.EventMessageApproved, out[0].Said.ID)), "22:00 f/r#1 T1 wait quiet-hours default-notice-hours until 11-12 08:00")
	saysOf(t, s.wakes("11-12 08:00"), "11-12 08:00 f/r#1 T1 wangwang 小王保重")
}

func Test编号里有斜杠的订单_各是各的(t *testing.T) {
	s := opens(t, oneWord)
	for _, id := range []string{"T", "T/0", "T/1", "T/0/1", "/", "f/r"} {
		s.hears(paid(id))
		s.delivers()
	}
	s.handed("wangwang T 谢谢", "wangwang T/0 谢谢", "wangwang T/1 谢谢")
	for _, f := range firings(s.remembers("xiaowang")) {
		assert.NotEqual(t, remember.Handing, f.State(), f.Subject.ID)
	}
}

// What happens while the sender is at work comes too late to stop it.
func Test交出去_正发着的时候有变_记一笔遗憾(t *testing.T) {
	for _, tt := range []struct {
		name    string
		created string // the reminder is due a quarter of an hour later
		then    string
		meddles tiexin.Event
		regret  string
	}{
		{"付了款", "+0m", "10:15", paid("T1"), "10:15 payment/gentle T1 regret ended order.paid"},
		{"有付款问题", "+0m", "10:15", chats(tiexin.EventChatPaymentTrouble), "10:15 payment/gentle T1 regret in-conversation"},
		{"都退订了", "+0m", "10:15", revokes(""), "10:15 payment/gentle T1 regret refused"},
		{"退订了旺旺_短信接手", "+0m", "10:16", revokes("wangwang"), "10:16 payment/gentle T1 regret refused"},
		{"退订了旺旺_短信要等天亮", "20:44", "21:00", revokes("wangwang"), "21:00 payment/gentle T1 regret refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, unpaid)
			s.at(tt.created).hears(created("T1"))
			due := s.clock().Add(15 * time.Minute)
			s.now.Store(due.UnixMilli())
			_, err := s.engine.Advance(context.Background(), due)
			require.NoError(t, err)
			s.during = func(string) {
				s.during = nil
				s.at(tt.then).hears(tt.meddles)
			}
			d := s.delivers()
			assert.Equal(t, 1, d.Sent)
			hasLines(t, d.Outcomes, tt.regret)
			slots := s.remembers("xiaowang").Slots
			require.Len(t, slots, 1, "it reached the customer, so it counts")
			assert.Equal(t, channel.Wangwang, slots[0].Kind)
			assert.Equal(t, s.now.Load(), slots[0].At)
			s.delivers()
			assert.Zero(t, s.waiting())

			shards, err := s.engine.open(context.Background())
			require.NoError(t, err)
			key := Key{Customer: "xiaowang"}
			again := &input{key: key, report: &decide.Report{ID: s.sent[0].ID, What: decide.HandedOver, Message: &s.sent[0]}}
			require.NoError(t, shards[PartitionOf(key, len(shards))].do(context.Background(), []*input{again}))
			assert.Empty(t, again.out, "one regret is enough")

			s.now.Add(5 * time.Minute.Milliseconds())
			s.hears(chats(tiexin.EventChatClosed))
			_, err = s.engine.Advance(context.Background(), s.clock().Add(12*time.Hour))
			require.NoError(t, err)
			s.delivers()
			assert.Len(t, s.sent, 1, "it is not said again")
		})
	}
}

// A message that went anyway takes nobody else's slot.
func Test交出去_遗憾的那条不占别人的名额(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1", onSource("juhuasuan")))
	s.wakes("+15m")
	s.delivers()
	s.at("+25h").hears(created("T2", onSource("juhuasuan")))
	s.wakes("+25h15m")
	s.during = func(string) { s.during = nil; s.hears(paid("T2")) }
	hasLines(t, s.delivers().Outcomes, "11-12 11:15 payment/gentle T2 regret ended order.paid")
	assert.Len(t, s.remembers("xiaowang").Slots, 2)
}

// A message that went anyway is paid for: the purse bears two of them, and not
// three.
func Test交出去_遗憾的那条也花了钱(t *testing.T) {
	s := opens(t, `
flows: {f: {title: 催付, about: order, while: unpaid, purpose: notice, via: [sms], rules: [{name: r, if: minutes_unpaid > 15, send: pay}]}}
texts: {pay: 还没付款}
limits:
  caps: {lots: {at_most: 99, per: day}}
  budgets: {purse: {at_most: 0.09, per: day}}
`)
	for i, meddles := range []func(customer string) func(string){
		func(customer string) func(string) {
			return func(string) { s.during = nil; s.hears(paid("T", by(customer))) }
		},
		func(string) func(string) { return nil },
		func(string) func(string) { return nil },
	} {
		customer := fmt.Sprintf("customer%d", i)
		s.at(fmt.Sprintf("+%dh", i)).hears(created("T", by(customer)))
		s.wakes(fmt.Sprintf("+%dh15m", i))
		s.during = meddles(customer)
		s.delivers()
	}
	assert.Len(t, s.sent, 2)
	assert.Equal(t, channel.Cost(450), s.remembers("customer0").Slots[0].Cost)
}

// A message that went anyway has spoken for its siblings, though they were let go
// when it was to be taken back.
func Test合着说_发着的时候付了一单_另一单不再单独催(t *testing.T) {
	for _, later := range []string{"at once", "later"} {
		t.Run(later, func(t *testing.T) {
			s := opens(t, strings.Replace(unpaid, "while: unpaid", "while: unpaid\n    merge: 24h", 1))
			s.hears(created("T1"), created("T2"))
			s.wakes("+15m")
			s.during = func(string) {
				s.during = nil
				s.hears(paid("T1"))
				if later == "at once" {
					s.wakes("+15m")
				}
			}
			hasLines(t, s.delivers().Outcomes, "10:15 payment/gentle T1 regret ended order.paid")
			hasLines(t, s.wakes("+16m"), "10:16 payment/gentle T2 skip merged-into T1")
			s.wakes("+20h")
			s.delivers()
			require.Len(t, s.sent, 1)
			assert.Equal(t, []string{"T2"}, s.sent[0].Merged)
			assert.Zero(t, s.waiting())
			assert.Len(t, s.remembers("xiaowang").Slots, 1)
		})
	}
}

// Four customers' messages are under way at once: each sender waits until all
// four have begun.
func Test交出去_几位顾客同时发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var begun sync.WaitGroup
		begun.Add(4)
		engine, err := New(rulesFrom(t, oneWord), Options{
			Store: NewMemoryOf(1), Parallel: 4, Now: func() time.Time { return timeAt("+0m") },
			Senders: map[channel.Kind]channel.Sender{channel.Wangwang: channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) {
				begun.Done()
				begun.Wait() // were it one after the other, nobody would ever come
				return channel.Receipt{}, nil
			})},
		})
		require.NoError(t, err)
		for i := range 4 {
			_, err := engine.Handle(t.Context(), at("+0m", paid(fmt.Sprintf("T%d", i), by(fmt.Sprintf("customer%d", i)))))
			require.NoError(t, err)
		}
		d, err := engine.Deliver(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 4, d.Sent)
	})
}

// Ids are the host's: a slash in one does not make two messages one.
func Test消息的编号_编号里有斜杠也不混(t *testing.T) {
	ids := map[string]bool{}
	for _, of := range []struct{ customer, order string }{{"a", "b/f/r/c"}, {"a/f/r/b", "c"}, {"a%2Ff%2Fr%2Fb", "c"}} {
		s := opens(t, oneWord)
		out := s.hears(paid(of.order, by(of.customer)))
		require.Len(t, out, 1)
		id := out[0].Said.ID
		assert.False(t, ids[id], id)
		ids[id] = true
		s.delivers()
		s.at("+5m").hears(reports(tiexin.EventMessageFailed, id, func(e *tiexin.Event) {
			e.Message.Final, e.Customer.ID = true, of.customer
		}))
		assert.Equal(t, 1, s.delivers().Sent, "the report found its message, and the next channel takes over")
	}
}

// A host that takes tasks and sends nothing hears at once that there is no way.
func Test只接任务的店_消息没有路可走(t *testing.T) {
	file := `
flows:
  f: {title: 慰问, about: order, purpose: notice, rules: [{name: r, when: [order.paid], via: [wangwang, sms], send: [hello, {task: hello, via: [wangwang]}]}, {name: q, when: [order.shipped], send: {task: hello, via: [wangwang, phone]}}]}
texts: {hello: 您好}
`
	for _, senders := range []map[channel.Kind]channel.Sender{nil, {}} {
		var tasks []channel.Task
		desk := channel.TaskFunc(func(_ context.Context, t channel.Task) error { tasks = append(tasks, t); return nil })
		engine, err := New(rulesFrom(t, file), Options{Senders: senders, Tasks: desk, Now: func() time.Time { return morning }})
		require.NoError(t, err)
		out, err := engine.Handle(t.Context(), at("+0m", paid("T1")))
		require.NoError(t, err)
		hasLines(t, out, "10:00 f/r T1 skip no-way")
		_, err = engine.Handle(t.Context(), at("+0m", ofOrder(tiexin.EventOrderShipped, "T2", nil)))
		require.NoError(t, err)
		_, err = engine.Deliver(t.Context())
		require.NoError(t, err)
		require.Len(t, tasks, 1)
		assert.Equal(t, "T2", tasks[0].Subject)
	}
}

// Of what lies in another partition nobody looked, so it is not done.
func Test交到一半走了_说没办完(t *testing.T) {
	s := opens(t, unpaid)
	for i := range 8 {
		s.hears(created("T1", by(fmt.Sprint("c", i))))
	}
	s.wakes("+15m")
	ctx, leave := context.WithCancel(context.Background())
	s.during = func(string) { leave() }
	_, err := s.engine.Deliver(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.NotZero(t, s.waiting())
	s.delivers()
	require.Zero(t, s.waiting())
	require.Len(t, s.sent, 8)
}
