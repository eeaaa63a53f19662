package sqlite

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
)

// application marks a database file as one of this package: "txcf".
const application = 0x74786366

// schema are the tables of a file, as they were made version after version: a new file
// goes the way of an old one, so both end up the same. What has been released stays as it
// is. Who wants to be woken, who stands on a list and what waits in a lane each have an
// index, and no query reads past what it does not need.
var schema = []string{`
	CREATE TABLE store (
		id TEXT NOT NULL,            -- the same in all files of a store
		partitions INTEGER NOT NULL, -- of the whole store
		files INTEGER NOT NULL,
		number INTEGER NOT NULL      -- of this file, from 1
	) STRICT;
	CREATE TABLE partitions (
		number INTEGER PRIMARY KEY,
		epoch INTEGER NOT NULL       -- how often it was acquired
	) STRICT;
	CREATE TABLE records (
		partition INTEGER NOT NULL,
		shop TEXT NOT NULL,
		customer TEXT NOT NULL,
		version INTEGER NOT NULL,
		wake_at INTEGER NOT NULL,    -- milliseconds since 1970; 0: never
		state BLOB NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX records_by_key ON records (partition, shop, customer);
	CREATE INDEX records_by_wake ON records (partition, wake_at, shop, customer) WHERE wake_at <> 0;
	CREATE TABLE postings (
		place INTEGER PRIMARY KEY,   -- in the order of the commits
		partition INTEGER NOT NULL,
		id TEXT NOT NULL,
		shop TEXT NOT NULL,
		customer TEXT NOT NULL,
		lane TEXT NOT NULL,
		body BLOB NOT NULL,
		not_after INTEGER NOT NULL,
		attempt INTEGER NOT NULL,
		retry_at INTEGER NOT NULL,   -- 0: it was not tried
		fault TEXT NOT NULL          -- why it is tried again
	) STRICT;
	CREATE UNIQUE INDEX postings_by_id ON postings (partition, id);
	CREATE INDEX postings_by_lane ON postings (partition, lane, retry_at);
	CREATE TABLE notes (
		partition INTEGER NOT NULL,
		name TEXT NOT NULL,
		state BLOB NOT NULL,
		PRIMARY KEY (partition, name)
	) STRICT, WITHOUT ROWID`, `
	-- A record from before stands on all lists until it is written again: which are right
	-- only the engine can tell.
	ALTER TABLE records ADD COLUMN lists INTEGER NOT NULL DEFAULT 255;
	CREATE INDEX records_by_list ON records (partition, shop, customer) WHERE lists <> 0;
	ALTER TABLE postings ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
	-- When a posting from before was decided nobody noted; it is at least as old as this.
	UPDATE postings SET at = unixepoch() * 1000;
	CREATE INDEX postings_by_age ON postings (partition, at);
	CREATE TABLE journal (
		place INTEGER PRIMARY KEY,   -- in the order of the commits
		shop TEXT NOT NULL,
		customer TEXT NOT NULL,
		at INTEGER NOT NULL,
		body BLOB NOT NULL
	) STRICT;
	CREATE INDEX journal_by_key ON journal (shop, customer, at);
	CREATE INDEX journal_by_age ON journal (at)`}

// version is that of the tables.
func version() int { return len(schema) }

// An identity is what a file says about the store it belongs to.
type identity struct {
	id                        string
	partitions, files, number int
}

// openFiles opens the files of the store. The first file is made last: while it is not
// there, there is no store, and nothing that the others hold counts.
func (s *Store) openFiles(o Options) error {
	first, is, err := s.openFile(1)
	if err != nil {
		return err
	}
	if is == nil {
		if is, err = s.create(o, first); err != nil {
			return err
		}
	}
	switch {
	case o.Partitions != 0 && o.Partitions != is.partitions:
		return fmt.Errorf("sqlite: the store in %s has %d partitions, and not %d: their number is fixed when a store is made; leave Options.Partitions out", s.folder, is.partitions, o.Partitions)
	case o.Files != 0 && o.Files != is.files:
		return fmt.Errorf("sqlite: the store in %s has files=%d, and not %d: their number is fixed when a store is made; leave Options.Files out", s.folder, is.files, o.Files)
	}
	for number := len(s.files) + 1; number <= is.files; number++ {
		f, other, err := s.openFile(number)
		if err != nil {
			return err
		}
		if other == nil {
			return fmt.Errorf("sqlite: %s is missing: the store in %s is spread over %d files; restore all of them from one backup", f.path, s.folder, is.files)
		}
		if other.id != is.id || other.number != number {
			return fmt.Errorf("sqlite: %s belongs to another store, or to another place in this one; restore all files from one backup", f.path)
		}
	}
	for number := range is.partitions {
		s.parts = append(s.parts, &part{number: number, file: s.files[number%is.files]})
	}
	return errors.Join(syncFolder(s.folder), syncFolder(filepath.Dir(s.folder)))
}

func (s *Store) pathOf(number int) string {
	return filepath.Join(s.folder, fmt.Sprintf("care-%d.db", number))
}

// openFile opens one file of the store and says what it is; nil: it is empty.
func (s *Store) openFile(number int) (*file, *identity, error) {
	f, err := openFile(s.pathOf(number))
	if err != nil {
		return nil, nil, err
	}
	s.files = append(s.files, f)
	is, has, err := f.identify() // before anything in it is changed
	if err == nil {
		err = f.prepare()
	}
	if err == nil && is != nil && has < version() {
		err = f.migrate(has)
	}
	return f, is, err
}

// identify says which store a file belongs to, nil when it is empty, and of what version
// its tables are.
func (f *file) identify() (_ *identity, has int, err error) {
	var app, tables int64
	err = errors.Join(
		f.each(`PRAGMA application_id`, nil, func(r row) { app = r.int(0) }),
		f.each(`PRAGMA user_version`, nil, func(r row) { has = int(r.int(0)) }),
		f.each(`SELECT count(*) FROM sqlite_schema`, nil, func(r row) { tables = r.int(0) }),
	)
	switch {
	case err != nil:
		return nil, 0, explained(f.path, err)
	case app == 0 && has == 0 && tables == 0:
		return nil, 0, nil
	case app != application:
		return nil, 0, fmt.Errorf("sqlite: %s is a database of something else (application_id %d, %d tables and indexes); give the store a folder of its own", f.path, app, tables)
	case has > version():
		return nil, 0, fmt.Errorf("sqlite: %s was written by a newer release of this library (schema %d; this one knows %d): use that release, or a newer one", f.path, has, version())
	case has < 1:
		return nil, 0, fmt.Errorf("sqlite: %s has schema %d, which no release of this library has written: it was changed by something else; restore a backup", f.path, has)
	}
	var is identity
	err = f.each(`SELECT id, partitions, files, number FROM store`, nil, func(r row) {
		is = identity{r.text(0), int(r.int(1)), int(r.int(2)), int(r.int(3))}
	})
	switch {
	case err != nil:
		return nil, 0, explained(f.path, err)
	case is.files < 1 || is.partitions < is.files:
		return nil, 0, fmt.Errorf("sqlite: %s says that the store has %d partitions in %d files, which cannot be: it was changed by something else; restore a backup", f.path, is.partitions, is.files)
	}
	return &is, has, nil
}

// create makes a new store around its first file, which is still empty.
func (s *Store) create(o Options, first *file) (*identity, error) {
	is := identity{id: rand.Text(), partitions: o.Partitions, files: o.Files}
	if is.partitions == 0 {
		is.partitions = 16
	}
	if is.files == 0 {
		is.files = 1
	}
	if is.partitions < is.files || is.files < 1 {
		return nil, fmt.Errorf("sqlite: a store of %d partitions cannot be spread over %d files: there are at least as many partitions as files, and one", is.partitions, is.files)
	}
	for number := 2; number <= is.files; number++ {
		f, other, err := s.openFile(number)
		if err == nil && other != nil {
			err = s.outdo(f)
		}
		if err == nil {
			err = f.create(is, number)
		}
		if err != nil {
			return nil, err
		}
	}
	is.number = 1
	return &is, first.create(is, 1)
}

// outdo clears a file of a store whose making was broken off. One that was ever used is
// not touched.
func (s *Store) outdo(f *file) error {
	var used int64
	err := f.each(`SELECT count(*) FROM partitions WHERE epoch > 0`, nil, func(r row) { used = r.int(0) })
	if err == nil && used > 0 {
		return fmt.Errorf("sqlite: %s is missing, and %s holds customers: restore all files from one backup", s.pathOf(1), f.path)
	}
	if err == nil {
		err = f.conn.Exec(`BEGIN IMMEDIATE; DROP TABLE store; DROP TABLE partitions; DROP TABLE records; DROP TABLE postings; DROP TABLE notes; DROP TABLE journal; COMMIT`)
	}
	return f.judge(err)
}

// create makes the tables of a file, all at once.
func (f *file) create(is identity, number int) error {
	return f.transact(&job{do: func() error {
		if err := f.raise(0); err != nil {
			return err
		}
		if err := f.exec(`INSERT INTO store VALUES (?, ?, ?, ?)`, is.id, is.partitions, is.files, number); err != nil {
			return err
		}
		for p := number - 1; p < is.partitions; p += is.files {
			if err := f.exec(`INSERT INTO partitions VALUES (?, 0)`, p); err != nil {
				return err
			}
		}
		return nil
	}})
}
