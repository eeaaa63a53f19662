package care

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/channel"
)

// send hands a message to the sender of its channel, a task to the desk.
func (s *shard) send(ctx context.Context, p *Posting, body envelope) (receipt channel.Receipt, err error) {
	if body.Task != nil {
		if s.engine.options.Tasks == nil {
			return receipt, &channel.Final{Reason: "no desk takes tasks"}
		}
		return receipt, s.attempt(ctx, func(ctx context.Context) error { return s.engine.options.Tasks.Open(ctx, *body.Task) })
	}
	sender, ok := s.engine.options.Senders[body.Message.Kind]
	if !ok {
		return receipt, &channel.Final{Reason: "no sender for " + body.Message.Kind.String()}
	}
	body.Message.Attempt = p.Attempt + 1
	err = s.attempt(ctx, func(ctx context.Context) (err error) {
		receipt, err = sender.Send(ctx, *body.Message)
		return err
	})
	return receipt, err
}

// causeOf is what a failure for good means beyond its message.
func causeOf(err error) channel.Cause {
	var final *channel.Final
	if errors.As(err, &final) && final != nil {
		return final.Cause
	}
	return ""
}

// attempt has a sender or the desk try once, in its time. A panic of theirs is an
// error, also one of the error that they return.
func (s *shard) attempt(ctx context.Context, try func(context.Context) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the sender panicked: %v", r)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, s.engine.options.SendTimeout)
	defer cancel()
	err = try(ctx)
	_ = errors.Is(err, ErrClosed) // it is unwrapped to its end: one that is nil inside panics here
	return err
}

// unanswered reports a posting that may have gone: the provider would send it twice, so it
// counts for limits as handed over until the provider reports otherwise, which it may have
// done already.
func (s *shard) unanswered(ctx context.Context, l *lane, p *Posting, body envelope, err error, d *Delivery) (*Resolution, error) {
	now, why := s.engine.options.Now(), said(err, s.strikerFor(ctx, p, body))
	r := &decide.Report{ID: messageOf(p.ID), What: decide.HandedOver, Unsure: true, Why: why, Message: body.Message, Task: body.Task}
	done, err := s.report(ctx, p, r, d)
	if r.Arrived {
		s.engine.counts.went(p.Lane)
		d.Sent++
		return done, err
	}
	s.engine.counts.failed(p.Lane, unknown, why, now)
	s.engine.options.Logger.Warn("care: unknown whether a message was sent", "id", p.ID, "error", why)
	d.Unknown++
	if body.Message != nil {
		l.fares(p.Key, unsure, why, now)
	}
	return done, err
}

// again has a posting tried again later.
func (s *shard) again(ctx context.Context, p *Posting, body envelope, err error, d *Delivery) *Resolution {
	d.Retrying++
	at := s.engine.options.Now().Add(backoff(p.Attempt, err))
	if end := time.UnixMilli(p.NotAfter); p.NotAfter != 0 && end.Before(at) {
		at = end // then it is too late, and that is said in time
	}
	d.nextAt(at)
	why := said(err, s.strikerFor(ctx, p, body))
	s.engine.counts.failed(p.Lane, retried, why, s.engine.options.Now())
	s.engine.options.Logger.Warn("care: a "+body.what()+" is tried again", "id", p.ID, "attempt", p.Attempt+1, "at", at.In(s.engine.rules.Load().Shop.Zone), "error", why)
	return &Resolution{ID: p.ID, RetryAt: at.UnixMilli(), Err: why}
}

// backoff is how long to wait after a failure: what the sender asks for, else
// ten seconds, doubled with every attempt up to an hour.
func backoff(attempt int, err error) time.Duration {
	var after *channel.RetryAfter
	if errors.As(err, &after) && after.After > 0 {
		return after.After
	}
	return min(10*time.Second<<min(attempt, 10), time.Hour)
}
