package weixin

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/feed"
)

// A Callback (回调) is how pushes are signed: by SHA-1 over a token, and, with an AES key,
// encrypted by AES-256-CBC for one receiver.
type Callback struct {
	Token    string
	AESKey   string // 43 letters of base64, as the console shows it; empty: pushes come in plain text
	Receiver string // for whom they are encrypted: the app's or the company's id
	Now      func() time.Time
}

// mostSkew is how far the clock of a push may be off.
const mostSkew = 10 * time.Minute

// Open gives the text of a push: with an AES key what is encrypted in its body, else the body.
// The signature of plain text holds no body: whoever sees one can push anything for ten
// minutes.
func (c Callback) Open(r *http.Request, body []byte) ([]byte, error) {
	if c.AESKey == "" {
		return c.plain(r, body)
	}
	x, err := Parse(body)
	if err != nil {
		return nil, feed.Forged("its XML cannot be read")
	}
	return c.encrypted(r, x.Get("Encrypt"))
}

// Echo gives what the provider wants to hear when it asks whether an address is right.
func (c Callback) Echo(r *http.Request) ([]byte, error) {
	echo := r.URL.Query().Get("echostr")
	if r.URL.Query().Has("msg_signature") {
		return c.encrypted(r, echo)
	}
	return c.plain(r, []byte(echo))
}

// plain is a text that came with a signature of the time and the nonce.
func (c Callback) plain(r *http.Request, text []byte) ([]byte, error) {
	if err := c.signed(r, "signature"); err != nil {
		return nil, err
	}
	return text, nil
}

// encrypted opens what a request holds encrypted.
func (c Callback) encrypted(r *http.Request, text string) ([]byte, error) {
	if text == "" {
		return nil, feed.Forged("nothing in it is encrypted")
	}
	if err := c.signed(r, "msg_signature", text); err != nil {
		return nil, err
	}
	return c.decrypt(text)
}

// signed looks whether the request's parameter of that name is the signature of its time,
// its nonce and more.
func (c Callback) signed(r *http.Request, name string, more ...string) error {
	query := r.URL.Query()
	stamp, nonce := query.Get("timestamp"), query.Get("nonce")
	if c.Token == "" || subtle.ConstantTimeCompare([]byte(c.Signature(stamp, nonce, more...)), []byte(query.Get(name))) != 1 {
		return feed.Forged("the signature does not match")
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return feed.Forged("its time cannot be read")
	}
	if off := c.Now().Sub(time.Unix(seconds, 0)); off.Abs() > mostSkew {
		return feed.Forged("its clock, or this one, is more than " + mostSkew.String() + " off")
	}
	return nil
}

// Signature is the SHA-1 over the token and what is signed, sorted.
func (c Callback) Signature(stamp, nonce string, more ...string) string {
	parts := append([]string{c.Token, stamp, nonce}, more...)
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

// The parts of what is encrypted: random bytes, four bytes of length, the text, the receiver.
const (
	randomBytes = 16
	headBytes   = randomBytes + 4
	mostPadding = 32
)

// errKey is a mistake of the host's, not of a push.
var errKey = errors.New("the AES key is not one: it has 43 letters and digits, as the console shows it")

// decrypt opens an encrypted text.
func (c Callback) decrypt(text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(c.AESKey + "=")
	if err != nil || len(key) != 32 {
		return nil, errKey
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errKey
	}
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil, feed.Forged("what is encrypted in it is broken")
	}
	cipher.NewCBCDecrypter(block, key[:aes.BlockSize]).CryptBlocks(sealed, sealed)
	padding := int(sealed[len(sealed)-1])
	if padding < 1 || padding > mostPadding || padding > len(sealed) || len(sealed)-padding < headBytes {
		return nil, feed.Forged("it was encrypted with another key")
	}
	plain := sealed[:len(sealed)-padding]
	length, rest := int64(binary.BigEndian.Uint32(plain[randomBytes:])), plain[headBytes:]
	if length > int64(len(rest)) {
		return nil, feed.Forged("it was encrypted with another key")
	}
	if subtle.ConstantTimeCompare(rest[length:], []byte(c.Receiver)) != 1 {
		return nil, feed.Forged("it is for another receiver")
	}
	return rest[:length:length], nil
}
