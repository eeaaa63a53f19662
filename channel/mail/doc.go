// Package mail sends email (邮件) by the SMTP relay of a shop: its own, or one like Aliyun
// DirectMail, QQ or 163.
//
// Follow one message. A [Sender] takes the filled wording. [FirstLine] makes subject and body
// of it: the first line is the subject, the rest the body, as a rule file writes it:
//
//	email: |
//	  您的包裹已到自提点
//	  亲,包裹到了#自提点#,凭#取件码#领取。
//
// The mail has the words as plain text and, for those who see HTML, once more with links that
// can be clicked. Its Message-ID is made of the message's ID, so that a bounce leads back
// to it. With a [DKIM] key it is signed. A mail of a purpose that needs a way out
// ([channel.NeedsOptOut]) has an [Unsubscribe] link at its end and in its header, for the
// one click that mailboxes offer (RFC 8058), under the signature; a notice about an order
// is no list that one leaves, and has none.
//
// Each mail has a connection of its own. It is closed before the end of the words whenever
// anything goes wrong, so that nothing has gone; only when the answer to the end of the words
// is lost is the outcome unknown. What the relay says becomes one of the five kinds of
// failure: see the table in codes.go. SMTP keeps nothing from going twice. The Sender does:
// it notes each mail on the [channel.Shelf] before its last byte goes, and what it finds there
// is not sent again.
//
// What comes back: a mailbox that cannot be reached answers with a bounce (退信), which
// [Sender.ReadBounce] makes message.failed of. Whoever leaves by the link does so at the
// shop's own address, which [Unsubscribe] serves together with [feed.Handler]:
//
//	leave := mail.Unsubscribe{URL: "https://shop.example/unsubscribe", Key: key}
//	http.Handle("/unsubscribe", feed.Handler(leave, feed.Options{Sink: takeIn}))
//
// Opened in a browser it shows a page with a button; programs that only look at links change
// nothing. The button, and the one click, make consent.revoked of the channel email.
//
// No error, log line or URL holds a mailbox, words or a secret; what a server says is told by
// its codes alone.
package mail
