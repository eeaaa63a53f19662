package wechat_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	"github.com/tiexin-go/tiexin/channel/wechat"
)

const (
	appID  = "wx0123456789abcdef"
	secret = "hush-secret"
	aesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	openid = "oNRJ4wZ_uc9p1234567890Ej0z8"
)

// A town has an account at WeChat, and the time.
type town struct {
	*channeltest.WeChat
	account wechat.Account
	passed  atomic.Int64 // since the story began
}

// began is 10:30 in Beijing.
var began = time.Date(2026, 11, 11, 2, 30, 0, 0, time.UTC)

func (w *town) time() time.Time       { return began.Add(time.Duration(w.passed.Load())) }
func (w *town) later(d time.Duration) { w.passed.Add(int64(d)) }

func newTown(t *testing.T) *town {
	w := &town{}
	w.WeChat = &channeltest.WeChat{AppID: appID, Secret: secret, Token: "QDG6eK", AESKey: aesKey}
	w.Now = w.time
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.account = wechat.Account{AppID: appID, Secret: secret, Shelf: channel.NewShelf(w.time), Endpoint: server.URL, Now: w.time}
	return w
}

func (w *town) sender() *wechat.Sender { return &wechat.Sender{Account: w.account} }

// shipped tells a follower that the coat is on its way.
func shipped() channel.Message {
	return channel.Message{
		ID: "v1:deer/xiaowang/parcel/shipped/T1/0/1", Shop: "deer", CustomerID: "xiaowang", Kind: channel.WeChat, Purpose: tiexin.Notice,
		Address: channel.Address{Kind: channel.WeChat, To: openid}, Text: "加绒连帽卫衣已发货", Wording: "parcel.shipped", Template: "TM00178",
		Params: []channel.Param{
			{Key: "character_string1", Value: "78900000000001"},
			{Key: "thing2", Value: "加绒连帽卫衣"},
			{Key: "time3", Value: "2026-11-11 15:30"},
			{Key: "thing4", Value: "中通快递"},
		},
		Link: "https://example.com/o/17", Attempt: 1,
	}
}

// requests are the calls so far, without those for tokens.
func (w *town) requests() (all []channeltest.Call) {
	for _, c := range w.Calls() {
		if !strings.Contains(c.URL, "stable_token") {
			all = append(all, c)
		}
	}
	return all
}

func TestSender_Requests(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*wechat.Sender, *channel.Message)
	}{
		{"template", func(*wechat.Sender, *channel.Message) {}},
		{"template_page", func(_ *wechat.Sender, m *channel.Message) { m.Page = "wxfedcba9876543210/pages/order?id=17" }},
		{"subscription", func(s *wechat.Sender, m *channel.Message) {
			s.Kind, m.Page = wechat.SubscriptionMessage, "wxfedcba9876543210/pages/order?id=17"
		}},
		{"mini_program", func(s *wechat.Sender, m *channel.Message) {
			s.Kind, m.Page = wechat.MiniProgramMessage, appID+"/pages/order?id=17"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t)
			s, m := w.sender(), shipped()
			c.change(s, &m)
			receipt, err := s.Send(t.Context(), m)
			require.NoError(t, err)
			assert.Equal(t, "3248682510344192001", receipt.ProviderID)
			calls := w.Calls()
			require.Len(t, calls, 2)
			var got strings.Builder
			for _, call := range calls {
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
	sample, err := os.ReadFile("testdata/wechat_template_send.json")
	require.NoError(t, err)
	w := newTown(t)
	m := shipped()
	m.Address.To, m.Template = "OPENID", "TEMPLATE_ID"
	_, err = w.sender().Send(t.Context(), m)
	require.NoError(t, err)
	var want, got map[string]any
	require.NoError(t, json.Unmarshal(sample, &want))
	require.NoError(t, json.Unmarshal(w.requests()[0].Body, &got))
	want["client_msg_id"] = channel.ShortID(m.ID)
	assert.Equal(t, want, got)
}

func TestSender_IsASender(t *testing.T) {
	for _, kind := range []wechat.Kind{wechat.TemplateMessage, wechat.SubscriptionMessage, wechat.MiniProgramMessage} {
		t.Run(fmt.Sprint(kind), func(t *testing.T) {
			var w *town
			far, busy := shipped(), shipped()
			far.Address.To, busy.Address.To = "o-nobody", "o-busy"
			caretest.TestSender(t, func() channel.Sender {
				w = newTown(t)
				w.To("o-nobody", channeltest.Refuses("43004"))
				w.To("o-busy", channeltest.Throttles)
				s := w.sender()
				s.Kind = kind
				return channel.SenderFunc(func(ctx context.Context, m channel.Message) (channel.Receipt, error) {
					m.Params = []channel.Param{{Key: "character_string1", Value: channel.ShortID(m.ID)}} // by which the fake counts
					return s.Send(ctx, m)
				})
			}, caretest.SenderOptions{
				Message:       shipped(),
				Delivered:     func(_ channel.Sender, id string) int { return w.Reached(channel.ShortID(id)) },
				Undeliverable: []channel.Message{far}, Passing: []channel.Message{busy},
			})
		})
	}
}

func TestSender_Codes(t *testing.T) {
	for _, c := range []struct {
		code  string
		is    error
		cause channel.Cause
		after time.Duration
	}{
		{code: "-1"},
		{code: "45009", after: 13*time.Hour + 30*time.Minute}, // 10:30 in Beijing
		{code: "45011", after: time.Minute},
		{code: "40003", is: channel.ErrUndeliverable, cause: channel.CauseAddress},
		{code: "43004", is: channel.ErrUndeliverable},
		{code: "43101", is: channel.ErrUndeliverable},
		{code: "48002", is: channel.ErrUndeliverable, cause: channel.CauseRefused},
		{code: "45015", is: channel.ErrUndeliverable},
		{code: "45047", is: channel.ErrUndeliverable},
		{code: "47003", is: channel.ErrUndeliverable},
		{code: "40249", is: channel.ErrUndeliverable},
		{code: "40037", is: channel.ErrWording},
		{code: "41030", is: channel.ErrWording},
		{code: "48001", is: channel.ErrStopped},
		{code: "40013", is: channel.ErrStopped},
		{code: "40125", is: channel.ErrStopped},
		{code: "40164", is: channel.ErrStopped},
		{code: "99999"},
	} {
		t.Run(c.code, func(t *testing.T) {
			w := newTown(t)
			w.Then(channeltest.Refuses(c.code))
			_, err := w.sender().Send(t.Context(), shipped())
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
			assert.Contains(t, err.Error(), c.code)
			assert.NotContains(t, err.Error(), openid)
			assert.Contains(t, err.Error(), shipped().ID)

			_, err = w.sender().Send(t.Context(), shipped()) // whatever was refused may go later
			require.NoError(t, err)
		})
	}
}

// A code of next year passes three times, then the wording is stopped, and it is told once.
func TestSender_ACodeThatNoTableKnows(t *testing.T) {
	w := newTown(t)
	w.To(openid, channeltest.Refuses("99999"))
	var log strings.Builder
	w.account.Logger = slog.New(slog.NewTextHandler(&log, nil))
	m := shipped()
	for m.Attempt = 1; m.Attempt <= 4; m.Attempt++ {
		_, err := w.sender().Send(t.Context(), m)
		require.Error(t, err)
		assert.Equal(t, m.Attempt == 4, errors.Is(err, channel.ErrWording))
	}
	assert.Equal(t, 1, strings.Count(log.String(), "99999"), log.String())
}

func TestSender_WhatIsTooLateDoesNotGo(t *testing.T) {
	w := newTown(t)
	m := shipped()
	m.NotAfter = w.time().Add(-time.Second)
	_, err := w.sender().Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrTooLate)
	assert.Empty(t, w.Calls())
}

func TestSender_AValueThatTheTemplateWantsAndTheBindingHasNotStopsTheWording(t *testing.T) {
	w := newTown(t)
	w.Templates = map[string][]string{"TM00178": {"thing2", "thing9"}}
	_, err := w.sender().Send(t.Context(), shipped())
	require.ErrorIs(t, err, channel.ErrWording)
	assert.ErrorContains(t, err, "thing9")

	m := shipped()
	m.Template = "TM404"
	_, err = w.sender().Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrWording)
	m.Template = ""
	_, err = w.sender().Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrWording)
	assert.ErrorContains(t, err, "parcel.shipped")
	s := w.sender()
	s.Kind = wechat.MiniProgramMessage
	m = shipped()
	m.Page = "wxother/pages/order"
	_, err = s.Send(t.Context(), m)
	assert.ErrorIs(t, err, channel.ErrWording)
}

// WeChat keeps the same client_msg_id from going twice, for ten minutes.
func TestSender_ALostAnswerIsAskedForAgain(t *testing.T) {
	w := newTown(t)
	w.Then(channeltest.TakesAndHangsUp, channeltest.TakesAndFails(502))
	s, m := w.sender(), shipped()
	for range 2 {
		_, err := s.Send(t.Context(), m)
		require.Error(t, err)
		require.NotErrorIs(t, err, channel.ErrUnknownOutcome)
		w.later(4 * time.Minute)
	}
	receipt, err := s.Send(t.Context(), m)
	require.NoError(t, err)
	assert.Equal(t, "3248682510344192001", receipt.ProviderID)
	assert.Equal(t, 1, w.Reached(channel.ShortID(m.ID)))
}

func TestSender_AfterTheWindowALostAnswerIsUnknown(t *testing.T) {
	w := newTown(t)
	w.Then(channeltest.TakesAndHangsUp)
	m := shipped()
	_, err := w.sender().Send(t.Context(), m)
	require.Error(t, err)
	w.later(10 * time.Minute)
	_, err = w.sender().Send(t.Context(), m) // another process, the same shelf
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	assert.Equal(t, 1, w.Reached(channel.ShortID(m.ID)))
}

func TestSender_ALostAnswerAboutASubscriptionIsUnknown(t *testing.T) {
	w := newTown(t)
	w.Then(channeltest.TakesAndHangsUp)
	s := w.sender()
	s.Kind = wechat.SubscriptionMessage
	for range 2 {
		_, err := s.Send(t.Context(), shipped())
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	}
	assert.Len(t, w.requests(), 1)
}

func TestSender_ReplicasShareTheToken(t *testing.T) {
	w := newTown(t)
	one, other := w.sender(), w.sender()
	for n, s := range []*wechat.Sender{one, other, one} {
		m := shipped()
		m.ID = fmt.Sprintf("v1:deer/xiaowang/parcel/shipped/T%d/0/1", n)
		_, err := s.Send(t.Context(), m)
		require.NoError(t, err)
	}
	assert.Len(t, w.Calls(), 4, "one of them for a token")

	w.Void() // another program asked for one by force
	m := shipped()
	m.ID = "v1:deer/xiaowang/parcel/shipped/T9/0/1"
	_, err := one.Send(t.Context(), m)
	require.NoError(t, err)
	assert.Len(t, w.Calls(), 7, "refused, another token, sent")
}

func TestSender_TheHostMaySupplyTokens(t *testing.T) {
	w := newTown(t)
	var asked []bool
	w.account.Secret = ""
	w.account.Token = func(_ context.Context, refresh bool) (string, error) {
		asked = append(asked, refresh)
		return "nobody-gave-this", nil
	}
	_, err := w.sender().Send(t.Context(), shipped())
	require.ErrorContains(t, err, "40001")
	require.NotErrorIs(t, err, channel.ErrStopped)
	assert.Equal(t, []bool{false, true}, asked)
	assert.NotContains(t, err.Error(), "nobody-gave-this")
}

func TestSender_ASecretThatIsWrongStopsTheChannel(t *testing.T) {
	w := newTown(t)
	w.account.Secret = "hush-other"
	_, err := w.sender().Send(t.Context(), shipped())
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.NotContains(t, err.Error(), "hush")
	for _, lack := range []func(*wechat.Account){
		func(a *wechat.Account) { a.AppID = "" }, func(a *wechat.Account) { a.Secret = "" }, func(a *wechat.Account) { a.Shelf = nil },
	} {
		a := w.account
		lack(&a)
		_, err := (&wechat.Sender{Account: a}).Send(t.Context(), shipped())
		assert.ErrorIs(t, err, channel.ErrStopped)
	}
}

// A token that cannot be had leaves no message in doubt.
func TestSender_NoAnswerAboutATokenPasses(t *testing.T) {
	w := newTown(t)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer server.Close()
	w.account.Endpoint = server.URL
	_, err := w.sender().Send(t.Context(), shipped())
	require.Error(t, err)
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
	assert.NotErrorIs(t, err, channel.ErrStopped)
	assert.NotContains(t, err.Error(), "hush")
}

func TestAccount_PrintsNoSecret(t *testing.T) {
	w := newTown(t)
	s, c := w.sender(), w.callback(nil)
	for _, thing := range []any{w.account, &w.account, s, c, wechat.Subscription{OpenID: openid, Template: "TM00178"}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			for _, hidden := range []string{"hush", aesKey, "QDG6eK", openid} {
				assert.NotContains(t, fmt.Sprintf(verb, thing), hidden, verb)
			}
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(io.Writer(&log), nil)).Info("x", "thing", thing)
		assert.NotContains(t, log.String(), "hush")
		assert.NotContains(t, log.String(), openid)
	}
}
