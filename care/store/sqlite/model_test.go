package sqlite

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

// A couple is the store and one in memory, to which the same is done.
type couple struct {
	*testing.T
	folder   string
	r        *rand.Rand
	disk     *Store
	memory   *care.Memory
	on       []care.Partition // of the disk
	in       []care.Partition // of the memory
	versions map[care.Key][2]care.Version
}

// both compares what the two answer; versions are each store's own.
func (c *couple) both(what string, ask func(care.Partition) (any, error), partition int) {
	c.Helper()
	want, err := ask(c.in[partition])
	require.NoError(c, err)
	got, err := ask(c.on[partition])
	require.NoError(c, err)
	require.Equal(c, want, got, what)
}

// open opens the store, and does not wait for the disk: nobody cuts the power here.
func (c *couple) open() {
	c.disk, c.on, c.in = opened(c, c.folder, Options{Partitions: 3, Files: 2}), nil, nil
	for _, f := range c.disk.files {
		require.NoError(c, f.conn.Exec(`PRAGMA synchronous = off`))
	}
	for n := range c.disk.Partitions() {
		p, err := c.memory.Acquire(ctx, n, "test", 0)
		require.NoError(c, err)
		c.on, c.in = append(c.on, leased(c, c.disk, n)), append(c.in, p)
	}
}

func unversioned(records []care.Record, err error) ([]care.Record, error) {
	for i := range records {
		records[i].Version = 0
	}
	return records, err
}

func Test随便做什么_跟记在内存里的一样(t *testing.T) {
	for seed := range uint64(4) {
		c := &couple{
			T: t, folder: t.TempDir(), r: rand.New(rand.NewPCG(seed, 7)), memory: care.NewMemoryOf(3), versions: map[care.Key][2]care.Version{},
		}
		c.open()
		for range 150 {
			switch c.r.IntN(12) {
			case 0:
				require.NoError(t, c.disk.Close())
				c.open()
			case 1:
				c.resolve()
			case 2:
				c.prune()
			default:
				c.apply()
			}
			c.compare()
		}
		require.NoError(t, c.disk.Verify(ctx))
		require.NoError(t, c.disk.Close())
	}
}

func (c *couple) key() care.Key {
	return care.Key{Shop: []string{"", "a"}[c.r.IntN(2)], Customer: fmt.Sprint("c", c.r.IntN(6))}
}

// apply is a step about one customer, and now and then one that comes too late.
func (c *couple) apply() {
	k := c.key()
	commit := care.Commit{Key: k, State: []byte(fmt.Sprint("state ", c.r.IntN(1000))), WakeAt: c.r.Int64N(4) * 100, Lists: care.Lists(c.r.IntN(4)), Erase: c.r.IntN(8) == 0}
	if c.r.IntN(8) == 0 {
		commit.State, commit.WakeAt, commit.Lists, commit.Erase = nil, 0, 0, true
	}
	id := func() string { return fmt.Sprintf("%s-m%d", k, c.r.IntN(4)) }
	for range c.r.IntN(3) {
		commit.Send = append(commit.Send, care.Posting{ID: id(), Key: k, Lane: []string{"sms", "tasks"}[c.r.IntN(2)], Body: []byte(fmt.Sprint(c.r.IntN(100))), At: c.r.Int64N(1000) + 1, NotAfter: c.r.Int64N(3)})
		commit.Journal = append(commit.Journal, care.Entry{At: c.r.Int64N(10), Body: []byte(fmt.Sprint(c.r.IntN(100)))})
	}
	for range c.r.IntN(2) {
		commit.Cancel = append(commit.Cancel, id())
	}
	n := care.PartitionOf(k, 3)
	late := c.r.IntN(10) == 0
	var versions [2]care.Version
	for i, p := range []care.Partition{c.in[n], c.on[n]} {
		commit.If = c.versions[k][i]
		if late {
			commit.If += 1 << 39
		}
		results, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{commit}, Taken: []int64{1}})
		require.NoError(c, err)
		if late {
			require.ErrorIs(c, results[0].Err, care.ErrConflict)
			continue
		}
		require.NoError(c, results[0].Err)
		if versions[i] = results[0].Version; commit.State == nil {
			versions[i] = 0
		}
	}
	if !late {
		c.versions[k] = versions
	}
}

func (c *couple) resolve() {
	d := care.Resolution{ID: fmt.Sprintf("%s-m%d", c.key(), c.r.IntN(4)), RetryAt: c.r.Int64N(3) * 50, Err: "busy"}
	c.both("resolve", func(p care.Partition) (any, error) { return nil, p.Resolve(ctx, []care.Resolution{d}) }, c.r.IntN(3))
}

// prune takes away all from before an instant: which of several go first is the store's
// business.
func (c *couple) prune() {
	before, all := c.r.Int64N(10), 0
	for {
		n, err := c.disk.Prune(ctx, before, 3)
		require.NoError(c, err)
		require.LessOrEqual(c, n, 3)
		if all += n; n < 3 {
			break
		}
	}
	want, err := c.memory.Prune(ctx, before, 1000)
	require.NoError(c, err)
	require.Equal(c, want, all)
}

func (c *couple) compare() {
	after, now, limit := c.key(), c.r.Int64N(400), c.r.IntN(5)
	for n := range 3 {
		c.both("scan", func(p care.Partition) (any, error) { return unversioned(p.Scan(ctx, care.Key{}, 100)) }, n)
		for on := care.Lists(1); on < 4; on++ {
			c.both("listed", func(p care.Partition) (any, error) { return unversioned(p.Listed(ctx, on, after, limit)) }, n)
		}
		c.both("due", func(p care.Partition) (any, error) {
			due, next, err := p.Due(ctx, now, limit)
			due, _ = unversioned(due, nil)
			return fmt.Sprintf("%+v, then %d", due, next), err
		}, n)
		for _, lanes := range [][]string{nil, {"sms"}, {"tasks", "sms"}} {
			c.both("pending", func(p care.Partition) (any, error) {
				pending, next, err := p.Pending(ctx, now/4, limit, lanes...)
				return fmt.Sprintf("%+v, then %d", pending, next), err
			}, n)
		}
		c.both("len", func(p care.Partition) (any, error) {
			n, oldest, err := p.Len(ctx)
			return [2]int64{int64(n), oldest}, err
		}, n)
		c.both("letters", func(p care.Partition) (any, error) { l, err := p.Letters(ctx, 5); return len(l), err }, n)
	}
	k, from, to := c.key(), c.r.Int64N(5), c.r.Int64N(11)
	want, err := c.memory.Journal(ctx, k, from, to, limit)
	require.NoError(c, err)
	got, err := c.disk.Journal(ctx, k, from, to, limit)
	require.NoError(c, err)
	require.Equal(c, fmt.Sprint(want), fmt.Sprint(got), "journal")
}

func Test几个进程才用得上的序号_说是要数据库(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Partitions: 1})
	defer s.Close()
	p, k := leased(t, s, 0), keyIn(s, 0, 1)
	_, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{Key: k, State: []byte("s")}}, Serial: &care.Serial{Name: "budget"}})
	require.EqualError(t, err, "sqlite: the serial budget: a store of one process has none; several processes need a database server")
	assert.Zero(t, record(t, p, k).Version, "nothing was written")
}

// care.New asks the store before anything is decided.
func Test开着的时候被动过_引擎不开张(t *testing.T) {
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(version1Rules)}}, "*.yaml")
	require.NoError(t, err)
	for says, do := range map[string]func(path string){
		"care-1.db was moved, removed or replaced while it was open: close the store, put the file back and open the store again": func(path string) {
			require.NoError(t, os.Rename(path, path+".old"))
		},
		"care-1.db was changed by another program while it was open: end that program, close the store and open it again": func(path string) {
			database(t, path, "PRAGMA user_version = 1")
		},
	} {
		folder := t.TempDir()
		s := opened(t, folder, Options{Partitions: 1})
		require.NoError(t, s.Check(ctx))
		do(filepath.Join(folder, "care-1.db"))
		_, err := care.New(rules, care.Options{Store: s})
		require.ErrorContains(t, err, "care: the store cannot be used: sqlite: ")
		require.ErrorContains(t, err, says)
		require.NoError(t, s.Close())
		require.ErrorIs(t, s.Check(ctx), ErrClosed)
	}
}
