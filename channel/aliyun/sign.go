package aliyun

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"
)

// A field is a parameter of a call.
type field struct{ name, value string }

// A request is a call before it is signed.
type request struct {
	host, action, version string
	query                 string // as queryString writes it
	at                    time.Time
	nonce                 string
}

const (
	algorithm   = "ACS3-HMAC-SHA256"
	emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // every call has an empty body
)

// headers are those that are signed but for the host, in the order of their names.
func (r request) headers() []field {
	return []field{
		{"x-acs-action", r.action},
		{"x-acs-content-sha256", emptySHA256},
		{"x-acs-date", r.at.UTC().Format("2006-01-02T15:04:05Z")},
		{"x-acs-signature-nonce", r.nonce},
		{"x-acs-version", r.version},
	}
}

// signed are the names of the headers that are signed.
const signed = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version"

// authorization is the header that proves who calls. Source: Aliyun's documentation of
// "V3 request bodies and signatures".
func (r request) authorization(id, secret string) string {
	return algorithm + " Credential=" + id + ",SignedHeaders=" + signed + ",Signature=" + r.signature(secret)
}

func (r request) signature(secret string) string {
	sum := sha256.Sum256([]byte(r.canonical()))
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, algorithm+"\n"+hex.EncodeToString(sum[:]))
	return hex.EncodeToString(mac.Sum(nil))
}

// canonical is the request in the writing that is signed.
func (r request) canonical() string {
	var b strings.Builder
	b.Grow(len(r.query) + 512)
	b.WriteString("POST\n/\n")
	b.WriteString(r.query)
	b.WriteString("\nhost:" + r.host + "\n")
	for _, h := range r.headers() {
		b.WriteString(h.name + ":" + h.value + "\n")
	}
	b.WriteString("\n" + signed + "\n" + emptySHA256)
	return b.String()
}

// queryString writes a query as it is signed and sent: by name, escaped.
func queryString(fields []field) string {
	sorted := slices.SortedStableFunc(slices.Values(fields), func(x, y field) int { return cmp.Compare(x.name, y.name) })
	var b strings.Builder
	b.Grow(512)
	for i, f := range sorted {
		if i > 0 {
			b.WriteByte('&')
		}
		escape(&b, f.name)
		b.WriteByte('=')
		escape(&b, f.value)
	}
	return b.String()
}

// escape writes every byte but letters, digits and - _ . ~ as %XX: a space as %20, and signs
// such as ! * ' ( ) too, which url.PathEscape leaves alone.
func escape(b *strings.Builder, text string) {
	const digits = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.', c == '~':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}
