package care

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

// How the engine is, for those who keep watch.

func (s *shop) health() Health {
	s.t.Helper()
	h, err := s.engine.Health(context.Background())
	require.NoError(s.t, err)
	return h
}

func Test健康_渠道停了_发件箱越等越久_恢复就空(t *testing.T) {
	s := opens(t, unpaid)
	assert.Equal(t, []int{0, 4}, []int{s.health().Held, s.health().Partitions}, "looking opens nothing")
	s.hears(created("T1"), created("T2", by("xiaoli")))
	assert.Zero(t, s.health().Outbox)
	s.wakes("+15m")
	s.fails = func(string, channel.Kind) error {
		return fmt.Errorf("no balance for 13800000000: %w", channel.ErrStopped)
	}
	s.delivers()
	h := s.at("+20m").health()
	assert.Equal(t, []int{4, 2}, []int{h.Held, h.Outbox})
	assert.Equal(t, 5*time.Minute, h.OutboxAge)
	assert.Equal(t, timeAt("+15m").UnixMilli(), h.OutboxOldest.UnixMilli())
	require.Len(t, h.Stopped, 1)
	assert.Equal(t, channel.Wangwang, h.Stopped[0].Channel)
	assert.EqualValues(t, 1, h.Failures["wangwang"].Stopped)
	assert.NotContains(t, h.LastError, "13800000000")
	assert.Contains(t, h.LastError, "wangwang: no balance")
	assert.Equal(t, 2*time.Hour-15*time.Minute, s.at("+2h").health().OutboxAge)
	s.restart(unpaid)
	s.wakes("+2h")
	assert.Equal(t, 2*time.Hour-15*time.Minute, s.health().OutboxAge, "also after a restart")

	s.fails = nil
	s.delivers()
	h = s.health()
	assert.Equal(t, Health{At: h.At, Since: h.Since, Partitions: 4, Held: 4, Sweep: h.Sweep, Sent: map[string]int64{"wangwang": 2}}, h)
}

func Test健康_送不到的_各有各的数(t *testing.T) {
	s := opens(t, withTasks)
	answers := []error{
		errors.New("busy"), channel.ErrUnknownOutcome, &channel.Final{Reason: "no such number 13800000000"}, fmt.Errorf("the night: %w", channel.ErrTooLate), nil,
	}
	n := 0
	s.fails = func(string, channel.Kind) error {
		if n++; n > len(answers) {
			return nil
		}
		return answers[n-1]
	}
	for i := range answers {
		s.hears(created(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
	}
	s.wakes("+5m")
	s.engine.options.Parallel = 1
	s.delivers()
	h := s.health()
	assert.Equal(t, Failures{Retried: 1, Undeliverable: 1, TooLate: 1, Unknown: 1}, h.Failures["tasks"])
	assert.EqualValues(t, 2, h.Sent["tasks"], "what went by the next channel counts, and what may have gone does not")
	assert.EqualValues(t, 5, h.Events)
	assert.NotContains(t, h.LastError, "13800000000")
	s.fails = nil
	s.at("+31m").delivers()
	assert.EqualValues(t, 1, s.health().Failures["tasks"].Expired)
}

func Test健康_该叫醒的没叫醒_晚了多久(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	assert.Zero(t, s.at("+14m").health().WakeLate)
	h := s.at("+25m").health()
	assert.InDelta(t, 10*time.Minute, h.WakeLate, float64(time.Second))
	s.wakes("+25m")
	assert.Zero(t, s.health().WakeLate)
}

func Test健康_事件数_重复的也算_收不下的不算(t *testing.T) {
	s := opens(t, storms)
	s.hears(created("T1"), created("T1"), incident("rain", "河南", ""))
	assert.EqualValues(t, 3, s.health().Events)
	bad := created("T2")
	bad.Order.Amount, bad.ID, bad.At = -1, "bad", s.clock()
	_, err := s.engine.Handle(t.Context(), bad)
	require.Error(t, err)
	s.breaks("apply", 1000)
	_, err = s.engine.Handle(t.Context(), at("+0m", created("T3")))
	require.Error(t, err)
	h := s.health()
	assert.EqualValues(t, 3, h.Events)
	assert.NotEmpty(t, h.LastError)
	assert.Equal(t, s.clock(), h.LastErrorAt)
}

func Test健康_库问不了_说得出_别的照说(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	s.store.Inject(func(f Fault) error {
		if f.Op == "len" && f.Partition == 1 {
			return errors.New("the disk is gone")
		}
		return nil
	})
	h, err := s.engine.Health(t.Context())
	assert.ErrorContains(t, err, "the disk is gone")
	assert.Equal(t, 4, h.Held)
	require.NoError(t, (*s.engine.opened.Load())[0].busy.enter(t.Context())) // a store that hangs
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h, err = s.engine.Health(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	assert.EqualValues(t, 1, h.Events)
}

func Test健康_供应商死了_钟乱了_后台看得见(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		var ahead atomic.Int64
		now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		r := runs(t, twoChannels, Options{Now: now}, func(r *nightshift) {
			r.failOf = func(m channel.Message) error {
				if m.Kind == channel.SMS {
					return errors.New("connection refused")
				}
				return nil
			}
		})
		health := func() Health {
			synctest.Wait()
			h, err := r.engine.Health(context.Background())
			require.NoError(t, err)
			return h
		}
		r.hears(paid("T1", by("a")))
		r.hears(created("T2", by("b")))
		time.Sleep(11 * time.Minute)
		h := health()
		assert.Equal(t, 1, h.Outbox, "one is tried again and again, the other channel goes")
		assert.InDelta(t, 10*time.Minute, h.OutboxAge, float64(2*time.Second))
		assert.EqualValues(t, 1, h.Sent["wangwang"])
		assert.Greater(t, h.Failures["sms"].Retried, int64(4))
		assert.Equal(t, "sms: connection refused", h.LastError)
		assert.Zero(t, h.ClocksDisagree)
		assert.Empty(t, h.Stopped)

		ahead.Store(int64(time.Hour))
		time.Sleep(10 * time.Second)
		assert.NotZero(t, health().ClocksDisagree)
		time.Sleep(2 * time.Minute)
		assert.Zero(t, health().ClocksDisagree, "somebody has set it")
		r.ends()
	})
}
