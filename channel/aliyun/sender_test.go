package aliyun_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/aliyun"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

const (
	number = "13812345678"
	secret = "YourAccessKeySecret"
)

var beijing = time.FixedZone("CST", 8*3600)

// A desk is a sender with the provider that it talks to, and a clock for both.
type desk struct {
	aliyun.Sender
	provider *channeltest.Aliyun
	passed   atomic.Int64 // since it was set up
	log      bytes.Buffer
}

// pass lets time pass.
func (d *desk) pass(span time.Duration) { d.passed.Add(int64(span)) }

func newDesk(t *testing.T) *desk {
	d := &desk{}
	now := func() time.Time {
		return time.Date(2026, 11, 11, 10, 30, 15, 0, beijing).Add(time.Duration(d.passed.Load()))
	}
	d.provider = &channeltest.Aliyun{AccessKeyID: "id", AccessKeySecret: secret, Fake: channeltest.Fake{Now: now}}
	server := httptest.NewServer(d.provider)
	t.Cleanup(server.Close)
	d.Sender = aliyun.Sender{
		AccessKeyID: "id", AccessKeySecret: secret, Shelf: channel.NewShelf(now), Endpoint: server.URL, Now: now,
		Logger: slog.New(slog.NewTextHandler(&d.log, nil)),
	}
	return d
}

func message(n int) channel.Message {
	return channel.Message{
		ID: fmt.Sprintf("v1:deer/xiaowang/parcel/shipped/T%d/0/1", n), Shop: "deer", CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice,
		Address: channel.Address{Kind: channel.SMS, To: number, Phone: tiexin.Phone{Number: number}}, Signature: "小鹿家", Attempt: 1,
		Text: "张女士,您的订单已由中通快递发出", Wording: "shipped", Template: "SMS_000000001",
		Params: []channel.Param{{Key: "name", Value: "张女士"}, {Key: "company", Value: "中通&快递"}},
	}
}

func TestSend_IsTheCallThatAliyunWants(t *testing.T) {
	d := newDesk(t)
	receipt, err := d.Send(t.Context(), message(1))
	require.NoError(t, err)
	assert.Equal(t, channel.Receipt{ProviderID: "900619746936498401^0"}, receipt)
	require.Len(t, d.provider.Calls(), 1)
	c := d.provider.Calls()[0]
	assert.Equal(t, "POST", c.Method)
	assert.Empty(t, c.Body)
	assert.Equal(t, "/?OutId=v1%3Adeer%2Fxiaowang%2Fparcel%2Fshipped%2FT1%2F0%2F1&PhoneNumbers=13812345678&SignName=%E5%B0%8F%E9%B9%BF%E5%AE%B6"+
		"&TemplateCode=SMS_000000001&TemplateParam=%7B%22name%22%3A%22%E5%BC%A0%E5%A5%B3%E5%A3%AB%22%2C%22company%22%3A%22%E4%B8%AD%E9%80%9A%26%E5%BF%AB%E9%80%92%22%7D", c.URL)
	assert.Equal(t, "SendSms", c.Header.Get("x-acs-action"))
	assert.Equal(t, "2017-05-25", c.Header.Get("x-acs-version"))
	assert.Equal(t, "2026-11-11T02:30:15Z", c.Header.Get("x-acs-date"))
	assert.Regexp(t, `^ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=[0-9a-f]{64}$`, c.Header.Get("Authorization"))
}

func TestSend_KeepsTheContractOfSenders(t *testing.T) {
	d := newDesk(t)
	d.provider.To("13900000001", channeltest.Refuses("isv.BLACK_KEY_CONTROL_LIMIT"))
	d.provider.To("13900000002", channeltest.Throttles)
	d.provider.To("13900000003", channeltest.Refuses("isp.SYSTEM_ERROR"))
	to := func(number string) channel.Message {
		m := message(1)
		m.Address.To, m.Address.Phone.Number = number, number
		return m
	}
	oaid, unbound := to("OAID1"), to(number)
	oaid.Address.Phone = tiexin.Phone{OAID: "OAID1", OAIDOrder: "T1"}
	unbound.Template = ""
	caretest.TestSender(t, func() channel.Sender {
		s := d.Sender
		s.Shelf = channel.NewShelf(s.Now)
		return s
	}, caretest.SenderOptions{
		Message:       message(1),
		Delivered:     func(_ channel.Sender, id string) int { return d.provider.Reached(id) },
		Undeliverable: []channel.Message{to("13900000001"), to("+4479460000"), to("138****0000"), to(""), oaid, unbound},
		Passing:       []channel.Message{to("13900000002"), to("13900000003")},
	})
}

// kindOf names what an error means for the engine.
func kindOf(err error) string {
	var kinds []string
	for name, kind := range map[string]error{
		"final": channel.ErrUndeliverable, "stopped": channel.ErrStopped, "wording": channel.ErrWording, "late": channel.ErrTooLate, "unknown": channel.ErrUnknownOutcome,
	} {
		if errors.Is(err, kind) {
			kinds = append(kinds, name)
		}
	}
	switch {
	case err == nil:
		return "sent"
	case len(kinds) == 0:
		return "passing"
	}
	return strings.Join(kinds, " ")
}

func causeOf(err error) channel.Cause {
	if f, ok := errors.AsType[*channel.Final](err); ok {
		return f.Cause
	}
	return ""
}

func TestSend_TellsTheKindsOfFailureApart(t *testing.T) {
	for _, c := range []struct {
		code, kind string
		cause      channel.Cause
	}{
		{"isp.SYSTEM_ERROR", "passing", ""},
		{"isv.BUSINESS_LIMIT_CONTROL", "passing", ""},
		{"Throttling.User", "passing", ""},
		{"isv.MOBILE_NUMBER_ILLEGAL", "final", channel.CauseAddress},
		{"isv.CUSTOMER_REFUSED", "final", channel.CauseRefused},
		{"isv.BLACK_KEY_CONTROL_LIMIT", "final", ""},
		{"isv.PARAM_LENGTH_LIMIT", "final", ""},
		{"isv.PARAM_NOT_SUPPORT_URL", "final", ""},
		{"isv.TEMPLATE_PARAMS_ILLEGAL", "final", ""},
		{"isv.SMS_CONTENT_ILLEGAL", "final", ""},
		{"isv.SMS_TEMPLATE_ILLEGAL", "wording", ""},
		{"isv.TEMPLATE_MISSING_PARAMETERS", "wording", ""},
		{"isv.AMOUNT_NOT_ENOUGH", "stopped", ""},
		{"isv.OUT_OF_SERVICE", "stopped", ""},
		{"isv.DAY_LIMIT_CONTROL", "stopped", ""},
		{"isv.MONTH_LIMIT_CONTROL", "stopped", ""},
		{"isv.SMS_SIGNATURE_ILLEGAL", "stopped", ""},
		{"isv.SIGN_STATE_ILLEGAL", "stopped", ""},
		{"isp.RAM_PERMISSION_DENY", "stopped", ""},
		{"isv.DENY_IP_RANGE", "stopped", ""},
		{"SignatureNonceUsed", "unknown", ""},
		{"isv.NEVER_HEARD_OF", "passing", ""},
	} {
		t.Run(c.code, func(t *testing.T) {
			d := newDesk(t)
			d.provider.Then(channeltest.Refuses(c.code))
			_, err := d.Send(t.Context(), message(1))
			assert.Equal(t, c.kind, kindOf(err), "%v", err)
			assert.Equal(t, c.cause, causeOf(err))
			if c.kind != "unknown" {
				_, err = d.Send(t.Context(), message(1))
				assert.NoError(t, err, "what was not taken may be tried again")
			}
			assert.Equal(t, map[bool]int{true: 0, false: 1}[c.kind == "unknown"], d.provider.Reached(message(1).ID))
		})
	}
}

func TestSend_WaitsForTheNextWindowOfBeijing(t *testing.T) {
	for words, want := range map[string]time.Duration{
		"触发分钟级流控Permits:1": 45 * time.Second,
		"触发小时级流控Permits:5": 29*time.Minute + 45*time.Second,
		"触发天级流控Permits:50": 13*time.Hour + 29*time.Minute + 45*time.Second,
		"触发流控":             0,
	} {
		d := newDesk(t)
		d.answer(t, http.StatusOK, fmt.Sprintf(`{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":%q}`, words))
		_, err := d.Send(t.Context(), message(1))
		throttled, ok := errors.AsType[*channel.RetryAfter](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, want, throttled.After, words)
	}
}

// answer has the sender talk to a server that says one thing.
func (d *desk) answer(t *testing.T, status int, body string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	d.Endpoint = server.URL
}

func TestSend_BelievesNothingButOK(t *testing.T) {
	for _, c := range []struct {
		status     int
		body, kind string
	}{
		{200, `{"Code":"OK","BizId":"1"}`, "sent"},
		{200, `{"Code":"isp.SYSTEM_ERROR","Message":"OK"}`, "passing"},
		{200, `{"Message":"OK"}`, "unknown"},
		{200, `<html>welcome</html>`, "unknown"},
		{200, ``, "unknown"},
		{200, `[]`, "unknown"},
		{200, `{"Code":5}`, "unknown"},
		{500, ``, "unknown"},
		{502, `<html>bad gateway</html>`, "unknown"},
		{503, `{"Code":"ServiceUnavailable"}`, "passing"},
		{500, `{"Code":"OK"}`, "unknown"},
		{500, `{"Code":"NeverHeardOf"}`, "unknown"},
		{503, `{"Code":"Throttling.Api"}`, "passing"},
		{403, `<html>no</html>`, "passing"},
		{404, `{"Code":"InvalidAction.NotFound"}`, "stopped"},
		{302, ``, "unknown"},
	} {
		d := newDesk(t)
		d.answer(t, c.status, c.body)
		_, err := d.Send(t.Context(), message(1))
		assert.Equal(t, c.kind, kindOf(err), "%d %s: %v", c.status, c.body, err)
	}
}

func TestSend_StopsAWordingOfAnUnknownCodeAfterThreeTries(t *testing.T) {
	d := newDesk(t)
	for attempt := 1; attempt <= 5; attempt++ {
		d.provider.Then(channeltest.Refuses("isv.NEVER_HEARD_OF"))
		m := message(1)
		m.Attempt = attempt
		_, err := d.Send(t.Context(), m)
		assert.Equal(t, map[bool]string{true: "wording", false: "passing"}[attempt > 3], kindOf(err), "attempt %d: %v", attempt, err)
	}
	assert.Equal(t, 1, strings.Count(d.log.String(), "isv.NEVER_HEARD_OF"), d.log.String())
}

func TestSend_LooksAtTheMessageBeforeItCalls(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*channel.Message)
		kind   string
		says   string
	}{
		{"no template", func(m *channel.Message) { m.Template = "" }, "final", "care bind"},
		{"no ID", func(m *channel.Message) { m.ID = "" }, "final", "without ID"},
		{"no signature", func(m *channel.Message) { m.Signature = "" }, "stopped", "signature"},
		{"an MMS", func(m *channel.Message) { m.Kind = channel.MMS }, "final", "SMS only"},
		{"a number abroad", func(m *channel.Message) { m.Address.To = "+447946000000" }, "final", "abroad"},
		{"a masked number", func(m *channel.Message) { m.Address.To = "138****5678" }, "final", "not a mobile number"},
		{"an OAID", func(m *channel.Message) {
			m.Address.To, m.Address.Phone = "O1", tiexin.Phone{OAID: "O1", OAIDOrder: "T1"}
		}, "final", "Taobao"},
		{"too late", func(m *channel.Message) { m.NotAfter = time.Date(2026, 11, 11, 10, 30, 0, 0, beijing) }, "late", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, m := newDesk(t), message(1)
			c.change(&m)
			_, err := d.Send(t.Context(), m)
			assert.Equal(t, c.kind, kindOf(err), "%v", err)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.says)
			assert.Empty(t, d.provider.Calls())
		})
	}
	d, m := newDesk(t), message(1)
	m.Address.To, m.Signature, m.NotAfter = "+86"+number, "【小鹿家】", d.Now()
	_, err := d.Send(t.Context(), m)
	require.NoError(t, err, "on time, with the country's code and brackets")
	assert.Equal(t, number, sent(t, d, 0).Get("PhoneNumbers"))
	assert.Equal(t, "小鹿家", sent(t, d, 0).Get("SignName"))
}

// sent are the fields of a call.
func sent(t *testing.T, d *desk, n int) url.Values {
	t.Helper()
	require.Greater(t, len(d.provider.Calls()), n)
	u, err := url.Parse(d.provider.Calls()[n].URL)
	require.NoError(t, err)
	return u.Query()
}

func TestSend_SaysWhatTheSenderLacks(t *testing.T) {
	d := newDesk(t)
	for lacks, change := range map[string]func(*aliyun.Sender){
		"AccessKeyID": func(s *aliyun.Sender) { s.AccessKeyID = "" },
		"Shelf":       func(s *aliyun.Sender) { s.Shelf = nil },
		"Endpoint":    func(s *aliyun.Sender) { s.Endpoint = "dysmsapi.aliyuncs.com" },
	} {
		s := d.Sender
		change(&s)
		_, err := s.Send(t.Context(), message(1))
		require.ErrorIs(t, err, channel.ErrStopped)
		assert.Contains(t, err.Error(), lacks)
	}
}
