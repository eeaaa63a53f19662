package channeltest

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// signed checks a signature by TC3-HMAC-SHA256, and gives the code and words of the refusal;
// empty: it is good.
func (p *Tencent) signed(c *Call) (code, text string) {
	seconds, err := strconv.ParseInt(c.Header.Get("X-TC-Timestamp"), 10, 64)
	at := time.Unix(seconds, 0).UTC()
	if err != nil || p.clock().Sub(at).Abs() > 5*time.Minute {
		return "AuthFailure.SignatureExpire", "The signature has expired."
	}
	day := at.Format(time.DateOnly)
	scope := day + "/sms/tc3_request"
	var request strings.Builder
	fmt.Fprintf(&request, "%s\n/\n\ncontent-type:%s\nhost:%s\n\ncontent-type;host\n%x", c.Method, c.Header.Get("Content-Type"), c.Host, sha256.Sum256(c.Body))
	sign := fmt.Sprintf("TC3-HMAC-SHA256\n%d\n%s\n%x", seconds, scope, sha256.Sum256([]byte(request.String())))
	key := hmacOf(hmacOf(hmacOf("TC3"+p.SecretKey, day), "sms"), "tc3_request")
	want := fmt.Sprintf("TC3-HMAC-SHA256 Credential=%s/%s, SignedHeaders=content-type;host, Signature=%x", p.SecretID, scope, hmacOf(key, sign))
	switch got := c.Header.Get("Authorization"); {
	case !strings.HasPrefix(got, "TC3-HMAC-SHA256 Credential="+p.SecretID+"/"):
		return "AuthFailure.SecretIdNotFound", "The SecretId is not found."
	case got != want:
		return "AuthFailure.SignatureFailure", "The provided credentials could not be validated."
	}
	return "", ""
}

func hmacOf(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	_, _ = h.Write([]byte(text))
	return string(h.Sum(nil))
}
