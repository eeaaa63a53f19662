package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// What the child is told.
const (
	childTest  = "TestCrashChild"
	placeName  = "TIEXIN_CRASH_PLACE"
	cycleName  = "TIEXIN_CRASH_CYCLE"
	forgetName = "TIEXIN_CRASH_FORGET"
)

// Child is the shop that is killed. What was confirmed, and what went to the provider, it
// says on its standard output: each line is one write, so none is torn. In a process that
// no [Loop] has started the test is skipped.
func Child(t *testing.T, open Open) {
	place, set := os.LookupEnv(placeName)
	if !set {
		t.Skip("it is run by the tests that kill it")
	}
	var cycle int
	if _, err := fmt.Sscan(os.Getenv(cycleName), &cycle); err != nil {
		t.Fatal(err)
	}
	store, err := open(place)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv(forgetName) != "" {
		store = &forgetful{Store: store}
	}
	s := &shop{cycle: cycle, began: time.Now()}
	if s.engine, err = Engine(store, s.now, func(id string) { say("sent %s", id) }); err != nil {
		t.Fatal(err)
	}
	s.work(t.Context())
}

func say(format string, a ...any) { fmt.Fprintf(os.Stdout, "#"+format+"\n", a...) }

// A shop works until it is killed.
type shop struct {
	engine *care.Engine
	cycle  int
	began  time.Time
	orders atomic.Int64
}

func (s *shop) now() time.Time {
	return Day(s.cycle).Add(time.Since(s.began) * speed).Truncate(time.Millisecond)
}

func (s *shop) work(ctx context.Context) {
	for writer := range writers {
		go s.write(ctx, rand.New(rand.NewPCG(uint64(s.cycle), uint64(writer))))
	}
	for range time.Tick(20 * time.Millisecond) {
		if _, err := s.engine.Advance(ctx, s.now()); err != nil {
			say("fault %q", err.Error())
		}
		if _, err := s.engine.Deliver(ctx); err != nil {
			say("fault %q", err.Error())
		}
	}
}

// write is a webhook: of the orders that it brings, every second is paid a little later.
func (s *shop) write(ctx context.Context, r *rand.Rand) {
	var mine [][2]int
	for {
		order, customer := int(s.orders.Add(1)), r.IntN(customers)
		s.take(ctx, order, customer, false, r)
		mine = append(mine, [2]int{order, customer})
		if len(mine) == 8 {
			i := r.IntN(8)
			if r.IntN(2) == 0 {
				s.take(ctx, mine[i][0], mine[i][1], true, r)
			}
			mine = slices.Delete(mine, i, i+1)
		}
	}
}

// take takes in an event, and every fiftieth once more.
func (s *shop) take(ctx context.Context, order, customer int, paid bool, r *rand.Rand) {
	at := s.now()
	e := Event(s.cycle, order, customer, paid, at)
	confirmed := false
	for range 2 {
		outcomes, err := s.engine.Handle(ctx, e)
		switch {
		case err != nil:
			say("fault %q", err.Error())
			time.Sleep(10 * time.Millisecond) // a server that is away fails at once
		case confirmed && len(outcomes) > 0:
			say("twice %s", e.ID)
		default:
			confirmed = true
			say("took %d %d %v %d", order, customer, paid, at.UnixMilli())
		}
		if r.IntN(50) > 0 {
			return
		}
	}
}

// A forgetful store confirms every hundredth commit and does not make it.
type forgetful struct {
	care.Store
	commits atomic.Int64
}

func (f *forgetful) Acquire(ctx context.Context, partition int, owner string, ttl time.Duration) (care.Partition, error) {
	p, err := f.Store.Acquire(ctx, partition, owner, ttl)
	return &forgetfulPartition{p, f}, err
}

type forgetfulPartition struct {
	care.Partition
	store *forgetful
}

func (p *forgetfulPartition) Apply(ctx context.Context, tx care.Tx) ([]care.Result, error) {
	results := make([]care.Result, len(tx.Commits))
	var places []int
	made := tx
	made.Commits = nil
	for i, c := range tx.Commits {
		if p.store.commits.Add(1)%100 == 0 {
			results[i].Version = max(1, c.If)
			continue
		}
		made.Commits, places = append(made.Commits, c), append(places, i)
	}
	got, err := p.Partition.Apply(ctx, made)
	if err != nil {
		return nil, err
	}
	for i, r := range got {
		results[places[i]] = r
	}
	return results, nil
}
