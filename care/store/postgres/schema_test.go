package postgres

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

var ctx = context.Background()

// refused is why a store is not opened.
func refused(t *testing.T, pool *pgxpool.Pool, o Options) string {
	t.Helper()
	s, err := Open(ctx, pool, o)
	require.Error(t, err)
	assert.Nil(t, s)
	return err.Error()
}

func execute(t testing.TB, pool *pgxpool.Pool, sql string, args ...any) {
	t.Helper()
	_, err := pool.Exec(ctx, sql, args...)
	require.NoError(t, err, sql)
}

func named(o Options, table string) string { return pgx.Identifier{o.Schema, table}.Sanitize() }

func Test没有建表就打开_报错说出建表的办法(t *testing.T) {
	o := newSchema(t)
	pool := newPool(t, testDSN)
	why := refused(t, pool, o)
	assert.Contains(t, why, "there are no tables in the schema")
	assert.Contains(t, why, "postgres.Migrate")
	var is bool
	require.NoError(t, pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)`, o.Schema).Scan(&is))
	assert.False(t, is, "Open makes nothing by itself")
}

func Test几个进程同时建表_只建一次(t *testing.T) {
	o := newSchema(t)
	pool := newPool(t, testDSN)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { assert.NoError(t, Migrate(ctx, pool, o)) })
	}
	wg.Wait()
	s, err := Open(ctx, pool, o)
	require.NoError(t, err)
	assert.Equal(t, 64, s.Partitions())
	_, err = s.Acquire(ctx, 63, "one", 0)
	require.NoError(t, err)
	require.NoError(t, Migrate(ctx, pool, o), "again")
	var rows int
	require.NoError(t, pool.QueryRow(ctx, "SELECT count(*) FROM "+named(o, "version")).Scan(&rows))
	assert.Equal(t, 1, rows)
}

func Test别人的数据库_不动它(t *testing.T) {
	for name, table := range map[string]string{
		"another table":                "orders (id int)",
		"a version of something else":  "version (number int)",
		"a version with other columns": "version (application int, number text, major text)",
	} {
		t.Run(name, func(t *testing.T) {
			o := newSchema(t)
			pool := newPool(t, testDSN)
			execute(t, pool, "CREATE SCHEMA "+pgx.Identifier{o.Schema}.Sanitize())
			execute(t, pool, "CREATE TABLE "+pgx.Identifier{o.Schema}.Sanitize()+"."+table)
			assert.Contains(t, refused(t, pool, o), "belong to something else (there are 1 of them")
			assert.ErrorContains(t, Migrate(ctx, pool, o), "belong to something else")
			var n int
			require.NoError(t, pool.QueryRow(ctx, `SELECT count(*) FROM pg_tables WHERE schemaname = $1`, o.Schema).Scan(&n))
			assert.Equal(t, 1, n)
		})
	}
	t.Run("a version that names another application", func(t *testing.T) {
		_, pool, o := newStore(t, 4)
		execute(t, pool, "UPDATE "+named(o, "version")+" SET application = 'a shop'")
		assert.Contains(t, refused(t, pool, o), "belong to something else")
	})
}

func Test表的版本不同_该走的走_该停的停(t *testing.T) {
	s, pool, o := newStore(t, 4)
	set := func(number, major int) {
		execute(t, pool, "UPDATE "+named(o, "version")+" SET number = $1, major = $2", number, major)
	}
	newest := migrations[len(migrations)-1]
	set(newest.Number+3, newest.Major)
	require.NoError(t, s.Check(ctx), "a newer release has added something")
	set(newest.Number+3, newest.Major+1)
	assert.ErrorContains(t, s.Check(ctx), "of a newer release of this library (schema 2.4; this one knows 1.1)")
	set(newest.Number-1, newest.Major)
	err := s.Check(ctx)
	assert.ErrorContains(t, err, "of an older release")
	assert.ErrorContains(t, err, "postgres.Migrate")
	assert.Contains(t, refused(t, pool, o), "of an older release")
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte("version: 1\nshop: {name: 青禾家}\n")}}, "*.yaml")
	require.NoError(t, err)
	_, err = care.New(rules, care.Options{Store: s})
	assert.ErrorContains(t, err, "of an older release", "care.New asks Check")
}

func Test分区数建表时就定了(t *testing.T) {
	_, pool, o := newStore(t, 4)
	o.Partitions = 8
	assert.Contains(t, refused(t, pool, o), "has 4 partitions, and not 8")
	o.Partitions = 0
	s, err := Open(ctx, pool, o)
	require.NoError(t, err)
	assert.Equal(t, 4, s.Partitions())
}

// shape is what a schema holds: columns, indexes and settings.
func shape(t *testing.T, pool *pgxpool.Pool, o Options) []string {
	t.Helper()
	rows, err := pool.Query(ctx, `
		SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(collation_name, '') || ' ' || is_nullable || ' ' || coalesce(column_default, '') || is_identity
			FROM information_schema.columns WHERE table_schema = $1
		UNION ALL SELECT replace(indexdef, $2, '') FROM pg_indexes WHERE schemaname = $1
		UNION ALL SELECT relname || ' ' || coalesce(reloptions::text, '') FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = $1
		ORDER BY 1`, o.Schema, pgx.Identifier{o.Schema}.Sanitize())
	require.NoError(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return all
}

func Test用自己的工具建表_和Migrate建的一样(t *testing.T) {
	_, pool, o := newStore(t, 4)
	own := newSchema(t)
	own.Partitions = 4
	var sql strings.Builder
	require.NoError(t, MigrateSQL(&sql, own, 0))
	execute(t, pool, sql.String())
	assert.Equal(t, shape(t, pool, o), shape(t, pool, own))
	_, err := Open(ctx, pool, own)
	require.NoError(t, err)
	sql.Reset()
	require.NoError(t, MigrateSQL(&sql, own, migrations[len(migrations)-1].Number))
	assert.Empty(t, sql.String(), "there is nothing after the newest")
}

func Test只读的数据库_打开时就说(t *testing.T) {
	_, _, o := newStore(t, 4)
	why := refused(t, newPool(t, testDSN+" default_transaction_read_only=on"), o)
	assert.Contains(t, why, "cannot be written to")
	assert.Contains(t, why, "connect to the primary")
}

func Test提交了是否就落了盘_说实话(t *testing.T) {
	s, _, o := newStore(t, 4)
	assert.True(t, s.Caps().Fsync)
	hasty, err := Open(ctx, newPool(t, testDSN+" synchronous_commit=off"), o)
	require.NoError(t, err)
	assert.False(t, hasty.Caps().Fsync)
}

func Test没有权限_说该给什么(t *testing.T) {
	_, pool, o := newStore(t, 4)
	role := pgx.Identifier{"guest of " + o.Schema}.Sanitize()
	execute(t, pool, "CREATE ROLE "+role+" LOGIN")
	t.Cleanup(func() { execute(t, newPool(t, testDSN), "DROP OWNED BY "+role+"; DROP ROLE "+role) })
	guest := newPool(t, strings.Replace(testDSN, "user=care", `user='guest of `+o.Schema+`'`, 1))
	assert.Contains(t, refused(t, guest, o), "grant it USAGE on the schema")
	schema := pgx.Identifier{o.Schema}.Sanitize()
	execute(t, pool, "GRANT USAGE ON SCHEMA "+schema+" TO "+role)
	execute(t, pool, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "+schema+" TO "+role)
	s, err := Open(ctx, guest, o)
	require.NoError(t, err)
	p, err := s.Acquire(ctx, 0, "guest", 0)
	require.NoError(t, err)
	results, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: care.Key{Customer: "a"}, State: []byte("s"), Send: []care.Posting{{ID: "m"}}}}})
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	require.NoError(t, s.Post(ctx, care.Letter{Body: []byte("b")}))
}

func Test别处什么也不放(t *testing.T) {
	_, pool, _ := newStore(t, 4)
	var n int
	require.NoError(t, pool.QueryRow(ctx, `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public'`).Scan(&n))
	assert.Zero(t, n, "there is something in the schema public")
}
