package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

func Test一个文件的存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return opened(t, t.TempDir(), Options{}) })
}

func Test两个文件的存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return opened(t, t.TempDir(), Options{Partitions: 5, Files: 2}) })
}

func Test一个分区的存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return opened(t, t.TempDir(), Options{Partitions: 1}) })
}

func Test重新打开的存储守约(t *testing.T) {
	folder := t.TempDir()
	caretest.TestLasting(t,
		func() care.Store { return opened(t, folder, Options{Partitions: 5, Files: 2}) },
		func() care.Store { return opened(t, folder, Options{}) })
}

func opened(t testing.TB, folder string, o Options) *Store {
	t.Helper()
	s, err := Open(folder, o)
	require.NoError(t, err)
	return s
}

var ctx = context.Background()

// leased takes a partition that has to be had.
func leased(t testing.TB, s *Store, partition int) care.Partition {
	t.Helper()
	p, err := s.Acquire(ctx, partition, "test", 0)
	require.NoError(t, err)
	return p
}

// keyIn is the n-th customer of a partition.
func keyIn(s *Store, partition, n int) care.Key {
	for i := 0; ; i++ {
		k := care.Key{Customer: fmt.Sprintf("c%d-%d", n, i)}
		if care.PartitionOf(k, s.Partitions()) == partition {
			return k
		}
	}
}

// written writes one customer of a partition.
func written(t testing.TB, p care.Partition, c care.Commit) care.Version {
	t.Helper()
	results, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{c}})
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	return results[0].Version
}

func record(t testing.TB, p care.Partition, k care.Key) care.Record {
	t.Helper()
	records, err := p.Load(ctx, []care.Key{k})
	require.NoError(t, err)
	return records[0]
}

func Test关了再开_什么都在(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data", "care")
	s := opened(t, folder, Options{Partitions: 6, Files: 3})
	var versions []care.Version
	for n := range 6 {
		p, k := leased(t, s, n), keyIn(s, n, 1)
		versions = append(versions, written(t, p, care.Commit{Key: k, State: []byte("记得"), WakeAt: int64(n + 1), Send: []care.Posting{
			{ID: "m1", Key: k, Lane: "sms", Body: []byte("一"), NotAfter: 9}, {ID: "m2", Key: k, Lane: "sms", Body: []byte("二")},
		}}))
		require.NoError(t, p.Resolve(ctx, []care.Resolution{{ID: "m1", RetryAt: 70, Err: "busy"}}))
		_, err := p.Apply(ctx, care.Tx{Notes: []care.Note{{Name: "spent", State: []byte{byte(n)}}}})
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "closing again is safe")

	s = opened(t, folder, Options{})
	defer s.Close()
	assert.Equal(t, 6, s.Partitions(), "their number is the store's, and not that of the options")
	for n := range 6 {
		p, k := leased(t, s, n), keyIn(s, n, 1)
		assert.Equal(t, care.Record{Key: k, Version: versions[n], State: []byte("记得"), WakeAt: int64(n + 1)}, record(t, p, k))
		pending, next, err := p.Pending(ctx, 1, 10)
		require.NoError(t, err)
		assert.Equal(t, []care.Posting{{ID: "m2", Key: k, Lane: "sms", Body: []byte("二")}}, pending)
		assert.EqualValues(t, 70, next)
		pending, _, err = p.Pending(ctx, 70, 10)
		require.NoError(t, err)
		assert.Equal(t, care.Posting{ID: "m1", Key: k, Lane: "sms", Body: []byte("一"), NotAfter: 9, Attempt: 1, RetryAt: 70}, pending[0])
		note, err := p.Note(ctx, "spent")
		require.NoError(t, err)
		assert.Equal(t, []byte{byte(n)}, note)
	}
	for _, name := range []string{"care-1.db", "care-2.db", "care-3.db"} {
		info, err := os.Stat(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "nobody else reads %s", name)
	}
}

// A version from before a restart must not fit a record from after it.
func Test重启之后_版本号不会再来一次(t *testing.T) {
	folder := t.TempDir()
	seen := map[care.Version]bool{}
	for range 5 {
		s := opened(t, folder, Options{Partitions: 1})
		p, k := leased(t, s, 0), keyIn(s, 0, 1)
		for range 3 {
			v := written(t, p, care.Commit{Key: k, If: record(t, p, k).Version, State: []byte("s")})
			assert.False(t, seen[v], "version %d was there before", v)
			seen[v] = true
		}
		v := record(t, p, k).Version
		written(t, p, care.Commit{Key: k, If: v})
		require.NoError(t, s.Close())
	}
}

func Test一个文件夹只给一家用(t *testing.T) {
	folder := t.TempDir()
	s := opened(t, folder, Options{})
	_, err := Open(folder, Options{})
	require.ErrorIs(t, err, ErrInUse)
	assert.ErrorContains(t, err, fmt.Sprintf("by process %d since ", os.Getpid()))
	assert.ErrorContains(t, err, "end that one, or let it take the events of this one")
	require.NoError(t, s.Close())
	require.NoError(t, opened(t, folder, Options{}).Close())
}

func Test关了以后_每一问都说关了(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Files: 2})
	p := leased(t, s, 0)
	require.NoError(t, s.Close())
	_, err := p.Load(ctx, []care.Key{{Customer: "c"}})
	require.ErrorIs(t, err, ErrClosed)
	_, err = p.Apply(ctx, care.Tx{})
	require.ErrorIs(t, err, ErrClosed)
	_, err = s.Acquire(ctx, 0, "late", 0)
	require.ErrorIs(t, err, ErrClosed)
	require.ErrorIs(t, s.Backup(ctx, filepath.Join(t.TempDir(), "b")), ErrClosed)
	require.ErrorIs(t, s.Check(ctx), ErrClosed)
}

func Test分区和文件的数目_开了头就不变(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, opened(t, folder, Options{Partitions: 4, Files: 2}).Close())
	require.NoError(t, opened(t, folder, Options{Partitions: 4, Files: 2}).Close())
	_, err := Open(folder, Options{Partitions: 8})
	require.ErrorContains(t, err, "has 4 partitions, and not 8: their number is fixed when a store is made; leave Options.Partitions out")
	_, err = Open(folder, Options{Files: 1})
	require.ErrorContains(t, err, "leave Options.Files out")
	for _, o := range []Options{{Partitions: 2, Files: 3}, {Partitions: -1}, {Files: -1}} {
		_, err = Open(t.TempDir(), o)
		require.ErrorContains(t, err, "at least as many partitions as files", "%+v", o)
	}
}

func Test网络盘不收(t *testing.T) {
	nfs := func(string) (string, error) { return "NFS", nil }
	folder := t.TempDir()
	_, err := open(folder, Options{}, nfs)
	require.EqualError(t, err, "sqlite: "+folder+" lies on a network file system (NFS), and its locks and its fsync cannot be relied on: choose a folder on a disk of this machine")
	s, err := open(folder, Options{AnyFileSystem: true}, nfs)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// What comes while another is being written goes together with what else came, and one
// that fails keeps nobody else from it.
func Test一起来的一起写(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Partitions: 4})
	defer s.Close()
	f := s.files[0]
	f.turn <- struct{}{} // somebody is writing
	var wg sync.WaitGroup
	together, wrong := make([]int, 4), errors.New("wrong")
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() {
			errs[i] = f.write(ctx, func() error {
				var n int64
				if err := f.each(`SELECT count(*) FROM notes`, nil, func(r row) { n = r.int(0) }); err != nil {
					return err
				}
				together[i] = int(n)
				if i == 2 {
					return wrong
				}
				return f.exec(`INSERT INTO notes VALUES (0, ?, x'')`, fmt.Sprint("n", i))
			}, nil)
		})
	}
	for waiting := 0; waiting < 4; {
		f.queueing.Lock()
		waiting = len(f.queue)
		f.queueing.Unlock()
		runtime.Gosched()
	}
	f.leave()
	wg.Wait()
	for i, err := range errs {
		if i == 2 {
			assert.ErrorIs(t, err, wrong)
		} else {
			assert.NoError(t, err)
		}
	}
	var n int64
	require.NoError(t, f.each(`SELECT count(*) FROM notes`, nil, func(r row) { n = r.int(0) }))
	assert.EqualValues(t, 3, n)

	// A caller who leaves takes along what nobody has begun.
	f.turn <- struct{}{}
	gone, leave := context.WithCancel(ctx)
	wg.Go(func() {
		errs[0] = f.write(gone, func() error { return f.exec(`INSERT INTO notes VALUES (0, 'late', x'')`) }, nil)
	})
	for waiting := 0; waiting < 1; {
		f.queueing.Lock()
		waiting = len(f.queue)
		f.queueing.Unlock()
		runtime.Gosched()
	}
	leave()
	wg.Wait()
	f.leave()
	require.ErrorIs(t, errs[0], context.Canceled)
	require.NoError(t, f.write(ctx, func() error { return nil }, nil))
	require.NoError(t, f.each(`SELECT count(*) FROM notes`, nil, func(r row) { n = r.int(0) }))
	assert.EqualValues(t, 3, n)
}

// A panic of the driver must not leave anybody waiting, nor a transaction open that the
// next one writes into.
func Test写到一半出了岔子_谁也不空等(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Partitions: 2})
	p := leased(t, s, 0)
	assert.Panics(t, func() { _ = s.files[0].write(ctx, func() error { panic("of the driver") }, nil) })
	_, err := p.Load(ctx, []care.Key{{Customer: "c"}})
	require.ErrorContains(t, err, "close the store and open it again")
	_, err = p.Apply(ctx, care.Tx{})
	require.ErrorContains(t, err, "close the store and open it again")
	require.NoError(t, s.Close())
}

// A customer is forgotten: the name is nowhere on the disk any more.
func Test删掉的_盘上也找不到(t *testing.T) {
	folder := t.TempDir()
	s := opened(t, folder, Options{Partitions: 1})
	p, k, other := leased(t, s, 0), care.Key{Customer: "xiaoyu-2008"}, keyIn(s, 0, 1)
	secret := []byte("小鱼住在杭州")
	v := written(t, p, care.Commit{Key: k, State: secret, WakeAt: 7, Send: []care.Posting{{ID: "m", Key: k, Body: secret}}})
	written(t, p, care.Commit{Key: other, State: []byte("stays")})
	onDisk := func(what string) bool {
		found := false
		for _, name := range []string{"care-1.db", "care-1.db-wal"} {
			data, err := os.ReadFile(filepath.Join(folder, name))
			require.True(t, err == nil || os.IsNotExist(err))
			found = found || bytes.Contains(data, []byte(what))
		}
		return found
	}
	require.True(t, onDisk("小鱼住在杭州") && onDisk("xiaoyu-2008"))
	written(t, p, care.Commit{Key: k, If: v, Cancel: []string{"m"}})
	require.NoError(t, s.Close())
	assert.False(t, onDisk("小鱼住在杭州"), "what was said")
	assert.False(t, onDisk("xiaoyu-2008"), "the id")
	assert.True(t, onDisk("stays"))
}

func Test别人锁着不放_说是谁的事(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Partitions: 1})
	defer s.Close()
	p, k := leased(t, s, 0), keyIn(s, 0, 1)
	require.NoError(t, s.files[0].conn.Exec(`PRAGMA busy_timeout = 1`))
	other, err := sqlite3.Open(s.files[0].path)
	require.NoError(t, err)
	defer other.Close()
	require.NoError(t, other.Exec(`BEGIN IMMEDIATE`))
	tx := care.Tx{Commits: []care.Commit{{Key: k, State: []byte("s")}}}
	_, err = p.Apply(ctx, tx)
	require.ErrorContains(t, err, "another program holds a lock on it; end that program")
	require.NoError(t, other.Exec(`ROLLBACK`))
	results, err := p.Apply(ctx, tx)
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
}

// A second engine opens the same store: the first stops.
func Test同一份存储来了第二个引擎_第一个让位(t *testing.T) {
	s := opened(t, t.TempDir(), Options{})
	defer s.Close()
	engines := make([]*care.Engine, 2)
	for i := range engines {
		var err error
		engines[i], err = crashEngine(s, func() time.Time { return crashDay(0) }, func(string) {})
		require.NoError(t, err)
		_, err = engines[i].Handle(ctx, crashEvent(0, i, i, false, crashDay(0)))
		require.NoError(t, err)
	}
	_, err := engines[0].Handle(ctx, crashEvent(0, 2, 2, false, crashDay(0)))
	require.ErrorIs(t, err, care.ErrFenced)
	_, err = engines[1].Handle(ctx, crashEvent(0, 2, 2, false, crashDay(0)))
	require.NoError(t, err)
}
