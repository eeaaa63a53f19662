package care_test

import (
	"context"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// registered sends SMS by templates that the provider has approved: it passes on the
// code of the template and its variables instead of the text.
type registered struct {
	rules *care.Rules
	codes map[string]string // the name of a text in the rule file → the provider's code
}

func (r registered) Send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	rule, ok := r.rules.Rule(m.Flow + "/" + m.Rule)
	if !ok {
		return channel.Receipt{}, &channel.Final{Reason: "the rule is gone"}
	}
	words := rule.Steps[m.Step-1].Text.For(channel.SMS)
	binding, err := template.Compile(words, template.Aliyun(), m.Purpose) // a host does this once, when it starts
	if err != nil {
		return channel.Receipt{}, &channel.Final{Reason: "not a text for the provider", Err: err}
	}
	values := template.Map{}
	for word, value := range m.Values { // a placeholder that takes its fallback is not among them
		if name, ok := template.Lookup(word); ok {
			values[name] = value
		}
	}
	variables, err := binding.Params(values)
	if err != nil {
		return channel.Receipt{}, &channel.Final{Reason: "not a value for the provider", Err: err}
	}
	fmt.Println(r.codes[m.Wording], variables)
	return channel.Receipt{ProviderID: "biz-1"}, nil
}

// A provider of SMS takes only registered texts. template.Compile makes the text to
// register, and the Binding the variables of one message.
func ExampleEngine_registered() {
	rules := loaded(`version: 1
shop: {name: 青禾家}
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
	engine, err := care.New(rules, care.Options{
		Senders: map[channel.Kind]channel.Sender{channel.SMS: registered{rules, map[string]string{"pay.gentle": "SMS_1001"}}},
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
	// SMS_1001 map[buyer_nick:小鱼 closes_at:明天10:00]
	// 1 <nil>
}
