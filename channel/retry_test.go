package channel_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

var errBusy = errors.New("connection refused")

// A script answers one call after the other; after the last it takes everything.
type script struct {
	errs  []error
	calls []channel.Message
	at    []time.Time
}

func (s *script) Send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	s.calls = append(s.calls, m)
	s.at = append(s.at, time.Now())
	if n := len(s.calls); n <= len(s.errs) && s.errs[n-1] != nil {
		return channel.Receipt{}, s.errs[n-1]
	}
	return channel.Receipt{ProviderID: "p1", Parts: 1}, nil
}

func (s *script) gaps() (gaps []time.Duration) {
	for i := 1; i < len(s.at); i++ {
		gaps = append(gaps, s.at[i].Sub(s.at[i-1]))
	}
	return gaps
}

func always(err error) *script {
	s := &script{}
	for range 1000 {
		s.errs = append(s.errs, err)
	}
	return s
}

func Test断了两次第三次发出去(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{errs: []error{errBusy, errBusy}}
		receipt, err := channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), hello())
		require.NoError(t, err)
		assert.Equal(t, "p1", receipt.ProviderID)
		require.Len(t, s.calls, 3)
		for i, m := range s.calls {
			assert.Equal(t, hello().ID, m.ID, "the ID stays the same")
			assert.Equal(t, i+1, m.Attempt)
		}
		gaps := s.gaps()
		assert.True(t, gaps[0] >= time.Second/2 && gaps[0] <= time.Second, gaps)
		assert.True(t, gaps[1] >= time.Second && gaps[1] <= 2*time.Second, gaps)
	})
}

func Test间隔越来越长但有上限(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := always(errBusy)
		_, err := channel.Retry(s, channel.RetryOptions{Attempts: 100, First: time.Second, Longest: 10 * time.Second}).Send(t.Context(), hello())
		require.ErrorIs(t, err, errBusy)
		require.Len(t, s.calls, 100)
		for i, gap := range s.gaps() {
			most := min(time.Second<<min(i, 20), 10*time.Second)
			assert.True(t, gap >= most/2 && gap <= most, "pause %d is %s", i+1, gap)
		}
	})
}

func Test一起失败的不一起回来(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pauses := map[time.Duration]bool{}
		for i := range 50 {
			s := &script{errs: []error{errBusy}}
			m := hello()
			m.ID = fmt.Sprint(i)
			_, err := channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), m)
			require.NoError(t, err)
			pauses[s.gaps()[0]] = true
		}
		assert.Greater(t, len(pauses), 40)
	})
}

func Test同一条消息的间隔每次都一样(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gaps := func() []time.Duration {
			s := always(errBusy)
			_, _ = channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), hello())
			return s.gaps()
		}
		assert.Equal(t, gaps(), gaps())
	})
}

func Test说定了的就不再试(t *testing.T) {
	for _, final := range []error{
		channel.ErrUndeliverable, &channel.Final{Reason: "bad number"}, channel.ErrStopped, channel.ErrUnknownOutcome, channel.ErrTooLate,
	} {
		synctest.Test(t, func(t *testing.T) {
			s := always(fmt.Errorf("provider: %w", final))
			start := time.Now()
			_, err := channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), hello())
			require.ErrorIs(t, err, final)
			assert.Len(t, s.calls, 1)
			assert.Equal(t, start, time.Now(), "nobody waited")
		})
	}
}

func Test平台认得编号时不知道结果也再试(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{errs: []error{channel.ErrUnknownOutcome}}
		_, err := channel.Retry(s, channel.RetryOptions{UnknownToo: true}).Send(t.Context(), hello())
		require.NoError(t, err)
		assert.Len(t, s.calls, 2)
	})
}

func Test平台说等多久就等多久(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{errs: []error{fmt.Errorf("provider: %w", &channel.RetryAfter{After: 37 * time.Second})}}
		_, err := channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), hello())
		require.NoError(t, err)
		assert.Equal(t, []time.Duration{37 * time.Second}, s.gaps())
	})
}

func Test要等到明天就还给发件箱(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := always(&channel.RetryAfter{After: 8 * time.Hour})
		start := time.Now()
		_, err := channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), hello())
		throttled, ok := errors.AsType[*channel.RetryAfter](err)
		require.True(t, ok)
		assert.Equal(t, 8*time.Hour, throttled.After)
		assert.Len(t, s.calls, 1)
		assert.Equal(t, start, time.Now())

		m := hello()
		m.NotAfter = start.Add(time.Hour)
		_, err = channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), m)
		require.ErrorIs(t, err, channel.ErrTooLate, "tomorrow is too late for this one")
	})
}

func Test时限以内等不到就还给发件箱(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		s := always(errBusy)
		start := time.Now()
		_, err := channel.Retry(s, channel.RetryOptions{First: 2 * time.Second}).Send(ctx, hello())
		after, ok := errors.AsType[*channel.RetryAfter](err)
		require.True(t, ok, "%v", err)
		assert.Greater(t, after.After, time.Second)
		require.ErrorIs(t, err, errBusy)
		assert.Less(t, time.Since(start), 5*time.Second, "it does not sleep into its deadline")
		assert.Greater(t, len(s.calls), 1)
	})
}

func Test第一次也不等得比最长的久(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{errs: []error{errBusy}}
		_, err := channel.Retry(s, channel.RetryOptions{First: time.Hour, Longest: time.Second}).Send(t.Context(), hello())
		require.NoError(t, err)
		assert.LessOrEqual(t, s.gaps()[0], time.Second)
	})
}

func Test过了时候就不发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := always(errBusy)
		m := hello()
		m.NotAfter = time.Now().Add(-time.Nanosecond)
		_, err := channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), m)
		require.ErrorIs(t, err, channel.ErrTooLate)
		assert.Empty(t, s.calls)

		m.NotAfter = time.Now()
		_, err = channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), m)
		require.ErrorIs(t, err, channel.ErrTooLate)
		require.ErrorIs(t, err, errBusy, "the reason of the failure is told too")
		assert.Len(t, s.calls, 1, "the very instant is not too late, the next attempt would be")
	})
}

func Test店铺关门就停下(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(200*time.Millisecond, cancel)
		s := always(errBusy)
		start := time.Now()
		_, err := channel.Retry(s, channel.RetryOptions{}).Send(ctx, hello())
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, errBusy)
		assert.Len(t, s.calls, 1)
		assert.Equal(t, 200*time.Millisecond, time.Since(start))

		_, err = channel.Retry(s, channel.RetryOptions{}).Send(ctx, hello())
		require.ErrorIs(t, err, context.Canceled)
		assert.Len(t, s.calls, 1, "after closing time nothing is sent at all")
	})
}

func Test没有编号不发(t *testing.T) {
	s := &script{}
	m := hello()
	m.ID = ""
	_, err := channel.Retry(s, channel.RetryOptions{}).Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUndeliverable)
	assert.Empty(t, s.calls)
}

func Test时钟可以换(t *testing.T) {
	now := noon
	var slept []time.Duration
	s := always(errBusy)
	m := hello()
	m.NotAfter = noon.Add(10 * time.Second)
	_, err := channel.Retry(s, channel.RetryOptions{
		Attempts: 50,
		Now:      func() time.Time { return now },
		Sleep: func(_ context.Context, d time.Duration) error {
			slept = append(slept, d)
			now = now.Add(d)
			return nil
		},
	}).Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrTooLate)
	assert.NotEmpty(t, slept)
	assert.False(t, now.After(m.NotAfter))
}
