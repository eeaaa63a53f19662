package channel

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// A Shelf keeps what a sender has to find again: which message a provider's number
// stands for, who was written to at a number, which token is good. All replicas of a host
// share one, as package shelf keeps it in a database; with one process NewShelf will do, which
// forgets at a restart.
//
// The keys and values that this project's senders put there name ids and hashes, and
// tokens: never a number, a name or words.
type Shelf interface {
	// Put keeps a memo, in place of the one with the same Key and Name.
	Put(ctx context.Context, m Memo) error
	// Get gives the memos under a key that have not run out, the latest first; none is no error.
	Get(ctx context.Context, key string) ([]Memo, error)
}

// A Memo is one thing on a Shelf.
type Memo struct {
	Key   string
	Name  string // tells several under one key apart; may be empty
	Value string
	At    time.Time // when it was put there
	Until time.Time // after this it may be thrown away
}

// Format writes until when it is good, under every verb: the value may be a token.
func (m Memo) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "a memo until "+m.Until.Format(time.RFC3339))
}

// LogValue is until when it is good.
func (m Memo) LogValue() slog.Value { return slog.TimeValue(m.Until) }

// NewShelf keeps memos in memory.
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
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	memos := slices.DeleteFunc(s.memos[m.Key], func(old Memo) bool { return old.Name == m.Name })
	s.memos[m.Key] = append(memos, m)
	return nil
}

func (s *shelf) Get(ctx context.Context, key string) ([]Memo, error) {
	if err := ctx.Err(); err != nil {
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
