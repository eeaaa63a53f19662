package caretest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/ids"
)

// A Shop is an engine in a test of a host. Its clock moves only by Advance, and its Recorder accepts the messages
// of all channels and the tasks, or fails on request. A Shop is for one goroutine.
//
//	shop := caretest.NewShop(t, rules, "2026-11-11 10:00", care.Options{})
//	shop.Fail(caretest.Failure{Channel: channel.Wangwang})
//	shop.Post(tiexin.Event{Type: tiexin.EventOrderCreated, Customer: wang, Order: &tiexin.Order{ID: "T1"}})
//	shop.Advance(31 * time.Minute)
//	assert.Equal(t, []string{"11-11 10:30 sms T1 payment/gentle 小王，您的大衣还没付款"}, shop.Went())
type Shop struct {
	*Recorder
	Engine *care.Engine

	t        testing.TB
	zone     *time.Location
	now      time.Time
	tries    time.Time // when something in the outbox is tried again; zero: nothing waits there
	posted   int
	went     []string
	outcomes []care.Outcome
}

// NewShop opens a shop at a time of its own zone, "2026-11-11 10:00". The Shop sets Now, Parallel and ConditionOff
// of the options, so that every rule answers, and Senders and Tasks if both are nil. A fault ends the test; if t is nil, as in an Example, it panics.
func NewShop(t testing.TB, rules *care.Rules, start string, o care.Options) *Shop {
	if t == nil {
		t = noTest{}
	}
	t.Helper()
	s := &Shop{Recorder: new(Recorder), t: t, zone: tiexin.Shanghai()}
	if rules != nil {
		s.zone = rules.Shop.Zone
	}
	begins, err := parseStart(start)
	s.must(err)
	s.now = begins.in(time.Time{}, s.zone)
	o.Now, o.Parallel, o.ConditionOff = s.Now, 1, true
	if o.Senders == nil && o.Tasks == nil {
		o.Senders, o.Tasks = map[channel.Kind]channel.Sender{}, desk{s}
		for _, k := range channel.Kinds() {
			if !k.Info().Human {
				o.Senders[k] = channel.SenderFunc(s.send)
			}
		}
	}
	observe := o.Observe
	o.Observe = func(outcome care.Outcome) {
		s.outcomes = append(s.outcomes, outcome)
		if observe != nil {
			observe(outcome)
		}
	}
	s.Engine, err = care.New(rules, o)
	s.must(err)
	s.work()
	return s
}

// Format writes the type and the number of messages and tasks under every verb of fmt, and nothing of their
// content.
func (s *Shop) Format(f fmt.State, _ rune) {
	ids.Print(f, s, ids.Of(slog.Int("messages", len(s.Messages())), slog.Int("tasks", len(s.Tasks()))))
}

// Now is the time of the shop's clock.
func (s *Shop) Now() time.Time { return s.now }

// Post handles events at the time of the shop's clock, sends what is decided, and returns the outcomes. An event
// without a time gets the shop's time, and one without an ID gets its own.
func (s *Shop) Post(events ...tiexin.Event) []care.Outcome {
	s.t.Helper()
	before := len(s.outcomes)
	for _, e := range events {
		s.posted++
		e.ID = cmp.Or(e.ID, fmt.Sprintf("posted-%d", s.posted))
		if e.At.IsZero() {
			e.At = s.now
		}
		_, err := s.Engine.Handle(context.Background(), e)
		s.must(err)
		s.work()
	}
	return slices.Clone(s.outcomes[before:])
}

// Advance moves the clock as Engine.Run does, from one wake-up or new attempt to the next, and returns the
// outcomes.
func (s *Shop) Advance(d time.Duration) []care.Outcome {
	s.t.Helper()
	before := len(s.outcomes)
	end := s.now.Add(d)
	for next := s.next(end); next.Before(end); next = s.next(end) {
		s.now = next
		s.work()
	}
	s.now = end
	s.work()
	return slices.Clone(s.outcomes[before:])
}

// Went are the accepted messages and tasks, each once and in order. An entry has time, channel (a task its form),
// subject, rule and text: "11-11 10:30 sms T1 payment/gentle 小王，您的大衣还没付款". It is empty, and the
// Recorder too, if the options have their own senders.
func (s *Shop) Went() []string { return slices.Clone(s.went) }

// Outcomes are all outcomes so far, in order.
func (s *Shop) Outcomes() []care.Outcome { return slices.Clone(s.outcomes) }

// Waiting lists the customers with a wake-up in the next year, and its rules, the earliest first.
func (s *Shop) Waiting() []care.Waiting {
	s.t.Helper()
	return s.waiting(s.now.AddDate(1, 0, 0))
}

// Timeline is the timeline of all outcomes so far, for the message of a failing test.
func (s *Shop) Timeline() string {
	var b strings.Builder
	s.must(care.WriteTimeline(&b, slices.Values(s.outcomes), care.TimelineOptions{}))
	return b.String()
}

// work does what is due at the present instant, until nothing more comes of it.
func (s *Shop) work() {
	s.t.Helper()
	for more := true; more; {
		outcomes, err := s.Engine.Advance(context.Background(), s.now)
		s.must(err)
		d, err := s.Engine.Deliver(context.Background())
		s.must(err)
		s.tries = d.Next
		more = len(outcomes)+len(d.Outcomes) > 0
	}
}

// next is the next instant at which something is due, and at most the end. What is due
// already and could not be done is left until time passes for another reason.
func (s *Shop) next(end time.Time) time.Time {
	if s.tries.After(s.now) && s.tries.Before(end) {
		end = s.tries
	}
	for _, w := range s.waiting(end) {
		if w.At.After(s.now) && w.At.Before(end) {
			end = w.At
		}
	}
	return end
}

func (s *Shop) waiting(until time.Time) []care.Waiting {
	var all []care.Waiting
	for w, err := range s.Engine.Waiting(context.Background(), until) {
		s.must(err)
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b care.Waiting) int { return a.At.Compare(b.At) })
	return all
}

func (s *Shop) send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	known := len(s.Messages())
	receipt, err := s.Send(ctx, m)
	if len(s.Messages()) > known {
		s.wrote(m.Kind.String(), m.Subject, m.Flow, m.Rule, m.Text)
	}
	return receipt, err
}

// A desk writes down which tasks it took.
type desk struct{ *Shop }

func (d desk) Open(ctx context.Context, t channel.Task) error {
	known := len(d.Tasks())
	err := d.Recorder.Open(ctx, t)
	if len(d.Tasks()) > known {
		d.wrote(string(t.Form), t.Subject, t.Flow, t.Rule, t.Script)
	}
	return err
}

func (s *Shop) wrote(by, subject, flow, rule, text string) {
	words := slices.DeleteFunc([]string{s.now.In(s.zone).Format("01-02 15:04"), by, subject, flow + "/" + rule, text}, func(w string) bool { return w == "" })
	s.went = append(s.went, strings.Join(words, " "))
}

// must ends the test with an error.
func (s *Shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("caretest: %s", err)
	}
}

// A noTest stands for the test where there is none.
type noTest struct{ testing.TB }

func (noTest) Helper() {}

func (noTest) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
