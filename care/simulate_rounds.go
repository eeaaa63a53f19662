package care

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"
)

// eventsAhead is how many events a worker has taken in that are not decided yet.
const eventsAhead = mostInputs

// rounds simulate customers who have nothing to do with one another. A round decides, in
// one batch, what comes next for each of many customers: an event or a wake-up, at its own
// time. That takes less than one after the other, for the reason that HandleAll does. So one
// customer may be some events ahead of another, and a moment is held until nothing earlier
// can come.
type rounds struct {
	*simWorker
	shard  *shard
	share  []int        // the places of the events that are not taken in yet
	ahead  []aheadEvent // those that are taken in and not decided
	chosen []aheadEvent // those of the round
	due    []Record     // of the round: whose wake-up has come
	wakes  []input      // of the round
	inputs []*input     // of the round
	// first is when each customer with a wake-up is woken, in milliseconds; an event of the
	// round makes it decided.
	first map[Key]int64
	held  []moment
}

// decided stands for a customer whose part of the round is an event.
const decided = math.MinInt64

// An aheadEvent is an event that was taken in.
type aheadEvent struct {
	*input
	place int
}

// runInRounds is run in rounds.
func (w *simWorker) runInRounds(share []int, yield func(moment) bool) {
	shards, err := w.engine.open(context.Background())
	if err != nil {
		w.fault(err)
		return
	}
	r := &rounds{simWorker: w, shard: shards[0], share: share, first: map[Key]int64{}}
	for more := true; more; {
		more = r.round(yield)
	}
}

// round decides the next round, after it has yielded what nothing can come before any more.
// It says false at the end.
func (r *rounds) round(yield func(moment) bool) bool {
	r.lookAhead()
	until := r.until()
	due, next, err := r.shard.due(context.Background(), r.due[:0], until)
	r.due = due
	if err != nil {
		r.fault(err)
		return false
	}
	if !r.release(r.horizon(due, next), yield) || len(due) == 0 && len(r.ahead) == 0 {
		return false
	}
	if next == 0 || next > until {
		next = math.MaxInt64 // all wake-ups that may come before an event are known
	}
	r.choose(due, next)
	_ = r.shard.do(context.Background(), r.inputs) // each input has its fault
	return r.settle()
}

// lookAhead takes in the next events.
func (r *rounds) lookAhead() {
	for len(r.share) > 0 && len(r.ahead) < eventsAhead {
		place := r.share[0]
		e := r.at(place)
		if arrival(e).After(r.end) {
			r.share = nil
			break
		}
		r.share = r.share[1:]
		r.clock = arrival(e)
		in, err := r.engine.takeIn(e)
		if err != nil {
			r.tookIn(e, err)
			continue
		}
		in.clock = r.clock.UnixMilli()
		r.ahead = append(r.ahead, aheadEvent{in, place})
	}
}

// until is up to when time may pass before the next event is taken in.
func (r *rounds) until() int64 {
	if len(r.share) == 0 {
		return r.end.UnixMilli()
	}
	return r.arrives() - 1
}

// arrives is when the next event arrives that is not taken in yet.
func (r *rounds) arrives() int64 { return arrival(r.at(r.share[0])).UnixMilli() }

// horizon is the earliest instant at which something may still come.
func (r *rounds) horizon(due []Record, next int64) int64 {
	at := int64(math.MaxInt64)
	switch {
	case len(r.ahead) > 0:
		at = r.ahead[0].clock
	case len(r.share) > 0:
		at = r.arrives()
	}
	switch {
	case len(due) > 0:
		at = min(at, due[0].WakeAt)
	case next != 0:
		at = min(at, next)
	}
	return at
}

// choose makes the inputs of a round: for each customer the wake-up that is due or the first
// event, whichever comes first. From an instant on there may be other wake-ups.
func (r *rounds) choose(due []Record, others int64) {
	clear(r.first)
	for i := range due {
		r.first[due[i].Key] = due[i].WakeAt
	}
	r.inputs, r.chosen = r.inputs[:0], r.chosen[:0]
	later := r.ahead[:0]
	for _, e := range r.ahead {
		if at, ok := r.first[e.key]; e.clock > others || ok && at < e.clock {
			later = append(later, e)
			continue
		}
		r.first[e.key] = decided
		r.chosen, r.inputs = append(r.chosen, e), append(r.inputs, e.input)
	}
	clear(r.ahead[len(later):])
	r.ahead = later
	// Events of a type take the same way through the code, which the processor then has at hand.
	slices.SortStableFunc(r.inputs, func(a, b *input) int { return cmp.Compare(a.event.Type, b.event.Type) })
	r.wakes = slices.Grow(r.wakes[:0], len(due))
	for i := range due {
		if r.first[due[i].Key] == decided {
			continue
		}
		r.wakes = append(r.wakes, input{key: due[i].Key, wake: true, at: due[i].WakeAt, clock: due[i].WakeAt, woken: &due[i]})
		r.inputs = append(r.inputs, &r.wakes[len(r.wakes)-1])
	}
}

// settle holds what came of a round. It says false when a wake-up failed.
func (r *rounds) settle() bool {
	for i, e := range r.chosen {
		r.tookIn(r.at(e.place), e.err)
		if len(e.out) > 0 {
			r.held = append(r.held, moment{at: e.clock, event: e.place, outcomes: e.out})
		}
		e.taken.giveBack()
		r.chosen[i] = aheadEvent{}
	}
	for i := range r.wakes {
		in := &r.wakes[i]
		if in.err != nil {
			r.fault(in.err)
			return false
		}
		if len(in.out) > 0 {
			r.held = append(r.held, moment{at: in.at, woken: true, customer: in.key, outcomes: in.out})
		}
	}
	return true
}

// release yields the moments from before an instant, in their order.
func (r *rounds) release(before int64, yield func(moment) bool) bool {
	slices.SortFunc(r.held, func(a, b moment) int { return a.compare(&b) })
	n := sort.Search(len(r.held), func(i int) bool { return r.held[i].at >= before })
	for _, m := range r.held[:n] {
		if !yield(m) {
			return false
		}
	}
	r.held = slices.Delete(r.held, 0, n)
	return true
}
