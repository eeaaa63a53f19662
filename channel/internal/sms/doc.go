// Package sms is what the senders of SMS have in common: the [Book] in which they write
// down, on a shelf that replicas share, what has gone, what may have gone, and who was
// written to at a number; the events that receipts ([Report]) and replies ([Reply]) become;
// what is done about a code that no table knows; and [Alone], so that a message that is
// handed over twice at once is looked at once after the other.
//
// No number stands on the shelf as it is. Under a number's keyed hash stand the messages
// that went to it, one for each customer, for 400 days: a reply has nothing but the number.
// A message whose outcome is unknown keeps its number encrypted, for three days at most,
// because a provider is asked by it.
package sms
