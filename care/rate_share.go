package care

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// Processes that share a store share the rates of its providers: each takes its part of a
// limit, and none knows what the others send. So a part grows only when everybody has known
// for a while of how many they are, and shrinks at once; a process that has just come waits
// until the others have made room.

// A crew is how many processes the engine has found at work, and which of them it is.
type crew struct {
	since time.Duration // by Engine.steady
	size  int           // 0: the engine is not at work
	place int
}

// mostMemorable bounds how long before a change what was sent counts: of longer spans each
// process counts its own from the change on.
const mostMemorable = 10 * time.Minute

// notes keeps of whom the crew was, as long as that matters.
func (r *replica) notes(now *attendance) {
	c := crew{since: r.engine.steady()}
	if names := readyOf(now); len(names) > 0 {
		if c.place = slices.Index(names, r.engine.options.Owner); c.place >= 0 {
			c.size = len(names)
		}
	}
	r.crewing.Lock()
	defer r.crewing.Unlock()
	if n := len(r.crews); n == 0 || r.crews[n-1].size != c.size || r.crews[n-1].place != c.place {
		r.crews = append(r.crews, c)
	}
	for len(r.crews) > 1 && r.crews[1].since < c.since-r.engine.options.Lease-mostMemorable {
		r.crews = slices.Delete(r.crews, 0, 1)
	}
}

// readyOf are the names of the processes at work, in order.
func readyOf(now *attendance) (names []string) {
	for _, m := range now.members {
		if m.Ready {
			names = append(names, m.Owner)
		}
	}
	return names
}

// rate is the engine's part of a limit: the smallest that it would have had since so long ago
// that all know of each other, and that nothing counts any more that was sent before.
func (r *replica) rate(l channel.Limit, now time.Time) (n int, wait time.Duration) {
	if r.leaving.Load() || r.isLate() {
		return 0, r.engine.beat()
	}
	steady := r.engine.steady()
	from := steady - r.engine.options.Lease - min(l.Per, mostMemorable)
	r.crewing.Lock()
	defer r.crewing.Unlock()
	if len(r.crews) == 0 || r.crews[0].since > from {
		return 0, r.engine.beat()
	}
	n = l.N
	last := r.crews[len(r.crews)-1]
	for i, c := range r.crews {
		if i+1 < len(r.crews) && r.crews[i+1].since <= from {
			continue // that was over by then
		}
		if c.size == 0 || l.N < c.size && (c.size != last.size || c.place != last.place) || l.N < last.size && c.size != last.size {
			return 0, r.engine.beat()
		}
		n = min(n, part(l.N, c))
	}
	if l.N < last.size {
		return 1, untilTurn(l, last, now)
	}
	return n, 0
}

// part is one's part of a number that is divided evenly: the first have one more.
func part(all int, c crew) int {
	n := all / c.size
	if c.place < all%c.size {
		n++
	}
	return n
}

// untilTurn is how long one has to wait for its turn where there are more processes than
// messages: as many as there are messages have a turn at a time, and between two turns lies
// more than the span, by whosever clock.
func untilTurn(l channel.Limit, c crew, now time.Time) time.Duration {
	half := l.Per + 2*mostSkew
	turns := time.Duration((c.size + l.N - 1) / l.N)
	mine := time.Duration(c.place/l.N) * 2 * half
	at := time.Duration(now.UnixNano()) % (turns * 2 * half)
	if wait := mine - at; wait > 0 {
		return wait
	} else if -wait < half {
		return 0
	}
	return turns*2*half - at + mine
}
