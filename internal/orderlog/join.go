package orderlog

import (
	"fmt"
	"time"
)

// apart is how far apart the rows of one order may be: a till writes them one by one.
const apart = time.Hour

// join takes in a row: a new order, or a further line of one.
func (l *Log) join(o *Order, line Line) {
	first := l.orders[o.ID]
	if o.ID == "" || first == nil {
		if o.ID != "" {
			l.orders[o.ID] = o
		}
		o.Lines = append(o.Lines, line)
		l.Orders = append(l.Orders, o)
		return
	}
	complain := func(column Field, format string, args ...any) {
		f := fault{line: o.Row, problem: fmt.Sprintf(format, args...)}
		if at := l.Columns.at[column]; at >= 0 {
			f.column, f.name = at+1, l.Columns.names[at]
		}
		l.faults = append(l.faults, f)
	}
	earliest, latest := before(first.earliest, o.earliest), after(first.latest, o.latest)
	switch {
	case first.Customer != o.Customer:
		complain(Customer, "order %s is of %q here and of %q in line %d; an order has one customer", o.ID, o.Customer, first.Customer, first.Row)
		return
	case first.Paid.IsZero() != o.Paid.IsZero():
		complain(Paid, "order %s is paid in one of its lines and not in another, line %d; lines of one order are paid together", o.ID, first.Row)
		return
	case latest.Sub(earliest) > apart || apartBy(first.Paid, o.Paid) > apart:
		complain(l.dated(), "order %s has a line %s apart, line %d; lines of one order are at most an hour apart, so give the other order another number", o.ID, latest.Sub(earliest), first.Row)
		return
	}
	if !first.Placed.Equal(o.Placed) || !first.Paid.Equal(o.Paid) {
		l.counts.apart[o.ID] = true
	}
	first.earliest, first.latest = earliest, latest
	first.Placed = before(first.Placed, o.Placed)
	first.Paid = before(first.Paid, o.Paid)
	first.Points += o.Points
	first.Lines = append(first.Lines, line)
}

// dated is the column that says when an order was.
func (l *Log) dated() Field {
	for _, f := range []Field{Paid, Ordered} {
		if l.Columns.Has(f) {
			return f
		}
	}
	return Date
}

func before(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func after(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func apartBy(a, b time.Time) time.Duration { return a.Sub(b).Abs() }
