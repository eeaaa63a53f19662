// Package kdniao reads the tracks of parcels from pushes of Kdniao (快递鸟), and subscribes
// to parcels.
//
//	client := kdniao.Client{ID: os.Getenv("KDNIAO_ID"), Key: os.Getenv("KDNIAO_KEY")}
//	err := client.Subscribe(ctx, kdniao.Subscription{Carrier: "zhongtong", Number: "78900000000001"})
//
//	source := kdniao.Source{ID: client.ID, Key: client.Key, Find: parcels.OwnersOf}
//	http.Handle("POST /feeds/kdniao", feed.Handler(source, feed.Options{Sink: sink, Park: park}))
//
// Each push holds the whole tracks of some parcels. Each piece of news in a track is one
// event. So is the newest node if it brings no news; see [track.Settle] and [track.Events].
//
// The codes are Kdniao's own: its 201 is the arrival in the receiver's city, while
// Kuaidi100's 201 is an overdue parcel. An unknown code is logged once, and the node is
// read without it. Carriers have Kuaidi100's spelling, "zhongtong" for ZTO; an unknown code
// stays as it is.
//
// A parcel without any track (StateEx 401, Success false) becomes parcel.stalled 3 days
// after Owner.Shipped. If that time is unknown, the push is parked.
package kdniao
