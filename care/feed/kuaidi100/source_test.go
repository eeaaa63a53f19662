package kuaidi100_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/kuaidi100"
)

// The two vectors of the field: any client signs so.
func TestSign(t *testing.T) {
	const empty = `{"status":"polling","message":""}`
	assert.Equal(t, "32C8D53875DA2CCC7DD7BD51315610BE", kuaidi100.Sign(empty, "testsalt"))
	assert.Equal(t, "B88B1B0EB6282BB8F485C7147A19641D", kuaidi100.Sign(empty, ""))
}

func TestOpen(t *testing.T) {
	const body = `{"status":"polling","message":""}`
	form := func(param, sign string) string { return url.Values{"param": {param}, "sign": {sign}}.Encode() }
	signed := kuaidi100.Sign(body, "testsalt")
	for _, c := range []struct {
		name, body string
		salts      []string
		ok, forged bool
	}{
		{"signed with the salt", form(body, signed), []string{"testsalt"}, true, false},
		{"signed in small letters", form(body, strings.ToLower(signed)), []string{"testsalt"}, true, false},
		{"signed with the salt of other days", form(body, signed), []string{"new", "testsalt"}, true, false},
		{"signed with another salt", form(body, kuaidi100.Sign(body, "guess")), []string{"testsalt"}, false, true},
		{"another push under the same signature", form(body+" ", signed), []string{"testsalt"}, false, true},
		{"signed without a salt, as anybody can", form(body, kuaidi100.Sign(body, "")), []string{"", "testsalt"}, false, true},
		{"not signed", form(body, ""), []string{"testsalt"}, false, true},
		{"empty", "", []string{"testsalt"}, false, true},
		{"no form", "%zz", []string{"testsalt"}, false, true},
		{"the host forgot the salt", form(body, kuaidi100.Sign(body, "")), nil, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			opened, err := kuaidi100.Source{Salts: c.salts}.Open(nil, []byte(c.body))
			if c.ok {
				require.NoError(t, err)
				assert.Equal(t, body, string(opened))
				return
			}
			assert.Equal(t, c.forged, errors.Is(err, feed.ErrForged))
			assert.NotContains(t, err.Error(), "testsalt")
		})
	}
}

func TestHandler_AnswersAsKuaidi100Wants(t *testing.T) {
	var took []tiexin.Event
	var log strings.Builder
	handler := feed.Handler(source, feed.Options{
		Sink:   func(_ context.Context, events []tiexin.Event) error { took = append(took, events...); return nil },
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	post := func(param, sign string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(url.Values{"param": {param}, "sign": {sign}}.Encode()))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	body := param("103", "11 18:02|103|快递员13912345678已揽收")
	status, answer := post(body, kuaidi100.Sign(body, "testsalt"))
	assert.Equal(t, `200 {"result":true,"returnCode":"200","message":"成功"}`, fmt.Sprint(status, " ", answer))
	assert.Len(t, took, 1)
	status, answer = post(body, kuaidi100.Sign(body, "guess"))
	assert.Equal(t, `401 {"result":false,"returnCode":"401","message":"失败"}`, fmt.Sprint(status, " ", answer))
	assert.Len(t, took, 1)
	unknown := strings.Replace(body, number, "78900000000002", 1)
	status, _ = post(unknown, kuaidi100.Sign(unknown, "testsalt"))
	assert.Equal(t, 503, status, "nobody keeps it: it is to come again")
	for _, secret := range []string{"testsalt", "7890000000000", "13912345678"} {
		assert.NotContains(t, log.String(), secret)
	}
}

func TestSource_HidesTheSalts(t *testing.T) {
	for _, thing := range []any{
		source, &source,
		kuaidi100.Client{Key: "hush", Salt: "hush"},
		&kuaidi100.Client{Key: "hush", Salt: "hush"},
		kuaidi100.Subscription{Number: "hush", Phone: "hush", To: "hush"},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
			got := fmt.Sprintf(verb, thing)
			assert.NotContains(t, got, "testsalt")
			assert.NotContains(t, got, "hush")
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "thing", thing)
		assert.NotContains(t, log.String(), "testsalt")
		assert.NotContains(t, log.String(), "hush")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("param=%7B%7D&sign=x"))
	f.Add([]byte("param=a&sign=" + kuaidi100.Sign("a", "testsalt")))
	f.Fuzz(func(t *testing.T, body []byte) {
		opened, err := source.Open(nil, body)
		if err != nil {
			require.ErrorIs(t, err, feed.ErrForged)
			return
		}
		require.NotEmpty(t, opened)
	})
}

func BenchmarkOpen(b *testing.B) {
	body := param("103", "11 18:02|103|【义乌市】快件已被揽收")
	form := []byte(url.Values{"param": {body}, "sign": {kuaidi100.Sign(body, "testsalt")}}.Encode())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := source.Open(nil, form); err != nil {
			b.Fatal(err)
		}
	}
}
