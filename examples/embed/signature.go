package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// A request is signed by HMAC-SHA256 over its time, a dot and its body. The time is in
// seconds since 1970.
const (
	timeHeader      = "X-Shop-Time"
	signatureHeader = "X-Shop-Signature"
	// oldest is how old a signature may be: who has overheard a request has no use for it
	// later.
	oldest = 5 * time.Minute
)

var errSignature = errors.New("the request is not signed, or not with our secret, or long ago")

// sign puts time and signature on a request with a body.
func sign(h http.Header, secret, body []byte, at time.Time) {
	seconds := strconv.FormatInt(at.Unix(), 10)
	h.Set(timeHeader, seconds)
	h.Set(signatureHeader, hex.EncodeToString(signature(secret, body, seconds)))
}

// checkSignature refuses a request that was not signed with the secret in the last minutes.
func checkSignature(h http.Header, secret, body []byte, now time.Time) error {
	said, err := hex.DecodeString(h.Get(signatureHeader))
	if err != nil || !hmac.Equal(said, signature(secret, body, h.Get(timeHeader))) {
		return errSignature
	}
	seconds, err := strconv.ParseInt(h.Get(timeHeader), 10, 64)
	if age := now.Sub(time.Unix(seconds, 0)); err != nil || age > oldest || age < -oldest {
		return errSignature
	}
	return nil
}

func signature(secret, body []byte, seconds string) []byte {
	h := hmac.New(sha256.New, secret)
	_, _ = h.Write([]byte(seconds + "."))
	_, _ = h.Write(body)
	return h.Sum(nil)
}
