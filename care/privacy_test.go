package care

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// What must not leave: a number, a name, addresses, the buyer's own words.
var secrets = []string{"13912345678", "王小明", "openid-9f8e", "xm@example.com", "长安街七号", "旺旺小明", "OAID-77", "0000-5555"}

func marked(e *tiexin.Event) {
	c := &e.Customer
	c.Name, c.Mobile, c.WeChat, c.Email, c.Wangwang = "王小明", tiexin.Phone{Number: "13912345678"}, "openid-9f8e", "xm@example.com", "旺旺小明"
	c.District = "长安街七号"
	c.Attr = map[string]string{"备用电话": "139 0000-5555"}
	if e.Order != nil {
		e.Order.Receiver, e.Order.Mobile, e.Order.Message = "王小明", tiexin.Phone{OAID: "OAID-77"}, "送到长安街七号"
	}
}

const everyChannel = `
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: service
    choose: all
    via: [sms, wangwang, wechat, email, mms]
    rules:
      - {name: sms, if: minutes_unpaid > 15, send: [pay, {task: pay, via: [phone], within: 5m}]}
      - {name: wechat, if: minutes_unpaid > 16, via: [wechat], send: pay}
      - {name: email, if: minutes_unpaid > 17, via: [email], send: pay}
      - {name: reviewed, if: minutes_unpaid > 18, review: true, send: pay}
      - {name: named, if: "customer.name != '' && customer.attr['备用电话'] != '' && order.message != '' && minutes_unpaid > 19", via: [mms, visit], send: {task: pay}}
texts: {pay: "#买家昵称|亲#，您的#商品名称#还没付款"}
limits: {caps: {lots: {at_most: 99, per: day}}}
`

func TestE15_号码姓名地址不出现在结果日志和错误里(t *testing.T) {
	s := opens(t, everyChannel)
	failures := []error{nil, errors.New("busy"), &channel.Final{Reason: "bad number"}, channel.ErrUnknownOutcome, &channel.RetryAfter{}}
	n := 0
	s.fails = func(string, channel.Kind) error { n++; return failures[n%len(failures)] }
	var errs []string
	note := func(err error) {
		if err != nil {
			errs = append(errs, err.Error(), fmt.Sprintf("%+v", err))
		}
	}
	for i := range 8 {
		s.at("+0m").hears(created(fmt.Sprintf("T%d", i), by(fmt.Sprintf("c%d", i)), marked))
	}
	for _, when := range []string{"+15m", "+16m", "+17m", "+18m", "+19m", "+20m", "+40m", "+2h"} {
		s.wakes(when)
		d := s.delivers()
		s.observed = append(s.observed, d.Outcomes...)
	}
	s.hears(paid("T1", by("c1"), marked))

	bad := at("+3h", created("T9", marked))
	bad.Order.Amount, bad.Customer.Mobile.Number = -5, "+86 139 1234 5678 x"
	_, err := s.engine.Handle(context.Background(), bad)
	note(err)
	s.breaks("apply", 1000)
	_, err = s.engine.Handle(context.Background(), at("+3h", created("T8", marked)))
	note(err)
	_, err = s.engine.Deliver(context.Background())
	note(err)
	require.NotEmpty(t, errs)
	s.breaks("", 0)

	var all strings.Builder
	require.Greater(t, len(s.observed), 50)
	for i := range s.observed {
		o := &s.observed[i]
		data, err := json.Marshal(o)
		require.NoError(t, err)
		all.Write(data)
		fmt.Fprintln(&all, o, o.Ways, o.Seen())
		if o.Said != nil && o.Said.Message != nil {
			fmt.Fprintf(&all, "%v %+v %s %#v", *o.Said.Message, *o.Said.Message, o.Said.Message, *o.Said.Message)
		}
	}
	assert.Contains(t, all.String(), "customer.name = (name, 3 characters)")
	explanation, err := s.engine.Explain(context.Background(), Key{Customer: "c1"})
	require.NoError(t, err)
	fmt.Fprintf(&all, "%+v", explanation)
	all.WriteString(s.log.String())
	all.WriteString(strings.Join(errs, "\n"))
	require.NotEmpty(t, s.log.String())
	for _, secret := range secrets {
		assert.NotContains(t, all.String(), secret)
	}
	assert.Equal(t, "OAID-77", s.sent[0].Address.To, "the sender does get where to send it")
}

func TestE15_忘掉之后什么都不留(t *testing.T) {
	s := opens(t, everyChannel)
	s.hears(created("T1", marked), revokes("email", marked))
	s.wakes("+15m")
	require.NoError(t, s.engine.Forget(context.Background(), Key{Customer: "xiaowang"}))
	blob := string(s.remembers("xiaowang").Encode())
	for _, secret := range append(secrets, "T1", "羽绒服", "tb.cn") {
		assert.NotContains(t, blob, secret)
	}
	for _, p := range s.store.parts {
		for _, posting := range p.postings {
			assert.NotContains(t, string(posting.Body), "13912345678")
		}
	}
	s.delivers()
	s.handed()
	out := s.at("+1h").hears(created("T2", by("xiaoli"))) // the others are still known
	assert.NotEmpty(t, out)

	require.ErrorIs(t, s.engine.Forget(context.Background(), Key{Customer: "nobody"}), ErrNobody)
	assert.Nil(t, s.store.parts[PartitionOf(Key{Customer: "nobody"}, 4)].records.get(Key{Customer: "nobody"}))
}
