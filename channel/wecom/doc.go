// Package wecom reaches customers and the shop's own people by WeCom (企业微信).
//
// A [Sender] hands over customer messages (企业群发). WeCom sends none by itself: a member of the
// company sees each one and has to confirm it. So Send means that a member was asked, and
// [Results], a feed.Puller, asks later what became of it: message.delivered once the member has
// confirmed it, message.failed when the customer is no friend of the member any more or has had
// as many messages as a month allows. A message that nobody confirms stays as it is. WeCom keeps
// nothing from going twice: an answer that is lost is a channel.ErrUnknownOutcome, and what was
// taken stands on the Shelf, under a hash of the customer's id.
//
// A [Robot] (群机器人) is a channel.TaskDesk: it tells a group of the shop's people that tasks are
// open. A robot takes twenty posts a minute, and people read fewer, so tasks that are opened
// together are one post: 新待办12件：聊天9、打电话3, with the page where they stand. No customer, no
// number and no script is in it, unless the host wants that.
//
// A [Callback] is a feed.Source: a customer who deletes a member takes back their consent to
// marketing by WeChat.
//
//	account := wecom.Account{CorpID: "ww0123456789abcdef", Secret: secret, Shelf: shelf}
//	options := care.Options{
//		Senders: map[channel.Kind]channel.Sender{channel.WeChat: &wecom.Sender{Account: account}},
//		Tasks:   &wecom.Robot{Key: key, Link: "https://shop.example/tasks"},
//	}
//	go feed.Poll(ctx, &wecom.Results{Account: account}, 5*time.Minute, feedOptions)
//
// The customer's WeChat address is then the external userid. Whoever asks for an access token
// before its end gets the same one, so that replicas may ask at the same time.
package wecom
