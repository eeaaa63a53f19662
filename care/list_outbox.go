package care

import (
	"context"
	"iter"
	"math"
	"time"
)

// A Queued is a message, a task or the withdrawal of a task in the outbox: decided, and not
// yet sent. It does not contain the text.
type Queued struct {
	ID       string `json:"id"` // of the message or task
	Key      Key    `json:"key"`
	Lane     string `json:"lane"`               // a channel's word, or "tasks"
	Withdraw bool   `json:"withdraw,omitempty"` // it withdraws the task
	Attempts int    `json:"attempts,omitempty"` // number of attempts
	// Since is the time of the decision. It is zero for a posting of an earlier version of
	// the library.
	Since    time.Time `json:"since,omitzero"`
	RetryAt  time.Time `json:"retry_at,omitzero"`  // the next attempt; zero: not tried yet
	NotAfter time.Time `json:"not_after,omitzero"` // dropped after this; zero: never
}

// Outbox lists what waits to be sent in some lanes, or in all, partition by partition, each
// in the order of the decisions. Its pages grow, because entries may leave the first pages
// meanwhile.
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
