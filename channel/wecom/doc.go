// Package wecom reaches customers and the shop's own people by WeCom (企业微信).
//
//	account := wecom.Account{CorpID: "ww0123456789abcdef", Secret: secret, Shelf: shelf}
//	options := care.Options{
//		Senders: map[channel.Kind]channel.Sender{channel.WeChat: &wecom.Sender{Account: account}},
//		Tasks:   &wecom.Robot{Key: key, Link: "https://shop.example/tasks"},
//	}
//	go feed.Poll(ctx, &wecom.Results{Account: account}, 5*time.Minute, feedOptions)
//
// The customer's WeChat address is the external userid. Replicas may ask for an access
// token at the same time: before its end WeCom returns the same one.
//
// # Messages to customers
//
// A [Sender] passes on customer messages (企业群发). A member of the company must confirm
// each one; WeCom sends none by itself. So Send means that a member was asked. [Results], a
// feed.Puller, asks later for the result. It makes message.delivered when the member has
// confirmed. It makes message.failed if the customer has deleted the member, or had all
// messages of the month. A message without confirmation stays open.
//
// WeCom has nothing against repetition. So a lost answer is a channel.ErrUnknownOutcome.
// The Shelf keeps what was taken, under a hash of the customer's id.
//
// A [Callback] is a feed.Source. If a customer deletes a member, they revoke their consent
// to marketing by WeChat.
//
// # Tasks for a group
//
// A [Robot] (群机器人) is a channel.TaskDesk: it posts open tasks to a group of the shop's
// people. A robot takes twenty posts a minute. So tasks that open at about the same time
// are one post, such as 新待办12件：聊天9、打电话3, with a link. It has no customer, no
// number and no script, unless the host wants that.
package wecom
