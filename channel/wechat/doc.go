// Package wechat sends by a shop's official account (服务号) or mini program (小程序), and
// reads receipts and messages of customers.
//
//	account := wechat.Account{AppID: "wx0123456789abcdef", Secret: secret, Shelf: shelf}
//	senders := map[channel.Kind]channel.Sender{channel.WeChat: &wechat.Sender{Account: account}}
//	http.Handle("/feeds/wechat", feed.Handler(wechat.Callback{Account: account, Token: token, AESKey: key}, options))
//
// # One message
//
// The rule file binds a text to a registered template. The message has Template, Params,
// Link and Page. A [Sender] checks each value against WeChat's rules for its key. It cuts a
// thing or a name that is too long. If half a value would be false (an order number, an
// amount), the message fails for good. The Sender takes the account's access token from the
// Shelf, which all replicas share, and posts. One table has the meaning of the answers:
//
//   - this message: no follower, no subscription left;
//   - this text: no such template, a value without a binding;
//   - the whole channel: secret, permission, addresses;
//   - a while: try again later.
//
// # No message twice
//
// WeChat sends a template message with the same client_msg_id to an openid once in ten
// minutes, as its documentation says. This package relies on nine of them, and on the same
// answer to the second call, or 45065. Subscription messages have no such key. So a lost
// answer is a channel.ErrUnknownOutcome, and the receipt settles it.
//
// A subscription (订阅) is a consent to one message of one template. WeChat counts them,
// and answers 43101 if none is left. That is final for the message: the next channel of its
// rule takes over, and the call had no effect. So nothing has to count here. A host that
// wants to count uses [Callback.Subscribed].
//
// # Receipts and messages
//
// A [Callback] is a feed.Source. Receipts become message.delivered and message.failed; a
// customer's message becomes message.replied. A customer who leaves the account revokes
// their consent to marketing; [Callback.Read] has the reason. The Shelf knows the message
// of a receipt or reply, under a hash of the openid.
//
// Several programs may use one account. Its tokens are stable: a new request does not end
// the token of another program.
package wechat
