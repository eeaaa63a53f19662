package wechat

import (
	"context"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// A Callback (消息推送) reads WeChat's pushes: results of messages, customers' replies, and
// followers who leave. It is a feed.Source; serve it by feed.Handler. In the console choose XML and
// the safe mode (安全模式). In plain text the signature does not cover the body: anybody who sees
// one push can forge others for ten minutes.
//
// Messages are found on the Account's Shelf for 48 hours. Pushes about other programs' messages of
// the account are accepted and ignored.
type Callback struct {
	Account Account // AppID and Shelf are required
	Token   string  // of the console's server settings; required
	AESKey  string  // EncodingAESKey of the safe mode, 43 characters. Default: pushes come in plain text
	// Who finds the customer with an openid; an empty customer is unknown. It is called if the Shelf
	// has no message to them. Default: all are unknown
	Who func(ctx context.Context, openid string) (shop, customer string, err error)
	// Subscribed receives subscriptions to templates, for a host that counts them; see Subscription.
	// It may be called more than once for one subscription. Default: none
	Subscribed func(ctx context.Context, s Subscription) error
	// OptOut recognises a refusal by a person without a known message. Default: the zero OptOut
	OptOut channel.OptOut

	hidden
}

// A Subscription (订阅) is one customer's answer to the question whether a template may be sent. An
// accepted one is valid for one message, unless WeChat gave the account long-term ones. WeChat
// counts them itself, and answers 43101 if none is left: the message then takes the next channel. A
// host that counts, too, saves the call.
type Subscription struct {
	ID       string // the same in a repetition
	OpenID   string
	Template string
	Accepted bool
	// Settings is true if the answer was given in the account's settings: a refusal there revokes
	// earlier acceptances.
	Settings bool
	At       time.Time

	hidden
}

// Name is "wechat".
func (c Callback) Name() string { return "wechat" }

func (c Callback) secret() weixin.Callback {
	return weixin.Callback{Token: c.Token, AESKey: c.AESKey, Receiver: c.Account.AppID, Now: c.Account.now}
}

// Open returns the XML of a push.
func (c Callback) Open(r *http.Request, body []byte) ([]byte, error) {
	return c.secret().Open(r, body)
}

// Greet answers WeChat's verification of the address.
func (c Callback) Greet(w http.ResponseWriter, r *http.Request) {
	echo, err := c.secret().Echo(r)
	feed.Reply(w, err, "text/plain; charset=utf-8", string(echo))
}

// Answer writes "success". Without it WeChat pushes up to three times, five seconds apart.
func (c Callback) Answer(w http.ResponseWriter, err error) {
	answer := "success"
	if err != nil {
		answer = ""
	}
	feed.Reply(w, err, "text/plain; charset=utf-8", answer)
}
