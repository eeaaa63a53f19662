package sqlite

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// ofVersion1 is a copy of a store that the first release wrote, of two partitions in two
// files. At 10:00 of its day "sent" and "busy" ordered; both were reminded half an hour
// later, and the provider was busy for one. Then "outbox" ordered, and was reminded as
// well: that waits to be handed over. At 11:02 "waits" ordered.
func ofVersion1(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "care")
	require.NoError(t, os.CopyFS(folder, os.DirFS("testdata/version1")))
	return folder
}

const version1Rules = `version: 1
shop: {name: 青禾家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: sms
    rules:
      - {name: gentle, if: minutes_unpaid > 30, send: gentle}
texts:
  gentle: "#买家昵称|亲#，#商品名称#在待付款里等您"
`

func Test第一版写的_打开就是这一版的_一件不少(t *testing.T) {
	folder := ofVersion1(t)
	s := opened(t, folder, Options{})
	require.NoError(t, s.Check(ctx))
	require.NoError(t, s.Verify(ctx))
	first, second := leased(t, s, 0), leased(t, s, 1)
	for _, p := range []care.Partition{first, second} {
		note, err := p.Note(ctx, "note")
		require.NoError(t, err)
		assert.Equal(t, "kept", string(note))
	}
	pending, next, err := second.Pending(ctx, math.MaxInt64, 10)
	require.NoError(t, err)
	assert.Zero(t, next)
	require.Len(t, pending, 2)
	assert.Equal(t, []string{"busy", "outbox"}, []string{pending[0].Key.Customer, pending[1].Key.Customer})
	assert.Equal(t, []int{1, 0}, []int{pending[0].Attempt, pending[1].Attempt})
	n, oldest, err := second.Len(ctx)
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	assert.WithinDuration(t, time.Now(), time.UnixMilli(oldest), time.Hour, "nobody noted when they were decided: they are at least as old as the new tables")

	all, err := second.Scan(ctx, care.Key{}, 10)
	require.NoError(t, err)
	listed, err := second.Listed(ctx, care.HasTask, care.Key{}, 10)
	require.NoError(t, err)
	assert.Equal(t, all, listed, "the store cannot tell who has a task, and leaves nobody out")
	written(t, second, care.Commit{Key: all[0].Key, If: all[0].Version, State: all[0].State})
	listed, err = second.Listed(ctx, care.HasTask|care.AwaitsApproval, care.Key{}, 10)
	require.NoError(t, err)
	assert.Equal(t, all[1:], listed, "whoever is written again stands where the engine says")
	require.NoError(t, s.Close())

	// The engine goes on where it stopped.
	s = opened(t, folder, Options{})
	defer s.Close()
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(version1Rules)}}, "*.yaml")
	require.NoError(t, err)
	now := time.Date(2026, 11, 5, 12, 0, 0, 0, tiexin.Shanghai())
	var sent []string
	engine, err := care.New(rules, care.Options{Store: s, Parallel: 1, Now: func() time.Time { return now }, Senders: map[channel.Kind]channel.Sender{
		channel.SMS: channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
			sent = append(sent, m.ID)
			return channel.Receipt{}, nil
		}),
	}})
	require.NoError(t, err)
	_, err = engine.Advance(ctx, now)
	require.NoError(t, err)
	_, err = engine.Deliver(ctx)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"v1:/busy/payment/gentle/T2/0/1", "v1:/outbox/payment/gentle/T3/0/1", "v1:/waits/payment/gentle/T4/0/1"}, sent)
}

// What of a new store and of one that grew can differ is what tables and indexes say.
func Test升上来的_跟新建的一个样(t *testing.T) {
	tables := func(folder string) (all []string) {
		s := opened(t, folder, Options{})
		defer s.Close()
		require.NoError(t, s.files[0].each(`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`, nil, func(r row) {
			all = append(all, r.text(0)+": "+r.text(1))
		}))
		return all
	}
	assert.Equal(t, tables(t.TempDir()), tables(ofVersion1(t)))
}

func Test升级之前_旁边先留一份(t *testing.T) {
	folder := ofVersion1(t)
	// A copy that is older, of an attempt that was broken off, makes room.
	for _, name := range []string{"care-1.db.before-2", "care-1.db.before-2.half"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("half"), 0o600))
	}
	require.NoError(t, opened(t, folder, Options{}).Close())
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	require.Equal(t, []string{"care-1.db", "care-1.db.before-2", "care-2.db", "care-2.db.before-2", "care.lock"}, names)

	// Put back, the copies are the store as it was.
	again := t.TempDir()
	for n := 1; n <= 2; n++ {
		name := fmt.Sprintf("care-%d.db", n)
		copied, err := os.ReadFile(filepath.Join(folder, name+".before-2"))
		require.NoError(t, err)
		info, err := os.Stat(filepath.Join(folder, name+".before-2"))
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "nobody else reads it")
		require.NoError(t, os.WriteFile(filepath.Join(again, name), copied, 0o600))
		f, err := openFile(filepath.Join(again, name))
		require.NoError(t, err)
		is, has, err := f.identify()
		require.NoError(t, err)
		assert.Equal(t, []int{1, n}, []int{has, is.number})
		require.NoError(t, f.close())
	}
	s := opened(t, again, Options{})
	defer s.Close()
	n, _, err := leased(t, s, 1).Len(ctx)
	require.NoError(t, err)
	assert.Equal(t, 2, n)
}

// The process dies between the first file and the second.
func Test升级到一半断了_接着升(t *testing.T) {
	folder := ofVersion1(t)
	require.NoError(t, opened(t, folder, Options{}).Close())
	old, err := os.ReadFile("testdata/version1/care-2.db")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "care-2.db"), old, 0o600))
	s := opened(t, folder, Options{})
	defer s.Close()
	require.NoError(t, s.Check(ctx))
}

// Without a copy nothing is changed.
func Test没有地方留一份_就不升级(t *testing.T) {
	folder := ofVersion1(t)
	before, err := os.ReadFile(filepath.Join(folder, "care-1.db"))
	require.NoError(t, err)
	inTheWay := filepath.Join(folder, "care-1.db.before-2.half")
	require.NoError(t, os.MkdirAll(filepath.Join(inTheWay, "something"), 0o700))
	_, err = Open(folder, Options{})
	require.ErrorContains(t, err, "care-1.db has schema 1, and a copy of it has to be made before it becomes 2")
	after, err := os.ReadFile(filepath.Join(folder, "care-1.db"))
	require.NoError(t, err)
	assert.Equal(t, before, after)
	require.NoError(t, os.RemoveAll(inTheWay))
	require.NoError(t, opened(t, folder, Options{}).Close())
}
