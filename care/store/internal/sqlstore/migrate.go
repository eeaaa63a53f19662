package sqlstore

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// Application is what {version} says of whose the tables are.
const Application = "tiexin care"

// A Migration makes the tables, or changes them.
type Migration struct {
	Number int
	// Major is raised by a migration after which a release that does not know it must not
	// go on.
	Major int
	SQL   string // statements, each ending in a semicolon at the end of a line
}

// A Found is what is where the tables belong.
type Found struct {
	Tables      int    // of any kind
	Application string // what {version} says; empty: there is none
	Number      int
	Major       int
	ReadOnly    string // why nothing can be written; empty: it can
}

// Check implements care.Checker.
func (s *Store) Check(ctx context.Context) error {
	return s.within(ctx, func(ctx context.Context) error {
		found, err := s.db.Inspect(ctx)
		if err != nil {
			return err
		}
		if err := s.about.judge(found); err != nil {
			return err
		}
		if found.ReadOnly != "" {
			return fmt.Errorf("the database cannot be written to: %s; connect to the primary, as a user who may write", found.ReadOnly)
		}
		return nil
	})
}

// judge says what is wrong with what was found; nil: it is this release's, or one that
// was added to since.
func (a *About) judge(found Found) error {
	newest := a.Migrations[len(a.Migrations)-1]
	switch {
	case found.Application == "" && found.Tables == 0:
		return fmt.Errorf("there are no tables in %s: make them with %s", a.Place, a.Command)
	case found.Application != Application:
		return a.foreign(found)
	case found.Major > newest.Major:
		return fmt.Errorf("the tables in %s are of a newer release of this library (schema %d.%d; this one knows %d.%d), which this one cannot work with: use that release", a.Place, found.Major, found.Number, newest.Major, newest.Number)
	case found.Number < newest.Number:
		return fmt.Errorf("the tables in %s are of an older release of this library (schema %d.%d; this one needs %d.%d): bring them up to date with %s", a.Place, found.Major, found.Number, newest.Major, newest.Number, a.Command)
	}
	return nil
}

func (a *About) foreign(found Found) error {
	return fmt.Errorf("the tables in %s belong to something else (there are %d of them, and none names this library): give the store a place of its own, or name the right one in the options", a.Place, found.Tables)
}

// Migrate makes the tables or brings them up to date. The dialect sees to it that nobody
// else does the same meanwhile, and that what was begun is undone by an error where the
// database can do that.
func Migrate(ctx context.Context, found Found, about About, partitions int, t Session) error {
	switch {
	case found.Application == "" && found.Tables > 0, found.Application != "" && found.Application != Application:
		return fmt.Errorf("%s: %w", about.Name, about.foreign(found))
	}
	for _, m := range about.Migrations {
		if m.Number <= found.Number {
			continue
		}
		for _, sql := range m.statements(partitions) {
			if _, err := t.Exec(ctx, sql); err != nil {
				return fmt.Errorf("%s: migration %d: %w", about.Name, m.Number, err)
			}
		}
	}
	return nil
}

// WriteMigrations writes the migrations after a number for people and their tools.
func WriteMigrations(w io.Writer, words *strings.Replacer, migrations []Migration, partitions, after int) error {
	for _, m := range migrations {
		if m.Number <= after {
			continue
		}
		if _, err := fmt.Fprintf(w, "-- %s: schema %d.%d\n", Application, m.Major, m.Number); err != nil {
			return err
		}
		for _, sql := range m.statements(partitions) {
			if _, err := fmt.Fprintf(w, "%s;\n", words.Replace(sql)); err != nil {
				return err
			}
		}
	}
	return nil
}

// statements are those of a migration, and the one that says that it was made. {numbers}
// are the rows of the partitions: (0), (1), … The first migration puts a row with number 0
// into {version}: a database that undoes no CREATE TABLE keeps that one while it is made.
func (m Migration) statements(partitions int) []string {
	numbers := make([]string, partitions)
	for i := range numbers {
		numbers[i] = fmt.Sprintf("(%d)", i)
	}
	var all []string
	for sql := range strings.SplitSeq(m.SQL, ";\n") {
		if sql = strings.TrimSpace(sql); sql != "" {
			all = append(all, strings.ReplaceAll(sql, "{numbers}", strings.Join(numbers, ", ")))
		}
	}
	return append(all, fmt.Sprintf("UPDATE {version} SET number = %d, major = %d", m.Number, m.Major))
}
