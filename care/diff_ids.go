package care

import (
	"fmt"
	"log/slog"

	"github.com/tiexin-go/tiexin/internal/ids"
)

// LogValue are the numbers: what was compared, and how much changes for how many.
func (d Difference) LogValue() slog.Value {
	return ids.Of(slog.Int("events", d.Events), slog.Int("changes", len(d.Changes)), slog.Int("customers", d.Customers), slog.String("cost", d.Cost().String()))
}

// LogValue is when it goes, to whom, about what, by which rule.
func (c Change) LogValue() slog.Value {
	return ids.Of(ids.At("at", c.first()), slog.String("customer", c.Key.String()), slog.String("subject", c.Subject), slog.String("rule", c.now().Rule))
}

// LogValue is when it goes, by which rule and which channel.
func (s DiffSaid) LogValue() slog.Value {
	return ids.Of(ids.At("at", s.At), slog.String("rule", s.Rule), slog.String("via", s.Via.String()))
}

// LogValue is the customer, the subject and the rule.
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
