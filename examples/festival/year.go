package main

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"runtime"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// tick is how often the shop asks its platform for news.
const tick = 5 * minute

// A year is what came of it.
type year struct {
	*shop
	rules *care.Rules

	counting sync.Mutex // guards what stands below
	sum      care.Summary
	outcomes int
	withheld map[care.Reason]int
	silent   map[uint64]struct{} // rules about subjects where something was withheld
	seed     maphash.Seed
	peak     uint64 // bytes of memory
}

// year lets engines hear the year, one on each core: what becomes of a customer is
// nobody else's business, so each has customers of its own.
func (s *shop) year(rules *care.Rules) (*year, error) {
	y := &year{shop: s, rules: rules, withheld: map[care.Reason]int{}, silent: map[uint64]struct{}{}, seed: maphash.MakeSeed()}
	problems := make([]error, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for part := range problems {
		wg.Go(func() { problems[part] = y.live(part, len(problems)) })
	}
	wg.Wait()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	y.peak = m.Sys - m.HeapReleased
	return y, errors.Join(problems...)
}

// live lets an engine hear what happens to its part of the customers, a tick at a time:
// first what happened in it, and then the clock.
func (y *year) live(part, parts int) error {
	var now time.Time
	engine, err := care.New(y.rules, care.Options{Store: care.NewMemoryOf(1), Now: func() time.Time { return now }})
	if err != nil {
		return err
	}
	defer engine.Close(context.Background())
	var batch []tiexin.Event
	next := 0
	for at := newYear + tick; at <= nextYear; at += tick {
		now = time.Unix(at, 0).In(zone)
		for batch = batch[:0]; next < len(y.happens) && y.happens[next].at < at; next++ {
			if int(y.happens[next].buyer)%parts == part {
				batch = append(batch, y.event(next))
			}
		}
		heard, err := engine.HandleAll(context.Background(), batch)
		if err != nil {
			return fmt.Errorf("festival: %s: %w", now.Format(time.DateTime), err)
		}
		woken, err := engine.Advance(context.Background(), now)
		if err != nil {
			return fmt.Errorf("festival: %s: %w", now.Format(time.DateTime), err)
		}
		y.hear(heard, woken)
	}
	return nil
}

// hear counts outcomes.
func (y *year) hear(lists ...[]care.Outcome) {
	y.counting.Lock()
	defer y.counting.Unlock()
	for _, outcomes := range lists {
		for i := range outcomes {
			y.count(&outcomes[i])
		}
	}
}

func (y *year) count(o *care.Outcome) {
	y.outcomes++
	y.sum.Add(o)
	if o.Verdict != care.Skip || !o.Reason.Final() || o.Reason == care.AlreadySaid || o.Reason == care.Ended {
		return
	}
	// What was withheld for good is told again whenever it is asked about; it counts once.
	key := maphash.String(y.seed, o.Customer+"/"+o.Subject+"/"+o.Flow+"/"+o.Rule)
	if _, known := y.silent[key]; !known {
		y.silent[key] = struct{}{}
		y.withheld[o.Reason]++
	}
}
