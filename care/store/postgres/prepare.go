package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// prepared are the statements that a connection keeps prepared.
type prepared struct {
	names map[string]string // by their text
	made  int               // so many, with those that were let go of
}

// preparedKey is where a connection has them.
const preparedKey = "tiexin care"

// mostPrepared is how many statements a connection keeps: their texts differ by what a
// transaction has to write.
const mostPrepared = 200

func preparedOn(conn *pgconn.PgConn) *prepared {
	data := conn.CustomData()
	all, ok := data[preparedKey].(*prepared)
	if !ok {
		all = &prepared{names: map[string]string{}}
		data[preparedKey] = all
	}
	return all
}

// begin sends a statement, prepared where the connection keeps it so.
func (s *session) begin(ctx context.Context, sql string, p params) (*pgconn.ResultReader, error) {
	name, err := s.prepared.name(ctx, s.conn, sql, p)
	switch {
	case err != nil:
		return nil, err
	case name == "":
		return s.conn.ExecParams(ctx, sql, p.values, p.oids, binaryFormat, binaryFormat), nil
	}
	return s.conn.ExecPrepared(ctx, name, p.values, binaryFormat, binaryFormat), nil
}

// name is that of a statement, which is prepared if it was not; empty: it is not kept.
func (p *prepared) name(ctx context.Context, conn *pgconn.PgConn, sql string, with params) (string, error) {
	if p == nil {
		return "", nil
	}
	name, ok := p.names[sql]
	if ok || len(p.names) == mostPrepared {
		return name, nil
	}
	name = fmt.Sprintf("tiexin_care_%d", p.made)
	if _, err := conn.Prepare(ctx, name, sql, with.oids); err != nil {
		return "", err
	}
	p.made++
	p.names[sql] = name
	return name, nil
}

// failed lets go of all statements when one is not there or not valid any more: somebody
// has discarded them, or the tables have changed. The engine repeats what failed.
func (p *prepared) failed(err error) {
	var fault *pgconn.PgError
	if p != nil && errors.As(err, &fault) && (fault.Code == "26000" || fault.Code == "0A000") {
		clear(p.names)
	}
}
