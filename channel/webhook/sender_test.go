package webhook_test

import (
	"context"
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
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/webhook"
)

var message = channel.Message{
	ID: "v1:青禾家/xiaowang/pay/hurry/T1/0/1", Shop: "青禾家", CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice,
	Address: channel.Address{Kind: channel.SMS, To: "13800000000", Phone: tiexin.Phone{Number: "13800000000"}},
	Text:    "您抢的羊绒围巾还没付款", Signature: "青禾家", Wording: "pay.hurry", Values: map[string]string{"商品": "羊绒围巾"},
	Template: "SMS_1", Params: []channel.Param{{Key: "item", Value: "羊绒围巾"}},
	Flow: "pay", Rule: "hurry", Subject: "T1", Step: 1, Attempt: 1,
}

// receives serves a receiver that answers with a status and a body.
func receives(t *testing.T, status int, answer string, header ...string) webhook.Receiver {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return webhook.Receiver{URL: server.URL + "/?token=url-secret", Secret: "whsec-test", Now: func() time.Time { return signedAt }}
}

// What goes over the wire, byte by byte.
func TestSender_TheRequest(t *testing.T) {
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		assert.NoError(t, webhook.Verify("whsec-test", r.Header, body, signedAt, 0))
		got = fmt.Sprintf("%s %s\nContent-Type: %s\nIdempotency-Key: %s\n\n%s", r.Method, r.URL.RequestURI(), r.Header.Get("Content-Type"), r.Header.Get("Idempotency-Key"), body)
	}))
	defer server.Close()
	s := &webhook.Sender{Receiver: webhook.Receiver{URL: server.URL + "/care", Secret: "whsec-test", Now: func() time.Time { return signedAt }}, Repeats: true}
	_, err := s.Send(t.Context(), message)
	require.NoError(t, err)
	const whole = `POST /care
Content-Type: application/json
Idempotency-Key: SHORT

{"message":{"id":"v1:青禾家/xiaowang/pay/hurry/T1/0/1","shop":"青禾家","customer_id":"xiaowang","kind":"sms","purpose":"notice",` +
		`"address":{"kind":"sms","to":"13800000000","phone":"13800000000"},"text":"您抢的羊绒围巾还没付款","signature":"青禾家","wording":"pay.hurry",` +
		`"values":{"商品":"羊绒围巾"},"template":"SMS_1","params":[{"key":"item","value":"羊绒围巾"}],"flow":"pay","rule":"hurry","subject":"T1","step":1,"attempt":1}}`
	assert.Equal(t, strings.Replace(whole, "SHORT", channel.ShortID(message.ID+"#sms"), 1), got)

	s.WithoutValues = true
	plain := message
	plain.ID = "v1:/xiaowang/pay/hurry/T1/0/1"
	_, err = s.Send(t.Context(), plain)
	require.NoError(t, err)
	assert.NotContains(t, got, `"values"`)
	assert.Contains(t, got, "Idempotency-Key: v1:/xiaowang/pay/hurry/T1/0/1#sms\n")
	assert.NotNil(t, message.Values, "the caller's message stays as it is")
}

// What a receiver answers, and what the engine makes of it.
func TestSender_Answers(t *testing.T) {
	const passing = "passing"
	kinds := map[string]error{
		"undeliverable": channel.ErrUndeliverable, "stopped": channel.ErrStopped, "wording": channel.ErrWording,
		"too late": channel.ErrTooLate, "unknown": channel.ErrUnknownOutcome,
	}
	for _, c := range []struct {
		status  int
		answer  string
		repeats bool
		want    string
	}{
		{200, `{"provider_id":"B1","parts":2,"cost":"0.09"}`, false, "taken"},
		{202, ``, false, "taken"},
		{200, `OK`, false, "taken"},
		{200, `{"kind":"message"}`, false, "taken"},
		// A kind counts, whatever the status.
		{200, `{"kind":"undeliverable","reason":"no such number","cause":"address"}`, false, "undeliverable"},
		{500, `{"kind":"stopped","reason":"no balance"}`, true, "stopped"},
		{400, `{"kind":"too_late"}`, false, "too late"},
		{400, `{"kind":"wording"}`, false, "wording"},
		{503, `{"kind":"unknown"}`, true, "unknown"},
		{400, `{"kind":"retry"}`, false, passing},
		{500, `{"kind":"stopped","cause":7,"retry_after":"soon"}`, false, "stopped"},
		// Else the status does.
		{429, ``, false, passing},
		{503, ``, false, passing},
		{408, ``, false, passing},
		{409, ``, false, passing},
		{422, `{"kind":"oops"}`, false, "undeliverable"},
		{413, ``, false, "undeliverable"},
		{301, ``, false, "stopped"},
		{401, ``, false, "stopped"},
		{403, ``, false, "stopped"},
		{404, `<html>not found</html>`, false, "stopped"},
		{405, ``, false, "stopped"},
		{410, ``, false, "stopped"},
		{400, ``, false, "wording"},
		{418, ``, false, "wording"},
		{500, ``, false, "unknown"},
		{502, `<html>bad gateway</html>`, false, "unknown"},
		{504, ``, false, "unknown"},
		{500, ``, true, passing},
		{504, ``, true, passing},
	} {
		t.Run(fmt.Sprintf("%d %s %v", c.status, c.answer, c.repeats), func(t *testing.T) {
			s := &webhook.Sender{Receiver: receives(t, c.status, c.answer), Repeats: c.repeats, Shelf: channel.NewShelf(nil)}
			_, err := s.Send(t.Context(), message)
			got := "taken"
			if err != nil {
				got = passing
			}
			for name, kind := range kinds {
				if errors.Is(err, kind) {
					got = name
				}
			}
			assert.Equal(t, c.want, got, "%v", err)
		})
	}
}

func TestSender_WhatAnAnswerHolds(t *testing.T) {
	send := func(status int, answer string, header ...string) (channel.Receipt, error) {
		return (&webhook.Sender{Receiver: receives(t, status, answer, header...), Repeats: true}).Send(t.Context(), message)
	}
	receipt, err := send(200, `{"provider_id":"B1","parts":2,"cost":"0.09"}`)
	require.NoError(t, err)
	assert.Equal(t, "B1, 2, 0.09", fmt.Sprintf("%s, %d, %s", receipt.ProviderID, receipt.Parts, must(receipt.Cost.MarshalText())))
	receipt, err = send(200, `{"provider_id":"B\n1","parts":-2,"cost":"-1"}`)
	require.NoError(t, err)
	assert.True(t, receipt == channel.Receipt{}, "what cannot be meant is left out")

	final := func(answer string) *channel.Final {
		_, err := send(422, answer)
		f, ok := errors.AsType[*channel.Final](err)
		require.True(t, ok, "%v", err)
		return f
	}
	assert.Equal(t, channel.CauseAddress, final(`{"kind":"undeliverable","reason":"no such number","cause":"address"}`).Cause)
	assert.Equal(t, channel.CauseRefused, final(`{"kind":"undeliverable","cause":"refused"}`).Cause)
	assert.Empty(t, final(`{"kind":"undeliverable","cause":"bad luck"}`).Cause)
	assert.Equal(t, "no such number", final(`{"kind":"undeliverable","reason":"no such number"}`).Reason)
	assert.Equal(t, "the receiver answered 422", final(``).Reason)

	for _, c := range []struct {
		answer string
		header []string
		want   time.Duration
	}{
		{`{"kind":"retry","retry_after":90}`, nil, 90 * time.Second},
		{`{"kind":"retry","retry_after":0.5}`, nil, 500 * time.Millisecond},
		{``, []string{"Retry-After", "120"}, 2 * time.Minute},
		{``, []string{"Retry-After", signedAt.Add(time.Hour).UTC().Format(http.TimeFormat)}, time.Hour},
		{`{"kind":"retry","retry_after":30}`, []string{"Retry-After", "120"}, 30 * time.Second},
		{`{"kind":"retry","retry_after":1e300}`, nil, 7 * 24 * time.Hour},
		{``, []string{"Retry-After", "9999999999"}, 7 * 24 * time.Hour},
		{`{"kind":"retry","retry_after":-5}`, nil, 0},
	} {
		_, err := send(429, c.answer, c.header...)
		wait, ok := errors.AsType[*channel.RetryAfter](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, c.want, wait.After, "%s %v", c.answer, c.header)
	}
}

func must(text []byte, err error) string {
	if err != nil {
		panic(err)
	}
	return string(text)
}

// A lost answer is unknown, unless the receiver lets the same message count once.
func TestSender_ALostAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer server.Close()
	for repeats, unknown := range map[bool]bool{false: true, true: false} {
		s := &webhook.Sender{Receiver: webhook.Receiver{URL: server.URL + "/?token=url-secret", Secret: "whsec-test"}, Repeats: repeats, Shelf: channel.NewShelf(nil)}
		_, err := s.Send(t.Context(), message)
		require.Error(t, err)
		assert.Equal(t, unknown, errors.Is(err, channel.ErrUnknownOutcome), "%v", err)
		assert.NotContains(t, err.Error(), "secret")
	}
}

// Whoever forgot the address, the secret or the shelf hears it, and no message is lost.
func TestSender_NeedsAddressSecretAndShelf(t *testing.T) {
	for _, r := range []webhook.Receiver{{}, {URL: "http://localhost:1"}, {Secret: "whsec-test"}} {
		_, err := (&webhook.Sender{Receiver: r, Repeats: true}).Send(t.Context(), message)
		require.ErrorIs(t, err, channel.ErrStopped)
		assert.ErrorContains(t, err, "set URL and Secret")
	}
	_, err := (&webhook.Sender{Receiver: receives(t, 200, "")}).Send(t.Context(), message)
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.ErrorContains(t, err, "set Shelf")
}

// A receiver that says again what it was told is not passed on.
func TestSender_ErrorsAreDiscreet(t *testing.T) {
	for _, kind := range []string{"undeliverable", "stopped", "wording", "too_late", "unknown", "retry"} {
		echo := fmt.Sprintf(`{"kind":%q,"reason":"cannot send %s (羊绒围巾) to +86 138-0000-0000"}`, kind, message.Text)
		_, err := (&webhook.Sender{Receiver: receives(t, 400, echo), Repeats: true}).Send(t.Context(), message)
		require.Error(t, err)
		text := fmt.Sprintf("%v %+v %q", err, err, err)
		for _, personal := range []string{"138", "0000", "羊绒围巾", "url-secret", "whsec"} {
			assert.NotContains(t, text, personal, kind)
		}
		assert.Contains(t, text, "cannot send", kind)
	}
}

// Printed or logged, no sender, desk or source of reports gives its secret away.
func TestSecretsAreHidden(t *testing.T) {
	receiver := webhook.Receiver{URL: "https://example.com/?token=url-secret", Secret: "whsec-test"}
	for _, thing := range []any{
		receiver, &receiver,
		webhook.Sender{Receiver: receiver},
		&webhook.Sender{Receiver: receiver},
		webhook.Desk{Receiver: receiver},
		&webhook.Desk{Receiver: receiver},
		webhook.Reports{Secrets: []string{"whsec-test"}},
		&webhook.Reports{Secrets: []string{"whsec-test"}},
		[]webhook.Sender{{Receiver: receiver}},
	} {
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("starting", "with", thing)
		for _, said := range []string{fmt.Sprint(thing), fmt.Sprintf("%+v %#v %q %x %s", thing, thing, thing, thing, thing), log.String()} {
			assert.NotContains(t, said, "secret", "%T", thing)
			assert.NotContains(t, said, "whsec", "%T", thing)
			assert.NotContains(t, said, fmt.Sprintf("%x", "whsec"), "%T", thing)
		}
	}
}

func TestDesk(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		assert.NoError(t, webhook.Verify("whsec-test", r.Header, body, signedAt, 0))
		assert.Empty(t, r.Header.Get("Idempotency-Key"), "a task that was withdrawn may be opened anew")
		got = append(got, string(body))
	}))
	defer server.Close()
	d := &webhook.Desk{Receiver: webhook.Receiver{URL: server.URL, Secret: "whsec-test", Now: func() time.Time { return signedAt }}}
	task := channel.Task{
		ID: "v1:/xiaowang/pay/call/T1/0/1", CustomerID: "xiaowang", Kind: channel.Phone, Form: channel.FormCall, Purpose: tiexin.Service,
		Address: channel.Address{Kind: channel.Phone, To: "13800000000"}, Script: "问问尺码",
	}
	require.NoError(t, d.Open(t.Context(), task))
	require.NoError(t, d.Withdraw(t.Context(), task.ID, "ended"))
	assert.Equal(t, []string{
		`{"task":{"id":"v1:/xiaowang/pay/call/T1/0/1","customer_id":"xiaowang","kind":"phone","form":"call","purpose":"service","address":{"kind":"phone","to":"13800000000"},"script":"问问尺码"}}`,
		`{"withdraw":{"id":"v1:/xiaowang/pay/call/T1/0/1","why":"ended"}}`,
	}, got)

	d.Receiver = receives(t, 500, `{"reason":"13800000000 问问尺码"}`)
	err := d.Open(t.Context(), task)
	require.Error(t, err)
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome, "to open it again changes nothing")
	assert.NotContains(t, err.Error(), "138")
	assert.NotContains(t, err.Error(), "问问尺码")
	d.Receiver = receives(t, 401, ``)
	assert.ErrorIs(t, d.Withdraw(t.Context(), task.ID, "ended"), channel.ErrStopped)
}

func FuzzAnswer(f *testing.F) {
	f.Add(200, []byte(`{"provider_id":"B1","parts":2,"cost":"0.09"}`))
	f.Add(400, []byte(`{"kind":"retry","retry_after":1e300}`))
	f.Fuzz(func(t *testing.T, status int, answer []byte) {
		if status < 200 || status > 999 {
			t.Skip()
		}
		client := &http.Client{Transport: says{status, answer}}
		s := &webhook.Sender{Receiver: webhook.Receiver{URL: "http://receiver.test", Secret: "whsec-test", Client: client}, Shelf: channel.NewShelf(nil)}
		receipt, err := s.Send(context.Background(), message)
		if err == nil && (status >= 300 || receipt.Parts < 0 || receipt.Cost < 0) {
			t.Fatalf("status %d is taken for a receipt", status)
		}
		if wait, ok := errors.AsType[*channel.RetryAfter](err); ok && (wait.After < 0 || wait.After > 7*24*time.Hour) {
			t.Fatalf("it waits for %s", wait.After)
		}
	})
}

// says answers every request alike.
type says struct {
	status int
	body   []byte
}

func (s says) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: s.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(s.body)))}, nil
}
