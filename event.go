package tiexin

import "time"

// An Event is something that happened to one customer, with snapshots of the things it
// is about. Events may come twice, late and in any order.
type Event struct {
	// ID identifies repeats of the event, which change nothing. It is the platform's
	// message id, or a hash of type, subject and version. Required.
	ID   string    `json:"id" is:"id,required"`
	Type EventType `json:"event" is:"event"`
	Shop string    `json:"shop,omitempty" is:"id"` // the host's key for the shop; empty with one shop
	At   time.Time `json:"at"`                     // when it happened, not when it was received
	// Received is the time of arrival, for simulations of late events. Zero: At.
	Received time.Time `json:"received,omitzero" is:"after=at"`

	// Customer is the customer of the event; its ID is required. In JSON a bare string
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
	Product  *Item          `json:"product,omitempty"` // the product that was browsed, collected or carted, or that has arrived

	// Warnings list the fields that DecodeEvent and Normalise left out of the event;
	// nil: none. They are not part of the JSON and never a reason to refuse.
	Warnings []Problem `json:"-"`
}

// A MessageReport is the result of a message that the engine sent or holds for review.
type MessageReport struct {
	ID      string `json:"id" is:"id,required,most=2000"`  // the message's ID from the engine: shop, customer, rule and subject are part of it
	Channel string `json:"channel,omitempty" is:"channel"` // the channel of the message
	// Final is true for a permanent failure: retrying will not help.
	Final  bool   `json:"final,omitempty"`
	Reason string `json:"reason,omitempty" is:"side"` // the provider's words
	// Cause is what a permanent failure means for other messages. "address": the
	// address does not exist. "refused": the receiver refuses all messages. Empty:
	// nothing.
	Cause string `json:"cause,omitempty" is:"side"`
	Parts int    `json:"parts,omitempty" is:"count,side"` // billed segments of an SMS; zero: not reported
	Text  string `json:"text,omitempty" is:"lines"`       // text of a reply
	By    string `json:"by,omitempty" is:"side"`          // the person who approved or declined
}

// A TaskReport is the result of a task for a person.
type TaskReport struct {
	ID      string `json:"id" is:"id,required,most=2000"` // the task's ID from the engine
	Outcome string `json:"outcome,omitempty"`             // "reached", "no_answer", "wrong_number", …
	By      string `json:"by,omitempty" is:"side"`        // the person who did it or took it on
	Note    string `json:"note,omitempty" is:"side,lines"`
}

// An Incident is a sudden event in a region: a storm, smog, an accident.
type Incident struct {
	ID     string `json:"id" is:"id,required"`
	Kind   string `json:"kind"` // "storm", "heat", …
	Region Region `json:"region"`
	Name   string `json:"name,omitempty" is:"side"`
	// Withdrawn cancels the incident: messages about it that are not yet sent are not
	// sent.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// EventType names what happened: the thing, a dot, what happened to it.
type EventType string
