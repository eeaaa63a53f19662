package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel/webhook"
)

func reports(secrets ...string) webhook.Reports {
	return webhook.Reports{Secrets: secrets, Now: func() time.Time { return signedAt }}
}

func TestReports_BecomeEvents(t *testing.T) {
	r, err := reports().Read(t.Context(), []byte(`[
		{"id":"v1:青禾家/xiaowang/pay/hurry/T1/0/1","event":"delivered","at":"2026-11-11T10:31:00+08:00","parts":2,"channel":"sms"},
		{"id":"v1:/lili/pay/hurry/T2/0/1","event":"failed","at":"2026-11-11T10:31:00+08:00","reason":"no such number","cause":"address","final":true},
		{"id":"v1:/lili/pay/hurry/T2/0/1","event":"replied","at":"2026-11-11T10:32:00+08:00","text":"退订"}]`))
	require.NoError(t, err)
	assert.Empty(t, r.Parked)
	assert.Empty(t, r.Unknown)
	at := time.Date(2026, 11, 11, 2, 31, 0, 0, time.UTC)
	want := []tiexin.Event{
		{
			Type: tiexin.EventMessageDelivered, At: at, Shop: "青禾家", Customer: tiexin.Customer{ID: "xiaowang"},
			Message: &tiexin.MessageReport{ID: "v1:青禾家/xiaowang/pay/hurry/T1/0/1", Channel: "sms", Parts: 2},
		},
		{
			Type: tiexin.EventMessageFailed, At: at, Customer: tiexin.Customer{ID: "lili"},
			Message: &tiexin.MessageReport{ID: "v1:/lili/pay/hurry/T2/0/1", Final: true, Reason: "no such number", Cause: "address"},
		},
		{
			Type: tiexin.EventMessageReplied, At: at.Add(time.Minute), Customer: tiexin.Customer{ID: "lili"},
			Message: &tiexin.MessageReport{ID: "v1:/lili/pay/hurry/T2/0/1", Text: "退订"},
		},
	}
	require.Len(t, r.Events, len(want))
	for i, e := range r.Events {
		assert.True(t, strings.HasPrefix(e.ID, "webhook "), e.ID)
		require.NoError(t, e.Validate())
		e.ID, e.At = "", e.At.UTC()
		assert.True(t, assert.ObjectsAreEqual(want[i], e), "report %d", i)
	}
}

// What can be no event is parked by itself, and does not hold up the others.
func TestReports_WhatCanBeNoEventIsParked(t *testing.T) {
	const good = `{"id":"v1:/lili/pay/hurry/T2/0/1","event":"delivered","at":"2026-11-11T10:31:00+08:00"}`
	for _, c := range []struct{ name, body, reason string }{
		{"nothing", ``, "not a list"},
		{"no list", good, "not a list"},
		{"half a list", `[` + good, "not a list"},
		{"somebody else's message", `[` + good + `,{"id":"B1","event":"delivered","at":"2026-11-11T10:31:00+08:00"}]`, "id: is not the ID"},
		{"no event", `[` + good + `,{"id":"v1:/lili/pay/hurry/T2/0/1","event":"read","at":"2026-11-11T10:31:00+08:00"}]`, "event: is not"},
		{"no time", `[` + good + `,{"id":"v1:/lili/pay/hurry/T2/0/1","event":"delivered"}]`, "at: is missing"},
		{"a time as a number", `[` + good + `,{"id":"v1:/lili/pay/hurry/T2/0/1","event":"delivered","at":1794363060}]`, "wrong type"},
		{"something else", `[` + good + `,"hello"]`, "wrong type"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := reports().Read(t.Context(), []byte(c.body))
			require.NoError(t, err)
			require.Len(t, r.Parked, 1)
			assert.Contains(t, r.Parked[0].Reason, c.reason)
			if strings.HasPrefix(c.body, `[{`) && strings.HasSuffix(c.body, "]") {
				assert.Len(t, r.Events, 1)
			}
			again, err := reports().Read(t.Context(), r.Parked[0].Body)
			require.NoError(t, err)
			assert.Equal(t, r.Parked, again.Parked, "what was parked is read again as it was")
		})
	}
}

// A word that nobody knows is told, and nothing is made of it.
func TestReports_UnknownWords(t *testing.T) {
	r, err := reports().Read(t.Context(), []byte(`[{"id":"v1:/lili/pay/hurry/T2/0/1","event":"failed","at":"2026-11-11T10:31:00+08:00","cause":"mood","channel":"pigeon"},
		{"id":"v1:/lili/pay/hurry/T2/0/1","event":"opened","at":"2026-11-11T10:31:00+08:00"}]`))
	require.NoError(t, err)
	assert.Equal(t, []feed.Word{{Field: "channel", Word: "pigeon"}, {Field: "cause", Word: "mood"}, {Field: "event", Word: "opened"}}, r.Unknown)
	require.Len(t, r.Events, 1)
	assert.Empty(t, r.Events[0].Message.Cause+r.Events[0].Message.Channel)
}

// The same report has the same id, a different one another.
func TestReports_TheSameReportIsTheSameEvent(t *testing.T) {
	id := func(event, at, rest string) string {
		r, err := reports().Read(t.Context(), fmt.Appendf(nil, `[{"id":"v1:/lili/pay/hurry/T2/0/1","event":%q,"at":"2026-11-11T%s"%s}]`, event, at, rest))
		require.NoError(t, err)
		require.Len(t, r.Events, 1)
		return r.Events[0].ID
	}
	const at, later = "10:31:00+08:00", "10:40:00+08:00"
	assert.Equal(t, id("delivered", at, ""), id("delivered", later, ""))
	assert.Equal(t, id("failed", at, ""), id("failed", later, ""))
	assert.NotEqual(t, id("failed", at, ""), id("failed", at, `,"final":true`), "it failed, and then for good")
	assert.Equal(t, id("replied", at, `,"text":"好"`), id("replied", "02:31:00Z", `,"text":"好"`))
	assert.NotEqual(t, id("replied", at, `,"text":"好"`), id("replied", later, `,"text":"好"`))
	assert.NotEqual(t, id("replied", at, `,"text":"好"`), id("replied", at, `,"text":"退订"`))
	assert.NotEqual(t, id("delivered", at, ""), id("failed", at, ""))
}

// From the wire to the host's sink, and what the receiver hears.
func TestReports_OverHTTP(t *testing.T) {
	var heard []tiexin.Event
	handler := feed.Handler(reports("whsec-test", "whsec-before"), feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error { heard = append(heard, events...); return nil },
	})
	push := func(secret, body string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/reports", strings.NewReader(body))
		for name, values := range webhook.Sign(secret, signedAt, []byte(body)) {
			r.Header[name] = values
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	const list = `[{"id":"v1:/lili/pay/hurry/T2/0/1","event":"delivered","at":"2026-11-11T10:31:00+08:00"}]`
	for _, c := range []struct {
		secret, body string
		status       int
		answer       string
		events       int
	}{
		{"whsec-test", list, 200, `{"ok":true}`, 1},
		{"whsec-before", list, 200, `{"ok":true}`, 2},
		{"whsec-other", list, 401, `{"ok":false}`, 2},
		{"", list, 401, `{"ok":false}`, 2},
		{"whsec-test", `[{"id":"B1"}]`, 503, `{"ok":false}`, 2}, // nobody keeps what is parked
	} {
		status, answer := push(c.secret, c.body)
		assert.Equal(t, c.status, status)
		assert.Equal(t, c.answer, answer)
		assert.Len(t, heard, c.events)
	}
	assert.Equal(t, heard[0].ID, heard[1].ID)

	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/reports", strings.NewReader(list))
	feed.Handler(reports(), feed.Options{Sink: func(context.Context, []tiexin.Event) error { return nil }}).ServeHTTP(w, r)
	assert.Equal(t, 401, w.Code, "without a secret nobody is let in")
}

func FuzzReports(f *testing.F) {
	f.Add([]byte(`[{"id":"v1:/lili/pay/hurry/T2/0/1","event":"failed","at":"2026-11-11T10:31:00+08:00","reason":"x","cause":"address","parts":1,"final":true}]`))
	f.Add([]byte(`[{"id":"v1:/lili/pay/hurry/T2/0/1","event":"replied","at":"2026-11-11T10:31:00+08:00","text":"退订"}, 5, null]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := reports().Read(t.Context(), body)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Parked {
			if again, _ := reports().Read(t.Context(), p.Body); len(again.Events) > 0 || len(again.Parked) != 1 {
				t.Fatalf("what was parked (%s) is read as %v", p.Reason, again)
			}
		}
	})
}

func BenchmarkReports(b *testing.B) {
	body := []byte(`[` + strings.Repeat(`{"id":"v1:/lili/pay/hurry/T2/0/1","event":"delivered","at":"2026-11-11T10:31:00+08:00","parts":1},`, 99) +
		`{"id":"v1:/lili/pay/hurry/T2/0/1","event":"delivered","at":"2026-11-11T10:31:00+08:00","parts":1}]`)
	for b.Loop() {
		if r, _ := reports().Read(b.Context(), body); len(r.Events) != 100 {
			b.Fatal(r)
		}
	}
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "reports/s")
}
