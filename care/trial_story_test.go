package care

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// trialOf makes a story of events: each is taken in when it arrives, or so many together
// when the last of them does, and at some instants it is asked what is due, and handed over
// what was decided.
func trialOf(t testing.TB, rules *Rules, events []tiexin.Event, together int, instants []time.Time) *trial {
	one := &trial{TB: t, rules: rules, partitions: 1}
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b tiexin.Event) int { return arrival(&a).Compare(arrival(&b)) })
	for batch := range slices.Chunk(events, together) {
		one.steps = append(one.steps, trialStep{at: arrival(&batch[len(batch)-1]), events: batch, do: func(ctx context.Context, engine *Engine) ([]Outcome, error) {
			if together == 1 {
				return engine.Handle(ctx, batch[0])
			}
			return engine.HandleAll(ctx, batch)
		}})
	}
	for _, at := range instants {
		one.steps = append(one.steps,
			trialStep{at: at, do: func(ctx context.Context, e *Engine) ([]Outcome, error) { return e.Advance(ctx, at) }},
			trialStep{at: at, do: func(ctx context.Context, e *Engine) ([]Outcome, error) {
				d, err := e.Deliver(ctx)
				return d.Outcomes, err
			}},
		)
	}
	slices.SortStableFunc(one.steps, func(a, b trialStep) int { return a.at.Compare(b.at) })
	return one
}

// instants are those from the first event to an end, at a distance.
func instants(events []tiexin.Event, every time.Duration, until time.Time) (all []time.Time) {
	for next := events[0].At; next.Before(until); next = next.Add(every) {
		all = append(all, next.Add(every))
	}
	return all
}

// everywhere lives the story with each mischief, once and until the engine gives up, at
// every operation of the store or at so many of them, others for each seed, and compares
// what is left.
func (t *trial) everywhere(seed uint64, most int64, about string) {
	t.live(nil, 0, 0)
	operations, left, sent, said := t.happened.Load(), t.left(), t.sent, t.said
	stride := max(1, operations/most)
	for _, name := range slices.Sorted(maps.Keys(mischiefs)) {
		for _, times := range []int64{1, 6} {
			for from := 1 + int64(seed)%stride; from <= operations; from += stride {
				t.live(mischiefs[name], from, times)
				what := fmt.Sprintf("%s: from operation %d on, %d times\n%s", name, from, times, about)
				require.Equal(t, left, t.left(), what)
				require.Equal(t, sent, t.sent, what)
				for i, lines := range t.said {
					rival := strings.HasPrefix(name, "another engine")
					if rival && len(lines) == 0 {
						continue // it was decided there
					}
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

// trialSeeds is how many stories there are.
func trialSeeds(n uint64) uint64 {
	if slow {
		return n/10 + 1
	}
	return n
}

// Whatever goes wrong, and whenever: in the end everything is as if nothing had.
func TestE12_存储的每一步轮流出事_结果跟没出事一样(t *testing.T) {
	for seed := range trialSeeds(20) {
		made := imagine.Make(seed)
		if rules, ok := made.Rules(); ok {
			most := int64(8)
			if seed == 2 && !slow {
				most = 1000 // all of them
			}
			trialOf(t, rules, made.Events, 1+3*int(seed%2), instants(made.Events, 20*time.Second, made.Until)).everywhere(seed, most, made.String())
		}
	}
}

// Two ids become one person, in three commits that may lie in two partitions; something is
// announced to everybody, and people approve of it; children have their days.
func TestE12_两个号合成一个人_每一步轮流出事(t *testing.T) {
	rules := rulesFrom(t, unhurried)
	for seed := range trialSeeds(6) {
		events := firstMinute(seed)
		r := rand.New(rand.NewPCG(seed, 7))
		for i := range events {
			events[i].Customer.ID = []string{"c0", "guest"}[r.IntN(2)]
		}
		events = append(events, concernsEverybody(rules, r)...)
		merged := mergedInto("c0", "guest")
		merged.ID, merged.At = "merged", morning.Add(time.Duration(r.IntN(120_000))*time.Millisecond)
		events = append(events, merged)
		slices.SortFunc(events, func(a, b tiexin.Event) int { return a.At.Compare(b.At) })
		days := []time.Time{timeAt("12:30"), timeAt("14:30"), timeAt("15:30"), timeAt("20:30"), timeAt("11-12 12:30")}
		one := trialOf(t, rules, events, 1+3*int(seed%2), append(instants(events, 2*time.Minute, morning.Add(16*time.Minute)), days...))
		one.partitions = 3
		one.everywhere(seed, 7, (&imagine.Shop{Events: events}).String())
	}
}
