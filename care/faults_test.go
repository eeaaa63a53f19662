package care

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/channel"
)

var errDisk = errors.New("the disk is on fire")

// breaks has every operation of a kind fail so many times from now on.
func (s *shop) breaks(op string, times int) {
	var left atomic.Int64
	left.Store(int64(times))
	s.store.Inject(func(f Fault) error {
		if f.Op == op && left.Add(-1) >= 0 {
			return errDisk
		}
		return nil
	})
}

// dice are rolled by everybody: partitions work side by side.
func dice(seed uint64) (roll func(sides int) int) {
	r := rand.New(rand.NewPCG(seed, 12))
	var mu sync.Mutex
	return func(sides int) int {
		mu.Lock()
		defer mu.Unlock()
		return r.IntN(sides)
	}
}

func TestE12_存储坏了一次_什么都没丢也没重复(t *testing.T) {
	for _, op := range []string{"load", "apply", "applied", "due", "pending", "resolve", "renew"} {
		for times := 1; times <= 6; times++ {
			t.Run(fmt.Sprintf("%s×%d", op, times), func(t *testing.T) {
				s := opens(t, unpaid)
				s.insist(func() error { return s.engine.Close(context.Background()) }) // warm up the partitions
				s.restart(unpaid)
				for _, stage := range []func() error{
					func() error { _, err := s.engine.Handle(context.Background(), at("+0m", created("T1"))); return err },
					func() error { s.at("+15m"); _, err := s.engine.Advance(context.Background(), s.clock()); return err },
					func() error { _, err := s.engine.Deliver(context.Background()); return err },
					func() error {
						s.at("+16m")
						_, err := s.engine.Handle(context.Background(), at("+16m", paid("T1")))
						return err
					},
				} {
					s.breaks(op, times)
					s.insist(stage)
				}
				ids := map[string]bool{}
				for _, m := range s.sent {
					ids[m.ID] = true
				}
				assert.Equal(t, map[string]bool{"v1:/xiaowang/payment/gentle/T1/0/1": true}, ids)
				assert.Zero(t, s.waiting())
				assert.Len(t, s.remembers("xiaowang").Slots, 1, "decided once")
				assert.False(t, s.remembers("xiaowang").Orders[0].Thing.PaidAt.IsZero(), "what was acknowledged is known")
			})
		}
	}
}

// insist does something again until it works.
func (s *shop) insist(do func() error) {
	s.t.Helper()
	for range 100 {
		if do() == nil {
			return
		}
	}
	s.t.Fatal("it never works")
}

// A hundred shops whose store fails one time in five, whose senders fail one time
// in four, and which crash one time in ten: the customers notice nothing but
// repetitions of the same message.
func TestE12_到处坏到处崩溃_结果跟没坏一样(t *testing.T) {
	file := `
limits:
  quiet: {open: {hours: "04:00-04:01"}}
  caps: {daily: {at_most: 2, per: day}}
  budgets: {purse: {at_most: 0.45, per: day}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 1s
    via: [sms]
    rules:
      - {name: r, if: minutes_unpaid > 15, send: [pay, {text: pay, after: 5m}]}
texts: {pay: "#订单号#还没付款"}
`
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			roll := dice(seed)
			s := opens(t, file)
			var broken atomic.Bool
			s.store.Inject(func(Fault) error {
				if broken.Load() && roll(5) == 0 {
					return errDisk
				}
				return nil
			})
			s.fails = func(string, channel.Kind) error {
				if broken.Load() && roll(4) == 0 {
					return errors.New("busy")
				}
				return nil
			}
			broken.Store(true)
			stubborn := func(do func() error) {
				s.insist(func() error {
					if roll(10) == 0 {
						s.restart(file)
					}
					return do()
				})
			}
			ctx := context.Background()
			for i := range 8 {
				e := at("+0m", created(fmt.Sprintf("T%d", i%2), by(fmt.Sprintf("c%d", i/2))))
				stubborn(func() error { _, err := s.engine.Handle(ctx, e); return err })
			}
			e := at("+10m", paid("T0", by("c0")))
			stubborn(func() error { s.at("+10m"); _, err := s.engine.Handle(ctx, e); return err })
			for _, when := range []string{"+15m", "+16m", "+20m", "+21m", "+30m", "+60m"} {
				s.at(when)
				stubborn(func() error { _, err := s.engine.Advance(ctx, s.clock()); return err })
				stubborn(func() error { _, err := s.engine.Deliver(ctx); return err })
			}
			broken.Store(false)
			for minutes := 90; minutes < 600; minutes += 30 { // what is being tried again, and what follows
				s.wakes(fmt.Sprintf("+%dm", minutes))
				s.delivers()
			}
			s.checkOnce(t)
		})
	}
}

// checkOnce looks at the end of that story: each of four customers bears two
// messages, the purse ten; every decision went, and kept its words.
func (s *shop) checkOnce(t *testing.T) {
	t.Helper()
	words := map[string]string{}
	for _, m := range s.sent {
		if old, ok := words[m.ID]; ok {
			require.Equal(t, old, m.Text, "a repetition has other words: %s", m.ID)
		}
		words[m.ID] = m.Text
	}
	decided := 0
	for c := range 4 {
		m := s.remembers(fmt.Sprintf("c%d", c))
		decided += len(m.Slots)
		require.LessOrEqual(t, len(m.Slots), 2)
		for _, slot := range m.Slots {
			require.Contains(t, words, slot.ID, "decided and never sent")
		}
	}
	require.Len(t, words, decided, "sent and never decided")
	require.Equal(t, 8, decided, "%s\n%s", lines(s.observed), s.log.String())
	require.Zero(t, s.waiting())
}

// Nobody knows what became of a decision, and the caller is told so; what it cost
// is known nevertheless.
func TestE12_不知道写没写成的_花的钱也不会算错(t *testing.T) {
	file := `
limits: {quiet: {open: {hours: "04:00-04:01"}}, budgets: {purse: {at_most: 0.09, per: day}}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: 你好}
`
	for op, expected := range map[string]string{"apply": "nothing was written", "applied": "everything was written"} {
		t.Run(expected, func(t *testing.T) {
			s := opens(t, file)
			_, err := s.engine.Advance(context.Background(), s.clock())
			require.NoError(t, err)
			var lost atomic.Bool // from the fault on the store does not answer at all
			s.store.Inject(func(f Fault) error {
				if f.Op == op {
					lost.Store(true)
				}
				if lost.Load() {
					return errDisk
				}
				return nil
			})
			for i := range 3 {
				lost.Store(false)
				_, err := s.engine.Handle(context.Background(), at("+0m", created("T1", by(fmt.Sprintf("c%d", i)))))
				require.ErrorIs(t, err, errDisk)
			}
			s.breaks("", 0)
			for i := range 5 {
				s.hears(created("T2", by(fmt.Sprintf("d%d", i))))
			}
			s.delivers()
			assert.Len(t, s.sent, 2, "0.09 yuan are two messages")
		})
	}
}

func TestE12_被接管的机器什么也写不了(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	old := s.engine
	s.restart(unpaid)
	s.hears(created("T2"))
	_, err := old.Handle(context.Background(), at("+1m", paid("T1")))
	require.ErrorIs(t, err, ErrFenced)
	_, err = old.Advance(context.Background(), timeAt("+15m"))
	require.ErrorIs(t, err, ErrFenced)
	_, err = old.Deliver(context.Background())
	require.ErrorIs(t, err, ErrFenced)
	assert.True(t, s.remembers("xiaowang").Orders[0].Thing.PaidAt.IsZero())
	saysOf(t, s.wakes("+15m"), "10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款", "10:15 payment/gentle T2 wangwang 小王，您的羽绒服还没付款")
}

// A crash between the provider and the outbox: the same message goes again, under
// the same name.
func TestE12_交出去之后崩溃_再交一次还是同一条(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	s.wakes("+15m")
	s.breaks("resolve", 100)
	s.breaks("apply", 100)
	_, err := s.engine.Deliver(context.Background())
	require.Error(t, err)
	require.Len(t, s.sent, 1)
	s.breaks("", 0)
	s.restart(unpaid)
	s.delivers()
	require.Len(t, s.sent, 2)
	assert.Equal(t, s.sent[0].ID, s.sent[1].ID)
	assert.Equal(t, s.sent[0].Text, s.sent[1].Text)
	s.delivers()
	require.Len(t, s.sent, 2)
}

// The name of a message is made of names alone.
func TestE12_消息的名字只由名字组成(t *testing.T) {
	file := `
flows:
  f:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang, sms]
    rules:
      - {name: r, if: minutes_unpaid > 15, again: 1h, send: [a, {text: a, after: 5m}]}
texts: {a: 您好}
limits: {caps: {lots: {at_most: 99, per: day}}}
`
	ids := func(events ...tiexin.Event) (all []string) {
		told := tellUntil(t, "+2h", file, events...)
		for i := range told.outcomes {
			if o := &told.outcomes[i]; o.Goes() {
				all = append(all, o.Said.ID)
			}
		}
		return all
	}
	first := ids(at("+0m", created("T1")))
	assert.Equal(t, []string{
		"v1:/xiaowang/f/r/T1/0/1", "v1:/xiaowang/f/r/T1/0/2", "v1:/xiaowang/f/r/T1/1/1", "v1:/xiaowang/f/r/T1/1/2",
	}, first[:4])
	other := at("+7m", created("T1"))
	other.ID = "another delivery"
	assert.Equal(t, first, ids(at("+0m", created("T1")), other), "more events change no name")
	sorted := slices.Clone(first)
	slices.Sort(sorted)
	assert.Equal(t, len(first), len(slices.Compact(sorted)), "no name is used twice")
}

// One store, and a new engine after every instant at which something happens.
func TestE12_每一步都换一台机器(t *testing.T) {
	for seed := range uint64(150) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		whole := sayings(slices.Collect(Simulate(rules, made.Events, SimOptions{Until: made.Until})))
		slices.SortStableFunc(made.Events, func(a, b tiexin.Event) int { return arrival(&a).Compare(arrival(&b)) })
		store := NewMemoryOf(3)
		var pieces []Outcome
		for from, to := 0, 1; from < len(made.Events); from, to = to, to+1 {
			until := made.Until
			for to < len(made.Events) && arrival(&made.Events[to]).Equal(arrival(&made.Events[from])) {
				to++
			}
			if to < len(made.Events) {
				until = arrival(&made.Events[to]).Add(-1)
			}
			pieces = append(pieces, slices.Collect(Simulate(rules, made.Events[from:to], SimOptions{Until: until, Store: store}))...)
		}
		slices.Sort(whole)
		parts := sayings(pieces)
		slices.Sort(parts)
		require.Equal(t, whole, parts, "%s", made)
	}
}
