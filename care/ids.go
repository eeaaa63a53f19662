package care

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/tiexin-go/tiexin/internal/ids"
)

// What is printed or logged names ids: see package ids.

// LogValue is String.
func (o Outcome) LogValue() slog.Value { return slog.StringValue(o.String()) }

// LogValue returns the time and the ids of customer and subject.
func (o Occasion) LogValue() slog.Value {
	return ids.Of(ids.At("at", o.At), slog.String("shop", o.Shop), slog.String("customer", o.Customer), slog.String("subject", o.Subject))
}

// LogValue returns the time until which it waits and the ID of the message.
func (d Detail) LogValue() slog.Value {
	return ids.Of(ids.At("until", d.Until), slog.String("said", d.Said.id()))
}

// LogValue returns the ID, the channel and the other subjects that it covers.
func (s Said) LogValue() slog.Value {
	return ids.Of(slog.String("id", s.ID), slog.String("via", s.Via.String()), slog.Int("parts", s.Parts), slog.Any("merged", s.Merged))
}

func (s *Said) id() string {
	if s == nil {
		return ""
	}
	return s.ID
}

// LogValue returns the counts and the time of the next attempt.
func (d Delivery) LogValue() slog.Value {
	return ids.Of(
		slog.Int("sent", d.Sent), slog.Int("tasks", d.Tasks), slog.Int("retrying", d.Retrying), slog.Int("failed", d.Failed),
		slog.Int("unknown", d.Unknown), slog.Int("expired", d.Expired), slog.Int("stopped", d.Stopped), slog.Int("outcomes", len(d.Outcomes)), ids.At("next", d.Next),
	)
}

// LogValue returns the key, the version and the wake-up.
func (r Record) LogValue() slog.Value {
	return ids.Of(slog.String("key", r.Key.label()), slog.Uint64("version", uint64(r.Version)), slog.Int64("wake_at", r.WakeAt))
}

// LogValue returns the ID, the key and the number of attempts.
func (p Posting) LogValue() slog.Value {
	return ids.Of(slog.String("id", p.ID), slog.String("key", p.Key.label()), slog.Int("attempt", p.Attempt))
}

// LogValue returns the key, the versions, the wake-up, and the ids of what is sent
// and cancelled.
func (c Commit) LogValue() slog.Value {
	send := make([]string, len(c.Send))
	for i := range c.Send {
		send[i] = c.Send[i].ID
	}
	return ids.Of(
		slog.String("key", c.Key.label()), slog.Uint64("if", uint64(c.If)), slog.Int64("wake_at", c.WakeAt),
		slog.Any("send", send), slog.Any("cancel", c.Cancel),
	)
}

// LogValue returns the ID and the time of the next attempt.
func (r Resolution) LogValue() slog.Value {
	return ids.Of(slog.String("id", r.ID), slog.Int64("retry_at", r.RetryAt))
}

// LogValue returns the key, the time and the number of subjects.
func (x Explanation) LogValue() slog.Value {
	return ids.Of(slog.String("key", x.Key.label()), ids.At("at", x.At), slog.Bool("known", x.Known), slog.Int("subjects", len(x.Subjects)))
}

// LogValue returns the ID and the number of rules.
func (s ExplainSubject) LogValue() slog.Value {
	return ids.Of(slog.String("id", s.ID), slog.Int("rules", len(s.Rules)))
}

// LogValue returns the rule, its result, its wait, and the ID of its message.
func (r ExplainRule) LogValue() slog.Value {
	return ids.Of(
		slog.String("rule", r.Flow+"/"+r.Rule), slog.String("verdict", r.Verdict.String()), slog.String("reason", r.Reason.String()),
		ids.At("until", r.Until), slog.String("said", r.Said.id()),
	)
}

// LogValue returns the ID, the decision time and the flow.
func (s ExplainSaid) LogValue() slog.Value {
	return ids.Of(slog.String("id", s.ID), ids.At("at", s.At), slog.String("flow", s.Flow))
}

// Format writes String under every verb.
func (o Outcome) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, o.String()) }

// Format writes the type and LogValue under every verb.
func (o Occasion) Format(f fmt.State, _ rune) { ids.Print(f, o, o.LogValue()) }

// Format writes the type and LogValue under every verb.
func (d Detail) Format(f fmt.State, _ rune) { ids.Print(f, d, d.LogValue()) }

// Format writes the type and LogValue under every verb.
func (s Said) Format(f fmt.State, _ rune) { ids.Print(f, s, s.LogValue()) }

// Format writes the type and LogValue under every verb.
func (d Delivery) Format(f fmt.State, _ rune) { ids.Print(f, d, d.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r Record) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and LogValue under every verb.
func (p Posting) Format(f fmt.State, _ rune) { ids.Print(f, p, p.LogValue()) }

// Format writes the type and LogValue under every verb.
func (c Commit) Format(f fmt.State, _ rune) { ids.Print(f, c, c.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r Resolution) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and LogValue under every verb.
func (x Explanation) Format(f fmt.State, _ rune) { ids.Print(f, x, x.LogValue()) }

// Format writes the type and LogValue under every verb.
func (s ExplainSubject) Format(f fmt.State, _ rune) { ids.Print(f, s, s.LogValue()) }

// Format writes the type and LogValue under every verb.
func (r ExplainRule) Format(f fmt.State, _ rune) { ids.Print(f, r, r.LogValue()) }

// Format writes the type and LogValue under every verb.
func (s ExplainSaid) Format(f fmt.State, _ rune) { ids.Print(f, s, s.LogValue()) }

// Format writes the type and the name of the process under every verb, and nothing of
// the options.
func (e *Engine) Format(f fmt.State, _ rune) {
	ids.Print(f, e, ids.Of(slog.String("owner", e.options.Owner)))
}

// Format writes the type and the number of partitions under every verb, and nothing
// of the content.
func (m *Memory) Format(f fmt.State, _ rune) {
	ids.Print(f, m, ids.Of(slog.Int("partitions", len(m.parts))))
}

// Format writes the type and the number of partitions under every verb, and nothing
// of the content.
func (m *SharedMemory) Format(f fmt.State, _ rune) {
	ids.Print(f, m, ids.Of(slog.Int("partitions", len(m.parts))))
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden
