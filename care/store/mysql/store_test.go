package mysql

import (
	"testing"

	"github.com/stretchr/testify/require"

	driver "github.com/go-sql-driver/mysql"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

// made opens a store whose tables it makes.
func made(t testing.TB, config *driver.Config, o Options) *Store {
	t.Helper()
	require.NoError(t, Migrate(ctx, config, o))
	s, err := Open(ctx, config, o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	base(t)
	caretest.TestStore(t, func() care.Store { return made(t, base(t), Options{Partitions: 4}) })
}

func TestLasting(t *testing.T) {
	config, o := base(t), Options{Partitions: 5}
	caretest.TestLasting(t, func() care.Store { return made(t, config, o) }, func() care.Store {
		s, err := Open(ctx, config, o)
		require.NoError(t, err)
		return s
	})
}

func TestShared(t *testing.T) {
	base(t)
	caretest.TestShared(t, func() care.Shared { return made(t, base(t), Options{Partitions: 4}) })
}
