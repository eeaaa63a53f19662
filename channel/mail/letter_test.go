package mail_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	stdmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/mail"
)

var update = flag.Bool("update", false, "write the mails of testdata anew")

var signingKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))

// Whole mails, byte for byte, as a relay gets them.
func TestSender_WritesTheSameMail(t *testing.T) {
	for name, change := range map[string]func(*mail.Sender, *channel.Message){
		"notice": func(s *mail.Sender, m *channel.Message) {
			m.Link = "https://qinghe.example/p?id=1&from=mail"
		},
		"marketing": func(s *mail.Sender, m *channel.Message) {
			m.Purpose = tiexin.Marketing
			m.Text = "新款围巾到了\n亲,新款在 https://qinghe.example/new?a=1&b=2。\n喜欢 <红色> 还是 \"蓝色\"?\n\n青禾家"
			s.ReplyTo, s.ReturnPath = "小禾 <xiaohe@qinghe.example>", "bounce@qinghe.example"
			s.DKIM = mail.DKIM{Selector: "k1", Key: signingKey}
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := sentBy(t, change)
			file := filepath.Join("testdata", name+".eml")
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got.mail), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), got.mail)
			assert.Equal(t, "xiaowang@example.com", got.to)
		})
	}
}

// sentBy is what a relay got of a changed message.
func sentBy(t *testing.T, change func(*mail.Sender, *channel.Message)) received {
	t.Helper()
	r := (&relay{}).start(t)
	s, m := sender(r), message()
	change(s, &m)
	_, err := s.Send(t.Context(), m)
	require.NoError(t, err)
	require.Len(t, r.received(), 1)
	return r.received()[0]
}

// An opened mail.
type opened struct {
	header      stdmail.Header
	subject     string
	plain, html string
}

func open(t testing.TB, raw string) (o opened) {
	m, err := stdmail.ReadMessage(strings.NewReader(raw))
	require.NoError(t, err)
	o.header = m.Header
	o.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/alternative", kind)
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, text := range []*string{&o.plain, &o.html} {
		part, err := parts.NextPart()
		require.NoError(t, err)
		b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		require.NoError(t, err)
		*text = string(b)
	}
	_, err = parts.NextPart()
	require.ErrorIs(t, err, io.EOF)
	return o
}

func TestSender_WritesForEyesAndMachines(t *testing.T) {
	o := open(t, sentBy(t, func(s *mail.Sender, m *channel.Message) {
		m.Purpose = tiexin.Marketing
		m.Text = "新款<围巾>到了\n亲,见 https://qinghe.example/new?a=1&b=2。\n<b>红色</b>?\n\n青禾家"
	}).mail)
	assert.Equal(t, "新款<围巾>到了", o.subject)
	leave, err := mail.Unsubscribe{URL: "https://qinghe.example/unsubscribe", Key: key}.Link("qinghe", "xiaowang")
	require.NoError(t, err)
	assert.Equal(t, "亲,见 https://qinghe.example/new?a=1&b=2。\r\n<b>红色</b>?\r\n\r\n青禾家\r\n\r\n不想再收到这类邮件？点此退订："+leave+"\r\n", o.plain)
	assert.Contains(t, o.html, `<p>亲,见 <a href="https://qinghe.example/new?a=1&amp;b=2">https://qinghe.example/new?a=1&amp;b=2</a>。<br>`+"\r\n"+`&lt;b&gt;红色&lt;/b&gt;?</p>`+"\r\n<p>青禾家</p>")
	assert.Contains(t, o.html, `<a href="`+leave+`">不想再收到这类邮件？点此退订</a>`)
	assert.Equal(t, "<"+leave+">", o.header.Get("List-Unsubscribe"))
	assert.Equal(t, "List-Unsubscribe=One-Click", o.header.Get("List-Unsubscribe-Post"))
	assert.Equal(t, "auto-generated", o.header.Get("Auto-Submitted"))
}

// A notice is no list that one could leave.
func TestSender_OffersAWayOutWhereOneIsNeeded(t *testing.T) {
	for purpose, offered := range map[tiexin.Purpose]bool{
		tiexin.Service: false, tiexin.Notice: false, tiexin.Care: true, tiexin.Marketing: true, tiexin.SurveyAsk: true,
	} {
		o := open(t, sentBy(t, func(_ *mail.Sender, m *channel.Message) { m.Purpose = purpose }).mail)
		assert.Equal(t, offered, o.header.Get("List-Unsubscribe") != "", purpose)
		assert.Equal(t, offered, strings.Contains(o.plain, "退订"), purpose)
	}
}

// A subject is one line that mailboxes can show.
func TestSender_WritesSubjectsOfOneLine(t *testing.T) {
	subject := open(t, sentBy(t, func(s *mail.Sender, _ *channel.Message) {
		s.Split = func(text string) (string, string) {
			return " 到\r\nBcc: evil@evil.example\t了\u2028!" + strings.Repeat("长", 200), text
		}
	}).mail).subject
	assert.True(t, strings.HasPrefix(subject, "到 Bcc: evil@evil.example 了 !长长"), subject)
	assert.Len(t, []rune(subject), 100)
}

// A receiver finds the signature good, and under it the ways to leave; neither can be
// changed, and no second one added.
func TestSender_SignsTheWayOut(t *testing.T) {
	raw := sentBy(t, func(s *mail.Sender, m *channel.Message) {
		m.Purpose, s.DKIM = tiexin.Marketing, mail.DKIM{Domain: "qinghe.example", Selector: "k1", Key: signingKey}
	}).mail
	verify := func(raw string) error {
		found, err := dkim.VerifyWithOptions(strings.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
			assert.Equal(t, "k1._domainkey.qinghe.example", domain)
			return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(signingKey.Public().(ed25519.PublicKey))}, nil
		}})
		require.NoError(t, err)
		require.Len(t, found, 1)
		if found[0].Err != nil {
			return found[0].Err
		}
		for _, header := range []string{"from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"} {
			assert.True(t, slices.ContainsFunc(found[0].HeaderKeys, func(k string) bool { return strings.EqualFold(k, header) }), header)
		}
		return nil
	}
	require.NoError(t, verify(raw))
	require.NoError(t, verify("Received: from relay.example\r\n"+raw))
	assert.Error(t, verify(strings.Replace(raw, "qinghe.example/unsubscribe", "evil.example/unsubscribe", 1)))
	assert.Error(t, verify(strings.Replace(raw, "List-Unsubscribe-Post:", "List-Unsubscribe: <https://evil.example>\r\nList-Unsubscribe-Post:", 1)))
	assert.Error(t, verify(strings.Replace(raw, "From:", "From: <evil@evil.example>\r\nFrom:", 1)))
	assert.Error(t, verify(strings.Replace(raw, "--\r\n", "--\r\n\r\nmore\r\n", 1)))
}

// A signature by an RSA key, over a mail without a way out, is good too.
func TestSender_SignsByRSA(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	raw := sentBy(t, func(s *mail.Sender, _ *channel.Message) {
		s.DKIM = mail.DKIM{Domain: "mail.qinghe.example", Selector: "k2", Key: private}
	}).mail
	found, err := dkim.VerifyWithOptions(strings.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
		assert.Equal(t, "k2._domainkey.mail.qinghe.example", domain)
		public, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
		return []string{"v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)}, err
	}})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.NoError(t, found[0].Err)
	assert.NotContains(t, found[0].HeaderKeys, "List-Unsubscribe")
}

func TestFirstLine(t *testing.T) {
	for _, c := range []struct{ text, subject, body string }{
		{"包裹到了\n凭码领取", "包裹到了", "凭码领取"},
		{"包裹到了 \r\n\r\n凭码\n领取\n", "包裹到了", "凭码\n领取"},
		{"包裹到了。凭码领取", "包裹到了", "包裹到了。凭码领取"},
		{"\n包裹到了!\n", "包裹到了", "包裹到了!"},
		{strings.Repeat("长", 41), strings.Repeat("长", 39) + "…", strings.Repeat("长", 41)},
		{"!", "!", "!"},
		{"", "", ""},
	} {
		subject, body := mail.FirstLine(c.text)
		assert.Equal(t, []string{c.subject, c.body}, []string{subject, body}, c.text)
	}
}

// Whatever a nick, an address or an id holds, it makes no line of the header, no receiver
// and no tag.
func FuzzSender_NothingGetsIntoTheHeader(f *testing.F) {
	f.Add("亲,您好\r\nBcc: evil@evil.example\r\n\r\nhi", "xiaowang@example.com", "xiaowang", "https://a.example")
	f.Add("a\u2028Bcc: b\nb<script>https://x\"onclick=1", "x@y\r\nRCPT TO:<evil@evil.example>", "a/b\r\n", "https://a\r\nX: y")
	f.Add("=?utf-8?q?a=0D=0ABcc:_b?=\nb", "\"a b\"@c", "\x00", "javascript:1")
	r := (&relay{}).start(f)
	s := sender(r)
	s.DKIM = mail.DKIM{Selector: "k1", Key: signingKey}
	names := []string{
		"Auto-Submitted", "Content-Type", "Date", "Dkim-Signature", "From", "List-Unsubscribe", "List-Unsubscribe-Post",
		"Message-Id", "Mime-Version", "Subject", "To",
	}
	f.Fuzz(func(t *testing.T, text, to, customer, link string) {
		m := message()
		m.Purpose, m.Text, m.Address.To, m.CustomerID, m.Link = tiexin.Marketing, text, to, customer, link
		raw, err := mail.Write(s, m)
		if err != nil {
			for _, secret := range []string{to, text} {
				if len(secret) > 8 && strings.Contains(err.Error(), secret) {
					t.Errorf("the error says what it was about: %s", err)
				}
			}
			return
		}
		o := open(t, string(raw))
		for name, values := range o.header {
			if !slices.Contains(names, name) || len(values) != 1 {
				t.Errorf("%s: %q is in the header", name, values)
			}
		}
		if list, err := stdmail.ParseAddressList(o.header.Get("To")); err != nil || len(list) != 1 || list[0].Address != to {
			t.Errorf("it goes to %v (%v), not to %q", list, err, to)
		}
		if tag := strings.Index(o.html, "<script"); tag >= 0 {
			t.Errorf("a tag got in: %s", o.html[tag:])
		}
	})
}

func BenchmarkSign(b *testing.B) {
	s := sender(&relay{host: "relay.example"})
	s.DKIM = mail.DKIM{Selector: "k1", Key: signingKey}
	m := message()
	m.Purpose = tiexin.Marketing
	for b.Loop() {
		if _, err := mail.Write(s, m); err != nil {
			b.Fatal(err)
		}
	}
}
