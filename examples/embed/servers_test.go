//go:build unix

package main

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// program finds a program of a database server, or leaves the test out; on the machine
// that checks the project it has to be there.
func program(t *testing.T, name string) string {
	t.Helper()
	for _, places := range []string{"/usr/lib/postgresql/*/bin/", "/usr/sbin/", "/usr/bin/"} {
		found, _ := filepath.Glob(places + name)
		if slices.Sort(found); len(found) > 0 {
			return found[len(found)-1]
		}
	}
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip(name + " is not installed")
	}
	require.NoError(t, err)
	return path
}

// serverFolder is a folder for a server, and as whom it runs: none runs as root.
func serverFolder(t *testing.T, users ...string) (string, *syscall.SysProcAttr) {
	t.Helper()
	folder, err := os.MkdirTemp("", "embed")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if os.Geteuid() != 0 {
		return folder, nil
	}
	for _, name := range users {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			require.NoError(t, os.Chown(folder, uid, gid))
			return folder, &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		}
	}
	t.Skipf("there is none of the users %v", users)
	return "", nil
}

func prepare(t *testing.T, as *syscall.SysProcAttr, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.SysProcAttr, c.Dir = as, os.TempDir()
	out, err := c.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// runs a server until the test is over, and waits until it answers.
func runs(t *testing.T, as *syscall.SysProcAttr, answers func() bool, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.SysProcAttr, c.Dir = as, os.TempDir()
	require.NoError(t, c.Start())
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	require.Eventually(t, answers, 30*time.Second, 50*time.Millisecond)
}

// onPostgres is a new PostgreSQL.
func onPostgres(t *testing.T) string {
	initdb, postgres, ready := program(t, "initdb"), program(t, "postgres"), program(t, "pg_isready")
	folder, as := serverFolder(t, "postgres", "nobody")
	data := filepath.Join(folder, "data")
	prepare(t, as, initdb, "--no-sync", "-A", "trust", "-U", "care", "-E", "UTF8", "--locale=C.UTF-8", "-D", data)
	answers := func() bool { return exec.Command(ready, "-q", "-h", folder).Run() == nil }
	runs(t, as, answers, postgres, "-D", data, "-k", folder, "-c", "listen_addresses=")
	return "postgres://care@/postgres?host=" + folder
}

// onMariaDB is a new MariaDB.
func onMariaDB(t *testing.T) string {
	install, mariadb := program(t, "mariadb-install-db"), program(t, "mariadbd")
	folder, as := serverFolder(t, "mysql", "nobody")
	data, socket := filepath.Join(folder, "data"), filepath.Join(folder, "socket")
	prepare(t, as, install, "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", "--datadir="+data)
	config := driver.NewConfig()
	config.User, config.Net, config.Addr = "root", "unix", socket
	connector, err := driver.NewConnector(config)
	require.NoError(t, err)
	db := sql.OpenDB(connector)
	defer db.Close()
	runs(t, as, func() bool { return db.Ping() == nil }, mariadb, "--no-defaults", "--skip-networking", "--datadir="+data, "--socket="+socket)
	_, err = db.Exec("CREATE DATABASE shop")
	require.NoError(t, err)
	return "mysql://root@localhost/shop?socket=" + socket
}

// Over a database server the event stands in the transaction of the order itself.
func Test店铺的库在服务器上_任何一刻被杀_答应过的都发了(t *testing.T) {
	for name, server := range map[string]func(*testing.T) string{"PostgreSQL": onPostgres, "MariaDB": onMariaDB} {
		t.Run(name, func(t *testing.T) {
			s := stage(t)
			s.args = append(s.args, "-store", server(t), "-owner", "shop-0")
			t.Setenv(secretVariable, string(s.secret))
			log, err := spawn(t, s.args...).ends()
			assert.Error(t, err, "nothing is migrated at a start")
			assert.Contains(t, log, "Migrate", "it names the way out")
			log, err = spawn(t, append(s.args, "-migrate")...).ends()
			require.NoError(t, err, "%s", log)
			s.killed(*crashCycles)
		})
	}
}

func TestAStoreThatNobodyKnowsIsRefused(t *testing.T) {
	_, err := open(t.Context(), config{rules: "rules", data: t.TempDir(), secret: secret, store: "oracle://db"})
	assert.EqualError(t, err, "-store oracle: there are postgres://… and mysql://…, and without -store SQLite in the folder of -data")
}

// A rollout starts several at once. None makes a table, so none is in another's way.
func Test几个副本一起启动_一起建表_都成(t *testing.T) {
	for name, server := range map[string]func(*testing.T) string{"PostgreSQL": onPostgres, "MariaDB": onMariaDB} {
		t.Run(name, func(t *testing.T) {
			store := server(t)
			at := func(n int) config {
				return config{rules: "rules", data: t.TempDir(), secret: secret, store: store, owner: fmt.Sprint("shop-", n)}
			}
			atOnce := func(do func(n int)) {
				var all sync.WaitGroup
				for n := range 4 {
					all.Go(func() { do(n) })
				}
				all.Wait()
			}
			atOnce(func(n int) {
				db, err := openDatabase(t.Context(), at(n), true)
				if assert.NoError(t, err) {
					assert.NoError(t, db.close())
				}
			})
			starts := func(n int) {
				h, err := open(t.Context(), at(n))
				if assert.NoError(t, err) {
					assert.NoError(t, h.close())
				}
			}
			atOnce(starts)

			db, err := openDatabase(t.Context(), at(0), false)
			require.NoError(t, err)
			for _, table := range []string{"shop_orders", "shop_tasks", "shop_sms"} {
				_, err = db.books.db.Exec("DROP TABLE " + table)
				require.NoError(t, err)
				_, err = open(t.Context(), at(0))
				assert.ErrorContains(t, err, "run it once with -migrate")
				assert.ErrorContains(t, err, table)
				atOnce(func(int) { assert.NoError(t, db.books.make(t.Context())) })
			}
			require.NoError(t, db.close())
			starts(0)
		})
	}
}

// Two replicas take events in turns. One is killed; the other has its customers within the
// time of a lease.
func Test两个副本都收事件_一个被杀_另一个接手(t *testing.T) {
	s := stage(t)
	t.Setenv(storeVariable, onPostgres(t))
	t.Setenv(secretVariable, string(s.secret))
	log, err := spawn(t, append(s.args, "-migrate")...).ends()
	require.NoError(t, err, "%s", log)
	first, second := spawn(t, append(s.args, "-owner", "shop-0", "-data", t.TempDir())...), spawn(t, append(s.args, "-owner", "shop-1", "-data", t.TempDir())...)
	require.NotEmpty(t, first.url)
	require.NotEmpty(t, second.url)
	go func() {
		time.Sleep(time.Second)
		_ = first.Process.Kill()
	}()
	s.works(first.url, second.url)
	_, _ = first.ends()
	for range 20 {
		assert.True(t, s.posts(second.url))
	}
	s.stops(second)
	t.Logf("%d events answered 200, %d requests to the provider came again under the same ID", s.confirmed(), s.checks())
}

// The shop's tables do the same on every database: what is there is not written twice, and
// ids that differ by case are two.
func TestTheShopsTablesOnEveryDatabase(t *testing.T) {
	for name, server := range map[string]func(*testing.T) string{"SQLite": func(*testing.T) string { return "" }, "PostgreSQL": onPostgres, "MariaDB": onMariaDB} {
		t.Run(name, func(t *testing.T) {
			db, err := openDatabase(t.Context(), config{data: t.TempDir(), store: server(t)}, true)
			require.NoError(t, err)
			defer func() { assert.NoError(t, db.close()) }()
			b := db.books
			for range 2 {
				require.NoError(t, b.make(t.Context()))
			}
			if db.own {
				_, err = newOutbox(t.Context(), b, nil)
				require.NoError(t, err)
			}
			for _, id := range []string{"T1", "t1", "T1"} {
				require.NoError(t, b.take(t.Context(), tiexin.Event{
					ID: "m" + id, Type: tiexin.EventOrderPaid, At: time.Now(), Customer: tiexin.Customer{ID: "c1"}, Order: &tiexin.Order{ID: id, Amount: 2000},
				}))
			}
			orders := 0
			require.NoError(t, b.query(t.Context(), b.db, func(scan func(...any) error) error { return scan(&orders) }, `SELECT COUNT(*) FROM shop_orders`))
			assert.Equal(t, 2, orders)

			d := desk{b}
			for _, id := range []string{"v1:/c/T1/1", "v1:/c/t1/1", "v1:/c/T1/1"} {
				require.NoError(t, d.Open(t.Context(), channel.Task{ID: id, CustomerID: "c1", Script: "问一句"}))
			}
			require.NoError(t, d.claim(t.Context(), "v1:/c/T1/1", "小禾"))
			assert.ErrorIs(t, d.claim(t.Context(), "v1:/c/T1/1", "小苗"), errTaskGone)
			require.NoError(t, d.close(t.Context(), "v1:/c/T1/1", "小禾", "done", ""))
			assert.ErrorIs(t, d.close(t.Context(), "v1:/c/T1/1", "小禾", "done", ""), errTaskGone)
			require.NoError(t, d.Withdraw(t.Context(), "v1:/c/t1/1", "ended"))
			tasks, err := d.tasks(t.Context())
			require.NoError(t, err)
			assert.Empty(t, tasks)
			require.NoError(t, d.Open(t.Context(), channel.Task{ID: "v1:/c/t1/1", CustomerID: "c1", Script: "再问一句"}))
			tasks, err = d.tasks(t.Context())
			require.NoError(t, err)
			require.Len(t, tasks, 1)
			assert.Equal(t, "再问一句", tasks[0].Script, "withdrawn and opened anew")

			insert := b.ignoring(`INSERT INTO shop_sms (id, shop, customer, phone, sent_at) VALUES (?, ?, ?, ?, ?)`)
			for range 2 {
				_, err = b.exec(t.Context(), b.db, insert, "v1:m", "", "c1", "hash", 1)
				require.NoError(t, err)
			}
		})
	}
}
