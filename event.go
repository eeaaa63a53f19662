package tiexin

import "time"

// An Event is something that happened to one customer, with the things it is
// about as they stood right then. Events may come twice, late and in any order.
type Event struct {
	// ID makes repeats harmless: the platform's message id, or a hash of type,
	// subject and version. Required.
	ID   string    `json:"id" is:"id,required"`
	Type EventType `json:"event" is:"event"`
	Shop string    `json:"shop,omitempty" is:"id"` // the host's key for the shop; empty with one shop
	At   time.Time `json:"at"`                     // when it happened, not when it was received
	// Received is when it arrived, for simulations of late events. Zero: At.
	Received time.Time `json:"received,omitzero" is:"after=at"`

	// Customer is who it happened to; its ID is required. In JSON a bare string
	// is an ID.
	Customer Customer `json:"customer" is:"customer"`
	Order    *Order   `json:"order,omitempty"`
	Parcel   *Parcel  `json:"parcel,omitempty"`
	Chat     *Chat    `json:"chat,omitempty"`
	Refund   *Refund  `json:"refund,omitempty"`
	Review   *Review  `json:"review,omitempty"`
	Survey   *Survey  `json:"survey,omitempty"`
	Consent  *Consent `json:"consent,omitempty" is:"consent"`

	Message  *MessageReport `json:"message,omitempty"`
	Task     *TaskReport    `json:"task,omitempty"`
	Incident *Incident      `json:"incident,omitempty"`
	Product  *Item          `json:"product,omitempty"` // what was browsed, collected, carted, or has arrived

	// Warnings say what DecodeEvent and Normalise left out of the event, each with its
	// field; nil: nothing. They are not part of the JSON and never a reason to refuse.
	Warnings []Problem `json:"-"`
}

// A MessageReport says what became of a message that the engine sent or holds
// for review.
type MessageReport struct {
	ID      string `json:"id" is:"id,required,most=2000"`  // the message's ID, as the engine gave it: shop, customer, rule and subject stand in it
	Channel string `json:"channel,omitempty" is:"channel"` // the channel it went by
	// Final is true for a failure that no repetition will mend.
	Final  bool   `json:"final,omitempty"`
	Reason string `json:"reason,omitempty" is:"side"` // the provider's words
	// Cause is what a failure for good means for other messages: "address", nobody is
	// there; "refused", the receiver lets nothing through. Empty: nothing.
	Cause string `json:"cause,omitempty" is:"side"`
	Parts int    `json:"parts,omitempty" is:"count,side"` // of an SMS, as billed; zero: not said
	Text  string `json:"text,omitempty" is:"lines"`       // of a reply
	By    string `json:"by,omitempty" is:"side"`          // who approved or declined
}

// A TaskReport says what became of a task handed to a person.
type TaskReport struct {
	ID      string `json:"id" is:"id,required,most=2000"` // the task's ID, as the engine gave it
	Outcome string `json:"outcome,omitempty"`             // "reached", "no_answer", "wrong_number", …
	By      string `json:"by,omitempty" is:"side"`        // who did it, or has taken it on
	Note    string `json:"note,omitempty" is:"side,lines"`
}

// An Incident is a sudden event in a region: a storm, smog, an accident.
type Incident struct {
	ID     string `json:"id" is:"id,required"`
	Kind   string `json:"kind"` // "storm", "heat", …
	Region Region `json:"region"`
	Name   string `json:"name,omitempty" is:"side"`
	// Withdrawn calls it off: what was not said about it yet is not said.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// EventType names what happened: the thing, a dot, what befell it.
type EventType string
