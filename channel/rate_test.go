package channel_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func to(address string) channel.Message {
	m := hello()
	m.ID = "to " + address
	m.Address.To = address
	return m
}

// A counter notes when which message came, and fails as told.
type counter struct {
	mu   sync.Mutex
	sent []channel.Message
	at   []time.Time
	err  error
}

func (c *counter) Send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent, c.at = append(c.sent, m), append(c.at, time.Now())
	return channel.Receipt{}, c.err
}

// most is the largest number of messages of one group in any span of this length.
func (c *counter) most(per time.Duration, group func(channel.Message) string) int {
	most := 0
	for i, m := range c.sent {
		n := 0
		for j, other := range c.sent {
			if d := c.at[j].Sub(c.at[i]); group(m) == group(other) && d >= 0 && d < per {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func byNobody(channel.Message) string    { return "" }
func byAddress(m channel.Message) string { return m.Address.To }
func byContent(m channel.Message) string { return m.Address.To + " " + m.Text }

func retryAfter(t *testing.T, err error) time.Duration {
	t.Helper()
	throttled, ok := errors.AsType[*channel.RetryAfter](err)
	require.True(t, ok, "%v", err)
	return throttled.After
}

func Test一分钟一条第二条要等(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{N: 1, Per: time.Minute, By: channel.ByAddress}}})
		_, err := s.Send(t.Context(), to("a"))
		require.NoError(t, err)
		time.Sleep(20 * time.Second)
		_, err = s.Send(t.Context(), to("a"))
		assert.Equal(t, 40*time.Second, retryAfter(t, err))
		assert.Len(t, c.sent, 1)
		_, err = s.Send(t.Context(), to("b"))
		require.NoError(t, err, "somebody else has a slot")

		time.Sleep(40 * time.Second)
		_, err = s.Send(t.Context(), to("a"))
		require.NoError(t, err, "a minute later there is one again")
	})
}

func Test愿意等就等到有空(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{N: 2, Per: time.Second}}, Longest: time.Minute})
		start := time.Now()
		for range 7 {
			_, err := s.Send(t.Context(), to("a"))
			require.NoError(t, err)
		}
		assert.Equal(t, 3*time.Second, time.Since(start))
		assert.Equal(t, 2, c.most(time.Second, byNobody))
	})
}

func Test等不到有效的时候就不等(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{N: 1, Per: time.Hour}}, Longest: 2 * time.Hour})
		_, err := s.Send(t.Context(), to("a"))
		require.NoError(t, err)
		m := to("b")
		m.NotAfter = time.Now().Add(30 * time.Minute)
		start := time.Now()
		_, err = s.Send(t.Context(), m)
		require.ErrorIs(t, err, channel.ErrTooLate)
		assert.Equal(t, start, time.Now())
		assert.Len(t, c.sent, 1)
	})
}

func Test等的时候店铺关门(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{N: 1, Per: time.Hour}}, Longest: 2 * time.Hour})
		_, err := s.Send(t.Context(), to("a"))
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = s.Send(ctx, to("a"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, err = s.Send(ctx, to("b"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Len(t, c.sent, 1)
	})
}

func Test没发成的把地址的名额还回去(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{err: errBusy}
		s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{
			{N: 1, Per: time.Hour, By: channel.ByAddress}, {N: 3, Per: time.Minute},
		}})
		for range 3 {
			_, err := s.Send(t.Context(), to("a"))
			require.ErrorIs(t, err, errBusy)
		}
		_, err := s.Send(t.Context(), to("a"))
		assert.Equal(t, time.Minute, retryAfter(t, err), "calls are counted whatever became of them")
		time.Sleep(time.Minute)

		c.err = channel.ErrUnknownOutcome
		_, err = s.Send(t.Context(), to("a"))
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
		_, err = s.Send(t.Context(), to("a"))
		assert.Equal(t, time.Hour, retryAfter(t, err), "it may have gone, so the slot is gone")
	})
}

func Test一条都不许发(t *testing.T) {
	c := &counter{}
	s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{Per: time.Hour}}})
	_, err := s.Send(t.Context(), to("a"))
	require.ErrorIs(t, err, channel.ErrUndeliverable)
	assert.Empty(t, c.sent)

	s = channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{}}})
	_, err = s.Send(t.Context(), to("a"))
	require.NoError(t, err, "no span, no limit")
	_, err = channel.Rate(c, channel.RateOptions{}).Send(t.Context(), to("a"))
	require.NoError(t, err, "no limits, no limit")
}

func Test各家平台的限制(t *testing.T) {
	tests := []struct {
		name   string
		limits []channel.Limit
		vary   func(m *channel.Message, i int)
		want   int // messages that go at once
		after  time.Duration
	}{
		{"阿里云:同一模板一天五十条", channel.AliyunLimits(), func(*channel.Message, int) {}, 50, 24 * time.Hour},
		{"阿里云:换了模板另算", channel.AliyunLimits(), func(m *channel.Message, i int) { m.Wording = fmt.Sprint(i % 2) }, 100, 24 * time.Hour},
		{"腾讯云:同样的话三十秒一条", channel.TencentLimits(), func(*channel.Message, int) {}, 1, 30 * time.Second},
		{"腾讯云:一天十条", channel.TencentLimits(), func(m *channel.Message, i int) { m.Text = fmt.Sprint(i) }, 10, 24 * time.Hour},
		{"华为云:同样的话五十九秒两条", channel.HuaweiLimits(), func(*channel.Message, int) {}, 2, 59 * time.Second},
		{"华为云:一分钟十五条", channel.HuaweiLimits(), func(m *channel.Message, i int) { m.Text = fmt.Sprint(i) }, 15, time.Minute},
		{"华为云:营销一天十条", channel.HuaweiLimits(), func(m *channel.Message, i int) { m.Text, m.Purpose = fmt.Sprint(i), tiexin.Care }, 10, 24 * time.Hour},
		{"百度云:一分钟三条", channel.BaiduLimits(), func(*channel.Message, int) {}, 3, time.Minute},
		{"语音:一分钟一个", channel.VoiceLimits(), func(*channel.Message, int) {}, 1, time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &counter{}
				s := channel.Rate(c, channel.RateOptions{Limits: tt.limits})
				for i := range 200 {
					m := to("a")
					tt.vary(&m, i)
					if _, err := s.Send(t.Context(), m); err != nil {
						assert.Equal(t, tt.after, retryAfter(t, err))
						break
					}
				}
				assert.Len(t, c.sent, tt.want)
			})
		})
	}
}

func Test不管怎么挤哪一段时间都不超(t *testing.T) {
	limits := []channel.Limit{
		{N: 7, Per: 2 * time.Second},
		{N: 3, Per: 5 * time.Second, By: channel.ByAddress},
		{N: 6, Per: 31 * time.Second, By: channel.ByAddress},
		{N: 1, Per: 3 * time.Second, By: channel.ByContent},
	}
	for seed := range uint64(5) {
		synctest.Test(t, func(t *testing.T) {
			c := &counter{}
			s := channel.Rate(c, channel.RateOptions{Limits: limits, Longest: 20 * time.Second})
			var wg sync.WaitGroup
			for g := range uint64(20) {
				r := rand.New(rand.NewPCG(seed, g))
				wg.Go(func() {
					for i := range 10 {
						time.Sleep(time.Duration(r.IntN(5000)) * time.Millisecond)
						m := to(fmt.Sprint(r.IntN(5)))
						m.Text = fmt.Sprint(r.IntN(3))
						m.ID = fmt.Sprint(g, i)
						_, _ = s.Send(t.Context(), m)
					}
				})
			}
			wg.Wait()
			require.Greater(t, len(c.sent), 50)
			assert.Equal(t, 7, c.most(limits[0].Per, byNobody), "the limit is reached and not passed")
			assert.LessOrEqual(t, c.most(limits[1].Per, byAddress), 3)
			assert.LessOrEqual(t, c.most(limits[2].Per, byAddress), 6)
			assert.LessOrEqual(t, c.most(limits[3].Per, byContent), 1)
		})
	}
}

// earliest is the first instant from now on at which one more message keeps
// every span within the limits, found by trying every one.
func earliest(sent []time.Time, limits []channel.Limit, now time.Time) time.Time {
	for at := now; ; at = at.Add(time.Second) {
		fits := true
		for _, l := range limits {
			n := 1
			for _, s := range sent {
				if at.Sub(s) < l.Per {
					n++
				}
			}
			fits = fits && n <= l.N
		}
		if fits {
			return at
		}
	}
}

func Test也不会比要求的更慢(t *testing.T) {
	limits := []channel.Limit{{N: 2, Per: 5 * time.Second}, {N: 5, Per: 40 * time.Second}, {N: 9, Per: 100 * time.Second}}
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		s := channel.Rate(c, channel.RateOptions{Limits: limits, Longest: time.Hour})
		r := rand.New(rand.NewPCG(7, 8))
		for range 200 {
			time.Sleep(time.Duration(r.IntN(12)) * time.Second)
			want := earliest(c.at, limits, time.Now())
			_, err := s.Send(t.Context(), to("a"))
			require.NoError(t, err)
			require.Equal(t, want, c.at[len(c.at)-1])
		}
	})
}

func Test时钟往回拨也不超(t *testing.T) {
	now := noon
	c := &counter{}
	s := channel.Rate(c, channel.RateOptions{
		Limits: []channel.Limit{{N: 2, Per: time.Minute, By: channel.ByAddress}},
		Now:    func() time.Time { return now },
	})
	_, err := s.Send(t.Context(), to("a"))
	require.NoError(t, err)
	now = noon.Add(-time.Hour)
	_, err = s.Send(t.Context(), to("a"))
	require.NoError(t, err)
	_, err = s.Send(t.Context(), to("a"))
	assert.Equal(t, time.Minute, retryAfter(t, err))
}

func Test来过的人多了记不住就忘掉(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := channel.Rate(&counter{}, channel.RateOptions{Limits: []channel.Limit{{N: 1, Per: time.Second, By: channel.ByAddress}}})
		for i := range 20_000 {
			_, err := s.Send(t.Context(), to(fmt.Sprint(i)))
			require.NoError(t, err)
			if i%100 == 0 {
				time.Sleep(time.Second)
			}
		}
		assert.Less(t, channel.Remembered(s), 2000)
	})
}

func Test忘掉的只是过了期的(t *testing.T) {
	c := &counter{}
	s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{N: 1, Per: time.Hour, By: channel.ByAddress}}})
	for range 2 {
		for i := range 5000 {
			_, _ = s.Send(t.Context(), to(fmt.Sprint(i)))
		}
	}
	assert.Len(t, c.sent, 5000)
}

func Test重试套在限速外面(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		s := channel.Retry(channel.Rate(c, channel.RateOptions{Limits: channel.TencentLimits()}), channel.RetryOptions{})
		start := time.Now()
		for range 2 {
			_, err := s.Send(t.Context(), to("a"))
			require.NoError(t, err)
		}
		assert.Equal(t, 30*time.Second, time.Since(start), "Retry waits exactly as long as Rate says")
	})
}

func Test真的同时来也不乱(t *testing.T) {
	c := &counter{}
	s := channel.Rate(c, channel.RateOptions{Limits: []channel.Limit{{N: 100, Per: time.Hour}, {N: 10, Per: time.Hour, By: channel.ByAddress}}})
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 100 {
				_, _ = s.Send(t.Context(), to(fmt.Sprint((g+i)%20)))
			}
		})
	}
	wg.Wait()
	assert.Len(t, c.sent, 100)
}

func nothing(context.Context, channel.Message) (channel.Receipt, error) {
	return channel.Receipt{}, nil
}
