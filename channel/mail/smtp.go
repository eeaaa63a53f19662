package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/wneessen/go-mail/smtp"

	"github.com/tiexin-go/tiexin/channel"
)

// deliver hands a letter to the relay, over a connection of its own.
func (s *Sender) deliver(ctx context.Context, l letter, attempt int) error {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Timeout)
	defer cancel()
	if end, ok := ctx.Deadline(); ok {
		within, cancel = context.WithDeadline(within, end)
		defer cancel()
	}
	c := &conversation{sender: s, letter: l, attempt: attempt}
	defer context.AfterFunc(ctx, func() {
		if !c.ending.Load() {
			cancel()
		}
	})()
	err := c.hold(within)
	if err == nil || errors.Is(err, channel.ErrUnknownOutcome) {
		return err
	}
	// Two clocks end at one time: the connection is closed by the first of them.
	if ended := cmp.Or(ctx.Err(), within.Err()); ended != nil {
		return fmt.Errorf("%w: %w", ended, err)
	}
	return err
}

// A conversation with a relay, about one letter.
type conversation struct {
	sender  *Sender
	letter  letter
	attempt int
	ending  atomic.Bool // the end of the words goes now: what follows has to be heard
}

// hold goes through the conversation. Its context ends with the connection.
func (c *conversation) hold(ctx context.Context) error {
	conn, err := c.connect(ctx)
	if err != nil {
		return c.kindOf(atDoor, err)
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer conn.Close()
	client, err := smtp.NewClient(conn, c.sender.Host)
	if err == nil {
		err = c.enter(client)
	}
	if err != nil {
		return c.kindOf(atDoor, err)
	}
	if err := client.Mail("<" + c.letter.from + ">"); err != nil {
		return c.kindOf(ofSender, err)
	}
	if err := client.Rcpt("<" + c.letter.to + ">"); err != nil {
		return c.kindOf(ofReceiver, err)
	}
	words, err := client.Data()
	if err != nil {
		return c.kindOf(ofWords, err)
	}
	if _, err := words.Write(c.letter.bytes); err != nil {
		return withoutWords(err)
	}
	if err := c.sender.note(ctx, c.letter.id, trying, c.letter.owner); err != nil {
		return err
	}
	c.ending.Store(true)
	if err := words.Close(); err != nil {
		return c.kindOf(ofWords, err)
	}
	_ = client.Quit() // it has the letter, whatever it says now
	return nil
}

func (c *conversation) connect(ctx context.Context) (net.Conn, error) {
	s := c.sender
	address := net.JoinHostPort(s.Host, strconv.Itoa(s.port()))
	if s.security() != SecurityTLS {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}
	return (&tls.Dialer{Config: s.tls()}).DialContext(ctx, "tcp", address)
}

func (s *Sender) tls() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.TLS != nil {
		config = s.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName = s.Host
	}
	return config
}

var (
	errNoTLS  = errors.New("the relay does not offer STARTTLS")
	errNoAuth = errors.New("the relay offers no login by PLAIN or LOGIN")
)

// enter greets the relay, hides what follows from others, and logs in.
func (c *conversation) enter(client *smtp.Client) error {
	s := c.sender
	client.SkipSMTPUTF8(ascii(c.letter.to) && ascii(c.letter.from))
	if err := client.Hello(s.Domain); err != nil {
		return err
	}
	if s.security() == SecurityStartTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return errNoTLS
		}
		if err := client.StartTLS(s.tls()); err != nil {
			return err
		}
	}
	if s.Login == (Login{}) {
		return nil
	}
	_, offered := client.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	for _, way := range ways {
		switch way {
		case "PLAIN":
			return client.Auth(smtp.PlainAuth("", s.Login.User, s.Login.Password, s.Host, false))
		case "LOGIN":
			return client.Auth(smtp.LoginAuth(s.Login.User, s.Login.Password, s.Host, false))
		}
	}
	return errNoAuth
}

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > '~' })
}
