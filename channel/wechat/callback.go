package wechat

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// A Callback (消息推送) reads what WeChat pushes: what became of messages, what customers write
// back, and who leaves. It is a feed.Source; serve it by feed.Handler. In the console choose
// XML, and the safe mode (安全模式): in plain text the signature holds no body, and whoever sees
// one push can forge others for ten minutes.
//
// Messages are found on the Account's Shelf for 48 hours. Pushes about messages of others that
// use the account are taken in, and nothing follows.
type Callback struct {
	Account Account // AppID and Shelf are required
	Token   string  // of the console's server settings; required
	AESKey  string  // EncodingAESKey of the safe mode, 43 characters. Default: pushes come in plain text
	// Who finds the customer with an openid; an empty customer: nobody knows. It is asked where
	// the Shelf holds no message to them. Default: nobody knows
	Who func(ctx context.Context, openid string) (shop, customer string, err error)
	// Subscribed hears of subscriptions to templates, for a host that counts them; see
	// Subscription. It may hear of one more than once. Default: nobody counts
	Subscribed func(ctx context.Context, s Subscription) error
	// OptOut recognises a refusal of somebody whom no message is known to. Default: the zero
	// OptOut
	OptOut channel.OptOut
}

// A Subscription (订阅) is one customer's answer to the question whether a template may be sent.
// One that is accepted is good for one message, except where WeChat gave the account long-term
// ones. WeChat counts itself, and answers 43101 when none is left: the message goes by the next
// channel. A host that counts too saves the call.
type Subscription struct {
	ID       string // the same when it comes again
	OpenID   string
	Template string
	Accepted bool
	// Settings says that it was answered in the account's settings: a refusal there takes back
	// what was accepted before.
	Settings bool
	At       time.Time
}

// String is "a subscription to a template, accepted".
func (s Subscription) String() string {
	answer := "declined"
	if s.Accepted {
		answer = "accepted"
	}
	return "a subscription to a template, " + answer
}

// Format writes String under every verb.
func (s Subscription) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue is String.
func (s Subscription) LogValue() slog.Value { return slog.StringValue(s.String()) }

// String names the account.
func (c Callback) String() string { return "pushes of " + c.Account.String() }

// Format writes String under every verb.
func (c Callback) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String.
func (c Callback) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Name is "wechat".
func (c Callback) Name() string { return "wechat" }

func (c Callback) secret() weixin.Callback {
	return weixin.Callback{Token: c.Token, AESKey: c.AESKey, Receiver: c.Account.AppID, Now: c.Account.now}
}

// Open gives the XML of a push.
func (c Callback) Open(r *http.Request, body []byte) ([]byte, error) {
	return c.secret().Open(r, body)
}

// Greet answers WeChat when it asks whether the address is right.
func (c Callback) Greet(w http.ResponseWriter, r *http.Request) {
	echo, err := c.secret().Echo(r)
	feed.Reply(w, err, "text/plain; charset=utf-8", string(echo))
}

// Answer says "success". WeChat asks three times, five seconds apart, until it hears that.
func (c Callback) Answer(w http.ResponseWriter, err error) {
	answer := "success"
	if err != nil {
		answer = ""
	}
	feed.Reply(w, err, "text/plain; charset=utf-8", answer)
}
