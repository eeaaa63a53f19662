package channel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// A Shelf stores what a sender has to look up later: the message of a provider's number, the
// customer of a number, a valid token. All replicas of a host share one; package shelf stores
// it in a database. For one process NewShelf is enough; it loses its memos at a restart.
//
// The keys and values of this project's senders are ids, hashes and tokens, never a number, a
// name or a text.
type Shelf interface {
	// Put stores a memo and replaces one with the same Key and Name.
	Put(ctx context.Context, m Memo) error
	// Get returns the memos under a key that have not expired, the latest first; none is no
	// error.
	Get(ctx context.Context, key string) ([]Memo, error)
}

// A Memo is one entry of a Shelf.
type Memo struct {
	Key   string
	Name  string // distinguishes several under one key; may be empty
	Value string
	At    time.Time // when it was stored
	Until time.Time // it may be deleted after this
}

// Format writes the expiry under every verb: the value may be a token.
func (m Memo) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "a memo until "+m.Until.Format(time.RFC3339))
}

// LogValue returns the expiry.
func (m Memo) LogValue() slog.Value { return slog.TimeValue(m.Until) }

// NewShelf returns a Shelf in memory, whose memos expire by the given clock; nil: time.Now.
// A nil context is an error of its methods.
func NewShelf(now func() time.Time) Shelf {
	if now == nil {
		now = time.Now
	}
	return &shelf{now: now, memos: map[string][]Memo{}, sweepAt: 1024}
}

type shelf struct {
	now func() time.Time

	mu      sync.Mutex
	memos   map[string][]Memo
	sweepAt int // number of keys at which those that ran out are let go
}

func (s *shelf) Put(ctx context.Context, m Memo) error {
	if err := ended(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	memos := slices.DeleteFunc(s.memos[m.Key], func(old Memo) bool { return old.Name == m.Name })
	s.memos[m.Key] = append(memos, m)
	return nil
}

// ended is the error of a context that has ended, or that is none.
func ended(ctx context.Context) error {
	if ctx == nil {
		return errors.New("channel: the context is nil; give context.Background()")
	}
	return ctx.Err()
}

func (s *shelf) Get(ctx context.Context, key string) ([]Memo, error) {
	if err := ended(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	good := s.good(key)
	slices.SortStableFunc(good, func(a, b Memo) int { return b.At.Compare(a.At) })
	return good, nil
}

// good are the memos under a key that have not run out.
func (s *shelf) good(key string) []Memo {
	now := s.now()
	return slices.DeleteFunc(slices.Clone(s.memos[key]), func(m Memo) bool { return !now.Before(m.Until) })
}

// sweep lets go of what has run out, once there are twice as many keys as were left the
// last time.
func (s *shelf) sweep() {
	if len(s.memos) < s.sweepAt {
		return
	}
	for key := range s.memos {
		if left := s.good(key); len(left) > 0 {
			s.memos[key] = left
		} else {
			delete(s.memos, key)
		}
	}
	s.sweepAt = max(1024, 2*len(s.memos))
}
