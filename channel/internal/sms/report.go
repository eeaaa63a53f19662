package sms

import (
	"context"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
)

// A Report is what a provider says became of a message.
type Report struct {
	MessageID string // or an alias
	At        time.Time
	Delivered bool
	Final     bool          // of a failure: no repetition will mend it
	Reason    string        // of a failure, in words that hold nothing of people
	Cause     channel.Cause // of a failure
	Parts     int
}

// Event is message.delivered or message.failed of the customer whom the message went to. It
// has the same id for the same message, so that doubled receipts are one, and a receipt is
// the same as the answer to a question. Without a customer it says false.
func (b Book) Event(ctx context.Context, r Report) (tiexin.Event, bool, error) {
	shop, customer, ok := channel.OwnerOf(r.MessageID)
	if !ok {
		id, err := b.IDOf(ctx, r.MessageID)
		if err != nil {
			return tiexin.Event{}, false, err
		}
		if shop, customer, ok = channel.OwnerOf(id); !ok {
			return tiexin.Event{}, false, nil
		}
		r.MessageID = id
	}
	e := tiexin.Event{
		Type: tiexin.EventMessageFailed, At: r.At, Shop: shop, Customer: tiexin.Customer{ID: customer},
		Message: &tiexin.MessageReport{
			ID: r.MessageID, Channel: channel.SMS.String(), Final: r.Final, Reason: r.Reason, Cause: string(r.Cause), Parts: r.Parts,
		},
	}
	if r.Delivered {
		e.Type, e.Message.Final, e.Message.Reason, e.Message.Cause = tiexin.EventMessageDelivered, false, "", ""
	}
	e.ID = fmt.Sprintf("%s/%s/%s", b.Provider, e.Type, channel.ShortID(r.MessageID))
	return e, true, nil
}

// A Reply is what somebody wrote back.
type Reply struct {
	Number    string
	Signature string // of the shop that was answered; empty: not said
	Text      string
	At        time.Time
	Sequence  string // the provider's id of the reply, if it has one
	Body      []byte // as it may be read again once it is parked
}

// Replied are the events of a reply. A refusal is heard for every customer at the number,
// anything else for the one who was written to last. A number that got nothing from here is
// parked.
func (b Book) Replied(ctx context.Context, r Reply, optOut channel.OptOut) (reading feed.Reading, err error) {
	ids, err := b.lastTo(ctx, r.Number, r.Signature)
	if err != nil {
		return feed.Reading{}, err
	}
	if len(ids) > 1 && !optOut.Refuses(r.Text) {
		ids = ids[:1]
	}
	said := b.hash(fmt.Sprintf("%s\x00%s\x00%s\x00%s", r.Number, r.At.UTC().Format(time.RFC3339), r.Sequence, r.Text))
	for _, id := range ids {
		shop, customer, ok := channel.OwnerOf(id)
		if !ok {
			continue
		}
		reading.Events = append(reading.Events, tiexin.Event{
			ID: fmt.Sprintf("%s/reply/%s/%s", b.Provider, said, channel.ShortID(shop+"/"+customer)), Type: tiexin.EventMessageReplied,
			At: r.At, Shop: shop, Customer: tiexin.Customer{ID: customer},
			Message: &tiexin.MessageReport{ID: id, Channel: channel.SMS.String(), Text: r.Text},
		})
	}
	if len(reading.Events) == 0 {
		reading.Parked = append(reading.Parked, feed.Parked{
			Source: b.Provider + ".replies", ID: said, Reason: "a reply from a number without a known message of this shop", Body: r.Body,
		})
	}
	return reading, nil
}
