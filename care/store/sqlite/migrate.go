package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// migrate brings the tables of a file from an older version to this one, after a copy of
// the file as it was. Nobody else has the folder, so all copies are of one instant.
func (f *file) migrate(has int) error {
	if err := f.keep(fmt.Sprintf("%s.before-%d", f.path, version())); err != nil {
		return fmt.Errorf("sqlite: %s has schema %d, and a copy of it has to be made before it becomes %d: %w", f.path, has, version(), explained(f.path, err))
	}
	return f.transact(&job{do: func() error { return f.raise(has) }})
}

// raise makes what the versions after one have brought.
func (f *file) raise(has int) error {
	return f.conn.Exec(fmt.Sprintf("%s; PRAGMA application_id = %d; PRAGMA user_version = %d", strings.Join(schema[has:], ";"), application, version()))
}

// keep copies the file to a path, whole or not at all. What was there is of an attempt
// before.
func (f *file) keep(path string) error {
	half := path + ".half"
	if err := os.Remove(half); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	from, err := f.second()
	if err != nil {
		return err
	}
	err = copyFile(context.Background(), from, half)
	if err = errors.Join(err, from.Close()); err == nil {
		err = os.Rename(half, path)
	}
	if err != nil {
		_ = os.Remove(half)
		return err
	}
	return syncFolder(filepath.Dir(path))
}
