package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

// database makes a database file by hand.
func database(t *testing.T, path, sql string) {
	t.Helper()
	c, err := sqlite3.Open(path)
	require.NoError(t, err)
	require.NoError(t, c.Exec(sql))
	require.NoError(t, c.Close())
}

func Test别家的数据库_原样不动(t *testing.T) {
	for _, c := range []struct{ made, says string }{
		{`CREATE TABLE orders (id)`, "is a database of something else (application_id 0, 1 tables and indexes); give the store a folder of its own"},
		{`PRAGMA application_id = 7`, "is a database of something else (application_id 7"},
		{`PRAGMA user_version = 3`, "is a database of something else"},
	} {
		folder := t.TempDir()
		path := filepath.Join(folder, "care-1.db")
		database(t, path, c.made)
		before, err := os.ReadFile(path)
		require.NoError(t, err)
		_, err = Open(folder, Options{})
		require.ErrorContains(t, err, c.says)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, before, after)
	}
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "care-1.db"), []byte("订单号,金额\nT1,199\n这是一张表格,不是数据库。这是一张表格,不是数据库。\n"), 0o600))
	_, err := Open(folder, Options{})
	require.ErrorContains(t, err, "is not a SQLite database; give the store a folder of its own")
	_, err = Open(filepath.Join(folder, "care-1.db"), Options{})
	require.Error(t, err, "a file is no folder")
}

func Test别的版本写的_说清楚(t *testing.T) {
	for has, says := range map[int]string{
		version() + 1: "was written by a newer release of this library (schema 3; this one knows 2): use that release, or a newer one",
		0:             "has schema 0, which no release of this library has written: it was changed by something else; restore a backup",
	} {
		folder := t.TempDir()
		require.NoError(t, opened(t, folder, Options{}).Close())
		database(t, filepath.Join(folder, "care-1.db"), fmt.Sprintf("PRAGMA user_version = %d", has))
		_, err := Open(folder, Options{})
		require.ErrorContains(t, err, says)
	}
}

func Test少了一个文件_不当作新店(t *testing.T) {
	used := func() string {
		folder := t.TempDir()
		s := opened(t, folder, Options{Partitions: 4, Files: 2})
		for n := range 4 {
			written(t, leased(t, s, n), care.Commit{Key: keyIn(s, n, 1), State: []byte("s")})
		}
		require.NoError(t, s.Close())
		return folder
	}
	folder := used()
	require.NoError(t, os.Remove(filepath.Join(folder, "care-2.db")))
	_, err := Open(folder, Options{})
	require.ErrorContains(t, err, "care-2.db is missing: the store in "+folder+" is spread over 2 files")

	folder = used()
	require.NoError(t, os.Remove(filepath.Join(folder, "care-1.db")))
	_, err = Open(folder, Options{Partitions: 4, Files: 2})
	require.ErrorContains(t, err, "care-1.db is missing, and "+filepath.Join(folder, "care-2.db")+" holds customers")

	folder, other := used(), used()
	require.NoError(t, os.Rename(filepath.Join(other, "care-2.db"), filepath.Join(folder, "care-2.db")))
	_, err = Open(folder, Options{})
	require.ErrorContains(t, err, "care-2.db belongs to another store")
}

// The process dies while it makes a store: the first file is not there yet, so the
// store is made once more, of whatever size is asked for then.
func Test建到一半断了_再建就是(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, opened(t, folder, Options{Partitions: 6, Files: 3}).Close())
	require.NoError(t, os.Remove(filepath.Join(folder, "care-1.db")))
	s := opened(t, folder, Options{Partitions: 4, Files: 2})
	defer s.Close()
	assert.Equal(t, 4, s.Partitions())
	for n := range 4 {
		written(t, leased(t, s, n), care.Commit{Key: keyIn(s, n, 1), State: []byte("s")})
	}
}

func Test不落盘的设置_不肯开张(t *testing.T) {
	s := opened(t, t.TempDir(), Options{})
	defer s.Close()
	f := s.files[0]
	require.NoError(t, f.checkSettings())
	require.NoError(t, f.conn.Exec(`PRAGMA synchronous = off`))
	require.ErrorContains(t, f.checkSettings(), "synchronous is 0 and has to be 2 (full), or what was confirmed can be lost")
	require.NoError(t, f.conn.Exec(`PRAGMA synchronous = full; PRAGMA journal_mode = delete`))
	require.ErrorContains(t, f.checkSettings(), "journal_mode is delete and has to be wal")
}

func Test磁盘满了_腾出地方接着写(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Partitions: 1})
	defer s.Close()
	p, k := leased(t, s, 0), keyIn(s, 0, 1)
	v := written(t, p, care.Commit{Key: k, State: []byte("before")})
	f := s.files[0]
	require.NoError(t, f.conn.Exec(`PRAGMA max_page_count = 40`))
	big := care.Tx{Commits: []care.Commit{{Key: k, If: v, State: make([]byte, 1<<20), Send: []care.Posting{{ID: "m", Key: k}}}}}
	_, err := p.Apply(ctx, big)
	require.ErrorContains(t, err, "care-1.db: the disk, or the quota of this user, is full; make room, and try again")
	assert.Equal(t, "before", string(record(t, p, k).State))
	n, _, err := p.Len(ctx)
	require.NoError(t, err)
	assert.Zero(t, n)
	require.NoError(t, f.conn.Exec(`PRAGMA max_page_count = 4000000000`))
	results, err := p.Apply(ctx, big)
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	assert.Len(t, record(t, p, k).State, 1<<20)
}

// After a fault of the disk nothing more is believed.
func Test磁盘坏了_不再装作没事(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Partitions: 1})
	defer s.Close()
	p, k := leased(t, s, 0), keyIn(s, 0, 1)
	f := s.files[0]
	err := f.write(ctx, func() error { return sqlite3.IOERR_FSYNC }, nil)
	require.ErrorContains(t, err, "the state of the last write is unknown; check the disk, close the store and open it again")
	_, err = p.Load(ctx, []care.Key{k})
	require.ErrorContains(t, err, "the state of the last write is unknown")
	_, err = p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, State: []byte("s")}}})
	require.ErrorContains(t, err, "the state of the last write is unknown")
}

func Test每种毛病各有一句话(t *testing.T) {
	for _, c := range []struct {
		err    error
		says   string
		breach bool
	}{
		{sqlite3.FULL, "is full; make room, and try again", false},
		{errors.Join(sqlite3.IOERR_WRITE, syscall.ENOSPC), "is full; make room, and try again", false},
		{errors.Join(sqlite3.IOERR_FSYNC, syscall.ENOSPC), "the disk failed", true},
		{sqlite3.IOERR_WRITE, "the disk refused a write; most likely it, or the quota of this user, is full: make room, and try again", false},
		{sqlite3.IOERR_READ, "the disk failed", true},
		{sqlite3.READONLY, "its mount is read-only, or its owner is another user", false},
		{&os.PathError{Op: "open", Path: "p", Err: syscall.EROFS}, "its mount is read-only", false},
		{&os.PathError{Op: "open", Path: "p", Err: syscall.EACCES}, "its owner is another user", false},
		{sqlite3.CORRUPT, "is damaged; keep the folder as it is, and restore a backup", true},
		{sqlite3.BUSY, "another program holds a lock on it; end that program", false},
		{errors.New("anything else"), "sqlite: p: anything else", false},
	} {
		assert.ErrorContains(t, explained("p", c.err), c.says)
		assert.Equal(t, c.breach, isBreach(c.err), "%v", c.err)
	}
	assert.Equal(t, care.ErrFenced, explained("p", care.ErrFenced), "that is no fault of the file")
}
