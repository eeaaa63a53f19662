package mail_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/mail"
)

// A relay is an SMTP server in the test's own process.
type relay struct {
	login    bool // it wants one: hi / hush
	security mail.Security
	door     func() error            // what it says to a greeting
	from     func(from string) error // to MAIL FROM
	receiver func(to string) error   // to RCPT TO
	words    func(mail string) error // to the end of DATA

	mu    sync.Mutex
	mails []received
	host  string
	port  int
	trust *tls.Config
}

type received struct{ from, to, mail string }

func (r *relay) start(t testing.TB) *relay {
	certified := httptest.NewTLSServer(nil)
	t.Cleanup(certified.Close)
	pool := x509.NewCertPool()
	pool.AddCert(certified.Certificate())
	r.trust = &tls.Config{RootCAs: pool}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		if r.door != nil {
			if err := r.door(); err != nil {
				return nil, err
			}
		}
		return &session{relay: r, open: !r.login}, nil
	}))
	server.Domain, server.ErrorLog = "relay.example", silent{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	switch r.security {
	case mail.SecurityStartTLS:
		server.TLSConfig = certified.TLS
	case mail.SecurityTLS:
		listener = tls.NewListener(listener, certified.TLS)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	r.host, r.port = "127.0.0.1", listener.Addr().(*net.TCPAddr).Port
	return r
}

func (r *relay) received() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.mails...)
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

type session struct {
	relay    *relay
	open     bool
	from, to string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "hi" || password != "hush" {
			return smtp.ErrAuthFailed
		}
		s.open = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.open {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return says(s.relay.from, from)
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return says(s.relay.receiver, to)
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := says(s.relay.words, string(b)); err != nil {
		return err
	}
	s.relay.mu.Lock()
	defer s.relay.mu.Unlock()
	s.relay.mails = append(s.relay.mails, received{s.from, s.to, string(b)})
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func says(what func(string) error, about string) error {
	if what == nil {
		return nil
	}
	return what(about)
}

// answer is what a server says by SMTP.
func answer(code int, status smtp.EnhancedCode, words string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: status, Message: words}
}

var (
	noon = time.Date(2026, 11, 11, 12, 0, 0, 0, time.FixedZone("", 8*3600))
	key  = bytes.Repeat([]byte("k"), 32)
)

// sender is one for a relay.
func sender(r *relay) *mail.Sender {
	s := &mail.Sender{
		Host: r.host, Port: r.port, Security: r.security, TLS: r.trust,
		From:        "青禾家 <hi@qinghe.example>",
		Unsubscribe: mail.Unsubscribe{URL: "https://qinghe.example/unsubscribe", Key: key},
		Now:         func() time.Time { return noon },
	}
	if r.security == mail.SecurityByPort {
		s.Security = mail.SecurityNone
	}
	if r.login {
		s.Login = mail.Login{User: "hi", Password: "hush"}
	}
	return s
}

// message is the notice that xiaowang's parcel has arrived.
func message() channel.Message {
	return channel.Message{
		ID: "v1:qinghe/xiaowang/parcel/arrived/T1/0/1", Shop: "qinghe", CustomerID: "xiaowang",
		Kind: channel.Email, Purpose: tiexin.Notice, Attempt: 1,
		Address: channel.Address{Kind: channel.Email, To: "xiaowang@example.com"},
		Text:    "您的包裹已到自提点\n亲,包裹到了东门驿站,凭 3-12-08 领取。",
	}
}

// cutOff is a relay that goes away after it has heard a line that begins with a word; "." is
// the end of the words.
func cutOff(t testing.TB, after string) *relay {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go talk(conn, after)
		}
	}()
	return &relay{host: "127.0.0.1", port: listener.Addr().(*net.TCPAddr).Port}
}

func talk(conn net.Conn, until string) {
	defer conn.Close()
	lines := make([]byte, 0, 1024)
	say := func(words string) { _, _ = io.WriteString(conn, words+"\r\n") }
	say("220 relay.example")
	words := false
	buffer := make([]byte, 1)
	for {
		if _, err := conn.Read(buffer); err != nil {
			return
		}
		if lines = append(lines, buffer[0]); buffer[0] != '\n' {
			continue
		}
		line := strings.TrimSpace(string(lines))
		lines = lines[:0]
		switch {
		case words && line != ".":
			continue
		case strings.HasPrefix(line, until):
			return
		case strings.HasPrefix(line, "EHLO"):
			say("250 relay.example")
		case line == "DATA":
			words = true
			say("354 go on")
		default:
			say("250 ok")
		}
	}
}
