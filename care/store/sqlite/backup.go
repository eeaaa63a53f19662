package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ncruces/go-sqlite3"
)

// Backup copies the store into a folder that does not exist or is empty, while it is in
// use. All files of the copy are of one time, and the folder appears when it is complete.
// Open opens a backup as it opens the store. Do not copy the files of an open store
// yourself: part of their data is in the -wal files.
func (s *Store) Backup(ctx context.Context, folder string) error {
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return fmt.Errorf("sqlite: %s holds something; name a folder for the backup that does not exist", folder)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return explained(folder, err)
	}
	around, name := filepath.Split(filepath.Clean(folder))
	if err := os.MkdirAll(filepath.Clean(around), 0o700); err != nil {
		return explained(around, err)
	}
	half, err := os.MkdirTemp(filepath.Clean(around), name+".half-*")
	if err != nil {
		return explained(around, err)
	}
	if err = s.copyInto(ctx, half); err == nil {
		_ = os.Remove(folder) // when it is there it is empty, and the new one cannot replace it everywhere
		err = os.Rename(half, folder)
	}
	if err != nil {
		return errors.Join(explained(folder, err), os.RemoveAll(half))
	}
	return syncFolder(filepath.Clean(around))
}

func (s *Store) copyInto(ctx context.Context, folder string) (err error) {
	pictures, err := s.pictures(ctx)
	defer func() {
		for _, c := range pictures {
			err = errors.Join(err, c.Close())
		}
	}()
	for i, c := range pictures {
		if err == nil {
			err = copyFile(ctx, c, filepath.Join(folder, filepath.Base(s.files[i].path)))
		}
	}
	if err == nil {
		err = syncFolder(folder)
	}
	return err
}

// pictures are connections to all files that see them as they were at one instant:
// nobody writes while they are made.
func (s *Store) pictures(ctx context.Context) (all []*sqlite3.Conn, err error) {
	for _, f := range s.files {
		if err := f.enter(ctx); err != nil {
			return nil, err
		}
		defer f.leave()
		if f.broken != nil {
			return nil, f.broken
		}
	}
	for _, f := range s.files {
		c, err := f.second()
		if err != nil {
			return all, err
		}
		all = append(all, c)
		if err := c.Exec(`BEGIN; SELECT * FROM store`); err != nil {
			return all, explained(f.path, err)
		}
	}
	return all, nil
}

// second is another connection to a file, for what takes its time.
func (f *file) second() (*sqlite3.Conn, error) {
	c, err := sqlite3.OpenFlags(f.path, sqlite3.OPEN_READWRITE)
	if err != nil {
		return nil, explained(f.path, err)
	}
	if err := c.Exec(`PRAGMA busy_timeout = 5000; PRAGMA query_only = on`); err != nil {
		return nil, errors.Join(explained(f.path, err), c.Close())
	}
	return c, nil
}

// copyFile copies what a connection sees, a few pages at a time.
func copyFile(ctx context.Context, from *sqlite3.Conn, to string) (err error) {
	empty, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := empty.Close(); err != nil {
		return err
	}
	b, err := from.BackupInit("main", to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if done, err = b.Step(256); err != nil {
			return err
		}
	}
	return nil
}

// Verify reads every page of every file and reports inconsistencies. It takes as long as
// reading the files does, and blocks no other call. A store that fails it must be
// restored from a backup.
func (s *Store) Verify(ctx context.Context) error {
	var problems []error
	for _, f := range s.files {
		problems = append(problems, f.verify(ctx))
	}
	return errors.Join(problems...)
}

func (f *file) verify(ctx context.Context) (err error) {
	if err := f.read(ctx, func() error { return nil }); err != nil { // closed, or broken
		return err
	}
	c, err := f.second()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	c.SetInterrupt(ctx)
	s, _, err := c.Prepare(`PRAGMA integrity_check(10)`)
	if err != nil {
		return explained(f.path, err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var wrong []string
	for s.Step() {
		if line := s.ColumnText(0); line != "ok" {
			wrong = append(wrong, line)
		}
	}
	switch err := s.Err(); {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return explained(f.path, err)
	case len(wrong) > 0:
		return fmt.Errorf("sqlite: %s is damaged; keep the folder as it is, and restore a backup:\n%s", f.path, strings.Join(wrong, "\n"))
	}
	return nil
}
