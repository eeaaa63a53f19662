package care

import (
	"fmt"
	"log/slog"

	"github.com/tiexin-go/tiexin/internal/ids"
)

// LogValue returns time, customer, and the ids of the decision or news.
func (l JournalLine) LogValue() slog.Value {
	attrs := []slog.Attr{ids.At("at", l.At), slog.String("key", l.Key.label())}
	switch {
	case l.Decided != nil:
		attrs = append(attrs, slog.String("decided", l.Decided.String()))
	case l.News != nil:
		attrs = append(attrs, slog.String("message", l.News.ID))
	}
	return ids.Of(attrs...)
}

// LogValue returns the message or task, and its channel.
func (n News) LogValue() slog.Value {
	return ids.Of(slog.String("id", n.ID), slog.String("via", n.Via.String()), slog.Bool("final", n.Final))
}

// LogValue returns the customer, the period and the number of lines.
func (x Past) LogValue() slog.Value {
	return ids.Of(slog.String("key", x.Key.label()), ids.At("from", x.From), ids.At("to", x.To), slog.Int("lines", len(x.Lines)))
}

// Format writes the type and LogValue under every verb.
func (l JournalLine) Format(f fmt.State, _ rune) { ids.Print(f, l, l.LogValue()) }

// Format writes the type and LogValue under every verb.
func (n News) Format(f fmt.State, _ rune) { ids.Print(f, n, n.LogValue()) }

// Format writes the type and LogValue under every verb.
func (x Past) Format(f fmt.State, _ rune) { ids.Print(f, x, x.LogValue()) }
