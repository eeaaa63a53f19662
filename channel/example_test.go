package channel_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A text of 70 characters is one part; one more makes it two, for the parts of a
// long SMS hold only 67.
func ExampleSegments() {
	text := "【小鹿家】玲玲妈妈,您的包裹已经到达杭州,今天会送到您手上,请保持电话畅通。"
	fmt.Println(channel.Units(text), channel.Segments(text))
	text += "小鹿玩具第一次使用之前请用温水清洗,晾干以后再给宝宝玩,祝宝宝开心。😊"
	fmt.Println(channel.Units(text), channel.Segments(text))
	// Output:
	// 38 1
	// 74 2
}

// The worst case of a template: a nick of 8, an order's number of 19, a carrier
// of 4 and a tracking number of 13 characters.
func ExampleEstimate() {
	units, parts := channel.Estimate("【小鹿家】,您的订单已由发出,运单号。", 8, 19, 4, 13)
	fmt.Println(units, parts)
	// Output:
	// 63 1
}

// An advertisement has to say how to refuse the next one; a notice must not.
func ExampleCompose() {
	advertisement, err := channel.Compose("小鹿家", "宝宝满一岁啦,新玩具八折:tb.cn/p1", tiexin.Marketing, "")
	fmt.Println(advertisement, err)
	notice, err := channel.Compose("小鹿家", "您的订单已发货。", tiexin.Notice, "")
	fmt.Println(notice, err)
	// Output:
	// 【小鹿家】宝宝满一岁啦,新玩具八折:tb.cn/p1 拒收请回复R <nil>
	// 【小鹿家】您的订单已发货。 <nil>
}

// Parts at 0.045 yuan add up exactly.
func ExampleTariff() {
	budget := channel.CostOf(20000) // 200 yuan a day
	tariff := channel.Tariff{Part: 450 * channel.Hao}
	parts, cost := tariff.Cost(channel.SMS, "【小鹿家】您的订单已发货。", tiexin.Phone{Number: "13800000000"})
	fmt.Println(parts, cost, cost.Money(), int64(budget/cost))
	// Output:
	// 1 ¥0.045 ¥0.05 4444
}

func ExampleOptOut_Refuses() {
	for _, reply := range []string{"r", " TD ", "退订", "退货怎么办"} {
		fmt.Println(channel.OptOut{}.Refuses(reply))
	}
	// Output:
	// true
	// true
	// true
	// false
}

// The shop's own sentence decides which words refuse.
func ExampleNewOptOut() {
	optOut, err := channel.NewOptOut("退订回QX")
	for _, reply := range []string{"qx", "退订回QX", "退订", "我不想退订"} {
		fmt.Println(optOut.Refuses(reply), err)
	}
	_, err = channel.NewOptOut("可随时退订")
	fmt.Println(err)
	// Output:
	// true <nil>
	// true <nil>
	// true <nil>
	// false <nil>
	// the opt-out "可随时退订" names no word to reply with; write the word after 回复, as in 拒收请回复R
}

// She refused everything, and later allowed birthday wishes on WeChat.
func ExamplePermission() {
	spring := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	said := []tiexin.Consent{
		{Refused: true, At: spring, Source: "sms_reply", Proof: "R"},
		{Channel: "wechat", Purpose: tiexin.Care, At: spring.AddDate(0, 2, 0), Source: "agent:42"},
	}
	now := spring.AddDate(0, 6, 0)
	fmt.Println(channel.Permission(said, channel.WeChat, tiexin.Care, now))
	fmt.Println(channel.Permission(said, channel.SMS, tiexin.Care, now))
	fmt.Println(channel.Permission(said, channel.SMS, tiexin.Notice, now))
	// Output:
	// open
	// refused
	// refused
}

// An order waits for payment. The messenger has failed before, she follows no
// account; an SMS goes, and a call would be a task.
func ExamplePlan() {
	ways := channel.Plan(channel.Query{
		Customer:      &tiexin.Customer{ID: "lingling", Wangwang: "玲玲妈妈"},
		Order:         &tiexin.Order{ID: "T1", Mobile: tiexin.Phone{Number: "13800000000"}},
		Purpose:       tiexin.Notice,
		Via:           []channel.Kind{channel.Wangwang, channel.WeChat, channel.SMS, channel.Phone},
		Now:           time.Date(2026, 11, 11, 10, 30, 0, 0, time.UTC),
		Undeliverable: channel.SetOf(channel.Wangwang),
	})
	for _, way := range ways {
		fmt.Println(way)
	}
	if way, ok := channel.First(ways); ok {
		fmt.Println("goes to", way.Address)
	}
	// Output:
	// wangwang closed: undeliverable
	// wechat closed: no-address
	// sms open
	// phone open, by a person
	// goes to sms 138****0000
}

// The provider is out of reach for a moment: the message goes at the third
// attempt, with the ID it always had.
func ExampleRetry() {
	provider := channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
		fmt.Println("attempt", m.Attempt, "of", m.ID)
		if m.Attempt < 3 {
			return channel.Receipt{}, errors.New("connection refused")
		}
		return channel.Receipt{ProviderID: "900619746936498440^0", Parts: 1}, nil
	})
	sender := channel.Retry(provider, channel.RetryOptions{First: time.Millisecond})
	receipt, err := sender.Send(context.Background(), channel.Message{ID: "v1:/lingling/payment/everyone/T1//1"})
	fmt.Println(receipt.ProviderID, err)
	// Output:
	// attempt 1 of v1:/lingling/payment/everyone/T1//1
	// attempt 2 of v1:/lingling/payment/everyone/T1//1
	// attempt 3 of v1:/lingling/payment/everyone/T1//1
	// 900619746936498440^0 <nil>
}

// Tencent takes the same words for one number once in 30 seconds. The second time
// comes back with the time to wait; Retry around it would wait.
func ExampleRate() {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	provider := channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) {
		return channel.Receipt{}, nil
	})
	sender := channel.Rate(provider, channel.RateOptions{
		Limits: channel.TencentLimits(),
		Now:    func() time.Time { return now },
	})
	m := channel.Message{ID: "m1", Address: channel.Address{Kind: channel.SMS, To: "13800000000"}, Text: "您的订单已发货。"}
	_, err := sender.Send(context.Background(), m)
	fmt.Println(err)
	now = now.Add(10 * time.Second)
	_, err = sender.Send(context.Background(), m)
	fmt.Println(err)
	// Output:
	// <nil>
	// channel: message m1: throttled, to be tried again after 20s: the provider's limits leave no slot before then
}

func ExampleWords_Lint() {
	for _, finding := range channel.DefaultWords().Lint(channel.SMS, "【小鹿家】五星返现,全网最佳!😊", tiexin.Marketing) {
		fmt.Println(finding.Level, finding.Text)
	}
	// Output:
	// deny 【
	// deny 】
	// deny 五星返现
	// deny 最佳
	// warn 😊
}

// A desk is whatever the shop works with; the same task may come twice.
func ExampleTaskFunc() {
	queue := map[string]channel.Task{}
	var desk channel.TaskDesk = channel.TaskFunc(func(_ context.Context, t channel.Task) error {
		queue[t.ID] = t
		return nil
	})
	task := channel.Task{
		ID: "v1:/lingling/payment/newcomer/T1//1", CustomerID: "lingling", Kind: channel.Phone, Form: channel.FormCall,
		Address: channel.Address{Kind: channel.Phone, To: "13800000000"}, Script: "问一问付款有没有困难",
	}
	for range 2 {
		if err := desk.Open(context.Background(), task); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(len(queue), task)
	// Output:
	// 1 task v1:/lingling/payment/newcomer/T1//1: call, phone 138****0000
}

// A shop adds words of its own to those that providers refuse.
func ExampleParseWords() {
	words, err := channel.ParseWords("deny sms marketing 清仓 the shop does not talk like that; write 换季")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range words.Lint(channel.SMS, "换季清仓,全场八折", tiexin.Marketing) {
		fmt.Println(f)
	}
	_, err = channel.ParseWords("deny sms 清仓")
	fmt.Println(err)
	// Output:
	// deny: 清仓: the shop does not talk like that; write 换季
	// channel: the list of words: line 1: 3 of level, channels, purposes, word and reason are there; write all five
}

// Who can use a channel, and what it needs to know of the customer.
func ExampleKind_Info() {
	for _, kind := range []channel.Kind{channel.SMS, channel.Wangwang} {
		info := kind.Info()
		fmt.Println(kind, info.Chinese, info.Address, "by a person:", info.Human || info.Agent)
	}
	// Output:
	// sms 短信 a mobile number, or the OAID of the order it is about, or the parcel it is about where the provider can by a person: false
	// wangwang 旺旺 the nick or open uid that a chat can be opened with by a person: true
}
