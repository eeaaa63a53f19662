// Package wechat sends by a shop's official account (服务号) or mini program (小程序), and hears
// what comes back. One message, from the rules to the follower's phone:
//
// The rule file binds a wording to a registered template, and the message arrives with
// Template, Params, Link and Page. A [Sender] looks whether every value is one that WeChat takes
// under its key, cuts a thing or a name that is too long, and fails the message for good where
// half a value would be false (an order number, an amount). It takes the account's access token
// from the Shelf, which all replicas share, and posts. What the answer means is in one table:
// this message (no follower, no subscription is left), this wording (no such template, a value
// that nobody bound), the whole channel (secret, permission, addresses), or a while.
//
// No message goes twice. WeChat keeps the same client_msg_id of a template message from going
// to the same openid twice for ten minutes, as its documentation says; this package relies on
// nine of them, and on WeChat to answer the second call as it answered the first, or with 45065.
// Subscription messages have nothing of the kind: an answer that is lost is a
// channel.ErrUnknownOutcome, and the receipt settles it.
//
// A subscription (订阅) is a consent to one message of one template. WeChat counts them, and
// answers 43101 when none is left: that is final for the message, and the next channel of its
// rule takes over, at the cost of one call that reached nobody. So nothing has to count here; a
// host that wants to may, by [Callback.Subscribed].
//
// A [Callback] is a feed.Source: receipts become message.delivered and message.failed, what
// customers write becomes message.replied, and whoever leaves the account takes back their
// consent to marketing; see [Callback.Read] for why. Which message a receipt or a reply is about
// stands on the Shelf, under a hash of the openid.
//
//	account := wechat.Account{AppID: "wx0123456789abcdef", Secret: secret, Shelf: shelf}
//	senders := map[channel.Kind]channel.Sender{channel.WeChat: &wechat.Sender{Account: account}}
//	http.Handle("/feeds/wechat", feed.Handler(wechat.Callback{Account: account, Token: token, AESKey: key}, options))
//
// Several programs may use one account: its tokens are stable ones, of which asking for one does
// not end another's.
package wechat
