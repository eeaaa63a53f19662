package channel

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"time"
)

// RetryOptions set how often and how long Retry repeats. The zero value has usable defaults.
type RetryOptions struct {
	Attempts int           // at most, the first included. Default: 5
	First    time.Duration // the pause after the first failure; it doubles each time. Default: 1 s
	// Longest is the longest pause. If a provider asks for a longer one, Retry returns a RetryAfter and does not block.
	// Default: 1 min
	Longest time.Duration
	// UnknownToo also repeats after ErrUnknownOutcome: set it only if the provider itself recognises repeated IDs.
	// Default: false
	UnknownToo bool

	Now   func() time.Time                           // Default: time.Now
	Sleep func(context.Context, time.Duration) error // waits, or returns the context's error. Default: a timer
}

// Retry repeats temporary failures with the same Message.ID and growing pauses, so that a short failure ends within one
// attempt of the engine. If the context's deadline leaves no time for a pause, it returns a RetryAfter: the engine's
// outbox waits without a blocked goroutine. The pauses are spread, by the ID and not at random, so that messages that
// failed together do not come back together.
//
// It stops
//
//   - at once after ErrUndeliverable, ErrStopped, ErrWording, ErrTooLate and ErrUnknownOutcome;
//   - with ErrTooLate, if the next attempt would come after NotAfter;
//   - with the context's error, when the context ends;
//   - with the last attempt's error, after the last attempt.
//
// A message without ID is never sent: a repetition could not be recognised. Every error wraps its cause: test for
// ErrUnknownOutcome first, as it may come together with ErrTooLate.
func Retry(s Sender, o RetryOptions) Sender {
	if o.Attempts <= 0 {
		o.Attempts = 5
	}
	if o.First <= 0 {
		o.First = time.Second
	}
	if o.Longest <= 0 {
		o.Longest = time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return &retry{s, o}
}

type retry struct {
	sender Sender
	RetryOptions
}

func (r *retry) Send(ctx context.Context, m Message) (Receipt, error) {
	if m.ID == "" {
		return Receipt{}, fmt.Errorf("channel: %w: a message without ID cannot be repeated safely; give it one that stays the same", ErrUndeliverable)
	}
	err := ctx.Err()
	if err == nil && late(m, r.Now()) {
		err = ErrTooLate
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("channel: message %s: %w", m.ID, err)
	}
	for try := 1; ; try++ {
		m.Attempt++
		receipt, err := r.sender.Send(ctx, m)
		if err == nil {
			return receipt, nil
		}
		switch pause := r.pause(m.ID, try, err); {
		case !r.passing(err) || try == r.Attempts:
		case late(m, r.Now().Add(pause)):
			err = fmt.Errorf("%w: %w", ErrTooLate, err)
		case hurries(ctx, pause):
			err = &RetryAfter{After: pause, Err: err}
		case pause <= r.Longest:
			stop := r.Sleep(ctx, pause)
			if stop == nil {
				continue
			}
			err = fmt.Errorf("%w: %w", stop, err)
		}
		return Receipt{}, fmt.Errorf("channel: message %s, attempt %d: %w", m.ID, m.Attempt, err)
	}
}

func (r *retry) passing(err error) bool {
	return !errors.Is(err, ErrUndeliverable) && !errors.Is(err, ErrStopped) && !errors.Is(err, ErrWording) && !errors.Is(err, ErrTooLate) &&
		(r.UnknownToo || !errors.Is(err, ErrUnknownOutcome))
}

// pause is what the provider asked for, or a doubling span of which the second
// half is spread.
func (r *retry) pause(id string, try int, err error) time.Duration {
	if throttled, ok := errors.AsType[*RetryAfter](err); ok && throttled.After > 0 {
		return throttled.After
	}
	d := min(r.First, r.Longest)
	for range try - 1 {
		d += min(d, r.Longest-d)
	}
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s/%d", id, try)
	half := d / 2
	return d - half + time.Duration(h.Sum64()%uint64(half+1))
}

// hurries says that the context ends before a pause does.
func hurries(ctx context.Context, pause time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) <= pause
}

func late(m Message, at time.Time) bool {
	return !m.NotAfter.IsZero() && at.After(m.NotAfter)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
