package wechat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// An Account is an official account (服务号) or a mini program (小程序), and its credentials.
// Printed or logged it hides the secret.
type Account struct {
	AppID  string // required: "wx0123456789abcdef"
	Secret string // required, unless Token is given
	// Token supplies the access token, if the host has its own service for it. refresh is true if
	// the last token was refused. Default: a stable_token is requested by AppID and Secret. It stays
	// on the Shelf until two minutes before its end, and is requested again after a refusal.
	Token func(ctx context.Context, refresh bool) (string, error)
	// Shelf stores tokens and the receivers of messages. Required; all replicas, the Sender and the
	// Callback of an account share one.
	Shelf channel.Shelf
	// Endpoint is the base address of requests. Default: https://api.weixin.qq.com
	Endpoint string
	Client   *http.Client // Default: one with usual settings, ten seconds for an answer
	// Logger gets every errcode that is in no table, once each. Default: silent
	Logger *slog.Logger
	Now    func() time.Time // Default: time.Now

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// name is under what the account's things stand on the shelf, and in ids of events.
func (a *Account) name() string { return "wechat " + a.AppID }

func (a *Account) now() time.Time {
	if a.Now != nil {
		return a.Now()
	}
	return time.Now()
}

// ready says what the account lacks.
func (a *Account) ready() error {
	switch {
	case a.AppID == "":
		return fmt.Errorf("%w: Account.AppID is empty", channel.ErrStopped)
	case a.Secret == "" && a.Token == nil:
		return fmt.Errorf("%w: Account.Secret is empty, and Account.Token is nil", channel.ErrStopped)
	case a.Shelf == nil:
		return fmt.Errorf("%w: Account.Shelf is nil; channel.NewShelf will do for one process", channel.ErrStopped)
	}
	return nil
}

// ledger is what was sent by the account. A window is for calls that WeChat keeps from counting
// twice.
func (a *Account) ledger(window time.Duration) *weixin.Ledger {
	return &weixin.Ledger{Name: a.name(), Shelf: a.Shelf, Now: a.now, Window: window}
}

// api is the account's interface, with its token.
func (a *Account) api() weixin.API {
	api := weixin.API{Name: "WeChat", Endpoint: strings.TrimSuffix(a.Endpoint, "/"), Client: a.Client, Renew: renewed}
	if api.Endpoint == "" {
		api.Endpoint = "https://api.weixin.qq.com"
	}
	if a.Token != nil {
		api.Token = func(ctx context.Context, refused string) (string, error) { return a.Token(ctx, refused != "") }
		return api
	}
	token := &weixin.Token{Key: a.name() + " token", Shelf: a.Shelf, Now: a.now, Fetch: a.stableToken(api)}
	api.Token = token.Get
	return api
}

// stableToken asks for the token that is good. Whoever asks gets the same one, until WeChat
// replaces it: no replica ends that of another.
func (a *Account) stableToken(api weixin.API) func(context.Context) (string, time.Duration, error) {
	return func(ctx context.Context) (string, time.Duration, error) {
		var answer struct {
			Token string `json:"access_token"`
			Lasts int64  `json:"expires_in"`
		}
		err := api.Do(ctx, weixin.Call{
			Path: "/cgi-bin/stable_token",
			Body: map[string]string{"grant_type": "client_credential", "appid": a.AppID, "secret": a.Secret},
			Hide: []string{a.Secret},
		}, &answer)
		switch {
		case errors.Is(err, channel.ErrUnknownOutcome):
			err = fmt.Errorf("no answer about an access token: %s", err) // no message was on its way
		case err != nil:
			err = tokenCodes.Error(err, 1, a.now())
		}
		return answer.Token, time.Duration(answer.Lasts) * time.Second, err
	}
}
