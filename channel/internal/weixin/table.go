package weixin

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A Kind is what an errcode means for a message.
type Kind uint8

// The kinds.
const (
	Unknown  Kind = iota // no table knows it: it passes, three times
	Passing              // trying again may help
	Minute               // in a minute
	NextDay              // after midnight in Beijing
	Final                // not this message
	Wording              // no message with this template
	Stopped              // nothing by this account
	Accepted             // it has the message already
)

// A Meaning is a kind, why a message is final, and what that means for others.
type Meaning struct {
	Kind   Kind
	Reason string
	Cause  channel.Cause
}

// A Table holds what a provider's codes mean.
type Table map[int]Meaning

// mostUnknown is how many attempts a code may spoil that no table knows. Then it is the
// wording that is stopped.
const mostUnknown = 3

// Error makes of an API's error the one a sender returns; nil: the message was taken. An error
// that holds a *Refusal, and is none itself, has its meaning already. The attempts count from
// one.
func (t Table) Error(err error, attempt int, now time.Time) error {
	r, ok := err.(*Refusal)
	if !ok {
		return err
	}
	switch m := t[r.Code]; m.Kind {
	case Accepted:
		return nil
	case Minute:
		return &channel.RetryAfter{After: time.Minute, Err: r}
	case NextDay:
		return &channel.RetryAfter{After: untilMidnight(now), Err: r}
	case Final:
		return &channel.Final{Reason: m.Reason, Cause: m.Cause, Err: r}
	case Wording:
		return fmt.Errorf("%w: %w", channel.ErrWording, r)
	case Stopped:
		return fmt.Errorf("%w: %w", channel.ErrStopped, r)
	case Unknown:
		if attempt > mostUnknown {
			return fmt.Errorf("%w: %w, an unknown code, %d times", channel.ErrWording, r, attempt)
		}
	}
	return r
}

// Tell says once a year, over all replicas, that a code is in no table.
func (t Table) Tell(ctx context.Context, err error, shelf channel.Shelf, logger *slog.Logger, now time.Time) {
	r, ok := err.(*Refusal)
	if !ok || t[r.Code].Kind != Unknown || logger == nil {
		return
	}
	told := channel.Memo{Key: fmt.Sprintf("%s code %d", r.Provider, r.Code), At: now, Until: now.AddDate(1, 0, 0)}
	if memos, err := shelf.Get(ctx, told.Key); err != nil || len(memos) > 0 || shelf.Put(ctx, told) != nil {
		return
	}
	logger.Warn("channel: unknown code of a provider; after three times the wording is stopped", "provider", r.Provider, "code", r.Code)
}

// Beijing is the providers' zone.
var Beijing = time.FixedZone("Beijing", 8*60*60)

// untilMidnight is how long it is until the next day begins in Beijing, when quotas do.
func untilMidnight(now time.Time) time.Duration {
	there := now.In(Beijing)
	return time.Date(there.Year(), there.Month(), there.Day()+1, 0, 0, 0, 0, Beijing).Sub(now)
}
