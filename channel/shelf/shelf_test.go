package shelf_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/shelf"
)

// A listener is a database that writes down what it hears and has no rows. Real ones are
// asked by the tests of the stores, which have drivers: see channeltest.TestShelf.
type listener struct {
	heard   []string
	args    [][]driver.NamedValue
	removes []int64                 // how many rows the next DELETEs remove
	fails   func(text string) error // may be nil
}

func (l *listener) Connect(context.Context) (driver.Conn, error) { return l, nil }
func (l *listener) Driver() driver.Driver                        { return nil }
func (l *listener) Prepare(string) (driver.Stmt, error)          { return nil, errors.New("not prepared") }

func (l *listener) Begin() (driver.Tx, error) { return nil, errors.New("not begun") }
func (l *listener) Close() error              { return nil }

func (l *listener) hear(text string, args []driver.NamedValue) error {
	l.heard, l.args = append(l.heard, text), append(l.args, args)
	if l.fails != nil {
		return l.fails(text)
	}
	return nil
}

func (l *listener) ExecContext(_ context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	var n int64
	if strings.HasPrefix(text, "DELETE") && len(l.removes) > 0 {
		n, l.removes = l.removes[0], l.removes[1:]
	}
	return driver.RowsAffected(n), l.hear(text, args)
}

func (l *listener) QueryContext(_ context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	return nil, errors.Join(l.hear(text, args), errors.New("no rows"))
}

var now = time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)

func open(d shelf.Dialect) (*shelf.Shelf, *listener) {
	l := &listener{}
	return &shelf.Shelf{DB: sql.OpenDB(l), Dialect: d, Now: func() time.Time { return now }}, l
}

func memo(key string) channel.Memo {
	return channel.Memo{Key: key, Name: "n", Value: "v", At: now, Until: now.Add(time.Hour)}
}

func TestShelf_SpeaksEachDialect(t *testing.T) {
	for dialect, want := range map[shelf.Dialect][]string{
		shelf.SQLite:     {"VALUES (?, ?, ?, ?, ?) ON CONFLICT (shelf_key, name) DO UPDATE SET value = excluded.value,", "good_until <= ? LIMIT 1000)"},
		shelf.PostgreSQL: {"VALUES ($1, $2, $3, $4, $5) ON CONFLICT (shelf_key, name) DO UPDATE SET value = excluded.value,", "good_until <= $1 LIMIT 1000)"},
		shelf.MySQL:      {"VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value),", "good_until <= ? LIMIT 1000"},
	} {
		s, l := open(dialect)
		require.NoError(t, s.Put(t.Context(), memo("k")))
		require.Len(t, l.heard, 2) // and what has run out is removed
		for i, part := range want {
			assert.Contains(t, l.heard[i], part)
		}
		assert.Equal(t, []any{[]byte("k"), []byte("n"), []byte("v"), now.UnixMicro(), now.Add(time.Hour).UnixMicro()}, values(l.args[0]))
	}
}

func values(args []driver.NamedValue) (all []any) {
	for _, a := range args {
		all = append(all, a.Value)
	}
	return all
}

func TestShelf_HashesLongKeys(t *testing.T) {
	s, l := open(shelf.MySQL)
	long := strings.Repeat("k", shelf.LongestKey+1)
	require.NoError(t, s.Put(t.Context(), memo(long[1:])))
	assert.Equal(t, []byte(long[1:]), l.args[0][0].Value)
	require.NoError(t, s.Put(t.Context(), memo(long)))
	assert.Equal(t, "sha256:", string(l.args[2][0].Value.([]byte)[:7]))
	assert.Len(t, l.args[2][0].Value, 7+64)
}

func TestShelf_RefusesLongValues(t *testing.T) {
	s, l := open(shelf.SQLite)
	m := memo("k")
	m.Value = strings.Repeat("v", shelf.LongestValue+1)
	assert.EqualError(t, s.Put(t.Context(), m), "shelf: the value has 65537 bytes, more than 65536; keep it elsewhere, and here where it is")
	assert.Empty(t, l.heard)
}

// What has run out is removed once an hour, a thousand rows at a time. A memo is put also
// when that fails.
func TestShelf_SweepsOnceAnHour(t *testing.T) {
	s, l := open(shelf.SQLite)
	clock := now
	s.Now = func() time.Time { return clock }
	l.removes = []int64{1000, 1000, 7}
	sweeps := func() (n int) {
		require.NoError(t, s.Put(t.Context(), memo("k")))
		for _, text := range l.heard {
			if strings.HasPrefix(text, "DELETE") {
				n++
			}
		}
		l.heard = nil
		return n
	}
	assert.Equal(t, 3, sweeps())
	clock = clock.Add(59 * time.Minute)
	assert.Equal(t, 0, sweeps())
	clock = clock.Add(time.Minute)
	l.fails = func(text string) error {
		if strings.HasPrefix(text, "DELETE") {
			return errors.New("locked")
		}
		return nil
	}
	assert.Equal(t, 1, sweeps())
	assert.ErrorContains(t, s.Sweep(t.Context()), "locked")
}

func TestShelf_SaysWhatIsWrong(t *testing.T) {
	s, _ := open("oracle")
	assert.EqualError(t, s.Migrate(t.Context()), `shelf: unknown dialect "oracle"; possible: sqlite, postgresql and mysql`)
	assert.ErrorContains(t, s.Put(t.Context(), memo("k")), "unknown dialect")
	_, err := s.Get(t.Context(), "k")
	assert.ErrorContains(t, err, "unknown dialect")
	_, err = (&shelf.Shelf{Dialect: shelf.SQLite}).Get(t.Context(), "k")
	assert.ErrorContains(t, err, "Shelf.DB is nil")
	assert.Empty(t, shelf.MigrateSQL("oracle"))

	s, l := open(shelf.PostgreSQL)
	l.fails = func(string) error { return errors.New("read only") }
	assert.ErrorContains(t, s.Put(t.Context(), memo("k")), "cannot be put: read only")
	assert.ErrorContains(t, s.Migrate(t.Context()), "cannot be made: read only")
	_, err = s.Get(t.Context(), "k")
	assert.ErrorContains(t, err, "read only")
}

func TestShelf_MigratesAsTheAdministratorWould(t *testing.T) {
	for _, d := range shelf.Dialects() {
		s, l := open(d)
		require.NoError(t, s.Migrate(t.Context()))
		assert.Equal(t, shelf.MigrateSQL(d), strings.Join(l.heard, ";\n")+";\n")
	}
}

// An administrator makes the table by hand.
func ExampleMigrateSQL() {
	fmt.Print(shelf.MigrateSQL(shelf.PostgreSQL))
	// Output:
	// CREATE TABLE IF NOT EXISTS tiexin_shelf (
	//   shelf_key bytea NOT NULL,
	//   name bytea NOT NULL,
	//   value bytea NOT NULL,
	//   put_at bigint NOT NULL,
	//   good_until bigint NOT NULL,
	//   PRIMARY KEY (shelf_key, name)
	// );
	// CREATE INDEX IF NOT EXISTS tiexin_shelf_good_until ON tiexin_shelf (good_until);
}
