package care

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The sender took a reminder, and the store went away before that was written down. When it
// is back, the customer pays first.
func TestE5_发出去了还没记下_存储回来先来付款_不说没催过(t *testing.T) {
	for _, c := range []struct {
		name  string
		again func(*shop)
	}{
		{"付款先到", func(s *shop) { s.at("+16m").hears(paid("T1")) }},
		{"付款先到，进程随后被杀", func(s *shop) {
			s.at("+16m").hears(paid("T1"))
			s.restart(reminding)
		}},
		{"什么都没来", func(s *shop) { s.at("+16m") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := opens(t, reminding)
			s.hears(created("T1"))
			s.wakes("+15m")
			s.during = func(string) {
				s.store.Inject(func(f Fault) error { return errors.New("the server is away") })
			}
			_, err := s.engine.Deliver(context.Background())
			require.ErrorContains(t, err, "the server is away")
			_, err = s.engine.Deliver(context.Background())
			require.ErrorContains(t, err, "the server is away", "still")
			s.during = nil
			s.store.Inject(nil)
			c.again(s)
			s.delivers()
			s.delivers()
			s.handed("wangwang T1 羽绒服还没付款，还有23小时45分钟")
			x, err := s.engine.Explain(context.Background(), Key{Customer: "xiaowang"})
			require.NoError(t, err)
			require.Len(t, x.Said, 1, "it went, and the memory knows it")
			assert.Equal(t, "handed-over", x.Said[0].Status)
			assert.Zero(t, s.waiting())
		})
	}
}

// Run tells it, too, before it begins anything.
func TestE5_发出去了还没记下_Run自己补记(t *testing.T) {
	s := opens(t, reminding)
	s.hears(created("T1"))
	s.wakes("+15m")
	ctx, stop := context.WithCancel(context.Background())
	var away atomic.Bool
	s.store.Inject(func(f Fault) error {
		if away.Load() {
			return errors.New("the server is away")
		}
		return nil
	})
	s.during = func(string) {
		away.Store(true)
		time.AfterFunc(20*time.Millisecond, func() { away.Store(false) })
	}
	done := make(chan error)
	go func() { done <- s.engine.Run(ctx) }()
	require.Eventually(t, func() bool {
		x, err := s.engine.Explain(context.Background(), Key{Customer: "xiaowang"})
		return err == nil && len(x.Said) == 1 && x.Said[0].Status == "handed-over"
	}, 20*time.Second, 10*time.Millisecond)
	stop()
	require.ErrorIs(t, <-done, context.Canceled)
	s.handed("wangwang T1 羽绒服还没付款，还有23小时45分钟")
}
