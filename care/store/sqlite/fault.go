package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/ncruces/go-sqlite3"

	"github.com/tiexin-go/tiexin/care"
)

// explained says of what file an error is, and what can be done about it.
func explained(path string, err error) error {
	switch {
	case errors.Is(err, care.ErrFenced), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), isExplained(err):
		return err
	case isFull(err):
		return fmt.Errorf("sqlite: %s: the disk, or the quota of this user, is full; make room, and try again: %w", path, err)
	case isRefused(err):
		return fmt.Errorf("sqlite: %s: the disk refused a write; most likely it, or the quota of this user, is full: make room, and try again; if there is room, check the disk: %w", path, err)
	case errors.Is(err, sqlite3.READONLY), errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission), errors.Is(err, sqlite3.PERM):
		return fmt.Errorf("sqlite: %s cannot be written: its mount is read-only, or its owner is another user; every file of the folder has to be writable for this process: %w", path, err)
	case errors.Is(err, sqlite3.NOTADB):
		return fmt.Errorf("sqlite: %s is not a SQLite database; give the store a folder of its own: %w", path, err)
	case errors.Is(err, sqlite3.CORRUPT):
		return fmt.Errorf("sqlite: %s is damaged; keep the folder as it is, and restore a backup: %w", path, err)
	case errors.Is(err, sqlite3.IOERR):
		return fmt.Errorf("sqlite: %s: the disk failed, and the state of the last write is unknown; check the disk, close the store and open it again: %w", path, err)
	case errors.Is(err, sqlite3.BUSY):
		return fmt.Errorf("sqlite: %s: another program holds a lock on it; end that program: %w", path, err)
	}
	return fmt.Errorf("sqlite: %s: %w", path, err)
}

// isExplained says that an error speaks for itself already.
func isExplained(err error) bool { return strings.HasPrefix(err.Error(), "sqlite: ") }

// isFull says that there was no room. A write that fails is rolled back.
func isFull(err error) bool {
	return errors.Is(err, sqlite3.FULL) || (errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)) && !isUnsynced(err)
}

// isRefused says that a write failed, and that nobody said why: the driver loses what the
// system said. It is rolled back as well.
func isRefused(err error) bool {
	return errors.Is(err, sqlite3.IOERR_WRITE) || errors.Is(err, sqlite3.IOERR_SHMSIZE)
}

// isUnsynced says that a flush failed: the kernel may have thrown away what was not on the
// disk, and call the next flush a success.
func isUnsynced(err error) bool {
	return errors.Is(err, sqlite3.IOERR_FSYNC) || errors.Is(err, sqlite3.IOERR_DIR_FSYNC)
}

// isBreach says that after an error nothing more may be done with a file.
func isBreach(err error) bool {
	return isUnsynced(err) || !isFull(err) && !isRefused(err) &&
		(errors.Is(err, sqlite3.IOERR) || errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.NOTADB))
}
