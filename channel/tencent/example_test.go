package tencent_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/tencent"
)

// A message goes, its receipt comes back, and the customer answers.
func Example() {
	provider := &channeltest.Tencent{SecretID: "id", SecretKey: "hush", AppID: "1400006666"} // a host talks to Tencent itself
	service := httptest.NewServer(provider)
	defer service.Close()

	sender := tencent.Sender{
		SecretID: "id", SecretKey: "hush", AppID: "1400006666",
		Shelf:    channel.NewShelf(nil), // replicas share one in a database
		Endpoint: service.URL,
	}
	const inTheAddress = "a long secret of the host's"
	receipts, err := sender.Receipts(inTheAddress)
	if err != nil {
		panic(err)
	}
	host := httptest.NewServer(feed.Handler(receipts, feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error { // engine.HandleAll in a host
			for _, e := range events {
				fmt.Println(e.Type, e.Customer.ID)
			}
			return nil
		},
	}))
	defer host.Close()
	provider.Receipts.URL = host.URL + "/?secret=a+long+secret+of+the+host%27s"

	receipt, err := sender.Send(context.Background(), channel.Message{
		ID: "v1:deer/xiaowang/parcel/shipped/T1/0/1", CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice,
		Address: channel.Address{Kind: channel.SMS, To: "13900000000"}, Signature: "小鹿家",
		Template: "1110", Params: []channel.Param{{Key: "1", Value: "张女士"}},
	})
	fmt.Println(receipt.Parts, err)
	fmt.Println(provider.Push(context.Background()))
	// Output:
	// 1 <nil>
	// message.delivered xiaowang
	// <nil>
}
