package mysql

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/shelf"
)

// What senders have to find again stands in a database of the host's, as well as in memory.
// Replicas that start at the same time all make its table.
func TestShelf(t *testing.T) {
	channeltest.TestShelf(t, func(t *testing.T, now func() time.Time) channel.Shelf {
		s := &shelf.Shelf{DB: pool(t, base(t)), Dialect: shelf.MySQL, Now: now}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { assert.NoError(t, s.Migrate(t.Context())) })
		}
		wg.Wait()
		return s
	})
}
