package dingtalk_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/dingtalk"
)

// A shop's group hears that somebody is to be called. The engine opens the task; here it is
// done by hand, against a fake of DingTalk.
func ExampleRobot() {
	group := &channeltest.DingTalk{Token: "robot-token", Secret: "SEC000"}
	server := httptest.NewServer(group)
	defer server.Close()
	robot := &dingtalk.Robot{
		Token: "robot-token", Secret: "SEC000", Link: "https://shop.example/tasks",
		Endpoint: server.URL, Gather: time.Millisecond, // a real one has neither
	}
	err := robot.Open(context.Background(), channel.Task{ID: "v1:/xiaowang/payment/call/T1/0/1", Form: channel.FormCall})
	fmt.Println(err)
	fmt.Println(group.Reached("新待办1件：打电话1\nhttps://shop.example/tasks"))
	// Output:
	// <nil>
	// 1
}
