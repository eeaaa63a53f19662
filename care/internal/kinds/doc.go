// Package kinds holds the differences between the subjects of flows: the customer, an
// order, a parcel, a chat, a child.
//
// One file for each kind defines what conditions see of it, its clocks, and when it ends.
// It also defines what the kind belongs to and which placeholders it fills. A new kind is a
// file and a line in the table of kind.go.
//
// A [Scene] is one customer of one shop at one instant. [Scene.See] fills a [View] with
// facts and clocks: of the subject, of what it belongs to, and of the customer. [Values]
// fill the placeholders of a text, for one subject or for all subjects of a message.
//
//   - brought.go stores what an event brought ([Keep]) and adds it to a view ([Scene.Bring]).
//   - goods.go has the goods that a text is about.
//   - stage.go has the customer's stage.
//   - restock.go has the day on which goods run out.
//   - related.go has what goes with an order.
package kinds
