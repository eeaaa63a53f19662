package channeltest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A post is a provider as simple as one can be: the path is the receiver, the body the ID.
type post struct{ Fake }

func (p *post) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.serve(w, r, func(c *Call) answer {
		b := p.do(c, strings.TrimPrefix(c.URL, "/"))
		if b.takes() {
			p.reach(string(c.Body))
			p.receipt(nil, c.Body)
		}
		switch {
		case b.throttled():
			return asJSON(http.StatusTooManyRequests, "later")
		case b.refusal() != "":
			return asJSON(0, b.refusal())
		}
		return asJSON(0, "OK")
	})
}

func TestFake_BehavesAsTold(t *testing.T) {
	for _, c := range []struct {
		name    string
		does    Behaviour
		reached int
		answer  string // empty: none
		status  int
	}{
		{"answers", Answers, 1, `"OK"`, 200},
		{"hangs up", HangsUp, 0, "", 0},
		{"takes it and hangs up", TakesAndHangsUp, 1, "", 0},
		{"throttles", Throttles, 0, `"later"`, 429},
		{"refuses", Refuses("bad number"), 0, `"bad number"`, 200},
		{"is out of order", Fails(502), 0, "", 502},
		{"is out of order after it has taken it", TakesAndFails(504), 1, "", 504},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &post{}
			p.Then(c.does)
			status, answer := call(t, p, "/xiaowang", "m1")
			assert.Equal(t, []any{c.status, c.answer, c.reached}, []any{status, answer, p.Reached("m1")})
			status, _ = call(t, p, "/xiaowang", "m2")
			assert.Equal(t, 200, status, "the script is over")
			assert.Len(t, p.Calls(), 2)
		})
	}
}

func TestFake_DoesTheSameToAReceiverAlways(t *testing.T) {
	p := &post{}
	p.To("xiaowang", Throttles)
	for range 3 {
		status, _ := call(t, p, "/xiaowang", "m1")
		assert.Equal(t, 429, status)
	}
	status, _ := call(t, p, "/xiaoli", "m2")
	assert.Equal(t, 200, status)
}

func TestFake_TellsReceipts(t *testing.T) {
	for _, c := range []struct {
		when            When
		atOnce, at, end int
	}{{Once, 0, 1, 1}, {Twice, 0, 2, 2}, {Early, 1, 1, 1}, {Never, 0, 0, 0}} {
		t.Run(string(c.when), func(t *testing.T) {
			told, status := 0, http.StatusOK
			host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if w.WriteHeader(status); string(body) == "m1" && status == http.StatusOK {
					told++
				}
			}))
			defer host.Close()
			p := &post{Fake{Receipts: Receipts{URL: host.URL, When: c.when}}}
			call(t, p, "/xiaowang", "m1")
			assert.Equal(t, c.atOnce, told)
			status = http.StatusServiceUnavailable
			if c.at > c.atOnce {
				require.Error(t, p.Push(t.Context()), "what is not taken in comes again")
			}
			status = http.StatusOK
			require.NoError(t, p.Push(t.Context()))
			assert.Equal(t, c.at, told)
			require.NoError(t, p.Push(t.Context()))
			assert.Equal(t, c.end, told)
		})
	}
}

// call posts a message and gives the answer; status 0: there was none.
func call(t *testing.T, h http.Handler, path, body string) (status int, answer string) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return 0, ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}
