package tencent_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/channel/tencent"
)

// The example of Tencent's page on TC3-HMAC-SHA256.
func TestSignature_IsThatOfTheDocumentation(t *testing.T) {
	body := []byte(`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`)
	assert.Equal(t, "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
		tencent.Signature("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm", "cvm.tencentcloudapi.com", time.Unix(1551113065, 0), body))
}

// The day of the signature is that of UTC, although the shop's is another.
func TestSignature_CountsDaysInUTC(t *testing.T) {
	at := time.Date(2026, 11, 11, 3, 0, 0, 0, beijing)
	assert.Equal(t, tencent.Signature("k", "sms", "h", at, nil), tencent.Signature("k", "sms", "h", at.UTC(), nil))
	assert.Equal(t, oracle("k", "sms", "h", at, nil), tencent.Signature("k", "sms", "h", at, nil))
}

// oracle signs by the steps of the page, one by one.
func oracle(key, service, host string, at time.Time, body []byte) string {
	sum := func(key []byte, text string) []byte {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	day := at.UTC().Format("2006-01-02")
	request := fmt.Sprintf("POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:%s\n\ncontent-type;host\n%x", host, sha256.Sum256(body))
	text := fmt.Sprintf("TC3-HMAC-SHA256\n%d\n%s/%s/tc3_request\n%x", at.Unix(), day, service, sha256.Sum256([]byte(request)))
	return fmt.Sprintf("%x", sum(sum(sum(sum([]byte("TC3"+key), day), service), "tc3_request"), text))
}

func FuzzSignature(f *testing.F) {
	f.Add("key", "sms", "sms.tencentcloudapi.com", int64(1551113065), []byte(`{"a":"~!*'()  +%20"}`))
	f.Fuzz(func(t *testing.T, key, service, host string, seconds int64, body []byte) {
		at := time.Unix(seconds%4e9, 0)
		if got, want := tencent.Signature(key, service, host, at, body), oracle(key, service, host, at, body); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	})
}

func BenchmarkSignature(b *testing.B) {
	body := bytes.Repeat([]byte("x"), 500)
	for b.Loop() {
		tencent.Signature("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "sms", "sms.tencentcloudapi.com", time.Unix(1551113065, 0), body)
	}
}
