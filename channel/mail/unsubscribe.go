package mail

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
)

// Unsubscribe (退订) is the opt-out from the shop's mails: a link for each customer, and the
// page of that link, as a [feed.Source]. The link contains shop and customer, encrypted with
// the key, so that nobody can read or forge one. A customer who follows it closes the channel
// email, for every purpose. Printed or logged it shows the URL.
type Unsubscribe struct {
	// URL is the page's address at the shop, without a query:
	// "https://shop.example/unsubscribe". Required. One-click needs https.
	URL string
	// Key is a secret of 32 bytes or more. It must be the same in every process and for
	// years, since the links in old mails have to work. Required.
	Key []byte
	Now func() time.Time // Default: time.Now
}

// Format writes the URL under every verb.
func (u Unsubscribe) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, hidden("unsubscribe at "+u.URL, u.URL != ""))
}

// LogValue returns what Format writes.
func (u Unsubscribe) LogValue() slog.Value {
	return slog.StringValue(hidden("unsubscribe at "+u.URL, u.URL != ""))
}

// A leaver is whom a link is for.
type leaver struct {
	Shop     string `json:"s,omitempty"`
	Customer string `json:"c"`
}

// A leaving is a request to leave that was opened.
type leaving struct {
	leaver
	At time.Time `json:"at"`
}

// Link is a customer's own link; it never changes. The error names the faulty field of
// Unsubscribe.
func (u Unsubscribe) Link(shop, customer string) (string, error) {
	switch page, err := url.Parse(u.URL); {
	case err != nil || page.Scheme != "https" || page.Host == "" || page.RawQuery != "" || page.Fragment != "":
		return "", errors.New("Unsubscribe.URL is not the https address of a page, without a query; write it as https://shop.example/unsubscribe")
	case len(u.Key) < 32:
		return "", fmt.Errorf("Unsubscribe.Key has %d bytes; give it 32 or more", len(u.Key))
	}
	text, err := json.Marshal(leaver{shop, customer})
	if err != nil {
		return "", err
	}
	seal, naming := u.keys()
	nonce := digest(naming, text)[:seal.NonceSize()]
	return u.URL + "?t=" + base64.RawURLEncoding.EncodeToString(seal.Seal(nonce, nonce, text, nil)), nil
}

// keys are the two that are made of Key: one hides the customer, the other makes the nonce
// of what is hidden, so that a customer's link is always the same and a nonce never serves
// two customers.
func (u Unsubscribe) keys() (seal cipher.AEAD, naming []byte) {
	made, err := hkdf.Key(sha256.New, u.Key, nil, "tiexin unsubscribe", 64)
	if err != nil {
		panic(err) // 64 bytes can be made of any key
	}
	block, err := aes.NewCipher(made[:32])
	if err != nil {
		panic(err) // the key has 32 bytes
	}
	if seal, err = cipher.NewGCM(block); err != nil {
		panic(err) // AES has blocks as GCM wants them
	}
	return seal, made[32:]
}

func digest(key, text []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(text)
	return h.Sum(nil)
}

// open reads a token that Link has made.
func (u Unsubscribe) open(token string) (l leaver, ok bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(u.Key) < 32 {
		return l, false
	}
	seal, _ := u.keys()
	if len(sealed) < seal.NonceSize() {
		return l, false
	}
	text, err := seal.Open(nil, sealed[:seal.NonceSize()], sealed[seal.NonceSize():], nil)
	if err != nil || json.Unmarshal(text, &l) != nil || l.Customer == "" {
		return leaver{}, false
	}
	return l, true
}

// Name is "email".
func (u Unsubscribe) Name() string { return "email" }

// Open accepts the POST of a mailbox's one click or of the page's button. It returns the
// customer and the time.
func (u Unsubscribe) Open(r *http.Request, _ []byte) ([]byte, error) {
	l, ok := u.open(r.URL.Query().Get("t"))
	if !ok {
		return nil, feed.Forged("the link is not one of this shop's")
	}
	now := time.Now
	if u.Now != nil {
		now = u.Now
	}
	return json.Marshal(leaving{l, now().Truncate(time.Second)})
}

// Read returns consent.revoked of the channel email for the customer. A second click within
// the same minute is the same event. A later one is a new refusal, since a permission may
// have come in between.
func (u Unsubscribe) Read(_ context.Context, opened []byte) (r feed.Reading, err error) {
	var l leaving
	if err := json.Unmarshal(opened, &l); err != nil || l.Customer == "" {
		r.Parked = []feed.Parked{{Source: u.Name(), Reason: "it does not name the customer", Body: opened}}
		return r, nil
	}
	who := sha256.Sum256([]byte(l.Shop + "\x00" + l.Customer))
	r.Events = []tiexin.Event{{
		ID:   fmt.Sprintf("email-unsubscribe:%x:%d", who[:16], l.At.Unix()/60),
		Type: tiexin.EventConsentRevoked, Shop: l.Shop, At: l.At,
		Customer: tiexin.Customer{ID: l.Customer},
		Consent:  &tiexin.Consent{Channel: "email", Refused: true, At: l.At, Source: "email_unsubscribe", Proof: "List-Unsubscribe=One-Click"},
	}}
	return r, nil
}
