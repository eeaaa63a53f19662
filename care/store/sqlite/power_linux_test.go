package sqlite

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// What a file system does when the power goes: everything stops where it stands, and what
// nobody has flushed is lost, the journal's own memory too.
const (
	shutdownCall = 0x8004587d // FS_IOC_SHUTDOWN
	noLogFlush   = 2
)

// The power goes while the shop is at work.
func Test停电_应承过的一件不少(t *testing.T) {
	if testing.Short() {
		t.Skip("a short run cuts no power")
	}
	disk := loopDisk(t)
	shop := &crash.Loop{Place: filepath.Join(disk.at, "care"), Open: crashOpen, Faulty: true}
	for range shop.Cycles(t, 2, 5) {
		disk.mount()
		shop.Child(t, func(p *os.Process) {
			time.Sleep(crash.AnyInstant())
			disk.stop(p)
			disk.cut()
			shop.Kill(p)
		})
		disk.unmount()
		disk.mount()
		shop.Verify(t)
		disk.unmount()
	}
	shop.Report(t)
}

// The control: a store that does not wait for the disk has lost something.
func Test停电_不等磁盘的_丢了查得出来(t *testing.T) {
	if testing.Short() {
		t.Skip("a short run cuts no power")
	}
	disk := loopDisk(t)
	disk.mount()
	shop := &crash.Loop{Place: lossy + filepath.Join(disk.at, "care"), Open: crashOpen, Faulty: true}
	shop.Child(t, func(p *os.Process) {
		time.Sleep(time.Second)
		disk.stop(p)
		disk.cut()
		shop.Kill(p)
	})
	disk.unmount()
	disk.mount()
	shop.Lost(t)
	disk.unmount()
}

// A disk is an ext4 in a file, whose power can be cut.
type disk struct {
	*testing.T
	image, at string
	mounted   bool
}

func loopDisk(t *testing.T) *disk {
	if os.Geteuid() != 0 {
		t.Skip("cutting the power of a loop device needs root; run the tests of this package as root to have it done")
	}
	d := &disk{T: t, image: filepath.Join(t.TempDir(), "disk"), at: t.TempDir()}
	require.NoError(t, os.WriteFile(d.image, nil, 0o600))
	require.NoError(t, os.Truncate(d.image, 256<<20))
	if out, err := exec.Command("mkfs.ext4", "-q", "-F", d.image).CombinedOutput(); err != nil {
		t.Skipf("cutting the power needs an ext4, and mkfs.ext4 says %v %s", err, out)
	}
	if out, err := exec.Command("mount", "-o", "loop", d.image, d.at).CombinedOutput(); err != nil {
		t.Skipf("cutting the power needs a loop device, and mount says %v %s", err, out)
	}
	d.mounted = true
	t.Cleanup(d.unmount)
	d.unmount()
	return d
}

func (d *disk) mount() {
	out, err := exec.Command("mount", "-o", "loop", d.image, d.at).CombinedOutput()
	require.NoError(d, err, "%s", out)
	d.mounted = true
}

func (d *disk) unmount() {
	if !d.mounted {
		return
	}
	out, err := exec.Command("umount", d.at).CombinedOutput()
	require.NoError(d, err, "%s", out)
	d.mounted = false
}

func (d *disk) cut() {
	root, err := os.Open(d.at)
	if err == nil {
		defer root.Close()
		err = unix.IoctlSetPointerInt(int(root.Fd()), shutdownCall, noLogFlush)
	}
	if err != nil {
		d.Errorf("the power could not be cut: %v", err)
	}
}

// stop stops a shop whose power goes with the disk's: afterwards each of its threads stands
// still, or is in the kernel and stops before it comes back. Without this the shop would
// hear lies: while ext4 shuts down, Linux answers an fsync that is on its way as if it were
// done.
func (d *disk) stop(shop *os.Process) {
	if err := shop.Signal(unix.SIGSTOP); err != nil {
		d.Errorf("the shop could not be stopped: %v", err)
		return
	}
	threads := fmt.Sprintf("/proc/%d/task/*/stat", shop.Pid)
	for {
		stats, err := filepath.Glob(threads)
		if err != nil {
			d.Errorf("the threads of the shop could not be read: %v", err)
			return
		}
		if !slices.ContainsFunc(stats, atWork) {
			return
		}
	}
}

func atWork(stat string) bool {
	text, err := os.ReadFile(stat)
	_, state, _ := strings.Cut(string(text), ") ")
	return err == nil && !strings.HasPrefix(state, "T") && !strings.HasPrefix(state, "D")
}
