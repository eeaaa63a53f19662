package mail_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/mail"
)

func TestSender_KeepsTheContract(t *testing.T) {
	r := (&relay{
		security: mail.SecurityStartTLS, login: true,
		receiver: func(to string) error {
			switch {
			case strings.HasPrefix(to, "nobody@"):
				return answer(550, smtp.EnhancedCode{5, 1, 1}, "<"+to+">: no such user here")
			case strings.HasPrefix(to, "busy@"):
				return answer(450, smtp.EnhancedCode{4, 2, 1}, "<"+to+">: try later")
			}
			return nil
		},
	}).start(t)
	to := func(address string) channel.Message {
		m := message()
		m.Address.To = address
		return m
	}
	caretest.TestSender(t, func() channel.Sender { return sender(r) }, caretest.SenderOptions{
		Message: message(),
		Delivered: func(_ channel.Sender, id string) (n int) {
			for _, m := range r.received() {
				n += strings.Count(m.mail, "Message-ID: <"+channel.ShortID(id)+"@qinghe.example>")
			}
			return n
		},
		Undeliverable: []channel.Message{to("nobody@example.com"), to("no address"), to("a@b@c"), to("")},
		Passing:       []channel.Message{to("busy@example.com")},
	})
}

func TestSender_HidesTheConversation(t *testing.T) {
	for _, security := range []mail.Security{mail.SecurityTLS, mail.SecurityStartTLS} {
		r := (&relay{security: security, login: true}).start(t)
		_, err := sender(r).Send(t.Context(), message())
		require.NoError(t, err)
		require.Len(t, r.received(), 1)

		untrusted := sender(r)
		untrusted.TLS = nil
		_, err = untrusted.Send(t.Context(), message())
		require.ErrorIs(t, err, channel.ErrStopped)
		assert.ErrorContains(t, err, "the relay's certificate is not trusted")
		assert.Len(t, r.received(), 1)
	}
}

func TestSender_SaysNothingToARelayWithoutTLS(t *testing.T) {
	r := (&relay{login: true}).start(t)
	s := sender(r)
	s.Security = mail.SecurityStartTLS
	_, err := s.Send(t.Context(), message())
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.ErrorContains(t, err, "STARTTLS")

	s = sender(r)
	_, err = s.Send(t.Context(), message())
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.ErrorContains(t, err, "a login must not be sent without TLS")
}

// Each answer of a relay, at each place, and what becomes of the message.
func TestSender_TellsKindsOfFailureApart(t *testing.T) {
	type kinds struct {
		kind  error // nil: passing
		cause channel.Cause
		words string
	}
	nobody := kinds{channel.ErrUndeliverable, channel.CauseAddress, ""}
	final := kinds{channel.ErrUndeliverable, "", ""}
	stopped, wording := kinds{channel.ErrStopped, "", ""}, kinds{channel.ErrWording, "", ""}
	passing := kinds{words: "tried again after 4m0s"}
	for _, c := range []struct {
		where  string
		code   int
		status smtp.EnhancedCode
		words  string
		want   kinds
	}{
		{"door", 421, smtp.EnhancedCode{4, 3, 2}, "too many connections", passing},
		{"door", 554, smtp.EnhancedCode{5, 7, 1}, "no service for you", stopped},
		{"from", 451, smtp.EnhancedCode{4, 7, 1}, "slow down", passing},
		{"from", 553, smtp.EnhancedCode{5, 7, 1}, "hi@qinghe.example is not yours", stopped},
		{"receiver", 450, smtp.EnhancedCode{4, 7, 1}, "greylisted", passing},
		{"receiver", 452, smtp.EnhancedCode{4, 2, 2}, "full", passing},
		{"receiver", 550, smtp.EnhancedCode{5, 1, 1}, "no such user", nobody},
		{"receiver", 550, smtp.EnhancedCode{5, 1, 10}, "null mx", nobody},
		{"receiver", 551, smtp.EnhancedCode{5, 1, 6}, "moved", nobody},
		{"receiver", 553, smtp.EnhancedCode{5, 1, 3}, "bad syntax", nobody},
		{"receiver", 550, smtp.EnhancedCode{5, 2, 1}, "disabled", nobody},
		{"receiver", 559, smtp.NoEnhancedCode, "invalid rcptto", nobody},
		{"receiver", 550, smtp.NoEnhancedCode, "mailbox unavailable", final},
		{"receiver", 552, smtp.EnhancedCode{5, 2, 2}, "mailbox full", final},
		{"receiver", 550, smtp.EnhancedCode{5, 7, 1}, "you are blocked", final},
		{"receiver", 554, smtp.EnhancedCode{5, 7, 1}, "Relay access denied", stopped},
		{"receiver", 550, smtp.NoEnhancedCode, "unable to relay", stopped},
		{"words", 451, smtp.EnhancedCode{4, 3, 0}, "try later", passing},
		{"words", 421, smtp.EnhancedCode{4, 3, 2}, "going down", passing},
		{"words", 550, smtp.EnhancedCode{5, 1, 1}, "no such user", nobody},
		{"words", 552, smtp.EnhancedCode{5, 3, 4}, "too large", wording},
		{"words", 554, smtp.NoEnhancedCode, "DT:SPM", wording},
		{"words", 550, smtp.EnhancedCode{5, 7, 1}, "content denied", wording},
		{"words", 550, smtp.NoEnhancedCode, "no", final},
	} {
		t.Run(fmt.Sprintf("%s %d %v", c.where, c.code, c.status), func(t *testing.T) {
			r, say := &relay{}, func(string) error {
				return answer(c.code, c.status, c.words+" xiaowang@example.com")
			}
			switch c.where {
			case "door":
				r.door = func() error { return say("") }
			case "from":
				r.from = say
			case "receiver":
				r.receiver = say
			case "words":
				r.words = say
			}
			s, m := sender(r.start(t)), message()
			m.Attempt = 3
			_, err := s.Send(t.Context(), m)
			require.Error(t, err)
			for _, kind := range []error{channel.ErrUndeliverable, channel.ErrStopped, channel.ErrWording, channel.ErrUnknownOutcome} {
				assert.Equal(t, kind == c.want.kind, errors.Is(err, kind), err.Error())
			}
			if f, ok := errors.AsType[*channel.Final](err); ok {
				assert.Equal(t, c.want.cause, f.Cause)
			}
			assert.ErrorContains(t, err, c.want.words)
			assert.ErrorContains(t, err, fmt.Sprintf("SMTP %d", c.code))
			assert.NotContains(t, err.Error(), "example.com")
			assert.Empty(t, r.received())
		})
	}
}

// What is refused is not taken for sent: once the relay is willing, it goes.
func TestSender_SendsAgainWhatWasRefused(t *testing.T) {
	refusals := 2
	r := (&relay{words: func(string) error {
		if refusals--; refusals >= 0 {
			return answer(451, smtp.EnhancedCode{4, 3, 0}, "later")
		}
		return nil
	}}).start(t)
	s := sender(r)
	for range 2 {
		_, err := s.Send(t.Context(), message())
		require.Error(t, err)
	}
	receipt, err := s.Send(t.Context(), message())
	require.NoError(t, err)
	assert.Equal(t, channel.ShortID(message().ID)+"@qinghe.example", receipt.ProviderID)
	assert.Len(t, r.received(), 1)
}

func TestSender_KnowsWhetherALostMailMayHaveGone(t *testing.T) {
	for after, unknown := range map[string]bool{"EHLO": false, "MAIL": false, "RCPT": false, "DATA": false, ".": true} {
		t.Run(after, func(t *testing.T) {
			s := sender(cutOff(t, after))
			for range 2 { // the second time it is not even tried
				_, err := s.Send(t.Context(), message())
				require.Error(t, err)
				assert.Equal(t, unknown, errors.Is(err, channel.ErrUnknownOutcome), err.Error())
				assert.NotErrorIs(t, err, channel.ErrUndeliverable)
				assert.NotContains(t, err.Error(), "xiaowang@")
			}
		})
	}
}

// Replicas share the shelf: what one has sent, or may have sent, no other sends again.
func TestSender_ReplicasShareWhatHasGone(t *testing.T) {
	shelf := channel.NewShelf(func() time.Time { return noon })
	r := (&relay{}).start(t)
	for range 3 {
		s := sender(r)
		s.Shelf = shelf
		_, err := s.Send(t.Context(), message())
		require.NoError(t, err)
	}
	assert.Len(t, r.received(), 1)

	lost := sender(cutOff(t, "."))
	lost.Shelf = shelf
	m := message()
	m.ID += "2"
	_, err := lost.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	s := sender(r)
	s.Shelf = shelf
	_, err = s.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	assert.Len(t, r.received(), 1)
}

// A shelf that cannot note a mail keeps it from going: afterwards nobody could tell.
func TestSender_SendsNothingThatCannotBeNoted(t *testing.T) {
	r := (&relay{}).start(t)
	s := sender(r)
	s.Shelf = full{channel.NewShelf(nil)}
	_, err := s.Send(t.Context(), message())
	require.ErrorContains(t, err, "disk full")
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
	assert.Empty(t, r.received())
}

type full struct{ channel.Shelf }

func (full) Put(context.Context, channel.Memo) error { return errors.New("disk full") }

// Nobody could tell two mails without an ID apart: the second would count as gone.
func TestSender_SendsNothingWithoutAnID(t *testing.T) {
	r := (&relay{}).start(t)
	m := message()
	m.ID = ""
	_, err := sender(r).Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUndeliverable)
	assert.ErrorContains(t, err, "without ID")
	assert.Empty(t, r.received())
}

func TestSender_StopsInTime(t *testing.T) {
	release := make(chan struct{})
	r := (&relay{receiver: func(string) error { <-release; return nil }}).start(t)
	defer close(release)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := sender(r).Send(ctx, message())
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)

	s := sender(r)
	s.Timeout = 50 * time.Millisecond
	_, err = s.Send(t.Context(), message())
	require.Error(t, err)
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
}

// The host stops while the relay takes the mail: its answer is waited for.
func TestSender_HearsTheAnswerToAMailThatHasGone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := (&relay{words: func(string) error { cancel(); return nil }}).start(t)
	_, err := sender(r).Send(ctx, message())
	require.NoError(t, err)
	assert.Len(t, r.received(), 1)
}

func TestSender_SaysWhatIsWrongWithItsFields(t *testing.T) {
	for want, change := range map[string]func(*mail.Sender, *channel.Message){
		"Sender.Host is empty":           func(s *mail.Sender, _ *channel.Message) { s.Host = "" },
		"Sender.From is not one address": func(s *mail.Sender, _ *channel.Message) { s.From = "青禾家" },
		"Sender.ReplyTo is not":          func(s *mail.Sender, _ *channel.Message) { s.ReplyTo = "a\r\nBcc: b@example.com" },
		"Sender.ReturnPath is not":       func(s *mail.Sender, _ *channel.Message) { s.ReturnPath = "a> b" },
		"Sender.DKIM cannot sign":        func(s *mail.Sender, _ *channel.Message) { s.DKIM.Key = signingKey },
		"Unsubscribe.URL is not": func(s *mail.Sender, m *channel.Message) {
			m.Purpose, s.Unsubscribe.URL = tiexin.Marketing, "http://qinghe.example/"
		},
		"Unsubscribe.Key has 5 bytes": func(s *mail.Sender, m *channel.Message) {
			m.Purpose, s.Unsubscribe.Key = tiexin.Care, []byte("short")
		},
		"has no subject or no body": func(_ *mail.Sender, m *channel.Message) { m.Text = " \n " },
		"its link is not":           func(_ *mail.Sender, m *channel.Message) { m.Link = "javascript:alert(1)" },
	} {
		t.Run(want, func(t *testing.T) {
			r := (&relay{}).start(t)
			s, m := sender(r), message()
			change(s, &m)
			_, err := s.Send(t.Context(), m)
			require.ErrorContains(t, err, want)
			assert.True(t, errors.Is(err, channel.ErrStopped) || errors.Is(err, channel.ErrWording))
			assert.Empty(t, r.received())
		})
	}
}

func TestSender_PrintsNoSecret(t *testing.T) {
	s := &mail.Sender{
		Host: "smtp.example", Login: mail.Login{User: "hi", Password: "hush"},
		Unsubscribe: mail.Unsubscribe{URL: "https://qinghe.example/u", Key: key},
		DKIM:        mail.DKIM{Domain: "qinghe.example", Selector: "k1", Key: signingKey},
	}
	secret := fmt.Sprint([]byte(signingKey[:8]))[1:15]
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		for _, thing := range []any{s, s.Login, &s.Login, s.Unsubscribe, s.DKIM, struct{ L mail.Login }{s.Login}} {
			printed := fmt.Sprintf(verb, thing)
			assert.NotContains(t, printed, "hush")
			assert.NotContains(t, printed, "kkkk")
			assert.NotContains(t, printed, "6b6b")
			assert.NotContains(t, printed, secret)
		}
	}
	assert.Equal(t, "mail by smtp.example:465", s.LogValue().String())
	assert.Equal(t, "a login", s.Login.LogValue().String())
	assert.Equal(t, "k1._domainkey.qinghe.example", s.DKIM.LogValue().String())
	assert.Equal(t, "unsubscribe at https://qinghe.example/u", s.Unsubscribe.LogValue().String())
	assert.Equal(t, "none", fmt.Sprint(mail.Unsubscribe{}))
}
