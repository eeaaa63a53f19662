package mail_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/mail"
)

// afterSending is a sender that has sent message, and so knows its Message-ID.
func afterSending(t testing.TB) *mail.Sender {
	s := sender((&relay{}).start(t))
	_, err := s.Send(t.Context(), message())
	require.NoError(t, err)
	return s
}

func report(t testing.TB, name string) string {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return strings.ReplaceAll(string(b), "MESSAGE-ID", channel.ShortID(message().ID)+"@qinghe.example")
}

// Reports as servers write them, and what they make known.
func TestSender_ReadBounce(t *testing.T) {
	for name, want := range map[string]tiexin.MessageReport{
		"bounce_postfix.eml":  {Final: true, Reason: "the mailbox does not exist, 5.1.1", Cause: "address"},
		"bounce_headers.eml":  {Final: true, Reason: "the mailbox is full, 5.2.2"},
		"bounce_exchange.eml": {Final: true, Reason: "the domain takes no mail, 5.1.10", Cause: "address"},
		"bounce_bare.eml":     {Final: true, Reason: "the mail was given up"},
	} {
		t.Run(name, func(t *testing.T) {
			s := afterSending(t)
			r, err := s.ReadBounce(t.Context(), strings.NewReader(report(t, name)))
			require.NoError(t, err)
			require.Len(t, r.Events, 1, r)
			e := r.Events[0]
			require.NoError(t, e.Validate())
			want.ID, want.Channel = message().ID, "email"
			assert.Equal(t, want, *e.Message)
			assert.Equal(t, tiexin.EventMessageFailed, e.Type)
			assert.Equal(t, []string{"qinghe", "xiaowang"}, []string{e.Shop, e.Customer.ID})
			assert.Equal(t, time.Date(2026, 11, 11, 4, 5, 0, 0, time.UTC), e.At.UTC())

			again, err := s.ReadBounce(t.Context(), strings.NewReader(report(t, name)))
			require.NoError(t, err)
			assert.Equal(t, e.ID, again.Events[0].ID)
		})
	}
}

func TestSender_ReadBounce_SaysNothingOfAMailThatIsLate(t *testing.T) {
	late := strings.ReplaceAll(report(t, "bounce_postfix.eml"), "Action: failed", "Action: delayed")
	r, err := afterSending(t).ReadBounce(t.Context(), strings.NewReader(late))
	require.NoError(t, err)
	assert.Empty(t, r.Events)
	assert.Empty(t, r.Parked)

	arrived := strings.ReplaceAll(report(t, "bounce_postfix.eml"), "Action: failed", "Action: delivered")
	r, err = afterSending(t).ReadBounce(t.Context(), strings.NewReader(arrived))
	require.NoError(t, err)
	require.Len(t, r.Events, 1)
	assert.Equal(t, tiexin.EventMessageDelivered, r.Events[0].Type)
	assert.Equal(t, tiexin.MessageReport{ID: message().ID, Channel: "email"}, *r.Events[0].Message)
}

func TestSender_ReadBounce_ParksWhatItCannotPlace(t *testing.T) {
	whole := report(t, "bounce_postfix.eml")
	for want, text := range map[string]string{
		"it is not a delivery report":                  "From: a@example.com\r\nSubject: out of office\r\n\r\nback on Monday",
		"it is about an unknown mail":                  strings.ReplaceAll(whole, channel.ShortID(message().ID), channel.ShortID("another")),
		"does not say what became":                     strings.ReplaceAll(whole, "Action:", "X-Action:"),
		"does not say which mail":                      strings.ReplaceAll(whole, "Message-ID: ", "X-Message-ID: "),
		"it is not a delivery report: it does not say": whole[:strings.Index(whole, "message/delivery-status")],
	} {
		r, err := afterSending(t).ReadBounce(t.Context(), strings.NewReader(text))
		require.NoError(t, err)
		assert.Empty(t, r.Events)
		require.Len(t, r.Parked, 1, want)
		assert.Contains(t, r.Parked[0].Reason, want)
		assert.Equal(t, text, string(r.Parked[0].Body))
	}
}

func TestSender_ReadBounce_ComesAgainWhenItCannotBeReadNow(t *testing.T) {
	s := afterSending(t)
	_, err := s.ReadBounce(t.Context(), broken{})
	require.Error(t, err)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken off") }

func FuzzSender_ReadBounce(f *testing.F) {
	for _, name := range []string{"bounce_postfix.eml", "bounce_headers.eml", "bounce_exchange.eml", "bounce_bare.eml"} {
		f.Add(report(f, name))
	}
	f.Add("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--")
	s := afterSending(f)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := s.ReadBounce(t.Context(), strings.NewReader(text))
		if err != nil || len(r.Events)+len(r.Parked) > 1 {
			t.Errorf("%v, %v", r, err)
		}
		for _, e := range r.Events {
			if err := e.Validate(); err != nil && !e.At.IsZero() {
				t.Error(err)
			}
			if e.Message.ID != message().ID {
				t.Errorf("it is about %s", e.Message.ID)
			}
		}
	})
}
