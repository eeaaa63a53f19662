package care

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"github.com/tiexin-go/tiexin/care/internal/decide"
)

// A moment of the calendar that came before its rule was loaded is gone, and an event that
// was heard before a rule waited for it has not begun the rule. So each partition notes
// since when it has known which moment and which wait of which rule. The notes go along
// with what is decided by them, and after a crash they still stand.

// The notes of since when the moments of the rules are known, and of what they wait for.
const (
	momentsNote = "moments"
	waitsNote   = "waits"
)

// A knownSince is since when a partition has known the present rules. It is touched only
// while a batch is decided or the partition is opened.
type knownSince struct {
	loaded  bool
	moments map[string]int64 // as the note has it, by rule and moment, in milliseconds; nil: there is none
	waits   *waitsKnown      // likewise
	rules   *decide.Rules    // of which this is known:
	known   decide.Known
	written bool // the notes say so
}

// A waitsKnown is the note of what rules wait for.
type waitsKnown struct {
	Now   int64            `json:"now,omitempty"`
	Waits []byte           `json:"waits"` // see decide.Rules.Waits, 8 bytes each
	Later map[uint64]int64 `json:"later,omitempty"`
}

// load reads the notes of a partition, once.
func (k *knownSince) load(ctx context.Context, lease Partition) error {
	if k.loaded {
		return nil
	}
	moments, err := lease.Note(ctx, momentsNote)
	if err != nil {
		return err
	}
	waits, err := lease.Note(ctx, waitsNote)
	if err != nil {
		return err
	}
	if moments != nil && json.Unmarshal(moments, &k.moments) != nil {
		k.moments = nil // all are new
	}
	if waits != nil && json.Unmarshal(waits, &k.waits) != nil {
		k.waits = &waitsKnown{} // likewise
	}
	k.loaded = true
	return nil
}

// of is since when rules are known here; what is new of them is known since the engine has
// had them.
func (k *knownSince) of(rules *decide.Rules) decide.Known {
	if k.rules == rules || !k.loaded {
		return k.known
	}
	moments, waits := k.ofMoments(rules), k.ofWaits(rules)
	k.rules, k.written = rules, !moments && !waits
	return k.known
}

// ofMoments says whether the note of moments changes.
func (k *knownSince) ofMoments(rules *decide.Rules) (changed bool) {
	moments := rules.Moments()
	since := make(map[string]int64, len(moments))
	k.known.Moments = make([]int64, len(moments))
	changed = len(k.moments) != 0
	for i, name := range moments {
		at, ok := k.moments[name]
		if !ok {
			at = rules.Since
		}
		changed = changed || !ok
		since[name], k.known.Moments[i] = at, at
	}
	k.moments, k.known.Soonest = since, rules.Soonest(k.known.Moments)
	return changed
}

// ofWaits says whether the note of waits changes. What the first rules wait for was always
// known.
func (k *knownSince) ofWaits(rules *decide.Rules) (changed bool) {
	was, waits := k.waits, rules.Waits()
	if was == nil {
		was = &waitsKnown{Waits: waits}
	}
	now := &waitsKnown{Now: was.Now, Waits: waits, Later: map[uint64]int64{}}
	for rest := waits; len(rest) > 0; rest = rest[8:] {
		wait := binary.LittleEndian.Uint64(rest)
		since := was.Later[wait]
		if !was.has(wait) {
			since = max(rules.Since, was.Now+1)
			now.Now = since
		}
		if since != 0 {
			now.Later[wait] = since
		}
	}
	changed = k.waits == nil && len(waits) > 0 || !slices.Equal(was.Waits, waits)
	k.waits, k.known.Now, k.known.Later = now, now.Now, now.Later
	return changed
}

// has says that a wait is among those that were known.
func (w *waitsKnown) has(wait uint64) bool {
	n := len(w.Waits) / 8
	at := func(i int) uint64 { return binary.LittleEndian.Uint64(w.Waits[8*i:]) }
	i := sort.Search(n, func(i int) bool { return at(i) >= wait })
	return i < n && at(i) == wait
}

// unwritten are the notes that have to go along with what is written first.
func (k *knownSince) unwritten() (notes []Note) {
	if k.rules == nil || k.written {
		return nil
	}
	add := func(name string, of any) {
		state, err := json.Marshal(of)
		if err != nil {
			panic(fmt.Sprintf("care: since when the rules are known: %v", err)) // numbers and names are never refused
		}
		notes = append(notes, Note{Name: name, State: state})
	}
	add(momentsNote, k.moments)
	add(waitsNote, k.waits)
	return notes
}

// wrote notes that the notes were written, if they were.
func (k *knownSince) wrote(err error) { k.written = k.written || err == nil }

// noteKnown writes since when the present rules are known, if that is new: nothing may
// have been decided by them yet.
func (s *shard) noteKnown(ctx context.Context) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	if err := s.known.load(ctx, s.lease); err != nil {
		return err
	}
	s.known.of(s.engine.rules.Load())
	notes := s.known.unwritten()
	if len(notes) == 0 || len(s.known.moments) == 0 { // what rules wait for is in time with the first event
		return nil
	}
	_, err := s.lease.Apply(ctx, Tx{Notes: notes})
	s.known.wrote(err)
	return err
}

// prepared makes rules ready to decide by from an instant on, and tells the logger of
// moments that will not come.
func (e *Engine) prepared(rules *Rules) *decide.Rules {
	now := e.options.Now()
	r := decide.NewRules(rules)
	r.Since = now.UnixMilli()
	for _, f := range rules.Flows {
		for _, one := range f.Rules {
			for _, m := range one.Moments {
				if why, hint := m.Gone(now); !why.Empty() {
					e.options.Logger.Warn("care: a moment will not come", "rule", one.Path(), "moment", m.String(), "why", why.English+"; "+hint.English)
				}
			}
		}
	}
	return r
}
