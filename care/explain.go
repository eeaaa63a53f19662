package care

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// An Explanation is what the engine knows about one customer and why it is
// silent or waits. It names ids; it holds no number and no address.
type Explanation struct {
	Key Key       `json:"key"`
	At  time.Time `json:"at"`
	// Known is false for a customer the engine never heard of.
	Known    bool             `json:"known"`
	Wakes    time.Time        `json:"wakes,omitzero"` // the next wake-up
	Subjects []ExplainSubject `json:"subjects,omitempty"`
	Said     []ExplainSaid    `json:"said,omitempty"`     // messages that count for limits, oldest first
	Consents []string         `json:"consents,omitempty"` // what the customer allowed and refused

	zone *time.Location
}

// ExplainSubject is one thing the engine may speak about.
type ExplainSubject struct {
	Kind   string        `json:"kind"`         // "order", "parcel", "chat", "customer"
	ID     string        `json:"id,omitempty"` // empty: the customer, or the only chat
	Status string        `json:"status,omitempty"`
	Over   bool          `json:"over,omitempty"`
	Ends   time.Time     `json:"ends,omitzero"` // it is over by itself then
	Rules  []ExplainRule `json:"rules,omitempty"`
}

// ExplainRule is where one rule stands: what asking it right now would find, and
// what would have to change.
type ExplainRule struct {
	Flow    string      `json:"flow"`
	Rule    string      `json:"rule"`
	Verdict Verdict     `json:"verdict"`
	Reason  Reason      `json:"reason"`
	By      string      `json:"by,omitempty"`
	Until   time.Time   `json:"until,omitzero"`
	Seen    []rule.Seen `json:"seen,omitempty"`
	// Ways are the channels that were looked at, if any was closed, each with its
	// reason.
	Ways   []channel.Way `json:"ways,omitempty"`
	Change string        `json:"change,omitempty"` // what would have to change, in a sentence
}

// ExplainSaid is one message of the past.
type ExplainSaid struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
	Via  string    `json:"via"`
	Flow string    `json:"flow"`
}

// Explain tells what is waiting for what, what was withheld and why, and what
// would have to change. It asks every rule as the engine would ask it now, and
// changes nothing: what it finds is what the next event or wake-up will find, if
// no fact changes before.
func (e *Engine) Explain(ctx context.Context, key Key) (Explanation, error) {
	shards, err := e.open(ctx)
	if err != nil {
		return Explanation{}, err
	}
	s := shards[PartitionOf(key, len(shards))]
	s.mu.Lock()
	records, err := s.lease.Load(ctx, []Key{key})
	s.mu.Unlock()
	if err != nil {
		return Explanation{}, err
	}
	mem, err := remember.Decode(records[0].State)
	if err != nil {
		return Explanation{}, fmt.Errorf("care: customer %s: %w", key.Customer, err)
	}
	rules := e.rules.Load()
	now := max(e.options.Now().UnixMilli(), mem.Now)
	x := Explanation{Key: key, At: time.UnixMilli(now).In(rules.Shop.Zone), Known: records[0].Version != 0, zone: rules.Shop.Zone}
	x.Wakes = timeOf(mem.Wake(), x.zone)
	for _, t := range mem.Slots {
		x.Said = append(x.Said, ExplainSaid{t.ID, time.UnixMilli(t.At).In(x.zone), t.Kind.String(), t.Flow})
	}
	for _, c := range mem.Consents {
		x.Consents = append(x.Consents, consentLine(c.Refused, c.Channel, string(c.Purpose), c.At.In(x.zone)))
	}
	mem.Subjects(remember.Everything, func(about *remember.Subject) {
		if about.Kind != ask.Customer || len(rules.FlowsAbout(ask.Customer)) > 0 {
			x.subject(e, rules, records[0].State, about.Kind, about.ID, ask.After(now))
		}
	})
	return x, mem.Err()
}

func consentLine(refused bool, channel, purpose string, at time.Time) string {
	what := "allowed"
	if refused {
		what = "refused"
	}
	return fmt.Sprintf("%s %s by %s on %s", what, cmp.Or(purpose, "everything"), cmp.Or(channel, "every channel"), at.Format("2006-01-02 15:04"))
}

// subject asks about one subject on a copy of the memory.
func (x *Explanation) subject(e *Engine, rules *decide.Rules, state []byte, kind ask.Kind, id string, now ask.Instant) {
	mem, _ := remember.Decode(state) // read before
	means := e.means
	means.Budgets = means.Budgets.Copy()
	step := new(decide.Step)
	step.Begin(rules, x.Key.Shop, x.Key.Customer, 0, mem, means, new(decide.Room))
	standing := step.Explain(mem.Find(kind, id), now)
	subject := ExplainSubject{Kind: kind.String(), ID: id, Status: standing.Status, Over: standing.Over}
	if !standing.Over {
		subject.Ends = timeOf(standing.Ends, x.zone)
	}
	for _, out := range published(x.Key, step, step.Found, x.zone) {
		if out.Subject != id {
			continue
		}
		r := ExplainRule{
			Flow: out.Flow, Rule: out.Rule, Verdict: out.Verdict, Reason: out.Reason, By: out.By, Until: out.Until, Seen: out.Seen(), Ways: out.Ways,
		}
		r.Change = whatWouldChange(&out, r.Seen, x.zone)
		subject.Rules = append(subject.Rules, r)
	}
	slices.SortStableFunc(subject.Rules, func(a, b ExplainRule) int { return cmp.Compare(a.Flow, b.Flow) })
	x.Subjects = append(x.Subjects, subject)
}

// whatWouldChange says in a sentence what has to happen for the rule to speak.
func whatWouldChange(o *Outcome, seen []rule.Seen, zone *time.Location) string {
	until := ""
	if !o.Until.IsZero() {
		until = o.Until.In(zone).Format("2006-01-02 15:04:05")
	}
	switch o.Reason {
	case Due:
		return "nothing: it goes now"
	case NotYet:
		return "time: it is due at " + until
	case ConditionOff:
		var off []string
		for _, s := range seen {
			if !s.Yes {
				off = append(off, s.Text)
			}
		}
		return "the facts: not true is " + strings.Join(off, "; ")
	case EarlierRule:
		return fmt.Sprintf("rule %s, which comes before it, would have to stop applying", o.By)
	case InConversation:
		return "the chat has to be closed"
	case Capped, QuietHours:
		if o.Verdict == Wait {
			return fmt.Sprintf("time: %s ends at %s", o.By, until)
		}
		return fmt.Sprintf("nothing: %s drops it", o.By)
	case NeedsReview:
		return "somebody has to approve it"
	case Ended:
		return "nothing: it ended with " + cmp.Or(o.By, "the subject")
	case AlreadySaid:
		return "nothing: it has been said"
	}
	return "nothing: this silence is final"
}

// Write prints the explanation for a person.
func (x Explanation) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "customer %s at %s\n", x.Key.Customer, x.At.Format("2006-01-02 15:04:05"))
	if !x.Known {
		b.WriteString("  never heard of\n")
	}
	if !x.Wakes.IsZero() {
		fmt.Fprintf(&b, "  next look by itself: %s\n", x.Wakes.Format("2006-01-02 15:04:05"))
	}
	for _, c := range x.Consents {
		fmt.Fprintf(&b, "  %s\n", c)
	}
	for _, m := range x.Said {
		fmt.Fprintf(&b, "  said %s via %s: %s\n", m.At.Format("2006-01-02 15:04:05"), m.Via, m.Flow)
	}
	for _, s := range x.Subjects {
		x.writeSubject(&b, s)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (x Explanation) writeSubject(b *strings.Builder, s ExplainSubject) {
	switch {
	case s.Kind == "customer":
		b.WriteString("\nthe customer\n")
	case s.Over:
		fmt.Fprintf(b, "\n%s %s (%s, over)\n", s.Kind, s.ID, s.Status)
	case s.Ends.IsZero():
		fmt.Fprintf(b, "\n%s %s (%s)\n", s.Kind, s.ID, s.Status)
	default:
		fmt.Fprintf(b, "\n%s %s (%s, over by itself at %s)\n", s.Kind, s.ID, s.Status, s.Ends.Format("2006-01-02 15:04:05"))
	}
	for _, r := range s.Rules {
		fmt.Fprintf(b, "  %s/%s: %s %s", r.Flow, r.Rule, r.Verdict, r.Reason)
		if r.By != "" {
			fmt.Fprintf(b, " (%s)", r.By)
		}
		fmt.Fprintf(b, "\n    to change: %s\n", r.Change)
		for _, seen := range r.Seen {
			mark := "✗"
			if seen.Yes {
				mark = "✓"
			}
			fmt.Fprintf(b, "    %s %s", mark, seen.Text)
			if len(seen.Values) > 0 {
				fmt.Fprintf(b, "   [%s]", strings.Join(seen.Values, ", "))
			}
			b.WriteByte('\n')
		}
	}
}
