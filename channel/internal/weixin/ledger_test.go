package weixin_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

var message = channel.Message{ID: "v1:/xiaowang/f/r/T1/0/1", Template: "TM1", Address: channel.Address{Kind: channel.WeChat, To: "openid-1"}}

// A post is a provider, as the ledger calls it.
type post struct {
	t      *testing.T
	now    time.Time
	ledger *weixin.Ledger
	errs   []error // of the next calls
	calls  int
}

func newPost(t *testing.T, window time.Duration) *post {
	p := &post{t: t, now: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return p.now }
	p.ledger = &weixin.Ledger{Name: "wechat wx1", Shelf: channel.NewShelf(clock), Now: clock, Window: window}
	return p
}

func (p *post) send() (channel.Receipt, error) {
	return p.ledger.Send(p.t.Context(), message, func(context.Context) (string, error) {
		p.calls++
		if len(p.errs) > 0 {
			err := p.errs[0]
			p.errs = p.errs[1:]
			return "", err
		}
		return fmt.Sprint("msg-", p.calls), nil
	})
}

var (
	errLost = fmt.Errorf("%w: the line broke", channel.ErrUnknownOutcome)
	errBusy = errors.New("busy")
)

func TestLedger_WhatWasTakenIsNotSentAgain(t *testing.T) {
	p := newPost(t, 0)
	for range 3 {
		receipt, err := p.send()
		require.NoError(t, err)
		assert.Equal(t, "msg-1", receipt.ProviderID)
	}
	assert.Equal(t, 1, p.calls)
	id, err := p.ledger.Numbered(t.Context(), "msg-1")
	require.NoError(t, err)
	assert.Equal(t, message.ID, id)
	all, err := p.ledger.To(t.Context(), "openid-1")
	require.NoError(t, err)
	assert.Equal(t, []weixin.Entry{{ID: message.ID, Template: "TM1", Number: "msg-1", Taken: true, At: p.now}}, all)
	id, err = p.ledger.Numbered(t.Context(), "msg-2")
	require.NoError(t, err)
	assert.Empty(t, id)
}

func TestLedger_WhatWasNotTakenIsSentAgain(t *testing.T) {
	p := newPost(t, 0)
	p.errs = []error{errBusy, errBusy}
	for range 2 {
		_, err := p.send()
		require.ErrorIs(t, err, errBusy)
	}
	_, err := p.send()
	require.NoError(t, err)
}

func TestLedger_ALostAnswerIsNotRepeatedWhereTheProviderWouldSendTwice(t *testing.T) {
	p := newPost(t, 0)
	p.errs = []error{errLost}
	for range 3 {
		_, err := p.send()
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	}
	assert.Equal(t, 1, p.calls)
}

func TestLedger_ALostAnswerIsRepeatedWithinTheWindow(t *testing.T) {
	p := newPost(t, 9*time.Minute)
	p.errs = []error{errLost, errLost, errBusy}
	for range 3 {
		_, err := p.send()
		require.Error(t, err)
		require.NotErrorIs(t, err, channel.ErrUnknownOutcome)
		p.now = p.now.Add(2 * time.Minute)
	}
	_, err := p.send()
	require.NoError(t, err)
	assert.Equal(t, 4, p.calls)
}

// The window begins with the first call that may have reached the provider. A refusal does not
// make that undone: it may be about the second one only.
func TestLedger_AfterTheWindowItIsNotKnown(t *testing.T) {
	p := newPost(t, 9*time.Minute)
	p.errs = []error{errLost, errBusy}
	_, _ = p.send()
	p.now = p.now.Add(5 * time.Minute)
	_, _ = p.send()
	p.now = p.now.Add(5 * time.Minute)
	_, err := p.send()
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	assert.Equal(t, 2, p.calls)
}

func TestLedger_OneAttemptAtATime(t *testing.T) {
	p := newPost(t, 0)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { _, err := p.send(); assert.NoError(t, err) })
	}
	wg.Wait()
	assert.Equal(t, 1, p.calls)
}

// What cannot be noted is not sent: it might go twice.
func TestLedger_WithoutItsShelfNothingGoes(t *testing.T) {
	p := newPost(t, 0)
	p.ledger.Shelf = brokenShelf{}
	_, err := p.send()
	require.ErrorContains(t, err, "the shelf is broken")
	assert.Zero(t, p.calls)
}

func TestTable(t *testing.T) {
	evening := time.Date(2026, 11, 11, 21, 0, 0, 0, weixin.Beijing)
	table := weixin.Table{
		1: {Kind: weixin.Passing}, 2: {Kind: weixin.Minute}, 3: {Kind: weixin.NextDay}, 4: {Kind: weixin.Final, Reason: "nobody", Cause: channel.CauseAddress},
		5: {Kind: weixin.Wording}, 6: {Kind: weixin.Stopped}, 7: {Kind: weixin.Accepted},
	}
	refused := func(code, attempt int) error {
		return table.Error(&weixin.Refusal{Provider: "WeChat", Code: code, Message: "no"}, attempt, evening)
	}
	assert.EqualError(t, refused(1, 9), "WeChat answers 1: no")
	var after *channel.RetryAfter
	require.ErrorAs(t, refused(2, 1), &after)
	assert.Equal(t, time.Minute, after.After)
	require.ErrorAs(t, refused(3, 1), &after)
	assert.Equal(t, 3*time.Hour, after.After)
	var final *channel.Final
	require.ErrorAs(t, refused(4, 1), &final)
	assert.Equal(t, channel.CauseAddress, final.Cause)
	assert.ErrorIs(t, refused(5, 1), channel.ErrWording)
	assert.ErrorIs(t, refused(6, 1), channel.ErrStopped)
	assert.NoError(t, refused(7, 1))
	assert.NotErrorIs(t, refused(8, 3), channel.ErrWording)
	assert.ErrorIs(t, refused(8, 4), channel.ErrWording)
	assert.ErrorIs(t, table.Error(errLost, 1, evening), channel.ErrUnknownOutcome)
}
