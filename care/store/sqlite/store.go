package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

var (
	_ care.Checker = (*Store)(nil)
	_ care.Journal = (*Store)(nil)
)

// Options configure a store. The zero Options suit a shop with one process.
type Options struct {
	// Partitions is the number of partitions of a new store. It is fixed when the store is
	// created: for an existing one, leave it out or use the same. Default: 16.
	Partitions int
	// Files is the number of database files of a new store, over which it spreads its
	// partitions. Each file uses up to one core and 64 MB of memory. It is fixed like
	// Partitions, and at most as large. Default: 1.
	Files int
	// AnyFileSystem opens a store also on a network file system. Set it only for one whose
	// locks and fsync reliably reach every machine. Default: false, and Open refuses.
	AnyFileSystem bool
}

// ErrInUse means that another store, in this process or another, has the folder open.
var ErrInUse = errors.New("the folder is in use")

// ErrClosed means that the store was closed.
var ErrClosed = errors.New("sqlite: the store is closed")

// A Store stores the engine's state in the SQLite files of one folder. It is safe for
// concurrent use.
type Store struct {
	folder string
	lock   *os.File
	files  []*file
	parts  []*part
	close  func() error
}

// A part is a partition. It is touched by those who have the turn of its file.
type part struct {
	number int
	file   *file
	epoch  uint64 // of the lease that holds it; 0: nobody does
	serial uint64 // of the last version that was given out in this epoch
}

// Open opens the store in a folder, and creates it if there is none. The folder is for the
// store alone, and one process at a time can have it: for others the error is ErrInUse.
// Open also fails
//
//   - if the folder is on a network file system;
//   - if a file is missing, of another program or of a newer release of the library;
//   - if SQLite refuses the settings for durability.
//
// Data of an older release is updated, after a copy: see "A new release" in the package
// comment.
func Open(folder string, o Options) (*Store, error) { return open(folder, o, networkOf) }

// open takes how a file system is told as an argument: no test can have every one.
func open(folder string, o Options, network func(folder string) (string, error)) (*Store, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, explained(folder, err)
	}
	if name, err := network(folder); err != nil {
		return nil, explained(folder, err)
	} else if name != "" && !o.AnyFileSystem {
		return nil, fmt.Errorf("sqlite: %s lies on a network file system (%s), and its locks and its fsync cannot be relied on: choose a folder on a disk of this machine", folder, name)
	}
	lock, err := lockFolder(folder)
	if err != nil {
		return nil, err
	}
	s := &Store{folder: folder, lock: lock}
	s.close = sync.OnceValue(s.shut)
	if err := s.openFiles(o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// lockName is the file whose lock says that a store is open. It is never removed:
// whoever waited for it would hold the lock of a file that is gone.
const lockName = "care.lock"

// lockFolder takes the lock of the folder, and notes who has it.
func lockFolder(folder string) (*os.File, error) {
	name := filepath.Join(folder, lockName)
	lock, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explained(name, err)
	}
	if err := tryLock(lock); err != nil {
		holder := make([]byte, 80)
		n, _ := lock.ReadAt(holder, 0)
		_ = lock.Close()
		if !errors.Is(err, errLocked) {
			return nil, explained(name, err)
		}
		return nil, fmt.Errorf("sqlite: %s: %w by %s; one process at a time can have a store: end that one, or let it take the events of this one; several processes need a database server", folder, ErrInUse, holder[:n])
	}
	who := fmt.Sprintf("process %d since %s", os.Getpid(), time.Now().Format(time.RFC3339))
	err = lock.Truncate(0)
	if err == nil {
		_, err = lock.WriteAt([]byte(who), 0)
	}
	if err != nil {
		_ = lock.Close()
		return nil, explained(name, err)
	}
	return lock, nil
}

// Caps implements care.Store.
func (s *Store) Caps() care.Caps { return care.Caps{AtomicTx: true, Fsync: true} }

// Partitions implements care.Store.
func (s *Store) Partitions() int { return len(s.parts) }

// Acquire implements care.Store. One process has the folder, so a lease lasts until it is
// released or the partition is acquired again, for any ttl.
func (s *Store) Acquire(ctx context.Context, partition int, _ string, _ time.Duration) (care.Partition, error) {
	if partition < 0 || partition >= len(s.parts) {
		return nil, fmt.Errorf("sqlite: the store in %s has %d partitions, and no number %d", s.folder, len(s.parts), partition)
	}
	p := s.parts[partition]
	l := &lease{part: p}
	err := p.file.write(ctx, func() error {
		return p.file.each(`UPDATE partitions SET epoch = epoch + 1 WHERE number = ? RETURNING epoch`, args{partition}, func(r row) {
			l.epoch = uint64(r.int(0))
		})
	}, func() { p.epoch, p.serial = l.epoch, 0 })
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Check implements care.Checker: the files are still the opened ones and of this version,
// and SQLite has the settings for durability. It is fast; Verify reads everything.
func (s *Store) Check(ctx context.Context) error {
	var problems []error
	for _, f := range s.files {
		problems = append(problems, f.read(ctx, f.check))
	}
	return errors.Join(problems...)
}

// Close waits for running calls, and releases the folder. Closing again is safe; other calls
// then return an [ErrClosed].
func (s *Store) Close() error { return s.close() }

func (s *Store) shut() error {
	var problems []error
	for _, f := range s.files {
		problems = append(problems, f.close())
	}
	return errors.Join(append(problems, s.lock.Close())...)
}
