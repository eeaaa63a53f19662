package care

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A careless store reads every row into one buffer, which the next call writes over,
// as drivers of databases do.
type careless struct{ Store }

func (c careless) Acquire(ctx context.Context, n int, owner string, ttl time.Duration) (Partition, error) {
	p, err := c.Store.Acquire(ctx, n, owner, ttl)
	return &carelessPart{Partition: p, buffer: make([]byte, 0, 1<<20)}, err
}

type carelessPart struct {
	Partition
	buffer []byte
}

func (p *carelessPart) begin() {
	for i := range p.buffer {
		p.buffer[i] = 'X'
	}
	p.buffer = p.buffer[:0]
}

func (p *carelessPart) read(data []byte) []byte {
	if data == nil {
		return nil
	}
	p.buffer = append(p.buffer, data...)
	return p.buffer[len(p.buffer)-len(data) : len(p.buffer) : len(p.buffer)]
}

func (p *carelessPart) Load(ctx context.Context, keys []Key) ([]Record, error) {
	found, err := p.Partition.Load(ctx, keys)
	p.begin()
	for i := range found {
		found[i].State = p.read(found[i].State)
	}
	return found, err
}

func (p *carelessPart) Due(ctx context.Context, now int64, limit int) ([]Record, int64, error) {
	due, next, err := p.Partition.Due(ctx, now, limit)
	p.begin()
	for i := range due {
		due[i].State = p.read(due[i].State)
	}
	return due, next, err
}

func (p *carelessPart) Pending(ctx context.Context, now int64, limit int, lanes ...string) ([]Posting, int64, error) {
	pending, next, err := p.Partition.Pending(ctx, now, limit, lanes...)
	p.begin()
	for i := range pending {
		pending[i].Body = p.read(pending[i].Body)
	}
	return pending, next, err
}

func (p *carelessPart) Listed(ctx context.Context, on Lists, after Key, limit int) ([]Record, error) {
	found, err := p.Partition.Listed(ctx, on, after, limit)
	p.begin()
	for i := range found {
		found[i].State = p.read(found[i].State)
	}
	return found, err
}

func (p *carelessPart) Letters(ctx context.Context, limit int) ([]Letter, error) {
	letters, err := p.Partition.Letters(ctx, limit)
	p.begin()
	for i := range letters {
		letters[i].Body = p.read(letters[i].Body)
	}
	return letters, err
}

func Test存储再用缓冲_名单和来信也还是原样(t *testing.T) {
	store := NewSharedMemory(1, time.Now)
	require.NoError(t, store.Post(t.Context(), Letter{Body: []byte("第一封")}))
	lease, err := careless{store}.Acquire(t.Context(), 0, "", 0)
	require.NoError(t, err)
	_, err = lease.Apply(t.Context(), Tx{Commits: []Commit{{Key: Key{Customer: "c"}, State: []byte("有一件待办"), Lists: HasTask}}})
	require.NoError(t, err)
	p := owned(store, lease)
	listed, err := p.Listed(t.Context(), HasTask, Key{}, 1)
	require.NoError(t, err)
	letters, err := p.Letters(t.Context(), 1)
	require.NoError(t, err)
	_, err = p.Load(t.Context(), []Key{{Customer: "c"}})
	require.NoError(t, err)
	require.Equal(t, "有一件待办", string(listed[0].State))
	require.Equal(t, "第一封", string(letters[0].Body))
}

func Test存储再用缓冲_也不会把甲的话发给乙(t *testing.T) {
	const file = `
flows:
  pay:
    title: 催付
    about: order
    purpose: notice
    merge: 24h
    via: sms
    rules: [{name: a, if: minutes_unpaid > 15, send: a}]
texts: {a: "#买家昵称#，您的#商品名称#还没付款"}
`
	ctx := context.Background()
	clock := timeAt("+0m")
	var sent []channel.Message
	engine, err := New(rulesFrom(t, file), Options{
		Store: careless{NewMemoryOf(1)}, Now: func() time.Time { return clock }, Parallel: 1,
		Senders: map[channel.Kind]channel.Sender{channel.SMS: channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
			sent = append(sent, m)
			return channel.Receipt{}, nil
		})},
	})
	require.NoError(t, err)
	number := func(i int) string { return fmt.Sprintf("1380000%04d", i) }
	for i := range 5 {
		_, err := engine.Handle(ctx, tiexin.Event{
			ID: fmt.Sprint("e", i), Type: tiexin.EventOrderCreated, At: clock,
			Customer: tiexin.Customer{ID: fmt.Sprint("c", i), Nick: fmt.Sprint("顾客", i), Mobile: tiexin.Phone{Number: number(i)}},
			Order:    &tiexin.Order{ID: fmt.Sprint("T", i), Amount: 199_00, Title: fmt.Sprint("羽绒服", i)},
		})
		require.NoError(t, err)
	}
	clock = timeAt("+16m")
	out, err := engine.Advance(ctx, clock)
	require.NoError(t, err)
	_, err = engine.Deliver(ctx)
	require.NoError(t, err)
	_, err = engine.Explain(ctx, Key{Customer: "c0"})
	require.NoError(t, err)
	spoken := 0
	for _, o := range out {
		if o.Said == nil {
			continue
		}
		i := o.Customer[1:]
		assert.Equal(t, "1380000000"+i, o.Said.Message.Address.To)
		assert.Equal(t, "顾客"+i+"，您的羽绒服"+i+"还没付款", o.Said.Text)
		spoken++
	}
	assert.Equal(t, 5, spoken)
	require.Len(t, sent, 5)
	for _, m := range sent {
		assert.Equal(t, "1380000000"+m.CustomerID[1:], m.Address.To)
		assert.Contains(t, m.Text, "顾客"+m.CustomerID[1:])
	}
}
