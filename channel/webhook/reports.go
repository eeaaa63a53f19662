package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
)

// Reports are a receiver's later reports about messages, as a [feed.Source]: a signed POST
// with a JSON list of
//
//	{"id": "v1:…/1", "event": "delivered", "at": "2026-11-11T10:31:00+08:00"}
//
// The id is the message's. The event is "delivered", "failed" or "replied", and at is its
// time in RFC 3339. A failure may have "final" (true: retrying will not help), "reason", and
// "cause" ("address" or "refused", see channel.Cause). A reply has "text". All may have
// "channel" (the word of a channel.Kind) and "parts" (billed).
//
// A repeated report yields the same event, which the engine counts once. A replayed old
// request is refused by its time; within the tolerance it contains nothing new.
type Reports struct {
	// Secrets are the valid signing secrets of the receiver; the second is for the days of a
	// change. Required.
	Secrets []string
	// Tolerance is the largest difference between the clocks. Default: Tolerance
	Tolerance time.Duration
	Now       func() time.Time // Default: time.Now

	hidden
}

// Name is "webhook".
func (Reports) Name() string { return "webhook" }

// Open verifies the signature.
func (r Reports) Open(request *http.Request, body []byte) ([]byte, error) {
	now := time.Now
	if r.Now != nil {
		now = r.Now
	}
	err := error(feed.Forged("no secret is set; give Reports.Secrets"))
	for _, secret := range r.Secrets {
		if err = Verify(secret, request.Header, body, now(), r.Tolerance); err == nil {
			return body, nil
		}
	}
	return nil, fmt.Errorf("%w: %w", feed.ErrForged, err)
}

// A report is one of a list.
type report struct {
	ID      string    `json:"id"`
	Event   string    `json:"event"`
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	Final   bool      `json:"final"`
	Reason  string    `json:"reason"`
	Cause   string    `json:"cause"`
	Parts   int       `json:"parts"`
	Text    string    `json:"text"`
}

// Read returns an event for each report. A report without a message of the engine's, an event
// or a time is parked on its own.
func (r Reports) Read(_ context.Context, body []byte) (reading feed.Reading, err error) {
	var list []json.RawMessage
	if json.Unmarshal(body, &list) != nil {
		reading.Parked = []feed.Parked{{Source: r.Name(), Reason: "it is not a list of reports", Body: body}}
		return reading, nil
	}
	for _, one := range list {
		reading.Add(r.readOne(one))
	}
	return reading, nil
}

func (r Reports) readOne(raw json.RawMessage) (reading feed.Reading) {
	var said report
	park := func(reason string) feed.Reading {
		body, _ := json.Marshal([]json.RawMessage{raw})
		reading.Parked = []feed.Parked{{Source: r.Name(), Reason: reason, Body: body}}
		return reading
	}
	if json.Unmarshal(raw, &said) != nil {
		return park("a field has the wrong type; at is a time by RFC 3339")
	}
	shop, customer, ours := channel.OwnerOf(said.ID)
	eventType, known := eventTypes[said.Event]
	switch {
	case !ours:
		return park("id: is not the ID of a message")
	case !known:
		reading.Unknown = append(reading.Unknown, feed.Word{Field: "event", Word: said.Event})
		return park("event: is not delivered, failed or replied")
	case said.At.IsZero():
		return park("at: is missing: when it happened")
	}
	m := tiexin.MessageReport{ID: said.ID, Parts: max(0, said.Parts)}
	var kind channel.Kind
	if kind.UnmarshalText([]byte(said.Channel)) == nil {
		m.Channel = said.Channel
	} else {
		reading.Unknown = append(reading.Unknown, feed.Word{Field: "channel", Word: said.Channel})
	}
	switch eventType {
	case tiexin.EventMessageFailed:
		m.Final, m.Reason, m.Cause = said.Final, said.Reason, string(causeOf(said.Cause))
		if m.Cause != said.Cause {
			reading.Unknown = append(reading.Unknown, feed.Word{Field: "cause", Word: said.Cause})
		}
	case tiexin.EventMessageReplied:
		m.Text = said.Text
	}
	reading.Events = []tiexin.Event{{
		ID: said.eventID(), Type: eventType, At: said.At, Shop: shop, Customer: tiexin.Customer{ID: customer}, Message: &m,
	}}
	return reading
}

var eventTypes = map[string]tiexin.EventType{
	"delivered": tiexin.EventMessageDelivered, "failed": tiexin.EventMessageFailed, "replied": tiexin.EventMessageReplied,
}

// eventID is the same for the same report: a message is delivered once and fails once, or
// once for good; replies are told apart by when and what.
func (r report) eventID() string {
	what := r.ID + "\n" + r.Event
	switch {
	case r.Event == "replied":
		what += "\n" + r.At.UTC().Format(time.RFC3339Nano) + "\n" + r.Text
	case r.Event == "failed" && r.Final:
		what += "\nfinal"
	}
	return "webhook " + channel.ShortID(what)
}

// Answer is {"ok": true}, or {"ok": false} with a status. 503 makes the receiver send it
// again, 401 is a wrong signature, 413 a list that is too long.
func (Reports) Answer(w http.ResponseWriter, err error) {
	feed.Reply(w, err, "application/json", `{"ok":`+strconv.FormatBool(err == nil)+"}")
}
