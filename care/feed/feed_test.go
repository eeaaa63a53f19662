package feed_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
)

// A shop is a platform as simple as one can be: it pushes lists of orders.
type shop struct{ secret string }

func (s shop) Name() string { return "shop" }

func (s shop) sign(body string) string {
	h := hmac.New(sha256.New, []byte(s.secret))
	_, _ = io.WriteString(h, body)
	return hex.EncodeToString(h.Sum(nil))
}

func (s shop) Open(r *http.Request, body []byte) ([]byte, error) {
	if !hmac.Equal([]byte(r.Header.Get("Sign")), []byte(s.sign(string(body)))) {
		return nil, feed.Forged("the signature does not match")
	}
	return body, nil
}

func (s shop) Read(_ context.Context, body []byte) (r feed.Reading, err error) {
	var orders []struct{ ID, Buyer, Status string }
	if err := json.Unmarshal(body, &orders); err != nil {
		r.Parked = append(r.Parked, feed.Parked{Source: "shop", Reason: "it is no list of orders", Body: body})
		return r, nil
	}
	for _, o := range orders {
		if o.Status == "down" {
			return r, errors.New("the shop cannot be asked")
		}
		if o.Status != "new" {
			r.Unknown = append(r.Unknown, feed.Word{Field: "status", Word: o.Status})
		}
		r.Events = append(r.Events, tiexin.Event{
			ID: "shop " + o.ID, Type: tiexin.EventOrderCreated, At: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC),
			Customer: tiexin.Customer{ID: o.Buyer}, Order: &tiexin.Order{ID: o.ID, Mobile: tiexin.Phone{Number: "no number"}}, // it only decorates
		})
	}
	return r, nil
}

func (s shop) Answer(w http.ResponseWriter, err error) {
	feed.Reply(w, err, "text/plain", fmt.Sprint(err == nil))
}

// A host takes events in.
type host struct {
	events []tiexin.Event
	parked []feed.Parked
	log    bytes.Buffer
	fails  error
}

func (h *host) options() feed.Options {
	return feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			if h.fails != nil {
				return h.fails
			}
			h.events = append(h.events, events...)
			return nil
		},
		Park:    func(_ context.Context, p feed.Parked) error { h.parked = append(h.parked, p); return nil },
		Logger:  slog.New(slog.NewTextHandler(&h.log, nil)),
		MaxBody: 1000,
	}
}

func push(handler http.Handler, body, sign string) (status int, answer string) {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Sign", sign)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestHandler(t *testing.T) {
	s := shop{secret: "hush"}
	for _, c := range []struct {
		name, body     string
		forged         bool
		fails          error
		withoutPark    bool
		status         int
		events, parked int
	}{
		{name: "a push is taken in", body: `[{"ID":"T1","Buyer":"b"},{"ID":"T2","Buyer":"b"}]`, status: 200, events: 2},
		{name: "one that is not the platform's changes nothing", body: `[{"ID":"T1","Buyer":"b"}]`, forged: true, status: 401},
		{name: "one that is too large changes nothing", body: "[" + strings.Repeat(" ", 1000) + "]", status: 413},
		{name: "one that cannot be read is parked and taken in", body: `[{"ID":`, status: 200, parked: 1},
		{name: "without anybody who keeps it, it is to come again", body: `[{"ID":`, withoutPark: true, status: 503},
		{name: "an event that no engine takes does not hold up the others", body: `[{"ID":"T1"},{"ID":"T2","Buyer":"b"}]`, status: 200, events: 1, parked: 1},
		{name: "what the host cannot keep now is to come again", body: `[{"ID":"T1","Buyer":"b"}]`, fails: errors.New("disk full"), status: 503},
		{name: "what cannot be read now is to come again", body: `[{"ID":"T1","Buyer":"b","Status":"down"}]`, status: 503},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := &host{fails: c.fails}
			o := h.options()
			if c.withoutPark {
				o.Park = nil
			}
			sign := s.sign(c.body)
			if c.forged {
				sign = strings.Repeat("0", len(sign))
			}
			status, answer := push(feed.Handler(s, o), c.body, sign)
			assert.Equal(t, c.status, status)
			assert.Equal(t, fmt.Sprint(status == 200), answer)
			assert.Len(t, h.events, c.events)
			assert.Len(t, h.parked, c.parked)
		})
	}
}

// A listener is a shop that hears why a push was not taken in.
type listener struct {
	shop
	heard *error
}

func (l listener) Answer(w http.ResponseWriter, err error) {
	*l.heard = err
	l.shop.Answer(w, err)
}

func TestHandler_TellsTheSourceWhichErrorItWas(t *testing.T) {
	var heard error
	s := listener{shop{secret: "hush"}, &heard}
	o := (&host{}).options()
	o.Park = nil
	handler := feed.Handler(s, o)

	push(handler, "["+strings.Repeat(" ", 1000)+"]", "")
	assert.ErrorIs(t, heard, feed.ErrTooLarge)
	push(handler, `[{"ID":`, s.sign(`[{"ID":`))
	assert.ErrorIs(t, heard, feed.ErrNotParked)
	push(handler, `[{"ID":`, "0")
	assert.ErrorIs(t, heard, feed.ErrForged)
}

func TestHandler_TellsEachUnknownWordOnce(t *testing.T) {
	s, h := shop{}, &host{}
	handler := feed.Handler(s, h.options())
	body := `[{"ID":"T1","Buyer":"b","Status":"swapped"}]`
	for range 3 {
		status, _ := push(handler, body, s.sign(body))
		assert.Equal(t, 200, status)
	}
	assert.Equal(t, 1, strings.Count(h.log.String(), "swapped"), h.log.String())
}

func TestHandler_TellsNoWordThatMayBeSomebodys(t *testing.T) {
	s, h := shop{}, &host{}
	handler := feed.Handler(s, h.options())
	for _, word := range []string{"张三13900000000", "１３９００００００００", strings.Repeat("啊", 40)} {
		body := fmt.Sprintf(`[{"ID":"T1","Buyer":"b","Status":%q}]`, word)
		status, _ := push(handler, body, s.sign(body))
		assert.Equal(t, 200, status)
		assert.NotContains(t, h.log.String(), word)
	}
	assert.Equal(t, 3, strings.Count(h.log.String(), "(text, "))
}

func TestHandler_TakesPostsOnly(t *testing.T) {
	w := httptest.NewRecorder()
	feed.Handler(shop{}, (&host{}).options()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
	assert.PanicsWithValue(t, "feed: Options.Sink is nil; give it what takes events in", func() { feed.Handler(shop{}, feed.Options{}) })
}

// A board is a platform that has to be asked: one order at a time.
type board struct {
	waits []string
	done  []string
	down  int
}

func (b *board) Name() string { return "board" }

func (b *board) Pull(ctx context.Context) (r feed.Reading, done func(context.Context) error, more bool, err error) {
	if b.down > 0 {
		b.down--
		return r, nil, false, errors.New("down")
	}
	if len(b.waits) == 0 {
		return r, nil, false, nil
	}
	id := b.waits[0]
	r, err = shop{}.Read(ctx, fmt.Appendf(nil, `[{"ID":%q,"Buyer":"b"}]`, id))
	return r, func(context.Context) error {
		b.waits, b.done = b.waits[1:], append(b.done, id)
		return nil
	}, len(b.waits) > 1, err
}

func TestPoll_TellsThePlatformOnlyWhatWasTakenIn(t *testing.T) {
	b, h := &board{waits: []string{"T1", "T2", "T3"}, down: 1}, &host{}
	ctx, cancel := context.WithCancel(t.Context())
	o, refused := h.options(), 0
	sink := o.Sink
	o.Sink = func(ctx context.Context, events []tiexin.Event) error {
		if events[0].Order.ID == "T2" && refused < 2 {
			refused++
			return errors.New("disk full")
		}
		if events[0].Order.ID == "T3" {
			defer cancel()
		}
		return sink(ctx, events)
	}
	require.ErrorIs(t, feed.Poll(ctx, b, time.Millisecond, o), context.Canceled)
	var ids []string
	for _, e := range h.events {
		ids = append(ids, e.Order.ID)
	}
	assert.Equal(t, []string{"T1", "T2", "T3"}, ids)
	assert.Equal(t, []string{"T1", "T2", "T3"}, b.done)
	assert.Equal(t, 2, refused)
}
