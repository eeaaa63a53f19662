package care

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// A shop is an engine at work: with a clock that the story sets, senders and a
// desk that write down what they are given, and a store that the story may break.
type shop struct {
	t      testing.TB
	store  *Memory
	engine *Engine
	now    atomic.Int64 // milliseconds
	// fails says what a sender or the desk answers. Nil: everything goes.
	fails func(id string, k channel.Kind) error
	// receipt is what a sender says of what it took. Nil: nothing.
	receipt func(m channel.Message) channel.Receipt
	// journal is what the engine writes of journals. Nil: nothing.
	journal *JournalOptions
	// during happens while a sender or the desk is at work. Nil: nothing.
	during func(id string)

	mu       sync.Mutex
	sent     []channel.Message // what senders took, with repetitions
	tasks    []channel.Task
	observed []Outcome
	log      bytes.Buffer
}

var automatic = []channel.Kind{channel.Wangwang, channel.SMS, channel.WeChat, channel.MMS, channel.Email}

// opens a shop that sends.
func opens(t testing.TB, file string) *shop {
	t.Helper()
	s := &shop{t: t, store: NewMemoryOf(4)}
	s.at("+0m")
	s.restart(file)
	return s
}

// restart makes a new engine on the same store, as after a crash.
func (s *shop) restart(file string) {
	s.t.Helper()
	senders := map[channel.Kind]channel.Sender{}
	for _, k := range automatic {
		senders[k] = channel.SenderFunc(s.send)
	}
	engine, err := New(rulesFrom(s.t, file), Options{
		Store: s.store, Senders: senders, Tasks: channel.TaskFunc(s.open), Now: s.clock, Parallel: 1, Seen: true, Journal: s.journal,
		Logger: slog.New(slog.NewJSONHandler(lockedWriter{s}, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(o Outcome) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.observed = append(s.observed, o)
		},
	})
	require.NoError(s.t, err)
	s.engine = engine
}

func (s *shop) clock() time.Time { return time.UnixMilli(s.now.Load()) }

func (s *shop) send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	if s.during != nil {
		s.during(m.ID)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails != nil {
		if err := s.fails(m.ID, m.Kind); err != nil {
			return channel.Receipt{}, err
		}
	}
	s.sent = append(s.sent, m)
	if s.receipt != nil {
		return s.receipt(m), nil
	}
	return channel.Receipt{}, nil
}

func (s *shop) open(_ context.Context, task channel.Task) error {
	if s.during != nil {
		s.during(task.ID)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails != nil {
		if err := s.fails(task.ID, task.Kind); err != nil {
			return err
		}
	}
	s.tasks = append(s.tasks, task)
	return nil
}

type lockedWriter struct{ *shop }

func (w lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(p)
}

// at turns the clock, and nothing else.
func (s *shop) at(when string) *shop {
	s.now.Store(timeAt(when).UnixMilli())
	return s
}

// hears takes an event in. Its time is the clock's, unless the event has one.
func (s *shop) hears(events ...tiexin.Event) []Outcome {
	s.t.Helper()
	var all []Outcome
	for _, e := range events {
		if e.At.IsZero() {
			e = at("+"+s.clock().Sub(morning).String(), e)
		}
		outcomes, err := s.engine.Handle(context.Background(), e)
		require.NoError(s.t, err)
		all = append(all, outcomes...)
	}
	return all
}

// wakes lets time pass until the clock's, from wake-up to wake-up, without
// delivering.
func (s *shop) wakes(when string) []Outcome {
	s.t.Helper()
	s.at(when)
	outcomes, err := s.engine.Advance(context.Background(), s.clock())
	require.NoError(s.t, err)
	return outcomes
}

// delivers hands over what waits, and returns what came of it.
func (s *shop) delivers() Delivery {
	s.t.Helper()
	d, err := s.engine.Deliver(context.Background())
	require.NoError(s.t, err)
	return d
}

// handed expects exactly these to have been handed to senders and desk so far:
// "wangwang T1 文案", "task:phone T1 文案".
func (s *shop) handed(expected ...string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	got := []string{}
	for _, m := range s.sent {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", m.Kind, m.Subject, m.Text)))
	}
	for _, task := range s.tasks {
		got = append(got, strings.TrimSpace(fmt.Sprintf("task:%s %s %s", task.Kind, task.Subject, task.Script)))
	}
	if expected == nil {
		expected = []string{}
	}
	assert.Equal(s.t, expected, got)
}

// waiting counts what the outbox holds.
func (s *shop) waiting() int {
	s.t.Helper()
	shards, err := s.engine.open(context.Background())
	require.NoError(s.t, err)
	n := 0
	for _, shard := range shards {
		waits, _, err := shard.lease.Len(context.Background())
		require.NoError(s.t, err)
		n += waits
	}
	return n
}

// remembers reads what is known about a customer.
func (s *shop) remembers(customer string) *remember.Customer {
	s.t.Helper()
	key := Key{Customer: customer}
	shards, err := s.engine.open(context.Background())
	require.NoError(s.t, err)
	records, err := shards[PartitionOf(key, len(shards))].lease.Load(context.Background(), []Key{key})
	require.NoError(s.t, err)
	mem, err := remember.Decode(records[0].State)
	require.NoError(s.t, err)
	return opened(s.t, mem)
}

// opened has everything of a memory read.
func opened(t testing.TB, mem *remember.Customer) *remember.Customer {
	t.Helper()
	mem.Subjects(remember.Everything, func(*remember.Subject) {})
	require.NoError(t, mem.Err())
	return mem
}

// firings are those about all subjects.
func firings(mem *remember.Customer) (all []*remember.Firing) {
	mem.Subjects(remember.Everything, func(about *remember.Subject) { all = append(all, about.Firings...) })
	return all
}

// hasLines expects these lines among outcomes.
func hasLines(t testing.TB, outcomes []Outcome, expected ...string) {
	t.Helper()
	all := lines(outcomes)
	for _, line := range expected {
		assert.Contains(t, all, line, "outcomes:\n%s", strings.Join(all, "\n"))
	}
}

// unpaid is a flow that reminds after 15 minutes, for stories that are about
// something else. More keys of flow, rule and file may be put in.
const unpaid = `
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang, sms]
    rules:
      - {name: gentle, if: minutes_unpaid > 15, send: pay}
texts:
  pay: "#买家昵称|亲#，您的#商品名称#还没付款"
`
