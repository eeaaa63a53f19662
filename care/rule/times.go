package rule

import (
	"math"
	"slices"
	"time"
)

// An Instant is a point of time in half milliseconds since 1970. Even numbers
// are the millisecond itself; the odd number after it is "right after":
// later than everything that happened in that millisecond, earlier than the
// next one. `minutes_unpaid > 15` turns true right after 15:00, and an event at
// 15:00 sharp still comes before it.
type Instant int64

// Forever is later than any instant that a shop's clock shows.
const Forever = Instant(math.MaxInt64 / 4)

// At is the instant of a millisecond since 1970 itself.
func At(millis int64) Instant { return Instant(2 * millis) }

// After is the instant right after a millisecond since 1970.
func After(millis int64) Instant { return Instant(2*millis + 1) }

// InstantOf is the instant of a time, cut to the millisecond.
func InstantOf(t time.Time) Instant { return At(t.UnixMilli()) }

// Millis is the millisecond since 1970 that the instant belongs to.
func (i Instant) Millis() int64 { return int64(i >> 1) }

// Time is the instant in a zone.
func (i Instant) Time(zone *time.Location) time.Time { return time.UnixMilli(i.Millis()).In(zone) }

// Add moves the instant; Forever stays Forever.
func (i Instant) Add(d time.Duration) Instant {
	if i >= Forever {
		return Forever
	}
	return i + Instant(2*d.Milliseconds())
}

// Times is a yes/no that time changes: the answer of a condition for one state
// of the facts. It starts with a word and turns at each of its turns; the zero
// value is never.
type Times struct {
	first bool
	turns []Instant // ascending; from turns[0] on the answer is !first, and so on
}

var (
	never  = Times{}
	always = Times{first: true}
)

func constant(b bool) Times { return Times{first: b} }

// from is yes from an instant on.
func from(i Instant) Times { return Times{turns: []Instant{i}} }

// until is yes before an instant.
func until(i Instant) Times { return Times{first: true, turns: []Instant{i}} }

// Fixed says that time alone never changes the answer.
func (t Times) Fixed() bool { return len(t.turns) == 0 }

// At is the answer at an instant.
func (t Times) At(i Instant) bool {
	yes := t.first
	for _, turn := range t.turns {
		if turn > i {
			break
		}
		yes = !yes
	}
	return yes
}

// Next is the first instant at or after i at which the answer is yes.
func (t Times) Next(i Instant) (Instant, bool) {
	if t.At(i) {
		return i, true
	}
	for _, turn := range t.turns {
		if turn > i {
			return turn, true
		}
	}
	return 0, false
}

// Since is the start of the stretch of yes that holds i: zero when it has
// always been so. The answer at i must be yes.
func (t Times) Since(i Instant) Instant {
	var start Instant
	yes := t.first
	for _, turn := range t.turns {
		if turn > i {
			break
		}
		if yes = !yes; yes {
			start = turn
		}
	}
	return start
}

func (t Times) not() Times { return Times{first: !t.first, turns: t.turns} }

// And is yes where both are.
func (t Times) And(u Times) Times { return join(t, u, func(a, b bool) bool { return a && b }) }

func (t Times) or(u Times) Times { return join(t, u, func(a, b bool) bool { return a || b }) }

// join combines two answers instant by instant.
func join(t, u Times, op func(a, b bool) bool) Times {
	if t.Fixed() && u.Fixed() {
		return constant(op(t.first, u.first))
	}
	all := slices.Concat(t.turns, u.turns)
	slices.Sort(all)
	joined := Times{first: op(t.first, u.first)}
	yes := joined.first
	turns := all[:0] // a turn is written only after it was read
	for i, turn := range all {
		if i+1 < len(all) && all[i+1] == turn {
			continue
		}
		if now := op(t.At(turn), u.At(turn)); now != yes {
			turns = append(turns, turn)
			yes = now
		}
	}
	joined.turns = turns
	return joined
}

// Duration is the difference of two instants as a span.
func (i Instant) Duration() time.Duration { return time.Duration(i>>1) * time.Millisecond }
