package mail_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

const reminding = `version: 1
shop: {name: 青禾家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [email, sms]
    rules:
      - {name: gentle, if: minutes_unpaid > 30, send: gentle}
texts:
  gentle:
    email: |
      #商品名称#还没付款
      #买家昵称|亲#，#关闭时间#前付都来得及。

      青禾家
    sms: "#商品名称#还没付款，#关闭时间#前付都来得及"
`

// xiaoyu is reminded of a scarf by mail, the first line of the rule file's text its subject.
// The mail bounces, and the reminder goes by SMS.
func TestSender_AnSMSTakesOverFromAMailThatBounced(t *testing.T) {
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(reminding)}}, "*.yaml")
	require.NoError(t, err)
	now := time.Date(2026, 11, 5, 10, 0, 0, 0, tiexin.Shanghai())
	r := (&relay{}).start(t)
	s := sender(r)
	s.Now = func() time.Time { return now }
	var texted []string
	sms := channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
		texted = append(texted, m.Text)
		return channel.Receipt{}, nil
	})
	engine, err := care.New(rules, care.Options{Now: s.Now, Senders: map[channel.Kind]channel.Sender{channel.Email: s, channel.SMS: sms}})
	require.NoError(t, err)
	_, err = engine.Handle(t.Context(), tiexin.Event{
		ID: "m1", Type: tiexin.EventOrderCreated, At: now,
		Customer: tiexin.Customer{ID: "xiaoyu", Nick: "小鱼", Email: "xiaoyu@example.com", Mobile: tiexin.Phone{Number: "13800000000"}},
		Order:    &tiexin.Order{ID: "T1", Amount: 8900, Title: "羊绒围巾", CreatedAt: now},
	})
	require.NoError(t, err)
	pass := func(d time.Duration) {
		now = now.Add(d)
		_, err := engine.Advance(t.Context(), now)
		require.NoError(t, err)
		_, err = engine.Deliver(t.Context())
		require.NoError(t, err)
	}
	pass(time.Hour)
	require.Len(t, r.received(), 1)
	require.Empty(t, texted)
	o := open(t, r.received()[0].mail)
	assert.Equal(t, "羊绒围巾还没付款", o.subject)
	assert.Equal(t, "小鱼，明天10:00前付都来得及。\r\n\r\n青禾家\r\n", o.plain)

	bounced := strings.ReplaceAll(report(t, "bounce_postfix.eml"), channel.ShortID(message().ID)+"@qinghe.example", strings.Trim(o.header.Get("Message-ID"), "<>"))
	bounced = strings.Replace(bounced, "Date: Wed, 11 Nov 2026 12:05:00 +0800 (CST)", "Date: Thu, 05 Nov 2026 11:01:00 +0800", 1)
	now = now.Add(time.Minute)
	reading, err := s.ReadBounce(t.Context(), strings.NewReader(bounced))
	require.NoError(t, err)
	require.Len(t, reading.Events, 1)
	_, err = engine.Handle(t.Context(), reading.Events[0])
	require.NoError(t, err)
	pass(time.Hour)
	assert.Len(t, r.received(), 1)
	assert.Equal(t, []string{"羊绒围巾还没付款，明天10:00前付都来得及"}, texted)
}
