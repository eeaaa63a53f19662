package care

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// Rules that are new reach also those of whom nothing is heard, and so do incidents and
// arrivals: a sweep asks everybody. How far it has come in a partition stands in the
// store, so that it goes on after a crash; to be asked twice does no harm.

// A Sweep is the progress of evaluating all customers. The cause is the rules of [New] or
// the last [Engine.Swap], or the last incident or arrival, if that began later.
type Sweep struct {
	Since      time.Time `json:"since,omitzero"` // when the first partition began; zero: no partition had to
	Asked      int       `json:"asked"`          // customers so far
	Partitions int       `json:"partitions"`     // partitions of this process, and the finished ones:
	Done       int       `json:"done"`
	Held       bool      `json:"held,omitempty"` // by HoldSweep
}

// Sweep returns the progress of evaluating all customers by new rules or for an incident
// or an arrival. Run does it in the background, half of the time, so that events are
// handled meanwhile; Advance does it at once. Over a [Shared] store it covers this
// engine's partitions: each process evaluates its own.
func (e *Engine) Sweep() Sweep {
	s := Sweep{Held: e.held.Load()}
	shards := e.opened.Load()
	if shards == nil {
		return s
	}
	rules := e.rules.Load().Fingerprint()
	for _, one := range *shards {
		if one == nil {
			continue
		}
		s.Partitions++
		asked, since, done := one.swept.stands(func(w *sweep) bool { return w.Rules == rules })
		number := one.announced.number()
		told, later, all := one.heeded.stands(func(w *sweep) bool { return w.To == number })
		if later.After(since) {
			asked, since = told, later
		}
		s.Asked += asked
		if done && all {
			s.Done++
		}
		if !since.IsZero() && (s.Since.IsZero() || since.Before(s.Since)) {
			s.Since = since
		}
	}
	return s
}

// HoldSweep pauses the evaluation of all customers, or continues it. Events are handled
// all the same.
func (e *Engine) HoldSweep(hold bool) {
	e.held.Store(hold)
	nudge(e.swap)
}

// sweepPage asks the next customers of the partition by the present rules. It says
// whether there may be more.
func (s *shard) sweepPage(ctx context.Context) (out []Outcome, more bool, err error) {
	w, now := &s.swept, s.engine.options.Now()
	rules := s.engine.rules.Load().Fingerprint()
	w.mu.Lock()
	isNew := w.Rules != rules
	w.mu.Unlock()
	if isNew { // before anybody is asked, and also where none of them has a moment
		if err := s.noteKnown(ctx); err != nil {
			return nil, false, err
		}
	}
	w.mu.Lock()
	if w.Rules != rules {
		w.begin(rules, now)
		w.Lists = true
	}
	done, after := w.Done, w.After
	w.mu.Unlock()
	if done {
		return nil, false, nil
	}
	return s.page(ctx, w, after, rules, input{sweep: true, at: now.UnixMilli()}, "by new rules")
}

// page asks the next customers after a key, each by a copy of an input, and notes how far
// the sweep has come by that, unless it was begun anew meanwhile.
func (s *shard) page(ctx context.Context, w *sweep, after Key, rules uint64, each input, what string) (out []Outcome, more bool, err error) {
	records, err := s.scan(ctx, after)
	if err != nil {
		return nil, false, err
	}
	inputs := make([]input, len(records))
	ins := make([]*input, len(records))
	for i := range records {
		inputs[i] = each
		inputs[i].key, inputs[i].woken = records[i].Key, &records[i]
		ins[i] = &inputs[i]
	}
	if len(ins) > 0 {
		if err := s.do(ctx, ins); errors.Is(err, errLeft) {
			return nil, false, err
		}
	}
	for _, in := range ins {
		switch out = append(out, in.out...); {
		case errors.Is(in.err, remember.ErrCorrupt): // the others go on
			s.engine.options.Logger.Error("care: a customer could not be asked "+what, "customer", in.key.label(), "error", said(in.err, new(discreet.Striker)))
		case in.err != nil:
			return out, false, in.err
		}
	}
	w.mu.Lock()
	if w.Rules == rules { // else they were swapped meanwhile
		if w.Asked += len(ins); len(ins) > 0 {
			w.After = ins[len(ins)-1].key
		} else {
			w.Done = true
		}
	}
	note := w.note()
	w.mu.Unlock()
	return out, len(ins) > 0, s.writeNote(ctx, w, note)
}

func (s *shard) scan(ctx context.Context, after Key) ([]Record, error) {
	if err := s.busy.enter(ctx); err != nil {
		return nil, err
	}
	defer s.busy.leave()
	return s.lease.Scan(ctx, after, mostInputs)
}

func (s *shard) writeNote(ctx context.Context, w *sweep, n Note) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	_, err := s.lease.Apply(ctx, Tx{Notes: []Note{n}})
	w.wrote(err)
	return err
}

// anyPage is the next page of the sweeps of the partition: what was announced comes
// before new rules.
func (s *shard) anyPage(ctx context.Context) ([]Outcome, bool, error) {
	if out, more, err := s.heedPage(ctx); more || err != nil {
		return out, more, err
	}
	return s.sweepPage(ctx)
}

// sweepAll asks everybody of the partition by new rules and about what was announced,
// unless that is held.
func (s *shard) sweepAll(ctx context.Context) (out []Outcome, err error) {
	for more := true; more && err == nil && !s.engine.held.Load(); {
		var some []Outcome
		some, more, err = s.anyPage(ctx)
		out = append(out, some...)
	}
	return out, err
}

// catchUp takes in what others left, asks everybody who is to be asked, and then what is
// due.
func (s *shard) catchUp(ctx context.Context, now time.Time) ([]Outcome, error) {
	heard, err := s.readInbox(ctx)
	if err != nil {
		return heard, err
	}
	swept, err := s.sweepAll(ctx)
	if err != nil {
		return concat([][]Outcome{heard, swept}), err
	}
	due, _, err := s.advance(ctx, now.UnixMilli())
	return concat([][]Outcome{heard, swept, due}), err
}

// sweep asks everybody by new rules, and about what was announced, in the background: as
// long as a page takes, so long it rests.
func (e *Engine) sweep(ctx context.Context) error {
	if err := e.awaitOpen(ctx); err != nil {
		return err
	}
	for {
		all, err := e.present()
		if err != nil {
			return err
		}
		shards := slices.DeleteFunc(slices.Clone(all), func(s *shard) bool { return s == nil })
		for _, s := range shards { // long before the last of them is swept
			if err := e.mishap(ctx, s, s.noteKnown(ctx)); err != nil {
				return err
			}
		}
		for _, s := range shards {
			for more := !e.held.Load(); more; more = more && !e.held.Load() && !s.gone.Load() {
				began := time.Now()
				if _, more, err = s.anyPage(ctx); err != nil {
					if err := e.mishap(ctx, s, err); err != nil {
						return err
					}
					more = true // try again
					began = began.Add(-time.Second)
				}
				if more {
					if err := pause(ctx, time.Since(began), nil); err != nil {
						return err
					}
				}
			}
		}
		if err := pause(ctx, longestSleep, e.swap); err != nil {
			return err
		}
	}
}
