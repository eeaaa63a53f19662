// Package kdniao reads the tracks of parcels that Kdniao (快递鸟) pushes, and asks it to follow
// parcels.
//
//	client := kdniao.Client{ID: os.Getenv("KDNIAO_ID"), Key: os.Getenv("KDNIAO_KEY")}
//	err := client.Subscribe(ctx, kdniao.Subscription{Carrier: "zhongtong", Number: "78900000000001"})
//
//	source := kdniao.Source{ID: client.ID, Key: client.Key, Find: parcels.OwnersOf}
//	http.Handle("POST /feeds/kdniao", feed.Handler(source, feed.Options{Sink: sink, Park: park}))
//
// Each push holds the whole tracks of some parcels. Every piece of news in a track is one
// event, and so is the newest node when it brings none; see [track.Settle] and [track.Events].
//
// The codes are Kdniao's own: its 201 is the arrival in the receiver's city, where Kuaidi100's
// is a parcel that is overdue. A code that is in no table is told once as an unknown word, and
// the node is read without it. Carriers are told as Kuaidi100 spells them, "zhongtong" for ZTO;
// a code that is not known stays as it is.
//
// A parcel of which nothing is known (StateEx 401, Success false) is a parcel.stalled 3 days
// after Owner.Shipped; where that is not known it is parked.
package kdniao
