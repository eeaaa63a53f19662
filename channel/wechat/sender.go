package wechat

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// A Kind is one of WeChat's interfaces for messages. Templates belong to one kind: its code is unknown to
// the others.
type Kind uint8

// The kinds.
const (
	// TemplateMessage is 模板消息 of an official account, to its followers. It takes notices only, no
	// marketing.
	TemplateMessage Kind = iota
	// SubscriptionMessage is 订阅通知 of an official account, to people who subscribed to one.
	SubscriptionMessage
	// MiniProgramMessage is 小程序订阅消息 of a mini program, to people who subscribed to one.
	MiniProgramMessage
)

// A Sender passes messages to WeChat. Several goroutines may use it; do not copy it.
type Sender struct {
	Account Account
	Kind    Kind // Default: TemplateMessage
	// State is the version of the mini program that a message opens: "formal", "trial" or "developer".
	// MiniProgramMessage only. Default: formal
	State string

	hidden
	once   sync.Once
	api    weixin.API
	ledger *weixin.Ledger
}

// window is how long WeChat keeps a message from going twice: ten minutes for an openid and a
// client_msg_id, of which a minute is left for clocks and lines.
const window = 9 * time.Minute

// Send sends a message. Message.Template and Params come from the binding of its wording; a message
// without one is a channel.ErrWording.
//
// No message is sent twice. For a TemplateMessage WeChat prevents that for ten minutes. A lost answer is
// a temporary error within nine minutes, and a channel.ErrUnknownOutcome after that. For the other kinds
// it is a channel.ErrUnknownOutcome at once. A message that the Shelf has as accepted is not sent again.
func (s *Sender) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	receipt, err := s.send(ctx, m)
	if err != nil {
		return receipt, fmt.Errorf("wechat: message %s: %w", m.ID, err)
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
	s.once.Do(func() {
		s.api = s.Account.api()
		s.ledger = s.Account.ledger(map[Kind]time.Duration{TemplateMessage: window}[s.Kind])
	})
	call, err := s.call(m)
	if err != nil {
		return channel.Receipt{}, err
	}
	return s.ledger.Send(ctx, m, func(ctx context.Context) (string, error) {
		var answer struct {
			MsgID json.Number `json:"msgid"`
		}
		if err := s.api.Do(ctx, call, &answer); err != nil {
			codes.Tell(ctx, err, s.Account.Shelf, s.Account.Logger, s.Account.now())
			return "", codes.Error(ofWording(err, m), m.Attempt, s.Account.now())
		}
		return answer.MsgID.String(), nil
	})
}

// A request is the body of all three interfaces.
type request struct {
	To          string           `json:"touser"`
	Template    string           `json:"template_id"`
	URL         string           `json:"url,omitempty"`
	Page        string           `json:"page,omitempty"`
	MiniProgram *miniProgram     `json:"miniprogram,omitempty"`
	ID          string           `json:"client_msg_id,omitempty"`
	State       string           `json:"miniprogram_state,omitempty"`
	Lang        string           `json:"lang,omitempty"`
	Data        map[string]value `json:"data"`
}

type miniProgram struct {
	AppID string `json:"appid"`
	Page  string `json:"pagepath,omitempty"`
}

// call is the request for a message.
func (s *Sender) call(m channel.Message) (weixin.Call, error) {
	if m.Address.To == "" {
		return weixin.Call{}, &channel.Final{Reason: "no openid is known"}
	}
	if m.Template == "" {
		return weixin.Call{}, fmt.Errorf("%w: WeChat takes registered templates only; bind wording %q to one", channel.ErrWording, m.Wording)
	}
	data, err := values(m)
	if err != nil {
		return weixin.Call{}, err
	}
	r := request{To: m.Address.To, Template: m.Template, Data: data}
	appID, page, _ := strings.Cut(m.Page, "/")
	var program *miniProgram
	if appID != "" {
		program = &miniProgram{appID, page}
	}
	path := "/cgi-bin/message/template/send"
	switch s.Kind {
	case SubscriptionMessage:
		path, r.Page, r.MiniProgram = "/cgi-bin/message/subscribe/bizsend", m.Link, program
	case MiniProgramMessage:
		if appID != "" && appID != s.Account.AppID {
			return weixin.Call{}, fmt.Errorf("%w: its page is of %s, and this mini program is %s", channel.ErrWording, appID, s.Account.AppID)
		}
		path, r.Page, r.State, r.Lang = "/cgi-bin/message/subscribe/send", page, s.State, "zh_CN"
		if r.State == "" {
			r.State = "formal"
		}
	default:
		r.URL, r.MiniProgram, r.ID = m.Link, program, channel.ShortID(m.ID)
	}
	return weixin.Call{Path: path, Body: r, Hide: []string{m.Address.To, s.Account.Secret}}, nil
}
