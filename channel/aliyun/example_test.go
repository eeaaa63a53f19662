package aliyun_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/aliyun"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

// A message goes, and its receipt becomes an event. Here the provider is a fake; a host
// leaves the Endpoint out.
func ExampleSender() {
	provider := &channeltest.Aliyun{AccessKeyID: "LTAI…", AccessKeySecret: "…"}
	server := httptest.NewServer(provider)
	defer server.Close()
	sms := aliyun.Sender{AccessKeyID: "LTAI…", AccessKeySecret: "…", Shelf: channel.NewShelf(nil), Endpoint: server.URL}

	receipts, err := sms.Receipts("a long word that only Aliyun is told")
	if err != nil {
		fmt.Println(err)
		return
	}
	host := httptest.NewServer(feed.Handler(receipts, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		for _, e := range events { // here a host calls engine.HandleAll
			fmt.Println(e.Type, e.Customer.ID, e.Message.Parts)
		}
		return nil
	}}))
	defer host.Close()
	provider.Receipts.URL = host.URL + "?secret=a+long+word+that+only+Aliyun+is+told"

	// The engine makes the message; template and variables come from the rule file's binding.
	receipt, err := sms.Send(context.Background(), channel.Message{
		ID: "v1:/xiaowang/parcel/shipped/T1/0/1", CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice,
		Address: channel.Address{Kind: channel.SMS, To: "13800000000"}, Signature: "小鹿家",
		Template: "SMS_000000001", Params: []channel.Param{{Key: "company", Value: "中通快递"}},
	})
	fmt.Println(receipt.ProviderID, err)
	fmt.Println(provider.Push(context.Background()))
	// Output:
	// 900619746936498401^0 <nil>
	// message.delivered xiaowang 1
	// <nil>
}

// Aliyun took the message and the answer was lost. Nothing goes twice: the Resolver asks.
func ExampleSender_Resolver() {
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	now := start
	clock := func() time.Time { return now }
	provider := &channeltest.Aliyun{AccessKeyID: "LTAI…", AccessKeySecret: "…"}
	provider.Now = func() time.Time { return start }
	server := httptest.NewServer(provider)
	defer server.Close()
	sms := aliyun.Sender{AccessKeyID: "LTAI…", AccessKeySecret: "…", Shelf: channel.NewShelf(clock), Endpoint: server.URL, Now: clock}

	provider.Then(channeltest.TakesAndHangsUp)
	_, err := sms.Send(context.Background(), channel.Message{
		ID: "v1:/xiaowang/parcel/shipped/T1/0/1", CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice,
		Address: channel.Address{Kind: channel.SMS, To: "13800000000"}, Signature: "小鹿家", Template: "SMS_000000001",
	})
	fmt.Println(errors.Is(err, channel.ErrUnknownOutcome))

	now = start.Add(2 * time.Minute)
	reading, done, _, err := sms.Resolver().Pull(context.Background()) // a host calls feed.Poll
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range reading.Events {
		fmt.Println(e.Type, e.Customer.ID)
	}
	fmt.Println(done(context.Background()))
	// Output:
	// true
	// message.delivered xiaowang
	// <nil>
}

// A reply has nothing but the number; the Shelf knows who was written to at it.
func ExampleSender_Replies() {
	sms := aliyun.Sender{AccessKeyID: "LTAI…", AccessKeySecret: "…", Shelf: channel.NewShelf(nil)}
	replies, err := sms.Replies("a long word that only Aliyun is told")
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("POST /aliyun/replies/{secret}", feed.Handler(replies, feed.Options{
		Sink: func(context.Context, []tiexin.Event) error { return nil }, // here a host calls engine.HandleAll
		Park: func(_ context.Context, p feed.Parked) error { fmt.Println(p.Reason); return nil },
	}))
	push := httptest.NewRequest(http.MethodPost, "/aliyun/replies/a%20long%20word%20that%20only%20Aliyun%20is%20told",
		strings.NewReader(`[{"phone_number":"13800000000","send_time":"2026-11-11 16:00:00","content":"R","sequence_id":1}]`))
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, push)
	fmt.Println(answer.Body)
	// Output:
	// a reply from a number without a known message of this shop
	// {"code":0,"msg":"接收成功"}
}
