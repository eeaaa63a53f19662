// Package kuaidi100 reads the tracks of parcels that Kuaidi100 (快递100) pushes, and asks it to
// follow parcels.
//
//	client := kuaidi100.Client{Key: os.Getenv("KUAIDI100_KEY"), Salt: salt, Callback: "https://shop.example/feeds/kuaidi100"}
//	err := client.Subscribe(ctx, kuaidi100.Subscription{Carrier: "zhongtong", Number: "78900000000001"})
//
//	source := kuaidi100.Source{Salts: []string{salt}, Find: parcels.OwnersOf}
//	http.Handle("POST /feeds/kuaidi100", feed.Handler(source, feed.Options{Sink: sink, Park: park}))
//
// Each push holds the whole track. Every piece of news in it is one event (picked up, arrived
// in the city, out for delivery, at a pickup point, signed for and by whom, what went wrong),
// and so is the newest node when it brings none; see [track.Settle] and [track.Events]. The
// same node gives the same event again, which the engine knows.
//
// What a node means stands in a table of Kuaidi100's codes and of the words that stand for
// them. A code that is in no table means what its main state means (2xx is trouble, xxxx is
// on the way), and is told once as an unknown word. Only a node with neither is guessed from
// its text, and marked as guessed.
//
// A carrier that Kuaidi100 corrects is corrected in the parcel, which stays the same parcel:
// its id is the host's, else the carrier and number under which it was subscribed.
//
// Kuaidi100 gives up on a number of which nothing is known for 3 days, and on a track without
// news for 60 (abort). That is a parcel.stalled so many days after the last node, or after
// Owner.Shipped; where neither is known the push is parked. Whether to subscribe again is for
// the host to say.
package kuaidi100
