package mail

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"github.com/tiexin-go/tiexin/channel"
)

// A letter is a mail as it goes.
type letter struct {
	id       string // its Message-ID, without brackets
	owner    string // the message's ID
	from, to string // of the envelope
	bytes    []byte
}

// letter writes the mail of a message.
func (s *Sender) letter(m channel.Message) (letter, error) {
	from, to, err := s.people(m)
	if err != nil {
		return letter{}, err
	}
	subject, body := s.Split(m.Text)
	p := parts{body: body}
	if subject = oneLine(subject); subject == "" || strings.TrimSpace(body) == "" {
		return letter{}, fmt.Errorf("%w: it has no subject or no body; write a text of two lines or more", channel.ErrWording)
	}
	if p.link = m.Link; p.link != "" && !isLink(p.link) {
		return letter{}, fmt.Errorf("%w: its link is not the whole address of a page; begin it with https://", channel.ErrWording)
	}
	if channel.NeedsOptOut(m.Purpose) {
		if p.leave, err = s.Unsubscribe.Link(m.Shop, m.CustomerID); err != nil {
			return letter{}, fmt.Errorf("%w: a mail of this purpose needs a way out: %w", channel.ErrWording, err)
		}
	}
	short := channel.ShortID(m.ID)
	l := letter{id: short + "@" + s.Domain, owner: m.ID, to: to.Address, from: from.Address}
	if s.ReturnPath != "" {
		l.from = s.ReturnPath
	}
	l.bytes, err = s.write(l, short, from, to, subject, p)
	return l, err
}

// people are who writes and who is written to.
func (s *Sender) people(m channel.Message) (from, to *mail.Address, err error) {
	switch from, err = mail.ParseAddress(s.From); {
	case s.Host == "":
		return nil, nil, stopped("Sender.Host is empty; give it the name of the relay")
	case err != nil:
		return nil, nil, stopped("Sender.From is not one address; write it as 青禾家 <hi@shop.example>")
	case s.ReturnPath != "" && !plain(s.ReturnPath):
		return nil, nil, stopped("Sender.ReturnPath is not an address; write it as bounce@shop.example")
	case s.security() == SecurityNone && s.Login != Login{}:
		return nil, nil, stopped("a login must not be sent without TLS; leave out Sender.Login or SecurityNone")
	}
	if m.ID == "" {
		return nil, nil, &channel.Final{Reason: "a message without ID cannot be told from another one"}
	}
	if !plain(m.Address.To) {
		return nil, nil, &channel.Final{Reason: "it is not an email address", Cause: channel.CauseAddress}
	}
	return from, &mail.Address{Address: m.Address.To}, nil
}

func stopped(why string) error { return fmt.Errorf("%w: %s", channel.ErrStopped, why) }

// plain is true for one address without a name, quotes, comments or anything that would end
// a line.
func plain(address string) bool {
	user, host, ok := strings.Cut(address, "@")
	return ok && user != "" && host != "" && len(address) <= 254 && utf8.ValidString(address) &&
		!strings.ContainsAny(address, "<>,;:\"()[]\\") && !strings.Contains(host, "@") &&
		!strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// write is the mail in bytes: the same for the same message and time.
func (s *Sender) write(l letter, short string, from, to *mail.Address, subject string, p parts) ([]byte, error) {
	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(short))
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	if s.ReplyTo != "" {
		if err := msg.ReplyTo(s.ReplyTo); err != nil {
			return nil, stopped("Sender.ReplyTo is not an address; write it as 小禾 <xiaohe@shop.example>")
		}
	}
	msg.Subject(subject)
	msg.SetMessageIDWithValue(l.id)
	msg.SetDateWithValue(s.Now())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // so that nobody's holiday notice answers it
	if p.leave != "" {
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+p.leave+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, p.plain())
	msg.AddAlternativeString(gomail.TypeTextHTML, p.html())
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil || s.DKIM.Key == nil {
		return b.Bytes(), err
	}
	key := s.DKIM
	if key.Domain == "" {
		key.Domain = s.Domain
	}
	return key.sign(b.Bytes(), s.Now())
}
