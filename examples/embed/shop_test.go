package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// A shop is a host in a test, at ten o'clock of an imagined day. What it says to the
// provider of SMS the test hears, and nothing goes over a network.
type shop struct {
	*testing.T
	config config
	*host
	provider *provider
	stop     context.CancelFunc
	stopped  chan error

	mu    sync.Mutex
	sends func(smsRequest) int // what the provider answers; nil: it takes everything
}

var secret = []byte("a secret for the tests")

// atTen runs a story.
func atTen(t *testing.T, story func(*shop)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())))
		s := &shop{T: t, config: config{rules: t.TempDir(), data: t.TempDir(), secret: secret, sms: "http://sms/send"}}
		require.NoError(t, os.CopyFS(s.config.rules, os.DirFS("rules")))
		s.provider = &provider{reports: "http://host/sms/receipts", secret: secret, client: &http.Client{Transport: over(func() http.Handler { return s.webhooks() })}}
		s.config.client = &http.Client{Transport: over(func() http.Handler { return http.HandlerFunc(s.toProvider) })}
		s.opens()
		story(s)
		s.closes()
	})
}

// over is a network that ends at a handler.
func over(handler func() http.Handler) transport { return transport{handler} }

type transport struct{ handler func() http.Handler }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	t.handler().ServeHTTP(w, r)
	return w.Result(), nil
}

func (s *shop) opens() {
	s.Helper()
	h, err := open(s.Context(), s.config)
	require.NoError(s, err)
	s.host = h
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.stopped = stop, make(chan error, 1)
	go func() { s.stopped <- h.work(ctx) }()
	synctest.Wait()
}

func (s *shop) closes() {
	s.Helper()
	s.stop()
	assert.NoError(s, <-s.stopped)
	s.provider.busy.Wait()
	require.NoError(s, s.host.close())
}

// toProvider is the provider as the shop sees it.
func (s *shop) toProvider(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	sends := s.sends
	s.mu.Unlock()
	if sends != nil {
		var request smsRequest
		body := new(bytes.Buffer)
		_, _ = body.ReadFrom(r.Body)
		require.NoError(s, json.Unmarshal(body.Bytes(), &request))
		if code := sends(request); code != http.StatusOK {
			w.WriteHeader(code)
			return
		}
		r = httptest.NewRequest(http.MethodPost, "/", body)
	}
	s.provider.ServeHTTP(w, r)
}

// posts signs a body and posts it.
func (s *shop) posts(path, body string) *httptest.ResponseRecorder {
	return s.asks(s.webhooks(), http.MethodPost, path, body, func(h http.Header) { sign(h, secret, []byte(body), time.Now()) })
}

// event posts an event that has to be taken in.
func (s *shop) event(body string) {
	s.Helper()
	answer := s.posts("/events", body)
	require.Equal(s, http.StatusOK, answer.Code, "%s", answer.Body)
	s.settles()
}

func (s *shop) asks(handler http.Handler, method, path, body string, headers func(http.Header)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if headers != nil {
		headers(r.Header)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

// page opens a page.
func (s *shop) page(path string) string {
	s.Helper()
	answer := s.asks(s.pages(), http.MethodGet, path, "", nil)
	require.Equal(s, http.StatusOK, answer.Code, "%s", answer.Body)
	return answer.Body.String()
}

// presses sends a form as an agent does who has one of the pages before them.
func (s *shop) presses(agent, path string, fields ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	answer := s.asks(s.pages(), http.MethodPost, path, form.Encode(), func(h http.Header) {
		h.Set("Content-Type", "application/x-www-form-urlencoded")
		h.Set("Sec-Fetch-Site", "same-origin")
		r := http.Request{Header: h}
		r.SetBasicAuth(agent, "")
	})
	s.settles()
	return answer
}

// settles lets everybody finish what is under way. SQLite sleeps for moments when two want
// to write.
func (s *shop) settles() { s.passes(time.Second) }

func (s *shop) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// sent are the templates that the provider sent, with their variables.
func (s *shop) sent() (all []string) {
	s.settles()
	s.provider.mu.Lock()
	defer s.provider.mu.Unlock()
	for _, r := range s.provider.took {
		all = append(all, r.Phone+" "+r.Template+" "+r.Params["buyer_nick"]+r.Params["nick"])
	}
	return all
}

// edits changes a rule file as a shopkeeper does.
func (s *shop) edits(old, text string) {
	s.Helper()
	name := filepath.Join(s.config.rules, "rules.yaml")
	data, err := os.ReadFile(name)
	require.NoError(s, err)
	require.Contains(s, string(data), old)
	require.NoError(s, os.WriteFile(name, []byte(strings.Replace(string(data), old, text, 1)), 0o600))
	s.passes(10 * time.Second)
}
