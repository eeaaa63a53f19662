package care_test

import (
	"context"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// A provider of SMS takes only texts that it has registered. The rule file binds each text
// to its template; the message carries the code and the variables, in the provider's order,
// each cleaned and cut, with its fallback where there is no value. `care bind` prints what
// to register.
func ExampleEngine_registered() {
	rules := loaded(`version: 1
shop: {name: 青禾家}
channels:
  sms:
    provider: aliyun
    signature: 青禾家
    templates:
      pay.gentle:
        code: SMS_1001
        body: ${nick}，您的订单还没付款，${until}前都可以付
        vars: {nick: {as: user_nick, max: 10}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: sms
    rules: [{name: gentle, if: minutes_unpaid > 30, send: pay.gentle}]
texts:
  pay.gentle: "#买家昵称|亲#，您的订单还没付款，#关闭时间#前都可以付"
`)
	ctx, now := context.Background(), tenOClock
	send := func(_ context.Context, m channel.Message) (channel.Receipt, error) {
		whole, err := m.SMS()
		fmt.Println(whole)
		fmt.Print(m.Template)
		for _, p := range m.Params {
			fmt.Print(" ", p.Key, "=", p.Value)
		}
		fmt.Println()
		return channel.Receipt{ProviderID: "biz-1"}, err
	}
	engine, err := care.New(rules, care.Options{
		Senders: map[channel.Kind]channel.Sender{channel.SMS: channel.SenderFunc(send)},
		Now:     func() time.Time { return now },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := engine.Handle(ctx, scarf); err != nil {
		fmt.Println(err)
	}
	now = tenOClock.Add(31 * time.Minute)
	if _, err := engine.Advance(ctx, now); err != nil {
		fmt.Println(err)
	}
	delivery, err := engine.Deliver(ctx)
	fmt.Println(delivery.Sent, err)
	// Output:
	// 【青禾家】小鱼，您的订单还没付款，明天10:00前都可以付
	// SMS_1001 nick=小鱼 until=明天10:00
	// 1 <nil>
}
