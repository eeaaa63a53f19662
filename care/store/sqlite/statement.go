package sqlite

import (
	"fmt"

	"github.com/ncruces/go-sqlite3"
)

// args are what is put in for the question marks of a statement: int, int64, string or
// []byte.
type args []any

// exec runs a statement that answers nothing.
func (f *file) exec(sql string, with ...any) error {
	s, err := f.bound(sql, with)
	if err != nil {
		return err
	}
	return s.Exec()
}

// changed runs a statement and says whether it changed a row.
func (f *file) changed(sql string, with ...any) (bool, error) {
	err := f.exec(sql, with...)
	return f.conn.Changes() > 0, err
}

// each calls see with every row of an answer.
func (f *file) each(sql string, with args, see func(row)) error {
	s, err := f.bound(sql, with)
	if err != nil {
		return err
	}
	for s.Step() {
		see(row{s})
	}
	if err := s.Err(); err != nil {
		_ = s.Reset() // it says the same
		return err
	}
	return s.Reset()
}

// bound is the statement of a text, compiled once.
func (f *file) bound(sql string, with []any) (*sqlite3.Stmt, error) {
	s := f.statements[sql]
	if s == nil {
		var err error
		if s, _, err = f.conn.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT); err != nil {
			return nil, err
		}
		f.statements[sql] = s
	}
	for i, a := range with {
		var err error
		switch a := a.(type) {
		case int:
			err = s.BindInt(i+1, a)
		case int64:
			err = s.BindInt64(i+1, a)
		case string:
			err = s.BindText(i+1, a)
		case []byte:
			err = s.BindBlob(i+1, a)
		default:
			err = fmt.Errorf("%T cannot be put into a statement", a)
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// A row is one row of an answer. What it gives out is copied.
type row struct{ s *sqlite3.Stmt }

func (r row) int(column int) int64   { return r.s.ColumnInt64(column) }
func (r row) text(column int) string { return r.s.ColumnText(column) }
func (r row) null(column int) bool   { return r.s.ColumnType(column) == sqlite3.NULL }

// blob is never nil: empty bytes are no missing bytes.
func (r row) blob(column int) []byte { return r.s.ColumnBlob(column, []byte{}) }
