package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/shelf"
)

// What senders have to find again stands in a database of the host's, as well as in memory.
func TestShelf(t *testing.T) {
	channeltest.TestShelf(t, func(t *testing.T, now func() time.Time) channel.Shelf {
		file := filepath.ToSlash(filepath.Join(t.TempDir(), "host.db"))
		db, err := driver.Open(fmt.Sprintf("file:%s?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)", file))
		require.NoError(t, err)
		t.Cleanup(func() { _ = db.Close() })
		s := &shelf.Shelf{DB: db, Dialect: shelf.SQLite, Now: now}
		require.NoError(t, s.Migrate(t.Context()))
		require.NoError(t, s.Migrate(t.Context()), "what is there stays")
		return s
	})
}
