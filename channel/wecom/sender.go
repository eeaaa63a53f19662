package wecom

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// A Sender passes customer messages (企业群发) to WeCom, each to one customer. A member of the
// company sees the message and has to confirm it. The success of Send means only that a member
// was asked; Results report the outcome. Several goroutines may use it; do not copy it.
type Sender struct {
	Account Account
	// Member is the userid of the member who should send a message. Empty: the member who last
	// talked to the customer. Default: always empty
	Member func(m channel.Message) string
	// LinkTitle is the title of a message's Link. Default: 查看详情
	LinkTitle string

	hidden
	once   sync.Once
	api    weixin.API
	ledger *weixin.Ledger
}

// mostText is how long a text may be, in bytes.
const mostText = 4000

// resultTime is how long a member's confirmation is waited for.
const resultTime = 7 * 24 * time.Hour

// Send asks a member to send a message. Address.To is the customer's external userid. The text is
// Message.Text, with Message.OptOut if the purpose needs an opt-out and there is one. No default
// opt-out is added: customers' answers reach only a member, so a promised word might not be read.
//
// WeCom does not prevent duplicates. A lost answer is a channel.ErrUnknownOutcome; a message that
// the Shelf has as accepted is not sent again.
func (s *Sender) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	receipt, err := s.send(ctx, m)
	if err != nil {
		return receipt, fmt.Errorf("wecom: message %s: %w", m.ID, err)
	}
	return receipt, nil
}

func (s *Sender) send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	if err := s.Account.ready(); err != nil {
		return channel.Receipt{}, err
	}
	if !m.NotAfter.IsZero() && s.Account.now().After(m.NotAfter) {
		return channel.Receipt{}, channel.ErrTooLate
	}
	s.once.Do(func() { s.api, s.ledger = s.Account.api(), s.Account.ledger() })
	r, err := s.request(m)
	if err != nil {
		return channel.Receipt{}, err
	}
	return s.ledger.Send(ctx, m, func(ctx context.Context) (string, error) {
		var answer struct {
			MsgID  string   `json:"msgid"`
			Failed []string `json:"fail_list"`
		}
		err := s.api.Do(ctx, weixin.Call{
			Path: "/cgi-bin/externalcontact/add_msg_template", Body: r, Hide: []string{m.Address.To, s.Account.Secret},
		}, &answer)
		switch {
		case err != nil:
			codes.Tell(ctx, err, s.Account.Shelf, s.Account.Logger, s.Account.now())
			return "", codes.Error(err, m.Attempt, s.Account.now())
		case slices.Contains(answer.Failed, m.Address.To):
			return "", &channel.Final{Reason: "WeCom cannot send to this customer"}
		}
		s.waitsFor(ctx, answer.MsgID, m)
		return answer.MsgID, nil
	})
}

// waitsFor has Results ask what becomes of a message. Without the memo nothing is lost but
// the report.
func (s *Sender) waitsFor(ctx context.Context, msgID string, m channel.Message) {
	if _, _, ok := channel.OwnerOf(m.ID); !ok || msgID == "" {
		return
	}
	now := s.Account.now()
	_ = s.Account.Shelf.Put(context.WithoutCancel(ctx), channel.Memo{Key: s.Account.waiting(), Name: msgID, Value: m.ID, At: now, Until: now.Add(resultTime)})
}

// waiting is where the messages are that a member has yet to confirm.
func (a *Account) waiting() string { return a.name() + " waiting" }

// A request is a message as WeCom takes it.
type request struct {
	Chat        string       `json:"chat_type"`
	To          []string     `json:"external_userid"`
	Sender      string       `json:"sender,omitempty"`
	Select      bool         `json:"allow_select"`
	Text        text         `json:"text"`
	Attachments []attachment `json:"attachments"`
}

type text struct {
	Content string `json:"content"`
}

type attachment struct {
	Type string `json:"msgtype"`
	Link link   `json:"link"`
}

type link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

func (s *Sender) request(m channel.Message) (request, error) {
	r := request{Chat: "single", To: []string{m.Address.To}, Text: text{m.Text}, Attachments: []attachment{}}
	if m.OptOut != "" && m.Purpose != tiexin.Service && m.Purpose != tiexin.Notice {
		r.Text.Content += "\n" + m.OptOut
	}
	if s.Member != nil {
		r.Sender = s.Member(m)
	}
	if m.Link != "" {
		title := s.LinkTitle
		if title == "" {
			title = "查看详情"
		}
		r.Attachments = append(r.Attachments, attachment{"link", link{title, m.Link}})
	}
	switch {
	case m.Address.To == "":
		return r, &channel.Final{Reason: "no external userid is known"}
	case m.Text == "":
		return r, fmt.Errorf("%w: it has no text", channel.ErrWording)
	case len(r.Text.Content) > mostText:
		return r, &channel.Final{Reason: fmt.Sprintf("the text has %d bytes, and WeCom takes %d", len(r.Text.Content), mostText)}
	}
	return r, nil
}
