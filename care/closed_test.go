package care

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func Test关了的引擎_处处都说关了(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	require.NoError(t, s.engine.Close(t.Context()))
	require.NoError(t, s.engine.Close(t.Context()), "it is closed already")
	assert.ErrorIs(t, s.engine.Swap(rulesFrom(t, unpaid)), ErrClosed)
	for name, err := range callsOf(s.engine, t.Context()) {
		if name == "Close" || name == "Health" {
			assert.NoError(t, err, name)
			continue
		}
		if assert.ErrorIs(t, err, ErrClosed, name) {
			assert.Equal(t, 1, strings.Count(err.Error(), ErrClosed.Error()), "%s says it once: %v", name, err)
		}
	}
	h, err := s.engine.Health(t.Context())
	require.NoError(t, err)
	assert.Zero(t, h.Held)
}

func Test关了的引擎_和别人共用库的也说关了(t *testing.T) {
	e, err := New(rulesFrom(t, unpaid), Options{Store: NewSharedMemory(2, nil)})
	require.NoError(t, err)
	_, err = e.Advance(t.Context(), timeAt("+0m"))
	require.NoError(t, err)
	require.NoError(t, e.Close(t.Context()))
	assert.ErrorIs(t, e.Swap(rulesFrom(t, unpaid)), ErrClosed)
	for name, err := range callsOf(e, t.Context()) {
		if name == "Close" || name == "Health" {
			assert.NoError(t, err, name)
			continue
		}
		assert.ErrorIs(t, err, ErrClosed, name)
	}
}

func TestWatch_引擎关了_就不看了(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, err := New(rulesFrom(t, unpaid), Options{})
		require.NoError(t, err)
		ended := make(chan error, 1)
		go func() { ended <- Watch(t.Context(), e, fstest.MapFS{}, WatchOptions{Every: time.Hour}) }()
		synctest.Wait()
		require.NoError(t, e.Close(t.Context()))
		synctest.Wait()
		select {
		case err := <-ended:
			assert.ErrorIs(t, err, ErrClosed)
		default:
			t.Error("it goes on")
		}
	})
}

func Test分区被抢走_一行说完(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	for n := range 4 {
		if n != 2 {
			_, err := s.store.Acquire(t.Context(), n, "another", time.Minute)
			require.NoError(t, err)
		}
	}
	want := "care: 3 of 4 partitions of the store (0, 1, 3): another owner holds the partition"
	_, err := s.engine.Health(t.Context())
	assert.EqualError(t, err, want)
	assert.ErrorIs(t, err, ErrFenced)
	_, err = s.engine.Advance(t.Context(), s.clock())
	assert.EqualError(t, err, want)
	for _, err := range s.engine.DiffWaiting(t.Context(), rulesFrom(t, unpaid)) {
		if err != nil {
			assert.EqualError(t, err, want)
		}
	}
	assert.EqualError(t, s.engine.Close(t.Context()), want)
}

// callsOf are the errors of all that takes a context.
func callsOf(e *Engine, ctx context.Context) map[string]error {
	key := Key{Customer: "xiaowang"}
	errs := map[string]error{}
	_, errs["Handle"] = e.Handle(ctx, at("+0m", created("T7")))
	_, errs["Handle of all"] = e.Handle(ctx, at("+0m", incident("rain", "河南", "")))
	_, errs["HandleAll"] = e.HandleAll(ctx, []tiexin.Event{at("+0m", created("T8"))})
	_, errs["Advance"] = e.Advance(ctx, timeAt("+0m"))
	_, errs["Deliver"] = e.Deliver(ctx)
	_, errs["Explain"] = e.Explain(ctx, key)
	_, errs["ExplainPersonal"] = e.ExplainPersonal(ctx, key)
	_, errs["ExplainAt"] = e.ExplainAt(ctx, key, time.Time{}, time.Time{})
	_, errs["Journal"] = e.Journal(ctx, key, time.Time{}, time.Time{})
	_, errs["Health"] = e.Health(ctx)
	_, errs["Sweeps"] = e.Sweeps(ctx)
	errs["Forget"] = e.Forget(ctx, key)
	errs["Run"] = e.Run(ctx)
	for _, err := range e.DiffWaiting(ctx, e.Rules()) {
		errs["DiffWaiting"] = err
	}
	for _, err := range e.Approvals(ctx, ListOptions{}) {
		errs["Approvals"] = err
	}
	for _, err := range e.Outbox(ctx) {
		errs["Outbox"] = err
	}
	for _, err := range e.OpenTasks(ctx, ListOptions{}) {
		errs["OpenTasks"] = err
	}
	for _, err := range e.Waiting(ctx, timeAt("+0m")) {
		errs["Waiting"] = err
	}
	errs["Close"] = e.Close(ctx)
	return errs
}
