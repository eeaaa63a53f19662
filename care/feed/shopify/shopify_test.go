package shopify_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/feedtest"
	"github.com/tiexin-go/tiexin/care/feed/shopify"
)

const domain = "coats.myshopify.com"

var source = shopify.Source{
	Secrets: []string{"hush"},
	Shops:   map[string]shopify.Shop{domain: {ID: "coats", Currency: "CNY"}},
	Owner: func(_ context.Context, shop, order string) (string, error) {
		if shop != "coats" || order != "5820982911946154508" {
			return "", nil
		}
		return "7230441120031000001", nil
	},
	Checkouts: true,
}

// request is a webhook as Shopify sends it.
func request(topic, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/feeds/shopify", strings.NewReader(body))
	r.Header.Set("X-Shopify-Topic", topic)
	r.Header.Set("X-Shopify-Hmac-Sha256", shopify.Sign("hush", []byte(body)))
	r.Header.Set("X-Shopify-Shop-Domain", domain)
	r.Header.Set("X-Shopify-Webhook-Id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043")
	r.Header.Set("X-Shopify-Triggered-At", "2026-11-11T02:00:09.877041743Z")
	return r
}

func read(t *testing.T, s shopify.Source, topic, body string) feed.Reading {
	t.Helper()
	opened, err := s.Open(request(topic, body), []byte(body))
	require.NoError(t, err)
	r, err := s.Read(t.Context(), opened)
	require.NoError(t, err)
	for i := range r.Events {
		require.NoError(t, r.Events[i].Validate(), topic)
	}
	return r
}

// payload is the body of a recorded webhook with some of its fields changed.
func payload(t testing.TB, topic string, changes map[string]any) string {
	t.Helper()
	recorded, err := os.ReadFile("testdata/" + strings.ReplaceAll(topic, "/", "_") + ".json")
	require.NoError(t, err)
	var push struct{ Body map[string]any }
	decoder := json.NewDecoder(strings.NewReader(string(recorded)))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&push))
	for key, value := range changes {
		push.Body[key] = value
	}
	body, err := json.Marshal(push.Body)
	require.NoError(t, err)
	return string(body)
}

func TestRead(t *testing.T) { feedtest.Golden(t, source.Read) }

// The vector of a public client, with its quotation marks.
func TestSign(t *testing.T) {
	assert.Equal(t, "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=", shopify.Sign("hush", []byte(`"my secret message"`)))
}

func TestOpen(t *testing.T) {
	const body = `{"id":1}`
	signed := shopify.Sign("hush", []byte(body))
	for _, c := range []struct {
		name, body, signature, shop string
		secrets                     []string
		ok, forged                  bool
	}{
		{"signed", body, signed, domain, []string{"hush"}, true, false},
		{"signed with the secret of before", body, signed, domain, []string{"new", "hush"}, true, false},
		{"the shop in capitals", body, signed, "Coats.MyShopify.com", []string{"hush"}, true, false},
		{"signed with another secret", body, shopify.Sign("guess", []byte(body)), domain, []string{"hush"}, false, true},
		{"another body under the same signature", body + " ", signed, domain, []string{"hush"}, false, true},
		{"not signed", body, "", domain, []string{"hush"}, false, true},
		{"of another shop", body, signed, "hats.myshopify.com", []string{"hush"}, false, true},
		{"empty, though signed", "", shopify.Sign("hush", nil), domain, []string{"hush"}, false, true},
		{"signed with nothing", body, shopify.Sign("", []byte(body)), domain, []string{"", "hush"}, false, true},
		{"the host forgot the secret", body, shopify.Sign("", []byte(body)), domain, nil, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := source
			s.Secrets = c.secrets
			r := request("orders/create", c.body)
			r.Header.Set("X-Shopify-Hmac-Sha256", c.signature)
			r.Header.Set("X-Shopify-Shop-Domain", c.shop)
			_, err := s.Open(r, []byte(c.body))
			if c.ok {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.forged, errors.Is(err, feed.ErrForged))
			assert.NotContains(t, err.Error(), "hush")
		})
	}
}

func TestHandler_AnswersInTimeAndRepeatsAreTheSameEvent(t *testing.T) {
	var took []tiexin.Event
	var log strings.Builder
	handler := feed.Handler(source, feed.Options{
		Sink:   func(_ context.Context, events []tiexin.Event) error { took = append(took, events...); return nil },
		Park:   func(context.Context, feed.Parked) error { return nil },
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	post := func(r *http.Request) int {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}
	body := payload(t, "customers/update", nil)
	assert.Equal(t, 200, post(request("customers/update", body)))
	assert.Equal(t, 200, post(request("customers/update", body)))
	require.Len(t, took, 2)
	assert.Equal(t, took[0], took[1])

	forged := request("customers/update", body)
	forged.Header.Set("X-Shopify-Hmac-Sha256", "guess")
	assert.Equal(t, 401, post(forged))
	assert.Equal(t, 200, post(request("customers/redact", payload(t, "customers/redact", nil))))
	assert.Equal(t, 200, post(request("orders/create", `{"id":"wang@example.com +8613912345678"}`)))
	assert.Equal(t, 200, post(request("orders/create", `{"total_price":"wang"`)))
	assert.Equal(t, 200, post(request("themes/publish", `{"id":1}`)))
	assert.Contains(t, log.String(), "themes/publish")
	for _, secret := range []string{"hush", "wang", "13912345678"} {
		assert.NotContains(t, log.String(), secret)
	}
	assert.Len(t, took, 2)
}

// A recording may be written in any order, with or without blanks.
func TestRead_ARecordingIsReadHoweverItIsWritten(t *testing.T) {
	body := payload(t, "customers/update", nil)
	opened, err := source.Open(request("customers/update", body), []byte(body))
	require.NoError(t, err)
	want, err := source.Read(t.Context(), opened)
	require.NoError(t, err)
	require.Len(t, want.Events, 1)
	head := `"topic":"customers/update","shop":"coats.myshopify.com","id":"b54557e4-bdd9-4b37-8a5f-bf7d70bcd043"`
	for _, recorded := range []string{
		"{" + head + `,"body":` + body + "}", "{" + head + `,"body": ` + body + " }\n", `{"body":` + body + "," + head + "}",
		`{"more":{"x":1,"body":2},` + head + `,"body":` + body + "}",
	} {
		got, err := source.Read(t.Context(), []byte(recorded))
		require.NoError(t, err)
		assert.Equal(t, want.Events, got.Events, recorded[:40])
	}
	for _, broken := range []string{"{" + head + `,"body":` + body, "{" + head + `,"body":` + body + "}}", "{" + head + "}", `{"topic":"customers/update","body":{}`, "[]", ""} {
		got, err := source.Read(t.Context(), []byte(broken))
		require.NoError(t, err)
		assert.Empty(t, got.Events)
		assert.Len(t, got.Parked, 1)
	}
}

func TestSource_HidesTheSecrets(t *testing.T) {
	for _, thing := range []any{source, &source} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			assert.NotContains(t, fmt.Sprintf(verb, thing), "hush")
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "thing", thing)
		assert.NotContains(t, log.String(), "hush")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`"my secret message"`), "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=")
	f.Add([]byte(""), "")
	f.Fuzz(func(t *testing.T, body []byte, signature string) {
		r := request("orders/create", string(body))
		if signature != "" {
			r.Header["X-Shopify-Hmac-Sha256"] = []string{signature}
		}
		opened, err := source.Open(r, body)
		if err != nil {
			require.ErrorIs(t, err, feed.ErrForged)
			return
		}
		require.NotEmpty(t, body)
		_, err = source.Read(t.Context(), opened)
		require.NoError(t, err)
	})
}

func FuzzRead(f *testing.F) { feedtest.Fuzz(f, source.Read) }

func BenchmarkRead(b *testing.B) {
	b.Run("consent", func(b *testing.B) { feedtest.Bench(b, source.Read, "customers_marketing_consent_update.json") })
	b.Run("scan", func(b *testing.B) { feedtest.Bench(b, source.Read, "fulfillment_events_create.json") })
	b.Run("order", func(b *testing.B) { feedtest.Bench(b, source.Read, "orders_paid.json") })
}

func BenchmarkSign(b *testing.B) {
	body := []byte(payload(b, "orders/paid", nil))
	b.ReportAllocs()
	for b.Loop() {
		_ = shopify.Sign("hush", body)
	}
}
