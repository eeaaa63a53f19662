package tiexin

import (
	"log/slog"
	"time"
)

// Logs name ids. Whoever hands one of these to log/slog gets no name, nick,
// number or address of a person into a log.

// LogValue is the ids of the event and of what it is about, its type and time.
func (e Event) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("id", e.ID), slog.String("event", string(e.Type)),
		slog.String("at", e.At.Format(time.RFC3339)), slog.String("customer", e.Customer.ID),
	}
	if e.Shop != "" {
		attrs = append(attrs, slog.String("shop", e.Shop))
	}
	if e.Order != nil {
		attrs = append(attrs, slog.String("order", e.Order.ID))
	}
	if e.Parcel != nil {
		attrs = append(attrs, slog.String("parcel", e.Parcel.Key()))
	}
	return slog.GroupValue(attrs...)
}

// LogValue is the customer's ID.
func (c Customer) LogValue() slog.Value { return slog.StringValue(c.ID) }

// LogValue is the order's ID and status.
func (o Order) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", o.ID), slog.String("status", string(o.Status)))
}

// LogValue is the parcel's key and status.
func (p Parcel) LogValue() slog.Value {
	return slog.GroupValue(slog.String("key", p.Key()), slog.String("status", string(p.Status)))
}
