package care

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// A garbling store gives back one customer's memory as nobody can read it.
type garbling struct{ Store }

type garblingPartition struct{ Partition }

const garbled = "garbled"

func (s garbling) Acquire(ctx context.Context, i int, owner string, ttl time.Duration) (Partition, error) {
	p, err := s.Store.Acquire(ctx, i, owner, ttl)
	return garblingPartition{p}, err
}

func garble(records []Record) {
	for i := range records {
		if r := &records[i]; r.Key.Customer == garbled && len(r.State) > 0 {
			r.State = []byte{250, 1, 2}
		}
	}
}

func (p garblingPartition) Load(ctx context.Context, keys []Key) ([]Record, error) {
	records, err := p.Partition.Load(ctx, keys)
	garble(records)
	return records, err
}

func (p garblingPartition) Due(ctx context.Context, now int64, limit int) ([]Record, int64, error) {
	due, next, err := p.Partition.Due(ctx, now, limit)
	garble(due)
	return due, next, err
}

func TestE1_一位顾客的记忆坏了_别人照常(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(timeAt("+0m")))
		sent := map[string]int{}
		engine, err := New(rulesFrom(t, unpaid), Options{
			Store: garbling{NewMemoryOf(1)}, Parallel: 1,
			Senders: map[channel.Kind]channel.Sender{channel.Wangwang: channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
				sent[m.CustomerID]++
				return channel.Receipt{}, nil
			})},
		})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		for _, customer := range []string{"a", garbled, "z"} {
			_, err := engine.Handle(ctx, at("+0m", created("T", by(customer))))
			require.NoError(t, err)
		}
		ended := make(chan error)
		go func() { ended <- engine.Run(ctx) }()
		time.Sleep(time.Hour)
		cancel()
		<-ended
		assert.Equal(t, map[string]int{"a": 1, "z": 1}, sent)
	})
}

func TestE1_叫醒时说出谁的记忆坏了(t *testing.T) {
	now := timeAt("+0m")
	engine, err := New(rulesFrom(t, unpaid), Options{Store: garbling{NewMemoryOf(1)}, Now: func() time.Time { return now }})
	require.NoError(t, err)
	for _, customer := range []string{"a", garbled, "z"} {
		_, err := engine.Handle(t.Context(), at("+0m", created("T", by(customer))))
		require.NoError(t, err)
	}
	now = timeAt("+16m")
	out, err := engine.Advance(t.Context(), now)
	require.ErrorContains(t, err, "customer garbled: care: the memory of a customer cannot be read")
	assert.Len(t, out, 2)
	_, err = engine.Advance(t.Context(), now)
	require.NoError(t, err, "it is not asked again at once")
	now = timeAt("+30m")
	_, err = engine.Advance(t.Context(), now)
	require.ErrorIs(t, err, remember.ErrCorrupt, "but it is not forgotten")
}

func TestObserve出了错_不连累别人(t *testing.T) {
	calls := 0
	engine, err := New(rulesFrom(t, unpaid), Options{Store: NewMemoryOf(1), Now: func() time.Time { return timeAt("+0m") }, Observe: func(Outcome) {
		if calls++; calls == 1 {
			panic("nobody expects me")
		}
	}})
	require.NoError(t, err)
	for _, customer := range []string{"a", "b"} {
		out, err := engine.Handle(t.Context(), at("+0m", created("T", by(customer))))
		require.NoError(t, err)
		assert.NotEmpty(t, out)
	}
	assert.Equal(t, 2, calls)
}

func TestClose之后谁也不用它(t *testing.T) {
	store := NewMemoryOf(2)
	first, err := New(rulesFrom(t, unpaid), Options{Store: store})
	require.NoError(t, err)
	_, err = first.Handle(t.Context(), at("+0m", created("T1")))
	require.NoError(t, err)
	require.NoError(t, first.Close(t.Context()))
	second, err := New(rulesFrom(t, unpaid), Options{Store: store})
	require.NoError(t, err)
	_, err = second.Handle(t.Context(), at("+1m", created("T2")))
	require.NoError(t, err)

	_, err = first.Handle(t.Context(), at("+2m", created("T3")))
	require.ErrorIs(t, err, ErrClosed)
	_, err = first.Advance(t.Context(), timeAt("+2m"))
	require.ErrorIs(t, err, ErrClosed)
	_, err = first.Deliver(t.Context())
	require.ErrorIs(t, err, ErrClosed)
	require.ErrorIs(t, first.Run(t.Context()), ErrClosed)
	require.NoError(t, first.Close(t.Context()), "once more does no harm")
	_, err = second.Handle(t.Context(), at("+3m", created("T4")))
	require.NoError(t, err, "nobody took the partitions from it")
}

func TestAdvance到还没到的时刻_就当是那时(t *testing.T) {
	engine, err := New(rulesFrom(t, unpaid), Options{Now: func() time.Time { return timeAt("+0m") }})
	require.NoError(t, err)
	_, err = engine.Handle(t.Context(), at("+0m", created("T1")))
	require.NoError(t, err)
	out, err := engine.Advance(t.Context(), timeAt("+45m"))
	require.NoError(t, err)
	saysOf(t, out, "10:45 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = engine.Advance(ctx, timeAt("+50m"))
	require.ErrorIs(t, err, context.Canceled)
}

func TestE15_日志里没有号码(t *testing.T) {
	s := opens(t, oneWord)
	for i, number := range []string{"13800000000", "+86 138 0000 0000", "138-0000-0000", "xiao.wang@example.com"} {
		for _, why := range []error{errors.New("isv.MOBILE_NUMBER_ILLEGAL: " + number), fmt.Errorf("%w: %s", channel.ErrUnknownOutcome, number)} {
			s.fails = func(string, channel.Kind) error { return why }
			s.hears(paid(fmt.Sprintf("T%d%t", i, errors.Is(why, channel.ErrUnknownOutcome))))
			s.delivers()
		}
		assert.NotContains(t, s.log.String(), number)
	}
	assert.Contains(t, s.log.String(), "isv.MOBILE_NUMBER_ILLEGAL: ***")
}

func TestE11_不知道多少钱的不说零元(t *testing.T) {
	const file = `
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [wangwang], merge: 1h, rules: [{name: r, when: [order.paid], after: 5m, send: hello}]}}
texts: {hello: WORDS}
`
	free := func(e *tiexin.Event) { e.Order.Amount = 0 }
	for _, tt := range []struct {
		words  string
		events []tiexin.Event
		said   []string
	}{
		{`"付了#付款金额#元"`, []tiexin.Event{at("+0m", paid("T1", free))}, nil},
		{`"付了#付款金额|好些#元"`, []tiexin.Event{at("+0m", paid("T1", free))}, []string{"10:05 f/r T1 wangwang 付了好些元"}},
		{`"付了#付款金额|好些#元"`, []tiexin.Event{at("+0m", paid("T1", yuan(199))), at("+0m", paid("T2", free))}, []string{"10:05 f/r T1 wangwang +T2 付了好些元"}},
		{`"一共#消费金额#元"`, []tiexin.Event{at("+0m", paid("T1", free))}, nil},
		{`"一共#消费金额#元"`, []tiexin.Event{at("+0m", paid("T1", yuan(199)))}, []string{"10:05 f/r T1 wangwang 一共199元"}},
	} {
		tell(t, strings.Replace(file, "WORDS", tt.words, 1), tt.events...).says(tt.said...)
	}
}
