package care

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// Rules that are new reach also those of whom nothing is heard: a sweep asks everybody
// by them. How far it has come in a partition stands in the store, so that it goes on
// after a crash; to be asked twice does no harm.

// sweptNote is the note of how far the sweep of a partition has come.
const sweptNote = "swept"

// A sweep is how far a partition has been asked by the present rules.
type sweep struct {
	mu sync.Mutex // guards what stands below

	Rules uint64    `json:"rules"`          // whose fingerprint it is
	After Key       `json:"after,omitzero"` // the last customer who was asked
	Done  bool      `json:"done,omitempty"` // everybody was
	Asked int       `json:"asked"`          // so many
	Since time.Time `json:"since,omitzero"`

	written bool // the note says so
}

// A Sweep is how far everybody has been asked by the rules of [New] or the last
// [Engine.Swap].
type Sweep struct {
	Since            time.Time // when the first partition began; zero: none had to
	Asked            int       // customers so far
	Partitions, Done int       // partitions, and those that are done
	Held             bool      // by HoldSweep
}

// Sweep says how far everybody has been asked by new rules. Run does that in the
// background, half of the time, so that events are handled meanwhile; Advance does it
// at once.
func (e *Engine) Sweep() Sweep {
	s := Sweep{Held: e.held.Load()}
	shards := e.opened.Load()
	if shards == nil {
		return s
	}
	rules := e.rules.Load().Fingerprint()
	for _, one := range *shards {
		s.Partitions++
		one.swept.mu.Lock()
		if w := &one.swept; w.Rules == rules {
			s.Asked += w.Asked
			if w.Done {
				s.Done++
			}
			if !w.Since.IsZero() && (s.Since.IsZero() || w.Since.Before(s.Since)) {
				s.Since = w.Since
			}
		}
		one.swept.mu.Unlock()
	}
	return s
}

// HoldSweep stops asking everybody by new rules, or goes on with it. Events are handled
// by the new rules all the same.
func (e *Engine) HoldSweep(hold bool) {
	e.held.Store(hold)
	nudge(e.swap)
}

// load reads how far the partition has come. Where nobody is remembered everybody has
// been asked.
func (w *sweep) load(ctx context.Context, lease Partition, rules uint64) error {
	state, err := lease.Note(ctx, sweptNote)
	if err != nil {
		return err
	}
	if state != nil {
		if err := json.Unmarshal(state, w); err != nil {
			*w = sweep{} // everybody is asked once more
		}
		w.written = true
		return nil
	}
	first, err := lease.Scan(ctx, Key{}, 1)
	if w.Done = len(first) == 0; w.Done {
		w.Rules = rules
	}
	return err
}

// unwritten is the note that has to go along with what is written first.
func (w *sweep) unwritten() []Note {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.written || w.Rules == 0 {
		return nil
	}
	return []Note{w.note()}
}

func (w *sweep) note() Note {
	state, err := json.Marshal(w)
	if err != nil {
		panic(fmt.Sprintf("care: how far a sweep has come: %v", err)) // numbers and ids are never refused
	}
	return Note{Name: sweptNote, State: state}
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
		if err := s.noteMoments(ctx); err != nil {
			return nil, false, err
		}
	}
	w.mu.Lock()
	if w.Rules != rules {
		w.Rules, w.After, w.Done, w.Asked, w.Since, w.written = rules, Key{}, false, 0, now.UTC(), false
	}
	done, after := w.Done, w.After
	w.mu.Unlock()
	if done {
		return nil, false, nil
	}
	records, err := s.scan(ctx, after)
	if err != nil {
		return nil, false, err
	}
	inputs := make([]input, len(records))
	ins := make([]*input, len(records))
	for i := range records {
		inputs[i] = input{key: records[i].Key, sweep: true, at: now.UnixMilli(), woken: &records[i]}
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
			s.engine.options.Logger.Error("care: a customer could not be asked by new rules", "customer", in.key.label(), "error", said(in.err, new(discreet.Striker)))
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
	return out, len(ins) > 0, s.writeNote(ctx, note)
}

func (s *shard) scan(ctx context.Context, after Key) ([]Record, error) {
	if err := s.busy.enter(ctx); err != nil {
		return nil, err
	}
	defer s.busy.leave()
	return s.lease.Scan(ctx, after, mostInputs)
}

func (s *shard) writeNote(ctx context.Context, n Note) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	_, err := s.lease.Apply(ctx, Tx{Notes: []Note{n}})
	s.swept.wrote(err)
	return err
}

// wrote notes that the note was written, if it was.
func (w *sweep) wrote(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.written = w.written || err == nil
}

// sweepAll asks everybody of the partition by new rules, unless that is held.
func (s *shard) sweepAll(ctx context.Context) (out []Outcome, err error) {
	for more := true; more && err == nil && !s.engine.held.Load(); {
		var some []Outcome
		some, more, err = s.sweepPage(ctx)
		out = slices.Concat(out, some)
	}
	return out, err
}

// catchUp asks everybody by new rules, and then what is due.
func (s *shard) catchUp(ctx context.Context, now time.Time) ([]Outcome, error) {
	swept, err := s.sweepAll(ctx)
	if err != nil {
		return swept, err
	}
	due, _, err := s.advance(ctx, now.UnixMilli())
	return concat([][]Outcome{swept, due}), err
}

// sweep asks everybody by new rules in the background: as long as a page takes, so long
// it rests.
func (e *Engine) sweep(ctx context.Context) error {
	shards, err := e.awaitOpen(ctx)
	if err != nil {
		return err
	}
	for {
		for _, s := range shards { // long before the last of them is swept
			if err := s.noteMoments(ctx); err != nil {
				if err := e.mishap(ctx, err); err != nil {
					return err
				}
			}
		}
		for _, s := range shards {
			for more := !e.held.Load(); more; more = more && !e.held.Load() {
				began := time.Now()
				if _, more, err = s.sweepPage(ctx); err != nil {
					if err := e.mishap(ctx, err); err != nil {
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
