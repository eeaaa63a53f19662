package sqlite

import (
	"os"

	"golang.org/x/sys/windows"
)

var errLocked = windows.ERROR_LOCK_VIOLATION

// tryLock takes the lock of a file for as long as it is open. It is on a byte far behind
// the text, which others want to read.
func tryLock(f *os.File) error {
	at := &windows.Overlapped{OffsetHigh: 1}
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, at)
}

// syncDirectory does nothing: Windows keeps the names of files by itself.
func syncDirectory(*os.File) error { return nil }
