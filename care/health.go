package care

import (
	"context"
	"time"
)

// Health is the state of an engine, for monitoring: of this process, and of its
// partitions. Counters count from Since. See "Lists and health" in the package
// documentation for recommended alerts.
type Health struct {
	At    time.Time `json:"at"`
	Since time.Time `json:"since"` // when the engine was made

	Partitions int `json:"partitions"` // all partitions of the store
	Held       int `json:"held"`       // partitions of this process; 0: it has not begun, or is closed

	Replica *Replica `json:"replica,omitempty"` // state among the processes that share the store; nil: not shared

	Outbox       int           `json:"outbox"`                 // waiting messages, tasks and withdrawals
	OutboxOldest time.Time     `json:"outbox_oldest,omitzero"` // decision time of the oldest of them
	OutboxAge    time.Duration `json:"outbox_age_ns"`          // age of the oldest of them
	WakeOldest   time.Time     `json:"wake_oldest,omitzero"`   // the earliest wake-up that is due and not yet handled
	WakeLate     time.Duration `json:"wake_late_ns"`           // its delay
	Stopped      []Stopped     `json:"stopped,omitempty"`      // stopped channels
	Sweep        Sweep         `json:"sweep"`
	// ClocksDisagree is the time since when the wall clock differs from the monotonic
	// clock: no wake-up is handled. Zero: they agree.
	ClocksDisagree time.Time `json:"clocks_disagree,omitzero"`

	Events int64 `json:"events"` // processed events, repetitions included
	// Numbers by lane of the outbox, a channel's word or "tasks": accepted by senders and
	// the desk, and not sent or of unknown outcome.
	Sent     map[string]int64    `json:"sent,omitempty"`
	Failures map[string]Failures `json:"failures,omitempty"`
	// LastError is the last error after which the engine continued: of the store, a sender
	// or the desk. It contains no number and no name.
	LastError   string    `json:"last_error,omitempty"`
	LastErrorAt time.Time `json:"last_error_at,omitzero"`
}

// Failures counts the failures of a lane by cause.
type Failures struct {
	Retried       int64 `json:"retried,omitempty"`       // attempts with a temporary failure
	Undeliverable int64 `json:"undeliverable,omitempty"` // permanent failures
	TooLate       int64 `json:"too_late,omitempty"`      // reported by the sender
	Expired       int64 `json:"expired,omitempty"`       // expired before the first attempt
	Unknown       int64 `json:"unknown,omitempty"`       // no answer came: it may have been sent, and is not sent again
	Stopped       int64 `json:"stopped,omitempty"`       // attempts that stopped the channel
}

// Health returns the state of the engine. It opens no partition. With an error, the
// store's or the context's, it returns the part that it could read.
func (e *Engine) Health(ctx context.Context) (Health, error) {
	if ctx == nil {
		return Health{}, errNoContext
	}
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
	problems := make([]error, len(*shards))
	for i, s := range *shards {
		if s == nil {
			continue
		}
		if err := s.health(ctx, now, &h); err != nil && !e.lost(s, err) {
			problems[i] = err
			if ctx.Err() != nil {
				break
			}
		}
	}
	h.OutboxAge, h.WakeLate = age(now, h.OutboxOldest), age(now, h.WakeOldest)
	return h, joinFaults(problems)
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
