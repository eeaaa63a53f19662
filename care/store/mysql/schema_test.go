package mysql

import (
	"strings"
	"sync"
	"testing"

	driver "github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

func refused(t *testing.T, config *driver.Config, o Options, says ...string) {
	t.Helper()
	_, err := Open(ctx, config, o)
	for _, words := range says {
		require.ErrorContains(t, err, words)
	}
}

func Test没建表_说出用哪个命令建(t *testing.T) {
	config := base(t)
	refused(t, config, Options{}, `there are no tables in the database "`+config.DBName+`"`, "make them with mysql.Migrate")
	require.NoError(t, Migrate(ctx, config, Options{}))
	s, err := Open(ctx, config, Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	config.DBName = ""
	refused(t, config, Options{}, "the config names no database")
}

func Test库的版本_旧的说命令_小的新版照走_大的新版不走(t *testing.T) {
	config := base(t)
	s := made(t, config, Options{})
	run(t, config, "UPDATE care_version SET number = 0")
	require.ErrorContains(t, s.Check(ctx), "are of an older release of this library (schema 1.0; this one needs 1.1): bring them up to date with mysql.Migrate")
	require.NoError(t, Migrate(ctx, config, Options{}))
	require.NoError(t, s.Check(ctx))
	run(t, config, "UPDATE care_version SET number = 7")
	require.NoError(t, s.Check(ctx))
	require.NoError(t, Migrate(ctx, config, Options{}), "there is nothing to do")
	run(t, config, "UPDATE care_version SET major = 2")
	require.ErrorContains(t, s.Check(ctx), "are of a newer release of this library")
	rules, err := care.Load(rulesOfNobody, "*.yaml")
	require.NoError(t, err)
	_, err = care.New(rules, care.Options{Store: s})
	require.ErrorContains(t, err, "are of a newer release of this library")
}

func Test别人的表_不碰(t *testing.T) {
	config := base(t)
	run(t, config, "CREATE TABLE care_parcels (id INT)", "CREATE TABLE orders (id INT)")
	refused(t, config, Options{}, "belong to something else (there are 1 of them")
	require.ErrorContains(t, Migrate(ctx, config, Options{}), "belong to something else")
	made(t, config, Options{Prefix: "贴心_"})
	run(t, config, "CREATE TABLE `own_version` (name INT)")
	refused(t, config, Options{Prefix: "own_"}, "belong to something else")
	assert.Equal(t, []string{"care_parcels", "orders", "own_version"}, tables(t, config, "贴心_"), "nothing else was made")
}

// tables are those whose names do not begin with a prefix.
func tables(t *testing.T, config *driver.Config, prefix string) (names []string) {
	t.Helper()
	rows, err := pool(t, config).Query("SHOW TABLES")
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		if !strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	require.NoError(t, rows.Err())
	return names
}

// No CREATE TABLE can be undone: whoever was interrupted goes on.
func Test建到一半断了_再来一次接着建(t *testing.T) {
	config := base(t)
	all := written(t, Options{Partitions: 8})
	for n := 1; n < len(all); n += 3 {
		run(t, config, all[:n]...)
		refused(t, config, Options{}, " with mysql.Migrate")
	}
	require.NoError(t, Migrate(ctx, config, Options{Partitions: 8}))
	s, err := Open(ctx, config, Options{})
	require.NoError(t, err)
	defer s.Close()
	assert.Equal(t, 8, s.Partitions())
}

// written are the statements for a host's own tool.
func written(t *testing.T, o Options) []string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, MigrateSQL(&b, o, 0))
	return strings.Split(strings.TrimSuffix(b.String(), ";\n"), ";\n")
}

func Test自己的工具建表_一样能用(t *testing.T) {
	config := base(t)
	run(t, config, written(t, Options{Prefix: "shop_care_"})...)
	s, err := Open(ctx, config, Options{Prefix: "shop_care_"})
	require.NoError(t, err)
	defer s.Close()
	assert.Equal(t, 64, s.Partitions())
	var none strings.Builder
	require.NoError(t, MigrateSQL(&none, Options{}, 1))
	assert.Empty(t, none.String())
}

func Test几个进程同时建表_只建一次(t *testing.T) {
	config := base(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { assert.NoError(t, Migrate(ctx, config, Options{Partitions: 3})) })
	}
	all.Wait()
	s, err := Open(ctx, config, Options{})
	require.NoError(t, err)
	defer s.Close()
	assert.Equal(t, 3, s.Partitions())
	refused(t, config, Options{Partitions: 5}, "has 3 partitions, and not 5")
	require.ErrorContains(t, Migrate(ctx, config, Options{Partitions: -1}), "there is one at least")
}

func Test断电会丢的服务器_要人点头(t *testing.T) {
	server := own(t)
	config := baseOn(t, server.config(), "care")
	require.NoError(t, Migrate(ctx, config, Options{}))
	run(t, config, "SET GLOBAL innodb_flush_log_at_trx_commit = 2")
	refused(t, config, Options{}, "innodb_flush_log_at_trx_commit = 2, and loses what it has confirmed when its machine loses power", "Options.NotDurable")
	s, err := Open(ctx, config, Options{NotDurable: true})
	require.NoError(t, err)
	defer s.Close()
	assert.False(t, s.Caps().Fsync)
	run(t, config, "SET GLOBAL innodb_flush_log_at_trx_commit = 1")
	s, err = Open(ctx, config, Options{})
	require.NoError(t, err)
	defer s.Close()
	assert.True(t, s.Caps().Fsync)
}

func Test只读的库_没有权限的用户_说得明白(t *testing.T) {
	server := own(t)
	config := baseOn(t, server.config(), "care")
	require.NoError(t, Migrate(ctx, config, Options{}))
	run(t, config, "CREATE USER shop", "GRANT SELECT, INSERT, UPDATE, DELETE ON care.* TO shop", "CREATE USER guest", "GRANT SELECT ON care.* TO guest")
	shop, guest := config.Clone(), config.Clone()
	shop.User, guest.User = "shop", "guest"
	refused(t, guest, Options{}, "this user may not do that")
	s, err := Open(ctx, shop, Options{})
	require.NoError(t, err)
	defer s.Close()
	run(t, config, "SET GLOBAL read_only = 1")
	require.ErrorContains(t, s.Check(ctx), "the database cannot be written to")
	_, err = s.Acquire(ctx, 0, "owner", 0)
	require.ErrorContains(t, err, "connect to the primary")
}
