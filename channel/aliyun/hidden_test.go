package aliyun_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

func TestSend_SaysNoNumberAndNoSecret(t *testing.T) {
	d := newDesk(t)
	m := message(1)
	m.Attempt = 9
	var said []string
	for _, b := range []channeltest.Behaviour{
		channeltest.HangsUp, channeltest.Throttles, channeltest.Fails(500), channeltest.Refuses("isv.MOBILE_NUMBER_ILLEGAL"),
		channeltest.Refuses("isv." + number), channeltest.Refuses("isv.OUT_OF_SERVICE"), channeltest.TakesAndFails(502),
	} {
		m.ID = message(len(said)).ID
		d.provider.Then(b)
		_, err := d.Send(t.Context(), m)
		require.Error(t, err)
		said = append(said, err.Error())
	}
	d.Endpoint = "http://127.0.0.1:1"
	m.ID = message(99).ID
	_, err := d.Send(t.Context(), m)
	require.Error(t, err)
	assert.Equal(t, "passing", kindOf(err))
	said = append(said, err.Error(), d.log.String(), fmt.Sprintf("%v %+v %#v %s", d.Sender, d.Sender, &d.Sender, d.Sender))
	d.log.Reset()
	slog.New(slog.NewTextHandler(&d.log, nil)).Info("a sender", "sender", d.Sender, "pointer", &d.Sender)
	for _, text := range append(said, d.log.String()) {
		for _, hidden := range []string{number, secret, "张女士", "Signature=", "中通"} {
			assert.NotContains(t, text, hidden)
		}
	}
}

func TestSend_PutsNoNumberOnTheShelf(t *testing.T) {
	d := newDesk(t)
	w := &watched{Shelf: d.Shelf}
	d.Shelf = w
	_, err := d.Send(t.Context(), message(1))
	require.NoError(t, err)
	d.provider.Then(channeltest.TakesAndHangsUp)
	_, err = d.Send(t.Context(), message(2))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	require.NotEmpty(t, w.puts)
	text, err := json.Marshal(w.puts)
	require.NoError(t, err)
	for _, hidden := range []string{number, secret, "张女士"} {
		assert.NotContains(t, string(text), hidden)
	}
}

// A watched shelf remembers what was put on it, and may fail.
type watched struct {
	channel.Shelf
	puts  []channel.Memo
	fails func(channel.Memo) bool
}

func (w *watched) Put(ctx context.Context, m channel.Memo) error {
	w.puts = append(w.puts, m)
	if w.fails != nil && w.fails(m) {
		return errors.New("disk full")
	}
	return w.Shelf.Put(ctx, m)
}
