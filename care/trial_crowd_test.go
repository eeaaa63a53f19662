package care

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

const bustleRules = `
limits:
  quiet: {open: {hours: "04:00-04:01"}}
  caps: {daily: {at_most: 2, per: day}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 0s
    via: [wangwang]
    rules: [{name: gentle, if: minutes_unpaid > 15, send: pay}]
texts: {pay: "#订单号#还没付款"}
`

// A bustle are hosts that call one engine at the same time, while the store does what it
// likes: it refuses, it forgets to answer, it gives partitions to others, and callers leave.
type bustle struct {
	*trial
	roll func(int) int

	guard sync.Mutex
	calm  bool
}

// misbehave has one operation in eight go wrong.
func (c *bustle) misbehave(t *trial, partition int, do func() error) error {
	c.guard.Lock()
	calm := c.calm
	c.guard.Unlock()
	if calm {
		return do()
	}
	switch c.roll(32) {
	case 0:
		return mischiefs["nothing was done"](t, partition, do)
	case 1:
		return mischiefs["it was done, and nobody hears of it"](t, partition, do)
	case 2:
		if c.roll(4) == 0 {
			return mischiefs["another takes the partition over"](t, partition, do)
		}
	case 3:
		return mischiefs["somebody else writes all records"](t, partition, do)
	}
	return do()
}

// insist calls the present engine until it has confirmed. One that has lost the store is
// replaced by whoever notices first.
func (c *bustle) insist(do func(context.Context, *Engine) error) {
	var err error
	for range 200 {
		c.guard.Lock()
		engine := c.engine
		c.guard.Unlock()
		ctx, leave := context.WithCancel(context.Background())
		if c.roll(6) == 0 { // somebody hangs up at any time
			go leave()
		}
		err = do(ctx, engine)
		leave()
		if err == nil {
			return
		}
		if errors.Is(err, ErrFenced) {
			c.guard.Lock()
			if c.engine == engine {
				c.engine = c.newEngine(trialStore{c.memory, c.trial})
			}
			c.guard.Unlock()
		}
	}
	assert.NoError(c, err, "it never works")
}

func TestE12_人多手杂到处出事_订单一件不少_上限一次不破(t *testing.T) {
	const customers, orders = 16, 4
	for seed := range trialSeeds(25) {
		c := &bustle{trial: &trial{TB: t, rules: rulesFrom(t, bustleRules), partitions: 4, memory: NewMemoryOf(4), sent: map[string]string{}, obliging: true}, roll: dice(seed)}
		c.what, c.times = c.misbehave, 1<<60
		c.clock = timeAt("+0m")
		c.engine = c.newEngine(trialStore{c.memory, c.trial})
		paidFor := map[string]bool{}
		var events [customers][]tiexin.Event
		r := rand.New(rand.NewPCG(seed, 3))
		for n := range customers {
			who := by(fmt.Sprint("c", n))
			for o := range orders {
				id := fmt.Sprint("T", o)
				events[n] = append(events[n], at("+0m", created(id, who)))
				if r.IntN(3) == 0 {
					events[n] = append(events[n], at("+0m", paid(id, who)))
					paidFor[fmt.Sprint("c", n, id)] = true
				}
			}
		}
		var wg sync.WaitGroup
		for n := range customers {
			wg.Go(func() {
				half := len(events[n]) / 2
				for _, e := range events[n][:half] {
					c.insist(func(ctx context.Context, e2 *Engine) error { _, err := e2.Handle(ctx, e); return err })
				}
				c.insist(func(ctx context.Context, e2 *Engine) error { _, err := e2.HandleAll(ctx, events[n][half:]); return err })
			})
		}
		wg.Wait()
		for _, minutes := range []int{15, 16, 17, 30} {
			c.clock = timeAt(fmt.Sprintf("+%dm", minutes))
			for range 4 {
				wg.Go(func() {
					c.insist(func(ctx context.Context, e *Engine) error { _, err := e.Advance(ctx, c.clock); return err })
					c.insist(func(ctx context.Context, e *Engine) error { _, err := e.Deliver(ctx); return err })
				})
			}
			wg.Wait()
		}
		c.calm = true
		for minutes := 60; minutes < 600; minutes += 60 { // what nobody was called for
			c.clock = timeAt(fmt.Sprintf("+%dm", minutes))
			c.insist(func(ctx context.Context, e *Engine) error { _, err := e.Advance(ctx, c.clock); return err })
			c.insist(func(ctx context.Context, e *Engine) error { _, err := e.Deliver(ctx); return err })
		}
		c.account(customers, orders, paidFor)
	}
}

// account puts every order into one of four drawers: paid before, reminded, withheld because the
// customer got enough, or waiting.
func (c *bustle) account(customers, orders int, paidFor map[string]bool) {
	c.Helper()
	sent := 0
	for n := range customers {
		customer, reminded, withheld := fmt.Sprint("c", n), 0, 0
		x, err := c.engine.Explain(context.Background(), Key{Customer: customer})
		require.NoError(c, err)
		seen := map[string]bool{}
		for _, s := range x.Subjects {
			if s.Kind != "order" {
				continue
			}
			require.False(c, seen[s.ID], "the order %s of %s is there twice", s.ID, customer)
			seen[s.ID] = true
			id := fmt.Sprintf("v1:/%s/payment/gentle/%s/0/1", customer, s.ID)
			_, went := c.sent[id]
			waits, enough := false, false
			for _, r := range s.Rules {
				waits, enough = waits || r.Verdict == Wait, enough || r.Reason == EnoughAlready
			}
			switch isPaid := paidFor[customer+s.ID]; {
			case isPaid:
				require.False(c, went || waits, "the order %s of %s was paid at once, and is reminded", s.ID, customer)
				require.Equal(c, "paid", s.Status)
			case went:
				reminded++
			case enough:
				withheld++
			default:
				require.True(c, waits, "the order %s of %s is neither paid nor reminded, and waits for nothing: %+v", s.ID, customer, s.Rules)
			}
		}
		require.Len(c, seen, orders, "%s: every order that was confirmed is known", customer)
		require.LessOrEqual(c, reminded, 2, "%s bears two messages a day", customer)
		require.True(c, withheld == 0 || reminded == 2, "%s got %d messages, and %d orders were withheld because that is enough", customer, reminded, withheld)
		sent += reminded
	}
	require.Len(c, c.sent, sent, "the provider got what nobody decided")
	require.Positive(c, sent)
	n := 0
	for _, p := range c.memory.parts {
		n += len(p.postings)
	}
	require.Zero(c, n, "decided, and never handed over")
}
