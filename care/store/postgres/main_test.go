package postgres

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

// testDSN is how the tests reach PostgreSQL; empty: there is none.
var testDSN = os.Getenv("TIEXIN_POSTGRES")

func TestMain(m *testing.M) {
	if testDSN != "" {
		os.Exit(m.Run())
	}
	s, err := startServer()
	code := 1
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "postgres:", err)
	case s != nil:
		testDSN = s.dsn()
		_ = os.Setenv("TIEXIN_POSTGRES", testDSN) // for processes that the tests start
		code = m.Run()
	default:
		code = m.Run()
	}
	if s != nil {
		_ = s.stop()
	}
	os.Exit(code)
}

// needServer leaves a test out where there is no server, but not in CI.
func needServer(t testing.TB) {
	t.Helper()
	if testDSN != "" {
		return
	}
	const why = "PostgreSQL is not installed: install it (Debian: postgresql), or name a server in TIEXIN_POSTGRES"
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// ownServer is a server that a test may kill.
func ownServer(t *testing.T) *server {
	t.Helper()
	needServer(t)
	s, err := startServer()
	if s != nil {
		t.Cleanup(func() { _ = s.stop() })
	}
	require.NoError(t, err)
	if s == nil {
		t.Skip("PostgreSQL is not installed on this machine")
	}
	return s
}

var schemas atomic.Int64

// newSchema is the name of a schema that is a test's own. It is removed after the test.
func newSchema(t testing.TB) Options {
	needServer(t)
	o := Options{Schema: fmt.Sprintf("care test %d?\"%d\"", os.Getpid(), schemas.Add(1))}
	t.Cleanup(func() {
		pool, err := pgxpool.New(context.Background(), testDSN)
		require.NoError(t, err)
		defer pool.Close()
		_, err = pool.Exec(context.Background(), "DROP SCHEMA IF EXISTS "+pgx.Identifier{o.Schema}.Sanitize()+" CASCADE")
		require.NoError(t, err)
	})
	return o
}

// newPool is a pool of the test's own.
func newPool(t testing.TB, dsn string) *pgxpool.Pool {
	t.Helper()
	config, err := pgxpool.ParseConfig(dsn)
	require.NoError(t, err)
	config.MaxConns = 8
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

// newStore is an empty store in a schema of its own.
func newStore(t testing.TB, partitions int) (*Store, *pgxpool.Pool, Options) {
	t.Helper()
	o := newSchema(t)
	o.Partitions = partitions
	pool := newPool(t, testDSN)
	require.NoError(t, Migrate(context.Background(), pool, o))
	s, err := Open(context.Background(), pool, o)
	require.NoError(t, err)
	return s, pool, o
}

func TestStore(t *testing.T) {
	caretest.TestStore(t, func() care.Store {
		s, _, _ := newStore(t, 4)
		return s
	})
}

func TestLasting(t *testing.T) {
	_, pool, o := newStore(t, 5)
	again := func() care.Store {
		s, err := Open(context.Background(), pool, o)
		require.NoError(t, err)
		return s
	}
	caretest.TestLasting(t, again, again)
}

func TestStore_语句备好(t *testing.T) {
	caretest.TestStore(t, func() care.Store {
		_, pool, o := newStore(t, 4)
		o.Prepare = true
		s, err := Open(context.Background(), pool, o)
		require.NoError(t, err)
		return s
	})
}

// Whoever discards what a connection has prepared makes one call fail, and not the next.
func Test备好的语句被人丢了_再备一次(t *testing.T) {
	_, pool, o := newStore(t, 4)
	o.Prepare = true
	s, err := Open(context.Background(), pool, o)
	require.NoError(t, err)
	p, err := s.Acquire(context.Background(), 0, "a", 0)
	require.NoError(t, err)
	load := func() error { _, err := p.Load(context.Background(), []care.Key{{Customer: "c"}}); return err }
	require.NoError(t, load())
	for _, conn := range pool.AcquireAllIdle(context.Background()) {
		_, err := conn.Exec(context.Background(), "DEALLOCATE ALL")
		require.NoError(t, err)
		conn.Release()
	}
	require.ErrorContains(t, load(), "does not exist")
	require.NoError(t, load())
}

func TestShared(t *testing.T) {
	caretest.TestShared(t, func() care.Shared {
		s, _, _ := newStore(t, 4)
		return s
	})
}
