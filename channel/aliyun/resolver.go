package aliyun

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// A detail is what QuerySendDetails knows of a message.
type detail struct {
	OutID, ErrCode, SendDate, ReceiveDate string
	SendStatus                            loose
}

// The values of SendStatus.
const (
	statusFailed    = "2"
	statusDelivered = "3"
)

const (
	firstAsk  = 90 * time.Second // from when a message may have gone until it is asked for
	mostPages = 20               // of fifty messages to one number on one day
	mostAsked = 50               // messages that one Pull asks for
	late      = 10 * time.Minute // by which Aliyun's day may be later than ours
)

// recall looks up what became of a message that may have gone.
func (s Sender) recall(ctx context.Context, o order, at time.Time) (channel.Receipt, error) {
	b := s.book()
	if o.number == "" {
		return channel.Receipt{}, fmt.Errorf("%w: a parcel cannot be looked up", channel.ErrUnknownOutcome)
	}
	_, found, err := s.ask(ctx, o.number, o.outID, at)
	switch {
	case err != nil:
		return channel.Receipt{}, fmt.Errorf("%w: nor can it be looked up: %w", channel.ErrUnknownOutcome, err)
	case !found:
		if err := s.wonder(ctx, o, at); err != nil {
			s.log("the shelf cannot store a message to look up", o.message, err)
		}
		return channel.Receipt{}, fmt.Errorf("%w: the provider does not know of it yet", channel.ErrUnknownOutcome)
	}
	if err := b.Take(ctx, o.message.ID, ""); err != nil {
		s.log("the shelf cannot store that a message was sent", o.message, err)
	}
	return channel.Receipt{}, nil
}

// wonder puts a message on the list of those that are to be asked for, if it can be.
func (s Sender) wonder(ctx context.Context, o order, at time.Time) error {
	if o.number == "" {
		return nil
	}
	return s.book().Wonder(ctx, sms.Unsettled{ID: o.message.ID, Number: o.number, At: at, Next: s.now().Add(firstAsk)})
}

// ask looks for a message among those to its number on its day.
func (s Sender) ask(ctx context.Context, number, outID string, at time.Time) (detail, bool, error) {
	days := []string{day(at)}
	if next := day(at.Add(late)); next != days[0] {
		days = append(days, next)
	}
	for _, day := range days {
		d, found, err := s.askDay(ctx, number, outID, day)
		if err != nil || found {
			return d, found, err
		}
	}
	return detail{}, false, nil
}

func day(at time.Time) string { return at.In(sms.Beijing).Format("20060102") }

func (s Sender) askDay(ctx context.Context, number, outID, day string) (detail, bool, error) {
	for page := 1; page <= mostPages; page++ {
		a, err := s.call(ctx, "QuerySendDetails", []field{
			{"PhoneNumber", number}, {"SendDate", day}, {"PageSize", "50"}, {"CurrentPage", strconv.Itoa(page)},
		}, true)
		if err != nil {
			return detail{}, false, err
		}
		if a.Code != "OK" {
			return detail{}, false, fmt.Errorf("the query was answered with %s, status %d", sms.Code(a.Code), a.status)
		}
		for _, d := range a.SmsSendDetailDTOs.SmsSendDetailDTO {
			if d.OutID == outID {
				return d, true, nil
			}
		}
		if page*50 >= a.TotalCount.number() || len(a.SmsSendDetailDTOs.SmsSendDetailDTO) == 0 {
			break
		}
	}
	return detail{}, false, nil
}

// Resolver asks Aliyun about messages with an unknown outcome: pass it to feed.Poll, every
// minute or so, on one replica or on all.
func (s Sender) Resolver() feed.Puller { return resolver{s} }

type resolver struct{ s Sender }

func (r resolver) Name() string { return "aliyun" }

// Pull asks for what is to be asked for by now. What is settled is crossed off once it was
// taken in; what is not is asked for again at twice its age. The error says that nothing
// could be asked for.
func (r resolver) Pull(ctx context.Context) (reading feed.Reading, done func(context.Context) error, more bool, err error) {
	if err := r.s.ready(); err != nil {
		return reading, nil, false, err
	}
	due, err := r.s.book().Unsettled(ctx)
	if err != nil {
		return reading, nil, false, err
	}
	more = len(due) > mostAsked
	var after []func(context.Context) error
	var failed error
	for _, u := range due[:min(len(due), mostAsked)] {
		next, err := r.settle(ctx, u, &reading)
		if err != nil {
			err = fmt.Errorf("aliyun: message %s cannot be looked up: %w", u.ID, err)
			failed = errors.Join(failed, err, r.postpone(ctx, u)) // so that it does not hold up the others
			continue
		}
		after = append(after, next)
	}
	switch {
	case failed != nil && len(after) == 0:
		return feed.Reading{}, nil, false, failed
	case failed != nil && r.s.Logger != nil:
		r.s.Logger.Warn("aliyun: some uncertain messages could not be looked up", "error", failed)
	}
	return reading, func(ctx context.Context) error {
		for _, next := range after {
			if err := next(ctx); err != nil {
				return err
			}
		}
		return nil
	}, more, nil
}

// postpone has a message asked for again at twice its age.
func (r resolver) postpone(ctx context.Context, u sms.Unsettled) error {
	u.Next = r.s.now().Add(max(firstAsk, r.s.now().Sub(u.At)))
	return r.s.book().Wonder(ctx, u)
}

// settle asks for one message, and gives what is to be noted of it.
func (r resolver) settle(ctx context.Context, u sms.Unsettled, reading *feed.Reading) (func(context.Context) error, error) {
	b := r.s.book()
	later := func(ctx context.Context) error { return r.postpone(ctx, u) }
	outID := u.ID
	if len(outID) > mostOutID {
		outID = channel.ShortID(u.ID)
	}
	d, found, err := r.s.ask(ctx, u.Number, outID, u.At)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return later, nil
	}
	if d.SendStatus != statusDelivered && d.SendStatus != statusFailed {
		return func(ctx context.Context) error {
			if err := b.Take(ctx, u.ID, ""); err != nil {
				return err
			}
			return later(ctx)
		}, nil
	}
	report, known := reportOf(d.ErrCode, d.SendStatus == statusDelivered)
	if !known {
		reading.Unknown = append(reading.Unknown, feed.Word{Field: "ErrCode", Word: sms.Code(d.ErrCode)})
	}
	report.MessageID = u.ID
	if report.At, err = sms.Time(d.ReceiveDate); err != nil {
		report.At = u.At
	}
	e, ok, err := b.Event(ctx, report)
	if err != nil {
		return nil, err
	}
	if ok {
		reading.Events = append(reading.Events, e)
	}
	return func(ctx context.Context) error {
		if err := b.Take(ctx, u.ID, ""); err != nil {
			return err
		}
		return b.Settle(ctx, u.ID)
	}, nil
}
