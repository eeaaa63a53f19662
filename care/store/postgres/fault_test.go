package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// A line is the network between the store and the server. What happens to a statement
// depends on its words.
type line struct {
	mu   sync.Mutex
	does func(statement string) fate
}

type fate int

const (
	arrives fate = iota
	lost         // the connection ends before the server has the statement
	unheard      // the connection ends after the server has it
	stalls       // the server has it, and nothing comes back
)

func (l *line) set(does func(string) fate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.does = does
}

func (l *line) fate(statement string) fate {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.does == nil {
		return arrives
	}
	return l.does(statement)
}

// onLine is the store of a schema at the other end of a line.
func onLine(t *testing.T, o Options) (*Store, *line) {
	t.Helper()
	config, err := pgxpool.ParseConfig(testDSN)
	require.NoError(t, err)
	l := &line{}
	config.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return &wire{Conn: conn, line: l}, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	s, err := Open(ctx, pool, o)
	require.NoError(t, err)
	return s, l
}

type wire struct {
	net.Conn
	line *line
	fate fate
}

func (w *wire) Write(b []byte) (int, error) {
	switch w.fate = w.line.fate(string(b)); w.fate {
	case lost:
		_ = w.Close()
		return 0, errors.New("the line is cut")
	case unheard:
		n, err := w.Conn.Write(b)
		answer := make([]byte, 1)
		_, _ = w.Conn.Read(answer) // the server has done it
		_ = w.Close()
		return n, err
	}
	return w.Conn.Write(b)
}

func (w *wire) Read(b []byte) (int, error) {
	for {
		n, err := w.Conn.Read(b)
		if w.fate != stalls || err != nil {
			return n, err
		}
	}
}

func of(words string, f fate) func(string) fate {
	return func(statement string) fate {
		if strings.Contains(statement, words) {
			return f
		}
		return arrives
	}
}

func Test提交时断了线_要么全有要么全无(t *testing.T) {
	_, _, o := newStore(t, 4)
	s, l := onLine(t, o)
	p, err := s.Acquire(ctx, 0, "one", time.Minute)
	require.NoError(t, err)
	k := care.Key{Customer: "a"}
	results, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, State: []byte("old")}}})
	require.NoError(t, err)
	commit := care.Tx{Commits: []care.Commit{{Key: k, If: results[0].Version, State: []byte("new"), WakeAt: 5, Send: []care.Posting{{ID: "m", Key: k, Lane: "sms"}}}}}
	look := func() (string, int64, int) {
		t.Helper()
		records, err := p.Load(ctx, []care.Key{k})
		require.NoError(t, err)
		n, _, err := p.Len(ctx)
		require.NoError(t, err)
		return string(records[0].State), records[0].WakeAt, n
	}

	l.set(of("WITH lease", lost))
	_, err = p.Apply(ctx, commit)
	require.Error(t, err)
	l.set(nil)
	state, wakeAt, sent := look()
	assert.Equal(t, []any{"old", int64(0), 0}, []any{state, wakeAt, sent}, "the server never heard of it")

	l.set(of("WITH lease", unheard))
	_, err = p.Apply(ctx, commit)
	require.Error(t, err, "nobody heard that it was done")
	l.set(nil)
	state, wakeAt, sent = look()
	assert.Equal(t, []any{"new", int64(5), 1}, []any{state, wakeAt, sent})

	results, err = p.Apply(ctx, commit)
	require.NoError(t, err)
	assert.ErrorIs(t, results[0].Err, care.ErrConflict, "it was done, and is not done again")
}

func Test服务器不出声_到点报错_不永远等(t *testing.T) {
	_, _, o := newStore(t, 4)
	o.Timeout = 300 * time.Millisecond
	s, l := onLine(t, o)
	p, err := s.Acquire(ctx, 0, "one", time.Minute)
	require.NoError(t, err)
	l.set(of("records", stalls))
	_, err = p.Load(ctx, []care.Key{{Customer: "a"}})
	assert.ErrorContains(t, err, "gave no answer within 300ms")
	l.set(nil)
	_, err = p.Load(ctx, []care.Key{{Customer: "a"}})
	assert.NoError(t, err, "the connection that stalled is not used again")
}

func Test服务器限了语句时间_报错_什么也没写(t *testing.T) {
	_, pool, o := newStore(t, 4)
	limited, err := Open(ctx, newPool(t, testDSN+" statement_timeout=100"), o)
	require.NoError(t, err)
	p, err := limited.Acquire(ctx, 0, "one", time.Minute)
	require.NoError(t, err)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "LOCK TABLE "+named(o, "records"))
	require.NoError(t, err)
	k := care.Key{Customer: "a"}
	commit := care.Tx{Commits: []care.Commit{{Key: k, State: []byte("s"), Send: []care.Posting{{ID: "m", Key: k}}}}}
	_, err = p.Apply(ctx, commit)
	assert.ErrorContains(t, err, "statement timeout")
	require.NoError(t, tx.Rollback(ctx))
	n, _, err := p.Len(ctx)
	require.NoError(t, err)
	assert.Zero(t, n)
	results, err := p.Apply(ctx, commit)
	require.NoError(t, err)
	assert.NoError(t, results[0].Err)
}

// Every seventh statement is cut off, before or after the server has it. A host that
// brings an event again until it is confirmed has every order reminded once.
func Test线路时断时续_一单不漏_一条不重(t *testing.T) {
	_, _, o := newStore(t, 4)
	s, l := onLine(t, o)
	now := crash.Day(0)
	messages := map[string]int{}
	var mu sync.Mutex
	engine, err := crash.Engine(s, func() time.Time { return now }, func(id string) {
		mu.Lock()
		defer mu.Unlock()
		messages[id]++
	})
	require.NoError(t, err)
	_, err = engine.Handle(ctx, crash.Event(0, 1_000, 1, true, now)) // takes the partitions over
	require.NoError(t, err)
	statements := 0
	l.set(func(string) fate {
		if statements++; statements%7 == 0 {
			return []fate{lost, unheard}[statements/7%2]
		}
		return arrives
	})
	const orders = 40
	for i := range orders {
		for range 100 { // until it is confirmed
			if _, err = engine.Handle(ctx, crash.Event(0, i, i%7, false, now)); err == nil {
				break
			}
		}
		require.NoError(t, err)
	}
	now = now.Add(10 * time.Minute)
	for range 5 { // none of them gets through without a cut
		_, _ = engine.Advance(ctx, now)
		_, _ = engine.Deliver(ctx)
	}
	l.set(nil)
	_, err = engine.Advance(ctx, now)
	require.NoError(t, err)
	_, err = engine.Deliver(ctx)
	require.NoError(t, err)
	assert.Len(t, messages, orders, "each order is reminded by a message of its own")
}

func Test两个主人_后来的算数(t *testing.T) {
	first, _, o := newStore(t, 4)
	second, err := Open(ctx, newPool(t, testDSN), o)
	require.NoError(t, err)
	k := care.Key{Customer: "a"}
	old, err := first.Acquire(ctx, 0, "first", time.Nanosecond) // it is over at once
	require.NoError(t, err)
	var current care.Partition
	require.Eventually(t, func() bool {
		current, err = second.Acquire(ctx, 0, "second", time.Minute)
		return err == nil
	}, 10*time.Second, time.Millisecond)
	_, err = first.Acquire(ctx, 0, "first", time.Minute)
	assert.ErrorIs(t, err, care.ErrHeld)
	assert.ErrorContains(t, err, "second, until ")
	for i, p := range []care.Partition{old, current} {
		results, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, State: []byte(fmt.Sprint(i)), Send: []care.Posting{{ID: "m", Key: k}}}}, Notes: []care.Note{{Name: "n", State: []byte("n")}}})
		if p == old {
			assert.ErrorIs(t, err, care.ErrFenced)
			n, _, err := current.Len(ctx)
			require.NoError(t, err)
			assert.Zero(t, n, "a zombie writes nothing")
			note, err := current.Note(ctx, "n")
			require.NoError(t, err)
			assert.Nil(t, note)
		} else {
			require.NoError(t, err)
			assert.NoError(t, results[0].Err)
		}
	}
}

// A takeover in the middle of a write waits for it, and what the old owner writes after
// it is refused: there is no moment between the look at the lease and the write.
func Test交接时正在写_不是写完了就是没写(t *testing.T) {
	first, pool, o := newStore(t, 4)
	second, err := Open(ctx, newPool(t, testDSN), o)
	require.NoError(t, err)
	k := care.Key{Customer: "a"}
	p, err := first.Acquire(ctx, 0, "same", time.Minute)
	require.NoError(t, err)
	results, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, State: []byte("old")}}})
	require.NoError(t, err)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "SELECT FROM "+named(o, "records")+" FOR UPDATE") // holds the write up after it saw the lease
	require.NoError(t, err)
	written := make(chan error)
	go func() {
		_, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, If: results[0].Version, State: []byte("new")}}})
		written <- err
	}()
	waiting := func(n int) {
		t.Helper()
		require.Eventually(t, func() bool {
			var waits int
			require.NoError(t, pool.QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%' AND pid <> pg_backend_pid()`, strings.ReplaceAll(o.Schema, `"`, `""`)).Scan(&waits))
			return waits == n
		}, 10*time.Second, time.Millisecond)
	}
	waiting(1)
	taken := make(chan care.Partition)
	go func() {
		p, err := second.Acquire(ctx, 0, "same", time.Minute)
		assert.NoError(t, err)
		taken <- p
	}()
	waiting(2)
	require.NoError(t, tx.Commit(ctx))
	require.NoError(t, <-written)
	next := <-taken
	records, err := next.Load(ctx, []care.Key{k})
	require.NoError(t, err)
	assert.Equal(t, "new", string(records[0].State), "the new owner sees what the old one was writing")
	_, err = p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, If: records[0].Version, State: []byte("late")}}})
	assert.ErrorIs(t, err, care.ErrFenced)
}

func Test文字里有NUL_说数据库不收(t *testing.T) {
	s, _, _ := newStore(t, 4)
	p, err := s.Acquire(ctx, 0, "one", time.Minute)
	require.NoError(t, err)
	_, err = p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: care.Key{Customer: "a\x00b"}, State: []byte("s")}}})
	assert.ErrorContains(t, err, "keeps no text with a NUL")
	k := care.Key{Customer: "a"}
	_, err = p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, State: []byte("s"), Send: []care.Posting{{ID: "m", Key: k}}}}})
	require.NoError(t, err)
	assert.NoError(t, p.Resolve(ctx, []care.Resolution{{ID: "m", RetryAt: 5, Err: "what a provider says: \x00\xff"}}))
}

// Two customers never have a posting of the same ID; were it so, the commits would be
// applied one after the other.
func Test两笔提交动了同一封信_按顺序来(t *testing.T) {
	s, _, _ := newStore(t, 4)
	p, err := s.Acquire(ctx, 0, "one", time.Minute)
	require.NoError(t, err)
	a, b, c := care.Key{Customer: "a"}, care.Key{Customer: "b"}, care.Key{Customer: "c"}
	results, err := p.Apply(ctx, care.Tx{
		Commits: []care.Commit{
			{Key: a, State: []byte("a"), Send: []care.Posting{{ID: "m", Key: a, Body: []byte("of a")}, {ID: "n", Key: a}}},
			{Key: b, State: []byte("b"), Send: []care.Posting{{ID: "m", Key: b, Body: []byte("of b")}}},
			{Key: c, If: 7, State: []byte("c"), Cancel: []string{"m"}},
		},
		Notes: []care.Note{{Name: "n", State: []byte("n")}},
	})
	require.NoError(t, err)
	assert.NoError(t, results[0].Err)
	assert.NoError(t, results[1].Err)
	assert.ErrorIs(t, results[2].Err, care.ErrConflict)
	pending, _, err := p.Pending(ctx, 1, 10)
	require.NoError(t, err)
	require.Len(t, pending, 2)
	assert.Equal(t, []string{"n", "m"}, []string{pending[0].ID, pending[1].ID})
	assert.Equal(t, "of b", string(pending[1].Body))
	records, err := p.Load(ctx, []care.Key{a, b, c})
	require.NoError(t, err)
	assert.Equal(t, []care.Version{results[0].Version, results[1].Version, 0}, []care.Version{records[0].Version, records[1].Version, records[2].Version})
}
