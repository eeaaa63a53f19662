package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/mail"
	"strings"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A Sender passes mails to an SMTP relay. Set its fields before the first Send. Put a
// [channel.Rate] around it: DirectMail accepts 50 mails in 300 s for one receiver, other
// relays have hourly or daily limits.
type Sender struct {
	Host string // of the relay: "smtpdm.aliyun.com". Required
	Port int    // Default: 465
	// Security is the encryption of the connection. Default: SecurityByPort
	Security Security
	TLS      *tls.Config // Default: the certificates that the system trusts
	Login    Login       // Default: none

	From       string // the author: "青禾家 <hi@shop.example>". Required
	ReplyTo    string // address for answers. Default: From
	ReturnPath string // address for bounces. Default: the address of From
	Domain     string // of Message-IDs, and the client's name at the relay. Default: that of From

	DKIM        DKIM        // Default: this Sender does not sign; the relay may
	Unsubscribe Unsubscribe // Default: mails that need an opt-out are an ErrWording

	// Split makes subject and body from a text. Default: FirstLine
	Split func(text string) (subject, body string)
	// Shelf stores which mails were sent, for a week. Default: in memory, until a restart
	Shelf   channel.Shelf
	Timeout time.Duration    // for one mail. Default: 30 s
	Now     func() time.Time // Default: time.Now

	once     sync.Once
	mu       sync.Mutex
	underWay map[string]bool // by Message-ID
}

// Security is the time when TLS begins.
type Security int

// The values of Security.
const (
	SecurityByPort   Security = iota // TLS on 465 and 994, else STARTTLS
	SecurityTLS                      // from the first byte
	SecurityStartTLS                 // after the greeting; a relay without it gets nothing
	SecurityNone                     // for a relay on the same machine; with a Login nothing is sent
)

// A Login is the shop's login at the relay. Printed or logged it shows nothing.
type Login struct {
	User     string
	Password string // for QQ and 163 the authorisation code, not the mailbox's password
}

// Format writes whether there is a login, under every verb.
func (l Login) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, hidden("a login", l != Login{}))
}

// LogValue returns what Format writes.
func (l Login) LogValue() slog.Value { return slog.StringValue(hidden("a login", l != Login{})) }

func hidden(what string, there bool) string {
	if !there {
		return "none"
	}
	return what
}

// String is "mail by smtpdm.aliyun.com:465".
func (s *Sender) String() string { return fmt.Sprintf("mail by %s:%d", s.Host, s.port()) }

// Format writes String under every verb.
func (s *Sender) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue is String.
func (s *Sender) LogValue() slog.Value { return slog.StringValue(s.String()) }

func (s *Sender) port() int {
	if s.Port == 0 {
		return 465
	}
	return s.Port
}

func (s *Sender) security() Security {
	switch port := s.port(); {
	case s.Security != SecurityByPort:
		return s.Security
	case port == 465, port == 994:
		return SecurityTLS
	}
	return SecurityStartTLS
}

func (s *Sender) begin() {
	s.underWay = map[string]bool{}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Timeout <= 0 {
		s.Timeout = 30 * time.Second
	}
	if s.Split == nil {
		s.Split = FirstLine
	}
	if s.Shelf == nil {
		s.Shelf = channel.NewShelf(s.Now)
	}
	if s.Domain == "" {
		if from, err := mail.ParseAddress(s.From); err == nil {
			_, s.Domain, _ = strings.Cut(from.Address, "@")
		}
	}
}

var errUnderWay = errors.New("the same mail is under way")

// Send passes one mail to the relay. The receipt's ProviderID is its Message-ID.
func (s *Sender) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	s.once.Do(s.begin)
	receipt, err := s.send(ctx, m)
	if err != nil {
		return channel.Receipt{}, fmt.Errorf("mail: message %s: %w", m.ID, err)
	}
	return receipt, nil
}

func (s *Sender) send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	if err := ctx.Err(); err != nil {
		return channel.Receipt{}, err
	}
	l, err := s.letter(m)
	if err != nil {
		return channel.Receipt{}, err
	}
	done, ok := s.hold(l.id)
	if !ok {
		return channel.Receipt{}, errUnderWay
	}
	defer done()
	switch before, err := s.recall(ctx, l.id); {
	case err != nil:
		return channel.Receipt{}, err
	case before == sent:
		return channel.Receipt{ProviderID: l.id}, nil
	case before == trying:
		return channel.Receipt{}, fmt.Errorf("%w: it was under way when the last attempt broke off", channel.ErrUnknownOutcome)
	}
	err = s.deliver(ctx, l, m.Attempt)
	if errors.Is(err, channel.ErrUnknownOutcome) {
		return channel.Receipt{}, err // the note that it was tried stays
	}
	if err != nil {
		return channel.Receipt{}, errors.Join(err, s.forget(ctx, l.id))
	}
	_ = s.note(ctx, l.id, sent, m.ID) // if it fails, the note that it was tried stays
	return channel.Receipt{ProviderID: l.id}, nil
}

// hold keeps the same mail from being sent by two goroutines at once.
func (s *Sender) hold(id string) (done func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.underWay[id] {
		return nil, false
	}
	s.underWay[id] = true
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.underWay, id)
	}, true
}
