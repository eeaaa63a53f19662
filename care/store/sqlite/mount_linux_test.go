package sqlite

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

// mounted is a small file system of its own, until the test is over.
func mounted(t *testing.T) string {
	if os.Geteuid() != 0 {
		t.Skip("a file system of its own needs root; run the tests of this package as root to have it done")
	}
	at := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "none", at).CombinedOutput(); err != nil {
		t.Skipf("a file system of its own needs to be mounted, and mount says %v %s", err, out)
	}
	t.Cleanup(func() {
		out, err := exec.Command("umount", at).CombinedOutput()
		assert.NoError(t, err, "%s", out)
	})
	return at
}

func Test真的写满了_腾出地方接着写(t *testing.T) {
	at := mounted(t)
	s := opened(t, filepath.Join(at, "care"), Options{Partitions: 1})
	defer s.Close()
	p, k := leased(t, s, 0), keyIn(s, 0, 1)
	v := written(t, p, care.Commit{Key: k, State: []byte("before")})
	other := filepath.Join(at, "other")
	require.NoError(t, os.WriteFile(other, make([]byte, 1<<20), 0o600))
	large := care.Tx{Commits: []care.Commit{{Key: k, If: v, State: make([]byte, 1<<20)}}}
	_, err := p.Apply(ctx, large)
	require.ErrorContains(t, err, "most likely it, or the quota of this user, is full: make room, and try again")
	assert.Equal(t, "before", string(record(t, p, k).State), "who only reads is served")
	require.NoError(t, os.Remove(other))
	large.Commits[0].State = make([]byte, 300<<10)
	results, err := p.Apply(ctx, large)
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	require.NoError(t, s.Verify(ctx))
}

func Test只读的挂载_说得明白(t *testing.T) {
	at := mounted(t)
	used, fresh := filepath.Join(at, "care"), filepath.Join(at, "fresh")
	require.NoError(t, opened(t, used, Options{}).Close())
	out, err := exec.Command("mount", "-o", "remount,ro", at).CombinedOutput()
	require.NoError(t, err, "%s", out)
	for _, folder := range []string{used, fresh} {
		_, err = Open(folder, Options{})
		require.ErrorContains(t, err, "cannot be written: its mount is read-only, or its owner is another user; every file of the folder has to be writable for this process")
	}
}

// The disk goes while the process lives on: nothing is confirmed any more.
func Test盘没了进程还在_不再应承(t *testing.T) {
	disk := loopDisk(t)
	disk.mount()
	folder := filepath.Join(disk.at, "care")
	s := opened(t, folder, Options{Partitions: 1})
	p, k := leased(t, s, 0), keyIn(s, 0, 1)
	v := written(t, p, care.Commit{Key: k, State: []byte("confirmed")})
	disk.cut()
	for range 2 {
		_, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("lost")}}})
		require.ErrorContains(t, err, "check the disk")
	}
	_ = s.Close() // it cannot write either
	disk.unmount()
	disk.mount()
	s = opened(t, folder, Options{})
	assert.Equal(t, "confirmed", string(record(t, leased(t, s, 0), k).State))
	require.NoError(t, s.Close())
	disk.unmount()
}
