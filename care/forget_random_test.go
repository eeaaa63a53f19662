package care

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// Whatever happened to a customer and whatever became of the messages, forgetting leaves
// nothing but refusals and blocks; and when everything that happened comes again, nothing
// begins.
func TestE15_什么样的故事都忘得掉_重来一遍也不开始(t *testing.T) {
	for seed, told := uint64(0), 0; told < 60; seed++ {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		told++
		tries, clock, store := 0, made.Events[0].At, NewMemoryOf(1)
		fate := func() error {
			tries++
			return []error{nil, errors.New("busy"), &channel.Final{Reason: "bad number"}, &channel.RetryAfter{After: 24 * time.Hour}, channel.ErrUnknownOutcome}[tries*7%5]
		}
		options := Options{Store: store, Now: func() time.Time { return clock }, Parallel: 1, Senders: map[channel.Kind]channel.Sender{}}
		for _, k := range automatic {
			options.Senders[k] = channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) { return channel.Receipt{}, fate() })
		}
		options.Tasks = channel.TaskFunc(func(context.Context, channel.Task) error { return fate() })
		engine, err := New(rules, options)
		require.NoError(t, err)
		keys := map[Key]bool{}
		for _, e := range made.Events {
			marked(&e)
			if arrives := imagine.Arrival(&e); arrives.After(clock) {
				clock = arrives
			}
			_, err := engine.Handle(t.Context(), e)
			require.NoError(t, err)
			_, err = engine.Advance(t.Context(), clock)
			require.NoError(t, err)
			_, err = engine.Deliver(t.Context())
			require.NoError(t, err)
			keys[Key{e.Shop, e.Customer.ID}] = true
		}
		for k := range keys {
			require.NoError(t, engine.Forget(t.Context(), k))
		}
		bare := func(when string) {
			t.Helper()
			for k := range keys {
				m, err := remember.Decode(store.parts[0].records.get(k).state)
				require.NoError(t, err)
				opened(t, m)
				require.Empty(t, m.Orders, "%s %s: %v", k, when, made)
				require.Empty(t, m.Parcels)
				require.Empty(t, m.Chats)
				require.Empty(t, m.Heard)
				require.Empty(t, firings(m))
				require.Zero(t, store.parts[0].records.get(k).wakeAt)
				for _, said := range m.Consents {
					require.True(t, said.Refused)
					require.Empty(t, said.Proof)
				}
			}
			require.Empty(t, leftIn(store.parts[0]), "%s: %v", when, made)
			for id := range store.parts[0].postings {
				require.Contains(t, id, "@"+decide.Withdrawn, "%s: %v", when, made)
			}
		}
		bare("forgotten")
		clock = clock.Add(time.Minute)
		for _, e := range made.Events {
			marked(&e)
			e.ID += " again"
			out, err := engine.Handle(t.Context(), e)
			require.NoError(t, err)
			require.Empty(t, out, "%v", made)
		}
		bare("after all came again")
	}
}
