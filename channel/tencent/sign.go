package tencent

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

const (
	service     = "sms"
	contentType = "application/json; charset=utf-8" // it is signed
)

// authorization is the header of that name for a POST of a body to the SMS service.
func authorization(id, key, host string, at time.Time, body []byte) string {
	date := at.UTC().Format(time.DateOnly)
	return "TC3-HMAC-SHA256 Credential=" + id + "/" + scope(date, service) +
		", SignedHeaders=content-type;host, Signature=" + signature(key, service, host, at, body)
}

// signature is TC3-HMAC-SHA256 over the content type, the host and the body of a POST.
func signature(key, service, host string, at time.Time, body []byte) string {
	date := at.UTC().Format(time.DateOnly)
	request := "POST\n/\n\ncontent-type:" + contentType + "\nhost:" + host + "\n\ncontent-type;host\n" + hash(body)
	text := "TC3-HMAC-SHA256\n" + strconv.FormatInt(at.Unix(), 10) + "\n" + scope(date, service) + "\n" + hash([]byte(request))
	secret := []byte("TC3" + key)
	for _, part := range []string{date, service, "tc3_request", text} {
		h := hmac.New(sha256.New, secret)
		_, _ = h.Write([]byte(part))
		secret = h.Sum(nil)
	}
	return hex.EncodeToString(secret)
}

func scope(date, service string) string { return date + "/" + service + "/tc3_request" }

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
