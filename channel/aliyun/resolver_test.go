package aliyun_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

func TestSend_DoesNotSendAgainWhatMayHaveGone(t *testing.T) {
	for _, c := range []struct {
		name    string
		does    channeltest.Behaviour
		again   string // what a repetition says
		reached int
	}{
		{"it was taken without a word", channeltest.TakesAndHangsUp, "sent", 1},
		{"it was taken, and a proxy failed", channeltest.TakesAndFails(504), "sent", 1},
		{"it was not taken, and nobody said so", channeltest.HangsUp, "unknown", 0},
		{"a proxy failed", channeltest.Fails(502), "unknown", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, m := newDesk(t), message(1)
			_, err := d.Send(t.Context(), message(2)) // to the same number
			require.NoError(t, err)
			d.provider.Then(c.does)
			_, err = d.Send(t.Context(), m)
			require.Equal(t, "unknown", kindOf(err), "%v", err)
			for range 3 {
				_, err = d.Send(t.Context(), m)
				assert.Equal(t, c.again, kindOf(err), "%v", err)
			}
			assert.Equal(t, c.reached, d.provider.Reached(m.ID))
		})
	}
}

func TestSend_LooksAtAMessageOnceAtATime(t *testing.T) {
	d, m := newDesk(t), message(1)
	d.Shelf = yielding{d.Shelf}
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() { _, _ = d.Send(t.Context(), m) })
	}
	wg.Wait()
	assert.Equal(t, 1, d.provider.Reached(m.ID))
}

// A yielding shelf lets others go on between what is looked up and what is done about it.
type yielding struct{ channel.Shelf }

func (y yielding) Get(ctx context.Context, key string) ([]channel.Memo, error) {
	memos, err := y.Shelf.Get(ctx, key)
	for range 100 {
		runtime.Gosched()
	}
	return memos, err
}

// A process dies between its note and the call, or before it has noted the answer.
func TestSend_AsksAfterACrash(t *testing.T) {
	for _, goes := range []bool{true, false} {
		d, m := newDesk(t), message(1)
		w := &watched{Shelf: d.Shelf}
		w.fails = func(memo channel.Memo) bool {
			return strings.Contains(memo.Value, `"taken"`) || memo.Value == `{"state":""}`
		}
		d.Shelf = w
		if !goes {
			d.provider.Then(channeltest.Throttles)
		}
		_, _ = d.Send(t.Context(), m)
		assert.Contains(t, d.log.String(), "the shelf cannot store the outcome")
		w.fails = nil // the next process
		d.pass(time.Minute)
		_, err := d.Send(t.Context(), m)
		assert.Equal(t, map[bool]string{true: "sent", false: "unknown"}[goes], kindOf(err), "%v", err)
		assert.LessOrEqual(t, d.provider.Reached(m.ID), 1)
	}
}

func TestSend_DoesNotCallWhatTheShelfDoesNotTake(t *testing.T) {
	d := newDesk(t)
	d.Shelf = &watched{Shelf: d.Shelf, fails: func(channel.Memo) bool { return true }}
	_, err := d.Send(t.Context(), message(1))
	assert.Equal(t, "passing", kindOf(err), "%v", err)
	assert.Empty(t, d.provider.Calls())
}

func TestSend_FindsAMessageOfMidnightAndOnLaterPages(t *testing.T) {
	d := newDesk(t)
	at := time.Date(2026, 11, 11, 23, 59, 59, 0, beijing)
	d.pass(at.Sub(d.Now()))
	d.provider.Now = func() time.Time { return at.Add(3 * time.Second) } // on the twelfth, there
	d.provider.Then(channeltest.TakesAndHangsUp)
	m := message(1)
	_, err := d.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	for n := 2; n < 62; n++ {
		_, err := d.Send(t.Context(), message(n))
		require.NoError(t, err)
	}
	_, err = d.Send(t.Context(), m)
	require.NoError(t, err)
	assert.Equal(t, 1, d.provider.Reached(m.ID))
}

// pull asks, and takes in what was found.
func pull(t *testing.T, d *desk) []tiexin.Event {
	t.Helper()
	r, done, more, err := d.Resolver().Pull(t.Context())
	require.NoError(t, err)
	assert.False(t, more)
	for _, e := range r.Events {
		require.NoError(t, e.Validate())
	}
	require.NoError(t, done(t.Context()))
	return r.Events
}

func TestResolver_SettlesWhatMayHaveGone(t *testing.T) {
	for _, reaches := range []bool{true, false} {
		d, m := newDesk(t), message(1)
		if !reaches {
			d.provider.Unreachable = map[string]string{number: "MOBILE_IN_BLACK"}
		}
		d.provider.Then(channeltest.TakesAndHangsUp)
		_, err := d.Send(t.Context(), m)
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
		went := d.Now()
		assert.Empty(t, pull(t, d), "it is too early to ask")
		assert.Len(t, d.provider.Calls(), 1)
		d.pass(90 * time.Second)
		want := &tiexin.MessageReport{ID: m.ID, Channel: "sms"}
		typ := tiexin.EventMessageDelivered
		if !reaches {
			typ, want.Final, want.Cause, want.Reason = tiexin.EventMessageFailed, true, "refused", "the receiver has unsubscribed or complained (MOBILE_IN_BLACK)"
		}
		events := pull(t, d)
		require.Len(t, events, 1)
		assert.Equal(t, []any{typ, want, "deer", "xiaowang"}, []any{events[0].Type, events[0].Message, events[0].Shop, events[0].Customer.ID})
		assert.True(t, went.Equal(events[0].At))
		d.pass(time.Hour)
		assert.Empty(t, pull(t, d), "it is settled")
		_, err = d.Send(t.Context(), m)
		assert.NoError(t, err, "and known to have gone")
		assert.Equal(t, map[bool]int{true: 1}[reaches], d.provider.Reached(m.ID))
	}
}

func TestResolver_AsksMoreAndMoreSeldomForWhatNobodyKnows(t *testing.T) {
	d, m := newDesk(t), message(1)
	d.provider.Then(channeltest.HangsUp)
	_, err := d.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	asked := func() int { return len(d.provider.Calls()) }
	for before := d.Now(); d.Now().Sub(before) < 80*time.Hour; d.pass(time.Minute) {
		assert.Empty(t, pull(t, d))
	}
	assert.LessOrEqual(t, asked(), 2*14)
	assert.GreaterOrEqual(t, asked(), 8)
	n := asked()
	d.pass(100 * time.Hour)
	assert.Empty(t, pull(t, d))
	assert.Equal(t, n, asked(), "after three days it is let go")
}

func TestResolver_AsksAgainForWhatWasNotTakenIn(t *testing.T) {
	d, m := newDesk(t), message(1)
	d.provider.Then(channeltest.TakesAndHangsUp)
	_, err := d.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	d.pass(2 * time.Minute)
	first, _, _, err := d.Resolver().Pull(t.Context()) // and the host's disk is full
	require.NoError(t, err)
	require.Len(t, first.Events, 1)
	assert.Equal(t, first.Events, pull(t, d), "the same event, with the same id")
}

func TestResolver_SaysThatAliyunCannotBeAsked(t *testing.T) {
	d, m := newDesk(t), message(1)
	d.provider.Then(channeltest.TakesAndHangsUp)
	_, err := d.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	d.pass(2 * time.Minute)
	down := d.Sender
	down.Endpoint = "http://127.0.0.1:1"
	_, _, _, err = down.Resolver().Pull(t.Context())
	require.Error(t, err)
	assert.NotContains(t, err.Error(), number)
	assert.Empty(t, pull(t, d), "it is asked for again later")
	d.pass(2 * time.Minute)
	assert.Len(t, pull(t, d), 1)
}

func TestResolver_IsNotHeldUpByOneMessage(t *testing.T) {
	d, other := newDesk(t), message(2)
	other.Address.To = "13900000000"
	for _, m := range []channel.Message{message(1), other} {
		d.provider.Then(channeltest.TakesAndHangsUp)
		_, err := d.Send(t.Context(), m)
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RawQuery, number) {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		d.provider.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	d.Endpoint = server.URL
	d.pass(2 * time.Minute)
	events := pull(t, d)
	require.Len(t, events, 1)
	assert.Equal(t, other.ID, events[0].Message.ID)
	assert.Contains(t, d.log.String(), message(1).ID)
	assert.NotContains(t, d.log.String(), number)
}

func TestSend_WithAWrongClockStopsTheChannel(t *testing.T) {
	d := newDesk(t)
	at := d.Now()
	d.provider.Now = func() time.Time { return at.Add(16 * time.Minute) }
	_, err := d.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.Contains(t, err.Error(), "clock")
	d.AccessKeySecret = "another"
	d.provider.Now = d.Now
	_, err = d.Send(t.Context(), message(1))
	assert.ErrorIs(t, err, channel.ErrStopped)
}

func TestSend_StoppedBeforeTheCallMayGoLater(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(d.provider)
	t.Cleanup(server.Close)
	d.Endpoint = server.URL
	d.Shelf = stopping{d.Shelf, cancel}
	_, err := d.Send(ctx, message(1))
	require.True(t, errors.Is(err, context.Canceled), "%v", err)
	assert.Zero(t, d.provider.Reached(message(1).ID), "it was stopped before the call")
	_, err = d.Send(t.Context(), message(1))
	assert.NoError(t, err, "so it may go later")
}

// A stopping shelf stops the host as a message is about to go.
type stopping struct {
	channel.Shelf
	stop func()
}

func (s stopping) Put(ctx context.Context, m channel.Memo) error {
	err := s.Shelf.Put(ctx, m)
	if strings.Contains(m.Value, `"open"`) {
		s.stop()
	}
	return err
}
