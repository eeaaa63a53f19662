package care

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// trialOf makes a story of events: each is taken in when it arrives, and every while it is
// asked what is due, and handed over what was decided.
func trialOf(t testing.TB, rules *Rules, events []tiexin.Event, every time.Duration, until time.Time) *trial {
	one := &trial{TB: t, rules: rules}
	advance := func(at time.Time) {
		one.steps = append(one.steps,
			trialStep{at: at, do: func(ctx context.Context, e *Engine) ([]Outcome, error) { return e.Advance(ctx, at) }},
			trialStep{at: at, do: func(ctx context.Context, e *Engine) ([]Outcome, error) {
				d, err := e.Deliver(ctx)
				return d.Outcomes, err
			}},
		)
	}
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b tiexin.Event) int { return arrival(&a).Compare(arrival(&b)) })
	next := arrival(&events[0]).Add(every)
	for i := range events {
		e := &events[i]
		for ; next.Before(arrival(e)); next = next.Add(every) {
			advance(next)
		}
		one.steps = append(one.steps, trialStep{at: arrival(e), event: e, do: func(ctx context.Context, engine *Engine) ([]Outcome, error) {
			return engine.Handle(ctx, *e)
		}})
	}
	for ; !next.After(until); next = next.Add(every) {
		advance(next)
	}
	return one
}

// everywhere lives the story with each mischief, once and until the engine gives up, at
// every operation of the store or at so many of them, and compares what is left.
func (t *trial) everywhere(most int64, about string) {
	t.live(nil, 0, 0)
	operations, left, sent, said := t.happened.Load(), t.left(), t.sent, t.said
	stride := max(1, operations/most)
	for _, name := range slices.Sorted(maps.Keys(mischiefs)) {
		for _, times := range []int64{1, 6} {
			for from := 1 + times%stride; from <= operations; from += stride {
				t.live(mischiefs[name], from, times)
				what := fmt.Sprintf("%s: from operation %d on, %d times\n%s", name, from, times, about)
				require.Equal(t, left, t.left(), what)
				require.Equal(t, sent, t.sent, what)
				for i, lines := range t.said {
					if lines != nil {
						require.Equal(t, said[i], lines, what)
					} else {
						require.NotEqual(t, touching, name, "what somebody else wrote concerns nobody but the engine; %s", what)
					}
				}
				t.hearAgain(what)
			}
		}
	}
}

// hearAgain has everything that was confirmed come once more: it is no news.
func (t *trial) hearAgain(what string) {
	left, engine := t.left(), t.newEngine(t.memory)
	for _, e := range t.confirmed {
		out, err := engine.Handle(context.Background(), e)
		require.NoError(t, err)
		require.Empty(t, out, "%s was confirmed, and is news; %s", e.ID, what)
	}
	require.Equal(t, left, t.left(), what)
}

// Whatever goes wrong, and whenever: in the end everything is as if nothing had.
func TestE12_存储的每一步轮流出事_结果跟没出事一样(t *testing.T) {
	for seed := range uint64(40) {
		made := imagine.Make(seed)
		if rules, ok := made.Rules(); ok {
			trialOf(t, rules, made.Events, 20*time.Second, made.Until).everywhere(8, made.String())
		}
	}
}
