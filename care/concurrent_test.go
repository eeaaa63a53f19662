package care

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/channel"
)

// Everything at once, for the race detector: and in the end each customer was
// told each thing once.
func TestE1_大家一起来_一个客户的事还是一件一件办(t *testing.T) {
	s := opens(t, unpaid)
	other := rulesFrom(t, strings.Replace(unpaid, "还没付款", "等您付款", 1))
	first := s.engine.Rules()
	var next sync.Map
	s.fails = func(id string, _ channel.Kind) error {
		if _, seen := next.LoadOrStore(id, true); !seen && strings.HasSuffix(id, "T0/0/1") {
			return &channel.RetryAfter{After: 1}
		}
		return nil
	}
	ctx := context.Background()
	const customers, orders = 10, 12
	var wg sync.WaitGroup
	for worker := range 4 {
		r := rand.New(rand.NewPCG(uint64(worker), 1))
		wg.Go(func() {
			for i := range orders * customers {
				if i%4 != worker {
					continue
				}
				e := at("+0m", created(fmt.Sprintf("T%d", i%orders), by(fmt.Sprintf("c%d", i/orders))))
				if r.IntN(2) == 0 {
					_, err := s.engine.Handle(ctx, e)
					assert.NoError(t, err)
				} else {
					_, err := s.engine.HandleAll(ctx, []tiexin.Event{e, e})
					assert.NoError(t, err)
				}
			}
		})
	}
	var done atomic.Bool
	var others sync.WaitGroup
	for _, do := range []func(){
		func() { _, err := s.engine.Advance(ctx, s.clock()); assert.NoError(t, err) },
		func() { _, err := s.engine.Deliver(ctx); assert.NoError(t, err) },
		func() { assert.NoError(t, s.engine.Swap(other)); assert.NoError(t, s.engine.Swap(first)) },
		func() { _, err := s.engine.Explain(ctx, Key{Customer: "c1"}); assert.NoError(t, err) },
		func() { assert.ErrorIs(t, s.engine.Forget(ctx, Key{Customer: "nobody"}), ErrNobody) },
		func() {
			if s.now.Load() < timeAt("+20m").UnixMilli() {
				s.now.Add(40_000)
			}
		},
	} {
		others.Go(func() {
			for !done.Load() {
				do()
			}
		})
	}
	wg.Wait()
	done.Store(true)
	others.Wait()
	require.NoError(t, s.engine.Swap(first))
	s.now.Store(max(s.now.Load(), timeAt("+30m").UnixMilli()))
	for range 3 {
		_, err := s.engine.Advance(ctx, s.clock())
		require.NoError(t, err)
		s.now.Add(60_000)
		s.delivers()
	}
	words := map[string]int{}
	for _, m := range s.sent {
		words[m.ID]++
	}
	for id, n := range words {
		assert.Equal(t, 1, n, id)
	}
	for c := range customers {
		m := s.remembers(fmt.Sprintf("c%d", c))
		assert.Len(t, m.Orders, orders)
		assert.LessOrEqual(t, len(m.Slots), 3, "the default cap of notices")
	}
}

// A busy shop is simulated on all cores: the outcomes are those of one core, byte
// for byte.
func TestE5_几个核一起算_跟一个核一字不差(t *testing.T) {
	rules := rulesFrom(t, unhurried)
	var events []tiexin.Event
	for seed := range stories(uint64(300)) {
		for _, e := range firstMinute(seed) {
			e.Customer.ID = fmt.Sprintf("c%d", seed%170)
			e.ID = fmt.Sprintf("%d/%s", seed, e.ID)
			events = append(events, e)
		}
	}
	require.Greater(t, len(events), stories(1000))
	alone := asJSON(t, rules, events, SimOptions{Store: NewMemoryOf(1)})
	together := asJSON(t, rules, events, SimOptions{})
	require.Equal(t, len(alone), len(together))
	if different := firstDifference(alone, together); different >= 0 {
		require.Equal(t, alone[different], together[different])
	}
	t.Run("半路不听了,也收得了场", func(t *testing.T) {
		n := 0
		for range Simulate(rules, events, SimOptions{}) {
			if n++; n == stories(500) {
				break
			}
		}
		require.Equal(t, stories(500), n)
	})
}

// An outcome is a record: what comes after does not change it.
func TestE5_结果不会被后来的事改掉(t *testing.T) {
	for seed := range uint64(60) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		var kept []Outcome
		var then []string
		for o := range Simulate(rules, made.Events, SimOptions{Until: made.Until, Seen: true}) {
			kept = append(kept, o)
			then = append(then, told(&o)+fmt.Sprint(o.Seen()))
		}
		for i := range kept {
			require.Equal(t, then[i], told(&kept[i])+fmt.Sprint(kept[i].Seen()), "%s", made)
		}
	}
}

func TestE1_一批事件_按各人的顺序办(t *testing.T) {
	var events []tiexin.Event
	for c := range 20 {
		customer := by(fmt.Sprintf("c%d", c))
		events = append(events, at("+0m", created("T1", customer)), at("+0m", updated("T1", customer, yuan(1))), at("+0m", paid("T1", customer)))
	}
	s := opens(t, unpaid)
	out, err := s.engine.HandleAll(context.Background(), events)
	require.NoError(t, err)
	var customers []string
	for i := range out {
		customers = append(customers, out[i].Customer)
	}
	var expected []string
	for _, e := range events {
		expected = append(expected, e.Customer.ID)
	}
	assert.Equal(t, slices.Compact(expected), slices.Compact(customers), "the outcomes stand in the order of the events")
	again, err := s.engine.HandleAll(context.Background(), events)
	require.NoError(t, err)
	assert.Empty(t, again, "taken in before")
}

// firstDifference is where two lists of one length differ first; -1: nowhere.
func firstDifference(a, b []string) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return -1
}
