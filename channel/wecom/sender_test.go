package wecom_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/wecom"
)

const (
	corpID   = "ww0123456789abcdef"
	aesKey   = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	customer = "woAJ2GCAAAXtWyujaWJHDDGi0mACAAAA"
)

// A firm has an account at WeCom, and the time.
type firm struct {
	*channeltest.WeCom
	account wecom.Account
	passed  atomic.Int64 // since the story began
}

// began is 10:30 in Beijing.
var began = time.Date(2026, 11, 11, 2, 30, 0, 0, time.UTC)

func (f *firm) time() time.Time       { return began.Add(time.Duration(f.passed.Load())) }
func (f *firm) later(d time.Duration) { f.passed.Add(int64(d)) }

func newFirm(t *testing.T) *firm {
	f := newFirmInside()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.account.Endpoint = server.URL
	return f
}

// newFirmInside has a firm that no network leads to.
func newFirmInside() *firm {
	f := &firm{}
	f.WeCom = &channeltest.WeCom{CorpID: corpID, Secret: "hush-secret", Token: "QDG6eK", AESKey: aesKey, Robots: []string{"hush-key"}}
	f.Now = f.time
	f.account = wecom.Account{CorpID: corpID, Secret: "hush-secret", Shelf: channel.NewShelf(f.time), Now: f.time}
	return f
}

func (f *firm) sender() *wecom.Sender { return &wecom.Sender{Account: f.account} }

func restocked() channel.Message {
	return channel.Message{
		ID: "v1:deer/xiaowang/stock/back/P1/0/1", Shop: "deer", CustomerID: "xiaowang", Kind: channel.WeChat, Purpose: tiexin.Marketing,
		Address: channel.Address{Kind: channel.WeChat, To: customer}, Text: "您好,您关注的卫衣补货啦", Wording: "stock.back", Attempt: 1,
	}
}

func TestSender_Requests(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*wecom.Sender, *channel.Message)
	}{
		{"text", func(*wecom.Sender, *channel.Message) {}},
		{"link", func(s *wecom.Sender, m *channel.Message) {
			s.Member = func(channel.Message) string { return "zhangsan" }
			m.Link, m.OptOut = "https://example.com/p/1?a=1&b=2", "不想再收到，请告诉我"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFirm(t)
			s, m := f.sender(), restocked()
			c.change(s, &m)
			receipt, err := s.Send(t.Context(), m)
			require.NoError(t, err)
			assert.Equal(t, "msgGCAAAXtWyujaWJHDDGi0mAC0001", receipt.ProviderID)
			var got strings.Builder
			for _, call := range f.Calls() {
				fmt.Fprintf(&got, "%s %s\n%s\n\n%s\n", call.Method, call.URL, call.Header.Get("Content-Type"), call.Body)
			}
			want, err := os.ReadFile("testdata/" + c.name + ".request")
			require.NoError(t, err)
			assert.Equal(t, string(want), got.String())
		})
	}
}

// The sample of the documentation has the same fields.
func TestSender_SaysWhatTheSampleSays(t *testing.T) {
	sample, err := os.ReadFile("testdata/wecom_add_msg_template.json")
	require.NoError(t, err)
	f := newFirm(t)
	s, m := f.sender(), restocked()
	s.Member = func(channel.Message) string { return "zhangsan" }
	m.Address.To = "woEXAMPLE0001"
	_, err = s.Send(t.Context(), m)
	require.NoError(t, err)
	assert.JSONEq(t, string(sample), string(f.Calls()[1].Body))
}

func TestSender_IsASender(t *testing.T) {
	var f *firm
	far, gone, busy := restocked(), restocked(), restocked()
	far.Address.To, gone.Address.To, busy.Address.To = "wo-nobody", "wo-gone", "wo-busy"
	caretest.TestSender(t, func() channel.Sender {
		f = newFirm(t)
		f.Nobodies = map[string]bool{"wo-nobody": true}
		f.To("wo-gone", channeltest.Refuses("84061"))
		f.To("wo-busy", channeltest.Throttles)
		s := f.sender()
		return channel.SenderFunc(func(ctx context.Context, m channel.Message) (channel.Receipt, error) {
			m.Text = channel.ShortID(m.ID) // by which the fake counts
			return s.Send(ctx, m)
		})
	}, caretest.SenderOptions{
		Message: restocked(),
		Delivered: func(_ channel.Sender, id string) int {
			f.Confirm()
			return f.Reached(channel.ShortID(id))
		},
		Undeliverable: []channel.Message{far, gone}, Passing: []channel.Message{busy},
	})
}

func TestSender_Codes(t *testing.T) {
	for _, c := range []struct {
		code  string
		is    error
		cause channel.Cause
		after time.Duration
	}{
		{code: "-1"},
		{code: "6000"},
		{code: "45009", after: time.Minute},
		{code: "45033", after: time.Minute},
		{code: "40096", is: channel.ErrUndeliverable, cause: channel.CauseAddress},
		{code: "84061", is: channel.ErrUndeliverable},
		{code: "41048", is: channel.ErrUndeliverable},
		{code: "60111", is: channel.ErrUndeliverable},
		{code: "60020", is: channel.ErrStopped},
		{code: "48002", is: channel.ErrStopped},
		{code: "40013", is: channel.ErrStopped},
		{code: "99999"},
	} {
		t.Run(c.code, func(t *testing.T) {
			f := newFirm(t)
			f.Then(channeltest.Refuses(c.code))
			_, err := f.sender().Send(t.Context(), restocked())
			require.Error(t, err)
			for _, kind := range []error{channel.ErrUndeliverable, channel.ErrWording, channel.ErrStopped, channel.ErrUnknownOutcome} {
				assert.Equal(t, kind == c.is, errors.Is(err, kind), "%v: %v", kind, err)
			}
			var final *channel.Final
			if errors.As(err, &final) {
				assert.Equal(t, c.cause, final.Cause)
			}
			var after *channel.RetryAfter
			if errors.As(err, &after) {
				assert.Equal(t, c.after, after.After)
			} else {
				assert.Zero(t, c.after)
			}
			assert.NotContains(t, err.Error(), customer)
			_, err = f.sender().Send(t.Context(), restocked())
			require.NoError(t, err)
		})
	}
}

func TestSender_ALostAnswerIsUnknown(t *testing.T) {
	f := newFirm(t)
	f.Then(channeltest.TakesAndHangsUp)
	for range 2 {
		_, err := f.sender().Send(t.Context(), restocked())
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	}
	f.Confirm()
	assert.Equal(t, 1, f.Reached(restocked().Text))
}

func TestSender_WhatCannotGo(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*channel.Message)
		is     error
	}{
		{"nobody", func(m *channel.Message) { m.Address.To = "" }, channel.ErrUndeliverable},
		{"no words", func(m *channel.Message) { m.Text = "" }, channel.ErrWording},
		{"too many words", func(m *channel.Message) { m.Text = strings.Repeat("长", 1334) }, channel.ErrUndeliverable},
		{"too late", func(m *channel.Message) { m.NotAfter = began.Add(-time.Minute) }, channel.ErrTooLate},
	} {
		f, m := newFirm(t), restocked()
		c.change(&m)
		_, err := f.sender().Send(t.Context(), m)
		require.ErrorIs(t, err, c.is, c.name)
		assert.Empty(t, f.Calls(), c.name)
	}
}

func TestSender_ReplicasShareTheTokenAndReplaceARefusedOne(t *testing.T) {
	f := newFirm(t)
	one, other := f.sender(), f.sender()
	for n, s := range []*wecom.Sender{one, other, one} {
		m := restocked()
		m.ID = fmt.Sprintf("v1:deer/xiaowang/stock/back/P%d/0/1", n)
		_, err := s.Send(t.Context(), m)
		require.NoError(t, err)
	}
	assert.Len(t, f.Calls(), 4, "one of them for a token")
	f.Void()
	m := restocked()
	m.ID = "v1:deer/xiaowang/stock/back/P9/0/1"
	_, err := other.Send(t.Context(), m)
	require.NoError(t, err)
	assert.Len(t, f.Calls(), 7)

	f.account.Secret, f.account.Shelf = "hush-other", channel.NewShelf(f.time)
	_, err = f.sender().Send(t.Context(), restocked())
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.NotContains(t, err.Error(), "hush")
	for _, lack := range []func(*wecom.Account){
		func(a *wecom.Account) { a.CorpID = "" }, func(a *wecom.Account) { a.Secret = "" }, func(a *wecom.Account) { a.Shelf = nil },
	} {
		a := f.account
		lack(&a)
		_, err := (&wecom.Sender{Account: a}).Send(t.Context(), restocked())
		assert.ErrorIs(t, err, channel.ErrStopped)
	}
}

func TestSender_TheHostMaySupplyTokens(t *testing.T) {
	f := newFirm(t)
	var asked []bool
	f.account.Secret = ""
	f.account.Token = func(_ context.Context, refresh bool) (string, error) {
		asked = append(asked, refresh)
		return "nobody-gave-this", nil
	}
	_, err := f.sender().Send(t.Context(), restocked())
	require.ErrorContains(t, err, "40014")
	require.NotErrorIs(t, err, channel.ErrStopped)
	assert.Equal(t, []bool{false, true}, asked)
	assert.NotContains(t, err.Error(), "nobody-gave-this")
}

// A token that cannot be had leaves no message in doubt.
func TestSender_NoAnswerAboutATokenPasses(t *testing.T) {
	f := newFirm(t)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer server.Close()
	f.account.Endpoint = server.URL
	_, err := f.sender().Send(t.Context(), restocked())
	require.Error(t, err)
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
	assert.NotErrorIs(t, err, channel.ErrStopped)
	assert.NotContains(t, err.Error(), "hush")
}

func TestSender_ACodeThatNoTableKnows(t *testing.T) {
	f := newFirm(t)
	f.To(customer, channeltest.Refuses("99999"))
	var log strings.Builder
	f.account.Logger = slog.New(slog.NewTextHandler(&log, nil))
	m := restocked()
	for m.Attempt = 1; m.Attempt <= 4; m.Attempt++ {
		_, err := f.sender().Send(t.Context(), m)
		require.Error(t, err)
		assert.Equal(t, m.Attempt == 4, errors.Is(err, channel.ErrWording))
	}
	assert.Equal(t, 1, strings.Count(log.String(), "99999"), log.String())
}

func TestAccount_PrintsNoSecret(t *testing.T) {
	f := newFirm(t)
	robot := &wecom.Robot{Key: "hush-key"}
	callback := wecom.Callback{Account: f.account, Token: "hush-token", AESKey: "hush-aes"}
	for _, thing := range []any{f.account, &f.account, f.sender(), robot, callback, &wecom.Results{Account: f.account}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			assert.NotContains(t, fmt.Sprintf(verb, thing), "hush", verb)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "thing", thing)
		assert.NotContains(t, log.String(), "hush")
	}
}
