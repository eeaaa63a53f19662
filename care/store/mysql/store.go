package mysql

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// Options say where the tables are. The zero Options suit a shop.
type Options struct {
	// Prefix is how the names of the tables begin, and no others in the database do.
	// Default: care_.
	Prefix string
	// Partitions is into how many parts new tables divide the customers: more than there
	// will ever be processes. It is fixed when they are made: with tables that exist,
	// leave it out or say the same. Default: 64.
	Partitions int
	// Timeout is how long a call may take, with the wait for a connection. What takes
	// longer is an error, and its connection is closed. Default: 10 s.
	Timeout time.Duration
	// Connections is how many connections are open at most. Default: 16.
	Connections int
	// NotDurable accepts a server that may lose what was confirmed in the last second when
	// its machine loses power: innodb_flush_log_at_trx_commit is not 1, or there is a binary
	// log and sync_binlog is not 1. Default: false, and Open refuses it.
	NotDurable bool
}

// A Store keeps what the engine remembers in a MySQL or MariaDB database: it is a
// care.Store, a care.Shared, a care.Journal and a care.Checker. It is safe for concurrent
// use.
type Store struct {
	*sqlstore.Store
	db *database
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

// Open opens the store in a database. Its connections are its own, made as the config of
// the driver says; how a statement and its answer travel is the store's business, whatever
// the config says about that. The error says what to do when the tables are not there, are
// of another release or belong to something else, when the database cannot be written to,
// and when the server may lose what it has confirmed.
func Open(ctx context.Context, config *driver.Config, o Options) (*Store, error) {
	db, err := connect(config, o)
	if err != nil {
		return nil, err
	}
	about := o.about(config)
	about.Fsync = !o.NotDurable
	store, err := sqlstore.Open(ctx, db, about)
	if err != nil {
		_ = db.pool.Close()
		return nil, err
	}
	return &Store{store, db}, nil
}

// Close closes the connections.
func (s *Store) Close() error { return s.db.pool.Close() }

func (o Options) prefix() string {
	if o.Prefix == "" {
		return "care_"
	}
	return o.Prefix
}

func (o Options) partitions() int {
	if o.Partitions == 0 {
		return sqlstore.DefaultPartitions
	}
	return o.Partitions
}

func (o Options) timeout() time.Duration {
	if o.Timeout == 0 {
		return sqlstore.DefaultTimeout
	}
	return o.Timeout
}

func (o Options) about(config *driver.Config) sqlstore.About {
	return sqlstore.About{
		Name: "mysql", Place: fmt.Sprintf("the database %q, of names that begin with %q,", config.DBName, o.prefix()), Command: "mysql.Migrate, or with what mysql.MigrateSQL writes",
		Timeout: o.Timeout, Partitions: o.Partitions, Migrations: migrations,
	}
}

// words are what stands for the words in braces, and for the names that MySQL wants
// quoted. An empty database leaves it to the connection.
func (o Options) words(database string) *strings.Replacer {
	at := ""
	if database != "" {
		at = quoted(database) + "."
	}
	return sqlstore.Words(func(table string) string { return at + quoted(o.prefix()+table) },
		"{now}", "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000 AS SIGNED)",
		"{share}", "LOCK IN SHARE MODE",
		"{insert new}", "INSERT IGNORE", "{if none}", "",
		"{after}", "shop >= ? AND (shop > ? OR customer > ?)",
		"{some}", "(lists & ?) <> 0",
		"partition", "`partition`",
	)
}

func quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// Migrate makes the tables, or brings them up to date. Those who call it at the same time
// wait for each other, and calling it again does nothing: also after one that was
// interrupted, which leaves the rest to the next. It refuses a database in which the names
// of the tables are taken by something else.
func Migrate(ctx context.Context, config *driver.Config, o Options) error {
	if o.Partitions < 0 {
		return fmt.Errorf("mysql: Options.Partitions is %d: there is one at least", o.Partitions)
	}
	db, err := connect(config, o)
	if err != nil {
		return err
	}
	defer db.pool.Close()
	return db.on(ctx, func(s *session) error {
		var got sql.NullInt64
		lock := "tiexin " + config.DBName + " " + o.prefix()
		if err := s.conn.QueryRowContext(ctx, `SELECT GET_LOCK(LEFT(SHA1(?), 40), ?)`, lock, int(o.timeout().Seconds())).Scan(&got); err != nil {
			return fmt.Errorf("mysql: %w", err)
		}
		if got.Int64 != 1 {
			return fmt.Errorf("mysql: another process has worked on the tables for %s: wait until it has ended", o.timeout())
		}
		found, err := db.inspect(ctx, s)
		if err != nil {
			return fmt.Errorf("mysql: %w", err)
		}
		return sqlstore.Migrate(ctx, found, o.about(config), o.partitions(), s)
	}) // the lock ends with the connection
}

// MigrateSQL writes the statements that Migrate would execute, for a host with a tool of
// its own: those of all migrations after a number. Zero: all. The number of the last one
// is in the table version.
func MigrateSQL(w io.Writer, o Options, after int) error {
	return sqlstore.WriteMigrations(w, o.words(""), migrations, o.partitions(), after)
}

var (
	_ care.Shared  = (*Store)(nil)
	_ care.Journal = (*Store)(nil)
	_ care.Checker = (*Store)(nil)
)
