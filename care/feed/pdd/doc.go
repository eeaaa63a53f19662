// Package pdd takes in what Pinduoduo (拼多多) says over its message connection: orders that
// are confirmed, shipped and received, and refunds.
//
// Pinduoduo opens no address of the host's: the host keeps a websocket open (ConnectPath
// gives the path for wss://message-api.pinduoduo.com) and hands each frame to [Source].Take.
// What that returns goes back over the connection: an acknowledgement, or nothing where the
// frame is to come again. A heartbeat keeps the connection alive. A host that has another way
// to receive messages calls [Source].Read.
//
//	source := pdd.Source{ClientID: id, ClientSecret: secret, Order: askPinduoduo}
//	intake := feed.NewIntake("pdd", feed.Options{Sink: …, Park: …})
//	for frame := range frames {
//		if answer, err := source.Take(ctx, frame, time.Now(), intake); err == nil && answer != nil {
//			connection.Write(answer)
//		}
//	}
//
// Orders that wait for payment cannot be seen: no rule can remind a buyer on Pinduoduo of a
// payment. A group that has to fill up holds the order (group_status 0). A message names the
// order and never the buyer: [Source].Order asks for it as pdd.order.information.get gives it,
// and since that names no buyer either, [Source].Buyer says who it is; [ByOrder] lets each order
// stand for its buyer. The receiver's name and number are encrypted, and read in their masked
// form only.
//
// The names of messages and fields are taken from public libraries; no live shop was asked.
package pdd
