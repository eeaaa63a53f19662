package care

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// A provider may refuse message after message, each for itself, where the trouble is the
// signature, the template or the list of numbers. A gateway may hang up on every call after
// it has the message. When failures or unknown outcomes jump, the channel stops.

// A channel stops when, of the last customers within an hour, so many failed for good or had
// an unknown outcome, and at least half of them.
const (
	lookedAt   = 50 // customers
	lookedBack = time.Hour
	jump       = 20 // customers
)

// A fate is what became of a message, as far as it is known.
type fate uint8

const (
	accepted fate = iota // by the sender
	arrived              // as the provider reports
	lost                 // for good, at the hand-over or by a report
	unsure               // no answer came, and nobody has reported on it since
)

// Recently is what became of a channel's last messages: of each customer only the last
// counts, so that one bad number does not stop a channel. Where the provider reports what has
// arrived, only what is known to have arrived or failed counts: what it took says nothing then.
type recently struct {
	all     []fared // oldest first
	settled []fared // likewise, those that arrived or failed
}

type fared struct {
	customer uint64 // a hash
	at       time.Time
	fate     fate
}

// A count is how many of how many customers failed for good, and of how many nobody knows.
type count struct{ failed, unsure, of int }

// jumped says that the channel is to stop.
func (c count) jumped() bool {
	return c.failed+c.unsure >= jump && 2*(c.failed+c.unsure) >= c.of
}

// note notes what became of a message to a customer. After one that failed or had an unknown
// outcome it counts the last ones: where no answer comes, arrivals from before say nothing.
func (r *recently) note(f fared) (c count) {
	r.all = noted(r.all, f)
	if f.fate == arrived || f.fate == lost {
		r.settled = noted(r.settled, f)
	}
	if f.fate != lost && f.fate != unsure {
		return count{}
	}
	last := r.all
	if f.fate == lost && slices.ContainsFunc(r.settled, func(f fared) bool { return f.fate == arrived }) {
		last = r.settled
	}
	for _, f := range last {
		switch f.fate {
		case lost:
			c.failed++
		case unsure:
			c.unsure++
		}
	}
	c.of = len(last)
	return c
}

// noted are the last fates, one for each customer, with another.
func noted(last []fared, f fared) []fared {
	last = slices.DeleteFunc(last, func(old fared) bool {
		return old.customer == f.customer || f.at.Sub(old.at) > lookedBack
	})
	if len(last) == lookedAt {
		last = slices.Delete(last, 0, 1)
	}
	return append(last, f)
}

// fares notes what became of a message of the lane, and stops the lane when failures or
// unknown outcomes jump, or when the one that tries a stopped lane has an unknown outcome.
func (l *lane) fares(key Key, f fate, why string, now time.Time) {
	l.mu.Lock()
	count := l.recently.note(fared{remember.Hash(key.Shop, "/", key.Customer), now, f})
	jumped := count.jumped()
	if jumped {
		l.recently = recently{}
		if l.jumps > 0 && now.Sub(l.jumped) <= 2*longestStop { // it has not been mended
			l.rest.times = max(l.rest.times, l.jumps)
		} else {
			l.jumps = 0
		}
		l.jumps, l.jumped = l.jumps+1, now
	}
	tries := f == unsure && l.rest.times > 0
	l.mu.Unlock()
	switch {
	case jumped:
		l.stop(now, count.say(why))
	case tries:
		l.stop(now, "unknown whether the trial message was sent: "+why)
	}
}

// say says what has jumped, in the provider's words about the last of them.
func (c count) say(why string) string {
	last := fmt.Sprintf("the last of them because: %s", why)
	if c.unsure == 0 {
		return fmt.Sprintf("messages to %d of the last %d customers failed for good, %s; check signature, templates and account at the provider", c.failed, c.of, last)
	}
	also := ""
	if c.failed > 0 {
		also = fmt.Sprintf(", and messages to %d failed for good", c.failed)
	}
	return fmt.Sprintf("unknown whether messages to %d of the last %d customers were sent%s, %s; check the gateway, and in the provider's console what it has sent", c.unsure, c.of, also, last)
}

// heardOf notes what the events of a turn said became of messages, unless that is long ago.
func (e *Engine) heardOf(key Key, said []decide.Fared) {
	now := e.options.Now()
	for _, s := range said {
		if e.means.Deciding || now.Sub(s.At.Time(time.UTC)) > lookedBack || s.Via == channel.None {
			continue
		}
		f := arrived
		if s.Failed {
			f = lost
		}
		e.lanes[s.Via].fares(key, f, s.Why, now)
	}
}
