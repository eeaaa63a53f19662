package mysql

import (
	"testing"

	driver "github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

func crashOpen(dsn string) (care.Store, error) {
	config, err := driver.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	return Open(ctx, config, Options{})
}

// crashPlace is a store whose shop can be killed.
func crashPlace(t *testing.T, config *driver.Config) string {
	t.Helper()
	require.NoError(t, Migrate(ctx, config, Options{Partitions: 8}))
	return config.FormatDSN()
}

func TestCrashChild(t *testing.T) { crash.Child(t, crashOpen) }

func Test任何一刻被杀_应承过的一件不少_一件不多(t *testing.T) {
	crash.Kill(t, crashPlace(t, base(t)), crashOpen)
}

func Test百件忘一件的存储_查得出来(t *testing.T) {
	crash.Control(t, crashPlace(t, base(t)), crashOpen)
}
