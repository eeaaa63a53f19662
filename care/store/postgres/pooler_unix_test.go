//go:build unix

package postgres

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// pooled is how the tests' server is reached through pgbouncer, which lends its two
// connections for a transaction at a time.
func pooled(t *testing.T) string {
	t.Helper()
	needServer(t)
	program, _ := exec.LookPath("pgbouncer")
	if program == "" {
		program = "/usr/sbin/pgbouncer" // Debian's place
	}
	if _, err := os.Stat(program); err != nil {
		const why = "pgbouncer is not installed: install it (Debian: pgbouncer)"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	folder, err := os.MkdirTemp("", "care-pgb")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	as, err := unprivileged(folder)
	require.NoError(t, err)
	config, err := pgx.ParseConfig(testDSN)
	require.NoError(t, err)
	settings := fmt.Sprintf(`[databases]
* = host=%s port=%d user=%s
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = %s
auth_type = any
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
`, config.Host, config.Port, config.User, folder)
	file := filepath.Join(folder, "pgbouncer.ini")
	require.NoError(t, os.WriteFile(file, []byte(settings), 0o644))
	cmd := exec.Command(program, "-q", file)
	cmd.Dir, cmd.SysProcAttr = folder, as
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	dsn := fmt.Sprintf("host=%s port=6432 user=care dbname=%s", folder, config.Database)
	require.Eventually(t, func() bool {
		conn, err := pgx.Connect(ctx, dsn)
		if err == nil {
			_ = conn.Close(ctx)
		}
		return err == nil
	}, 20*time.Second, 20*time.Millisecond)
	return dsn
}

func Test隔着连接池_和直连一样(t *testing.T) {
	dsn := pooled(t)
	caretest.TestStore(t, func() care.Store {
		o := newSchema(t)
		o.Partitions = 4
		pool := newPool(t, dsn)
		require.NoError(t, Migrate(ctx, pool, o))
		s, err := Open(ctx, pool, o)
		require.NoError(t, err)
		return s
	})
}

func Test隔着连接池_很多人同时用(t *testing.T) {
	dsn := pooled(t)
	o := newSchema(t)
	o.Partitions = 8
	config, err := pgxpool.ParseConfig(dsn)
	require.NoError(t, err)
	config.MaxConns = 16
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec // for what the host itself executes
	pool, err := pgxpool.NewWithConfig(ctx, config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	require.NoError(t, Migrate(ctx, pool, o))
	s, err := Open(ctx, pool, o)
	require.NoError(t, err)
	engine, err := crash.Engine(s, func() time.Time { return crash.Day(0) }, func(string) {})
	require.NoError(t, err)
	all, _ := errgroup.WithContext(ctx)
	for i := range 64 {
		all.Go(func() error {
			if _, err := engine.Handle(ctx, crash.Event(0, i, i, false, crash.Day(0))); err != nil {
				return err
			}
			return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return s.Enqueue(context.Background(), tx, benchEvent(i)) })
		})
	}
	require.NoError(t, all.Wait())
	assert.Len(t, inbox(t, s), 64)
	require.NoError(t, engine.Close(ctx))
}
