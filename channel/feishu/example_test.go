package feishu_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/feishu"
)

// A shop's group hears that somebody is to be called. The engine opens the task; here it is
// done by hand, against a fake of Feishu.
func ExampleRobot() {
	evening := func() time.Time { return time.Date(2026, 11, 11, 20, 15, 0, 0, tiexin.Shanghai()) }
	group := &channeltest.Feishu{Token: "robot-token", Secret: "hush"}
	group.Now = evening
	server := httptest.NewServer(group)
	defer server.Close()
	robot := &feishu.Robot{
		Token: "robot-token", Secret: "hush", Link: "https://shop.example/tasks",
		Endpoint: server.URL, Gather: time.Millisecond, Now: evening, // a real one has none of them
	}
	err := robot.Open(context.Background(), channel.Task{ID: "v1:/xiaowang/payment/call/T1/0/1", Form: channel.FormCall})
	fmt.Println(err)
	fmt.Println(group.Reached("新待办1件：打电话1\nhttps://shop.example/tasks"))
	// Output:
	// <nil>
	// 1
}
