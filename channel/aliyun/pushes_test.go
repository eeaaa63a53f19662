package aliyun_test

import (
	"bytes"
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
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/aliyun"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

const word = "sixteen characters"

// A host takes in what is pushed.
type host struct {
	events []tiexin.Event
	parked []feed.Parked
	log    bytes.Buffer
	fails  error
}

func (h *host) options() feed.Options {
	return feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			if h.fails == nil {
				h.events = append(h.events, events...)
			}
			return h.fails
		},
		Park:   func(_ context.Context, p feed.Parked) error { h.parked = append(h.parked, p); return nil },
		Logger: slog.New(slog.NewTextHandler(&h.log, nil)),
	}
}

// serve has a host listen to what Aliyun pushes.
func (d *desk) serve(t *testing.T) *host {
	h := &host{}
	receipts, err := d.Receipts(word)
	require.NoError(t, err)
	replies, err := d.Replies(word)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("POST /receipts/{secret}", feed.Handler(receipts, h.options()))
	mux.Handle("POST /replies", feed.Handler(replies, h.options()))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	d.provider.Receipts.URL = server.URL + "/receipts/" + strings.ReplaceAll(word, " ", "%20")
	d.provider.Replies = server.URL + "/replies?secret=" + strings.ReplaceAll(word, " ", "+")
	return h
}

// read reads a body as one of the sources.
func read(t *testing.T, s feed.Source, err error, body string) feed.Reading {
	t.Helper()
	require.NoError(t, err)
	r, err := s.Read(t.Context(), []byte(body))
	require.NoError(t, err)
	for _, e := range r.Events {
		require.NoError(t, e.Validate())
	}
	return r
}

func TestReceipts_ReadWhatAliyunPushes(t *testing.T) {
	d := newDesk(t)
	body, err := os.ReadFile("testdata/smsreport.json")
	require.NoError(t, err)
	id := message(1).ID
	s, err := d.Receipts(word)
	r := read(t, s, err, strings.ReplaceAll(string(body), "care:run-9f2:step-1", id))
	assert.Equal(t, []tiexin.Event{{
		ID: "aliyun/message.delivered/" + channel.ShortID(id), Type: tiexin.EventMessageDelivered, Shop: "deer", At: time.Date(2026, 11, 11, 15, 31, 5, 0, beijing),
		Customer: tiexin.Customer{ID: "xiaowang"}, Message: &tiexin.MessageReport{ID: id, Channel: "sms", Parts: 1},
	}}, inBeijing(r.Events))
	assert.Empty(t, r.Parked)

	r = read(t, s, nil, string(body)) // an out_id that this engine never made
	require.Len(t, r.Parked, 1)
	assert.Contains(t, r.Parked[0].Reason, "out_id")
	assert.Len(t, read(t, s, nil, string(r.Parked[0].Body)).Parked, 1, "what is parked can be read again")
}

func inBeijing(events []tiexin.Event) []tiexin.Event {
	for i := range events {
		events[i].At = events[i].At.In(beijing)
	}
	return events
}

func TestReceipts_SayWhyAMessageDidNotCome(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		code, reason, cause string
		final, known        bool
	}{
		{"MOBILE_NOT_ON_SERVICE", "switched off, out of reach, or an unassigned number (MOBILE_NOT_ON_SERVICE)", "", true, true},
		{"MOBILE_IN_BLACK", "the receiver has unsubscribed or complained (MOBILE_IN_BLACK)", "refused", true, true},
		{"USER_REJECT", "the receiver has unsubscribed (USER_REJECT)", "refused", true, true},
		{"MK:0001", "an unassigned number (MK:0001)", "address", true, true},
		{"MK:0012", "the carrier did not deliver it (MK:0012)", "", true, true},
		{"REQUEST_SUCCESS", "the carrier has not reported the outcome (REQUEST_SUCCESS)", "", false, true},
		{"NEVER_HEARD_OF", "the carrier did not deliver it (NEVER_HEARD_OF)", "", true, false},
		{number, "the carrier did not deliver it ((unprintable))", "", true, true},
	} {
		s, err := d.Receipts(word)
		r := read(t, s, err, receipt(message(1).ID, fmt.Sprintf(`"success":false,"err_code":%q`, c.code)))
		require.Len(t, r.Events, 1, c.code)
		assert.Equal(t, &tiexin.MessageReport{ID: message(1).ID, Channel: "sms", Final: c.final, Reason: c.reason, Cause: c.cause, Parts: 2}, r.Events[0].Message)
		assert.Equal(t, c.known, len(r.Unknown) == 0, c.code)
	}
}

// receipt is a push of one receipt with a field or two of its own.
func receipt(outID, fields string) string {
	return fmt.Sprintf(`[{"phone_number":%q,"send_time":"2026-11-11 15:31:02","report_time":"2026-11-11 15:31:05","sms_size":"2","biz_id":"1^0","out_id":%q,%s}]`, number, outID, fields)
}

func TestPushes_WhatCannotBeReadIsParkedAlone(t *testing.T) {
	d := newDesk(t)
	id := message(1).ID
	good := strings.Trim(receipt(id, `"success":true`), "[]")
	for _, c := range []struct{ body, reason string }{
		{`{}`, "not a list"},
		{`[`, "not a list"},
		{`null`, ""},
		{`[]`, ""},
		{`["x",` + good + `]`, "not a receipt"},
		{`[null,` + good + `]`, "not times"},
		{`[{"out_id":{}},` + good + `]`, "not a receipt"},
		{receipt(id, `"success":"maybe"`), "neither true nor false"},
		{receipt(id, `"x":1`), "neither true nor false"},
		{receipt("", `"success":true`), "not sent from here"},
		{receipt(channel.ShortID("x"), `"success":true`), "no message of this engine"},
		{receipt(id, `"success":true,"report_time":"today","send_time":""`), "not times"},
	} {
		s, err := d.Receipts(word)
		r := read(t, s, err, c.body)
		if c.reason == "" {
			assert.Empty(t, r.Parked, c.body)
			continue
		}
		require.Len(t, r.Parked, 1, c.body)
		assert.Contains(t, r.Parked[0].Reason, c.reason, c.body)
		assert.NotContains(t, r.Parked[0].Reason, number)
		assert.Len(t, r.Events, strings.Count(c.body, good), "the others are read all the same")
	}
	replies, err := d.Replies(word)
	for body, reason := range map[string]string{
		`[{"phone_number":"x","send_time":"2026-11-11 16:00:00","content":"R"}]`: "not a number",
		`[{"phone_number":"` + number + `","content":"R"}]`:                      "not a time",
		`["R"]`: "not a reply",
		`[{"phone_number":"` + number + `","send_time":"2026-11-11 16:00:00","content":"R"}]`: "without a known message of this shop",
	} {
		r := read(t, replies, err, body)
		require.Len(t, r.Parked, 1, body)
		assert.Contains(t, r.Parked[0].Reason, reason)
		assert.NotContains(t, r.Parked[0].Reason, number)
	}
}

func TestPushes_TakeTextsAndNumbers(t *testing.T) {
	d := newDesk(t)
	s, err := d.Receipts(word)
	r := read(t, s, err, receipt(message(1).ID, `"success":"true","sms_size":3,"report_time":"20261111153105","biz_id":17`))
	require.Len(t, r.Events, 1)
	assert.Equal(t, 3, r.Events[0].Message.Parts)
	assert.True(t, r.Events[0].At.Equal(time.Date(2026, 11, 11, 15, 31, 5, 0, beijing)))
}

func TestPushes_ProveThemselvesByTheSecretInTheAddress(t *testing.T) {
	d := newDesk(t)
	for _, short := range []string{"", "hush", "fifteen letters"} {
		_, err := d.Receipts(short)
		require.ErrorContains(t, err, "16")
		_, err = d.Replies(short)
		require.ErrorContains(t, err, "16")
	}
	_, err := aliyun.Sender{}.Receipts(word)
	require.ErrorContains(t, err, "AccessKeyID")

	s, err := d.Receipts(word)
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", s, s, s), word)
	for name, c := range map[string]struct {
		address  string
		password string
		ok       bool
	}{
		"none":              {"/", "", false},
		"another":           {"/?secret=sixteen+character", "", false},
		"in the query":      {"/?secret=sixteen+characters", "", true},
		"as the password":   {"/", word, true},
		"another password":  {"/", word + " ", false},
		"twice in a query":  {"/?secret=x&secret=sixteen+characters", "", false},
		"in another's name": {"/?Secret=sixteen+characters", "", false},
	} {
		h := &host{}
		r := httptest.NewRequest(http.MethodPost, c.address, strings.NewReader(receipt(message(1).ID, `"success":true`)))
		if c.password != "" {
			r.SetBasicAuth("aliyun", c.password)
		}
		w := httptest.NewRecorder()
		feed.Handler(s, h.options()).ServeHTTP(w, r)
		assert.Equal(t, map[bool]int{true: 200, false: 401}[c.ok], w.Code, name)
		assert.Equal(t, c.ok, len(h.events) == 1, name)
		assert.JSONEq(t, map[bool]string{true: `{"code":0,"msg":"接收成功"}`, false: `{"code":1,"msg":"接收失败"}`}[c.ok], w.Body.String())
		assert.NotContains(t, h.log.String(), "sixteen")
	}
}

func TestReceipts_FindTheirMessageHoweverTheyCome(t *testing.T) {
	for _, when := range []channeltest.When{channeltest.Once, channeltest.Twice, channeltest.Early} {
		t.Run(string(when), func(t *testing.T) {
			d, m := newDesk(t), message(1)
			d.provider.Receipts.When = when
			h := d.serve(t)
			if when == channeltest.Early {
				d.provider.Then(channeltest.TakesAndHangsUp)
			}
			_, err := d.Send(t.Context(), m)
			assert.Equal(t, map[bool]string{true: "unknown", false: "sent"}[when == channeltest.Early], kindOf(err))
			h.fails = errors.New("disk full")
			if err := d.provider.Push(t.Context()); when != channeltest.Early {
				require.Error(t, err)
			}
			h.fails = nil
			require.NoError(t, d.provider.Push(t.Context()))
			d.pass(2 * time.Minute)
			h.events = append(h.events, pull(t, d)...)
			require.NotEmpty(t, h.events)
			for _, e := range h.events {
				assert.Equal(t, []string{h.events[0].ID, m.ID}, []string{e.ID, e.Message.ID}, "one event, however often it is told")
			}
			assert.Empty(t, h.parked)
		})
	}
}

// Ids of the host's own may be so long that the message's is longer than an OutId.
func TestReceipts_FindAMessageWhoseIDIsTooLongForAliyun(t *testing.T) {
	for _, length := range []int{255, 256, 400} {
		d, m := newDesk(t), message(1)
		m.ID += strings.Repeat("1", length-len(m.ID))
		_, err := d.Send(t.Context(), m)
		require.NoError(t, err)
		outID := sent(t, d, 0).Get("OutId")
		assert.Equal(t, length < 256, outID == m.ID)
		assert.Less(t, len(outID), 256)
		s, err := d.Receipts(word)
		require.NoError(t, err)
		r, err := s.Read(t.Context(), []byte(receipt(outID, `"success":true`)))
		require.NoError(t, err)
		require.Len(t, r.Events, 1)
		assert.Equal(t, m.ID, r.Events[0].Message.ID)
	}
}

func TestReplies_GoToWhomTheyAnswer(t *testing.T) {
	d := newDesk(t)
	h := d.serve(t)
	d.provider.Receipts.When = channeltest.Never
	other := message(2)
	other.ID, other.CustomerID = "v1:deer/xiaoli/parcel/shipped/T2/0/1", "xiaoli" // of the same household
	for _, m := range []channel.Message{message(1), other} {
		_, err := d.Send(t.Context(), m)
		require.NoError(t, err)
		d.pass(time.Minute)
	}
	d.provider.Reply(number, "什么时候到?")
	require.NoError(t, d.provider.Push(t.Context()))
	require.Len(t, h.events, 1)
	assert.Equal(t, []any{tiexin.EventMessageReplied, "xiaoli", other.ID, "什么时候到?", "sms"},
		[]any{h.events[0].Type, h.events[0].Customer.ID, h.events[0].Message.ID, h.events[0].Message.Text, h.events[0].Message.Channel})

	h.events = nil
	d.pass(200 * 24 * time.Hour)
	d.provider.Reply(number, "拒收")
	require.NoError(t, d.provider.Push(t.Context()))
	require.Len(t, h.events, 2, "a refusal is heard for everybody at the number")
	assert.NotEqual(t, h.events[0].ID, h.events[1].ID)

	h.events = nil
	d.provider.Reply("13900000000", "R")
	require.NoError(t, d.provider.Push(t.Context()))
	assert.Empty(t, h.events)
	require.Len(t, h.parked, 1)
	assert.NotContains(t, h.log.String()+h.parked[0].Reason+h.parked[0].ID, "13900000000")

	d.Key = "another" // the memos are hashed with what it was
	d.pass(time.Minute)
	replies, err := d.Replies(word)
	require.NoError(t, err)
	r := read(t, replies, nil, `[{"phone_number":"`+number+`","send_time":"2026-11-11 16:00:00","content":"R"}]`)
	assert.Len(t, r.Parked, 1)
}

func TestReplies_ReadWhatAliyunPushes(t *testing.T) {
	d, m := newDesk(t), message(1)
	m.Address.To = "13900000000"
	_, err := d.Send(t.Context(), m)
	require.NoError(t, err)
	body, err := os.ReadFile("testdata/smsup.json")
	require.NoError(t, err)
	replies, err := d.Replies(word)
	r := read(t, replies, err, string(body))
	require.Len(t, r.Events, 1)
	assert.Equal(t, "R", r.Events[0].Message.Text)
	again := read(t, replies, nil, string(body))
	assert.Equal(t, r.Events, again.Events, "the same body gives the same events")
	text := strings.ReplaceAll(string(body), `"sequence_id": 1234567890`, `"sequence_id": "1234567890"`)
	assert.Equal(t, r.Events[0].ID, read(t, replies, nil, text).Events[0].ID, "a number or a text is the same")
}

func FuzzPushes(f *testing.F) {
	f.Add([]byte(receipt("v1:deer/xiaowang/parcel/shipped/T1/0/1", `"success":true`)), true)
	f.Add([]byte(`[{"phone_number":"13812345678","send_time":"2026-11-11 16:00:00","content":"R","sequence_id":1}]`), false)
	f.Add([]byte(`[{"success":false,"out_id":1e400,"biz_id":null},[],"",5,{"out_id":{}}]`), true)
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, beijing)
	s := aliyun.Sender{AccessKeyID: "id", AccessKeySecret: secret, Shelf: channel.NewShelf(func() time.Time { return now }), Now: func() time.Time { return now }}
	receipts, err := s.Receipts(word)
	require.NoError(f, err)
	replies, err := s.Replies(word)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, body []byte, receipt bool) {
		source := replies
		if receipt {
			source = receipts
		}
		r, err := source.Read(t.Context(), body)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.Events {
			if !receipt {
				t.Errorf("nobody was written to, and %s answers", e.Customer.ID)
			}
			if e.ID == "" || e.Customer.ID == "" || e.Message == nil {
				t.Errorf("an event without what it needs: %s", e.Type)
			}
		}
		for _, p := range r.Parked {
			var list []json.RawMessage
			if json.Unmarshal(body, &list) == nil && json.Unmarshal(p.Body, &list) != nil {
				t.Error("what is parked cannot be read again")
			}
		}
	})
}

func BenchmarkReceipts(b *testing.B) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, beijing)
	s := aliyun.Sender{AccessKeyID: "id", AccessKeySecret: secret, Shelf: channel.NewShelf(nil), Now: func() time.Time { return now }}
	receipts, err := s.Receipts(word)
	require.NoError(b, err)
	body := []byte(receipt("v1:deer/xiaowang/parcel/shipped/T1/0/1", `"success":true`))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := receipts.Read(b.Context(), body); err != nil {
			b.Fatal(err)
		}
	}
}
