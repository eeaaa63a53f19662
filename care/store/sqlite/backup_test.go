package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

// The shop goes on while it is copied: the copy is of one instant, in all files.
func Test边营业边备份_备份是同一刻的(t *testing.T) {
	folder, copies := t.TempDir(), filepath.Join(t.TempDir(), "backups")
	s := opened(t, folder, Options{Partitions: 4, Files: 2})
	defer s.Close()
	a, b := leased(t, s, 0), leased(t, s, 1) // in two files
	ka, kb := keyIn(s, 0, 1), keyIn(s, 1, 1)
	var va, vb care.Version
	step := func(n int) {
		state := []byte(fmt.Sprintf("%06d", n))
		va = written(t, a, care.Commit{Key: ka, If: va, State: state}) // first here,
		vb = written(t, b, care.Commit{Key: kb, If: vb, State: state}) // then there
	}
	step(0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 1; ; n++ {
			select {
			case <-stop:
				return
			default:
				step(n)
			}
		}
	}()
	for i := range 5 {
		require.NoError(t, s.Backup(ctx, filepath.Join(copies, fmt.Sprint(i))))
	}
	close(stop)
	<-stopped
	last := ""
	for i := range 5 {
		c := opened(t, filepath.Join(copies, fmt.Sprint(i)), Options{})
		require.NoError(t, c.Verify(ctx))
		in, then := string(record(t, leased(t, c, 0), ka).State), string(record(t, leased(t, c, 1), kb).State)
		first, err := strconv.Atoi(in)
		require.NoError(t, err)
		second, err := strconv.Atoi(then)
		require.NoError(t, err)
		assert.True(t, first == second || first == second+1, "backup %d is of two instants: %s and %s", i, in, then)
		assert.GreaterOrEqual(t, in, last)
		last = in
		require.NoError(t, c.Close())
	}
	entries, err := os.ReadDir(copies)
	require.NoError(t, err)
	assert.Len(t, entries, 5, "nothing half is left")
}

func Test备份不盖住别的东西(t *testing.T) {
	s := opened(t, t.TempDir(), Options{})
	defer s.Close()
	folder := t.TempDir()
	require.NoError(t, s.Backup(ctx, folder), "an empty folder is taken")
	err := s.Backup(ctx, folder)
	require.EqualError(t, err, "sqlite: "+folder+" holds something; name a folder for the backup that does not exist")
	gone, leave := context.WithCancel(ctx)
	leave()
	to := filepath.Join(t.TempDir(), "b")
	require.ErrorIs(t, s.Backup(gone, to), context.Canceled)
	entries, err := os.ReadDir(filepath.Dir(to))
	require.NoError(t, err)
	assert.Empty(t, entries)
}

func Test页坏了_查得出来(t *testing.T) {
	folder := t.TempDir()
	s := opened(t, folder, Options{Partitions: 1})
	p := leased(t, s, 0)
	for n := range 200 {
		k := keyIn(s, 0, n)
		written(t, p, care.Commit{Key: k, State: make([]byte, 300), WakeAt: int64(n + 1)})
	}
	require.NoError(t, s.Verify(ctx))
	require.NoError(t, s.Close())
	path := filepath.Join(folder, "care-1.db")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	pages := len(data) / 4096
	for i := range 64 {
		data[(pages/2)*4096+i] ^= 0x5a
	}
	require.NoError(t, os.WriteFile(path, data, 0o600))
	s = opened(t, folder, Options{})
	defer s.Close()
	err = s.Verify(ctx)
	require.ErrorContains(t, err, "care-1.db is damaged; keep the folder as it is, and restore a backup")
}
