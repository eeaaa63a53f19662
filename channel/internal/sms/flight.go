package sms

import (
	"context"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// keepDeparture is how long a message may be on its way to the provider: longer than a call
// takes.
const keepDeparture = 15 * time.Second

// Depart notes that a message is about to go to a number, for a provider whose receipts may
// come before its answer. Begin comes first.
func (b Book) Depart(ctx context.Context, number, id string) error {
	return b.put(ctx, b.key("departing", b.hash(number)), channel.ShortID(id), id, keepDeparture)
}

// Departing says whether a message to a number is on its way to the provider: what the
// provider calls it may be known in a moment.
func (b Book) Departing(ctx context.Context, number string) (bool, error) {
	memos, err := b.Shelf.Get(ctx, b.key("departing", b.hash(number)))
	if err != nil {
		return false, err
	}
	for _, m := range memos {
		if e, err := b.Entry(ctx, m.Value); err != nil || e.State == Open {
			return err == nil, err
		}
	}
	return false, nil
}

// UnsettledAt are the messages to a number of which it is not known whether the provider has
// them, those of the longest ago first.
func (b Book) UnsettledAt(ctx context.Context, number string) ([]Unsettled, error) {
	all, err := b.unsettled(ctx)
	var at []Unsettled
	for _, u := range all {
		if u.Number != number {
			continue
		}
		e, err := b.Entry(ctx, u.ID)
		if err != nil {
			return nil, err
		}
		if e.State == Open {
			at = append(at, u)
		}
	}
	return at, err
}
