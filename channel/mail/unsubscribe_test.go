package mail_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/mail"
)

// A wayOut is an Unsubscribe as a host serves it.
type wayOut struct {
	mail.Unsubscribe
	http.Handler
	now    time.Time
	events []tiexin.Event
	fails  error
}

func serve() *wayOut {
	w := &wayOut{now: noon}
	w.Unsubscribe = mail.Unsubscribe{URL: "https://qinghe.example/unsubscribe", Key: key, Now: func() time.Time { return w.now }}
	w.Handler = feed.Handler(w.Unsubscribe, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		if w.fails == nil {
			w.events = append(w.events, events...)
		}
		return w.fails
	}})
	return w
}

func (w *wayOut) call(method, link string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, link, strings.NewReader("List-Unsubscribe=One-Click"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

// xiaowang's mailbox offers one click, and xiaowang takes it.
func TestUnsubscribe_OneClickClosesTheChannel(t *testing.T) {
	w := serve()
	link, err := w.Link("qinghe", "xiaowang")
	require.NoError(t, err)
	assert.Equal(t, 200, w.call(http.MethodPost, link).Code)
	require.Len(t, w.events, 1)
	e := w.events[0]
	require.NoError(t, e.Validate())
	assert.Equal(t, tiexin.EventConsentRevoked, e.Type)
	assert.Equal(t, []any{"qinghe", "xiaowang", noon.UTC()}, []any{e.Shop, e.Customer.ID, e.At.UTC()})
	consents := []tiexin.Consent{
		{Channel: "email", Purpose: tiexin.Marketing, At: noon.Add(-time.Hour), Source: "checkout_box"},
		*e.Consent,
	}
	for _, purpose := range []tiexin.Purpose{tiexin.Marketing, tiexin.Care, tiexin.Notice} {
		assert.Equal(t, channel.Refused, channel.Permission(consents, channel.Email, purpose, noon.Add(time.Second)))
	}
	assert.Equal(t, channel.Open, channel.Permission(consents, channel.SMS, tiexin.Notice, noon.Add(time.Second)))
}

// Programs that look at the links of a mail come by GET: the page has a button, and nothing
// is changed.
func TestUnsubscribe_ALookChangesNothing(t *testing.T) {
	w := serve()
	link, err := w.Link("qinghe", "xiaowang")
	require.NoError(t, err)
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
		answer := w.call(method, link)
		assert.Empty(t, w.events, method)
		if method == http.MethodGet {
			assert.Equal(t, 200, answer.Code)
			assert.Contains(t, answer.Body.String(), `<form method="post">`)
			assert.Contains(t, answer.Body.String(), "确认退订")
			assert.Equal(t, "no-referrer", answer.Header().Get("Referrer-Policy"))
			assert.NotContains(t, answer.Body.String(), "xiaowang")
		}
	}
	answer := w.call(http.MethodPost, link)
	assert.Contains(t, answer.Body.String(), "已退订")
	assert.Len(t, w.events, 1)
}

// Two clicks in a row are one event. One after permission was given again refuses anew.
func TestUnsubscribe_ALaterClickRefusesAnew(t *testing.T) {
	w := serve()
	link, _ := w.Link("", "xiaowang")
	for _, after := range []time.Duration{0, 20 * time.Second, 48 * time.Hour} {
		w.now = noon.Add(after)
		w.call(http.MethodPost, link)
	}
	require.Len(t, w.events, 3)
	assert.Equal(t, w.events[0].ID, w.events[1].ID)
	assert.NotEqual(t, w.events[0].ID, w.events[2].ID)
	granted := tiexin.Consent{Channel: "email", At: noon.Add(24 * time.Hour), Source: "checkout_box"}
	assert.Equal(t, channel.Refused, channel.Permission([]tiexin.Consent{granted, *w.events[2].Consent}, channel.Email, tiexin.Care, w.now))
}

// Nobody leaves for somebody else.
func TestUnsubscribe_TakesNoOtherLink(t *testing.T) {
	w := serve()
	link, _ := w.Link("qinghe", "xiaowang")
	other, _ := mail.Unsubscribe{URL: w.URL, Key: bytes.Repeat([]byte("o"), 32)}.Link("qinghe", "xiaowang")
	forged := []string{
		other, w.URL, w.URL + "?t=", w.URL + "?t=AAAA", w.URL + "?t=%00", link + "A", link[:len(link)-4],
		w.URL + "?t=" + base64.RawURLEncoding.EncodeToString([]byte(`{"s":"qinghe","c":"xiaowang"}`)),
	}
	start := strings.Index(link, "t=") + 2
	for i := start; i < len(link); i += 7 {
		other := "A"
		if link[i] == 'A' {
			other = "B"
		}
		forged = append(forged, link[:i]+other+link[i+1:])
	}
	for _, f := range forged {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			answer := w.call(method, f)
			assert.Equal(t, 401, answer.Code, f)
			assert.Contains(t, answer.Body.String(), "链接无效")
		}
	}
	assert.Empty(t, w.events)
}

// The link says nothing of the customer to those whose logs it stands in.
func TestUnsubscribe_TheLinkHidesTheCustomer(t *testing.T) {
	link, err := serve().Link("qinghe", "花开富贵 tb_13800000000")
	require.NoError(t, err)
	raw, err := base64.RawURLEncoding.DecodeString(link[strings.Index(link, "t=")+2:])
	require.NoError(t, err)
	assert.NotContains(t, string(raw), "13800000000")
	assert.NotContains(t, string(raw), "花开")
	again, _ := serve().Link("qinghe", "花开富贵 tb_13800000000")
	assert.Equal(t, link, again)
}

func TestUnsubscribe_SaysWhenItCouldNotBeTakenIn(t *testing.T) {
	w := serve()
	w.fails = io.ErrUnexpectedEOF
	link, _ := w.Link("qinghe", "xiaowang")
	answer := w.call(http.MethodPost, link)
	assert.Equal(t, 503, answer.Code)
	assert.Contains(t, answer.Body.String(), "请稍后再试一次")

	r, err := w.Read(t.Context(), []byte("{"))
	require.NoError(t, err)
	assert.Len(t, r.Parked, 1)
}

func FuzzUnsubscribe_Open(f *testing.F) {
	w := serve()
	link, _ := w.Link("qinghe", "xiaowang")
	f.Add(link[strings.Index(link, "t=")+2:], []byte(`{"s":"qinghe","c":"xiaowang","at":"2026-11-11T12:00:00Z"}`))
	f.Add("", []byte(`[]`))
	f.Fuzz(func(t *testing.T, token string, opened []byte) {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.URL.RawQuery = "t=" + token
		if body, err := w.Open(r, nil); err == nil && !strings.HasPrefix(link, w.URL+"?t="+token) && !strings.Contains(token, "&") {
			t.Errorf("another link was taken: %q, as %q", token, body)
		}
		reading, err := w.Read(t.Context(), opened)
		if err != nil || len(reading.Events)+len(reading.Parked) != 1 {
			t.Errorf("%v, %v", reading, err)
		}
	})
}

func FuzzUnsubscribe_Link(f *testing.F) {
	f.Add("qinghe", "xiaowang")
	f.Add("", "\xff\r\n")
	f.Fuzz(func(t *testing.T, shop, customer string) {
		w := serve()
		link, err := w.Link(shop, customer)
		if err != nil {
			return
		}
		answer := w.call(http.MethodPost, link)
		if answer.Code == 200 && utf8.ValidString(customer) && w.events[0].Customer.ID != customer {
			t.Errorf("%q leaves as %q", customer, w.events[0].Customer.ID)
		}
	})
}

func BenchmarkLink(b *testing.B) {
	u := serve().Unsubscribe
	for b.Loop() {
		if _, err := u.Link("qinghe", "xiaowang"); err != nil {
			b.Fatal(err)
		}
	}
}
