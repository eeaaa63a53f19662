package postgres

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// Options configure the tables and connections. The zero Options suit a shop.
type Options struct {
	// Schema is the schema of the tables; nothing else may be in it. Migrate creates it.
	// Default: care.
	Schema string
	// Partitions is the number of partitions of new tables: make it larger than the
	// number of processes will ever be. It is fixed when they are created: for existing
	// tables, leave it out or use the same. Default: 64.
	Partitions int
	// Prepare prepares the statements of each connection, which halves the time of a
	// single event. Do not use it with a pooler that changes the connection after every
	// transaction, unless it tracks prepared statements. Default: false.
	Prepare bool
	// Timeout is the longest time for a call, with the wait for a connection. A longer
	// call is an error, and its connection is closed. Default: 10 s.
	Timeout time.Duration
}

// A Store stores the engine's state in a PostgreSQL database: it is a care.Store, a
// care.Shared, a care.Journal and a care.Checker. It is safe for concurrent use.
type Store struct {
	*sqlstore.Store
	db     *database
	letter string // the statement that brings one
}

//go:embed migrations/*.sql
var files embed.FS

// migrations are all that there are, in order.
var migrations = []sqlstore.Migration{{Number: 1, Major: 1, SQL: migration("1")}}

func migration(name string) string {
	sql, err := files.ReadFile("migrations/" + name + ".sql")
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(sql)
}

// Open opens the store in a database. The pool is the host's: Close leaves it open. The
// error gives the fix if the tables are missing, of another release or of another
// program, or if the database is read-only.
func Open(ctx context.Context, pool *pgxpool.Pool, o Options) (*Store, error) {
	db := newDatabase(pool, o)
	about := o.about()
	var err error
	if about.Fsync, err = db.isDurable(ctx, o.Timeout); err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	store, err := sqlstore.Open(ctx, db, about)
	if err != nil {
		return nil, err
	}
	text, _ := sqlstore.InsertLetters(make([]care.Letter, 1))
	return &Store{store, db, db.texts.number(text)}, nil
}

// isDurable says whether what was committed survives a power cut, as the server and the
// pool's connections are set.
func (d *database) isDurable(ctx context.Context, limit time.Duration) (is bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(limit, sqlstore.DefaultTimeout))
	defer cancel()
	err = d.Query(ctx, `SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'`, nil, func(r sqlstore.Row) error { return r.Scan(&is) })
	return is, err
}

func (o Options) schema() string { return cmp.Or(o.Schema, "care") }

func (o Options) partitions() int { return cmp.Or(o.Partitions, sqlstore.DefaultPartitions) }

func (o Options) about() sqlstore.About {
	return sqlstore.About{
		Name: "postgres", Place: fmt.Sprintf("the schema %q", o.schema()), Command: "postgres.Migrate, or with what postgres.MigrateSQL writes",
		Timeout: o.Timeout, Partitions: o.Partitions, Migrations: migrations,
	}
}

// words are what stands for the words in braces.
func (o Options) words() *strings.Replacer {
	schema := o.schema()
	return sqlstore.Words(func(table string) string { return pgx.Identifier{schema, table}.Sanitize() },
		"{now}", "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
		"{share}", "FOR SHARE",
		"{insert new}", "INSERT", "{if none}", "ON CONFLICT DO NOTHING",
		"{after}", "shop >= ? AND (shop, customer) > (?, ?)",
		"{some}", "(lists & ?) <> 0",
	)
}

// Migrate creates the schema and its tables, or updates them, in one transaction.
// Simultaneous calls wait for each other, and a second call does nothing. It refuses a
// schema that contains anything else.
func Migrate(ctx context.Context, pool *pgxpool.Pool, o Options) error {
	if o.Partitions < 0 {
		return fmt.Errorf("postgres: Options.Partitions is %d: there is one at least", o.Partitions)
	}
	db := newDatabase(pool, o)
	return db.Transact(ctx, func(t sqlstore.Session) error {
		lock := `SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text` // until the transaction is over
		if err := t.Query(ctx, lock, []any{"tiexin care " + o.schema()}, func(sqlstore.Row) error { return nil }); err != nil {
			return err
		}
		found, err := db.inspect(ctx, t)
		if err != nil {
			return err
		}
		if !found.schema {
			if _, err := t.Exec(ctx, o.createSchema()); err != nil {
				return err
			}
		}
		return sqlstore.Migrate(ctx, found.Found, o.about(), o.partitions(), t)
	})
}

func (o Options) createSchema() string {
	return "CREATE SCHEMA " + pgx.Identifier{o.schema()}.Sanitize()
}

// MigrateSQL writes the statements of Migrate, for a host with its own migration tool:
// those of all migrations after a number. Zero: all, with the schema itself. The table
// version has the number of the last one.
func MigrateSQL(w io.Writer, o Options, after int) error {
	if after == 0 {
		if _, err := fmt.Fprintf(w, "%s;\n", o.createSchema()); err != nil {
			return err
		}
	}
	return sqlstore.WriteMigrations(w, o.words(), migrations, o.partitions(), after)
}
