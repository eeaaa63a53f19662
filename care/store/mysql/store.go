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

// Options configure the tables and connections. The zero Options suit a shop.
type Options struct {
	// Prefix is the prefix of the tables' names; no other table in the database may have it.
	// Default: care_.
	Prefix string
	// Partitions is the number of partitions of new tables: make it larger than the number
	// of processes will ever be. It is fixed when they are created: for existing tables,
	// leave it out or use the same. Default: 64.
	Partitions int
	// Timeout is the longest time for a call, with the wait for a connection. A longer call
	// is an error, and its connection is closed. Default: 10 s.
	Timeout time.Duration
	// Connections is the largest number of open connections. Default: 16.
	Connections int
	// NotDurable accepts a server that may lose the confirmed data of the last second in a
	// power cut. That is one with innodb_flush_log_at_trx_commit other than 1, or with a
	// binary log and sync_binlog other than 1. Default: false, and Open refuses it.
	NotDurable bool
}

// A Store stores the engine's state in a MySQL or MariaDB database: it is a care.Store, a
// care.Shared, a care.Journal and a care.Checker. It is safe for concurrent use.
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

// Open opens the store in a database. It opens its own connections, by the driver's config,
// but sets the transport of statements and answers itself. The error gives the fix if the
// tables are missing, of another release or of another program. It also does if the database
// is read-only, or if the server may lose confirmed data.
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

// Migrate creates the tables, or updates them. Simultaneous calls wait for each other, and a
// second call does nothing. A call after an interrupted one finishes it. It refuses a
// database in which another program uses the tables' names.
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

// MigrateSQL writes the statements of Migrate, for a host with its own migration tool: those
// of all migrations after a number. Zero: all. The table version has the number of the last
// one.
func MigrateSQL(w io.Writer, o Options, after int) error {
	return sqlstore.WriteMigrations(w, o.words(""), migrations, o.partitions(), after)
}

var (
	_ care.Shared  = (*Store)(nil)
	_ care.Journal = (*Store)(nil)
	_ care.Checker = (*Store)(nil)
)
