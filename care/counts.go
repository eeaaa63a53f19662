package care

import (
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// counts are what an engine counts of itself, for its [Health].
type counts struct {
	since    time.Time
	events   atomic.Int64
	unsteady atomic.Pointer[time.Time] // since when the clocks disagree

	mu       sync.Mutex
	sent     map[string]int64
	failures map[string]Failures
	last     string
	lastAt   time.Time
}

func (c *counts) tell(h *Health) {
	h.Since, h.Events = c.since, c.events.Load()
	if since := c.unsteady.Load(); since != nil {
		h.ClocksDisagree = *since
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	h.Sent, h.Failures, h.LastError, h.LastErrorAt = maps.Clone(c.sent), maps.Clone(c.failures), c.last, c.lastAt
}

// steady notes whether the clocks agree.
func (c *counts) steady(agree bool, now time.Time) {
	if agree {
		c.unsteady.Store(nil)
	} else {
		c.unsteady.CompareAndSwap(nil, &now)
	}
}

// takenIn counts the events among inputs that are settled.
func (c *counts) takenIn(inputs []*input) {
	n := int64(0)
	for _, in := range inputs {
		if in.event != nil && in.done && in.err == nil && in.moved == nil {
			n++
		}
	}
	if n > 0 {
		c.events.Add(n)
	}
}

// went counts what a lane handed over.
func (c *counts) went(lane string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sent == nil {
		c.sent = map[string]int64{}
	}
	c.sent[lane]++
}

// failed counts what did not go by a lane. Why are the provider's words, without what is
// personal; empty: there are none.
func (c *counts) failed(lane string, count func(*Failures), why string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failures == nil {
		c.failures = map[string]Failures{}
	}
	f := c.failures[lane]
	count(&f)
	c.failures[lane] = f
	if why != "" {
		c.last, c.lastAt = lane+": "+why, now
	}
}

// mishap notes an error that the engine goes on after.
func (c *counts) mishap(err error, now time.Time) {
	why := said(err, new(discreet.Striker))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last, c.lastAt = why, now
}

// The ways in which something does not go.
func retried(f *Failures)   { f.Retried++ }
func expired(f *Failures)   { f.Expired++ }
func unknown(f *Failures)   { f.Unknown++ }
func stoppedBy(f *Failures) { f.Stopped++ }

// finally is how something failed for good.
func finally(err error) func(*Failures) {
	if errors.Is(err, channel.ErrTooLate) {
		return func(f *Failures) { f.TooLate++ }
	}
	return func(f *Failures) { f.Undeliverable++ }
}
