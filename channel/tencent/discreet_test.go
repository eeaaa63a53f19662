package tencent_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/tencent"
)

func TestSend_SaysNoNumberAndNoSecret(t *testing.T) {
	d := newDesk(t)
	for _, code := range append(tencent.Codes(), "FailedOperation.About13900000000", "张女士") {
		d.provider.Then(channeltest.Refuses(code))
		_, err := d.Send(t.Context(), message(1))
		discreet(t, fmt.Sprintf("%v %+v %q", err, err, err))
		d.Shelf = channel.NewShelf(d.Now)
	}
	for _, thing := range []any{d.Sender, &d.Sender, []tencent.Sender{d.Sender}, struct{ S tencent.Sender }{d.Sender}} {
		discreet(t, fmt.Sprintf("%v %+v %#v %s %q %x", thing, thing, thing, thing, thing, thing))
		slog.New(slog.NewTextHandler(&d.log, nil)).Info("starting", "with", thing)
	}
	_, err := d.Send(t.Context(), message(9))
	require.NoError(t, err)
	discreet(t, d.log.String())
}

func discreet(t *testing.T, said string) {
	t.Helper()
	for _, hidden := range []string{"139000", "139-000", "张女士", secret, fmt.Sprintf("%x", secret), "中通快递"} {
		assert.NotContains(t, said, hidden)
	}
}

// Nothing on the shelf is a number or a name, as the memos stand there.
func TestShelf_HoldsNoNumber(t *testing.T) {
	d := newDesk(t)
	spy := &spying{Shelf: d.Shelf}
	d.Shelf = spy
	d.provider.Then(channeltest.Answers, channeltest.TakesAndHangsUp)
	for n := range 2 {
		_, _ = d.Send(t.Context(), message(n))
	}
	require.NotEmpty(t, spy.memos)
	for _, m := range spy.memos {
		discreet(t, m.Key+" "+m.Name+" "+m.Value)
	}
}

type spying struct {
	channel.Shelf
	memos []channel.Memo
}

func (s *spying) Put(ctx context.Context, m channel.Memo) error {
	s.memos = append(s.memos, m)
	return s.Shelf.Put(ctx, m)
}
