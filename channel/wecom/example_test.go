package wecom_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/wecom"
)

// A member confirms a customer message, and Results tell that it has gone.
func ExampleSender() {
	provider := &channeltest.WeCom{CorpID: "ww0123456789abcdef", Secret: "secret"}
	server := httptest.NewServer(provider)
	defer server.Close()
	account := wecom.Account{
		CorpID: "ww0123456789abcdef", Secret: "secret",
		Shelf:    channel.NewShelf(nil), // replicas share one over the host's database
		Endpoint: server.URL,            // a host leaves this out
	}
	sender, results := &wecom.Sender{Account: account}, &wecom.Results{Account: account}
	_, err := sender.Send(context.Background(), channel.Message{
		ID: "v1:deer/xiaowang/stock/back/P1/0/1", Kind: channel.WeChat, Purpose: tiexin.Marketing,
		Address: channel.Address{Kind: channel.WeChat, To: "woEXAMPLE0001"}, Text: "您好，您关注的卫衣补货啦",
	})
	fmt.Println("asked a member:", err)
	for range 2 { // a host calls feed.Poll
		reading, done, _, err := results.Pull(context.Background())
		fmt.Println(reading, err, done(context.Background()))
		provider.Confirm()
	}
	// Output:
	// asked a member: <nil>
	// 0 events, 0 parked, 0 unknown words <nil> <nil>
	// 1 events, 0 parked, 0 unknown words <nil> <nil>
}

// Tasks that are opened together are one post in the group.
func ExampleRobot() {
	provider := &channeltest.WeCom{}
	server := httptest.NewServer(provider)
	defer server.Close()
	robot := &wecom.Robot{
		Key: "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", Link: "https://shop.example/tasks",
		Gather: time.Second, Endpoint: server.URL, // a host leaves these out
	}
	var wg sync.WaitGroup
	for n := range 3 { // the engine opens tasks of several customers at the same time
		wg.Go(func() {
			err := robot.Open(context.Background(), channel.Task{ID: fmt.Sprint("v1:deer/xiaowang", n, "/pay/call/T1/0/1"), Form: channel.FormCall, Script: "问问小明"})
			if err != nil {
				fmt.Println(err)
			}
		})
	}
	wg.Wait()
	fmt.Println(provider.Posts()[0])
	// Output:
	// 新待办3件：打电话3
	// https://shop.example/tasks
}
