// Package kinds says what differs between the subjects of flows: the customer, an
// order, a parcel, a chat, a child.
//
// One file for each kind says what conditions see of it, which clocks run, how long it
// lives and what ends it, what it belongs to, and which placeholders it fills. A new
// kind is a file and a line in the table of kind.go.
//
// A [Scene] is one customer of one shop at one instant. [Scene.See] fills a [View] of a
// subject with facts and clocks: of the subject, of what it belongs to, and of the
// customer. brought.go keeps what an event brought ([Keep]) and adds it to a view
// ([Bring]). [Values] fill the placeholders of a text, for one subject or for all that a
// message speaks for. stage.go tells the customer's stage, restock.go when goods run out,
// related.go what goes with an order.
package kinds
