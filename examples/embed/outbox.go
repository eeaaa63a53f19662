package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// An outbox is a table of events beside the shop's other tables, for a store that lies in
// files of its own: the webhook writes the event in the transaction that writes the order,
// and drain hands it to the engine. A store in the shop's database has such a table itself.
type outbox struct {
	books  *books
	engine *care.Engine
	nudge  chan struct{}
}

// outboxTable is filled in the order of its rows. An event that the engine refused stays,
// with the reason, until somebody has looked at it.
const outboxTable = `CREATE TABLE IF NOT EXISTS shop_outbox (number INTEGER PRIMARY KEY, body TEXT NOT NULL, refused TEXT NOT NULL)`

// mostDrained is how many events go to the engine at a time.
const mostDrained = 256

func newOutbox(b *books, engine *care.Engine) *outbox {
	o := &outbox{books: b, engine: engine, nudge: make(chan struct{}, 1)}
	b.enqueue, b.taken = o.enqueue, o.filled
	return o
}

// enqueue writes events in a transaction of the shop's. An event that came twice is
// written twice: the engine knows it.
func (o *outbox) enqueue(ctx context.Context, tx *sql.Tx, events ...tiexin.Event) error {
	for i := range events {
		body, err := tiexin.EncodeEvent(&events[i])
		if err != nil {
			return err
		}
		if _, err := o.books.exec(ctx, tx, `INSERT INTO shop_outbox (body, refused) VALUES (?, '')`, string(body)); err != nil {
			return err
		}
	}
	return nil
}

// filled has drain look at once.
func (o *outbox) filled() {
	select {
	case o.nudge <- struct{}{}:
	default:
	}
}

// run drains the outbox until the context ends.
func (o *outbox) run(ctx context.Context) error {
	for {
		n, err := o.drain(ctx)
		var again <-chan time.Time // when what failed is tried again
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, care.ErrClosed), errors.Is(err, care.ErrFenced):
			return err
		case err != nil:
			slog.Error("events wait in the outbox", "error", err)
			again = time.After(time.Second)
		case n > 0:
			continue
		}
		select {
		case <-ctx.Done():
		case <-o.nudge:
		case <-again:
		}
	}
}

// drain hands a batch of events to the engine and takes those out that it has. A crash in
// between has them handed over again, and the engine knows them. It says how many are out.
func (o *outbox) drain(ctx context.Context) (int, error) {
	var numbers []int64
	var events []tiexin.Event
	err := o.books.query(ctx, o.books.db, func(scan func(...any) error) error {
		var number int64
		var body string
		if err := scan(&number, &body); err != nil {
			return err
		}
		event, err := tiexin.DecodeEvent([]byte(body), nil)
		numbers, events = append(numbers, number), append(events, event)
		return err
	}, `SELECT number, body FROM shop_outbox WHERE refused = '' ORDER BY number LIMIT ?`, mostDrained)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	refused := make([]string, len(events))
	if _, err := o.engine.HandleAll(ctx, events); err != nil {
		if err := o.oneByOne(ctx, events, refused); err != nil {
			return 0, err
		}
	}
	ctx = context.WithoutCancel(ctx) // what was handled is taken out, or it would come again
	return len(events), o.books.in(ctx, func(tx *sql.Tx) error {
		for i, number := range numbers {
			statement, args := `DELETE FROM shop_outbox WHERE number = ?`, []any{number}
			if refused[i] != "" {
				statement, args = `UPDATE shop_outbox SET refused = ? WHERE number = ?`, []any{refused[i], number}
			}
			if _, err := o.books.exec(ctx, tx, statement, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// oneByOne finds out which events of a batch are refused, and why.
func (o *outbox) oneByOne(ctx context.Context, events []tiexin.Event, refused []string) error {
	for i := range events {
		_, err := o.engine.Handle(ctx, events[i])
		if _, faulty := errors.AsType[*tiexin.EventError](err); faulty {
			slog.Error("the engine refuses an event; it stays in the outbox", "event", events[i].ID, "error", err)
			refused[i] = err.Error()
		} else if err != nil {
			return err
		}
	}
	return nil
}

// length is how many events wait, and how many the engine refused.
func (o *outbox) length(ctx context.Context) (waiting, refused int, err error) {
	err = o.books.query(ctx, o.books.db, func(scan func(...any) error) error {
		return scan(&waiting, &refused)
	}, `SELECT COUNT(CASE WHEN refused = '' THEN 1 END), COUNT(CASE WHEN refused <> '' THEN 1 END) FROM shop_outbox`)
	return waiting, refused, err
}
