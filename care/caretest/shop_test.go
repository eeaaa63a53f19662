package caretest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
)

const reminding = `version: 1
shop: {name: 小鹿家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang, sms]
    rules: [{name: gentle, if: minutes_unpaid > 30, send: gentle}]
  paid:
    title: 大单
    about: order
    when: order.paid
    until: order.closed
    purpose: notice
    rules: [{name: pack, send: {task: pack, form: other, owner: 仓库}}]
texts:
  gentle: "#买家昵称|亲#，您的#商品名称#还没付款"
  pack: 亲自装箱
`

func rulesOf(t testing.TB, text string) *care.Rules {
	t.Helper()
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(text)}}, "rules.yaml")
	require.NoError(t, err)
	return rules
}

var (
	wang = tiexin.Customer{ID: "c1", Nick: "小王", Wangwang: "小王", Mobile: tiexin.Phone{Number: "13800000000"}}
	coat = tiexin.Event{Type: tiexin.EventOrderCreated, Customer: wang, Order: &tiexin.Order{ID: "T1", Amount: 19900, Title: "大衣"}}
	paid = tiexin.Event{Type: tiexin.EventOrderPaid, Customer: wang, Order: &tiexin.Order{ID: "T1"}}
)

func TestShop_条件不成立的规则也说一声(t *testing.T) {
	shop := caretest.NewShop(t, rulesOf(t, strings.Replace(reminding, "minutes_unpaid > 30", "order.amount > 5 && minutes_unpaid > 30", 1)), "2026-11-11 10:00", care.Options{})
	out := shop.Post(tiexin.Event{ID: "e1", Type: tiexin.EventOrderCreated, At: shop.Now(), Customer: tiexin.Customer{ID: "c1"}, Order: &tiexin.Order{ID: "T1", Amount: 100}})
	require.Len(t, out, 1)
	assert.Equal(t, care.ConditionOff, out[0].Reason)
}

func Test一家店_时间只在叫它走时才走(t *testing.T) {
	shop := caretest.NewShop(t, rulesOf(t, reminding), "2026-11-11 10:00", care.Options{})
	outcomes := shop.Post(coat)
	require.Len(t, outcomes, 1)
	assert.Equal(t, care.NotYet, outcomes[0].Reason)
	require.Len(t, shop.Waiting(), 1)
	assert.Equal(t, "10:30", shop.Waiting()[0].At.Format("15:04"))

	assert.Empty(t, shop.Advance(29*time.Minute))
	assert.Empty(t, shop.Went())
	shop.Advance(2 * time.Hour)
	assert.Equal(t, []string{"11-11 10:30 wangwang T1 payment/gentle 小王，您的大衣还没付款"}, shop.Went())
	assert.Equal(t, "12:29", shop.Now().Format("15:04"))

	shop.Post(paid)
	assert.Equal(t, "11-11 12:29 other T1 paid/pack 亲自装箱", shop.Went()[1])
	assert.Len(t, shop.Tasks(), 1)
	assert.Contains(t, shop.Timeline(), "payment/gentle")
	assert.Contains(t, fmt.Sprint(shop), "messages")
	assert.NotContains(t, fmt.Sprint(shop), "小王")
}

func Test一家店_渠道坏了换下一个_恢复了再试(t *testing.T) {
	shop := caretest.NewShop(t, rulesOf(t, reminding), "2026-11-11 10:00", care.Options{})
	shop.Fail(caretest.Failure{Channel: channel.Wangwang})
	shop.Fail(caretest.Failure{Channel: channel.SMS, Times: 2, Err: &channel.RetryAfter{After: time.Minute}})
	shop.Post(coat)
	shop.Advance(time.Hour)
	assert.Equal(t, []string{"11-11 10:32 sms T1 payment/gentle 小王，您的大衣还没付款"}, shop.Went())
	assert.Equal(t, 3, shop.Attempts(shop.Messages()[0].ID)-1, "wangwang once, sms three times")
}

func Test一家店_没人接的消息一直等着_时间照走(t *testing.T) {
	shop := caretest.NewShop(t, rulesOf(t, reminding), "2026-11-11 10:00", care.Options{})
	shop.Fail(caretest.Failure{Err: channel.ErrStopped})
	shop.Post(coat)
	shop.Advance(10 * time.Hour)
	assert.Empty(t, shop.Went())
	shop.Fix()
	shop.Advance(2 * time.Hour)
	assert.Len(t, shop.Went(), 1)
}

func Test一家店_撤回的任务(t *testing.T) {
	shop := caretest.NewShop(t, rulesOf(t, reminding), "2026-11-11 10:00", care.Options{})
	shop.Post(coat, paid)
	require.Len(t, shop.Tasks(), 1)
	shop.Post(tiexin.Event{Type: tiexin.EventOrderClosed, Customer: wang, Order: &tiexin.Order{ID: "T1"}})
	assert.Equal(t, []string{shop.Tasks()[0].ID}, shop.Withdrawn())
}

func Test一家店_自己的发送器和存储(t *testing.T) {
	var own caretest.Recorder
	seen := 0
	shop := caretest.NewShop(t, rulesOf(t, reminding), "2026-11-11 10:00", care.Options{
		Store: care.NewMemory(), Senders: map[channel.Kind]channel.Sender{channel.SMS: &own}, Observe: func(care.Outcome) { seen++ },
	})
	shop.Post(coat)
	shop.Advance(time.Hour)
	require.Len(t, own.Messages(), 1)
	assert.Equal(t, channel.SMS, own.Messages()[0].Kind)
	assert.Empty(t, shop.Went())
	assert.Equal(t, len(shop.Outcomes()), seen)
	_, err := shop.Engine.Health(context.Background())
	require.NoError(t, err)
}

func Test一家店_写错了就停下来说(t *testing.T) {
	assert.PanicsWithValue(t, `caretest: "10:00" is not a day with a time; write it like 2026-11-11 10:00`, func() {
		caretest.NewShop(nil, rulesOf(t, reminding), "10:00", care.Options{})
	})
	assert.Panics(t, func() { caretest.NewShop(nil, nil, "2026-11-11 10:00", care.Options{}) })
	shop := caretest.NewShop(nil, rulesOf(t, reminding), "2026-11-11 10:00", care.Options{})
	assert.Panics(t, func() { shop.Post(tiexin.Event{Type: tiexin.EventOrderPaid, Customer: wang}) })
}

func Test一家店_出了大事_先批准再告诉每一位(t *testing.T) {
	shop := caretest.NewShop(t, rulesOf(t, `version: 1
flows:
  storm:
    title: 台风
    about: order
    when: incident.declared
    purpose: service
    via: [wangwang]
    rules: [{name: care, send: storm}]
texts: {storm: 路上有台风，包裹会晚两天}
`), "2026-11-11 10:00", care.Options{})
	for _, id := range []string{"c1", "c2", "c3"} {
		shop.Post(tiexin.Event{
			Type: tiexin.EventOrderShipped, Customer: tiexin.Customer{ID: id, Wangwang: id},
			Order: &tiexin.Order{ID: "T-" + id, Region: tiexin.Region{Province: "浙江"}},
		})
	}
	shop.Post(tiexin.Event{Type: tiexin.EventIncidentDeclared, Incident: &tiexin.Incident{ID: "I1", Region: tiexin.Region{Province: "浙江"}}})
	assert.Empty(t, shop.Went())
	for waits, err := range shop.Engine.Approvals(context.Background(), care.ListOptions{}) {
		require.NoError(t, err)
		shop.Post(tiexin.Event{Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: waits.ID, By: "店长"}})
	}
	shop.Advance(time.Minute)
	assert.Len(t, shop.Went(), 3, shop.Timeline())
}
