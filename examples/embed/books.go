package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// books are the shop's own tables: orders, what the agents have to do, what went to the
// provider of SMS. A shop has its own in their place; what matters is that an event is
// written in the transaction that writes the order.
type books struct {
	db *sql.DB
	// dollars says that the database wants $1 $2 … for ? ? …
	dollars bool
	// ignore is what begins and ends an INSERT that does nothing when the row is there.
	ignore [2]string
	// exact is how a table compares texts byte by byte, where that has to be said.
	exact string
	// alone is a statement by which a transaction waits for others that make the tables.
	// Empty: the database has two make a table at once.
	alone string
	// enqueue tells the engine of events in a transaction of the shop's.
	enqueue func(ctx context.Context, tx *sql.Tx, events ...tiexin.Event) error
	// taken is called when events were committed. Nil: nobody waits for them here.
	taken func()
}

// tables are the shop's, by name. Texts that are compared have a length, for databases that
// need one in an index.
var tables = [][2]string{
	{"shop_orders", `id VARCHAR(100) PRIMARY KEY, customer VARCHAR(100) NOT NULL, status VARCHAR(40) NOT NULL, amount BIGINT NOT NULL, changed_at BIGINT NOT NULL`},
	{"shop_tasks", `id VARCHAR(500) PRIMARY KEY, body TEXT NOT NULL, state VARCHAR(20) NOT NULL, agent VARCHAR(100) NOT NULL, opened_at BIGINT NOT NULL`},
	{"shop_sms", `id VARCHAR(500) PRIMARY KEY, shop VARCHAR(100) NOT NULL, customer VARCHAR(100) NOT NULL, phone VARCHAR(64) NOT NULL, sent_at BIGINT NOT NULL`},
}

// make makes the tables that are not there.
func (b *books) make(ctx context.Context) error {
	err := b.in(ctx, func(tx *sql.Tx) error {
		if b.alone != "" {
			if _, err := tx.ExecContext(ctx, b.alone); err != nil {
				return err
			}
		}
		for _, t := range tables {
			if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS "+t[0]+" ("+t[1]+")"+b.exact); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("the shop's tables: %w", err)
	}
	return nil
}

// look finds out whether the tables are there.
func (b *books) look(ctx context.Context) error {
	for _, t := range tables {
		err := b.query(ctx, b.db, func(func(...any) error) error { return nil }, "SELECT id FROM "+t[0]+" LIMIT 1")
		if err != nil {
			return fmt.Errorf("the shop's table %s cannot be read; if it is missing, run it once with -migrate: %w", t[0], err)
		}
	}
	return nil
}

// take writes what events say about orders, and the events, in one transaction. With a nil
// error both are durable; with another one neither is, or nobody knows: the same again is
// safe. A faulty event is a *tiexin.EventError, and nothing is written.
func (b *books) take(ctx context.Context, events ...tiexin.Event) error {
	if _, err := care.LettersOf(1, events...); err != nil { // it checks as the engine does
		return err
	}
	err := b.in(ctx, func(tx *sql.Tx) error {
		for i := range events {
			if err := b.order(ctx, tx, &events[i]); err != nil {
				return err
			}
		}
		return b.enqueue(ctx, tx, events...)
	})
	if err == nil {
		b.tell()
	}
	return err
}

// tell says that events were committed.
func (b *books) tell() {
	if b.taken != nil {
		b.taken()
	}
}

// order writes down how an order stands, unless something newer is known of it.
func (b *books) order(ctx context.Context, tx *sql.Tx, e *tiexin.Event) error {
	if e.Order == nil || e.Customer.ID == "" {
		return nil
	}
	at := e.At.UnixMilli()
	_, err := b.exec(ctx, tx, b.ignoring(`INSERT INTO shop_orders (id, customer, status, amount, changed_at) VALUES (?, ?, ?, ?, 0)`),
		e.Order.ID, e.Customer.ID, "", int64(e.Order.Amount))
	if err != nil {
		return err
	}
	_, err = b.exec(ctx, tx, `UPDATE shop_orders SET status = ?, changed_at = ? WHERE id = ? AND changed_at <= ?`, string(e.Type), at, e.Order.ID, at)
	return err
}

// in does something in a transaction.
func (b *books) in(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// A querier is the database or a transaction of it.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// exec says how many rows it changed.
func (b *books) exec(ctx context.Context, on querier, statement string, args ...any) (int64, error) {
	result, err := on.ExecContext(ctx, b.spelt(statement), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// query calls see with each row.
func (b *books) query(ctx context.Context, on querier, see func(scan func(...any) error) error, statement string, args ...any) error {
	rows, err := on.QueryContext(ctx, b.spelt(statement), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := see(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// ignoring is an INSERT that does nothing when the row is there.
func (b *books) ignoring(insert string) string {
	return b.ignore[0] + strings.TrimPrefix(insert, "INSERT") + b.ignore[1]
}

// spelt is a statement as the database spells it.
func (b *books) spelt(statement string) string {
	if !b.dollars {
		return statement
	}
	var out strings.Builder
	n := 0
	for _, r := range statement {
		if r == '?' {
			n++
			out.WriteString("$" + strconv.Itoa(n))
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}
