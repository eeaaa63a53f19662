package call_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
)

func server(t *testing.T, answer http.HandlerFunc) string {
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL + "/send?access_token=hush"
}

func TestDo_GivesTheAnswer(t *testing.T) {
	url := server(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusTeapot)
		_, _ = fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("X-Sign"), body)
	})
	a, err := call.Do(t.Context(), nil, call.Request{URL: url, Header: http.Header{"X-Sign": {"s"}}, Body: []byte("hello")})
	require.NoError(t, err)
	assert.Equal(t, "418 POST s hello", fmt.Sprintf("%d %s", a.Status, a.Body))
}

func TestDo_SaysWhetherTheProviderMayHaveHeard(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := "http://" + closed.Addr().String() + "/?access_token=hush"
	require.NoError(t, closed.Close())
	hangUp := server(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		_ = conn.Close()
	})
	breakOff := server(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "half")
	})
	tooMuch := server(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 2<<20))
	})
	for _, c := range []struct {
		name, url string
		again     bool
		unknown   bool
	}{
		{"nobody answers the door", nobody, false, false},
		{"an address that is none", "http://[", false, false},
		{"it hangs up after it has heard", hangUp, false, true},
		{"its answer breaks off", breakOff, false, true},
		{"its answer does not end", tooMuch, false, true},
		{"it hangs up, and keeps the same call from counting twice", hangUp, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := call.Do(t.Context(), nil, call.Request{URL: c.url, Again: c.again})
			require.Error(t, err)
			assert.Equal(t, c.unknown, errors.Is(err, channel.ErrUnknownOutcome), err.Error())
			assert.NotContains(t, err.Error(), "hush")
		})
	}
}

func TestDo_FollowsNoRedirection(t *testing.T) {
	calls := 0
	url := server(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	a, err := call.Do(t.Context(), nil, call.Request{URL: url})
	require.NoError(t, err)
	assert.Equal(t, http.StatusTemporaryRedirect, a.Status)
	assert.Equal(t, 1, calls)
}

func TestDo_WaitsForAnAnswerThatIsUnderWay(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	url := server(t, func(w http.ResponseWriter, _ *http.Request) {
		cancel() // the host stops while the provider is at work
		_, _ = io.WriteString(w, "taken")
	})
	a, err := call.Do(ctx, nil, call.Request{URL: url})
	require.NoError(t, err)
	assert.Equal(t, "taken", string(a.Body))

	_, err = call.Do(ctx, nil, call.Request{URL: url})
	require.ErrorIs(t, err, context.Canceled)
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
}

func TestDo_KeepsTheDeadline(t *testing.T) {
	release := make(chan struct{})
	url := server(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := call.Do(ctx, nil, call.Request{URL: url})
	assert.ErrorIs(t, err, channel.ErrUnknownOutcome)
}

func TestAnswer_RetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, "9999999999": call.Longest, now.AddDate(900, 0, 0).Format(http.TimeFormat): call.Longest,
		"-5": 0, "soon": 0,
		now.Add(time.Hour).Format(http.TimeFormat): time.Hour, now.Add(-time.Hour).Format(http.TimeFormat): 0,
	} {
		assert.Equal(t, want, call.Answer{Header: http.Header{"Retry-After": {text}}}.RetryAfter(now), text)
	}
}
