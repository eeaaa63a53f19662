package care

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
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
	ID     string        `json:"id,omitempty"` // empty: the customer
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
	Change  string      `json:"change,omitempty"` // what would have to change, in a sentence
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
	mem, err := decodeMemory(records[0].State)
	if err != nil {
		return Explanation{}, fmt.Errorf("care: customer %s: %w", key.Customer, err)
	}
	rules := e.rules.Load()
	now := max(e.options.Now().UnixMilli(), mem.now)
	x := Explanation{Key: key, At: time.UnixMilli(now).In(rules.Shop.Zone), Known: records[0].Version != 0, zone: rules.Shop.Zone}
	if w := mem.wake(); w < rule.Forever {
		x.Wakes = w.Time(x.zone)
	}
	for _, t := range mem.slots {
		x.Said = append(x.Said, ExplainSaid{t.id, time.UnixMilli(t.at).In(x.zone), t.kind.String(), t.flow})
	}
	for _, c := range mem.consents {
		x.Consents = append(x.Consents, consentLine(c.Refused, c.Channel, string(c.Purpose), c.At.In(x.zone)))
	}
	x.ask(e, rules, key, records[0].State, rule.After(now))
	return x, nil
}

func consentLine(refused bool, channel, purpose string, at time.Time) string {
	what := "allowed"
	if refused {
		what = "refused"
	}
	return fmt.Sprintf("%s %s by %s on %s", what, cmp.Or(purpose, "everything"), cmp.Or(channel, "every channel"), at.Format("2006-01-02 15:04"))
}

// ask asks each subject on a copy of the memory.
func (x *Explanation) ask(e *Engine, rules *Rules, key Key, state []byte, now rule.Instant) {
	fresh := func() *step {
		mem, _ := decodeMemory(state) // read before
		m := e.means
		m.budgets = m.budgets.copy()
		s := new(step)
		s.begin(rules, key, mem, m, new(room))
		s.now = now
		return s
	}
	probe := fresh()
	for _, o := range probe.mem.orders {
		x.subject(fresh(), o.id)
	}
	if len(rules.FlowsAbout(rule.AboutCustomer)) > 0 {
		x.subject(fresh(), "")
	}
}

func (x *Explanation) subject(s *step, id string) {
	o := s.mem.findOrder(id)
	*s.mem.ends(o) = nil // what was said about its end is said again
	v := s.viewOf(o)
	subject := ExplainSubject{ID: id, Status: v.Facts.Order.Status, Over: v.over}
	if !v.over && v.ends < rule.Forever {
		subject.Ends = v.ends.Time(x.zone)
	}
	s.askOne(o)
	s.sealSights()
	for i := range s.out {
		out := &s.out[i]
		if out.Subject != id {
			continue
		}
		r := ExplainRule{
			Flow: out.Flow, Rule: out.Rule, Verdict: out.Verdict, Reason: out.Reason, By: out.By, Until: out.Until, Seen: out.Seen(),
		}
		r.Change = whatWouldChange(out, r.Seen, x.zone)
		subject.Rules = append(subject.Rules, r)
	}
	slices.SortStableFunc(subject.Rules, func(a, b ExplainRule) int { return cmp.Compare(a.Flow, b.Flow) })
	x.Subjects = append(x.Subjects, subject)
}

// askOne asks the flows of one subject only, once.
func (s *step) askOne(o *order) {
	s.ask(func(other *order) bool { return other == o })
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
	case s.ID == "":
		b.WriteString("\nthe customer\n")
	case s.Over:
		fmt.Fprintf(b, "\norder %s (%s, over)\n", s.ID, s.Status)
	case s.Ends.IsZero():
		fmt.Fprintf(b, "\norder %s (%s)\n", s.ID, s.Status)
	default:
		fmt.Fprintf(b, "\norder %s (%s, over by itself at %s)\n", s.ID, s.Status, s.Ends.Format("2006-01-02 15:04:05"))
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
