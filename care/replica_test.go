package care

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func TestReplica_分区大家平分_来一个让一份_走一个接一份(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 8)
		a := f.joins("a")
		assert.Equal(t, 8, a.share())
		b := f.joins("b")
		assert.Equal(t, 0, b.share(), "nothing is free yet")
		sleeps(7 * time.Second)
		assert.Equal(t, []int{4, 4}, []int{a.share(), b.share()})
		c := f.joins("c")
		sleeps(7 * time.Second)
		assert.Equal(t, []int{3, 3, 2}, []int{a.share(), b.share(), c.share()})
		b.leaves()
		sleeps(4 * time.Second)
		assert.Equal(t, []int{4, 4}, []int{a.share(), c.share()})
		_, err := b.engine.Handle(context.Background(), f.happens(created("T1")))
		require.ErrorIs(t, err, ErrClosed)
		a.leaves()
		c.leaves()
	})
}

func TestReplica_名字不变的进程重启_马上拿回自己的分区(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 8)
		a, b := f.joins("pod-0"), f.joins("pod-1")
		sleeps(10 * time.Second)
		a.dies()
		again := f.joins("pod-0")
		assert.Equal(t, []int{4, 4}, []int{again.share(), b.share()})
		again.leaves()
		b.leaves()
	})
}

func TestReplica_默认的名字谁也不重(t *testing.T) {
	a, err := New(rulesFrom(t, reminder), Options{Store: NewSharedMemory(1, time.Now)})
	require.NoError(t, err)
	b, err := New(rulesFrom(t, reminder), Options{Store: NewSharedMemory(1, time.Now)})
	require.NoError(t, err)
	assert.NotEqual(t, a.options.Owner, b.options.Owner)
	c, err := New(rulesFrom(t, reminder), Options{})
	require.NoError(t, err)
	assert.Equal(t, "tiexin", c.options.Owner)
}

func TestReplica_哪个进程收到都行_每件事只办一次(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 8)
		ships := []*ship{f.joins("a"), f.joins("b"), f.joins("c")}
		sleeps(10 * time.Second)
		const customers = 60
		for i := range customers {
			e := f.happens(created("T1", by(fmt.Sprintf("c%d", i))))
			for range 2 { // and a second time elsewhere
				_, err := ships[rand.IntN(3)].engine.Handle(context.Background(), e)
				require.NoError(t, err)
			}
			if i%3 == 0 {
				ships[i%2].hears(paid("T1", by(fmt.Sprintf("c%d", i))))
			}
		}
		sleeps(time.Second)
		assert.Zero(t, f.letters())
		var all []tiexin.Event
		for i := range customers {
			all = append(all, f.happens(created("T2", by(fmt.Sprintf("c%d", i)))), f.happens(paid("T2", by(fmt.Sprintf("c%d", i)))))
		}
		_, err := ships[0].engine.HandleAll(context.Background(), all)
		require.NoError(t, err)
		sleeps(2 * time.Minute)
		f.eachOnce(customers * 2 / 3)
		for _, s := range ships {
			x, err := s.engine.Explain(context.Background(), Key{Customer: "c1"})
			require.NoError(t, err)
			require.Len(t, x.Said, 1)
			assert.Equal(t, "handed-over", x.Said[0].Status)
			s.leaves()
		}
	})
}

// A rolling deploy: one after the other is replaced, while customers order and senders are
// slow.
func TestReplica_滚动发布_不丢不重不停(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 8)
		f.slow = func(channel.Message) { time.Sleep(5 * time.Second) }
		alive := []*ship{f.joins("a1"), f.joins("b1"), f.joins("c1")}
		orders := 0
		trade := func(d time.Duration) {
			for range int(d / (500 * time.Millisecond)) {
				orders++
				alive[orders%len(alive)].hears(created("T1", by(fmt.Sprint("c", orders))))
				sleeps(500 * time.Millisecond)
			}
		}
		trade(70 * time.Second)
		for i, name := range []string{"a2", "b2", "c2"} {
			old := alive[i]
			alive[i] = f.joins(name)
			trade(5 * time.Second)
			old.leaves()
			trade(20 * time.Second)
		}
		sleeps(3 * time.Minute)
		assert.Zero(t, f.letters())
		f.eachOnce(orders)
		for _, s := range alive {
			s.leaves()
		}
	})
}

func TestReplica_死了一个_租约之内有人接手_事件照收(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 8)
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		for i := range 20 {
			a.hears(created("T1", by(fmt.Sprint("c", i))))
		}
		sleeps(55 * time.Second)
		a.dies()
		sleeps(4 * time.Second)
		assert.Equal(t, 4, b.share(), "the lease lasts")
		for i := range 20 {
			assert.Empty(t, b.hears(created("T2", by(b.idOf(false, fmt.Sprint("d", i, "-"))))))
		}
		assert.Equal(t, 20, f.letters())
		sleeps(11 * time.Second)
		assert.Equal(t, 8, b.share())
		assert.Zero(t, f.letters())
		sleeps(2 * time.Minute)
		f.eachOnce(40)
		b.leaves()
	})
}

// A process sleeps past its lease: the line is dead meanwhile, and so it cannot know.
func TestReplica_睡过了头的_醒来什么也不发_接着当成员(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 8)
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		var mine []string
		for i := range 5 {
			mine = append(mine, a.idOf(true, fmt.Sprintf("c%d-", i)))
			a.hears(created("T1", by(mine[i])))
		}
		sleeps(30 * time.Second)
		a.line.cut.Store(true)
		sleeps(50 * time.Second)
		assert.Equal(t, 8, b.share())
		f.eachOnce(5)
		for _, id := range mine {
			f.hasLine("1m10s", "b", id, "T1")
		}
		a.line.cut.Store(false)
		sleeps(20 * time.Second)
		assert.Equal(t, []int{4, 4}, []int{a.share(), b.share()})
		select {
		case err := <-a.ended:
			t.Fatalf("Run has ended: %v", err)
		default:
		}
		assert.Contains(t, a.logged(), "another process has taken a partition over")
		for _, id := range mine {
			a.hears(created("T2", by(id)))
		}
		sleeps(2 * time.Minute)
		f.eachOnce(10)
		a.leaves()
		b.leaves()
	})
}

// Half a lease without renewal, and nothing is decided or sent any more, though nobody has
// taken over.
func TestReplica_半个租约没续上_就不再发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 1)
		var broken, busy atomic.Bool
		f.store.Inject(func(of Fault) error {
			if broken.Load() && (of.Op == "renew" || of.Op == "meet") {
				return errDisk
			}
			return nil
		})
		f.fails = func(channel.Message) error {
			if busy.Load() {
				return &channel.RetryAfter{After: 10 * time.Second}
			}
			return nil
		}
		a := f.joins("a")
		busy.Store(true)
		a.hears(created("T1"))
		sleeps(50 * time.Second)
		a.hears(created("T2"))
		sleeps(12 * time.Second)
		broken.Store(true)
		busy.Store(false)
		sleeps(60 * time.Second)
		assert.Len(t, f.decided(), 1, "T2 is due, and T1 to be tried again")
		assert.Empty(t, f.times())
		_, err := a.engine.Deliver(context.Background())
		require.ErrorIs(t, err, errDisk)
		assert.Empty(t, f.times())
		broken.Store(false)
		sleeps(10 * time.Second)
		f.eachOnce(2)
		a.leaves()
	})
}

func TestReplica_交出分区之前_手里的先发完(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, reminder, 2)
		f.slow = func(channel.Message) { time.Sleep(45 * time.Second) }
		a := f.joins("a")
		for i := range 20 {
			a.hears(created("T1", by(fmt.Sprint("c", i))))
		}
		sleeps(61 * time.Second)
		b := f.joins("b")
		sleeps(20 * time.Second)
		assert.Equal(t, []int{1, 0}, []int{a.share(), b.share()}, "it waits for its senders")
		sleeps(30 * time.Second)
		assert.Equal(t, []int{1, 1}, []int{a.share(), b.share()})
		sleeps(3 * time.Minute)
		f.eachOnce(20)
		a.leaves()
		b.leaves()
	})
}

// A host that calls nothing but Handle, Advance and Deliver.
func TestReplica_不用Run_自己一步步来也行(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		f := sails(t, reminder, 4)
		a, b := f.builds("a"), f.builds("b")
		a.hears(created("T0", by("c0")))
		assert.Equal(t, 4, a.share())
		for i := range 30 {
			b.hears(created("T1", by(fmt.Sprint("c", i))))
			a.hears(created("T2", by(fmt.Sprint("c", i))))
			sleeps(time.Second)
		}
		assert.Equal(t, []int{2, 2}, []int{a.share(), b.share()})
		for range 30 {
			sleeps(4 * time.Second)
			for _, s := range []*ship{a, b} {
				_, err := s.engine.Advance(ctx, time.Now())
				require.NoError(t, err)
				_, err = s.engine.Deliver(ctx)
				require.NoError(t, err)
			}
		}
		assert.Zero(t, f.letters())
		f.eachOnce(61)
		sleeps(time.Hour)
		a.hears(created("T3", by("c1")))
		assert.Equal(t, 4, a.share(), "the other has done nothing for long")
		require.NoError(t, a.engine.Close(ctx))
		require.NoError(t, b.engine.Close(ctx))
	})
}
