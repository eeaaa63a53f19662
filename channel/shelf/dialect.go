package shelf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Dialect is the database's SQL dialect.
type Dialect string

// The dialects.
const (
	SQLite     Dialect = "sqlite"
	PostgreSQL Dialect = "postgresql"
	MySQL      Dialect = "mysql" // also MariaDB
)

// Dialects lists all dialects.
func Dialects() []Dialect { return []Dialect{SQLite, PostgreSQL, MySQL} }

// Keys, names and values are bytes: no database folds their case, cuts their blanks or
// refuses a character.
var tables = map[Dialect][]string{
	SQLite: {
		`CREATE TABLE IF NOT EXISTS tiexin_shelf (
  shelf_key BLOB NOT NULL,
  name BLOB NOT NULL,
  value BLOB NOT NULL,
  put_at INTEGER NOT NULL,
  good_until INTEGER NOT NULL,
  PRIMARY KEY (shelf_key, name)
) WITHOUT ROWID`,
		`CREATE INDEX IF NOT EXISTS tiexin_shelf_good_until ON tiexin_shelf (good_until)`,
	},
	PostgreSQL: {
		`CREATE TABLE IF NOT EXISTS tiexin_shelf (
  shelf_key bytea NOT NULL,
  name bytea NOT NULL,
  value bytea NOT NULL,
  put_at bigint NOT NULL,
  good_until bigint NOT NULL,
  PRIMARY KEY (shelf_key, name)
)`,
		`CREATE INDEX IF NOT EXISTS tiexin_shelf_good_until ON tiexin_shelf (good_until)`,
	},
	MySQL: {
		`CREATE TABLE IF NOT EXISTS tiexin_shelf (
  shelf_key varbinary(200) NOT NULL,
  name varbinary(200) NOT NULL,
  value mediumblob NOT NULL,
  put_at bigint NOT NULL,
  good_until bigint NOT NULL,
  PRIMARY KEY (shelf_key, name),
  INDEX tiexin_shelf_good_until (good_until)
)`,
	},
}

// MigrateSQL is the statement that creates the table, for manual migration. Its times
// are microseconds since 1970. It is empty for an unknown dialect.
func MigrateSQL(d Dialect) string {
	text := strings.Join(tables[d], ";\n")
	if text != "" {
		text += ";\n"
	}
	return text
}

func (d Dialect) known() error {
	if slices.Contains(Dialects(), d) {
		return nil
	}
	return fmt.Errorf("shelf: unknown dialect %q; possible: %s, %s and %s", string(d), SQLite, PostgreSQL, MySQL)
}

func (d Dialect) put() string {
	const row = `INSERT INTO tiexin_shelf (shelf_key, name, value, put_at, good_until) VALUES (?, ?, ?, ?, ?) `
	if d == MySQL {
		return row + `ON DUPLICATE KEY UPDATE value = VALUES(value), put_at = VALUES(put_at), good_until = VALUES(good_until)`
	}
	return d.numbered(row + `ON CONFLICT (shelf_key, name) DO UPDATE SET value = excluded.value, put_at = excluded.put_at, good_until = excluded.good_until`)
}

func (d Dialect) get() string {
	return d.numbered(`SELECT name, value, put_at, good_until FROM tiexin_shelf WHERE shelf_key = ? AND good_until > ? ORDER BY put_at DESC, name`)
}

// sweep removes a thousand rows at most: nobody waits for it long.
func (d Dialect) sweep() string {
	if d == MySQL {
		return `DELETE FROM tiexin_shelf WHERE good_until <= ? LIMIT 1000`
	}
	return d.numbered(`DELETE FROM tiexin_shelf WHERE (shelf_key, name) IN (SELECT shelf_key, name FROM tiexin_shelf WHERE good_until <= ? LIMIT 1000)`)
}

// numbered has $1, $2, … in place of question marks where the database wants it so.
func (d Dialect) numbered(text string) string {
	if d != PostgreSQL {
		return text
	}
	for n := 1; strings.Contains(text, "?"); n++ {
		text = strings.Replace(text, "?", "$"+strconv.Itoa(n), 1)
	}
	return text
}
