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
// signature, the template or the list of numbers. When failures jump, the channel stops.

// A channel stops when, of the last customers within an hour, so many failed for good, and
// at least half of them.
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

// note notes what became of a message to a customer. It says how many of how many customers
// failed, when those have jumped.
func (r *recently) note(f fared) (failed, of int, jumped bool) {
	r.all = noted(r.all, f)
	if f.fate != accepted {
		r.settled = noted(r.settled, f)
	}
	if f.fate != lost {
		return 0, 0, false
	}
	last := r.all
	if slices.ContainsFunc(r.settled, func(f fared) bool { return f.fate == arrived }) {
		last = r.settled
	}
	for _, f := range last {
		if f.fate == lost {
			failed++
		}
	}
	return failed, len(last), failed >= jump && 2*failed >= len(last)
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

// fares notes what became of a message of the lane, and stops the lane when failures jump.
func (l *lane) fares(key Key, f fate, why string, now time.Time) {
	l.mu.Lock()
	failed, of, jumped := l.recently.note(fared{remember.Hash(key.Shop, "/", key.Customer), now, f})
	if jumped {
		l.recently = recently{}
		if l.jumps > 0 && now.Sub(l.jumped) <= 2*longestStop { // it has not been mended
			l.rest.times = max(l.rest.times, l.jumps)
		} else {
			l.jumps = 0
		}
		l.jumps, l.jumped = l.jumps+1, now
	}
	l.mu.Unlock()
	if jumped {
		l.stop(now, fmt.Sprintf("messages to %d of the last %d customers failed for good, the last of them because: %s; look at signature, templates and account at the provider", failed, of, why))
	}
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
