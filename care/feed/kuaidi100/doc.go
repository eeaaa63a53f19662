// Package kuaidi100 reads the tracks of parcels from pushes of Kuaidi100 (快递100), and
// subscribes to parcels.
//
//	client := kuaidi100.Client{Key: os.Getenv("KUAIDI100_KEY"), Salt: salt, Callback: "https://shop.example/feeds/kuaidi100"}
//	err := client.Subscribe(ctx, kuaidi100.Subscription{Carrier: "zhongtong", Number: "78900000000001"})
//
//	source := kuaidi100.Source{Salts: []string{salt}, Find: parcels.OwnersOf}
//	http.Handle("POST /feeds/kuaidi100", feed.Handler(source, feed.Options{Sink: sink, Park: park}))
//
// Each push holds the whole track. Each piece of news in it is one event: picked up,
// arrived in the city, out for delivery, at a pickup point, signed for, failed. The newest
// node is an event even if it brings no news; see [track.Settle] and [track.Events]. The
// same node gives the same event again, which the engine recognises.
//
// A table has the meaning of Kuaidi100's codes and of the words for them. An unknown code
// has the meaning of its main state (2xx is trouble, xxxx is on the way), and is logged
// once. A node without both is guessed from its text, and marked as guessed.
//
// If Kuaidi100 corrects a carrier, the parcel stays the same. Its id is the host's, else
// the carrier and number of the subscription.
//
// Kuaidi100 gives up (abort) on a number without any track after 3 days, and on a track
// without news after 60 days. That becomes parcel.stalled, that many days after the last
// node or Owner.Shipped. If both times are unknown, the push is parked. The host decides
// whether to subscribe again.
package kuaidi100
