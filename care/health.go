package care

import (
	"context"
	"errors"
	"time"
)

// Health is how an engine is, for monitoring: of this process, and of the partitions that
// it holds. What grows from zero counts from Since on. See "Lists and health" in the
// package documentation for what to be alerted on.
type Health struct {
	At    time.Time `json:"at"`
	Since time.Time `json:"since"` // when the engine was made

	Partitions int `json:"partitions"` // of the store
	Held       int `json:"held"`       // of these, by this process; 0: it has not begun, or is closed

	Replica *Replica `json:"replica,omitempty"` // among the processes that share the store; nil: there are none

	Outbox       int           `json:"outbox"`                 // messages, tasks and withdrawals that wait
	OutboxOldest time.Time     `json:"outbox_oldest,omitzero"` // when the oldest of them was decided
	OutboxAge    time.Duration `json:"outbox_age_ns"`          // how long ago that is
	WakeOldest   time.Time     `json:"wake_oldest,omitzero"`   // the earliest wake-up that is due and has not come
	WakeLate     time.Duration `json:"wake_late_ns"`           // how late it is
	Stopped      []Stopped     `json:"stopped,omitempty"`      // channels by which nothing goes
	Sweep        Sweep         `json:"sweep"`
	// ClocksDisagree is since when the wall clock has not kept pace with the steady one:
	// nobody is woken. Zero: they agree.
	ClocksDisagree time.Time `json:"clocks_disagree,omitzero"`

	Events int64 `json:"events"` // that were taken in, repetitions too
	// By the lanes of the outbox, a channel's word or "tasks": what senders and the desk
	// took, and what did not go or may not have gone.
	Sent     map[string]int64    `json:"sent,omitempty"`
	Failures map[string]Failures `json:"failures,omitempty"`
	// LastError is the last error that the engine went on after: of the store, a sender or
	// the desk. It holds no number and no name.
	LastError   string    `json:"last_error,omitempty"`
	LastErrorAt time.Time `json:"last_error_at,omitzero"`
}

// Failures counts what did not go by a lane, by why.
type Failures struct {
	Retried       int64 `json:"retried,omitempty"`       // attempts that failed for the time being
	Undeliverable int64 `json:"undeliverable,omitempty"` // failed for good
	TooLate       int64 `json:"too_late,omitempty"`      // the sender said so
	Expired       int64 `json:"expired,omitempty"`       // its time was over before it was tried
	Unknown       int64 `json:"unknown,omitempty"`       // no answer came: it may have gone, and is not sent again
	Stopped       int64 `json:"stopped,omitempty"`       // attempts that stopped the channel
}

// Health looks how the engine is. It opens no partition. With an error, the store's or the
// context's, it says what it has seen so far.
func (e *Engine) Health(ctx context.Context) (Health, error) {
	now := e.options.Now()
	h := Health{At: now, Partitions: e.options.Store.Partitions(), Stopped: e.Stopped(), Sweep: e.Sweep()}
	e.counts.tell(&h)
	if r, ok := e.Replica(); ok {
		h.Replica = &r
	}
	shards := e.opened.Load()
	if shards == nil {
		return h, nil
	}
	h.Held = shards.owned()
	var problems []error
	for _, s := range *shards {
		if s == nil {
			continue
		}
		if err := s.health(ctx, now, &h); err != nil && !e.lost(s, err) {
			problems = append(problems, err)
			if ctx.Err() != nil {
				break
			}
		}
	}
	h.OutboxAge, h.WakeLate = age(now, h.OutboxOldest), age(now, h.WakeOldest)
	return h, errors.Join(problems...)
}

// age is how long ago something was; 0: it was not.
func age(now, since time.Time) time.Duration {
	if since.IsZero() {
		return 0
	}
	return max(now.Sub(since), 0)
}

// health adds what waits in the partition.
func (s *shard) health(ctx context.Context, now time.Time, h *Health) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	n, oldest, err := s.lease.Len(ctx)
	if err != nil {
		return err
	}
	h.Outbox += n
	h.OutboxOldest = earlier(h.OutboxOldest, s.engine.instant(oldest))
	due, _, err := s.lease.Due(ctx, now.UnixMilli(), 1)
	if err == nil && len(due) > 0 {
		h.WakeOldest = earlier(h.WakeOldest, s.engine.instant(due[0].WakeAt))
	}
	return err
}

// earlier is the earlier of two instants that are not zero.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
