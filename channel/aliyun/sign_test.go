package aliyun_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/channel/aliyun"
)

// The example of Aliyun's documentation of its signature.
func TestSignature_IsThatOfThePublicExample(t *testing.T) {
	assert.Equal(t, "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0", aliyun.Signature(
		"YourAccessKeySecret", "ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26", "3156853299f313e23d1673dc12e1703d",
		time.Date(2023, 10, 26, 10, 22, 32, 0, time.UTC),
		[][2]string{{"RegionId", "cn-shanghai"}, {"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}},
	))
}

// The example of SendSms itself is of an older signature over the same writing of the query:
// HMAC-SHA1 of the query escaped once more.
func TestQuery_IsWrittenAsInThePublicExampleOfSendSms(t *testing.T) {
	query := aliyun.Query([][2]string{
		{"AccessKeyId", "testId"},
		{"Timestamp", "2017-07-12T02:42:19Z"},
		{"SignatureMethod", "HMAC-SHA1"},
		{"SignatureVersion", "1.0"},
		{"SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466"},
		{"Format", "XML"},
		{"Action", "SendSms"},
		{"Version", "2017-05-25"},
		{"RegionId", "cn-hangzhou"},
		{"PhoneNumbers", "15300000001"},
		{"SignName", "阿里云短信测试专用"},
		{"TemplateParam", `{"customer":"test"}`},
		{"TemplateCode", "SMS_71390007"},
		{"OutId", "123"},
	})
	escaped, _ := strings.CutPrefix(aliyun.Query([][2]string{{"", query}}), "=")
	mac := hmac.New(sha1.New, []byte("testSecret&"))
	_, _ = io.WriteString(mac, "GET&%2F&"+escaped)
	assert.Equal(t, "zJDF+Lrzhj/ThnlvIToysFRq6t4=", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// What other clients have got wrong.
func TestQuery_EscapesWhatIsSigned(t *testing.T) {
	for text, want := range map[string]string{
		"~":      "~",
		"!*'()":  "%21%2A%27%28%29",
		" ":      "%20",
		"+":      "%2B",
		"a b+c":  "a%20b%2Bc",
		"小鹿":     "%E5%B0%8F%E9%B9%BF",
		"-_.":    "-_.",
		"%20":    "%2520",
		"a=b&c":  "a%3Db%26c",
		"😊":      "%F0%9F%98%8A",
		"\x00":   "%00",
		"/:?#[]": "%2F%3A%3F%23%5B%5D",
	} {
		assert.Equal(t, "k="+want, aliyun.Query([][2]string{{"k", text}}), text)
	}
	assert.Equal(t, "A=2&B=1", aliyun.Query([][2]string{{"B", "1"}, {"A", "2"}}))
	assert.Equal(t, "A=1&A1=2", aliyun.Query([][2]string{{"A1", "2"}, {"A", "1"}}), "by name, not by the whole")
}

// An oracle of the signature, written otherwise: from Aliyun's words, by the standard
// library's escaping.
func oracle(secret, nick, customer string) string {
	sha := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	values := url.Values{"TemplateParam": {nick}, "OutId": {customer}, "SignName": {"小鹿家"}}
	var names []string
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		names[i] = strings.ReplaceAll(url.QueryEscape(name)+"="+url.QueryEscape(values.Get(name)), "+", "%20")
	}
	headers := map[string]string{
		"host": "dysmsapi.aliyuncs.com", "x-acs-action": "SendSms", "x-acs-version": "2017-05-25", "x-acs-date": "2026-11-11T02:00:00Z",
		"x-acs-signature-nonce": "n", "x-acs-content-sha256": sha(""),
	}
	var keys []string
	for key := range headers {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	text := "POST\n/\n" + strings.Join(names, "&") + "\n"
	for _, key := range keys {
		text += key + ":" + headers[key] + "\n"
	}
	text += "\n" + strings.Join(keys, ";") + "\n" + sha("")
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, "ACS3-HMAC-SHA256\n"+sha(text))
	return fmt.Sprintf("%x", mac.Sum(nil))
}

func FuzzSignature(f *testing.F) {
	f.Add("hush", `{"nick":"小鹿 ~!*'()+%"}`, "v1:/a/b/c/d/0/1")
	f.Add("", "\xff\x00\n", "😊")
	f.Fuzz(func(t *testing.T, secret, nick, customer string) {
		got := aliyun.Signature(secret, "dysmsapi.aliyuncs.com", "SendSms", "2017-05-25", "n", time.Date(2026, 11, 11, 2, 0, 0, 0, time.UTC),
			[][2]string{{"TemplateParam", nick}, {"SignName", "小鹿家"}, {"OutId", customer}})
		if want := oracle(secret, nick, customer); got != want {
			t.Errorf("signed as %s, want %s", got, want)
		}
	})
}

func BenchmarkSignature(b *testing.B) {
	at := time.Date(2026, 11, 11, 2, 0, 0, 0, time.UTC)
	fields := [][2]string{
		{"PhoneNumbers", "13812345678"},
		{"SignName", "小鹿家"},
		{"TemplateCode", "SMS_000000001"},
		{"TemplateParam", `{"name":"张女士","order":"3900000000000000017","company":"中通快递"}`},
		{"OutId", "v1:/xiaowang/parcel/shipped/T1/0/1"},
	}
	b.ReportAllocs()
	for b.Loop() {
		aliyun.Signature("YourAccessKeySecret", "dysmsapi.aliyuncs.com", "SendSms", "2017-05-25", "3156853299f313e23d1673dc12e1703d", at, fields)
	}
}
