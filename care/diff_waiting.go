package care

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// A WaitingDiff is the effect of new rules on one rule that waits for a customer.
type WaitingDiff struct {
	Key     Key         `json:"key"`
	About   string      `json:"about"`             // "order", "parcel", "chat", "child", "customer"
	Subject string      `json:"subject,omitempty"` // its id; empty: the customer, or the only chat or child
	Rule    string      `json:"rule"`              // its path
	Title   string      `json:"title,omitempty"`   // its title
	Fate    WaitingFate `json:"fate"`
	Old     *WaitsBy    `json:"old,omitempty"` // nil: nothing waits under the present rules
	New     *WaitsBy    `json:"new,omitempty"` // nil: the new rules do not have the rule, or do not evaluate it
}

// A WaitingFate is what happens to a waiting rule.
type WaitingFate string

// The fates of waiting rules.
const (
	// GoesOn: the rule has the same text and waits for the same.
	GoesOn WaitingFate = "goes-on"
	// AskedAnew: the rule has another text, waits for something else, or is silent. A
	// message that is decided and not yet sent is evaluated again first.
	AskedAnew WaitingFate = "asked-anew"
	// EndsRuleGone: the new rules do not have the rule, and it ends as rule-gone. For a
	// renamed rule, the old name ends.
	EndsRuleGone WaitingFate = "rule-gone"
	// Begins: only the new rules have something for the customer.
	Begins WaitingFate = "begins"
)

// WaitsBy is the state of a rule under one of two sets of rules.
type WaitsBy struct {
	Verdict Verdict   `json:"verdict"` // send or task: it is due, or decided and not yet sent
	Reason  Reason    `json:"reason"`
	By      string    `json:"by,omitempty"`
	Until   time.Time `json:"until,omitzero"` // the next evaluation, at the latest
}

func (w *WaitsBy) waits() bool {
	return w != nil && (w.Verdict == Wait || w.Verdict == Send || w.Verdict == Task)
}

// DiffWaiting lists the effect of [Engine.Swap] to new rules on everything that waits: for
// time, a limit, an approval, a person, or in the outbox. It also lists what would start
// to wait. It reads every customer in the store, partition by partition and in the order
// of the keys, and changes nothing. It ends as [Engine.Approvals] does.
func (e *Engine) DiffWaiting(ctx context.Context, rules *Rules) iter.Seq2[WaitingDiff, error] {
	return func(yield func(WaitingDiff, error) bool) {
		if !loaded(rules) {
			yield(WaitingDiff{}, errTwoRules)
			return
		}
		old, new := e.rules.Load(), e.prepared(rules)
		unread := make([]error, e.options.Store.Partitions())
		for n := range unread {
			more, err := e.diffWaiting(ctx, n, old, new, yield)
			if !more {
				return
			}
			if unread[n] = err; errors.Is(err, ErrClosed) || errors.Is(err, errNoContext) {
				unread = unread[n:] // and so are the others
				break
			}
		}
		if err := joinFaults(unread); err != nil {
			yield(WaitingDiff{}, err)
		}
	}
}

// diffWaiting lists what waits in a partition. It says false where nobody wants more.
func (e *Engine) diffWaiting(ctx context.Context, n int, old, new *decide.Rules, yield func(WaitingDiff, error) bool) (more bool, err error) {
	was, err := e.lookBy(ctx, n, old)
	if err != nil {
		return true, err
	}
	is, err := e.lookBy(ctx, n, new)
	if err != nil {
		return true, err
	}
	var unread []error
	for after := (Key{}); ; {
		var page []Record
		err := e.visit(ctx, n, func(p Partition) (err error) {
			page, err = p.Scan(ctx, after, mostInputs)
			return err
		})
		if err != nil || len(page) == 0 {
			return true, errors.Join(append(unread, err)...)
		}
		for i := range page {
			all, err := diffsOf(was, is, &page[i])
			if err != nil {
				unread = append(unread, err)
			}
			for _, one := range all {
				if !yield(one, nil) {
					return false, nil
				}
			}
		}
		after = page[len(page)-1].Key
	}
}

// diffsOf is what becomes of all that waits for a customer.
func diffsOf(was, is *onlooker, r *Record) (all []WaitingDiff, err error) {
	old, err := was.stands(r)
	if err != nil || old == nil {
		return nil, err
	}
	new, err := is.stands(r)
	if err != nil {
		return nil, err
	}
	for at := range new {
		if _, known := old[at]; !known {
			old[at] = nil
		}
	}
	for at, o := range old {
		n := new[at]
		d := WaitingDiff{Key: r.Key, About: at.about, Subject: at.subject, Rule: at.rule, Old: o, New: n}
		before, held := was.rules.Rule(at.rule)
		after, still := is.rules.Rule(at.rule)
		switch {
		case !o.waits() && !n.waits():
			continue
		case !o.waits():
			d.Fate, d.Old = Begins, nil
		case !still:
			d.Fate, d.New = EndsRuleGone, nil
		case held && n != nil && o.Verdict == n.Verdict && o.Reason == n.Reason && o.By == n.By && o.Until.Equal(n.Until) && saysOfRule(before) == saysOfRule(after):
			d.Fate = GoesOn
		default:
			d.Fate = AskedAnew
		}
		switch {
		case still:
			d.Title = titleOf(after.Flow, after)
		case held:
			d.Title = titleOf(before.Flow, before)
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b WaitingDiff) int {
		return cmp.Or(cmp.Compare(a.About, b.About), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Rule, b.Rule))
	})
	return all, nil
}

// A standsAt is a rule about a subject.
type standsAt struct{ about, subject, rule string }

// stands says where the rules of a customer stand; nil for an id that was given up.
func (o *onlooker) stands(r *Record) (map[standsAt]*WaitsBy, error) {
	if own, err := o.see(r); err != nil || !own {
		return nil, err
	}
	now := max(o.engine.options.Now().UnixMilli(), o.mem.Now)
	zone := o.rules.Shop.Zone
	x := Explanation{Key: r.Key, At: time.UnixMilli(now).In(zone), zone: zone, known: o.known}
	handing := map[standsAt]bool{}
	o.mem.Subjects(remember.Everything, func(s *remember.Subject) {
		for _, f := range s.Firings {
			if f.State() == remember.Handing {
				handing[standsAt{s.Kind.String(), s.ID, f.Rule}] = true
			}
		}
		if s.Kind != ask.Customer || len(o.rules.FlowsAbout(ask.Customer)) > 0 || len(s.Firings) > 0 {
			x.subject(o.engine, o.rules, o.announced, r, s.Kind, s.ID, ask.After(now))
		}
	})
	all := map[standsAt]*WaitsBy{}
	for _, s := range x.Subjects {
		for i := range s.Rules {
			one := &s.Rules[i]
			all[standsAt{s.Kind, s.ID, one.Flow + "/" + one.Rule}] = &WaitsBy{one.Verdict, one.Reason, one.By, one.Until}
		}
	}
	for at := range handing {
		if held := all[at]; held != nil && held.Reason == AlreadySaid {
			all[at] = &WaitsBy{Verdict: Send, Reason: Due}
		}
	}
	if err := o.mem.Err(); err != nil {
		return nil, zh.Error("care: customer %s: %w", r.Key, err)
	}
	return all, nil
}
