package care

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
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

// In these tests time is imagined by the Go runtime: it begins on the first of
// January 2000 at eight in the morning in Shanghai, and passes when everybody
// sleeps.

type nightshift struct {
	t      *testing.T
	engine *Engine
	store  *Memory
	begin  time.Time
	stop   context.CancelFunc
	ended  chan error
	loads  atomic.Int64 // operations of the store

	mu   sync.Mutex
	sent []string
	fail func(attempt int) error
	log  bytes.Buffer

	fault  func(Fault) error           // of the store
	failOf func(channel.Message) error // what a sender answers
	slow   func(channel.Message)       // takes its time
	heeds  bool                        // a sender returns when its context ends
}

func runs(t *testing.T, file string, o Options, prepare ...func(*nightshift)) *nightshift {
	t.Helper()
	r := &nightshift{t: t, store: NewMemoryOf(3), begin: time.Now(), ended: make(chan error, 1)}
	for _, f := range prepare {
		f(r)
	}
	r.store.Inject(func(f Fault) error {
		r.loads.Add(1)
		if r.fault != nil {
			return r.fault(f)
		}
		return nil
	})
	if o.Store == nil {
		o.Store = r.store
	}
	o.Senders = map[channel.Kind]channel.Sender{channel.Wangwang: channel.SenderFunc(r.send), channel.SMS: channel.SenderFunc(r.send)}
	o.Logger = slog.New(slog.NewTextHandler(r, nil))
	engine, err := New(rulesFrom(t, file), o)
	require.NoError(t, err)
	r.engine = engine
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	go func() { r.ended <- engine.Run(ctx) }()
	synctest.Wait()
	return r
}

func (r *nightshift) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.Write(p)
}

func (r *nightshift) send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	if r.slow != nil {
		done := make(chan struct{})
		go func() { r.slow(m); close(done) }()
		select {
		case <-done:
		case <-r.until(ctx):
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.heeds && ctx.Err() != nil {
		r.sent = append(r.sent, time.Since(r.begin).String()+" "+m.Kind.String()+" "+m.ID+" failed")
		return channel.Receipt{}, ctx.Err()
	}
	if r.failOf != nil {
		if err := r.failOf(m); err != nil {
			return channel.Receipt{}, err
		}
	}
	line := time.Since(r.begin).String() + " " + m.Kind.String() + " " + m.ID
	if r.fail != nil {
		if err := r.fail(m.Attempt); err != nil {
			r.sent = append(r.sent, line+" failed")
			return channel.Receipt{}, err
		}
	}
	r.sent = append(r.sent, line)
	return channel.Receipt{}, nil
}

// until is the end of the context, for a sender that heeds it.
func (r *nightshift) until(ctx context.Context) <-chan struct{} {
	if r.heeds {
		return ctx.Done()
	}
	return nil
}

// went counts what a channel took.
func (r *nightshift) went(kind string) (n int) {
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, line := range r.sent {
		if strings.Contains(line, " "+kind+" ") {
			n++
		}
	}
	return n
}

func (r *nightshift) logged() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.String()
}

func (r *nightshift) hears(e tiexin.Event) {
	r.t.Helper()
	e.At, e.ID = time.Now(), time.Since(r.begin).String()+string(e.Type)+e.Customer.ID
	if e.Order != nil {
		e.ID += e.Order.ID
	}
	_, err := r.engine.Handle(context.Background(), e)
	require.NoError(r.t, err)
}

// ends stops Run and says what it returned.
func (r *nightshift) ends() error {
	r.stop()
	return <-r.ended
}

func (r *nightshift) says(expected ...string) {
	r.t.Helper()
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	assert.Equal(r.t, strings.Join(expected, "\n"), strings.Join(r.sent, "\n"))
}

func TestRun到点就发_事件随时来(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		r.hears(created("T1"))
		time.Sleep(5 * time.Minute)
		r.hears(created("T2"))
		time.Sleep(10*time.Minute + time.Second)
		r.says("15m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1")
		r.hears(paid("T2"))
		time.Sleep(time.Hour)
		r.says("15m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1")
		require.ErrorIs(t, r.ends(), context.Canceled)
	})
}

func TestRun睡着的时候不轮询(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{Lease: time.Hour})
		before := r.loads.Load()
		time.Sleep(12 * time.Hour)
		assert.Less(t, r.loads.Load()-before, int64(12*60*3*4), "once a minute at most, for other machines' sake")
		r.hears(created("T1"))
		time.Sleep(14 * time.Minute)
		before = r.loads.Load()
		time.Sleep(58 * time.Second)
		assert.Less(t, r.loads.Load()-before, int64(30))
		require.ErrorIs(t, r.ends(), context.Canceled)
	})
}

func TestRun一时失败_用同一个名字再试_越等越久(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		r.fail = func(attempt int) error {
			if attempt <= 3 {
				return errors.New("busy")
			}
			return nil
		}
		r.hears(created("T1"))
		time.Sleep(20 * time.Minute)
		r.says(
			"15m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1 failed",
			"15m10s wangwang v1:/xiaowang/payment/gentle/T1/0/1 failed",
			"15m30s wangwang v1:/xiaowang/payment/gentle/T1/0/1 failed",
			"16m10s wangwang v1:/xiaowang/payment/gentle/T1/0/1",
		)
		assert.Contains(t, r.log.String(), "tried again")
		r.ends()
	})
}

func TestRun对方说多久再来就多久再来(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		r.fail = func(attempt int) error {
			if attempt == 1 {
				return &channel.RetryAfter{After: 7 * time.Minute}
			}
			return nil
		}
		r.hears(created("T1"))
		time.Sleep(time.Hour)
		r.says("15m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1 failed", "22m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1")
		r.ends()
	})
}

// A message that waits to be tried again is looked at again: it has become night,
// and in the morning the order is still unpaid.
func TestRun等着重试的消息遇上夜里_早上再发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		time.Sleep(12*time.Hour + 40*time.Minute) // 20:40
		r.fail = func(int) error {
			if time.Since(r.begin) < 13*time.Hour+10*time.Minute {
				return &channel.RetryAfter{After: 8 * time.Minute}
			}
			return nil
		}
		r.hears(created("T1"))
		time.Sleep(12 * time.Hour)
		r.says(
			"12h55m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1 failed",
			"24h0m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1",
		)
		r.ends()
	})
}

func TestRun等着重试的时候付了款_不发了(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		r.fail = func(int) error { return errors.New("busy") }
		r.hears(created("T1"))
		time.Sleep(15*time.Minute + 5*time.Second)
		r.hears(paid("T1"))
		r.fail = nil
		time.Sleep(time.Hour)
		r.says("15m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1 failed")
		r.ends()
	})
}

func TestRun等着重试到订单关了_就算了(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		r.fail = func(int) error { return &channel.RetryAfter{After: 20 * time.Minute} }
		r.hears(created("T1", onSource("juhuasuan")))
		time.Sleep(2 * time.Hour)
		r.says("15m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1 failed")
		n, _, err := (*r.engine.opened.Load())[PartitionOf(Key{Customer: "xiaowang"}, 3)].lease.Len(context.Background())
		require.NoError(t, err)
		assert.Zero(t, n, "the outbox is empty")
		r.ends()
	})
}

func TestRun钟跳了_先停下不发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jump atomic.Int64
		r := runs(t, unpaid, Options{Now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }})
		r.hears(created("T1"))
		time.Sleep(time.Minute)
		jump.Store(int64(time.Hour)) // somebody set the clock to an hour later
		time.Sleep(30 * time.Second)
		r.says()
		assert.Contains(t, r.log.String(), "clocks disagree")
		jump.Store(0) // and back
		time.Sleep(14 * time.Minute)
		r.says("15m0s wangwang v1:/xiaowang/payment/gentle/T1/0/1")
		r.ends()
	})
}

func TestRun钟改准了_一分钟之后相信它(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jump atomic.Int64
		r := runs(t, unpaid, Options{Now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }})
		r.hears(created("T1"))
		time.Sleep(time.Minute)
		jump.Store(int64(20 * time.Minute))
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		r.mu.Lock()
		assert.Len(t, r.sent, 1)
		r.mu.Unlock()
		r.ends()
	})
}

func TestRun存储一时坏了_说一声接着干(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		r.hears(created("T1"))
		time.Sleep(10 * time.Minute)
		var broken atomic.Bool
		broken.Store(true)
		r.stop()
		<-r.ended
		r.store.Inject(func(Fault) error {
			if broken.Load() {
				return errDisk
			}
			return nil
		})
		ctx, stop := context.WithCancel(context.Background())
		go func() { r.ended <- r.engine.Run(ctx) }()
		time.Sleep(10 * time.Minute)
		r.says()
		assert.Contains(t, r.log.String(), "the disk is on fire")
		broken.Store(false)
		time.Sleep(2 * time.Second)
		r.says("20m1s wangwang v1:/xiaowang/payment/gentle/T1/0/1")
		stop()
		require.ErrorIs(t, <-r.ended, context.Canceled)
	})
}

func TestRun被接管就退出(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runs(t, unpaid, Options{})
		other, err := New(r.engine.Rules(), Options{Store: r.store})
		require.NoError(t, err)
		_, err = other.Advance(context.Background(), time.Now())
		require.NoError(t, err)
		time.Sleep(time.Minute)
		require.ErrorIs(t, <-r.ended, ErrFenced)
		r.stop()
	})
}

func TestRun不发的引擎也走时间(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []string
		engine, err := New(rulesFrom(t, unpaid), Options{Observe: func(o Outcome) { seen = append(seen, o.Verdict.String()+" "+o.Reason.String()) }})
		require.NoError(t, err)
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- engine.Run(ctx) }()
		e := created("T1")
		e.ID, e.At = "e1", time.Now()
		_, err = engine.Handle(ctx, e)
		require.NoError(t, err)
		time.Sleep(16 * time.Minute)
		synctest.Wait()
		assert.Equal(t, []string{"wait not-yet", "send due"}, seen)
		stop()
		<-ended
	})
}
