package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The headers of a signed request.
const (
	// TimestampHeader is the time of signing, in seconds since 1970.
	TimestampHeader = "Tiexin-Timestamp"
	// SignatureHeader is "sha256=" and the HMAC-SHA256 of the timestamp, a dot and the
	// body, in hexadecimal.
	SignatureHeader = "Tiexin-Signature"
	// KeyHeader is the same in all attempts of one message.
	KeyHeader = "Idempotency-Key"
)

// Tolerance is the default for the largest difference between the clocks of the two
// sides.
const Tolerance = 5 * time.Minute

// ErrSignature is wrapped by every error of Verify.
var ErrSignature = errors.New("the request is not signed correctly")

// Sign returns the two headers for a body, signed at a time.
func Sign(secret string, at time.Time, body []byte) http.Header {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	return http.Header{
		TimestampHeader: {timestamp},
		SignatureHeader: {"sha256=" + hex.EncodeToString(sum(secret, timestamp, body))},
	}
}

// Verify checks that a request was signed with the secret, at most the tolerance before
// or after now; zero is Tolerance. Signatures are compared in constant time. An empty
// secret is always an error. Every error is an [ErrSignature].
func Verify(secret string, h http.Header, body []byte, now time.Time, tolerance time.Duration) error {
	if tolerance <= 0 {
		tolerance = Tolerance
	}
	timestamp := h.Get(TimestampHeader)
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: %s is not a time in seconds", ErrSignature, TimestampHeader)
	}
	if apart := now.Sub(time.Unix(seconds, 0)).Abs(); apart > tolerance {
		return fmt.Errorf("%w: its time and the clock here are more than %s apart; it is old, or a clock is wrong", ErrSignature, tolerance)
	}
	want := "sha256=" + hex.EncodeToString(sum(secret, timestamp, body))
	if secret == "" || !hmac.Equal([]byte(want), []byte(h.Get(SignatureHeader))) {
		return fmt.Errorf("%w: %s does not match; check the secret on both sides", ErrSignature, SignatureHeader)
	}
	return nil
}

func sum(secret, timestamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(timestamp))
	_, _ = mac.Write([]byte{'.'})
	_, _ = mac.Write(body)
	return mac.Sum(nil)
}
