package care

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// A Waiting is a customer with a wake-up.
type Waiting struct {
	Key Key       `json:"key"`
	At  time.Time `json:"at"` // time of the wake-up; in the past: it is late
	// For lists what the wake-up is for. It may be empty: a stage of the customer ends then,
	// or an evaluation finds nothing.
	For []WaitsFor `json:"for,omitempty"`
}

// A WaitsFor is a rule that is evaluated again at a time.
type WaitsFor struct {
	About   string    `json:"about"`             // "order", "parcel", "chat", "child", "customer"
	Subject string    `json:"subject,omitempty"` // its id; empty: the customer, or the only chat or child
	Flow    string    `json:"flow"`
	Rule    string    `json:"rule"`
	Title   string    `json:"title,omitempty"` // title of the rule
	Verdict Verdict   `json:"verdict"`         // wait; send or task if it is due already
	Reason  Reason    `json:"reason"`
	By      string    `json:"by,omitempty"` // what it waits for: a limit, a moment, "task"
	At      time.Time `json:"at"`
}

// Waiting lists the customers with a wake-up until a time, and its rules, partition by
// partition, the earliest of each first. The entries agree with [Engine.Explain] for rules
// that wait until then. It ends as [Engine.Approvals] does. Its pages grow, because
// customers may leave the first pages meanwhile.
func (e *Engine) Waiting(ctx context.Context, until time.Time) iter.Seq2[Waiting, error] {
	return func(yield func(Waiting, error) bool) {
		var unread []error
		for n := range e.options.Store.Partitions() {
			look, err := e.lookAt(ctx, n)
			listed := map[Key]bool{}
			for limit, more := mostInputs, err == nil; more; limit *= 2 {
				var page []Record
				err = e.visit(ctx, n, func(p Partition) (err error) {
					page, _, err = p.Due(ctx, until.UnixMilli(), limit)
					return err
				})
				for i := range page {
					r := &page[i]
					if listed[r.Key] {
						continue
					}
					listed[r.Key] = true
					waits, err := look.waiting(r, until)
					switch {
					case err != nil:
						unread = append(unread, err)
					case !yield(waits, nil):
						return
					}
				}
				more = err == nil && len(page) == limit
			}
			if err != nil {
				unread = append(unread, err)
				break
			}
		}
		if err := errors.Join(unread...); err != nil {
			yield(Waiting{}, err)
		}
	}
}

// waiting is what a customer waits for until an instant.
func (o *onlooker) waiting(r *Record, until time.Time) (Waiting, error) {
	w := Waiting{Key: r.Key, At: o.engine.instant(r.WakeAt)}
	if own, err := o.see(r); err != nil || !own {
		return w, err
	}
	now := max(o.engine.options.Now().UnixMilli(), o.mem.Now)
	zone := o.rules.Shop.Zone
	x := Explanation{Key: r.Key, At: time.UnixMilli(now).In(zone), zone: zone, known: o.known}
	last, moments := ask.At(until.UnixMilli()), o.rules.HasMoments()
	o.mem.Subjects(func(s *remember.Subject) bool {
		return s.Next() <= last || moments && (s.Kind == ask.Customer || s.Kind == ask.Child)
	}, func(s *remember.Subject) {
		x.subject(o.engine, o.rules, o.announced, r, s.Kind, s.ID, ask.After(now))
	})
	for _, s := range x.Subjects {
		for _, one := range s.Rules {
			at := one.Until
			if one.Verdict == Send || one.Verdict == Task {
				at = x.At
			}
			if at.IsZero() || at.After(until) || one.Verdict != Wait && one.Verdict != Send && one.Verdict != Task {
				continue
			}
			w.For = append(w.For, WaitsFor{
				About: s.Kind, Subject: s.ID, Flow: one.Flow, Rule: one.Rule, Title: one.Title, Verdict: one.Verdict, Reason: one.Reason, By: one.By, At: at,
			})
		}
	}
	return w, o.mem.Err()
}
