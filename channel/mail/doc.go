// Package mail sends email (邮件) by the SMTP relay of a shop: its own, or one like Aliyun
// DirectMail, QQ or 163.
//
// # One message
//
// A [Sender] takes the filled text. [FirstLine] makes the first line the subject and the
// rest the body, as a rule file has it:
//
//	email: |
//	  您的包裹已到自提点
//	  亲，包裹到了#自提点#，凭#取件码#领取。
//
// The mail has the text as plain text, and again as HTML with links. Its Message-ID comes
// from the message's ID, so a bounce leads back to it. With a [DKIM] key it is signed. If
// its purpose needs an opt-out ([channel.NeedsOptOut]), it has an [Unsubscribe] link at its
// end and in its header, under the signature. The header is for the one click of mailboxes
// (RFC 8058). A notice about an order has no such link.
//
// Each mail has its own connection. After any failure the connection closes before the end
// of the text, so the mail was not sent. Only a lost answer to the end of the text has an
// unknown outcome. The table in codes.go turns the relay's answer into one of the five
// kinds of failure.
//
// SMTP has nothing against repetition. So the Sender notes each mail on the [channel.Shelf]
// before its last byte, and does not send a noted mail again.
//
// # Bounces and opt-outs
//
// An unreachable mailbox answers with a bounce (退信). [Sender.ReadBounce] makes
// message.failed of it. The unsubscribe link leads to the shop's own address, which
// [Unsubscribe] serves together with [feed.Handler]:
//
//	leave := mail.Unsubscribe{URL: "https://shop.example/unsubscribe", Key: key}
//	http.Handle("/unsubscribe", feed.Handler(leave, feed.Options{Sink: takeIn}))
//
// A browser shows a page with a button; a program that only follows links changes nothing.
// The button, and the one click, make consent.revoked of the channel email.
//
// No error, log line or URL holds a mailbox, text or secret. A server's answer appears by
// its codes only.
package mail
