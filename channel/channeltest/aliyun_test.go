package channeltest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel/channeltest"
)

var now = time.Date(2026, 11, 11, 2, 30, 0, 0, time.UTC)

func newAliyun() *channeltest.Aliyun {
	return &channeltest.Aliyun{AccessKeyID: "id", AccessKeySecret: "hush", Fake: channeltest.Fake{Now: func() time.Time { return now }}}
}

// ask makes a signed call; query is as it is signed, by name.
func ask(t *testing.T, p *channeltest.Aliyun, action, query string, change ...func(*http.Request)) map[string]any {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/?"+query, nil)
	r.Host = "dysmsapi.aliyuncs.com"
	empty := fmt.Sprintf("%x", sha256.Sum256(nil))
	date := now.Format("2006-01-02T15:04:05Z")
	names := "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version"
	text := "POST\n/\n" + query + "\nhost:dysmsapi.aliyuncs.com\nx-acs-action:" + action + "\nx-acs-content-sha256:" + empty + "\nx-acs-date:" + date +
		"\nx-acs-signature-nonce:n\nx-acs-version:2017-05-25\n\n" + names + "\n" + empty
	mac := hmac.New(sha256.New, []byte("hush"))
	_, _ = fmt.Fprintf(mac, "ACS3-HMAC-SHA256\n%x", sha256.Sum256([]byte(text)))
	for name, value := range map[string]string{
		"x-acs-action": action, "x-acs-content-sha256": empty, "x-acs-date": date, "x-acs-signature-nonce": "n", "x-acs-version": "2017-05-25",
		"Authorization": fmt.Sprintf("ACS3-HMAC-SHA256 Credential=id,SignedHeaders=%s,Signature=%x", names, mac.Sum(nil)),
	} {
		r.Header.Set(name, value)
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	var answer map[string]any
	require.NoError(t, json.Unmarshal(body, &answer), "%s", body)
	answer["status"] = w.Code
	return answer
}

const toWang = "OutId=m1&PhoneNumbers=13812345678&SignName=deer&TemplateCode=SMS_1"

func TestAliyun_RefusesWhatItsProviderRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		query  string
		change func(*http.Request)
		code   string
	}{
		"good":               {toWang, func(*http.Request) {}, "OK"},
		"another signature":  {toWang, func(r *http.Request) { r.Header.Set("x-acs-signature-nonce", "m") }, "SignatureDoesNotMatch"},
		"another query":      {toWang, func(r *http.Request) { r.URL.RawQuery += "1" }, "SignatureDoesNotMatch"},
		"another host":       {toWang, func(r *http.Request) { r.Host = "elsewhere" }, "SignatureDoesNotMatch"},
		"another key":        {toWang, func(r *http.Request) { replace(r, "Credential=id", "Credential=di") }, "InvalidAccessKeyId.NotFound"},
		"another algorithm":  {toWang, func(r *http.Request) { replace(r, "ACS3", "ACS2") }, "InvalidAuthorization"},
		"a header unsigned":  {toWang, func(r *http.Request) { replace(r, "x-acs-date;", "") }, "IncompleteSignature"},
		"an old date":        {toWang, func(r *http.Request) { r.Header.Set("x-acs-date", "2026-11-11T02:14:59Z") }, "InvalidTimeStamp.Expired"},
		"another version":    {toWang, func(r *http.Request) { r.Header.Set("x-acs-version", "2018-05-25") }, "SignatureDoesNotMatch"},
		"a bad number":       {strings.Replace(toWang, "13812345678", "%2B447946000000", 1), func(*http.Request) {}, "isv.MOBILE_NUMBER_ILLEGAL"},
		"another name":       {strings.Replace(toWang, "deer", "elk", 1), func(*http.Request) {}, "isv.SMS_SIGNATURE_ILLEGAL"},
		"another template":   {strings.Replace(toWang, "SMS_1", "SMS_2", 1), func(*http.Request) {}, "isv.SMS_TEMPLATE_ILLEGAL"},
		"a variable missing": {strings.Replace(toWang, "SMS_1", "SMS_3", 1), func(*http.Request) {}, "isv.TEMPLATE_MISSING_PARAMETERS"},
		"no JSON":            {toWang + "&TemplateParam=nick", func(*http.Request) {}, "isv.INVALID_JSON_PARAM"},
		"a number in JSON":   {toWang + "&TemplateParam=%7B%22nick%22%3A1%7D", func(*http.Request) {}, "isv.INVALID_JSON_PARAM"},
		"a value too long":   {toWang + "&TemplateParam=%7B%22nick%22%3A%22" + strings.Repeat("a", 36) + "%22%7D", func(*http.Request) {}, "isv.PARAM_LENGTH_LIMIT"},
		"an OutId too long":  {"OutId=" + strings.Repeat("m", 256) + "&PhoneNumbers=13812345678&SignName=deer&TemplateCode=SMS_1", func(*http.Request) {}, "isv.INVALID_PARAMETERS"},
	} {
		p := newAliyun()
		p.Signatures, p.Templates = []string{"deer"}, map[string][]string{"SMS_1": nil, "SMS_3": {"nick"}}
		assert.Equal(t, c.code, ask(t, p, "SendSms", c.query, c.change)["Code"], name)
		assert.Equal(t, map[bool]int{true: 1}[c.code == "OK"], p.Reached("m1"), name)
	}
}

func replace(r *http.Request, old, with string) {
	r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, with, 1))
}

func TestAliyun_KnowsWhatItHasSent(t *testing.T) {
	p := newAliyun()
	p.Unreachable = map[string]string{"13900000000": "MOBILE_NOT_ON_SERVICE"}
	for _, query := range []string{toWang, strings.ReplaceAll(toWang, "m1", "m2"), strings.ReplaceAll(toWang, "13812345678", "13900000000")} {
		require.Equal(t, "OK", ask(t, p, "SendSms", query)["Code"])
	}
	assert.Equal(t, 1, p.Reached("m1"), "not the one that is unreachable")
	list := func(page, number, day string) (found []string, total any) {
		a := ask(t, p, "QuerySendDetails", "CurrentPage="+page+"&PageSize=1&PhoneNumber="+number+"&SendDate="+day)
		for _, d := range a["SmsSendDetailDTOs"].(map[string]any)["SmsSendDetailDTO"].([]any) {
			found = append(found, fmt.Sprintf("%v %v", d.(map[string]any)["OutId"], d.(map[string]any)["SendStatus"]))
		}
		return found, a["TotalCount"]
	}
	for _, c := range []struct {
		page, number, day string
		want              []string
		total             float64
	}{
		{"1", "13812345678", "20261111", []string{"m2 3"}, 2},
		{"2", "13812345678", "20261111", []string{"m1 3"}, 2},
		{"3", "13812345678", "20261111", nil, 2},
		{"1", "13900000000", "20261111", []string{"m1 2"}, 1},
		{"1", "13812345678", "20261110", nil, 0},
	} {
		found, total := list(c.page, c.number, c.day)
		assert.Equal(t, []any{c.want, c.total}, []any{found, total}, "%+v", c)
	}
	assert.Equal(t, "MissingParameter", ask(t, p, "QuerySendDetails", "CurrentPage=1&PageSize=51&PhoneNumber=13812345678&SendDate=20261111")["Code"])
	assert.Equal(t, "InvalidAction.NotFound", ask(t, p, "SendPigeon", "")["Code"])
}
