package mysql

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// A SQLTx is a transaction of database/sql: an *sql.Tx, or its wrapper in gorm, sqlx and
// ent.
type SQLTx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Enqueue passes events to the engine in the host's own transaction: the host's changes
// and the letter are committed together, or neither is. It is one INSERT, into the same
// server, by any connection of the host. The events are checked as in Handle.
func (s *Store) Enqueue(ctx context.Context, tx SQLTx, events ...tiexin.Event) error {
	letters, err := care.LettersOf(s.Partitions(), events...)
	if err != nil || len(letters) == 0 {
		return err
	}
	t := text{words: s.db.words}
	t.sql(`INSERT INTO {letters} (partition, body) VALUES `)
	for i := range letters {
		if i > 0 {
			t.sql(`, `)
		}
		t.sql(`(`)
		t.int(int64(letters[i].Partition))
		t.sql(`, `)
		t.bytes(letters[i].Body)
		t.sql(`)`)
	}
	if _, err := tx.ExecContext(ctx, string(t.out)); err != nil {
		return fmt.Errorf("mysql: events for the inbox: %w", explained(err))
	}
	return nil
}
