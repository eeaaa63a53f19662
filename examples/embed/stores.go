package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	driver "github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	_ "github.com/ncruces/go-sqlite3/driver" // the shop's own tables, as "sqlite3"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/mysql"
	"github.com/tiexin-go/tiexin/care/store/postgres"
	"github.com/tiexin-go/tiexin/care/store/sqlite"
)

// A database is where the shop's tables and the engine's memory lie.
type database struct {
	books *books
	store care.Store
	// own says that the store lies apart from the shop's tables, so that an outbox of the
	// shop has to lead to the engine.
	own   bool
	close func() error
}

// openDatabase opens what the command line names. On a server the tables are made with
// migrate, which is asked for once, by a person; a start only looks whether they are there.
func openDatabase(ctx context.Context, c config, migrate bool) (database, error) {
	db, err := connect(ctx, c, migrate)
	if err != nil {
		return database{}, err
	}
	prepare := db.books.look
	if migrate || db.own {
		prepare = db.books.make
	}
	if err := prepare(ctx); err != nil {
		return database{}, errors.Join(err, db.close())
	}
	return db, nil
}

func connect(ctx context.Context, c config, migrate bool) (database, error) {
	if c.store == "" {
		return openSQLite(c)
	}
	scheme, _, isURL := strings.Cut(c.store, "://")
	switch {
	case !isURL:
		return database{}, errors.New("-store is not a URL: write postgres://… or mysql://…")
	case scheme == "postgres", scheme == "postgresql":
		return openPostgres(ctx, c, migrate)
	case scheme == "mysql":
		return openMySQL(ctx, c, migrate)
	default:
		return database{}, fmt.Errorf("-store %s: there are postgres://… and mysql://…, and without -store SQLite in the folder of -data", scheme)
	}
}

// openSQLite opens the store first: it is the one that refuses a second process, with a
// sentence that names the first.
func openSQLite(c config) (database, error) {
	if err := os.MkdirAll(c.data, 0o700); err != nil {
		return database{}, err
	}
	store, err := sqlite.Open(filepath.Join(c.data, "care"), sqlite.Options{})
	if err != nil {
		return database{}, err
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(c.data, "shop.db"))+
		"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=busy_timeout(10000)")
	if err != nil {
		return database{}, errors.Join(err, store.Close())
	}
	return database{
		books: &books{db: db, ignore: [2]string{"INSERT", " ON CONFLICT DO NOTHING"}}, store: store, own: true,
		close: func() error { return errors.Join(store.Close(), db.Close()) },
	}, nil
}

func openPostgres(ctx context.Context, c config, migrate bool) (database, error) {
	pool, err := pgxpool.New(ctx, c.store)
	if err != nil {
		return database{}, err
	}
	if migrate {
		err = postgres.Migrate(ctx, pool, postgres.Options{})
	}
	var store *postgres.Store
	if err == nil {
		store, err = postgres.Open(ctx, pool, postgres.Options{})
	}
	if err != nil {
		pool.Close()
		return database{}, err
	}
	db := stdlib.OpenDBFromPool(pool)
	return database{
		books: &books{
			db: db, dollars: true, ignore: [2]string{"INSERT", " ON CONFLICT DO NOTHING"},
			alone: `SELECT pg_advisory_xact_lock(hashtext('shop tables'))`,
			enqueue: func(ctx context.Context, tx *sql.Tx, events ...tiexin.Event) error {
				return store.EnqueueSQL(ctx, tx, events...)
			},
		},
		store: store,
		close: func() error {
			err := errors.Join(store.Close(), db.Close())
			pool.Close()
			return err
		},
	}, nil
}

func openMySQL(ctx context.Context, c config, migrate bool) (database, error) {
	at, err := url.Parse(c.store)
	if wrong, ok := errors.AsType[*url.Error](err); ok {
		err = fmt.Errorf("-store mysql: %w", wrong.Err) // without the URL: it holds the password
	}
	if err != nil {
		return database{}, err
	}
	config := driver.NewConfig()
	config.User, config.Net, config.Addr, config.DBName = at.User.Username(), "tcp", at.Host, strings.TrimPrefix(at.Path, "/")
	config.Passwd, _ = at.User.Password()
	if socket := at.Query().Get("socket"); socket != "" {
		config.Net, config.Addr = "unix", socket
	}
	if migrate {
		if err := mysql.Migrate(ctx, config, mysql.Options{}); err != nil {
			return database{}, err
		}
	}
	store, err := mysql.Open(ctx, config, mysql.Options{})
	if err != nil {
		return database{}, err
	}
	connector, err := driver.NewConnector(config)
	if err != nil {
		return database{}, errors.Join(err, store.Close())
	}
	db := sql.OpenDB(connector)
	return database{
		books: &books{
			db: db, ignore: [2]string{"INSERT IGNORE", ""}, exact: " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
			enqueue: func(ctx context.Context, tx *sql.Tx, events ...tiexin.Event) error {
				return store.Enqueue(ctx, tx, events...)
			},
		},
		store: store,
		close: func() error { return errors.Join(store.Close(), db.Close()) },
	}, nil
}
