package care

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// Two flows, each on a channel of its own.
const twoChannels = `
flows:
  slow: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, after: 1m, send: hi}]}
  fast: {title: 旺旺, about: order, while: unpaid, purpose: notice, via: [wangwang], rules: [{name: r, if: minutes_unpaid > 1, send: hi}]}
texts: {hi: 您好}
`

// daytime is when the runtime's imagined clock lets notices go.
func daytime() { time.Sleep(2 * time.Hour) }

func TestRun一个渠道慢_不耽误别人(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		var renewed atomic.Int64
		r := runs(t, twoChannels, Options{}, func(r *nightshift) {
			r.fault = func(f Fault) error {
				if f.Op == "renew" {
					renewed.Add(1)
				}
				return nil
			}
			r.slow = func(m channel.Message) {
				if m.CustomerID == "stuck" {
					time.Sleep(55 * time.Second)
				}
			}
		})
		r.hears(paid("T1", by("stuck")))
		time.Sleep(30 * time.Second)
		r.hears(created("T2", by("other"))) // its reminder is due while the sender hangs
		time.Sleep(time.Second)
		r.hears(paid("T3", by("neighbour"))) // goes by the same channel
		before := renewed.Load()
		time.Sleep(64 * time.Second)
		r.says(
			"1m30s wangwang v1:/other/fast/r/T2/0/1",
			"1m31s sms v1:/neighbour/slow/r/T3/0/1",
		)
		assert.GreaterOrEqual(t, renewed.Load()-before, int64(3*15), "the leases were renewed all the time")
		time.Sleep(time.Minute)
		r.says(
			"1m30s wangwang v1:/other/fast/r/T2/0/1",
			"1m31s sms v1:/neighbour/slow/r/T3/0/1",
			"1m55s sms v1:/stuck/slow/r/T1/0/1",
		)
		r.ends()
	})
}

func TestRun一次发送有时限_到了就再试(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		var mended atomic.Bool
		r := runs(t, twoChannels, Options{SendTimeout: 20 * time.Second}, func(r *nightshift) {
			r.heeds = true
			r.slow = func(channel.Message) {
				if !mended.Load() {
					time.Sleep(time.Hour)
				}
			}
		})
		r.hears(paid("T1", by("stuck")))
		time.Sleep(2 * time.Minute)
		mended.Store(true)
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		r.mu.Lock()
		assert.Equal(t, "1m20s sms v1:/stuck/slow/r/T1/0/1 failed", r.sent[0])
		assert.Equal(t, "1m50s sms v1:/stuck/slow/r/T1/0/1 failed", r.sent[1])
		assert.True(t, strings.HasSuffix(r.sent[len(r.sent)-1], "T1/0/1"), "%v", r.sent)
		r.mu.Unlock()
		r.ends()
	})
}

// A night's worth of messages goes by a provider that takes its time as fast as it is
// decided.
func TestRun服务商两百毫秒才答_一秒两百条也跟得上(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		r := runs(t, twoChannels, Options{}, func(r *nightshift) {
			r.slow = func(channel.Message) { time.Sleep(200 * time.Millisecond) }
		})
		for second := range 10 {
			for i := range 200 {
				r.hears(paid("T", by(fmt.Sprint("c", second, "-", i))))
			}
			time.Sleep(time.Second)
		}
		time.Sleep(61 * time.Second) // the last are due since a second
		assert.Equal(t, 2000, r.went("sms"))
		r.ends()
	})
}

func TestRun同一个客户的_一条一条来(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		r := runs(t, `
limits: {caps: {lots: {at_most: 99, per: day}}}
flows: {f: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`, Options{}, func(r *nightshift) { r.slow = func(channel.Message) { time.Sleep(time.Second) } })
		for i := range 5 {
			r.hears(paid(fmt.Sprint("T", i)))
		}
		time.Sleep(time.Minute)
		r.says(
			"1s sms v1:/xiaowang/f/r/T0/0/1", "2s sms v1:/xiaowang/f/r/T1/0/1", "3s sms v1:/xiaowang/f/r/T2/0/1",
			"4s sms v1:/xiaowang/f/r/T3/0/1", "5s sms v1:/xiaowang/f/r/T4/0/1",
		)
		r.ends()
	})
}

// ErrStopped stands for the whole channel: it rests and says so, what waits keeps, the
// others go on, and one message tries whether it was mended.
func TestRun渠道停了_别的照走_修好再发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		var broke atomic.Bool
		broke.Store(true)
		var tries atomic.Int64
		r := runs(t, `
flows:
  sms: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms, wangwang], rules: [{name: r, send: hi}]}
  ww: {title: 旺旺, about: order, when: order.shipped, purpose: notice, via: [wangwang], rules: [{name: r, send: hi}]}
texts: {hi: 您好}
`, Options{Parallel: 16}, func(r *nightshift) {
			r.failOf = func(m channel.Message) error {
				if m.Kind != channel.SMS {
					return nil
				}
				tries.Add(1)
				if broke.Load() {
					return fmt.Errorf("no balance for 13912345678: %w", channel.ErrStopped)
				}
				return nil
			}
		})
		for i := range 50 {
			r.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
		}
		time.Sleep(time.Minute)
		assert.LessOrEqual(t, tries.Load(), int64(16), "only what was on its way")
		stopped := r.engine.Stopped()
		require.Len(t, stopped, 1)
		assert.Equal(t, channel.SMS, stopped[0].Channel)
		assert.Contains(t, stopped[0].Why, "no balance")
		assert.NotContains(t, stopped[0].Why, "13912345678")
		assert.Contains(t, r.logged(), "a channel is stopped")
		r.hears(shipped("T0", by("c0")))
		time.Sleep(time.Second)
		assert.Equal(t, 1, r.went("wangwang"), "the others go on")
		assert.Zero(t, r.went("sms"))

		before := tries.Load()
		time.Sleep(10 * time.Minute)
		assert.Equal(t, before+1, tries.Load(), "one tries whether it was mended")
		time.Sleep(18 * time.Minute)
		assert.Equal(t, before+1, tries.Load(), "it rests longer the second time")
		broke.Store(false)
		time.Sleep(2 * time.Minute)
		assert.Equal(t, 50, r.went("sms"), "nothing was lost, nothing went by another channel")
		assert.Equal(t, 1, r.went("wangwang"))
		assert.Empty(t, r.engine.Stopped())
		assert.Contains(t, r.logged(), "works again")
		r.ends()
	})
	t.Run("修好了说一声,马上就发", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			daytime()
			var broke atomic.Bool
			broke.Store(true)
			r := runs(t, twoChannels, Options{}, func(r *nightshift) {
				r.failOf = func(channel.Message) error {
					if broke.Load() {
						return channel.ErrStopped
					}
					return nil
				}
			})
			r.hears(paid("T1"))
			time.Sleep(2 * time.Minute)
			broke.Store(false)
			r.engine.Resume(channel.SMS)
			time.Sleep(time.Second)
			assert.Equal(t, 1, r.went("sms"))
			r.ends()
		})
	})
}

func TestDeliver渠道停了_留着_别的照发(t *testing.T) {
	s := opens(t, twoChannels)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.SMS {
			return channel.ErrStopped
		}
		return nil
	}
	for i := range 40 {
		s.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
	}
	s.hears(created("T", by("other")))
	s.wakes("+2m")
	d := s.delivers()
	assert.Equal(t, 1, d.Sent)
	assert.Positive(t, d.Stopped)
	assert.Zero(t, d.Failed)
	assert.Equal(t, timeAt("+12m"), d.Next.In(tiexin.Shanghai()))
	s.at("+5m").delivers()
	s.handed("wangwang T 您好")
	s.fails = nil
	s.at("+12m").delivers()
	assert.Len(t, s.sent, 41)
	assert.Zero(t, s.waiting())
}

func TestDeliver和Run同时_不会发两遍(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		r := runs(t, twoChannels, Options{}, func(r *nightshift) { r.slow = func(channel.Message) { time.Sleep(10 * time.Second) } })
		for i := range 30 {
			r.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
		}
		time.Sleep(time.Minute + time.Second)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				_, err := r.engine.Deliver(context.Background())
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		time.Sleep(time.Minute)
		assert.Equal(t, 30, r.went("sms"))
		r.ends()
	})
}

// A caller who hangs up ends nobody else's decision, and does not wait for a store that
// hangs.
func TestHandle有人挂断_不耽误别人(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		hung := make(chan struct{})
		var hangs atomic.Bool
		hangs.Store(true)
		r := runs(t, twoChannels, Options{}, func(r *nightshift) {
			r.store = NewMemoryOf(1)
			r.fault = func(f Fault) error {
				if f.Op == "apply" && hangs.CompareAndSwap(true, false) {
					<-hung
				}
				return nil
			}
		})
		type answer struct {
			who string
			err error
		}
		answers := make(chan answer, 3)
		handle := func(ctx context.Context, who string) {
			e := paid("T-"+who, by(who))
			e.ID, e.At = who, time.Now()
			_, err := r.engine.Handle(ctx, e)
			answers <- answer{who, err}
		}
		first, hangUp := context.WithCancel(context.Background())
		second, hangUpToo := context.WithCancel(context.Background())
		go handle(first, "a")
		synctest.Wait() // it works for all who come
		go handle(second, "b")
		go handle(context.Background(), "c")
		synctest.Wait()
		hangUp()
		hangUpToo()
		synctest.Wait()
		b := <-answers
		assert.Equal(t, "b", b.who, "who only waits may leave at once")
		require.ErrorIs(t, b.err, context.Canceled)
		close(hung)
		for range 2 {
			got := <-answers
			assert.NoError(t, got.err, got.who)
		}
		time.Sleep(2 * time.Minute)
		assert.Equal(t, 2, r.went("sms"), "b was taken out of the queue before anybody had begun it")
		r.ends()
	})
	t.Run("一批事件,中途不要了", func(t *testing.T) {
		s := opens(t, twoChannels)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := s.engine.HandleAll(ctx, []tiexin.Event{at("+0m", paid("T1"))})
		require.ErrorIs(t, err, context.Canceled)
		_, err = s.engine.Handle(ctx, at("+0m", paid("T1")))
		require.ErrorIs(t, err, context.Canceled)
		assert.Empty(t, firings(s.remembers("xiaowang")))
		require.ErrorIs(t, s.engine.Run(ctx), context.Canceled)
	})
}

func TestRun关了就停(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, twoChannels, Options{})
		require.NoError(t, r.engine.Close(context.Background()))
		err := <-r.ended
		assert.True(t, errors.Is(err, ErrClosed) || errors.Is(err, ErrFenced), "%v", err)
		r.stop()
	})
}

// A provider that refuses one message answers again: the channel goes.
func TestDeliver渠道停过_退回一条也算通了(t *testing.T) {
	s := opens(t, twoChannels)
	var answer error = channel.ErrStopped
	s.fails = func(string, channel.Kind) error { return answer }
	s.hears(paid("T1"))
	s.wakes("+1m")
	s.delivers()
	require.Len(t, s.engine.Stopped(), 1)
	answer = &channel.Final{Reason: "bad number"}
	s.at("+11m").delivers()
	assert.Empty(t, s.engine.Stopped())
}

// Whoever asks to come again after the message is of no use does not keep it from ending.
func TestDeliver要等的比期限还久_到期就说晚了(t *testing.T) {
	s := opens(t, unpaid)
	s.fails = func(string, channel.Kind) error { return &channel.RetryAfter{After: 1000 * time.Hour} }
	s.hears(created("T1"))
	s.wakes("+15m")
	d := s.delivers()
	assert.Equal(t, 1, d.Retrying)
	assert.Equal(t, timeAt("+24h"), d.Next.In(tiexin.Shanghai()), "the order closes by itself then")
	s.at("+24h").delivers()
	assert.Zero(t, s.waiting())
}

// Who waits for a sender that hangs is looked at when it is done, and not all the time.
func TestRun一个人攒了很多条_渠道卡住_不空转(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		const n = mostInputs + 50
		var looked atomic.Int64
		r := runs(t, `
limits: {caps: {lots: {at_most: 9999, per: day}}}
flows: {f: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`, Options{}, func(r *nightshift) {
			r.slow = func(m channel.Message) {
				if m.Subject == "T0" {
					time.Sleep(30 * time.Second)
				}
			}
			r.fault = func(f Fault) error {
				if f.Op == "pending" {
					looked.Add(1)
				}
				return nil
			}
		})
		for i := range n {
			r.hears(paid(fmt.Sprint("T", i)))
		}
		time.Sleep(time.Second)
		before := looked.Load()
		time.Sleep(20 * time.Second)
		assert.LessOrEqual(t, looked.Load()-before, int64(10))
		time.Sleep(time.Minute)
		assert.Equal(t, n, r.went("sms"))
		r.ends()
	})
}
