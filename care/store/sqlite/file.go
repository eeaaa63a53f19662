package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/ncruces/go-sqlite3"
)

// A file is one database file with its only connection. Whoever has the turn uses it.
type file struct {
	path       string
	is         os.FileInfo // as it was opened
	conn       *sqlite3.Conn
	statements map[string]*sqlite3.Stmt
	turn       chan struct{} // holds one token while somebody has the turn
	broken     error         // nothing more is done with the file

	queueing sync.Mutex
	queue    []*job
}

// A job is one write. What waits together is written in one transaction.
type job struct {
	do   func() error // in the transaction; it may be done again
	then func()       // after it is on the disk; may be nil
	done bool
	err  error
}

// settings are what the connection of a store runs with. The cache matters more than
// anything else: with the 2 MB that SQLite takes by itself, half of the speed is lost. What
// is deleted is overwritten, for it may be somebody who wants to be forgotten.
const settings = `
	PRAGMA busy_timeout = 5000;
	PRAGMA journal_mode = wal;
	PRAGMA synchronous = full;
	PRAGMA fullfsync = on;
	PRAGMA checkpoint_fullfsync = on;
	PRAGMA cache_size = -65536;
	PRAGMA secure_delete = on;
	PRAGMA temp_store = memory`

// openFile opens a database file and makes an empty one if there is none.
func openFile(path string) (*file, error) {
	// SQLite would let everybody of the machine read it.
	empty, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explained(path, err)
	}
	is, err := empty.Stat()
	if err = errors.Join(err, empty.Close()); err != nil {
		return nil, explained(path, err)
	}
	conn, err := sqlite3.OpenFlags(path, sqlite3.OPEN_READWRITE)
	if err != nil {
		return nil, explained(path, err)
	}
	return &file{path: path, is: is, conn: conn, statements: map[string]*sqlite3.Stmt{}, turn: make(chan struct{}, 1)}, nil
}

// prepare sets the connection up, and does not believe it before it has looked.
func (f *file) prepare() error {
	if err := f.conn.Exec(settings); err != nil {
		return explained(f.path, err)
	}
	return f.checkSettings()
}

// checkSettings looks at the settings without which what was confirmed can be lost.
func (f *file) checkSettings() error {
	for _, want := range []struct{ setting, value, says string }{
		{"journal_mode", "wal", "wal"},
		{"synchronous", "2", "2 (full)"},
	} {
		var got string
		if err := f.each("PRAGMA "+want.setting, nil, func(r row) { got = r.text(0) }); err != nil {
			return explained(f.path, err)
		}
		if got != want.value {
			return fmt.Errorf("sqlite: %s: %s is %s and has to be %s, or what was confirmed can be lost; the file system may not be able to do it: choose a folder on a disk of this machine", f.path, want.setting, got, want.says)
		}
	}
	return nil
}

// check looks whether the file is the one that was opened, and its tables those that this
// release of the library uses.
func (f *file) check() error {
	if is, err := os.Stat(f.path); err != nil || !os.SameFile(is, f.is) {
		return fmt.Errorf("sqlite: %s was moved, removed or replaced while it was open: close the store, put the file back and open the store again", f.path)
	}
	switch is, has, err := f.identify(); {
	case err != nil:
		return err
	case is == nil || has != version():
		return fmt.Errorf("sqlite: %s was changed by another program while it was open: end that program, close the store and open it again", f.path)
	}
	return f.checkSettings()
}

// enter takes the turn of the file.
func (f *file) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case f.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *file) leave() { <-f.turn }

// read has the turn for something that writes nothing.
func (f *file) read(ctx context.Context, do func() error) error {
	if err := f.enter(ctx); err != nil {
		return err
	}
	defer f.leave()
	if f.broken != nil {
		return f.broken
	}
	return f.judge(do())
}

// write does something in a transaction, together with all that came while another was
// being written: they share one fsync. When it returns nil, it is on the disk.
func (f *file) write(ctx context.Context, do func() error, then func()) error {
	j := &job{do: do, then: then}
	f.queueing.Lock()
	f.queue = append(f.queue, j)
	f.queueing.Unlock()
	if err := f.enter(ctx); err != nil {
		if f.unqueue(j) {
			return err
		}
		f.turn <- struct{}{} // somebody is at it, and it uses what the caller owns
	}
	defer f.leave()
	if !j.done {
		f.run(f.take())
	}
	return j.err
}

func (f *file) take() []*job {
	f.queueing.Lock()
	defer f.queueing.Unlock()
	batch := f.queue
	f.queue = nil
	return batch
}

// unqueue takes back a job that nobody has begun.
func (f *file) unqueue(j *job) bool {
	f.queueing.Lock()
	defer f.queueing.Unlock()
	i := slices.Index(f.queue, j)
	if i >= 0 {
		f.queue = slices.Delete(f.queue, i, i+1)
	}
	return i >= 0
}

// run writes a batch, and when that fails each by itself: one that cannot be written
// does not keep the others from it.
func (f *file) run(batch []*job) {
	whole := false
	defer func() {
		if !whole { // a panic; nobody waits for ever
			f.broken = fmt.Errorf("sqlite: %s: a panic came between: close the store and open it again", f.path)
			for _, j := range batch {
				j.err, j.done = f.broken, true
			}
		}
	}()
	err := f.transact(batch...)
	for _, j := range batch {
		if j.err = err; err != nil && len(batch) > 1 {
			j.err = f.transact(j)
		}
		if j.done = true; j.err == nil && j.then != nil {
			j.then()
		}
	}
	whole = true
}

func (f *file) transact(batch ...*job) error {
	if f.broken != nil {
		return f.broken
	}
	err := f.exec(`BEGIN IMMEDIATE`)
	for _, j := range batch {
		if err == nil {
			err = j.do()
		}
	}
	if err == nil {
		err = f.exec(`COMMIT`)
	}
	if err != nil && !f.conn.GetAutocommit() { // SQLite rolls back some by itself
		err = errors.Join(err, f.exec(`ROLLBACK`))
	}
	return f.judge(err)
}

// judge explains an error. After a fault of the disk nobody knows what it holds, and
// trying again may be answered with a success that is none.
func (f *file) judge(err error) error {
	if err == nil {
		return nil
	}
	err = explained(f.path, err)
	if isBreach(err) {
		f.broken = err
	}
	return err
}

func (f *file) close() error {
	f.turn <- struct{}{}
	defer f.leave()
	f.broken = ErrClosed
	var problems []error
	for _, s := range f.statements {
		problems = append(problems, s.Close())
	}
	f.statements = nil
	return errors.Join(append(problems, f.conn.Close())...)
}

// syncFolder puts on the disk which files a folder has.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return explained(folder, err)
	}
	if err := errors.Join(syncDirectory(d), d.Close()); err != nil {
		return explained(folder, err)
	}
	return nil
}
