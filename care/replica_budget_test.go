package care

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// purseOf is a flow that says hello by SMS as long as the money lasts: ten messages a day.
const purseOf = `
limits: {quiet: {open: {hours: "04:00-04:01"}}, budgets: {purse: {at_most: 0.45, per: day}}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: 你好}
`

// counts counts what was decided, what was refused because the money is spent, and what
// failed for good.
func (f *fleet) counts() (goes, refused, failed int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.saw {
		switch o := &f.saw[i]; {
		case o.Goes():
			goes++
		case o.Reason == OverBudget:
			refused++
		}
	}
	return goes, refused, f.failed
}

// Customers come to three processes at random, several at the same instant; messages fail
// at random, and their money comes back; processes come and go. There are never more than
// ten at a time, and nobody is refused while there is money.
func TestReplica_预算_三个进程花也一分不多一分不少(t *testing.T) {
	for seed := range uint64(12) {
		synctest.Test(t, func(t *testing.T) {
			roll := dice(seed)
			f := sails(t, purseOf, 5)
			f.fails = func(channel.Message) error {
				if roll(3) == 0 {
					f.failed++
					return &channel.Final{Reason: "no such number"}
				}
				return nil
			}
			ships := []*ship{f.joins("a"), f.joins("b"), f.joins("c")}
			sleeps(10 * time.Second)
			customer := 0
			for step := range 40 {
				if roll(10) == 0 {
					i := roll(3)
					ships[i].leaves()
					ships[i] = f.joins(fmt.Sprint("x", step))
				}
				goes, _, failed := f.counts()
				free := 10 - (goes - failed)
				k := 1 + roll(4)
				var wg sync.WaitGroup
				for range k {
					customer++
					s, e := ships[roll(3)], f.happens(created("T1", by(fmt.Sprint("c", customer))))
					wg.Go(func() {
						_, err := s.engine.Handle(context.Background(), e)
						assert.NoError(t, err)
					})
				}
				wg.Wait()
				sleeps(15 * time.Second)
				more, refused, now := f.counts()
				require.Equal(t, customer, more+refused, "each has an outcome")
				require.LessOrEqual(t, more-now, 10)
				require.GreaterOrEqual(t, more-goes, min(k, free), "seed %d, step %d: %d came, money was left for %d", seed, step, k, free)
				require.LessOrEqual(t, more-goes, min(k, free+now-failed))
			}
			assert.Zero(t, f.letters())
			for _, s := range ships {
				s.leaves()
			}
		})
	}
}

// Nobody knows what became of a commit: it is asked, and neither counted twice nor lost.
func TestReplica_预算_写没写成不知道的_也算得准(t *testing.T) {
	for _, lost := range []bool{false, true} {
		for n := range 8 {
			synctest.Test(t, func(t *testing.T) {
				f := sails(t, purseOf, 4)
				a, b := f.joins("a"), f.joins("b")
				sleeps(10 * time.Second)
				for i := range 5 {
					a.hears(created("T1", by(a.idOf(true, fmt.Sprint("a", i, "-")))))
				}
				a.line.lost = lost
				a.line.left.Store(int64(n + 1))
				_, _ = a.engine.Handle(context.Background(), f.happens(created("T1", by(a.idOf(true, "last-")))))
				a.dies()
				sleeps(20 * time.Second)
				for i := range 12 {
					b.hears(created("T1", by(fmt.Sprint("b", i))))
				}
				sleeps(time.Minute)
				assert.Len(t, f.times(), 10)
				b.leaves()
			})
		}
	}
}

// What came back in another process is there at once, also for one that knew the money to
// be spent.
func TestReplica_预算_别处退回来的钱_马上能用(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, purseOf, 4)
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		for i := range 9 {
			b.hears(created("T1", by(b.idOf(true, fmt.Sprint("b", i, "-")))))
		}
		mine := a.idOf(true, "a-")
		for i := range 3 {
			a.hears(created(fmt.Sprint("T", i), by(mine)))
		}
		goes, refused, _ := f.counts()
		require.Equal(t, []int{10, 2}, []int{goes, refused})
		sleeps(time.Second)
		b.hears(reports(tiexin.EventMessageFailed, fmt.Sprintf("v1:/%s/f/r/T1/0/1", b.idOf(true, "b0-")), by(b.idOf(true, "b0-")), func(e *tiexin.Event) { e.Message.Final = true }))
		a.hears(created("T9", by(mine)))
		goes, refused, _ = f.counts()
		assert.Equal(t, []int{11, 2}, []int{goes, refused})
		x, err := b.engine.Explain(t.Context(), Key{Customer: mine})
		require.NoError(t, err)
		assert.Len(t, x.Said, 2)
		a.leaves()
		b.leaves()
	})
}
