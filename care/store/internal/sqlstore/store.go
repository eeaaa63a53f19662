package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// A Store is a care.Store for several processes. It is safe for concurrent use.
type Store struct {
	db     Database
	about  About
	parts  int
	posted chan struct{} // somebody of this process has posted
}

// An About is what a dialect says about itself.
type About struct {
	Name       string        // of the package, for errors
	Place      string        // where the tables are, in the words of an error: schema "care"
	Command    string        // by which the tables are made or brought up to date
	Timeout    time.Duration // of every call; 0: 10 s
	Partitions int           // that the host expects; 0: any
	Fsync      bool          // what was committed survives a power cut
	Migrations []Migration
}

// DefaultTimeout is how long a call may take where the host says nothing.
const DefaultTimeout = 10 * time.Second

var (
	_ care.Shared  = (*Store)(nil)
	_ care.Journal = (*Store)(nil)
	_ care.Checker = (*Store)(nil)
)

// Open opens the store that is in a database, after a look at its schema.
func Open(ctx context.Context, db Database, about About) (*Store, error) {
	if about.Timeout == 0 {
		about.Timeout = DefaultTimeout
	}
	s := &Store{db: db, about: about, posted: make(chan struct{}, 1)}
	if err := s.Check(ctx); err != nil {
		return nil, err
	}
	err := s.within(ctx, func(ctx context.Context) error {
		return db.Query(ctx, `SELECT count(*) FROM {partitions}`, nil, func(r Row) error {
			var n int64
			err := r.Scan(&n)
			s.parts = int(n)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	if about.Partitions != 0 && about.Partitions != s.parts {
		return nil, fmt.Errorf("%s: the store in %s has %d partitions, and not %d: their number is fixed when the tables are made; leave Options.Partitions out", about.Name, about.Place, s.parts, about.Partitions)
	}
	return s, nil
}

// DefaultPartitions is into how many parts new tables divide the customers.
const DefaultPartitions = 64

// within gives an operation its time, and says so when it has run out.
func (s *Store) within(ctx context.Context, do func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, s.about.Timeout)
	defer cancel()
	err := do(limited)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, care.ErrFenced), errors.Is(err, care.ErrStale), errors.Is(err, care.ErrHeld):
		return err
	case ctx.Err() == nil && limited.Err() != nil:
		return fmt.Errorf("%s: the database gave no answer within %s: %w", s.about.Name, s.about.Timeout, err)
	}
	return fmt.Errorf("%s: %w", s.about.Name, err)
}

// Caps implements care.Store.
func (s *Store) Caps() care.Caps { return care.Caps{AtomicTx: true, Fsync: s.about.Fsync} }

// Partitions implements care.Store.
func (s *Store) Partitions() int { return s.parts }

// Close implements care.Store. The connections are the host's, and stay open.
func (s *Store) Close() error { return nil }

func (s *Store) has(partition int) error {
	if partition < 0 || partition >= s.parts {
		return fmt.Errorf("%s: the store in %s has %d partitions, and no number %d", s.about.Name, s.about.Place, s.parts, partition)
	}
	return nil
}

// forever is how long what has no end lasts, in milliseconds: a hundred years.
const forever = 100 * 365 * 24 * 3_600_000

// lasting is a time to live in milliseconds; zero has no end.
func lasting(ttl time.Duration) int64 {
	if ttl == 0 {
		return forever
	}
	return ttl.Milliseconds()
}

// Acquire implements care.Store.
func (s *Store) Acquire(ctx context.Context, partition int, owner string, ttl time.Duration) (care.Partition, error) {
	if err := s.has(partition); err != nil {
		return nil, err
	}
	l := &lease{Lease{Partition: partition}, s}
	err := s.within(ctx, func(ctx context.Context) error {
		return s.db.Transact(ctx, func(t Session) error {
			var epoch, until, now int64
			var holder string
			err := t.Query(ctx, `SELECT epoch, owner, until, {now} FROM {partitions} WHERE number = ? FOR UPDATE`, []any{partition}, func(r Row) error {
				return r.Scan(&epoch, &holder, &until, &now)
			})
			if err != nil {
				return err
			}
			if holder != "" && holder != owner && until > now {
				return fmt.Errorf("%s: partition %d: %w: %s, until %s", s.about.Name, partition, care.ErrHeld, holder, time.UnixMilli(until).Format(time.RFC3339))
			}
			l.Epoch = epoch + 1
			_, err = t.Exec(ctx, `UPDATE {partitions} SET epoch = ?, owner = ?, until = ? WHERE number = ?`, l.Epoch, owner, now+lasting(ttl), partition)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Visit implements care.Shared.
func (s *Store) Visit(_ context.Context, partition int) (care.Partition, error) {
	if err := s.has(partition); err != nil {
		return nil, err
	}
	return &lease{Lease{Partition: partition}, s}, nil
}

// newVersions is the first of as many versions as a transaction can need: numbers that
// no record had or will have, but by a chance of one in 10^18.
func newVersions() care.Version { return care.Version(rand.Int64N(1<<62) + 1) }
