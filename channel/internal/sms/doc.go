// Package sms has the parts that senders of SMS share:
//
//   - the [Book], in which they note on a shared shelf what was sent, what may have been
//     sent, and to which customers of a number;
//   - the events of receipts ([Report]) and replies ([Reply]);
//   - the handling of unknown codes;
//   - [Alone], so that two hand-overs of a message run one after the other.
//
// The shelf has no number in clear. A reply has only the number. So the shelf keeps the
// messages to a number, one for each customer, for 400 days under a keyed hash of it. A
// message with an unknown outcome keeps its number encrypted, for three days at most,
// because the provider is asked by it.
package sms
