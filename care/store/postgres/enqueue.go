package postgres

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// Enqueue passes events to the engine in the host's own transaction: the host's changes
// and the letter are committed together, or neither is. It is one INSERT. The events are
// checked as in Handle; after an error of the database roll the transaction back.
func (s *Store) Enqueue(ctx context.Context, tx pgx.Tx, events ...tiexin.Event) error {
	text, args, err := s.letters(events)
	if err != nil || len(args) == 0 {
		return err
	}
	if _, err := tx.Exec(ctx, text, args...); err != nil {
		return fmt.Errorf("postgres: events for the inbox: %w", explained(err))
	}
	return nil
}

// A SQLTx is a transaction of database/sql: an *sql.Tx, or its wrapper in gorm, sqlx and
// ent.
type SQLTx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// EnqueueSQL is Enqueue in a transaction of database/sql, of any driver.
func (s *Store) EnqueueSQL(ctx context.Context, tx SQLTx, events ...tiexin.Event) error {
	text, args, err := s.letters(events)
	if err != nil || len(args) == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, text, args...); err != nil {
		return fmt.Errorf("postgres: events for the inbox: %w", explained(err))
	}
	return nil
}

func (s *Store) letters(events []tiexin.Event) (text string, args []any, err error) {
	letters, err := care.LettersOf(s.Partitions(), events...)
	if err != nil || len(letters) == 0 {
		return "", nil, err
	}
	if len(letters) == 1 {
		return s.letter, []any{letters[0].Partition, letters[0].Body}, nil
	}
	text, args = sqlstore.InsertLetters(letters)
	return s.db.texts.number(text), args, nil
}
