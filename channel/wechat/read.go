package wechat

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// Read returns the events of a push:
//
//   - TEMPLATESENDJOBFINISH and subscribe_msg_sent_event are message.delivered and
//     message.failed. A block of the account is a refusal.
//   - A customer's text is message.replied about the last message to them. Without a known
//     message it is ignored, except a refusal: that is consent.revoked.
//   - unsubscribe is consent.revoked for purposes that need a consent: care, marketing and
//     surveys, by WeChat. A follower who leaves an account revokes their consent. Notices need
//     none: WeChat does not deliver them after unsubscribe, and delivers them again to a
//     follower who comes back.
//   - subscribe_msg_popup_event and subscribe_msg_change_event are passed to Subscribed.
//
// The error for a receipt that arrives before the answer to Send asks WeChat to push it again.
func (c Callback) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	if c.Account.Shelf == nil {
		return feed.Reading{}, errors.New("wechat: Callback.Account.Shelf is nil; give it the Sender's")
	}
	x, err := weixin.Parse(body)
	if err != nil {
		return parked(body, "", err.Error()), nil
	}
	p := push{Callback: c, Element: x, body: body, ledger: c.Account.ledger(0), openid: x.Get("FromUserName")}
	seconds, err := strconv.ParseInt(x.Get("CreateTime"), 10, 64)
	if err != nil || p.openid == "" {
		return p.parked("FromUserName or CreateTime is missing"), nil
	}
	p.at = time.Unix(seconds, 0)
	switch kind := x.Get("MsgType"); kind {
	case "event":
		return p.event(ctx)
	case "text", "image", "voice", "video", "shortvideo", "location", "link":
		return p.reply(ctx)
	default:
		return feed.Reading{Unknown: []feed.Word{{Field: "MsgType", Word: kind}}}, nil
	}
}

// A push is one that is being read.
type push struct {
	Callback
	*weixin.Element
	body   []byte
	ledger *weixin.Ledger
	openid string
	at     time.Time
}

func parked(body []byte, id, reason string) feed.Reading {
	return feed.Reading{Parked: []feed.Parked{{Source: "wechat", ID: id, Reason: reason, Body: body}}}
}

func (p *push) parked(reason string) feed.Reading { return parked(p.body, p.Get("MsgId"), reason) }

// id of an event: WeChat tells its own apart by who it is about and when it happened.
func (p *push) id(parts ...string) string {
	return p.Account.name() + " " + strings.Join(parts, " ")
}

// others are the events of an account that say nothing about messages or consent.
var others = map[string]bool{
	"SCAN": true, "LOCATION": true, "CLICK": true, "VIEW": true, "view_miniprogram": true, "scancode_push": true, "scancode_waitmsg": true,
	"pic_sysphoto": true, "pic_photo_or_album": true, "pic_weixin": true, "location_select": true, "subscribe": true,
	"MASSSENDJOBFINISH": true, "PUBLISHJOBFINISH": true, "kf_create_session": true, "kf_close_session": true, "kf_switch_session": true,
	"user_enter_tempsession": true, "user_info_modified": true, "user_authorization_revoke": true, "user_authorization_cancellation": true,
}

func (p *push) event(ctx context.Context) (feed.Reading, error) {
	switch event := p.Get("Event"); event {
	case "TEMPLATESENDJOBFINISH":
		return p.templateReceipt(ctx)
	case "subscribe_msg_sent_event":
		return p.subscriptionReceipts(ctx)
	case "subscribe_msg_popup_event", "subscribe_msg_change_event":
		return feed.Reading{}, p.subscriptions(ctx, event)
	case "unsubscribe":
		return p.unsubscribe(ctx)
	default:
		if others[event] {
			return feed.Reading{}, nil
		}
		return feed.Reading{Unknown: []feed.Word{{Field: "Event", Word: event}}}, nil
	}
}

// lists are under which names WeChat puts lists of templates. Its documentation has the first
// one for events of the settings too.
var lists = []string{"SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent"}

func (p *push) list() (all []*weixin.Element) {
	for _, name := range lists {
		all = append(all, p.All(name, "List")...)
	}
	return all
}

func (p *push) subscriptions(ctx context.Context, event string) error {
	if p.Subscribed == nil {
		return nil
	}
	for _, item := range p.list() {
		template := item.Get("TemplateId")
		err := p.Subscribed(ctx, Subscription{
			ID: p.id(event, p.ledger.Hash(p.openid), p.Get("CreateTime"), template), OpenID: p.openid, Template: template,
			Accepted: item.Get("SubscribeStatusString") == "accept", Settings: event == "subscribe_msg_change_event", At: p.at,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// reply is what a customer wrote.
func (p *push) reply(ctx context.Context) (r feed.Reading, err error) {
	id, text := p.id("message", p.Get("MsgId")), p.Get("Content")
	if p.Get("MsgId") == "" {
		return p.parked("MsgId is missing"), nil
	}
	sent, err := p.ledger.To(ctx, p.openid)
	if err != nil {
		return r, err
	}
	for _, entry := range sent {
		if shop, customer, ok := channel.OwnerOf(entry.ID); ok {
			return reading(tiexin.Event{
				ID: id, Type: tiexin.EventMessageReplied, Shop: shop, At: p.at, Customer: tiexin.Customer{ID: customer},
				Message: &tiexin.MessageReport{ID: entry.ID, Channel: channel.WeChat.String(), Text: text},
			}), nil
		}
	}
	if !p.OptOut.Refuses(text) {
		return r, nil
	}
	shop, customer, err := p.who(ctx)
	if err != nil || customer == "" {
		return p.parked("an unknown customer refuses messages; see Callback.Who"), err
	}
	return reading(tiexin.Event{
		ID: id, Type: tiexin.EventConsentRevoked, Shop: shop, At: p.at, Customer: tiexin.Customer{ID: customer},
		Consent: &tiexin.Consent{ID: id, Channel: channel.WeChat.String(), Refused: true, At: p.at, Source: "wechat_reply", Proof: text},
	}), nil
}

// unsubscribe says that a customer left the account.
func (p *push) unsubscribe(ctx context.Context) (r feed.Reading, err error) {
	shop, customer, err := p.who(ctx)
	if err != nil || customer == "" {
		return r, err
	}
	r.Events = weixin.Left(p.id("unsubscribe", p.ledger.Hash(p.openid), p.Get("CreateTime")), shop, customer, "wechat_unsubscribe", p.at)
	return r, nil
}

// who is the customer whom the push is about; empty: nobody knows.
func (p *push) who(ctx context.Context) (shop, customer string, err error) {
	shop, customer, err = p.ledger.Owner(ctx, p.openid)
	if err != nil || customer != "" || p.Who == nil {
		return shop, customer, err
	}
	return p.Who(ctx, p.openid)
}

func reading(e ...tiexin.Event) feed.Reading { return feed.Reading{Events: e} }

var errEarly = errors.New("a receipt came before the answer about its message; it is to come again")

// templateReceipt says what became of a template message.
func (p *push) templateReceipt(ctx context.Context) (feed.Reading, error) {
	status := p.Get("Status")
	words := strings.ReplaceAll(status, " ", "")
	report := tiexin.MessageReport{Reason: status}
	switch {
	case words == "success":
		report.Reason = ""
	case strings.HasPrefix(words, "failed:userblock"):
		report.Final, report.Cause = true, string(channel.CauseRefused)
	case strings.HasPrefix(words, "failed"):
		report.Final = true
	default:
		return feed.Reading{Unknown: []feed.Word{{Field: "Status", Word: status}}}, nil
	}
	return p.receipt(ctx, p.Get("MsgID"), "", report)
}

// subscriptionReceipts say what became of subscription messages.
func (p *push) subscriptionReceipts(ctx context.Context) (r feed.Reading, err error) {
	for _, item := range p.list() {
		var report tiexin.MessageReport
		if code := item.Get("ErrorCode"); code != "0" {
			report.Final, report.Reason = true, strings.TrimSpace(code+" "+item.Get("ErrorStatus"))
		}
		one, err := p.receipt(ctx, item.Get("MsgID"), item.Get("TemplateId"), report)
		if err != nil {
			return r, err
		}
		r.Add(one)
	}
	return r, nil
}

// receipt makes an event of a report about the message with WeChat's number.
func (p *push) receipt(ctx context.Context, number, template string, report tiexin.MessageReport) (feed.Reading, error) {
	id, err := p.message(ctx, number, template)
	switch {
	case errors.Is(err, errSeveral):
		return p.parked(err.Error()), nil
	case err != nil || id == "":
		return feed.Reading{}, err
	}
	shop, customer, ok := channel.OwnerOf(id)
	if !ok {
		return p.parked("it is about a message whose ID names no customer"), nil
	}
	report.ID, report.Channel = id, channel.WeChat.String()
	e := tiexin.Event{
		ID: p.id("receipt", channel.ShortID(id), "delivered"), Type: tiexin.EventMessageDelivered, Shop: shop, At: p.at,
		Customer: tiexin.Customer{ID: customer}, Message: &report,
	}
	if report.Final {
		e.ID, e.Type = p.id("receipt", channel.ShortID(id), "failed"), tiexin.EventMessageFailed
	}
	return reading(e), nil
}

// How long after a message was begun its answer may be under way, and its receipt come.
const (
	answerTime  = 15 * time.Second
	receiptTime = time.Hour
)

var errSeveral = errors.New("it names no message, and several went to its receiver")

// message finds a message by WeChat's number. A number that is not known may be that of a
// message whose answer was lost, and WeChat is said to give none at times: then it is the only
// one to its receiver that it can be. Empty: it is none of ours.
func (p *push) message(ctx context.Context, number, template string) (string, error) {
	if number != "" && number != "0" {
		if id, err := p.ledger.Numbered(ctx, number); err != nil || id != "" {
			return id, err
		}
	}
	sent, err := p.ledger.To(ctx, p.openid)
	if err != nil {
		return "", err
	}
	var found []string
	now := p.Account.now()
	for _, e := range sent {
		switch {
		case template != "" && e.Template != template, now.Sub(e.At) > receiptTime:
		case !e.Taken && now.Sub(e.At) < answerTime:
			return "", errEarly
		case !e.Taken, number == "" || number == "0", e.Number == "":
			found = append(found, e.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", errSeveral
}
