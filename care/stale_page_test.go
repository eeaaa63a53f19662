package care

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// toTellAndToPack writes to the customer and gives the shop's people a task.
const toTellAndToPack = `
flows:
  paid: {title: 付款确认, about: order, when: order.paid, purpose: service, via: [wangwang], rules: [{name: all, send: thanks}]}
  pack: {title: 打包, about: order, when: order.paid, purpose: service, rules: [{name: all, send: {task: pack, owner: 仓库}}]}
texts: {thanks: 已收到付款, pack: 请打包}
`

// busyDay is a shop of one partition with orders of so many customers in its outbox.
func busyDay(t *testing.T, customers int) *shop {
	s := &shop{t: t, store: NewMemoryOf(1), journal: &JournalOptions{}}
	s.at("+0m")
	s.restart(toTellAndToPack)
	for i := range customers {
		id := fmt.Sprint("c", i)
		s.hears(paid("T"+id, who(func(c *tiexin.Customer) { c.ID, c.Wangwang = id, id })))
	}
	return s
}

// wentOnce expects that every message and task went once, and that the journals say so.
func (s *shop) wentOnce(customers int) {
	s.t.Helper()
	times := map[string]int{}
	for _, m := range s.sent {
		times[m.ID]++
	}
	for _, task := range s.tasks {
		times[task.ID]++
	}
	assert.Len(s.t, times, 2*customers)
	for id, n := range times {
		assert.Equal(s.t, 1, n, "%s went so often", id)
	}
	for i := range customers {
		lines := strings.Join(s.journalOf(fmt.Sprint("c", i)), "\n")
		assert.NotContains(s.t, lines, string(WasTakenBack), lines)
		assert.Equal(s.t, 2, strings.Count(lines, string(WasHandedOver)), lines)
	}
	assert.Zero(s.t, s.waiting())
}

// Two hand over at once. One has read the outbox before the other emptied it.
func Test两处同时投递_拿着旧的一页_不再投_也不记收回(t *testing.T) {
	s := busyDay(t, 5)
	var meanwhile atomic.Bool
	s.during = func(string) {
		if meanwhile.CompareAndSwap(false, true) {
			s.delivers()
		}
	}
	s.delivers()
	s.wentOnce(5)
}

// What failed is written down before the next may try it: not at once, but when its time
// has come.
func Test两处同时投递_一处失败了要等_另一处不马上再试(t *testing.T) {
	s := busyDay(t, 3)
	tries := map[string]int{}
	s.fails = func(id string, _ channel.Kind) error {
		if tries[id]++; tries[id] == 1 {
			return errors.New("busy")
		}
		return nil
	}
	var meanwhile atomic.Bool
	s.during = func(string) {
		if len(tries) == 2 && meanwhile.CompareAndSwap(false, true) { // two have failed
			s.delivers()
		}
	}
	s.delivers()
	for id, n := range tries {
		assert.Equal(t, 1, n, "%s is tried again before its time", id)
	}
	s.at("+1m").delivers()
	s.wentOnce(3)
}

// Run and Deliver, and many of them.
func Test一起投递_每条一次(t *testing.T) {
	s := busyDay(t, stories(300))
	ctx, stop := context.WithCancel(context.Background())
	var running, wg sync.WaitGroup
	running.Go(func() { assert.ErrorIs(t, s.engine.Run(ctx), context.Canceled) })
	for range 3 {
		wg.Go(func() {
			_, err := s.engine.Deliver(context.Background())
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	require.Eventually(t, func() bool { return s.waiting() == 0 }, time.Minute, time.Millisecond)
	stop()
	running.Wait()
	s.wentOnce(stories(300))
}

// The sender has little time; the store may take more.
func Test限时给发送方_不给存储(t *testing.T) {
	s := &shop{t: t, store: NewMemoryOf(1)}
	s.at("+0m")
	s.store.Inject(func(f Fault) error {
		if f.Op == "apply" {
			time.Sleep(50 * time.Millisecond)
		}
		return nil
	})
	engine, err := New(rulesFrom(t, toTellAndToPack), Options{
		Store: s.store, Now: s.clock, SendTimeout: time.Millisecond, Tasks: channel.TaskFunc(s.open),
		Senders: map[channel.Kind]channel.Sender{channel.Wangwang: channel.SenderFunc(s.send)},
	})
	require.NoError(t, err)
	s.engine = engine
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			e := at("+0m", paid(fmt.Sprint("T", i)))
			_, err := engine.Handle(context.Background(), e)
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	d, err := engine.Deliver(context.Background())
	require.NoError(t, err)
	assert.Equal(t, 4, d.Sent)
	assert.Equal(t, 4, d.Tasks)
}
