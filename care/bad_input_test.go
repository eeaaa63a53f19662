package care

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func TestE14_坏事件被拒绝_一半也不留(t *testing.T) {
	spoil := func(d detail) tiexin.Event {
		e := at("+1m", paid("T1", yuan(5)))
		d(&e)
		return e
	}
	tests := map[string]tiexin.Event{
		"没有编号":       spoil(func(e *tiexin.Event) { e.ID = "" }),
		"没有时间":       spoil(func(e *tiexin.Event) { e.At = time.Time{} }),
		"没有客户":       spoil(func(e *tiexin.Event) { e.Customer.ID = "" }),
		"没有类型":       spoil(func(e *tiexin.Event) { e.Type = "" }),
		"没见过的类型":     spoil(func(e *tiexin.Event) { e.Type = "order.payed" }),
		"没有订单":       spoil(func(e *tiexin.Event) { e.Order = nil }),
		"订单没有编号":     spoil(func(e *tiexin.Event) { e.Order.ID = "" }),
		"负的金额":       spoil(func(e *tiexin.Event) { e.Order.Amount = -1 }),
		"太大的金额":      spoil(func(e *tiexin.Event) { e.Order.Amount = 1 << 60 }),
		"上个世纪":       spoil(func(e *tiexin.Event) { e.At = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC) }),
		"太远的将来":      spoil(func(e *tiexin.Event) { e.Order.PaidAt = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }),
		"负的购买次数":     spoil(func(e *tiexin.Event) { e.Customer.PaidOrders = -1 }),
		"不是 UTF-8":   spoil(func(e *tiexin.Event) { e.Customer.Nick = "\xff" }),
		"编号里有换行":     spoil(func(e *tiexin.Event) { e.Order.ID = "T1\n" }),
		"别人的订单":      spoil(func(e *tiexin.Event) { e.Order.CustomerID = "xiaoli" }),
		"大家的事说成一个人的": {ID: "i", Type: tiexin.EventIncidentDeclared, At: timeAt("+1m"), Customer: tiexin.Customer{ID: "xiaowang"}, Incident: &tiexin.Incident{ID: "storm", Kind: "storm"}},
	}
	for name, bad := range tests {
		t.Run(name, func(t *testing.T) {
			s := opens(t, unpaid)
			s.hears(created("T1"))
			before := string(s.remembers("xiaowang").Encode())
			out, err := s.engine.Handle(context.Background(), bad)
			require.Error(t, err)
			assert.Empty(t, out)
			assert.Equal(t, before, string(s.remembers("xiaowang").Encode()))
			saysOf(t, s.wakes("+15m"), "10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
		})
	}
}

func TestE14_一批里的坏事件不连累好的(t *testing.T) {
	s := opens(t, unpaid)
	bad, worse := at("+0m", created("T2")), at("+0m", created("T3"))
	bad.Order.Amount = -1
	worse.ID = ""
	out, err := s.engine.HandleAll(context.Background(), []tiexin.Event{bad, at("+0m", created("T1")), worse})
	require.ErrorContains(t, err, "amount")
	require.ErrorContains(t, err, "event 1 of 3: ")
	require.ErrorContains(t, err, "event 3 of 3: tiexin: event: id: is missing")
	hasLines(t, out, "10:00 payment/gentle T1 wait not-yet until 10:15")
	assert.Len(t, s.remembers("xiaowang").Orders, 1)
}

// The host's event stays as it was handed in, whatever is done with it.
func TestE14_店家自己的事件不被改动(t *testing.T) {
	s := opens(t, unpaid)
	order := tiexin.Order{ID: "T1", Amount: 100, Region: tiexin.Region{Province: "浙江省", City: "杭州市"}, Refunds: []tiexin.Refund{{ID: "R1"}}}
	e := tiexin.Event{ID: "e1", Type: tiexin.EventOrderPaid, At: timeAt("+0m"), Customer: xiaowang(), Order: &order}
	copied, orderCopy := e, order
	s.hears(e)
	assert.Equal(t, copied, e)
	assert.Equal(t, orderCopy, order)
}

func TestE14_条件出错就是不成立_不会崩(t *testing.T) {
	file := `
flows:
  f:
    title: 催付
    about: order
    purpose: notice
    via: [wangwang]
    choose: all
    rules:
      - {name: index, if: "order.titles[3] == '羽绒服'", send: pay}
      - {name: zero, if: minutes_unpaid > 60 / order.amount, send: pay}
      - {name: attr, if: "order.attr['颜色'] == '红' || customer.attr['x'] != ''", send: pay}
      - {name: fine, if: minutes_unpaid > 5, send: pay}
texts: {pay: 您好}
`
	tell(t, file, at("+0m", created("T1", yuan(0)))).says("10:05 f/fine T1 wangwang 您好")
}

func TestE14_发送的人崩了_引擎不崩(t *testing.T) {
	s := opens(t, unpaid)
	s.fails = func(string, channel.Kind) error { panic("oops") }
	s.hears(created("T1"))
	s.wakes("+15m")
	assert.Equal(t, 1, s.delivers().Retrying)
	assert.Contains(t, s.log.String(), "panicked")
}

func TestE14_没见过的邮件箱内容_说一声就丢掉(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	shards, err := s.engine.open(context.Background())
	require.NoError(t, err)
	key := Key{Customer: "xiaoli"}
	lease := shards[PartitionOf(key, len(shards))].lease
	for _, body := range []string{"", "{", "{}", "null", "[]", `{"message":{"kind":"pigeon"}}`} {
		_, err = lease.Apply(context.Background(), Tx{Commits: []Commit{{Key: Key{Customer: "c" + body}, State: []byte{}, Send: []Posting{{ID: "x" + body, Key: key, Body: []byte(body)}}}}})
		require.NoError(t, err)
	}
	s.delivers()
	s.handed()
	assert.Zero(t, s.waiting())
	assert.Contains(t, s.log.String(), "cannot be read")
}

func TestE14_读不懂的记忆是错误_不是新客户(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	shards, err := s.engine.open(context.Background())
	require.NoError(t, err)
	key := Key{Customer: "xiaowang"}
	lease := shards[PartitionOf(key, len(shards))].lease
	for _, state := range []string{"\x00", "\x63rest", "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x01"} {
		records, err := lease.Load(context.Background(), []Key{key})
		require.NoError(t, err)
		results, err := lease.Apply(context.Background(), Tx{Commits: []Commit{{Key: key, If: records[0].Version, State: []byte(state)}}})
		require.NoError(t, errors.Join(err, results[0].Err))
		_, err = s.engine.Handle(context.Background(), at("+1m", paid("T1")))
		require.ErrorContains(t, err, "xiaowang")
		_, err = s.engine.Handle(context.Background(), at("+1m", created("T1", by("xiaoli"+strings.Repeat("i", len(state))))))
		require.NoError(t, err, "other customers go on")
	}
}

// An event from a clock that is wrong by days would make all that comes after it
// old news.
func TestE14_后天的事件_不收(t *testing.T) {
	s := opens(t, unpaid)
	ahead := created("T1")
	ahead.ID, ahead.At = "ahead", morning.Add(24*time.Hour)
	_, err := s.engine.Handle(context.Background(), ahead)
	require.NoError(t, err, "a day is a zone left out")
	ahead.ID, ahead.At = "far", ahead.At.Add(time.Millisecond)
	_, err = s.engine.Handle(context.Background(), ahead)
	require.EqualError(t, err, "tiexin: event \"far\": at: is 2026-11-12T10:00:00+08:00, more than a day after the engine's clock (2026-11-11T10:00:00+08:00): later events would be taken for old news")
	var refused *tiexin.EventError
	require.ErrorAs(t, err, &refused, "a webhook answers that there is no use in sending it again")
}

// A word of a closed list that plainly means one of the library's is read as that word; any
// other is left out with a warning, and the rest of the event counts.
func TestE14_评价写着差评_任务就派_写着别的日志说一声(t *testing.T) {
	file := `
flows: {bad: {title: 差评回访, about: order, when: review.created, purpose: service, rules: [{name: r, if: review.rating == 'bad', send: {task: ask}}]}}
texts: {ask: 问问}
`
	for said, goes := range map[tiexin.Rating]bool{"bad": true, "差评": true, "好评": false, "一般般": false} {
		s := opens(t, file)
		s.hears(paid("T1"))
		out := s.at("+1h").hears(at("+1h", happening(tiexin.EventReviewCreated, []detail{func(e *tiexin.Event) { e.Review = &tiexin.Review{OrderID: "T1", Rating: said} }})))
		assert.Equal(t, goes, slices.ContainsFunc(out, func(o Outcome) bool { return o.Goes() }), string(said))
		assert.Equal(t, said == "一般般", strings.Contains(s.log.String(), "review.rating"), string(said))
	}
}
