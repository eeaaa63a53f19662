//go:build unix

package mysql

import (
	"testing"

	driver "github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/replicas"
)

func replicaOpen(dsn string) (care.Shared, error) {
	config, err := driver.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	return Open(ctx, config, Options{Connections: 8})
}

func TestReplicaChild(t *testing.T) { replicas.Child(t, replicaOpen) }

func Test三个进程共用一个库_换班被杀打盹走快_一单不少一单不重(t *testing.T) {
	base(t)
	replicas.Test(t, func(t *testing.T) string {
		config := base(t)
		require.NoError(t, Migrate(ctx, config, Options{Partitions: 16}))
		return config.FormatDSN()
	}, replicaOpen)
}
