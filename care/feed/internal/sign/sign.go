package sign

import (
	"crypto/md5" //nolint:gosec // as the platforms sign
	"crypto/subtle"
	"encoding/hex"
	"io"
)

// MD5 is the digest over texts one after the other, in hexadecimal with small letters.
func MD5(parts ...string) string {
	h := md5.New() //nolint:gosec // as the platforms sign
	for _, part := range parts {
		_, _ = io.WriteString(h, part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Same compares two signatures in constant time.
func Same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
