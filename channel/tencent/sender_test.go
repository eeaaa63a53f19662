package tencent_test

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
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/tencent"
)

const (
	number = "13900000000"
	secret = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
)

var beijing = time.FixedZone("CST", 8*3600)

// A desk is a sender with the provider that it talks to, and a clock for both.
type desk struct {
	tencent.Sender
	provider *channeltest.Tencent
	log      bytes.Buffer
	clock    atomic.Pointer[time.Time]
}

func (d *desk) at() time.Time           { return *d.clock.Load() }
func (d *desk) set(now time.Time)       { d.clock.Store(&now) }
func (d *desk) pass(span time.Duration) { d.set(d.at().Add(span)) }

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{}
	d.set(time.Date(2026, 11, 11, 10, 30, 15, 0, beijing))
	d.provider = &channeltest.Tencent{SecretID: "AKIDEXAMPLE", SecretKey: secret, AppID: "1400006666", Fake: channeltest.Fake{Now: d.at}}
	server := httptest.NewServer(d.provider)
	t.Cleanup(server.Close)
	d.Sender = newSender(d.at)
	d.Endpoint, d.Logger = server.URL, slog.New(slog.NewTextHandler(&d.log, nil))
	return d
}

func newSender(now func() time.Time) tencent.Sender {
	return tencent.Sender{SecretID: "AKIDEXAMPLE", SecretKey: secret, AppID: "1400006666", Shelf: channel.NewShelf(now), Now: now}
}

func message(n int) channel.Message {
	return channel.Message{
		ID: fmt.Sprintf("v1:deer/xiaowang/parcel/shipped/T%d/0/1", n), Shop: "deer", CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice,
		Address: channel.Address{Kind: channel.SMS, To: number, Phone: tiexin.Phone{Number: number}}, Signature: "某某旗舰店", Attempt: 1,
		Text: "张女士,您的订单已由中通快递发出", Wording: "shipped", Template: "1110",
		Params: []channel.Param{{Key: "1", Value: "张女士"}, {Key: "2", Value: "中通快递"}},
	}
}

func to(number string) channel.Message {
	m := message(1)
	m.Address.To, m.Address.Phone.Number = number, number
	return m
}

func TestSend_IsTheCallThatTencentWants(t *testing.T) {
	d := newDesk(t)
	receipt, err := d.Send(t.Context(), message(1))
	require.NoError(t, err)
	assert.True(t, receipt == channel.Receipt{ProviderID: "5000:104571066915705365780001", Parts: 1}, "%s %d", receipt.ProviderID, receipt.Parts)
	require.Len(t, d.provider.Calls(), 1)
	c := d.provider.Calls()[0]
	assert.Equal(t, "POST /", c.Method+" "+c.URL)
	assert.Equal(t, `{"PhoneNumberSet":["+8613900000000"],"SmsSdkAppId":"1400006666","TemplateId":"1110","SignName":"某某旗舰店",`+
		`"TemplateParamSet":["张女士","中通快递"],"SessionContext":"v1:deer/xiaowang/parcel/shipped/T1/0/1"}`, string(c.Body))
	for name, want := range map[string]string{
		"X-TC-Action": "SendSms", "X-TC-Version": "2021-01-11", "X-TC-Region": "ap-guangzhou", "X-TC-Timestamp": "1794364215",
		"Content-Type": "application/json; charset=utf-8",
	} {
		assert.Equal(t, want, c.Header.Get(name), name)
	}
	assert.Regexp(t, `^TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2026-11-11/sms/tc3_request, SignedHeaders=content-type;host, Signature=[0-9a-f]{64}$`, c.Header.Get("Authorization"))
}

// The example of Tencent's page: what is sent says the same, and the answer is understood.
func TestSend_TheExampleOfTheDocumentation(t *testing.T) {
	d := newDesk(t)
	read := func(name string) []byte {
		data, err := os.ReadFile("testdata/" + name)
		require.NoError(t, err)
		return data
	}
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		_, _ = b.ReadFrom(r.Body)
		body = b.Bytes()
		_, _ = w.Write(read("tencent_sendsms_response.json"))
	}))
	defer server.Close()
	d.Endpoint = server.URL
	m := message(1)
	m.ID = "care:run-9f2:step-1"
	receipt, err := d.Send(t.Context(), m)
	require.NoError(t, err)
	assert.JSONEq(t, string(read("tencent_sendsms_request.json")), string(body))
	assert.Equal(t, "5000:1045710669157053657849499619 1", fmt.Sprint(receipt.ProviderID, " ", receipt.Parts))
}

func TestSend_KeepsTheContractOfSenders(t *testing.T) {
	d := newDesk(t)
	d.provider.To("+8613900000001", channeltest.Refuses("FailedOperation.PhoneNumberInBlacklist"))
	d.provider.To("+8613900000002", channeltest.Throttles)
	d.provider.To("+8613900000003", channeltest.Refuses("LimitExceeded.PhoneNumberDailyLimit"))
	oaid, parcel, unbound, mms := to("OAID1"), to(""), to(number), to(number)
	oaid.Address.Phone = tiexin.Phone{OAID: "OAID1", OAIDOrder: "T1"}
	parcel.Address.Parcel = channel.Parcel{Carrier: "zhongtong", Number: "751234567890"}
	unbound.Template = ""
	mms.Kind = channel.MMS
	caretest.TestSender(t, func() channel.Sender {
		s := d.Sender
		s.Shelf = channel.NewShelf(s.Now)
		return s
	}, caretest.SenderOptions{
		Message:       message(1),
		Delivered:     func(_ channel.Sender, id string) int { return d.provider.Reached(id) },
		Undeliverable: []channel.Message{to("13900000001"), to("138****0000"), to(""), to("hello"), oaid, parcel, unbound, mms},
		Passing:       []channel.Message{to("13900000002"), to("13900000003")},
	})
}

func TestSend_WritesNumbersAsTencentWantsThem(t *testing.T) {
	for to, want := range map[string]string{
		"13900000000": "+8613900000000", "+8613900000000": "+8613900000000", "8613900000000": "+8613900000000",
		"+85261234567": "+85261234567", "+447911123456": "+447911123456",
	} {
		d, m := newDesk(t), message(1)
		m.Address.To = to
		_, err := d.Send(t.Context(), m)
		require.NoError(t, err, to)
		assert.Contains(t, string(d.provider.Calls()[0].Body), `"PhoneNumberSet":["`+want+`"]`)
	}
}

// A message abroad needs no signature, one on the mainland does.
func TestSend_NeedsASignatureOnTheMainland(t *testing.T) {
	d, m := newDesk(t), message(1)
	m.Signature = ""
	_, err := d.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrStopped)
	m.Address.To = "+85261234567"
	_, err = d.Send(t.Context(), m)
	require.NoError(t, err)
	m = message(2)
	m.Signature = "【小鹿家】"
	_, err = d.Send(t.Context(), m)
	require.NoError(t, err)
	assert.Contains(t, string(d.provider.Calls()[1].Body), `"SignName":"小鹿家"`)
}

// A session context has less than 512 bytes: a longer ID is sent by what stands for it.
func TestSend_ALongIDHasAShortContext(t *testing.T) {
	for length, short := range map[int]bool{511: false, 512: true, 900: true} {
		d, m := newDesk(t), message(1)
		m.ID = "v1:deer/" + strings.Repeat("w", length-len("v1:deer//parcel/shipped/T1/0/1")) + "/parcel/shipped/T1/0/1"
		require.Len(t, m.ID, length)
		_, err := d.Send(t.Context(), m)
		require.NoError(t, err)
		word := m.ID
		if short {
			word = channel.ShortID(m.ID)
		}
		assert.Equal(t, 1, d.provider.Reached(word))
	}
}

func TestSend_SaysWhatItLacks(t *testing.T) {
	d := newDesk(t)
	for want, spoil := range map[string]func(*tencent.Sender){
		"no key": func(s *tencent.Sender) { s.SecretKey = "" }, "has no key": func(s *tencent.Sender) { s.SecretID = "" },
		"no application": func(s *tencent.Sender) { s.AppID = "" }, "no Shelf": func(s *tencent.Sender) { s.Shelf = nil },
		"not an address": func(s *tencent.Sender) { s.Endpoint = "sms.tencentcloudapi.com" },
	} {
		s := d.Sender
		spoil(&s)
		_, err := s.Send(t.Context(), message(1))
		require.ErrorIs(t, err, channel.ErrStopped)
		assert.ErrorContains(t, err, want)
	}
}

func TestSend_ALateMessageDoesNotGo(t *testing.T) {
	d, m := newDesk(t), message(1)
	m.NotAfter = d.at().Add(-time.Second)
	_, err := d.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrTooLate)
	assert.Empty(t, d.provider.Calls())
}

// Whatever happens to the answer, the customer gets the message at most once.
func TestSend_WhatMayHaveGoneDoesNotGoAgain(t *testing.T) {
	for name, c := range map[string]struct {
		behaviour channeltest.Behaviour
		reached   int
	}{
		"it takes it and hangs up":      {channeltest.TakesAndHangsUp, 1},
		"it takes it and breaks down":   {channeltest.TakesAndFails(502), 1},
		"it hangs up":                   {channeltest.HangsUp, 0},
		"a proxy before it breaks down": {channeltest.Fails(503), 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.provider.Then(c.behaviour)
			for range 3 {
				_, err := d.Send(t.Context(), message(1))
				require.ErrorIs(t, err, channel.ErrUnknownOutcome)
			}
			again := d.Sender // another replica, with the same shelf
			_, err := again.Send(t.Context(), message(1))
			require.ErrorIs(t, err, channel.ErrUnknownOutcome)
			assert.Len(t, d.provider.Calls(), 1)
			assert.Equal(t, c.reached, d.provider.Reached(message(1).ID))
		})
	}
}

// A shelf that takes nothing: nothing goes. One that breaks down after the answer: the
// message has gone, and does not go again.
func TestSend_TheShelfBreaksDown(t *testing.T) {
	d := newDesk(t)
	shelf := &breaking{Shelf: d.Shelf}
	d.Shelf = shelf
	_, err := d.Send(t.Context(), message(1))
	require.Error(t, err)
	assert.Equal(t, "passing", kindOf(err))
	assert.Empty(t, d.provider.Calls())
	shelf.puts = 3 // the number, the departure, the beginning
	_, err = d.Send(t.Context(), message(1))
	require.NoError(t, err)
	assert.Contains(t, d.log.String(), "the shelf cannot store the outcome")
	shelf.puts = 1000
	_, err = d.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	assert.Equal(t, 1, d.provider.Reached(message(1).ID))
}

// A breaking shelf takes so many memos, and no more.
type breaking struct {
	channel.Shelf
	puts int
}

func (b *breaking) Put(ctx context.Context, m channel.Memo) error {
	if b.puts--; b.puts < 0 {
		return errors.New("disk full")
	}
	return b.Shelf.Put(ctx, m)
}

// Every code of the table is one that Tencent writes, and has a meaning in words.
func TestCodes_AreWellFormed(t *testing.T) {
	for _, code := range tencent.Codes() {
		assert.Regexp(t, `^[A-Z][A-Za-z]+(\.([A-Z][A-Za-z]+|\*))?$`, code)
	}
	assert.True(t, slices.Contains(tencent.Codes(), "AuthFailure.*"))
}

func FuzzAnswer(f *testing.F) {
	example, err := os.ReadFile("testdata/tencent_sendsms_response.json")
	require.NoError(f, err)
	f.Add(200, example)
	f.Add(200, []byte(`{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":""},"RequestId":""}}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 200 || status > 599 {
			t.Skip()
		}
		s := tencent.Sender{
			SecretID: "id", SecretKey: secret, AppID: "1", Shelf: channel.NewShelf(nil), Endpoint: "http://tencent.test",
			Client: &http.Client{Transport: says{status, body}},
		}
		r, err := s.Send(t.Context(), message(1))
		var a struct {
			Response struct {
				SendStatusSet []struct{ Code string }
			}
		}
		_ = json.Unmarshal(body, &a)
		ok := len(a.Response.SendStatusSet) == 1 && strings.EqualFold(a.Response.SendStatusSet[0].Code, "ok")
		if err == nil && (!ok || status != 200 || r.Parts < 0) {
			t.Fatalf("it is taken for a success: %v", r)
		}
	})
}

type says struct {
	status int
	body   []byte
}

func (s says) RoundTrip(*http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.WriteHeader(s.status)
	_, _ = w.Write(s.body)
	return w.Result(), nil
}
