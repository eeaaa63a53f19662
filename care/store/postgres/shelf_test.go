package postgres

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/shelf"
)

// What senders have to find again stands in a database of the host's, as well as in memory.
// Replicas that start at the same time all make its table.
func TestShelf(t *testing.T) {
	channeltest.TestShelf(t, func(t *testing.T, now func() time.Time) channel.Shelf {
		schema := pgx.Identifier{newSchema(t).Schema}.Sanitize()
		config, err := pgx.ParseConfig(testDSN)
		require.NoError(t, err)
		config.RuntimeParams["search_path"] = schema
		db := stdlib.OpenDB(*config)
		t.Cleanup(func() { _ = db.Close() })
		_, err = db.ExecContext(context.Background(), "CREATE SCHEMA "+schema)
		require.NoError(t, err)
		s := &shelf.Shelf{DB: db, Dialect: shelf.PostgreSQL, Now: now}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { assert.NoError(t, s.Migrate(t.Context())) })
		}
		wg.Wait()
		return s
	})
}
