package webhook_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel/webhook"
)

var (
	signedAt = time.Unix(1794363060, 0) // 2026-11-11 10:11 in Beijing
	body     = []byte(`{"message":{"id":"v1:/w/f/r/T1/0/1","text":"您好"}}`)
)

// The value is that of the lines of Python in doc.go, run with Python 3.
func TestSign_IsWhatThePageSays(t *testing.T) {
	h := webhook.Sign("whsec-test", signedAt, body)
	assert.Equal(t, "1794363060", h.Get("Tiexin-Timestamp"))
	assert.Equal(t, "sha256=485f375a992c7c26c89b0755c163f49ee53b30b50fce2e584dafb023d3b0fb84", h.Get("Tiexin-Signature"))
}

func TestVerify(t *testing.T) {
	without := func(name string) func(http.Header) { return func(h http.Header) { h.Del(name) } }
	with := func(name, value string) func(http.Header) { return func(h http.Header) { h.Set(name, value) } }
	for _, c := range []struct {
		name      string
		secret    string
		change    func(http.Header)
		body      string
		later     time.Duration
		tolerance time.Duration
		ok        bool
	}{
		{name: "as it was sent", ok: true},
		{name: "five minutes later", later: 5 * time.Minute, ok: true},
		{name: "by a clock that is five minutes slow", later: -5 * time.Minute, ok: true},
		{name: "recorded, and sent again after six minutes", later: 6 * time.Minute},
		{name: "from the future", later: -6 * time.Minute},
		{name: "after six minutes, where ten are allowed", later: 6 * time.Minute, tolerance: 10 * time.Minute, ok: true},
		{name: "with another body", body: `{"message":{"id":"v1:/w/f/r/T1/0/1","text":"您坏"}}`},
		{name: "with an empty body", body: "-"},
		{name: "with another secret", secret: "another"},
		{name: "without a secret", secret: "-"},
		{name: "without a signature", change: without(webhook.SignatureHeader)},
		{name: "without a time", change: without(webhook.TimestampHeader)},
		{name: "with a time that was moved", change: with(webhook.TimestampHeader, "1794363061")},
		{name: "with words for a time", change: with(webhook.TimestampHeader, "now")},
		{name: "with a time beyond all time", change: with(webhook.TimestampHeader, strconv.FormatInt(1<<62, 10))},
		{name: "with half of the signature", change: func(h http.Header) {
			h.Set(webhook.SignatureHeader, h.Get(webhook.SignatureHeader)[:30])
		}},
		{name: "with the signature in capitals", change: func(h http.Header) {
			h.Set(webhook.SignatureHeader, strings.ToUpper(h.Get(webhook.SignatureHeader)))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			secret, sent := "whsec-test", string(body)
			h := webhook.Sign(secret, signedAt, body)
			if c.change != nil {
				c.change(h)
			}
			if c.body != "" {
				sent = strings.TrimPrefix(c.body, "-")
			}
			if c.secret != "" {
				secret = strings.TrimPrefix(c.secret, "-")
			}
			err := webhook.Verify(secret, h, []byte(sent), signedAt.Add(c.later), c.tolerance)
			if c.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, webhook.ErrSignature)
			assert.NotContains(t, err.Error(), "whsec-test")
		})
	}
}

// An empty secret on both sides fits nothing: whoever forgets to set one lets nobody in.
func TestVerify_AnEmptySecretFitsNothing(t *testing.T) {
	assert.ErrorIs(t, webhook.Verify("", webhook.Sign("", signedAt, body), body, signedAt, 0), webhook.ErrSignature)
}

func FuzzVerify(f *testing.F) {
	f.Add("whsec-test", "1794363060", "sha256=00", body)
	f.Fuzz(func(t *testing.T, secret, timestamp, signature string, body []byte) {
		forged := http.Header{webhook.TimestampHeader: {timestamp}, webhook.SignatureHeader: {signature}}
		if webhook.Verify(secret, forged, body, signedAt, 0) == nil {
			t.Fatalf("%q is taken for a signature", signature)
		}
		own := webhook.Verify(secret, webhook.Sign(secret, signedAt, body), body, signedAt, 0)
		if (own == nil) != (secret != "") {
			t.Fatalf("its own signature: %v", own)
		}
	})
}

func BenchmarkSign(b *testing.B) {
	body := []byte(strings.Repeat("贴", 500))
	for b.Loop() {
		webhook.Sign("whsec-test", signedAt, body)
	}
}
