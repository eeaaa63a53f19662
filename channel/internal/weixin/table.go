package weixin

import (
	"fmt"
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

// mostUnknown is how many attempts a code may spoil that no table knows.
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
		if attempt >= mostUnknown {
			return fmt.Errorf("%w: %w, a code that is in no table, again and again", channel.ErrStopped, r)
		}
	}
	return r
}

// Beijing is the providers' zone.
var Beijing = time.FixedZone("Beijing", 8*60*60)

// untilMidnight is how long it is until the next day begins in Beijing, when quotas do.
func untilMidnight(now time.Time) time.Duration {
	there := now.In(Beijing)
	return time.Date(there.Year(), there.Month(), there.Day()+1, 0, 0, 0, 0, Beijing).Sub(now)
}
