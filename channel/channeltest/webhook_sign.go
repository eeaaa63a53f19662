package channeltest

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"
)

// webhookSigned verifies a request, by code of its own.
func webhookSigned(secret string, c *Call, now time.Time) bool {
	timestamp := c.Header.Get("Tiexin-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	return err == nil && now.Sub(time.Unix(seconds, 0)).Abs() <= 5*time.Minute &&
		c.Header.Get("Tiexin-Signature") == webhookSignature(secret, timestamp, c.Body)
}

func webhookSignature(secret, timestamp string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(h, "%s.%s", timestamp, body)
	return fmt.Sprintf("sha256=%x", h.Sum(nil))
}
