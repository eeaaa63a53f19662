package tiexin

import (
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"
)

// What is printed or logged names ids: see package ids. A word of the library's own,
// such as a purpose, is told where it is one: any other may be anybody's.

// LogValue returns the ids of the event and of what it is about, its type and time.
func (e Event) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("id", e.ID), slog.String("event", known(e.Type)),
		slog.String("at", e.At.Format(time.RFC3339)), slog.String("customer", e.Customer.ID), slog.String("shop", e.Shop),
	}
	if e.Order != nil {
		attrs = append(attrs, slog.String("order", e.Order.ID))
	}
	if e.Parcel != nil {
		attrs = append(attrs, slog.String("parcel", e.Parcel.Key()))
	}
	return ids.Of(attrs...)
}

// known is a word that the library knows, and nothing for any other.
func known[T interface {
	~string
	Known() bool
}](word T,
) string {
	if word.Known() {
		return string(word)
	}
	return ""
}

// LogValue returns the customer's ID.
func (c Customer) LogValue() slog.Value { return slog.StringValue(c.ID) }

// LogValue returns nothing: the value may be a number, and the kind anything.
func (i Identifier) LogValue() slog.Value { return ids.Of() }

// LogValue returns the child's ID and the guardian's consent.
func (c Child) LogValue() slog.Value {
	return ids.Of(slog.String("id", c.ID), slog.String("consent", c.ConsentID))
}

// LogValue returns nothing: a note has no id.
func (d Dated) LogValue() slog.Value { return ids.Of() }

// LogValue returns nothing: a place has no id of the host's.
func (r Region) LogValue() slog.Value { return ids.Of() }

// LogValue returns the order's ID and status.
func (o Order) LogValue() slog.Value {
	return ids.Of(slog.String("id", o.ID), slog.String("status", string(o.Status)))
}

// LogValue returns the ids of the line, the product and its variant.
func (i Item) LogValue() slog.Value {
	return ids.Of(slog.String("id", i.ID), slog.String("product", i.ProductID), slog.String("sku", i.SKU))
}

// LogValue returns the ids of the claim and of the line that it is about.
func (r Refund) LogValue() slog.Value {
	return ids.Of(slog.String("id", r.ID), slog.String("item", r.ItemID))
}

// LogValue returns the parcel's key and status.
func (p Parcel) LogValue() slog.Value {
	return ids.Of(slog.String("key", p.Key()), slog.String("status", string(p.Status)))
}

// LogValue returns the status and its time.
func (n Node) LogValue() slog.Value {
	return ids.Of(ids.At("at", n.At), slog.String("status", known(n.Status)))
}

// LogValue returns the ids of the chat and of the order under discussion.
func (c Chat) LogValue() slog.Value {
	return ids.Of(slog.String("id", c.ID), slog.String("order", c.OrderID))
}

// LogValue returns the ids of the review and of its subjects.
func (r Review) LogValue() slog.Value {
	return ids.Of(slog.String("id", r.ID), slog.String("order", r.OrderID), slog.String("item", r.ItemID))
}

// LogValue returns the ids of the answer and of the order that it is about.
func (s Survey) LogValue() slog.Value {
	return ids.Of(slog.String("id", s.ID), slog.String("order", s.OrderID))
}

// LogValue returns the ID of the evidence, what it allows or refuses, and since
// when.
func (c Consent) LogValue() slog.Value {
	channel := c.Channel
	if !slices.Contains(channels, channel) {
		channel = ""
	}
	return ids.Of(
		slog.String("id", c.ID), slog.Bool("refused", c.Refused), slog.String("channel", channel),
		slog.String("purpose", known(c.Purpose)), ids.At("at", c.At),
	)
}

// LogValue returns the message's ID.
func (r MessageReport) LogValue() slog.Value { return ids.Of(slog.String("id", r.ID)) }

// LogValue returns the task's ID.
func (r TaskReport) LogValue() slog.Value { return ids.Of(slog.String("id", r.ID)) }

// LogValue returns the incident's ID.
func (i Incident) LogValue() slog.Value { return ids.Of(slog.String("id", i.ID)) }

// Format writes the type and LogValue under every verb.
func (e Event) Format(f fmt.State, _ rune) { ids.Print(f, e, e.LogValue()) }

// Format writes the type and LogValue under every verb.
func (c Customer) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }

// Format writes the type and LogValue under every verb.
func (i Identifier) Format(f fmt.State, _ rune) { ids.Print(f, i, i.LogValue()) }

// Format writes the type and LogValue under every verb.
func (c Child) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }

// Format writes the type and LogValue under every verb.
func (d Dated) Format(f fmt.State, _ rune) { ids.Print(f, d, d.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r Region) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and the ID under every verb.
func (o Order) Format(f fmt.State, _ rune) { ids.Print(f, o, ids.Of(slog.String("id", o.ID))) }

// Format writes the type and LogValue under every verb.
func (i Item) Format(f fmt.State, _ rune) { ids.Print(f, i, i.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r Refund) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and the key under every verb.
func (p Parcel) Format(f fmt.State, _ rune) { ids.Print(f, p, ids.Of(slog.String("key", p.Key()))) }

// Format writes the type and LogValue under every verb.
func (n Node) Format(f fmt.State, _ rune) { ids.Print(f, n, n.LogValue()) }

// Format writes the type and LogValue under every verb.
func (c Chat) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r Review) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and LogValue under every verb.
func (s Survey) Format(f fmt.State, _ rune) { ids.Print(f, s, s.LogValue()) }

// Format writes the type and LogValue under every verb.
func (c Consent) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r MessageReport) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r TaskReport) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and LogValue under every verb.
func (i Incident) Format(f fmt.State, _ rune) { ids.Print(f, i, i.LogValue()) }
