package mysql

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"
)

var ctx = context.Background()

// dsnName is the environment variable that names a server for the tests: an address as
// the driver takes it, of a user who may make databases. Default: the tests start one of
// their own.
const dsnName = "TIEXIN_MYSQL"

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	common.stop()
	os.Exit(code)
}

// common is the server of all tests that do not break it.
var common shared

type shared struct {
	once   sync.Once
	server *server
	config *driver.Config
	err    error
	bases  atomic.Int64
}

func (s *shared) stop() {
	if s.server != nil {
		s.server.stop()
		_ = os.RemoveAll(s.server.folder)
	}
}

func (s *shared) start() {
	if dsn := os.Getenv(dsnName); dsn != "" {
		s.config, s.err = driver.ParseDSN(dsn)
		return
	}
	folder, err := os.MkdirTemp("", "mariadb")
	if err != nil {
		s.err = err
		return
	}
	if s.server, s.err = newServer(folder); s.err == nil {
		s.config, s.err = s.server.config(), s.server.start()
	}
}

// errNoServer says that there is no program to start.
var errNoServer = errors.New("there is no server: install mariadb-server, or name one in " + dsnName)

// orSkip leaves a test out where no server can be had. On the machine that checks the
// project it fails.
func orSkip(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errNoServer) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	require.NoError(t, err)
}

// base is a new, empty database on the server of all tests.
func base(t testing.TB) *driver.Config {
	t.Helper()
	common.once.Do(common.start)
	orSkip(t, common.err)
	return baseOn(t, common.config, fmt.Sprintf("care_test_%d_%d", os.Getpid(), common.bases.Add(1)))
}

func baseOn(t testing.TB, on *driver.Config, name string) *driver.Config {
	t.Helper()
	run(t, on, "CREATE DATABASE "+quoted(name))
	t.Cleanup(func() {
		if pool, err := open(on); err == nil {
			pool.SetMaxOpenConns(1)
			_, _ = pool.Exec("SET lock_wait_timeout = 5") // a test that failed may hold it
			_, _ = pool.Exec("DROP DATABASE " + quoted(name))
			_ = pool.Close()
		}
	})
	config := on.Clone()
	config.DBName = name
	return config
}

func open(config *driver.Config) (*sql.DB, error) {
	c, err := driver.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(c), nil
}

// pool is what a host has, until the test is over.
func pool(t testing.TB, config *driver.Config) *sql.DB {
	t.Helper()
	pool, err := open(config)
	require.NoError(t, err)
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

func run(t testing.TB, config *driver.Config, statements ...string) {
	t.Helper()
	pool, err := open(config)
	require.NoError(t, err)
	defer pool.Close()
	for _, sql := range statements {
		_, err := pool.Exec(sql)
		require.NoError(t, err, sql)
	}
}

// A server is a MariaDB of the tests' own, in a folder, on a socket.
type server struct {
	folder  string
	program string
	cmd     *exec.Cmd
	ended   chan struct{}
	said    bytes.Buffer
}

// program finds a program by one of its names, also where only the administrator looks.
func program(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
		if path := filepath.Join("/usr/sbin", name); exec.Command(path, "--version").Run() == nil {
			return path, nil
		}
	}
	return "", errNoServer
}

// newServer makes the data of a server in a folder.
func newServer(folder string) (*server, error) {
	install, err := program("mariadb-install-db", "mysql_install_db")
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder}
	if s.program, err = program("mariadbd"); err != nil {
		return nil, err
	}
	if err := s.own(); err != nil {
		return nil, err
	}
	cmd := exec.Command(install, "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve",
		"--innodb-log-file-size=32M", "--datadir="+s.data(), "--tmpdir="+folder)
	unprivileged(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", install, err, out)
	}
	return s, nil
}

func (s *server) data() string   { return filepath.Join(s.folder, "data") }
func (s *server) socket() string { return filepath.Join(s.folder, "socket") }

// own has the folder belong to whom the server runs as.
func (s *server) own() error {
	if err := os.Mkdir(s.data(), 0o755); err != nil {
		return err
	}
	for _, folder := range []string{s.folder, s.data()} {
		if err := giveAway(folder); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) config() *driver.Config {
	c := driver.NewConfig()
	c.User, c.Net, c.Addr = "root", "unix", s.socket()
	return c
}

// start starts the server, and waits until it answers.
func (s *server) start(more ...string) error {
	s.said.Reset()
	s.cmd = exec.Command(s.program, append([]string{
		"--no-defaults", "--datadir=" + s.data(), "--tmpdir=" + s.folder, "--socket=" + s.socket(), "--pid-file=" + filepath.Join(s.folder, "pid"), "--skip-networking",
		"--innodb-log-file-size=32M", "--innodb-buffer-pool-size=256M",
	}, more...)...)
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	unprivileged(s.cmd)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.ended = make(chan struct{})
	go func() {
		_ = s.cmd.Wait()
		close(s.ended)
	}()
	pool, err := open(s.config())
	if err != nil {
		return err
	}
	defer pool.Close()
	for {
		if err := pool.Ping(); err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return fmt.Errorf("the server has ended: %s", strings.TrimSpace(s.said.String()))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// kill ends the server as a crash does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}

func (s *server) stop() {
	if s.cmd != nil {
		s.kill() // nobody needs its data
	}
}

// own is a server for one test, which may break it.
func own(t testing.TB, more ...string) *server {
	t.Helper()
	folder, err := os.MkdirTemp("", "mariadb")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	s, err := newServer(folder)
	orSkip(t, err)
	require.NoError(t, s.start(more...))
	t.Cleanup(s.stop)
	return s
}
