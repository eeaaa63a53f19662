package care

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A JournalLine is one line of a customer's journal: a decision, or news of a message or task.
//
// As JSON it is one object with at, shop, customer and as. A decision adds queued and the fields of
// Decided, as json.Marshal writes an outcome. These are subject, flow, rule, step, verdict, reason,
// by, until, said, ways, move, seen. News adds fate, id, via, final and why. Later versions only add
// fields.
type JournalLine struct {
	At  time.Time // in the shop's zone
	Key Key       // of the customer
	As  string    // the person's other id under which it was written; empty: Key's

	// Decided is a decision, News the news of a message or task. One of them is nil. If both are, a
	// later version of this library wrote the line, and Body contains it.
	Decided *Outcome
	News    *News
	// Queued is true if the message or task of Decided waits for a sender or the desk; later News
	// report on it. False: there are no senders and the host acts on the decision, or the version that
	// wrote the line did not record it.
	Queued bool
	// Body is the stored form of the line: see [Entry].
	Body []byte
}

// News is a change in the state of a message or task after its decision.
type News struct {
	Fate Fate         `json:"fate"`
	ID   string       `json:"id"`            // of the message or task: Said.ID of its outcome
	Via  channel.Kind `json:"via,omitempty"` // None if unknown
	// Final is true for a permanent failure: the next channel is tried.
	Final bool   `json:"final,omitempty"`
	Why   string `json:"why,omitempty"` // the provider's or the host's words, without personal data
}

// A Fate (去向) is the state of a message or task after its decision.
type Fate string

// The fates.
const (
	WasHandedOver Fate = "handed-over"     // a sender or the desk accepted it
	WasUnknown    Fate = "outcome-unknown" // it may have been sent: a sender or the desk got no answer. A later report settles it
	WasDelivered  Fate = "delivered"       // delivered, as the provider reports
	WasFailed     Fate = "failed"          // not delivered, as the sender or the provider reports
	WasTooLate    Fate = "too-late"        // its time was over before it was accepted
	WasTakenBack  Fate = "taken-back"      // the message or task was withdrawn
	WasAnswered   Fate = "answered"        // the customer replied
	WasApproved   Fate = "approved"        // a person approved it at review
	WasDeclined   Fate = "declined"        // a person declined it at review
	WasClaimed    Fate = "claimed"         // a person has taken the task on
	WasGivenBack  Fate = "given-back"      // the task is free again
	WasDone       Fate = "done"            // a person did the task
	WasNotDone    Fate = "not-done"        // a person tried, and it did not succeed
	WasRefused    Fate = "refused"         // the customer refuses that way of contact
)

// Fates lists all fates.
func Fates() []Fate {
	return []Fate{WasHandedOver, WasUnknown, WasDelivered, WasFailed, WasTooLate, WasTakenBack, WasAnswered, WasApproved, WasDeclined, WasClaimed, WasGivenBack, WasDone, WasNotDone, WasRefused}
}

// A lineBody is what is read of the body of a line.
type lineBody struct {
	Verdict *Verdict `json:"verdict"`
	Fate    *Fate    `json:"fate"`
	Queued  bool     `json:"queued"`
	Seen    []struct {
		Text    string   `json:"text"`
		Yes     bool     `json:"yes"`
		Unknown bool     `json:"unknown"`
		Values  []string `json:"values"`
	} `json:"seen"`
}

// read reads the body of the line as far as this version knows it. The rules, where they
// are at hand, give the outcome its rule.
func (l *JournalLine) read(rules *Rules) {
	var body lineBody
	if err := json.Unmarshal(l.Body, &body); err != nil {
		return
	}
	switch {
	case body.Verdict != nil && body.Fate == nil:
		o := new(Outcome).whole()
		if json.Unmarshal(l.Body, o) != nil {
			return
		}
		o.At, o.Shop, o.Customer = l.At, l.Key.Shop, l.Key.Customer
		if l.As != "" {
			o.Customer = l.As
		}
		if !o.Until.IsZero() {
			o.Until = o.Until.In(l.At.Location())
		}
		if rules != nil {
			if r, ok := rules.Rule(o.Path()); ok {
				o.Ref = &r.Ref
			}
		}
		for _, part := range body.Seen {
			if o.seen == nil {
				o.seen = map[*rule.Ref][]rule.Seen{}
			}
			o.seen[o.Ref] = append(o.seen[o.Ref], rule.Seen{Text: part.Text, Yes: part.Yes, Unknown: part.Unknown, Values: part.Values})
		}
		l.Decided, l.Queued = o, body.Queued
	case body.Fate != nil && body.Verdict == nil:
		var n News
		if json.Unmarshal(l.Body, &n) == nil && slices.Contains(Fates(), n.Fate) {
			l.News = &n
		}
	}
}

// lineHead is what a line has besides its body, as JSON.
type lineHead struct {
	At       time.Time `json:"at"`
	Shop     string    `json:"shop,omitempty"`
	Customer string    `json:"customer"`
	As       string    `json:"as,omitempty"`
	// Body is that of a line which is no object, or has fields like these.
	Body []byte `json:"body,omitempty"`
}

// isOfHead says that a field of a body would be read as one of the head, which does not
// mind capitals.
func isOfHead(name string) bool {
	return slices.ContainsFunc([]string{"at", "shop", "customer", "as", "body"}, func(one string) bool { return strings.EqualFold(name, one) })
}

// MarshalJSON writes the line as one object. A line of a later version is written unchanged, so that
// nothing is lost.
func (l JournalLine) MarshalJSON() ([]byte, error) {
	head := lineHead{l.At, l.Key.Shop, l.Key.Customer, l.As, nil}
	fields := map[string]json.RawMessage{}
	plain := json.Unmarshal(l.Body, &fields) == nil && fields != nil
	for name := range fields {
		plain = plain && !isOfHead(name)
	}
	if !plain {
		head.Body = l.Body
		return plainJSON(head)
	}
	data, err := plainJSON(head)
	if err != nil || len(fields) == 0 {
		return data, err
	}
	body := bytes.TrimSpace(l.Body)
	return append(append(data[:len(data)-1], ','), body[1:]...), nil
}

// UnmarshalJSON reads what MarshalJSON wrote, with the time in its own zone.
func (l *JournalLine) UnmarshalJSON(data []byte) error { return l.decode(data, nil, nil) }

func (l *JournalLine) decode(data []byte, rules *Rules, zone *time.Location) error {
	var head lineHead
	if err := json.Unmarshal(data, &head); err != nil {
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	switch {
	case head.At.IsZero():
		return zh.Error("at is missing: it is when the line was written")
	case head.Customer == "":
		return zh.Error("customer is missing: it is whose journal the line is from")
	}
	maps.DeleteFunc(fields, func(name string, _ json.RawMessage) bool { return isOfHead(name) })
	if head.Body == nil {
		body, err := plainJSON(fields)
		if err != nil {
			return err
		}
		head.Body = body
	}
	if zone != nil {
		head.At = head.At.In(zone)
	}
	*l = JournalLine{At: head.At, Key: Key{head.Shop, head.Customer}, As: head.As, Body: head.Body}
	l.read(rules)
	return nil
}
