package care

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/channel"
)

// A clock that is wrong sends too early, and that cannot be taken back.
func TestReplica_时钟快了五秒_不发_只收_对上了再回来(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 4)
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		for i := range 10 {
			a.hears(created("T1", by(fmt.Sprint("c", i))))
		}
		sleeps(20 * time.Second)
		b.ahead.Store(int64(5 * time.Second))
		sleeps(8 * time.Second)
		assert.Equal(t, []int{4, 0}, []int{a.share(), b.share()})
		r, ok := b.engine.Replica()
		require.True(t, ok)
		assert.False(t, r.Ready)
		assert.Equal(t, 5*time.Second, r.Ahead)
		assert.Contains(t, b.logged(), "the clock differs from the store's")
		for i := range 10 {
			assert.Empty(t, b.hears(created("T2", by(fmt.Sprint("c", i)))))
		}
		sleeps(2 * time.Minute)
		f.eachOnce(20)
		for _, line := range f.lines {
			assert.Contains(t, line, " a ")
		}
		b.ahead.Store(int64(time.Second))
		sleeps(11 * time.Second)
		assert.Equal(t, []int{2, 2}, []int{a.share(), b.share()})
		assert.Contains(t, b.logged(), "agrees with the store's again")
		c := f.joins("c", func(s *ship, _ *Options) { s.ahead.Store(-int64(time.Hour)) })
		assert.Empty(t, c.hears(created("T3", by("c1"))))
		sleeps(time.Second)
		assert.Zero(t, f.letters())
		r, _ = c.engine.Replica()
		assert.Equal(t, -time.Hour, r.Ahead)
		for _, s := range []*ship{a, b, c} {
			s.leaves()
		}
	})
}

func TestReplica_收件箱里的坏信_记下来_不挡别人(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 1)
		noOrder, err := LettersOf(1, f.happens(created("T1")))
		require.NoError(t, err)
		noOrder[0].Body = bytes.Replace(noOrder[0].Body, []byte("order.created"), []byte("order.levitated"), 1)
		good, err := LettersOf(1, f.happens(created("T1", by("c1"))))
		require.NoError(t, err)
		require.NoError(t, f.store.Post(context.Background(), append([]Letter{{Body: []byte("no letter")}, noOrder[0]}, good...)...))
		a := f.joins("a")
		assert.Zero(t, f.letters())
		assert.Equal(t, 2, strings.Count(a.logged(), "cannot be taken in and is dropped"))
		assert.Contains(t, a.logged(), "event=1 ")
		sleeps(2 * time.Minute)
		f.eachOnce(1)
		a.leaves()
	})
}

// A memory that cannot be read may be one of a later version: its events wait.
func TestReplica_读不懂的记忆_信留着_别人照办(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 1)
		v, err := f.store.Visit(context.Background(), 0)
		require.NoError(t, err)
		_, err = v.Apply(context.Background(), Tx{Commits: []Commit{{Key: Key{Customer: "c0"}, State: []byte{250, 1, 2}}}})
		require.NoError(t, err)
		letters, err := LettersOf(1, f.happens(created("T1", by("c0"))), f.happens(created("T1", by("c1"))))
		require.NoError(t, err)
		require.NoError(t, f.store.Post(context.Background(), letters...))
		a := f.joins("a")
		assert.Equal(t, 1, f.letters())
		assert.Equal(t, 1, strings.Count(a.logged(), "stays there"))
		_, err = v.Apply(context.Background(), Tx{Commits: []Commit{{Key: Key{Customer: "c0"}, If: 1}}})
		require.NoError(t, err)
		sleeps(12 * time.Minute)
		assert.Zero(t, f.letters())
		f.eachOnce(2)
		a.leaves()
	})
}

func TestReplica_通知所有人的_人人听到一次(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, storms, 6)
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		for i := range 20 {
			a.hears(customerIs(by(fmt.Sprint("c", i)), lives("河南", "郑州")))
		}
		sleeps(time.Second)
		e := incident("rain", "河南省", "")
		e.At = time.Now()
		for _, s := range []*ship{a, b, a} {
			_, err := s.engine.Handle(context.Background(), e)
			require.NoError(t, err)
		}
		sleeps(time.Minute)
		assert.Zero(t, f.letters())
		r, _ := a.engine.Rules().Rule("storm/care")
		yes := tiexin.Event{ID: "yes", At: time.Now(), Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: decide.SharedID("", r, "rain"), By: "店长"}}
		_, err := b.engine.Handle(context.Background(), yes)
		require.NoError(t, err)
		sleeps(time.Minute)
		f.eachOnce(20)
		yes.ID, yes.Message.ID = "no", decide.SharedID("", r, "snow")
		_, err = b.engine.Handle(context.Background(), yes)
		require.ErrorContains(t, err, "names the unknown incident")
		assert.Equal(t, 3, a.engine.Sweep().Partitions)
		a.leaves()
		b.leaves()
	})
}

// To forget is done when it returns, whoever the customer belongs to.
func TestReplica_忘掉一个人_不管归谁管_说忘就忘(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		f := sails(t, reminder, 4)
		f.fails = func(channel.Message) error { return &channel.RetryAfter{After: time.Hour} }
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		id := a.idOf(true, "c")
		b.hears(created("T1", by(id)))
		sleeps(70 * time.Second)
		require.ErrorIs(t, b.engine.Forget(ctx, Key{Customer: "nobody"}), ErrNobody)
		late := f.happens(created("T2", by(id)))
		sleeps(time.Second)
		require.NoError(t, b.engine.Forget(ctx, Key{Customer: id}))
		n := PartitionOf(Key{Customer: id}, 4)
		assert.Empty(t, f.store.parts[n].postings)
		for _, s := range []*ship{a, b} {
			x, err := s.engine.Explain(ctx, Key{Customer: id})
			require.NoError(t, err)
			assert.False(t, x.Forgotten.IsZero())
			assert.Empty(t, x.Said)
		}
		_, err := b.engine.Handle(ctx, late)
		require.NoError(t, err)
		f.fails = nil
		sleeps(2 * time.Hour)
		assert.Empty(t, f.times())
		a.leaves()
		b.leaves()
	})
}

// A deaf process is never told that letters come.
type deaf struct{ *wire }

func (deaf) Await(ctx context.Context, _ []int) ([]int, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// A payment that lies in the inbox is heard before the reminder is decided, and before one
// goes that had to wait.
func TestReplica_付款还在收件箱里_催付就不发(t *testing.T) {
	hardOfHearing := func(s *ship, o *Options) { o.Store = deaf{s.line} }
	for name, at := range map[string]time.Duration{"还没决定": 50 * time.Second, "决定了还没发": 65 * time.Second} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := sails(t, reminder, 1)
				f.fails = func(channel.Message) error {
					if time.Since(f.begin) < 62*time.Second {
						return errors.New("busy")
					}
					return nil
				}
				a := f.joins("a", hardOfHearing)
				_, err := a.engine.Handle(context.Background(), f.happens(created("T1", by("c1"))))
				require.NoError(t, err)
				time.Sleep(at)
				letters, err := LettersOf(1, f.happens(paid("T1", by("c1"))))
				require.NoError(t, err)
				require.NoError(t, f.store.Post(context.Background(), letters...))
				sleeps(2 * time.Minute)
				assert.Empty(t, f.lines)
				assert.Zero(t, f.letters())
				decided := slices.ContainsFunc(f.saw, func(o Outcome) bool { return o.Goes() })
				assert.Equal(t, at > time.Minute, decided, "it was decided before the payment was there")
				a.leaves()
			})
		})
	}
}

// A letter leaves the inbox with what it brought about: in one transaction, whatever it was.
func TestReplica_信和它的决定一起落库(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 1)
		e := f.happens(created("T1"))
		letters, err := LettersOf(1, e, e, f.happens(paid("T2", by("c2"))))
		require.NoError(t, err)
		require.NoError(t, f.store.Post(context.Background(), letters...))
		applied := 0
		f.store.Inject(func(of Fault) error {
			if of.Op == "apply" {
				applied++
			}
			return nil
		})
		a := f.builds("a")
		out, err := a.engine.Advance(context.Background(), time.Now())
		require.NoError(t, err)
		assert.NotEmpty(t, out)
		assert.Zero(t, f.letters())
		applied = 0
		require.NoError(t, f.store.Post(context.Background(), append(letters[:1:1], letters[2])...))
		out, err = a.engine.Advance(context.Background(), time.Now())
		require.NoError(t, err)
		assert.Empty(t, out, "they are known")
		assert.Zero(t, f.letters())
		assert.Equal(t, 1, applied)
		letters, err = LettersOf(1, f.happens(created("T3")), f.happens(created("T3", by("c3"))))
		require.NoError(t, err)
		require.NoError(t, f.store.Post(context.Background(), letters...))
		applied = 0
		_, err = a.engine.Advance(context.Background(), time.Now())
		require.NoError(t, err)
		assert.Equal(t, 1, applied)
		require.NoError(t, a.engine.Close(context.Background()))
	})
}

// New rules come with a deploy: everybody is asked by them, once for each partition that
// changes hands.
func TestReplica_带着新规则滚动发布_沉默的人也问到_只说一遍(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, strings.Replace(reminder, "minutes_unpaid >= 1", "minutes_unpaid >= 999", 1), 6)
		var scans atomic.Int64
		f.store.Inject(func(of Fault) error {
			if of.Op == "scan" {
				scans.Add(1)
			}
			return nil
		})
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		for i := range 30 {
			a.hears(created("T1", by(fmt.Sprint("c", i))))
		}
		sleeps(5 * time.Minute)
		assert.Empty(t, f.times())
		f.file = reminder
		a2 := f.joins("a2")
		sleeps(20 * time.Second)
		a.leaves()
		b2 := f.joins("b2")
		sleeps(20 * time.Second)
		b.leaves()
		sleeps(30 * time.Second)
		f.eachOnce(30)
		for _, s := range []*ship{a2, b2} {
			w := s.engine.Sweep()
			assert.Equal(t, []int{3, 3}, []int{w.Partitions, w.Done})
		}
		before := scans.Load()
		sleeps(10 * time.Minute)
		assert.Equal(t, before, scans.Load(), "nobody is swept again")
		a2.leaves()
		b2.leaves()
	})
}

// A simulation has a clock of its own, and a store of its own.
func TestSimulate_共享的存储也能拿来模拟(t *testing.T) {
	store := NewSharedMemory(3, time.Now)
	goes := 0
	for o := range Simulate(rulesFrom(t, reminder), []tiexin.Event{at("+0m", created("T1"))}, SimOptions{Store: store}) {
		if o.Goes() {
			goes++
		}
	}
	assert.Equal(t, 1, goes)
}
