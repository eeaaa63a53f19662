package mysql

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

var rulesOfNobody = fstest.MapFS{"rules.yaml": {Data: []byte("version: 1\nshop: {name: 青禾家}\n")}}

// The server is killed under load and comes back, while the shop goes on; then the shop is
// killed, too.
func Test服务器被杀又回来_应承过的一件不少(t *testing.T) {
	if testing.Short() {
		t.Skip("a short run kills no server")
	}
	server := own(t)
	shop := &crash.Loop{Place: crashPlace(t, baseOn(t, server.config(), "care")), Open: crashOpen, Faulty: true}
	for range shop.Cycles(t, 3, 5) {
		shop.Child(t, func(p *os.Process) {
			time.Sleep(crash.AnyInstant())
			server.kill()
			assert.NoError(t, server.start())
			time.Sleep(crash.AnyInstant())
			shop.Kill(p)
		})
		shop.Verify(t)
	}
	shop.Report(t)
}

// leased is a new store and its only partition.
func leased(t *testing.T, config *driver.Config, o Options) (*Store, care.Partition) {
	t.Helper()
	o.Partitions = 1
	s := made(t, config, o)
	p, err := s.Acquire(ctx, 0, "owner", 0)
	require.NoError(t, err)
	return s, p
}

func committed(t *testing.T, p care.Partition, commits ...care.Commit) []care.Version {
	t.Helper()
	results, err := p.Apply(ctx, care.Tx{Commits: commits})
	require.NoError(t, err)
	versions := make([]care.Version, len(results))
	for i, r := range results {
		require.NoError(t, r.Err)
		versions[i] = r.Version
	}
	return versions
}

func state(t *testing.T, p care.Partition, k care.Key) string {
	t.Helper()
	records, err := p.Load(ctx, []care.Key{k})
	require.NoError(t, err)
	return string(records[0].State)
}

// A wire is a connection that fails when it is to carry certain words.
type wire struct {
	net.Conn
	on    *wires
	limit chan struct{} // closed with the connection
	once  sync.Once
}

// wires are the connections of a store.
type wires struct {
	mu     sync.Mutex
	words  string
	done   func() bool // what they say arrives; the connection breaks when it is done, without an answer
	silent bool        // nothing arrives, and nothing ends
}

func (w *wires) breakAt(words string, done func() bool, silent bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.words, w.done, w.silent = words, done, silent
}

func (w *wires) through(config *driver.Config) *driver.Config {
	config = config.Clone()
	config.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return &wire{Conn: c, on: w, limit: make(chan struct{})}, err
	}
	return config
}

func (c *wire) Close() error {
	c.once.Do(func() { close(c.limit) })
	return c.Conn.Close()
}

func (c *wire) Write(b []byte) (int, error) {
	c.on.mu.Lock()
	words, done, silent := c.on.words, c.on.done, c.on.silent
	if words == "" || !bytes.Contains(b, []byte(words)) {
		c.on.mu.Unlock()
		return c.Conn.Write(b)
	}
	c.on.words = ""
	c.on.mu.Unlock()
	if silent {
		<-c.limit
		return 0, io.ErrClosedPipe
	}
	if done != nil {
		_, _ = c.Conn.Write(b)
		for range 10_000 {
			if done() {
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
	_ = c.Close()
	return len(b), nil
}

// Whoever commits and loses the connection does not know what became of it. The store does
// not say that all is well, and does not do it again.
func Test提交时断线_不说成了_也不做两遍(t *testing.T) {
	var w wires
	_, p := leased(t, w.through(base(t)), Options{})
	k := care.Key{Customer: "c1"}
	v := committed(t, p, care.Commit{Key: k, State: []byte("before")})[0]
	const commit = "; COMMIT" // and not the READ COMMITTED with which a connection begins
	w.breakAt(commit, nil, false)
	_, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("lost")}}})
	require.Error(t, err)
	assert.Equal(t, "before", state(t, p, k))
	w.breakAt(commit, func() bool { return state(t, p, k) == "after" }, false)
	after := care.Commit{Key: k, If: v, State: []byte("after"), Send: []care.Posting{{ID: "m1", Key: k, Lane: "sms", Body: []byte("hello")}}}
	_, err = p.Apply(ctx, care.Tx{Commits: []care.Commit{after}})
	require.Error(t, err)
	assert.Equal(t, "after", state(t, p, k))
	results, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{after}})
	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, care.ErrConflict)
	pending, _, err := p.Pending(ctx, 1, 10)
	require.NoError(t, err)
	assert.Len(t, pending, 1)
}

func Test没有回音的连接_到时就算错(t *testing.T) {
	var w wires
	_, p := leased(t, w.through(base(t)), Options{Timeout: time.Second})
	k := care.Key{Customer: "c1"}
	w.breakAt("records", nil, true)
	_, err := p.Load(ctx, []care.Key{k})
	require.ErrorContains(t, err, "the database gave no answer within 1s")
	committed(t, p, care.Commit{Key: k, State: []byte("again")})
}

// Somebody else holds the rows for longer than the store waits.
func Test别人锁着行_等不到就什么也没写(t *testing.T) {
	config := base(t)
	s, p := leased(t, config, Options{Timeout: 3 * time.Second})
	k, other := care.Key{Customer: "c1"}, care.Key{Customer: "c2"}
	v := committed(t, p, care.Commit{Key: k, State: []byte("before")}, care.Commit{Key: other, State: []byte("before")})
	tx, err := pool(t, config).BeginTx(ctx, nil)
	require.NoError(t, err)
	_, err = tx.Exec("SELECT * FROM care_records WHERE customer = 'c2' FOR UPDATE")
	require.NoError(t, err)
	both := care.Tx{Commits: []care.Commit{{Key: k, If: v[0], State: []byte("after")}, {Key: other, If: v[1], State: []byte("after")}}}
	_, err = p.Apply(ctx, both)
	require.ErrorContains(t, err, "nothing was written, because others hold the rows")
	require.NoError(t, tx.Rollback())
	assert.Equal(t, "before", state(t, p, k))
	committed(t, p, both.Commits...)
	assert.Zero(t, s.db.pool.Stats().InUse)
}

// Two wait for each other; the server takes back what has written less.
func Test死锁_什么也没写_再来就成(t *testing.T) {
	config := base(t)
	s, p := leased(t, config, Options{})
	k, other := care.Key{Customer: "c1"}, care.Key{Customer: "c2"}
	v := committed(t, p, care.Commit{Key: k, State: []byte("before")}, care.Commit{Key: other, State: []byte("before")})
	run(t, config, "CREATE TABLE heavy (n INT)")
	tx, err := pool(t, config).BeginTx(ctx, nil)
	require.NoError(t, err)
	_, err = tx.Exec("INSERT INTO heavy VALUES (1)" + strings.Repeat(", (1)", 1000))
	require.NoError(t, err)
	_, err = tx.Exec("SELECT * FROM care_records WHERE customer = 'c2' FOR UPDATE")
	require.NoError(t, err)
	both := care.Tx{Commits: []care.Commit{{Key: k, If: v[0], State: []byte("after")}, {Key: other, If: v[1], State: []byte("after")}}}
	failed := make(chan error)
	go func() {
		_, err := p.Apply(ctx, both)
		failed <- err
	}()
	for err == nil { // until Apply has the first row, and waits for the second
		_, err = s.db.pool.Exec("SELECT * FROM care_records WHERE customer = 'c1' FOR UPDATE NOWAIT")
	}
	_, err = tx.Exec("SELECT * FROM care_records WHERE customer = 'c1' FOR UPDATE")
	require.NoError(t, err)
	require.ErrorContains(t, <-failed, "nothing was written, because others hold the rows")
	require.NoError(t, tx.Rollback())
	assert.Equal(t, "before", state(t, p, k))
	committed(t, p, both.Commits...)
}

// An owner that is about to write has the lease, and the records, until it has written.
func Test写到一半_分区不换手_记录不被改(t *testing.T) {
	s, p := leased(t, base(t), Options{Timeout: 3 * time.Second})
	k := care.Key{Customer: "c1"}
	v := committed(t, p, care.Commit{Key: k, State: []byte("before")})[0]
	again := care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("after")}}}
	l := sqlstore.Lease{Epoch: 1}
	visitor, err := s.Visit(ctx, 0)
	require.NoError(t, err)
	acquire := func() error { _, err := s.Acquire(ctx, 0, "owner", 0); return err }
	change := func() error { _, err := visitor.Apply(ctx, again); return err }
	for _, c := range []struct {
		begin func(t *session) error
		then  func() error
	}{
		{func(t *session) error {
			w := s.db.writer(ctx, t, l)
			w.assert(l, again.Commits)
			w.flush()
			return w.err
		}, acquire},
		{func(t *session) error {
			w := s.db.writer(ctx, t, l)
			w.assert(l, again.Commits)
			w.flush()
			return w.err
		}, change},
		{func(t *session) error {
			_, err := s.db.look(ctx, t, l, &again)
			return err
		}, acquire},
		{func(t *session) error {
			_, err := s.db.look(ctx, t, l, &again)
			return err
		}, change},
		{func(t *session) error {
			_, err := t.Exec(ctx, `DELETE FROM {postings} WHERE EXISTS (SELECT 1 FROM {partitions} WHERE number = 0 AND epoch = 1 {share}) AND partition = 0`)
			return err
		}, acquire},
	} {
		require.NoError(t, s.db.Transact(ctx, func(in sqlstore.Session) error {
			require.NoError(t, c.begin(in.(*session)))
			require.ErrorContains(t, c.then(), "others hold the rows")
			return nil
		}))
	}
	require.NoError(t, change())
	require.NoError(t, acquire())
}

// A record may be large, and so may be what is written at once.
func Test大的记录_大的一批_长的名字(t *testing.T) {
	_, p := leased(t, base(t), Options{})
	var commits []care.Commit
	for i := range 40 {
		name := strings.Repeat("顾客", 33)[:196] + fmt.Sprintf("%02d", i)
		k := care.Key{Shop: strings.Repeat("店", 66), Customer: name}
		commits = append(commits, care.Commit{Key: k, State: bytes.Repeat([]byte{byte(i), '\'', '\\', 0}, 25_000), Send: []care.Posting{{
			ID: strings.Join([]string{"v1", k.Shop, k.Customer, strings.Repeat("单", 66), strings.Repeat("规", 60)}, "/"), Key: k, Lane: "sms", Body: make([]byte, 50_000),
		}}})
	}
	commits[7].State = make([]byte, 5<<20)
	versions := committed(t, p, commits...)
	for i := range commits {
		assert.Equal(t, string(commits[i].State), state(t, p, commits[i].Key))
		commits[i].If, commits[i].State = versions[i], []byte("small")
	}
	n, _, err := p.Len(ctx)
	require.NoError(t, err)
	assert.Equal(t, 40, n)
	commits[7].State = make([]byte, 20<<20)
	_, err = p.Apply(ctx, care.Tx{Commits: commits})
	require.ErrorContains(t, err, "raise max_allowed_packet")
	assert.NotEqual(t, "small", state(t, p, commits[0].Key), "nothing of it was written")
}
