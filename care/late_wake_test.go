package care

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// A slowStore says who is due as it was when it was last asked to remember it:
// what happened since it has not seen.
type slowStore struct {
	*Memory
	seen map[Key]Record
}

func (s *slowStore) Acquire(ctx context.Context, partition int, owner string, ttl time.Duration) (Partition, error) {
	p, err := s.Memory.Acquire(ctx, partition, owner, ttl)
	return slowPartition{p, s}, err
}

type slowPartition struct {
	Partition
	store *slowStore
}

func (p slowPartition) Due(ctx context.Context, now int64, limit int) ([]Record, int64, error) {
	due, next, err := p.Partition.Due(ctx, now, limit)
	for i := range due {
		if old, ok := p.store.seen[due[i].Key]; ok {
			due[i] = old
		} else {
			p.store.seen[due[i].Key] = due[i]
		}
	}
	return due, next, err
}

func TestE3_叫醒时看到的是旧样子_按新的样子决定(t *testing.T) {
	store := &slowStore{NewMemoryOf(1), map[Key]Record{}}
	now := timeAt("+0m")
	engine, err := New(rulesFrom(t, unpaid), Options{Store: store, Now: func() time.Time { return now }})
	require.NoError(t, err)
	ctx := context.Background()
	hears := func(when string, e tiexin.Event) {
		now = timeAt(when)
		_, err := engine.Handle(ctx, at(when, e))
		require.NoError(t, err)
	}
	hears("+0m", created("T1"))
	shards, err := engine.open(ctx)
	require.NoError(t, err)
	due, _, err := shards[0].lease.Due(ctx, timeAt("+16m").UnixMilli(), 10)
	require.NoError(t, err)
	require.Len(t, due, 1, "the store has seen the customer wait")

	hears("+14m", paid("T1"))
	hears("+14m", created("T2"))
	now = timeAt("+30m")
	out, err := engine.Advance(ctx, now)
	require.NoError(t, err, "it decides again, by what the store holds")
	saysOf(t, out, "10:30 payment/gentle T2 wangwang 小王，您的羽绒服还没付款")
}

// In one batch some bring their record, and others are looked up.
func TestE1_一批里有醒来的也有事件_各用各的记忆(t *testing.T) {
	ctx := t.Context()
	now := timeAt("+0m")
	engine, err := New(rulesFrom(t, unpaid), Options{Store: NewMemoryOf(1), Now: func() time.Time { return now }})
	require.NoError(t, err)
	for _, customer := range []string{"a", "b"} {
		_, err := engine.Handle(ctx, at("+0m", created("T"+customer, by(customer))))
		require.NoError(t, err)
	}
	shards, err := engine.open(ctx)
	require.NoError(t, err)
	now = timeAt("+16m")
	due, _, err := shards[0].lease.Due(ctx, now.UnixMilli(), 1)
	require.NoError(t, err)
	e := at("+16m", paid("Tb", by("b")))
	wakes := &input{key: due[0].Key, wake: true, at: now.UnixMilli(), woken: &due[0]}
	pays := &input{key: Key{Customer: "b"}, event: &e}
	require.Equal(t, "a", wakes.key.Customer)
	require.NoError(t, shards[0].do(ctx, []*input{wakes, pays}))
	saysOf(t, wakes.out, "10:16 a payment/gentle Ta wangwang a，您的羽绒服还没付款")
	hasLines(t, pays.out, "10:16 b payment/gentle Tb skip ended order.paid")
}

// An event and a wake-up of one customer may meet in one batch: each looks from its
// own instant.
func TestE1_同一位顾客_一批里先有事件再醒来(t *testing.T) {
	ctx := t.Context()
	engine, err := New(rulesFrom(t, unpaid), Options{Store: NewMemoryOf(1), Now: func() time.Time { return timeAt("+0m") }})
	require.NoError(t, err)
	shards, err := engine.open(ctx)
	require.NoError(t, err)
	e := at("+0m", created("T1"))
	comes := &input{key: Key{Customer: "xiaowang"}, event: &e}
	wakes := &input{key: comes.key, wake: true, at: timeAt("+16m").UnixMilli()}
	require.NoError(t, shards[0].do(ctx, []*input{comes, wakes}))
	hasLines(t, comes.out, "10:00 payment/gentle T1 wait not-yet until 10:15")
	saysOf(t, wakes.out, "10:16 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
}

// What a decision cost that somebody else was faster than is not spent.
func TestE10_没写成的决定_不花钱(t *testing.T) {
	store := &slowStore{NewMemoryOf(1), map[Key]Record{}}
	now := timeAt("+0m")
	file := strings.Replace(unpaid, "flows:", "limits: {budgets: {purse: {at_most: 0.05, per: day}}}\nflows:", 1)
	engine, err := New(rulesFrom(t, strings.Replace(file, "[wangwang, sms]", "[sms]", 1)), Options{Store: store, Now: func() time.Time { return now }})
	require.NoError(t, err)
	ctx := t.Context()
	_, err = engine.Handle(ctx, at("+0m", created("T1")))
	require.NoError(t, err)
	shards, err := engine.open(ctx)
	require.NoError(t, err)
	_, _, err = shards[0].lease.Due(ctx, timeAt("+16m").UnixMilli(), 10)
	require.NoError(t, err)
	now = timeAt("+1m")
	_, err = engine.Handle(ctx, at("+1m", customerIs(func(e *tiexin.Event) { e.Customer.City = "杭州" })))
	require.NoError(t, err)
	now = timeAt("+16m")
	out, err := engine.Advance(ctx, now)
	require.NoError(t, err)
	saysOf(t, out, "10:16 payment/gentle T1 sms 小王，您的羽绒服还没付款")
}

// A batch of which one part has to be decided again lets go of the other parts too.
func TestE15_重新决定的一批_整批都放下(t *testing.T) {
	store := &slowStore{NewMemoryOf(1), map[Key]Record{}}
	now := timeAt("+0m")
	engine, err := New(rulesFrom(t, unpaid), Options{Store: store, Now: func() time.Time { return now }})
	require.NoError(t, err)
	ctx := t.Context()
	for _, customer := range []string{"a", "b", "c"} {
		_, err = engine.Handle(ctx, at("+0m", created("T"+customer, by(customer))))
		require.NoError(t, err)
	}
	shards, err := engine.open(ctx)
	require.NoError(t, err)
	_, _, err = shards[0].lease.Due(ctx, timeAt("+16m").UnixMilli(), 10)
	require.NoError(t, err)
	now = timeAt("+1m")
	_, err = engine.Handle(ctx, at("+1m", customerIs(by("a"))))
	require.NoError(t, err)
	now = timeAt("+16m")
	out, err := engine.Advance(ctx, now)
	require.NoError(t, err)
	require.NotEmpty(t, out)
	for _, turn := range shards[0].turns {
		require.Nil(t, turn.record)
		require.Nil(t, turn.commit.State)
	}
}
