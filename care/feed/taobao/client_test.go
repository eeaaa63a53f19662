package taobao_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
)

// The public example of TOP's documentation.
var documented = map[string]string{
	"app_key": "12345678", "session": "test", "timestamp": "2016-01-01 12:00:00", "method": "taobao.item.seller.get",
	"fields": "num_iid,title,nick,price,num", "num_iid": "11223344", "v": "2.0", "format": "json", "sign_method": "md5",
}

func TestSign_TheDocumentedExample(t *testing.T) {
	assert.Equal(t, "66987CB115214E59E6EC978214934FB8", taobao.Sign(documented, "helloworld"))
}

func TestSign_ByHMAC(t *testing.T) {
	params := map[string]string{"sign_method": "hmac", "empty": "", "昵称": "~ ! * ' ( )"}
	signed := taobao.Sign(params, "hush")
	assert.Len(t, signed, 32)
	params["sign"] = signed
	assert.Equal(t, signed, taobao.Sign(params, "hush"), "the signature signs everything but itself, and nothing that is empty")
	assert.NotEqual(t, signed, taobao.Sign(params, "hash"))
}

// top is TOP as a client sees it.
type top struct {
	t       *testing.T
	answers map[string]string // by method
	asked   []url.Values
}

func (s *top) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, err := url.ParseQuery(string(body))
	assert.NoError(s.t, err)
	params := map[string]string{}
	for key := range form {
		params[key] = form.Get(key)
	}
	assert.Equal(s.t, form.Get("sign"), taobao.Sign(params, "hush"))
	s.asked = append(s.asked, form)
	answer, ok := s.answers[form.Get("method")]
	if !ok {
		w.WriteHeader(http.StatusBadGateway)
	}
	_, _ = io.WriteString(w, answer)
}

func opened(t *testing.T, answers map[string]string) (*top, *taobao.Client) {
	s := &top{t: t, answers: answers}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, &taobao.Client{AppKey: "1", Secret: "hush", Session: "whisper", Endpoint: server.URL, Now: func() time.Time { return clock(12, 0) }}
}

func TestClient_AsksForATrade(t *testing.T) {
	s, c := opened(t, map[string]string{"taobao.trade.fullinfo.get": `{"trade_fullinfo_get_response":{"trade":{"tid_str":"5"}}}`})
	body, err := c.Trade(t.Context(), "", "5")
	require.NoError(t, err)
	assert.JSONEq(t, `{"trade_fullinfo_get_response":{"trade":{"tid_str":"5"}}}`, string(body))
	fields := strings.Split(s.asked[0].Get("fields"), ",")
	for _, needed := range []string{"receiver_name", "receiver_address", "created", "receiver_mobile", "receiver_phone", "oaid", "modified"} {
		assert.Contains(t, fields, needed)
	}
	for _, memo := range fields {
		assert.NotContains(t, memo, "memo")
	}
	s.asked[0].Del("fields")
	sign := s.asked[0].Get("sign")
	assert.Equal(t, "app_key=1&format=json&include_oaid=true&method=taobao.trade.fullinfo.get&session=whisper&sign="+sign+
		"&sign_method=hmac&tid=5&timestamp=2026-11-11+12%3A00%3A00&v=2.0", s.asked[0].Encode())
}

func TestClient_EachSellerHasASession(t *testing.T) {
	s, c := opened(t, map[string]string{"taobao.refund.get": `{}`})
	c.Sessions = map[string]string{"7": "murmur"}
	for _, seller := range []string{"7", "8"} {
		_, err := c.Refund(t.Context(), seller, "5")
		require.NoError(t, err)
	}
	assert.Equal(t, "murmur", s.asked[0].Get("session"))
	assert.Equal(t, "whisper", s.asked[1].Get("session"))
}

func TestClient_WhatTOPAnswersInstead(t *testing.T) {
	_, c := opened(t, map[string]string{
		"taobao.trade.fullinfo.get": `{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isv.trade-not-exist","sub_msg":"13900000000"}}`,
		"taobao.refund.get":         `{"error_response":{"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-app-access-count"}}`,
		"taobao.traderates.get":     `<html>`,
	})
	body, err := c.Trade(t.Context(), "", "5")
	assert.NoError(t, err, "there is no such trade, and asking again will not make one")
	assert.Nil(t, body)
	_, err = c.Refund(t.Context(), "", "5")
	assert.EqualError(t, err, "taobao.refund.get: TOP says 7 accesscontrol.limited-by-app-access-count")
	_, err = c.Ratings(t.Context(), "", "5")
	assert.EqualError(t, err, "taobao.traderates.get: the answer is not a JSON object")
	_, err = c.Call(t.Context(), "", "taobao.none", nil)
	assert.EqualError(t, err, "taobao.none: TOP answers with HTTP status 502")
	c.Endpoint = "http://127.0.0.1:1/?secret"
	_, err = c.Call(t.Context(), "", "taobao.none", map[string]string{"mobile": "13900000000"})
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "secret")
	assert.NotContains(t, err.Error(), "139")
}

func TestClient_HidesWhatIsSecret(t *testing.T) {
	c := &taobao.Client{AppKey: "1", Secret: "hush", Session: "whisper"}
	s := &taobao.Source{AppKey: "1", Secret: "hush"}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("", "client", c, "source", s)
	for _, printed := range []string{log.String(), fmt.Sprintf("%v %+v %#v %s", c, c, c, c), fmt.Sprintf("%v %+v %#v", s, s, s)} {
		assert.NotContains(t, printed, "hush")
		assert.NotContains(t, printed, "whisper")
	}
}

func TestClient_APrivacyNumberAndWhenItStops(t *testing.T) {
	answer := func(receiver string) string {
		return `{"top_oaid_decrypt_response":{"receiver_list":{"receiver":[` + receiver + `]}}}`
	}
	for _, c := range []struct {
		receiver string
		want     tiexin.Phone
	}{
		{
			`{"mobile":"18877771111-123","privacy_protection":true,"secret_no_expire_time":"2026-12-01 00:00:00","matched":true}`,
			tiexin.Phone{Number: "18877771111", Extension: "123", Private: true, Expires: time.Date(2026, 12, 1, 0, 0, 0, 0, cst)},
		},
		{`{"mobile":"13900000000","matched":true}`, tiexin.Phone{Number: "13900000000"}},
		{`{"mobile":"13900000000","matched":false}`, tiexin.Phone{}}, // the buyer moved
		{`{"mobile":"nonsense"}`, tiexin.Phone{}},
	} {
		s, client := opened(t, map[string]string{"taobao.top.oaid.decrypt": answer(c.receiver)})
		p, err := client.Phone(t.Context(), "", tid, "1oaid")
		require.NoError(t, err)
		assert.True(t, c.want.Expires.Equal(p.Expires))
		p.Expires = c.want.Expires
		assert.Equal(t, c.want, p)
		assert.JSONEq(t, `[{"tid":"`+tid+`","oaid":"1oaid","scene":"2002"}]`, s.asked[0].Get("query_list"))
		source := &taobao.Source{Trades: &shop{trade: sold()}, Phone: client.Phone}
		assert.Equal(t, c.want.Number, one(t, source, about("taobao_trade_TradeBuyerPay")).Order.Mobile.Number)
	}
}

func consumed(bodies ...[]byte) string {
	var list []json.RawMessage
	for _, b := range bodies {
		list = append(list, b)
	}
	answer, _ := json.Marshal(said{"tmc_messages_consume_response": said{"messages": said{"tmc_message": list}}})
	return string(answer)
}

func TestPoller_ConfirmsWhatWasTakenInAndNothingElse(t *testing.T) {
	other := strings.Replace(string(about("taobao_trade_TradeBuyerPay", "tid", json.Number("42"))), `"700"`, `"701"`, 1)
	s, c := opened(t, map[string]string{
		"taobao.tmc.messages.consume": consumed(about("taobao_trade_TradeBuyerPay"), []byte(other)),
		"taobao.tmc.messages.confirm": `{"tmc_messages_confirm_response":{"is_success":true}}`,
	})
	trades := &halfDown{shop: shop{trade: sold()}}
	p := &taobao.Poller{Client: c, Source: &taobao.Source{Trades: trades}, Group: "care", Quantity: 2}
	r, done, more, err := p.Pull(t.Context())
	require.NoError(t, err)
	assert.Len(t, r.Events, 1, "the trade of the other cannot be read now: it is left to come again, and holds up nobody")
	assert.False(t, more)
	assert.Len(t, s.asked, 1, "nothing is confirmed before it was taken in")
	require.NoError(t, done(t.Context()))
	assert.Equal(t, "700", s.asked[1].Get("s_message_ids"))
	assert.Equal(t, "care", s.asked[1].Get("group_name"))
	assert.Equal(t, "2", s.asked[0].Get("quantity"))

	trades.all = true
	_, _, _, err = p.Pull(t.Context())
	assert.ErrorIs(t, err, errDown)
	trades.all, trades.up = false, true
	_, _, more, err = p.Pull(t.Context())
	require.NoError(t, err)
	assert.True(t, more, "it gave as many as it was asked for")
}

var errDown = fmt.Errorf("down")

// halfDown knows one trade only.
type halfDown struct {
	shop
	all, up bool
}

func (h *halfDown) Trade(ctx context.Context, seller, id string) ([]byte, error) {
	if h.all || id != tid && !h.up {
		return nil, errDown
	}
	if id != tid {
		return nil, nil
	}
	return h.shop.Trade(ctx, seller, id)
}

// push is a message as a host passes it on, signed as TOP signs its SPI calls.
func push(body []byte, secret, appKey string, at time.Time) *http.Request {
	query := url.Values{"app_key": {appKey}, "timestamp": {at.Format(time.DateTime)}, "sign_method": {"md5"}}
	r := httptest.NewRequest(http.MethodPost, "/feeds/taobao", strings.NewReader(string(body)))
	r.Header.Set("Sender", "tmc")
	r.Header.Set("top-sign-list", "Sender")
	// app_key, sender, sign_method and timestamp, sorted; then the body
	query.Set("sign", strings.ToUpper(sign.MD5(secret, "Sender", "tmc", "app_key", appKey, "sign_method", "md5", "timestamp", at.Format(time.DateTime), string(body), secret)))
	r.URL.RawQuery = query.Encode()
	return r
}

func TestHandler_TakesPushesThatAreSigned(t *testing.T) {
	body := about("taobao_trade_TradeCreate", "status", "WAIT_BUYER_PAY")
	var taken []tiexin.Event
	s := &taobao.Source{AppKey: "1", Secret: "hush", Now: func() time.Time { return clock(12, 0) }}
	handler := feed.Handler(s, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		taken = append(taken, events...)
		return nil
	}})
	for _, c := range []struct {
		name   string
		push   *http.Request
		status int
	}{
		{"signed", push(body, "hush", "1", clock(12, 5)), 200},
		{"by another secret", push(body, "hash", "1", clock(12, 5)), 401},
		{"for another app", push(body, "hush", "2", clock(12, 5)), 401},
		{"of an hour ago", push(body, "hush", "1", clock(11, 0)), 401},
		{"without a time", push(body, "hush", "1", time.Time{}), 401},
		{"empty", push(nil, "hush", "1", clock(12, 5)), 401},
	} {
		t.Run(c.name, func(t *testing.T) {
			taken = nil
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, c.push)
			assert.Equal(t, c.status, w.Code)
			assert.JSONEq(t, fmt.Sprintf(`{"success":%t}`, c.status == 200), w.Body.String())
			assert.Equal(t, c.status == 200, len(taken) == 1)
		})
	}
	s.Secret = ""
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, push(body, "", "1", clock(12, 5)))
	assert.Equal(t, 401, w.Code, "without a secret nothing can be verified")
}
