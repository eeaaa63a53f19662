package mysql

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// A database executes statements on the store's connections. None is prepared, and each
// goes out with its arguments in one trip.
type database struct {
	pool   *sql.DB
	name   string
	prefix string
	words  *strings.Replacer
	lossy  bool // nobody minds that the server is
}

var _ sqlstore.Database = (*database)(nil)

// Exec implements sqlstore.Session.
func (d *database) Exec(ctx context.Context, sql string, args ...any) (n int64, err error) {
	return execOn(ctx, d.pool, d.words.Replace(sql), args)
}

// Query implements sqlstore.Session.
func (d *database) Query(ctx context.Context, sql string, args []any, see func(sqlstore.Row) error) error {
	return queryOn(ctx, d.pool, d.words.Replace(sql), args, see)
}

// Transact implements sqlstore.Database.
func (d *database) Transact(ctx context.Context, do func(sqlstore.Session) error) error {
	return d.on(ctx, func(s *session) error {
		if _, err := s.conn.ExecContext(ctx, `START TRANSACTION`); err != nil {
			return err
		}
		if err := do(s); err != nil {
			s.undo()
			return err
		}
		if _, err := s.conn.ExecContext(ctx, `COMMIT`); err != nil {
			s.drop()
			return err
		}
		return nil
	})
}

// Prune implements sqlstore.Database.
func (d *database) Prune(ctx context.Context, before int64, limit int) (int64, error) {
	return d.Exec(ctx, `DELETE FROM {journal} WHERE at < ? ORDER BY at LIMIT ?`, before, limit)
}

// on lends a connection.
func (d *database) on(ctx context.Context, do func(*session) error) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return do(&session{conn, d.words})
}

// A session is one connection.
type session struct {
	conn  *sql.Conn
	words *strings.Replacer
}

// Exec implements sqlstore.Session.
func (s *session) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	return execOn(ctx, s.conn, s.words.Replace(sql), args)
}

// Query implements sqlstore.Session.
func (s *session) Query(ctx context.Context, sql string, args []any, see func(sqlstore.Row) error) error {
	return queryOn(ctx, s.conn, s.words.Replace(sql), args, see)
}

// undo takes the transaction back. After a lock that was waited for in vain the server
// leaves it open.
func (s *session) undo() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if _, err := s.conn.ExecContext(ctx, `ROLLBACK`); err != nil {
		s.drop()
	}
}

// drop closes the connection, and with it what it has begun.
func (s *session) drop() {
	_ = s.conn.Raw(func(any) error { return sqldriver.ErrBadConn })
}

// A runner is a pool or a connection.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func execOn(ctx context.Context, on runner, sql string, args []any) (int64, error) {
	result, err := on.ExecContext(ctx, sql, binary(args)...)
	if err != nil {
		return 0, explained(err)
	}
	return result.RowsAffected()
}

func queryOn(ctx context.Context, on runner, sql string, args []any, see func(sqlstore.Row) error) error {
	rows, err := on.QueryContext(ctx, sql, binary(args)...)
	if err != nil {
		return explained(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := see(rows); err != nil {
			return err
		}
	}
	return explained(rows.Err())
}

// binary has texts travel as the bytes that they are.
func binary(args []any) []any {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = []byte(s)
		}
	}
	return args
}
