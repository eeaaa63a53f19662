// Package pdd reads messages of Pinduoduo (拼多多): confirmed, shipped and received orders,
// and refunds.
//
// Pinduoduo does not call the host. The host keeps a websocket open (ConnectPath gives the
// path for wss://message-api.pinduoduo.com) and passes each frame to [Source].Take. The
// returned answer goes back over the connection: an acknowledgement, or none if the frame
// must come again. A heartbeat keeps the connection open. A host with another way to
// receive messages calls [Source].Read.
//
//	source := pdd.Source{ClientID: id, ClientSecret: secret, Order: askPinduoduo}
//	intake := feed.NewIntake("pdd", feed.Options{Sink: …, Park: …})
//	for frame := range frames {
//		if answer, err := source.Take(ctx, frame, time.Now(), intake); err == nil && answer != nil {
//			connection.Write(answer)
//		}
//	}
//
// Unpaid orders are not visible, so no rule can remind a buyer on Pinduoduo of a payment. A
// group that is not full holds its order (group_status 0). A message names the order and
// never the buyer. [Source].Order asks for it as pdd.order.information.get gives it. That
// names no buyer either, so [Source].Buyer does; [ByOrder] makes each order its own buyer.
// The receiver's name and number are encrypted, and read in their masked form only.
//
// The names of messages and fields come from public libraries; no live shop was asked.
package pdd
