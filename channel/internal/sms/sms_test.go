package sms_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

const number = "13812345678"

var noon = time.Date(2026, 11, 11, 12, 0, 0, 0, sms.Beijing)

// A desk is a book with a clock and a shelf that can be looked at.
type desk struct {
	sms.Book
	now   time.Time
	puts  []channel.Memo
	fails error
	channel.Shelf
}

func newDesk() *desk {
	d := &desk{now: noon}
	d.Shelf = channel.NewShelf(func() time.Time { return d.now })
	d.Book = sms.Book{Provider: "post", Shelf: d, Secret: "hush", Now: func() time.Time { return d.now }}
	return d
}

func (d *desk) Put(ctx context.Context, m channel.Memo) error {
	if d.fails != nil {
		return d.fails
	}
	d.puts = append(d.puts, m)
	return d.Shelf.Put(ctx, m)
}

func message(customer string, n int) channel.Message {
	return channel.Message{ID: fmt.Sprintf("v1:deer/%s/payment/gentle/T%d/0/1", customer, n), Shop: "deer", CustomerID: customer}
}

func TestBook_KnowsWhatHasGoneAndWhatMayHave(t *testing.T) {
	d, id := newDesk(), message("wang", 1).ID
	state := func() sms.Entry {
		e, err := d.Entry(t.Context(), id)
		require.NoError(t, err)
		return e
	}
	assert.Equal(t, sms.New, state().State)
	require.NoError(t, d.Begin(t.Context(), id))
	assert.Equal(t, sms.Entry{State: sms.Open, At: noon}, state())
	require.NoError(t, d.Leave(t.Context(), id))
	assert.Equal(t, sms.New, state().State)
	require.NoError(t, d.Take(t.Context(), id, "biz^0"))
	assert.Equal(t, sms.Entry{State: sms.Taken, ProviderID: "biz^0", At: noon}, state())
}

func TestBook_AsksForWhatIsUnsettledWhenItIsTime(t *testing.T) {
	d := newDesk()
	for n, next := range []time.Duration{time.Minute, 2 * time.Minute} {
		require.NoError(t, d.Wonder(t.Context(), sms.Unsettled{ID: message("wang", n).ID, Number: number, At: noon, Next: noon.Add(next)}))
	}
	due := func() (all []string) {
		list, err := d.Unsettled(t.Context())
		require.NoError(t, err)
		for _, u := range list {
			assert.Equal(t, number, u.Number)
			all = append(all, u.ID)
		}
		return all
	}
	assert.Empty(t, due())
	d.now = noon.Add(time.Minute)
	assert.Equal(t, []string{message("wang", 0).ID}, due())
	require.NoError(t, d.Settle(t.Context(), message("wang", 0).ID))
	d.now = noon.Add(2 * time.Minute)
	assert.Equal(t, []string{message("wang", 1).ID}, due())
	d.now = noon.Add(72 * time.Hour)
	assert.Empty(t, due(), "after three days nobody asks any more, and the number is gone")
}

func TestBook_PutsNoNumberOnTheShelf(t *testing.T) {
	d, m := newDesk(), message("wang", 1)
	require.NoError(t, d.Wrote(t.Context(), number, m))
	require.NoError(t, d.Wonder(t.Context(), sms.Unsettled{ID: m.ID, Number: number, At: noon}))
	require.NoError(t, d.Begin(t.Context(), m.ID))
	require.NotEmpty(t, d.puts)
	for _, memo := range d.puts {
		assert.NotContains(t, memo.Key+memo.Name+memo.Value, number)
	}
	other := d.Book
	other.Secret = "another"
	list, err := other.Unsettled(t.Context())
	require.NoError(t, err)
	assert.Empty(t, list, "only the secret opens it")
}

func TestBook_KnowsAMessageByAnAlias(t *testing.T) {
	d, id := newDesk(), message("wang", 1).ID
	require.NoError(t, d.Alias(t.Context(), channel.ShortID(id), id))
	e, ok, err := d.Event(t.Context(), sms.Report{MessageID: channel.ShortID(id), At: noon, Delivered: true, Parts: 2})
	require.NoError(t, err)
	require.True(t, ok)
	assert.Equal(t, id, e.Message.ID)
	_, ok, err = d.Event(t.Context(), sms.Report{MessageID: "nobody's", At: noon})
	require.NoError(t, err)
	assert.False(t, ok)
}

func TestReport_BecomesOneEventHoweverOftenItIsTold(t *testing.T) {
	d, m := newDesk(), message("wang", 1)
	delivered, _, _ := d.Event(t.Context(), sms.Report{MessageID: m.ID, At: noon, Delivered: true, Reason: "DELIVERED", Parts: 2})
	assert.Equal(t, tiexin.Event{
		ID: "post/message.delivered/" + channel.ShortID(m.ID), Type: tiexin.EventMessageDelivered, Shop: "deer", At: noon, Customer: tiexin.Customer{ID: "wang"},
		Message: &tiexin.MessageReport{ID: m.ID, Channel: "sms", Parts: 2},
	}, delivered)
	failed, _, _ := d.Event(t.Context(), sms.Report{MessageID: m.ID, At: noon, Final: true, Reason: "no such number", Cause: channel.CauseAddress})
	assert.Equal(t, &tiexin.MessageReport{ID: m.ID, Channel: "sms", Final: true, Reason: "no such number", Cause: "address"}, failed.Message)
	assert.NotEqual(t, delivered.ID, failed.ID)
	require.NoError(t, delivered.Validate())
	require.NoError(t, failed.Validate())
}

func TestReply_GoesToWhomItAnswers(t *testing.T) {
	d := newDesk()
	for n, customer := range []string{"wang", "wang", "li"} { // a couple with one number
		m := message(customer, n)
		m.Signature = "小鹿家"
		d.now = noon.Add(time.Duration(n) * time.Minute)
		require.NoError(t, d.Wrote(t.Context(), number, m))
	}
	for _, c := range []struct {
		text, signature, number string
		to                      []string
	}{
		{"谢谢", "", number, []string{message("li", 2).ID}},
		{"R", "", number, []string{message("li", 2).ID, message("wang", 1).ID}},
		{"R", "小鹿家", number, []string{message("li", 2).ID, message("wang", 1).ID}},
		{"R", "大象家", number, []string{message("li", 2).ID, message("wang", 1).ID}}, // better once too often than not
		{"R", "", "13900000000", nil},
	} {
		r, err := d.Replied(t.Context(), sms.Reply{Number: c.number, Signature: c.signature, Text: c.text, At: noon, Body: []byte("body")}, channel.OptOut{})
		require.NoError(t, err)
		var to []string
		for _, e := range r.Events {
			require.NoError(t, e.Validate())
			assert.Equal(t, c.text, e.Message.Text)
			to = append(to, e.Message.ID)
		}
		assert.Equal(t, c.to, to, "%+v", c)
		assert.Len(t, r.Parked, map[bool]int{true: 1}[c.to == nil])
		text, _ := json.Marshal(r)
		assert.NotContains(t, string(text), number)
	}
}

func TestReply_OfOneShopIsNotHeardForAnother(t *testing.T) {
	d := newDesk()
	for customer, signature := range map[string]string{"wang": "小鹿家", "li": "大象家"} {
		m := message(customer, 1)
		m.Signature = signature
		require.NoError(t, d.Wrote(t.Context(), number, m))
	}
	r, err := d.Replied(t.Context(), sms.Reply{Number: number, Signature: "大象家", Text: "R", At: noon}, channel.OptOut{})
	require.NoError(t, err)
	require.Len(t, r.Events, 1)
	assert.Equal(t, "li", r.Events[0].Customer.ID)
}

func TestUnknownCode_PassesThreeTimesAndIsToldOnce(t *testing.T) {
	d := newDesk()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	for attempt := 1; attempt <= 5; attempt++ {
		m := message("wang", 1)
		m.Attempt = attempt
		err := d.UnknownCode(t.Context(), logger, "isv.NEW", m)
		require.Error(t, err)
		assert.Equal(t, attempt > 3, errors.Is(err, channel.ErrWording), "attempt %d: %v", attempt, err)
	}
	assert.Equal(t, 1, strings.Count(log.String(), "isv.NEW"), log.String())
}

func TestCode_PrintsNothingButCodes(t *testing.T) {
	for code, want := range map[string]string{
		"isv.DAY_LIMIT-1": "isv.DAY_LIMIT-1", "MK:0012": "MK:0012", "": "(unprintable)", "13812345678": "(unprintable)",
		"x13812345678": "(unprintable)", "王小明": "(unprintable)", "a b": "(unprintable)", strings.Repeat("x", 65): "(unprintable)",
	} {
		assert.Equal(t, want, sms.Code(code), code)
	}
}

func TestUntilNext(t *testing.T) {
	at := time.Date(2026, 11, 11, 23, 58, 50, 0, sms.Beijing)
	assert.Equal(t, 10*time.Second, sms.UntilNext(time.Minute, at))
	assert.Equal(t, 70*time.Second, sms.UntilNext(time.Hour, at.UTC()))
	assert.Equal(t, 70*time.Second, sms.UntilNext(24*time.Hour, at.UTC()))
	assert.Equal(t, 24*time.Hour, sms.UntilNext(24*time.Hour, at.Add(70*time.Second)))
}

func TestAlone_LetsOneAtATime(t *testing.T) {
	var wg sync.WaitGroup
	inside, most := 0, 0
	for range 16 {
		wg.Go(func() {
			done, err := sms.Alone(t.Context(), "post/m1")
			if !assert.NoError(t, err) {
				return
			}
			inside++ // the race detector would see two at once
			most = max(most, inside)
			inside--
			done()
		})
	}
	wg.Wait()
	assert.Equal(t, 1, most)

	done, err := sms.Alone(t.Context(), "post/m2")
	require.NoError(t, err)
	defer done()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = sms.Alone(ended, "post/m2")
	assert.ErrorIs(t, err, context.Canceled)
}

func TestSame(t *testing.T) {
	assert.True(t, sms.Same("hush", "hush"))
	assert.False(t, sms.Same("hush", "hus"))
	assert.False(t, sms.Same("hush", ""))
}
