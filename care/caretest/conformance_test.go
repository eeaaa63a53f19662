package caretest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
)

func Test内存存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return care.NewMemory() })
}

func Test一个分区的内存存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return care.NewMemoryOf(1) })
}

func Test几个进程共用的内存存储守约(t *testing.T) {
	caretest.TestStore(t, func() care.Store { return care.NewSharedMemory(64, time.Now) })
	caretest.TestShared(t, func() care.Shared { return care.NewSharedMemory(64, time.Now) })
}

// A lasting store is one whose Close ends nothing.
func Test重新打开的内存存储守约(t *testing.T) {
	store := care.NewMemoryOf(5)
	caretest.TestLasting(t, func() care.Store { return store }, func() care.Store { return store })
}

func badNumber() channel.Message {
	return channel.Message{
		CustomerID: "bad", Kind: channel.SMS, Purpose: tiexin.Notice, Text: "在吗",
		Address: channel.Address{Kind: channel.SMS, To: "13911112222"},
	}
}

func Test记录员守发送方的约(t *testing.T) {
	busy := badNumber()
	busy.CustomerID = "busy"
	caretest.TestSender(t, func() channel.Sender {
		r := new(caretest.Recorder)
		r.Fail(caretest.Failure{Customer: "bad"})
		r.Fail(caretest.Failure{Customer: "busy", Err: &channel.RetryAfter{After: time.Minute}})
		return r
	}, caretest.SenderOptions{
		Undeliverable: []channel.Message{badNumber()},
		Passing:       []channel.Message{busy},
		Delivered: func(s channel.Sender, id string) (n int) {
			for _, m := range s.(*caretest.Recorder).Messages() {
				if m.ID == id {
					n++
				}
			}
			return n
		},
	})
}

func Test记录员按吩咐失败(t *testing.T) {
	ctx := context.Background()
	var r caretest.Recorder
	m := channel.Message{ID: "m1", Kind: channel.SMS, CustomerID: "wang"}

	r.Fail(caretest.Failure{Channel: channel.SMS, Customer: "wang", Times: 2, Err: errors.New("busy")})
	for range 2 {
		_, err := r.Send(ctx, m)
		require.EqualError(t, err, "busy")
	}
	_, err := r.Send(ctx, m)
	require.NoError(t, err)
	_, err = r.Send(ctx, m)
	require.NoError(t, err)
	assert.Equal(t, []channel.Message{m}, r.Messages())
	assert.Equal(t, 4, r.Attempts("m1"))

	r.Fail(caretest.Failure{Channel: channel.SMS})
	_, err = r.Send(ctx, channel.Message{ID: "m2", Kind: channel.SMS, CustomerID: "li"})
	require.ErrorIs(t, err, channel.ErrUndeliverable)
	_, err = r.Send(ctx, channel.Message{ID: "m3", Kind: channel.WeChat, CustomerID: "li"})
	require.NoError(t, err)
	r.Fix()
	_, err = r.Send(ctx, channel.Message{ID: "m2", Kind: channel.SMS, CustomerID: "li"})
	require.NoError(t, err)

	require.NoError(t, r.Open(ctx, channel.Task{ID: "t1", Kind: channel.Phone}))
	require.NoError(t, r.Open(ctx, channel.Task{ID: "t1", Kind: channel.Phone}))
	require.NoError(t, r.Withdraw(ctx, "t1", "ended"))
	require.NoError(t, r.Withdraw(ctx, "t1", "ended"))
	assert.Len(t, r.Tasks(), 1)
	assert.Equal(t, []string{"t1"}, r.Withdrawn())
}
