package wecom

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// A Callback (回调) reads WeCom's pushes about customers. It is a feed.Source; serve it by
// feed.Handler, and choose 客户联系 for it in the console. Pushes are always encrypted.
type Callback struct {
	Account Account // CorpID and Shelf are required
	Token   string  // of the callback's settings; required
	AESKey  string  // EncodingAESKey of the callback's settings, 43 characters; required
	// Who finds the customer with an external userid; an empty customer is unknown. It is
	// called if the Shelf has no message to them. Default: all are unknown
	Who func(ctx context.Context, externalUserID string) (shop, customer string, err error)

	hidden
}

// Name is "wecom".
func (c Callback) Name() string { return "wecom" }

func (c Callback) secret() weixin.Callback {
	return weixin.Callback{Token: c.Token, AESKey: c.AESKey, Receiver: c.Account.CorpID, Now: c.Account.now}
}

var errNoKey = errors.New("wecom: Callback.AESKey is empty; WeCom encrypts all pushes")

// Open returns the XML of a push.
func (c Callback) Open(r *http.Request, body []byte) ([]byte, error) {
	if c.AESKey == "" {
		return nil, errNoKey
	}
	return c.secret().Open(r, body)
}

// Greet answers WeCom's verification of the address.
func (c Callback) Greet(w http.ResponseWriter, r *http.Request) {
	var echo []byte
	err := errNoKey
	if c.AESKey != "" {
		echo, err = c.secret().Echo(r)
	}
	feed.Reply(w, err, "text/plain; charset=utf-8", string(echo))
}

// Answer writes "success".
func (c Callback) Answer(w http.ResponseWriter, err error) {
	answer := "success"
	if err != nil {
		answer = ""
	}
	feed.Reply(w, err, "text/plain; charset=utf-8", answer)
}

// others are the events about customers that change no consent.
var others = map[string]bool{
	"add_external_contact": true, "add_half_external_contact": true, "edit_external_contact": true, "del_external_contact": true,
	"transfer_fail": true, "msg_audit_approved": true, "change_external_chat": true, "change_external_tag": true, "customer_acquisition": true,
}

// Read returns the events of a push. A customer who deletes a member (del_follow_user) revokes
// their consent to care, marketing and surveys by WeChat. Other pushes are ignored.
func (c Callback) Read(ctx context.Context, body []byte) (r feed.Reading, err error) {
	if c.Account.Shelf == nil {
		return r, errors.New("wecom: Callback.Account.Shelf is nil; give it the Sender's")
	}
	x, err := weixin.Parse(body)
	if err != nil {
		return parked(body, err.Error()), nil
	}
	event, change := x.Get("Event"), x.Get("ChangeType")
	switch {
	case event == "change_external_contact" && change == "del_follow_user":
	case event == "change_external_contact" && !others[change]:
		return feed.Reading{Unknown: []feed.Word{{Field: "ChangeType", Word: change}}}, nil
	case event == "change_external_contact", others[event]:
		return r, nil
	default:
		return feed.Reading{Unknown: []feed.Word{{Field: "Event", Word: event}}}, nil
	}
	receiver, stamp := x.Get("ExternalUserID"), x.Get("CreateTime")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || receiver == "" {
		return parked(body, "ExternalUserID or CreateTime is missing"), nil
	}
	ledger := c.Account.ledger()
	shop, customer, err := ledger.Owner(ctx, receiver)
	if err == nil && customer == "" && c.Who != nil {
		shop, customer, err = c.Who(ctx, receiver)
	}
	if err != nil || customer == "" {
		return r, err
	}
	id := c.Account.name() + " " + change + " " + ledger.Hash(receiver) + " " + stamp
	r.Events = weixin.Left(id, shop, customer, "wecom_del_follow_user", time.Unix(seconds, 0))
	return r, nil
}

func parked(body []byte, reason string) feed.Reading {
	return feed.Reading{Parked: []feed.Parked{{Source: "wecom", Reason: reason, Body: body}}}
}
