package mail

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"time"
)

// DKIM is the key that signs mails (RFC 6376, and 8463 for Ed25519). Receivers find its
// public half in the DNS, at selector._domainkey.domain. Printed or logged it names domain
// and selector.
type DKIM struct {
	Domain   string        // Default: Sender.Domain
	Selector string        // Required with a Key
	Key      crypto.Signer // an *rsa.PrivateKey or an ed25519.PrivateKey. Default: mails are not signed
}

// Format writes domain and selector under every verb.
func (d DKIM) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, d.name()) }

// LogValue returns what Format writes.
func (d DKIM) LogValue() slog.Value { return slog.StringValue(d.name()) }

func (d DKIM) name() string { return hidden(d.Selector+"._domainkey."+d.Domain, d.Key != nil) }

// signedHeaders are what the signature covers, if it is there. A name that stands twice is
// signed once more than it occurs: nobody can add another one.
var signedHeaders = []string{
	"From", "From", "To", "To", "Reply-To", "Subject", "Subject", "Date", "Date", "Message-ID", "MIME-Version", "Content-Type",
	"List-Unsubscribe", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Unsubscribe-Post",
}

// sign puts the signature in front of a mail. go-mail signs too, but breaks a long list of
// headers in the middle of a name, and such a signature is not valid.
func (d DKIM) sign(mail []byte, at time.Time) ([]byte, error) {
	algorithm, hash := "", crypto.SHA256
	switch d.Key.(type) {
	case *rsa.PrivateKey:
		algorithm = "rsa-sha256"
	case ed25519.PrivateKey:
		algorithm, hash = "ed25519-sha256", 0
	}
	if algorithm == "" || d.Selector == "" {
		return nil, stopped("Sender.DKIM cannot sign; give it a Selector, and a private key of RSA or Ed25519")
	}
	head, body, _ := bytes.Cut(mail, []byte("\r\n\r\n"))
	headers := map[string]string{}
	for _, line := range strings.Split(unfolded.ReplaceAllString(string(head), " "), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		headers[strings.ToLower(name)] = value
	}
	var names []string
	var covered strings.Builder
	for _, name := range signedHeaders {
		key := strings.ToLower(name)
		value, there := headers[key]
		if !there {
			continue
		}
		if !slices.Contains(names, name) {
			covered.WriteString(relaxed(key, value) + "\r\n")
		}
		names = append(names, name)
	}
	bodyHash := sha256.Sum256(relaxedBody(body))
	field := fmt.Sprintf(" v=1; a=%s; c=relaxed/relaxed; d=%s; s=%s; t=%d;\r\n h=%s;\r\n bh=%s;\r\n b=",
		algorithm, d.Domain, d.Selector, at.Unix(), strings.Join(names, ":"), base64.StdEncoding.EncodeToString(bodyHash[:]))
	covered.WriteString(relaxed("dkim-signature", unfolded.ReplaceAllString(field, " ")))
	sum := sha256.Sum256([]byte(covered.String()))
	signature, err := d.Key.Sign(rand.Reader, sum[:], hash)
	if err != nil {
		return nil, err
	}
	return append([]byte("DKIM-Signature:"+field+base64.StdEncoding.EncodeToString(signature)+"\r\n"), mail...), nil
}

var (
	unfolded = regexp.MustCompile(`\r\n[ \t]+`)
	blanks   = regexp.MustCompile(`[ \t]+`)
	atEnd    = regexp.MustCompile(`[ \t]+\r\n`)
)

// relaxed is a line of the header as it is signed: relays may fold it anew.
func relaxed(name, value string) string {
	return name + ":" + strings.TrimSpace(blanks.ReplaceAllString(value, " "))
}

// relaxedBody is a body as it is signed: blanks at the ends of lines and empty lines at its
// end do not count.
func relaxedBody(body []byte) []byte {
	body = blanks.ReplaceAll(atEnd.ReplaceAll(body, []byte("\r\n")), []byte(" "))
	body = bytes.TrimRight(body, "\r\n")
	if len(body) == 0 {
		return nil
	}
	return append(body, "\r\n"...)
}
