package wechat_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/wechat"
)

// A template message goes, its receipt comes back, and the customer writes.
func Example() {
	provider := &channeltest.WeChat{AppID: "wx0123456789abcdef", Secret: "secret", Token: "token", AESKey: aesKey}
	server := httptest.NewServer(provider)
	defer server.Close()

	account := wechat.Account{
		AppID: "wx0123456789abcdef", Secret: "secret",
		Shelf:    channel.NewShelf(nil), // replicas share one over the host's database
		Endpoint: server.URL,            // a host leaves this out
	}
	pushes := httptest.NewServer(feed.Handler(wechat.Callback{Account: account, Token: "token", AESKey: aesKey}, feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			for _, e := range events { // here a host calls engine.HandleAll
				fmt.Printf("%s %s %q\n", e.Type, e.Customer.ID, e.Message.Text)
			}
			return nil
		},
	}))
	defer pushes.Close()
	provider.Receipts.URL = pushes.URL

	sender := &wechat.Sender{Account: account}
	receipt, err := sender.Send(context.Background(), channel.Message{
		ID: "v1:deer/xiaowang/parcel/shipped/T1/0/1", Kind: channel.WeChat, Purpose: tiexin.Notice,
		Address:  channel.Address{Kind: channel.WeChat, To: "oNRJ4wZ_uc9p1234567890Ej0z8"},
		Template: "TM00178", Params: []channel.Param{{Key: "thing2", Value: "加绒连帽卫衣"}, {Key: "phrase5", Value: "已发货"}},
		Page: "wxfedcba9876543210/pages/order?id=17",
	})
	fmt.Println(receipt.ProviderID, err)
	provider.Write("oNRJ4wZ_uc9p1234567890Ej0z8", "谢谢")
	fmt.Println(provider.Push(context.Background()))
	// Output:
	// 3248682510344192001 <nil>
	// message.delivered xiaowang ""
	// message.replied xiaowang "谢谢"
	// <nil>
}

// What is final for one message lets its rule's next channel take over; other failures keep
// the message.
func ExampleSender_Send() {
	provider := &channeltest.WeChat{AppID: "wx0123456789abcdef", Secret: "secret"}
	provider.Then(channeltest.Refuses("43004"), channeltest.Refuses("40037"), channeltest.Refuses("48001"))
	server := httptest.NewServer(provider)
	defer server.Close()
	sender := &wechat.Sender{Account: wechat.Account{AppID: "wx0123456789abcdef", Secret: "secret", Shelf: channel.NewShelf(nil), Endpoint: server.URL}}
	for range 3 {
		_, err := sender.Send(context.Background(), channel.Message{
			ID: "v1:deer/xiaowang/parcel/shipped/T1/0/1", Address: channel.Address{Kind: channel.WeChat, To: "oNRJ4wZ"}, Template: "TM00178",
		})
		fmt.Println(err)
	}
	// Output:
	// wechat: message v1:deer/xiaowang/parcel/shipped/T1/0/1: undeliverable: not a follower: WeChat answers 43004: refused for ***
	// wechat: message v1:deer/xiaowang/parcel/shipped/T1/0/1: the wording is stopped: WeChat answers 40037: refused for ***
	// wechat: message v1:deer/xiaowang/parcel/shipped/T1/0/1: the channel is stopped: WeChat answers 48001: refused for ***
}
