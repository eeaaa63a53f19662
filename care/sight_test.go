package care

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// seenBy lists what the outcomes about a subject saw, with their event's time.
func seenBy(outcomes []Outcome, subject string) []string {
	var all []string
	for _, o := range outcomes {
		if o.Subject == subject {
			for _, part := range o.Seen() {
				all = append(all, fmt.Sprint(o.At.Format("15:04 "), part.Values, part.Yes))
			}
		}
	}
	return all
}

// What an outcome tells is what its own event showed, though the next event of the
// same batch changes it before anything is written.
func TestE4_看见了什么_是当时的样子(t *testing.T) {
	for _, others := range []int{0, 10} {
		t.Run(fmt.Sprint(others, " other orders"), func(t *testing.T) { whatWasSeen(t, others) })
	}
}

func whatWasSeen(t *testing.T, others int) {
	file := `
flows:
  big: {title: 大单, about: order, purpose: service, via: [wangwang], rules: [{name: r, if: order.amount > 100, send: hello}]}
texts: {hello: 您好}
`
	now := morning
	engine, err := New(rulesFrom(t, file), Options{Now: func() time.Time { return now }, Seen: true})
	require.NoError(t, err)
	for i := range others {
		_, err := engine.Handle(context.Background(), at("+0m", created(fmt.Sprint("U", i), yuan(1))))
		require.NoError(t, err)
	}
	cheaper := at("+0m", ofOrder(tiexin.EventOrderPriceChanged, "T1", []detail{yuan(88)}))
	cheaper.ID = "cheaper"
	batch := []tiexin.Event{at("+0m", created("T1", yuan(50))), cheaper, at("+0m", ofOrder(tiexin.EventOrderPriceChanged, "T1", []detail{yuan(199)}))}
	batch[1].At, batch[2].At = morning.Add(time.Minute), morning.Add(2*time.Minute)
	out, err := engine.HandleAll(context.Background(), batch)
	require.NoError(t, err)
	assert.Equal(t, []string{"10:00 [order.amount = 50] false", "10:00 [order.amount = 88] false", "10:00 [order.amount = 199] true"}, seenBy(out, "T1"))

	now = morning.AddDate(0, 0, 1)
	paidNow := at("+24h", paid("T1"))
	more, err := engine.Handle(context.Background(), paidNow)
	require.NoError(t, err)
	assert.NotEmpty(t, more)
	assert.Equal(t, []string{"10:00 [order.amount = 50] false", "10:00 [order.amount = 88] false", "10:00 [order.amount = 199] true"}, seenBy(out, "T1"),
		"what happens later changes nothing about it")
}

func TestE4_看见了什么_订单就此被忘掉也说得出来(t *testing.T) {
	file := `
flows:
  pay: {title: 催付, about: order, purpose: service, via: [wangwang], rules: [{name: r, if: "!order.paid && order.amount > 100", send: hello}]}
texts: {hello: 您好}
`
	s := opens(t, file)
	s.hears(created("T1", yuan(50)))
	s.now.Store(morning.AddDate(0, 0, 105).UnixMilli())
	signsIn := happening(tiexin.EventCustomerSignedIn, nil)
	signsIn.ID, signsIn.At = "signs in", s.clock()
	out := s.hears(signsIn)
	require.Empty(t, s.remembers("xiaowang").Orders, "it is forgotten")
	assert.Equal(t, []string{"10:00 [order.paid = false] false", "10:00 [order.amount = 50] false"}, seenBy(out, "T1"))
}

// Conditions compare what is remembered: milliseconds, though a host may say more.
func TestE4_比毫秒更细的时间_看见和决定一致(t *testing.T) {
	file := `
flows:
  thanks: {title: 谢谢, about: order, purpose: service, via: [wangwang], rules: [{name: fast, if: order.paid_at > order.created_at, when: order.paid, send: hello}]}
texts: {hello: 您好}
`
	s := opens(t, file)
	e := at("+0m", paid("T1", thing(func(o *tiexin.Order) { o.CreatedAt = morning.Add(123 * time.Microsecond) })))
	e.At = morning.Add(456 * time.Microsecond)
	out := s.hears(e)
	assert.Equal(t, []string{"10:00 thanks/fast T1 skip condition-off"}, lines(out))
	assert.Equal(t, []string{"10:00 [order.paid_at = 2026-11-11 10:00:00 order.created_at = 2026-11-11 10:00:00] false"}, seenBy(out, "T1"))
}

// What a shard has done with is not held on to: who is forgotten is gone.
func TestE15_忘了的人_分区里也不留(t *testing.T) {
	s := opens(t, unpaid)
	var batch []tiexin.Event
	for i := range 5 {
		batch = append(batch, at("+0m", created(fmt.Sprint("T", i))))
	}
	_, err := s.engine.HandleAll(context.Background(), batch)
	require.NoError(t, err)
	shards, err := s.engine.open(context.Background())
	require.NoError(t, err)
	for _, shard := range shards {
		assert.Empty(t, slices.DeleteFunc(shard.batch[:cap(shard.batch)], func(in *input) bool { return in == nil }))
		assert.Empty(t, slices.DeleteFunc(shard.queue[:cap(shard.queue)], func(in *input) bool { return in == nil }))
		for _, record := range shard.records[:cap(shard.records)] {
			assert.Zero(t, record)
		}
		for _, commit := range shard.tx[:cap(shard.tx)] {
			assert.Zero(t, commit)
		}
		for _, turn := range shard.turns {
			assert.Nil(t, turn.record)
			assert.Nil(t, turn.commit.State)
			assert.Empty(t, slices.DeleteFunc(turn.inputs[:cap(turn.inputs)], func(in *input) bool { return in == nil }))
		}
	}
}
