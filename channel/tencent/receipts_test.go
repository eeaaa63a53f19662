package tencent_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

const pushSecret = "sixteen-characters"

// A host takes in what is pushed.
type host struct {
	*desk
	events []tiexin.Event
	parked []feed.Parked
	fails  error
}

// newHost is a desk whose provider pushes to the host's two addresses.
func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{desk: newDesk(t)}
	receipts, err := h.Receipts(pushSecret)
	require.NoError(t, err)
	replies, err := h.Replies(pushSecret)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("POST /receipts", feed.Handler(receipts, h.options()))
	mux.Handle("POST /replies/{secret}", feed.Handler(replies, h.options()))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	h.provider.Receipts.URL = server.URL + "/receipts?secret=" + pushSecret
	h.provider.Replies = server.URL + "/replies/" + pushSecret
	return h
}

func (h *host) options() feed.Options {
	return feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			if h.fails == nil {
				h.events = append(h.events, events...)
			}
			return h.fails
		},
		Park: func(_ context.Context, p feed.Parked) error { h.parked = append(h.parked, p); return nil },
	}
}

// told are the events in words.
func (h *host) told() []string {
	var told []string
	for _, e := range h.events {
		said := fmt.Sprintf("%s %s/%s %s", e.Type, e.Shop, e.Customer.ID, e.Message.ID)
		if e.Message.Final {
			said += " final: " + e.Message.Reason + " " + e.Message.Cause
		}
		told = append(told, strings.TrimSpace(said+" "+e.Message.Text))
	}
	return told
}

// From the message to its receipt, with and without the context in it.
func TestReceipts_FindTheirMessage(t *testing.T) {
	for _, echoes := range []bool{false, true} {
		h := newHost(t)
		h.provider.Echoes = echoes
		h.provider.Receipts.When = channeltest.Twice
		h.provider.Unreachable = map[string]string{"+8613900000001": "MK:0001", "+8613900000002": "MBBLACK", "+8613900000003": "UNDELIV"}
		for n, number := range []string{number, "13900000001", "13900000002", "13900000003"} {
			m := message(n)
			m.Address.To = number
			_, err := h.Send(t.Context(), m)
			require.NoError(t, err)
		}
		require.NoError(t, h.provider.Push(t.Context()))
		assert.Empty(t, h.parked)
		require.Len(t, h.events, 8, "each twice")
		assert.Equal(t, h.events[0].ID, h.events[1].ID)
		told := h.told()
		assert.Equal(t, []string{
			"message.delivered deer/xiaowang v1:deer/xiaowang/parcel/shipped/T0/0/1",
			"message.failed deer/xiaowang v1:deer/xiaowang/parcel/shipped/T1/0/1 final: an unassigned number (MK:0001) address",
			"message.failed deer/xiaowang v1:deer/xiaowang/parcel/shipped/T2/0/1 final: the receiver has unsubscribed or complained (MBBLACK) refused",
			"message.failed deer/xiaowang v1:deer/xiaowang/parcel/shipped/T3/0/1 final: the carrier did not deliver it (UNDELIV)",
		}, []string{told[0], told[2], told[4], told[6]})
		assert.True(t, h.events[0].At.Equal(h.at()), "Tencent's times are Beijing's")
		for _, e := range h.events {
			require.NoError(t, e.Validate())
		}
	}
}

// A long ID comes back as what stands for it.
func TestReceipts_OfALongID(t *testing.T) {
	for _, echoes := range []bool{false, true} {
		h, m := newHost(t), message(1)
		h.provider.Echoes = echoes
		m.ID = "v1:deer/" + strings.Repeat("w", 600) + "/parcel/shipped/T1/0/1"
		_, err := h.Send(t.Context(), m)
		require.NoError(t, err)
		source, err := h.Receipts(pushSecret)
		require.NoError(t, err)
		ext := ""
		if echoes {
			ext = channel.ShortID(m.ID)
		}
		r, err := source.Read(t.Context(), receipt("5000:104571066915705365780001", "SUCCESS", "DELIVRD", ext))
		require.NoError(t, err)
		require.Len(t, r.Events, 1)
		assert.Equal(t, m.ID, r.Events[0].Message.ID)
	}
}

func receipt(sid, report, code, ext string) []byte {
	return fmt.Appendf(nil, `[{"user_receive_time":"2026-11-11 10:30:20","nationcode":"86","mobile":"13900000000","report_status":%q,"errmsg":%q,"sid":%q,"ext":%q}]`, report, code, sid, ext)
}

// The receipt is pushed before Send has its answer: it is to come again, and then finds its
// message.
func TestReceipts_OneThatComesBeforeTheAnswerComesAgain(t *testing.T) {
	h := newHost(t)
	h.provider.Receipts.When = channeltest.Early
	source, err := h.Receipts(pushSecret)
	require.NoError(t, err)
	early := 0
	h.Client = &http.Client{Transport: between(func() {
		_, err := source.Read(t.Context(), receipt("5000:104571066915705365780001", "SUCCESS", "DELIVRD", ""))
		require.Error(t, err)
		assert.ErrorContains(t, err, "before the answer")
		early++
	})}
	_, err = h.Send(t.Context(), message(1))
	require.NoError(t, err)
	require.Equal(t, 1, early)
	assert.Empty(t, h.events)
	assert.Empty(t, h.parked, "the one that was pushed early is not parked")
	r, err := source.Read(t.Context(), receipt("5000:104571066915705365780001", "SUCCESS", "DELIVRD", ""))
	require.NoError(t, err)
	require.Len(t, r.Events, 1)
	assert.Equal(t, message(1).ID, r.Events[0].Message.ID)
}

// between runs after the answer was given and before the sender has it.
type between func()

func (b between) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	b()
	return response, err
}

// Another program's message goes to the same number while ours is on its way: its receipt
// waits too, and is parked once ours is known.
func TestReceipts_OfAnotherProgramAreParked(t *testing.T) {
	h := newHost(t)
	h.provider.Foreign("+8613900000000")
	h.provider.Foreign("+8613911111111")
	require.NoError(t, h.provider.Push(t.Context()))
	_, err := h.Send(t.Context(), message(1))
	require.NoError(t, err)
	h.provider.Foreign("+8613900000000")
	require.NoError(t, h.provider.Push(t.Context()))
	assert.Equal(t, []string{"message.delivered deer/xiaowang " + message(1).ID}, h.told())
	require.Len(t, h.parked, 3)
	for _, p := range h.parked {
		assert.Contains(t, p.Reason, "the sid belongs to no message")
	}
}

// The answer was lost, and no context comes back. The receipt is taken for the message,
// because no other to its number is open.
func TestReceipts_SettleTheOnlyOpenMessageToANumber(t *testing.T) {
	h := newHost(t)
	h.provider.Then(channeltest.TakesAndHangsUp)
	_, err := h.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	h.pass(time.Minute)
	h.fails = fmt.Errorf("disk full")
	require.Error(t, h.provider.Push(t.Context()))
	h.fails = nil
	require.NoError(t, h.provider.Push(t.Context()), "the same receipt finds the same message again")
	assert.Equal(t, []string{"message.delivered deer/xiaowang " + message(1).ID}, h.told())
	receipt, err := h.Send(t.Context(), message(1))
	require.NoError(t, err, "it is known to have gone")
	assert.Equal(t, "5000:104571066915705365780001", receipt.ProviderID)
	assert.Equal(t, 1, h.provider.Reached(message(1).ID))

	h.provider.Foreign("+8613900000000") // and the next is another's
	require.NoError(t, h.provider.Push(t.Context()))
	assert.Len(t, h.events, 1)
	assert.Len(t, h.parked, 1)
}

// Two open messages to one number: nobody can say which of them a receipt is of.
func TestReceipts_SettleNothingWhereTwoAreOpen(t *testing.T) {
	h := newHost(t)
	h.provider.Then(channeltest.TakesAndHangsUp, channeltest.HangsUp)
	for n := range 2 {
		_, err := h.Send(t.Context(), message(n))
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	}
	h.pass(time.Minute)
	require.NoError(t, h.provider.Push(t.Context()))
	assert.Empty(t, h.events)
	assert.Len(t, h.parked, 1)
}

// A receipt of yesterday is of no message of today.
func TestReceipts_SettleNothingThatIsOlder(t *testing.T) {
	h := newHost(t)
	h.provider.Then(channeltest.HangsUp)
	_, err := h.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	h.pass(time.Minute)
	source, err := h.Receipts(pushSecret)
	require.NoError(t, err)
	old := strings.Replace(string(receipt("5000:77", "SUCCESS", "DELIVRD", "")), "2026-11-11", "2026-11-10", 1)
	r, err := source.Read(t.Context(), []byte(old))
	require.NoError(t, err)
	assert.Empty(t, r.Events)
	assert.Len(t, r.Parked, 1)
}

// What cannot be an event is parked by itself.
func TestReceipts_WhatCanBeNoEventIsParked(t *testing.T) {
	h := newHost(t)
	source, err := h.Receipts(pushSecret)
	require.NoError(t, err)
	good := `{"user_receive_time":"","nationcode":86,"mobile":13900000000,"report_status":"FAIL","errmsg":"UNDELIV","sid":5001,"ext":"v1:deer/lili/f/r/T2/0/1"}`
	for _, c := range []struct{ body, reason string }{
		{``, "not JSON"},
		{`[{"sid":`, "not JSON"},
		{`[` + good + `,{"report_status":"LATER","sid":"5000:1"}]`, "neither SUCCESS nor FAIL"},
		{`[` + good + `,{"report_status":"SUCCESS","sid":"5000:1"}]`, "no message"},
		{`[` + good + `,{"report_status":"SUCCESS","sid":""}]`, "no message"},
		{`[` + good + `,{"report_status":"SUCCESS","sid":"5000:1","ext":"order 17"}]`, "no message"},
		{`[` + good + `,7]`, "not a receipt"},
		{`[` + good + `,{"sid":{"a":1}}]`, "not a receipt"},
	} {
		r, err := source.Read(t.Context(), []byte(c.body))
		require.NoError(t, err, c.body)
		require.Len(t, r.Parked, 1, c.body)
		assert.Contains(t, r.Parked[0].Reason, c.reason)
		assert.Equal(t, strings.HasPrefix(c.body, "["+good), len(r.Events) == 1, c.body)
		again, err := source.Read(t.Context(), r.Parked[0].Body)
		require.NoError(t, err)
		assert.Equal(t, r.Parked[0].Reason, again.Parked[0].Reason)
		discreet(t, r.Parked[0].Reason)
	}
	r, err := source.Read(t.Context(), []byte(good))
	require.NoError(t, err)
	require.Len(t, r.Events, 1, "an object without a list")
	assert.True(t, r.Events[0].At.Equal(h.at()), "a failure without a time is of now")
	r, err = source.Read(t.Context(), []byte(`[{"report_status":"LATER","sid":"5000:1"}]`))
	require.NoError(t, err)
	assert.Equal(t, []feed.Word{{Field: "report_status", Word: "LATER"}}, r.Unknown)
}

// The example of Tencent's page.
func TestReceipts_TheExampleOfTheDocumentation(t *testing.T) {
	h := newHost(t)
	body, err := os.ReadFile("testdata/tencent_status_callback.json")
	require.NoError(t, err)
	source, err := h.Receipts(pushSecret)
	require.NoError(t, err)
	r, err := source.Read(t.Context(), body)
	require.NoError(t, err)
	require.Len(t, r.Parked, 1, "nobody sent it from here")
	assert.Equal(t, "5000:1045710669157053657849499619", r.Parked[0].ID)
}

// Tencent signs no push: a secret in the address proves one.
func TestPushes_NeedTheSecret(t *testing.T) {
	h := newHost(t)
	for _, secret := range []string{"", "fifteen-letters"} {
		_, err := h.Receipts(secret)
		require.ErrorContains(t, err, "fewer than 16 characters")
		_, err = h.Replies(secret)
		require.Error(t, err)
	}
	source, err := h.Receipts(pushSecret)
	require.NoError(t, err)
	handler := feed.Handler(source, h.options())
	body := string(receipt("5000:1", "SUCCESS", "DELIVRD", message(1).ID))
	for query, status := range map[string]int{
		"": 401, "?secret=": 401, "?secret=another-secret-16": 401, "?secret=" + pushSecret[:15]: 401, "?secret=" + pushSecret: 200,
	} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/"+query, strings.NewReader(body)))
		assert.Equal(t, status, w.Code, query)
		if status == 200 {
			assert.JSONEq(t, `{"result":0,"errmsg":"OK"}`, w.Body.String())
		} else {
			assert.Contains(t, w.Body.String(), `"result":1`)
		}
	}
	assert.Len(t, h.events, 1)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", source, source, source), pushSecret)
}

func FuzzReceipts(f *testing.F) {
	example, err := os.ReadFile("testdata/tencent_status_callback.json")
	require.NoError(f, err)
	f.Add(example)
	f.Add(receipt("5000:1", "FAIL", "MK:0001", "v1:deer/lili/f/r/T2/0/1"))
	f.Add([]byte(`{"extend":"","mobile":"13900000000","nationcode":"86","sign":"【小鹿家】","text":"R","time":1457336869}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		d := newDesk(t)
		for _, open := range []func(string) (feed.Source, error){d.Receipts, d.Replies} {
			source, err := open(pushSecret)
			if err != nil {
				t.Fatal(err)
			}
			first, err := source.Read(t.Context(), body)
			if err != nil {
				t.Fatal(err)
			}
			again, _ := source.Read(t.Context(), body)
			if first.String() != again.String() {
				t.Fatalf("%s, and again %s", first, again)
			}
		}
	})
}

func BenchmarkReceipts(b *testing.B) {
	source, err := newSender(time.Now).Receipts(pushSecret)
	require.NoError(b, err)
	one := strings.Trim(string(receipt("5000:1", "SUCCESS", "DELIVRD", "v1:deer/lili/f/r/T2/0/1")), "[]")
	body := []byte("[" + strings.Repeat(one+",", 99) + one + "]")
	for b.Loop() {
		if r, err := source.Read(b.Context(), body); err != nil || len(r.Events) != 100 {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "receipts/s")
}
