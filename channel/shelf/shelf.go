package shelf

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

const (
	// LongestKey is the longest key or name, in bytes, that is stored unchanged; a longer one
	// is hashed.
	LongestKey = 200
	// LongestValue is the longest value, in bytes.
	LongestValue = 64 << 10
)

// A Shelf is a channel.Shelf in a database. Set its fields before use. Several goroutines may
// use it at once.
type Shelf struct {
	DB      *sql.DB          // Required
	Dialect Dialect          // Required
	Now     func() time.Time // Default: time.Now

	mu    sync.Mutex
	swept time.Time
}

// Migrate creates the table if it does not exist. Replicas may do it at the same time.
func (s *Shelf) Migrate(ctx context.Context) error {
	if err := s.Dialect.known(); err != nil {
		return err
	}
	for _, statement := range tables[s.Dialect] {
		_, err := s.DB.ExecContext(ctx, statement)
		if err != nil { // another replica made it in the same moment
			_, err = s.DB.ExecContext(ctx, statement)
		}
		if err != nil {
			return fmt.Errorf("shelf: the table tiexin_shelf cannot be made: %w", err)
		}
	}
	return nil
}

// Put stores a memo and replaces one with the same Key and Name. Times have a precision of a
// microsecond. A Value of more than LongestValue bytes is an error.
func (s *Shelf) Put(ctx context.Context, m channel.Memo) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if len(m.Value) > LongestValue {
		return fmt.Errorf("shelf: the value has %d bytes, more than %d; keep it elsewhere, and here where it is", len(m.Value), LongestValue)
	}
	_, err := s.DB.ExecContext(ctx, s.Dialect.put(), bounded(m.Key), bounded(m.Name), []byte(m.Value), m.At.UnixMicro(), m.Until.UnixMicro())
	if err != nil {
		return fmt.Errorf("shelf: the memo cannot be put: %w", err)
	}
	s.sweepNowAndThen(ctx)
	return nil
}

// Get returns the memos under a key that have not expired, the latest first.
func (s *Shelf) Get(ctx context.Context, key string) (memos []channel.Memo, err error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	rows, err := s.DB.QueryContext(ctx, s.Dialect.get(), bounded(key), s.now().UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("shelf: the memos cannot be read: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, value []byte
		var at, until int64
		if err := rows.Scan(&name, &value, &at, &until); err != nil {
			return nil, fmt.Errorf("shelf: a memo cannot be read: %w", err)
		}
		memos = append(memos, channel.Memo{Key: key, Name: string(name), Value: string(value), At: time.UnixMicro(at).UTC(), Until: time.UnixMicro(until).UTC()})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("shelf: the memos cannot be read: %w", err)
	}
	return memos, nil
}

func (s *Shelf) ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.DB == nil {
		return fmt.Errorf("shelf: Shelf.DB is nil; give it the host's database")
	}
	return s.Dialect.known()
}

func (s *Shelf) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// bounded is a key as it is kept: a long one is hashed. Nil is no text to a database.
func bounded(text string) []byte {
	if len(text) <= LongestKey {
		return append([]byte{}, text...)
	}
	sum := sha256.Sum256([]byte(text))
	return []byte("sha256:" + hex.EncodeToString(sum[:]))
}

// Sweep removes the expired memos. Put calls it once an hour.
func (s *Shelf) Sweep(ctx context.Context) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	for {
		result, err := s.DB.ExecContext(ctx, s.Dialect.sweep(), s.now().UnixMicro())
		if err != nil {
			return fmt.Errorf("shelf: what has run out cannot be removed: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n < 1000 {
			return err
		}
	}
}

// sweepNowAndThen sweeps if the last time was an hour ago. What it cannot remove waits for
// the next time: the memo that was put is safe.
func (s *Shelf) sweepNowAndThen(ctx context.Context) {
	now := s.now()
	s.mu.Lock()
	due := now.Sub(s.swept) >= time.Hour
	if due {
		s.swept = now
	}
	s.mu.Unlock()
	if due {
		_ = s.Sweep(ctx)
	}
}
