package care

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// The notes of how far the sweeps of a partition have come: by new rules, and about what
// was announced.
const (
	sweptNote = "swept"
	heedNote  = "heeded"
)

// A sweep is how far a partition has been asked by the present rules, or about what was
// announced.
type sweep struct {
	name string     // of its note
	mu   sync.Mutex // guards what stands below

	Rules uint64    `json:"rules"`          // whose fingerprint it is
	After Key       `json:"after,omitzero"` // the last customer who was asked
	Done  bool      `json:"done,omitempty"` // everybody was
	Asked int       `json:"asked"`          // so many
	Since time.Time `json:"since,omitzero"`
	// Lists says that whoever was asked stands on the lists of a store.
	Lists bool `json:"lists,omitempty"`
	// About what was announced: from after one change of the record to another.
	From uint64 `json:"from,omitempty"`
	To   uint64 `json:"to,omitempty"`

	written bool // the note says so
}

// stands says how far the sweep has come, and whether it is the present one and done.
func (w *sweep) stands(present func(*sweep) bool) (asked int, since time.Time, done bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !present(w) {
		return 0, time.Time{}, false
	}
	return w.Asked, w.Since, w.Done
}

// read reads how far the partition has come. It says false where that is not written.
func (w *sweep) read(ctx context.Context, lease Partition, name string) (bool, error) {
	w.name = name
	state, err := lease.Note(ctx, name)
	if err != nil || state == nil {
		return false, err
	}
	w.clear()
	if err := json.Unmarshal(state, w); err != nil {
		w.clear() // everybody is asked once more
	}
	w.written = true
	return true, nil
}

// load is read of a sweep by new rules. Where nobody is remembered everybody has been
// asked. Where nobody stands on a list that they may have to stand on, nobody has.
func (w *sweep) load(ctx context.Context, lease Partition, rules uint64) error {
	known, err := w.read(ctx, lease, sweptNote)
	switch {
	case err != nil, known && w.Lists:
		return err
	case known:
		w.clear()
		return nil
	}
	first, err := lease.Scan(ctx, Key{}, 1)
	if w.Done = len(first) == 0; w.Done {
		w.Rules, w.Lists = rules, true
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
	return Note{Name: w.name, State: state}
}

// clear makes the sweep one that nobody has begun.
func (w *sweep) clear() {
	w.begin(0, time.Time{})
	w.From, w.To, w.Lists = 0, 0, false
}

// begin begins the sweep anew, by the present rules.
func (w *sweep) begin(rules uint64, now time.Time) {
	w.Rules, w.After, w.Done, w.Asked, w.Since, w.written = rules, Key{}, false, 0, now.UTC(), false
}

// wrote notes that the note was written, if it was.
func (w *sweep) wrote(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.written = w.written || err == nil
}
