package care

import (
	"context"
	"iter"
	"math"
	"time"
)

// A Queued is a message, a task or the withdrawal of a task in the outbox: decided, and not
// handed over so far. What it says is not told.
type Queued struct {
	ID       string `json:"id"` // of the message or task
	Key      Key    `json:"key"`
	Lane     string `json:"lane"`               // by whom it is handed over: a channel's word, or "tasks"
	Withdraw bool   `json:"withdraw,omitempty"` // it takes the task back
	Attempts int    `json:"attempts,omitempty"` // how often it was tried
	// Since is when it was decided. A posting that an earlier version of the library wrote
	// has none.
	Since    time.Time `json:"since,omitzero"`
	RetryAt  time.Time `json:"retry_at,omitzero"`  // it is tried again then; zero: it was not tried
	NotAfter time.Time `json:"not_after,omitzero"` // later it is dropped; zero: never
}

// Outbox lists what waits to be handed over by some lanes, or by all: partition by
// partition, and there in the order in which it was decided. The pages grow, because what
// goes meanwhile leaves the first of them.
func (e *Engine) Outbox(ctx context.Context, lanes ...string) iter.Seq2[Queued, error] {
	return func(yield func(Queued, error) bool) {
		for n := range e.options.Store.Partitions() {
			listed := map[string]bool{}
			for limit, more := mostInputs, true; more; limit *= 2 {
				var page []Posting
				err := e.visit(ctx, n, func(p Partition) (err error) {
					page, _, err = p.Pending(ctx, math.MaxInt64, limit, lanes...)
					return err
				})
				if err != nil {
					yield(Queued{}, err)
					return
				}
				for i := range page {
					if p := &page[i]; !listed[p.ID] {
						listed[p.ID] = true
						if !yield(e.queued(p), nil) {
							return
						}
					}
				}
				more = len(page) == limit
			}
		}
	}
}

func (e *Engine) queued(p *Posting) Queued {
	return Queued{
		ID: messageOf(p.ID), Key: p.Key, Lane: p.Lane, Withdraw: p.takesBack(), Attempts: p.Attempt,
		Since: e.instant(p.At), RetryAt: e.instant(p.RetryAt), NotAfter: e.instant(p.NotAfter),
	}
}

// instant is a millisecond in the shop's zone; the zero time for none.
func (e *Engine) instant(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return time.UnixMilli(at).In(e.rules.Load().Shop.Zone)
}
