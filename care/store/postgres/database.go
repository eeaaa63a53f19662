package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// A database executes statements on the connections of a pool. Each goes out with its
// arguments in one trip and leaves nothing behind on the connection, so that a pooler may
// lend every transaction another.
type database struct {
	pool     *pgxpool.Pool
	schema   string
	texts    *texts
	prepares bool
}

var _ sqlstore.Database = (*database)(nil)

func newDatabase(pool *pgxpool.Pool, o Options) *database {
	return &database{pool, o.schema(), &texts{words: o.words()}, o.Prepare}
}

// Exec implements sqlstore.Session.
func (d *database) Exec(ctx context.Context, sql string, args ...any) (n int64, err error) {
	err = d.on(ctx, func(s *session) error {
		n, err = s.Exec(ctx, sql, args...)
		return err
	})
	return n, err
}

// Query implements sqlstore.Session.
func (d *database) Query(ctx context.Context, sql string, args []any, see func(sqlstore.Row) error) error {
	return d.on(ctx, func(s *session) error { return s.Query(ctx, sql, args, see) })
}

func (d *database) on(ctx context.Context, do func(*session) error) error {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	s := &session{conn: conn.Conn().PgConn(), texts: d.texts}
	if d.prepares {
		s.prepared = preparedOn(s.conn)
	}
	return do(s)
}

// Transact implements sqlstore.Database.
func (d *database) Transact(ctx context.Context, do func(sqlstore.Session) error) error {
	return d.on(ctx, func(s *session) error {
		if _, err := s.Exec(ctx, `BEGIN ISOLATION LEVEL READ COMMITTED`); err != nil {
			return err
		}
		if err := do(s); err != nil {
			_, undone := s.Exec(ctx, `ROLLBACK`)
			if undone != nil {
				_ = s.conn.Close(ctx)
			}
			return err
		}
		_, err := s.Exec(ctx, `COMMIT`)
		return err
	})
}

// A session is a connection in use.
type session struct {
	conn     *pgconn.PgConn
	texts    *texts
	prepared *prepared // of the connection; nil: nothing is prepared
}

// Exec implements sqlstore.Session.
func (s *session) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	return s.run(ctx, s.texts.number(sql), args, nil)
}

// Query implements sqlstore.Session.
func (s *session) Query(ctx context.Context, sql string, args []any, see func(sqlstore.Row) error) error {
	_, err := s.run(ctx, s.texts.number(sql), args, see)
	return err
}

// run executes a statement in PostgreSQL's own words.
func (s *session) run(ctx context.Context, sql string, args []any, see func(sqlstore.Row) error) (int64, error) {
	p, err := encoded(args)
	if err != nil {
		return 0, err
	}
	reader, err := s.begin(ctx, sql, p)
	if err != nil {
		return 0, explained(err)
	}
	for reader.NextRow() {
		if see == nil || err != nil {
			continue
		}
		err = see(row{reader})
	}
	tag, failed := reader.Close()
	if failed != nil {
		s.prepared.failed(failed)
		return 0, explained(failed)
	}
	return tag.RowsAffected(), err
}

// explained says what a host can do about errors that have a way out.
func explained(err error) error {
	var fault *pgconn.PgError
	if !errors.As(err, &fault) {
		return err
	}
	switch fault.Code {
	case "22021": // of the encoding
		return fmt.Errorf("PostgreSQL keeps no text with a NUL or with bytes that are not UTF-8: %w", err)
	case "25006":
		return fmt.Errorf("the database cannot be written to; connect to the primary: %w", err)
	case "42P01", "3F000":
		return fmt.Errorf("a table is missing; bring the schema up to date with postgres.Migrate: %w", err)
	case "42501":
		return fmt.Errorf("the user may not do that; grant it USAGE on the schema, and SELECT, INSERT, UPDATE and DELETE on its tables: %w", err)
	case "53100":
		return fmt.Errorf("the disk of the database is full; nothing of this was written: %w", err)
	}
	return err
}

// A found is what the schema holds.
type found struct {
	sqlstore.Found
	schema bool // it is there
}

// Inspect implements sqlstore.Database.
func (d *database) Inspect(ctx context.Context) (sqlstore.Found, error) {
	found, err := d.inspect(ctx, d)
	return found.Found, err
}

func (d *database) inspect(ctx context.Context, t sqlstore.Session) (found, error) {
	var f found
	var tables, ours int64
	var standby, readOnly bool
	err := t.Query(ctx, `SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?),
			(SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
			(SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
				JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('application', 'number', 'major')
				WHERE n.nspname = ? AND c.relname = 'version'),
			pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on'`,
		[]any{d.schema, d.schema, d.schema}, func(r sqlstore.Row) error {
			return r.Scan(&f.schema, &tables, &ours, &standby, &readOnly)
		})
	if err != nil {
		return f, err
	}
	f.Tables = int(tables)
	switch {
	case standby:
		f.ReadOnly = "it is a standby"
	case readOnly:
		f.ReadOnly = "transactions are read-only (default_transaction_read_only)"
	}
	if ours != 3 {
		return f, nil
	}
	return f, t.Query(ctx, `SELECT application::text, number::bigint, major::bigint FROM {version}`, nil, func(r sqlstore.Row) error {
		var number, major int64
		err := r.Scan(&f.Application, &number, &major)
		f.Number, f.Major = int(number), int(major)
		return err
	})
}
