package care_test

import (
	"context"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// A host hands over what was decided with senders of its own. What a provider refuses
// for good goes by the next channel, and the outcome says why.
func ExampleEngine_Deliver() {
	senders := map[channel.Kind]channel.Sender{
		channel.Wangwang: channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) {
			return channel.Receipt{}, &channel.Final{Reason: "buyer not found"}
		}),
		channel.SMS: channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
			fmt.Println("sms:", m.Text)
			return channel.Receipt{ProviderID: "1"}, nil
		}),
	}
	rules := loaded(`version: 1
flows:
  thanks: {title: 付款致谢, about: order, when: order.paid, purpose: notice, via: [wangwang, sms], rules: [{name: all, send: thanks}]}
texts: {thanks: "#商品名称#正在打包"}
`)
	engine, err := care.New(rules, care.Options{Senders: senders, Now: func() time.Time { return tenOClock }})
	if err != nil {
		fmt.Println(err)
		return
	}
	paid := of(tiexin.EventOrderPaid, "T1", "大衣")
	paid.ID, paid.At = "e1", tenOClock
	_, err = engine.Handle(context.Background(), paid)
	fmt.Println(err)
	delivery, err := engine.Deliver(context.Background())
	fmt.Println(delivery.Sent, delivery.Failed, err)
	for _, o := range delivery.Outcomes {
		printWays(o)
	}
	// Output:
	// <nil>
	// sms: 大衣正在打包
	// 1 1 <nil>
	// T1 send due [wangwang closed: undeliverable (buyer not found) sms open]
}
