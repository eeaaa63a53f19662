package tencent

import (
	"context"
	"errors"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// mostAsked is how many messages one Pull asks for; Tencent answers 20 questions a second.
const mostAsked = 20

// Resolver asks Tencent about messages with an unknown outcome: pass it to feed.Poll, every
// minute or so, on one replica or on all.
func (s Sender) Resolver() feed.Puller { return resolver{s} }

type resolver struct{ s Sender }

func (r resolver) Name() string { return "tencent" }

// Pull asks for what is to be asked for by now. What is settled is crossed off once it was
// taken in; what is not is asked for again at twice its age.
func (r resolver) Pull(ctx context.Context) (reading feed.Reading, done func(context.Context) error, more bool, err error) {
	if err := r.s.ready(); err != nil {
		return reading, nil, false, err
	}
	due, err := r.s.book().Unsettled(ctx)
	if err != nil {
		return reading, nil, false, err
	}
	var noted []func(context.Context) error
	for _, u := range due[:min(len(due), mostAsked)] {
		part, note, err := r.settle(ctx, u)
		if err != nil {
			return feed.Reading{}, nil, false, err
		}
		reading.Add(part)
		noted = append(noted, note)
	}
	return reading, func(ctx context.Context) error {
		var errs []error
		for _, note := range noted {
			errs = append(errs, note(ctx))
		}
		return errors.Join(errs...)
	}, len(due) > mostAsked, nil
}

// settle asks for one message, and gives what is to be noted of it.
func (r resolver) settle(ctx context.Context, u sms.Unsettled) (reading feed.Reading, note func(context.Context) error, err error) {
	s := r.s
	later := func(ctx context.Context) error {
		u.Next = s.now().Add(max(firstAsk, s.now().Sub(u.At)))
		return s.book().Wonder(ctx, u)
	}
	t, found, err := s.ask(ctx, u)
	if errors.Is(err, errEarly) || err == nil && !found {
		return reading, later, nil
	}
	if err != nil {
		return reading, nil, errors.Join(err, later(ctx)) // the others have their turn before it
	}
	reading, err = s.event(ctx, t, u.ID)
	if _, unfit := errors.AsType[*sms.Unfit](err); unfit {
		err = nil // its ID is not the engine's: nobody waits for it
	}
	return reading, func(ctx context.Context) error { return s.book().Settle(ctx, u.ID) }, err
}

// ask looks for the status of a message among those of its number since it may have gone.
// There is one when the carrier has said what became of it: that there is none says nothing.
func (s Sender) ask(ctx context.Context, u sms.Unsettled) (status, bool, error) {
	rows, err := s.pull(ctx, "PullSmsSendStatusByPhoneNumber", pullRequest{
		Begin: u.At.Add(-clocksApart).Unix(), End: s.now().Unix(), Offset: new(int), Limit: most, Number: u.Number, AppID: s.AppID,
	})
	if err != nil {
		return status{}, false, err
	}
	var nameless []status
	for _, row := range rows {
		t, err := statusOf(row)
		if err != nil || t.report != "SUCCESS" && t.report != "FAIL" {
			continue
		}
		id, err := s.book().IDOf(ctx, t.serial)
		switch {
		case err != nil:
			return status{}, false, err
		case t.context == contextOf(u.ID) || id == u.ID:
			return t, true, nil
		case t.context == "" && id == "":
			nameless = append(nameless, t)
		}
	}
	if len(nameless) != 1 {
		return status{}, false, nil
	}
	nameless[0].number = u.Number
	id, err := s.messageOf(ctx, nameless[0])
	return nameless[0], id == u.ID, err
}
