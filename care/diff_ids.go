package care

import (
	"fmt"
	"log/slog"

	"github.com/tiexin-go/tiexin/internal/ids"
)

// LogValue returns the totals: what was compared, the number of changes and of
// customers.
func (d Difference) LogValue() slog.Value {
	return ids.Of(slog.Int("events", d.Events), slog.Int("changes", len(d.Changes)), slog.Int("customers", d.Customers), slog.String("cost", d.Cost().String()))
}

// LogValue returns time, customer, subject and rule.
func (c Change) LogValue() slog.Value {
	return ids.Of(ids.At("at", c.first()), slog.String("customer", c.Key.String()), slog.String("subject", c.Subject), slog.String("rule", c.now().Rule))
}

// LogValue returns time, rule and channel.
func (s DiffSaid) LogValue() slog.Value {
	return ids.Of(ids.At("at", s.At), slog.String("rule", s.Rule), slog.String("via", s.Via.String()))
}

// LogValue returns the customer, the subject and the rule.
func (w WaitingDiff) LogValue() slog.Value {
	return ids.Of(slog.String("customer", w.Key.String()), slog.String("subject", w.Subject), slog.String("rule", w.Rule))
}

// Format writes the type and LogValue under every verb.
func (d Difference) Format(f fmt.State, _ rune) { ids.Print(f, d, d.LogValue()) }

// Format writes the type and LogValue under every verb.
func (c Change) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }

// Format writes the type and LogValue under every verb.
func (s DiffSaid) Format(f fmt.State, _ rune) { ids.Print(f, s, s.LogValue()) }

// Format writes the type and LogValue under every verb.
func (w WaitingDiff) Format(f fmt.State, _ rune) { ids.Print(f, w, w.LogValue()) }
