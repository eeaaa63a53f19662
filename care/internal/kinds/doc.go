// Package kinds says what differs between the things that a flow may be about: the
// customer, an order, a parcel, a chat, a child. One file for each kind says what
// conditions see of it and which clocks run, how long it lives and what ends it, to
// what it belongs, and which placeholders it fills. A new kind is a file and a line
// in the table of kind.go.
package kinds
