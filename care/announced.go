package care

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// announcedNote is the note with the record of a partition.
const announcedNote = "announced"

// announced is a partition's record of what concerns everybody.
type announced struct {
	now atomic.Pointer[decide.Announcements] // as far as it is written; nil: it has not been read
	// Below: only while the partition is busy.
	taken remember.Marks // the ids of the events
	stale bool           // of what was written last nobody knows what became
}

// A record is the note.
type record struct {
	Number uint64                 `json:"number"`
	All    []*decide.Announcement `json:"all,omitempty"`
	Taken  []byte                 `json:"taken,omitempty"`
}

// number is that of the last change; 0: there was none, or nobody has looked so far.
func (a *announced) number() uint64 {
	if now := a.now.Load(); now != nil {
		return now.Number
	}
	return 0
}

func (a *announced) load(ctx context.Context, lease Partition) error {
	state, err := lease.Note(ctx, announcedNote)
	if err != nil {
		return err
	}
	var r record
	if state != nil {
		if err := json.Unmarshal(state, &r); err != nil {
			return fmt.Errorf("%w: the record of incidents and arrivals: %w", remember.ErrCorrupt, err)
		}
	}
	a.now.Store(&decide.Announcements{Number: r.Number, All: r.All})
	a.taken, a.stale = r.Taken, false
	return nil
}

// loadAnnounced reads what was announced in the partition, and who has heard of it, unless
// that is known. The partition is busy.
func (s *shard) loadAnnounced(ctx context.Context) error {
	if s.announced.now.Load() == nil {
		s.heeded.mu.Lock()
		known, err := s.heeded.read(ctx, s.lease, heedNote)
		if !known || s.heeded.To == 0 {
			s.heeded.Done = true
		}
		s.heeded.mu.Unlock()
		if err != nil {
			return err
		}
		return s.announced.load(ctx, s.lease)
	}
	if s.announced.stale {
		return s.announced.load(ctx, s.lease)
	}
	return nil
}

// readAnnounced is loadAnnounced while the partition may be busy.
func (s *shard) readAnnounced(ctx context.Context) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	return s.loadAnnounced(ctx)
}

// awaitsHeed says that not everybody has been asked about what was announced.
func (s *shard) awaitsHeed() bool {
	_, _, done := s.heeded.stands(func(w *sweep) bool { return w.To == s.announced.number() })
	return !done
}

// heard is the change of the record up to which everybody was asked about it.
func (w *sweep) heard() uint64 {
	if w.Done {
		return w.To
	}
	return w.From
}
