package care

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/tiexin-go/tiexin/care/internal/decide"
)

// A moment of the calendar that came before its rule was loaded is gone. So each
// partition notes since when it has known which moment of which rule; the note goes along
// with what is decided by them, and after a crash it still stands.

// momentsNote is the note of since when the moments of the rules are known.
const momentsNote = "moments"

// A momentsKnown is since when a partition has known the moments of the present rules.
// It is touched only while a batch is decided or the partition is opened.
type momentsKnown struct {
	loaded  bool
	since   map[string]int64 // as the note has it, by rule and moment, in milliseconds
	rules   *decide.Rules    // whose moments these are:
	known   []int64
	written bool // the note says so
}

// load reads the note of a partition, once.
func (m *momentsKnown) load(ctx context.Context, lease Partition) error {
	if m.loaded {
		return nil
	}
	state, err := lease.Note(ctx, momentsNote)
	if err != nil {
		return err
	}
	if state != nil {
		if err := json.Unmarshal(state, &m.since); err != nil {
			m.since = nil // all are new
		}
	}
	m.loaded = true
	return nil
}

// of is since when the moments of rules are known here; those that are new are known
// since the engine has had the rules.
func (m *momentsKnown) of(rules *decide.Rules) []int64 {
	if m.rules == rules || !m.loaded {
		return m.known
	}
	moments := rules.Moments()
	since := make(map[string]int64, len(moments))
	known := make([]int64, len(moments))
	changed := len(m.since) != 0
	for i, name := range moments {
		at, ok := m.since[name]
		if !ok {
			at = rules.Since
		}
		changed = changed || !ok
		since[name], known[i] = at, at
	}
	m.rules, m.since, m.known, m.written = rules, since, known, !changed
	return known
}

// unwritten is the note that has to go along with what is written first.
func (m *momentsKnown) unwritten() []Note {
	if m.rules == nil || m.written {
		return nil
	}
	state, err := json.Marshal(m.since)
	if err != nil {
		panic(fmt.Sprintf("care: since when moments are known: %v", err)) // numbers and names are never refused
	}
	return []Note{{Name: momentsNote, State: state}}
}

// wrote notes that the note was written, if it was.
func (m *momentsKnown) wrote(err error) { m.written = m.written || err == nil }

// noteMoments writes since when the moments of the present rules are known, if that is
// new: nothing may have been decided by them yet.
func (s *shard) noteMoments(ctx context.Context) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	if err := s.moments.load(ctx, s.lease); err != nil {
		return err
	}
	s.moments.of(s.engine.rules.Load())
	notes := s.moments.unwritten()
	if len(notes) == 0 {
		return nil
	}
	_, err := s.lease.Apply(ctx, Tx{Notes: notes})
	s.moments.wrote(err)
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
