package track_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A track is told by its news: stations between them are no events, but for the newest.
func ExampleEvents() {
	at := func(hour int) time.Time { return time.Date(2026, 11, 12, hour, 0, 0, 0, tiexin.Shanghai()) }
	steps := []track.Step{
		{Meaning: track.Meaning{Event: tiexin.EventParcelMoved}, Node: tiexin.Node{At: at(9), Text: "离开杭州中转"}},
		{Meaning: track.Meaning{Event: tiexin.EventParcelArrivedCity}, Node: tiexin.Node{At: at(6), Text: "到达杭州中转"}},
		{Meaning: track.Meaning{Event: tiexin.EventParcelMoved}, Node: tiexin.Node{At: at(1), Text: "离开金华"}},
		{Meaning: track.Meaning{Event: tiexin.EventParcelPickedUp}, Node: tiexin.Node{At: at(0), Text: "已揽收"}},
	}
	owner := track.Owner{Customer: "xiaowang", Order: "T1"}
	parcel := tiexin.Parcel{Carrier: "zhongtong", Number: "78900000000001"}
	for _, e := range track.Events("shop", owner, parcel, track.Settle(steps)) {
		fmt.Println(e.At.Format("15:04"), e.Type, e.Parcel.Status, e.Parcel.Track[0].Text)
	}
	// Output:
	// 00:00 parcel.picked_up picked_up 已揽收
	// 06:00 parcel.arrived_city arrived_city 到达杭州中转
	// 09:00 parcel.moved arrived_city 离开杭州中转
}
