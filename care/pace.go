package care

import (
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A pace keeps a lane within what its provider takes: no span of a limit ever has more calls
// of the sender, wherever it begins. What has to wait stays in the outbox. Nil: there is no
// limit.
type pace struct {
	// share is how much of a limit is this process's at the moment, and how long it has to
	// wait for that.
	share func(channel.Limit, time.Time) (n int, wait time.Duration)

	mu     sync.Mutex
	limits []paced
	under  int // slots of what is under way, and not called yet
}

type paced struct {
	channel.Limit
	called []time.Time // within the span, oldest first
}

// A slot is the place of one call among those that the limits allow.
type slot struct {
	pace *pace
	done bool // called, or not to be called
}

// How long a lane waits at least for a free slot, so that it is not read for each of them,
// and how long for a slot of what is under way.
const (
	shortestPace = 50 * time.Millisecond
	shortlyAfter = 10 * time.Millisecond
)

// checkRates says what is wrong with the rates of the channels.
func checkRates(rates map[channel.Kind][]channel.Limit) error {
	for k, limits := range rates {
		if _, known := channel.ParseKind(k.String()); !known {
			return zh.Error("care: Options.Rates: unknown channel %d", uint8(k))
		}
		for _, l := range limits {
			switch {
			case l.N <= 0 || l.Per <= 0:
				return zh.Error("care: Options.Rates: %s: %d in %s is not a rate; both must be above 0", k, l.N, l.Per)
			case l.By != channel.BySender || len(l.Purposes) > 0:
				return zh.Error("care: Options.Rates: %s: %d in %s counts addresses or purposes; put channel.Rate around the sender for that", k, l.N, l.Per)
			}
		}
	}
	return nil
}

func newPace(limits []channel.Limit, share func(channel.Limit, time.Time) (int, time.Duration)) *pace {
	if len(limits) == 0 {
		return nil
	}
	p := &pace{share: share}
	for _, l := range limits {
		p.limits = append(p.limits, paced{Limit: l})
	}
	return p
}

// take takes a slot, or says how long there is none.
func (p *pace) take(now time.Time) (*slot, time.Duration) {
	if p == nil {
		return nil, 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wait := time.Duration(0)
	for i := range p.limits {
		wait = max(wait, p.limits[i].waits(p, now))
	}
	if wait > 0 {
		return nil, wait
	}
	p.under++
	return &slot{pace: p}, 0
}

// waits is how long a limit leaves no slot. The pace is locked.
func (l *paced) waits(p *pace, now time.Time) time.Duration {
	n, wait := p.share(l.Limit, now)
	if wait > 0 {
		return wait
	}
	old := 0
	for old < len(l.called) && !l.called[old].Add(l.Per).After(now) {
		old++
	}
	l.called = slices.Delete(l.called, 0, old)
	over := len(l.called) + p.under - n // so many have to leave, and one more
	switch {
	case over < 0:
		return 0
	case over >= len(l.called):
		return shortlyAfter
	}
	return l.called[over].Add(l.Per).Sub(now)
}

// called notes that the sender is called now.
func (s *slot) called(now time.Time) {
	if s == nil {
		return
	}
	s.pace.mu.Lock()
	defer s.pace.mu.Unlock()
	s.done = true
	s.pace.under--
	for i := range s.pace.limits {
		l := &s.pace.limits[i]
		at := now
		if n := len(l.called); n > 0 && l.called[n-1].After(at) {
			at = l.called[n-1] // whatever the clock does
		}
		l.called = append(l.called, at)
	}
}

// leave gives a slot back that was not used.
func (s *slot) leave() {
	if s == nil || s.done {
		return
	}
	s.pace.mu.Lock()
	defer s.pace.mu.Unlock()
	s.done = true
	s.pace.under--
}

// rate is how much of a limit is this process's, and how long it has to wait for that: of a
// store that is not shared, all.
func (e *Engine) rate(l channel.Limit, now time.Time) (n int, wait time.Duration) {
	if e.replica == nil {
		return l.N, 0
	}
	return e.replica.rate(l, now)
}
