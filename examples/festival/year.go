package main

import (
	"context"
	"fmt"
	"hash/maphash"
	"runtime"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// tick is how often the shop asks its platform for news.
const tick = 5 * minute

// A year is what came of it.
type year struct {
	*shop
	rules    *care.Rules
	sum      care.Summary
	outcomes int
	withheld map[care.Reason]int
	silent   map[uint64]struct{} // rules about subjects where something was withheld
	seed     maphash.Seed
	peak     uint64 // bytes of memory
}

// year lets the engine hear the year, a tick at a time: first what happened in it, and
// then the clock.
func (s *shop) year(rules *care.Rules) (*year, error) {
	y := &year{shop: s, rules: rules, withheld: map[care.Reason]int{}, silent: map[uint64]struct{}{}, seed: maphash.MakeSeed()}
	var now time.Time
	engine, err := care.New(rules, care.Options{Store: care.NewMemoryOf(runtime.GOMAXPROCS(0)), Now: func() time.Time { return now }})
	if err != nil {
		return nil, err
	}
	defer engine.Close(context.Background())
	var batch []tiexin.Event
	next := 0
	for at := newYear + tick; at <= nextYear; at += tick {
		now = time.Unix(at, 0).In(zone)
		for batch = batch[:0]; next < len(s.happens) && s.happens[next].at < at; next++ {
			batch = append(batch, s.event(next))
		}
		heard, err := engine.HandleAll(context.Background(), batch)
		if err != nil {
			return nil, fmt.Errorf("festival: %s: %w", now.Format(time.DateTime), err)
		}
		woken, err := engine.Advance(context.Background(), now)
		if err != nil {
			return nil, fmt.Errorf("festival: %s: %w", now.Format(time.DateTime), err)
		}
		for _, outcomes := range [][]care.Outcome{heard, woken} {
			for i := range outcomes {
				y.hear(&outcomes[i])
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	y.peak = m.Sys - m.HeapReleased
	return y, nil
}

// hear counts an outcome.
func (y *year) hear(o *care.Outcome) {
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
