package care

import (
	"fmt"
	"log/slog"

	"github.com/tiexin-go/tiexin/internal/ids"
)

// LogValue returns the ID, customer, subject and rule, and the time until which it
// waits.
func (a Approval) LogValue() slog.Value {
	return ids.Of(
		slog.String("id", a.ID), slog.String("key", a.Key.label()), slog.String("subject", a.Subject), slog.String("rule", a.Flow+"/"+a.Rule),
		slog.String("via", a.Via.String()), ids.At("until", a.Until),
	)
}

// LogValue returns the ID, customer, subject and rule, and the deadline.
func (t OpenTask) LogValue() slog.Value {
	return ids.Of(
		slog.String("id", t.ID), slog.String("key", t.Key.label()), slog.String("subject", t.Subject), slog.String("rule", t.Flow+"/"+t.Rule),
		slog.String("via", t.Via.String()), ids.At("deadline", t.Deadline),
	)
}

// LogValue returns the ID, the key and the number of attempts.
func (q Queued) LogValue() slog.Value {
	return ids.Of(slog.String("id", q.ID), slog.String("key", q.Key.label()), slog.Int("attempts", q.Attempts), ids.At("retry_at", q.RetryAt))
}

// LogValue returns the customer, the time of the wake-up and the number of rules.
func (w Waiting) LogValue() slog.Value {
	return ids.Of(slog.String("key", w.Key.label()), ids.At("at", w.At), slog.Int("for", len(w.For)))
}

// LogValue returns the subject, the rule, its result and the time of its next
// evaluation.
func (w WaitsFor) LogValue() slog.Value {
	return ids.Of(
		slog.String("subject", w.Subject), slog.String("rule", w.Flow+"/"+w.Rule), slog.String("verdict", w.Verdict.String()),
		slog.String("reason", w.Reason.String()), ids.At("at", w.At),
	)
}

// Format writes the type and LogValue under every verb.
func (a Approval) Format(f fmt.State, _ rune) { ids.Print(f, a, a.LogValue()) }

// Format writes the type and LogValue under every verb.
func (t OpenTask) Format(f fmt.State, _ rune) { ids.Print(f, t, t.LogValue()) }

// Format writes the type and LogValue under every verb.
func (q Queued) Format(f fmt.State, _ rune) { ids.Print(f, q, q.LogValue()) }

// Format writes the type and LogValue under every verb.
func (w Waiting) Format(f fmt.State, _ rune) { ids.Print(f, w, w.LogValue()) }

// Format writes the type and LogValue under every verb.
func (w WaitsFor) Format(f fmt.State, _ rune) { ids.Print(f, w, w.LogValue()) }
