package wecom

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// An Account is a company (企业) and the credentials of one of its applications that may write
// to customers (客户联系). Printed or logged it hides the secret.
type Account struct {
	CorpID string // required: "ww0123456789abcdef"
	Secret string // of the application; required, unless Token is given
	// Token supplies the access token, if the host has its own service for it. refresh is true
	// if the last token was refused. Default: it is requested by CorpID and Secret. It stays on
	// the Shelf until two minutes before its end, and is requested again after a refusal.
	Token func(ctx context.Context, refresh bool) (string, error)
	// Shelf stores tokens and the receivers of messages. Required; all replicas, the Sender, the
	// Results and the Callback of an account share one.
	Shelf channel.Shelf
	// Endpoint is the base address of requests. Default: https://qyapi.weixin.qq.com
	Endpoint string
	Client   *http.Client // Default: one with usual settings, ten seconds for an answer
	// Logger gets every errcode that is in no table, once each. Default: silent
	Logger *slog.Logger
	Now    func() time.Time // Default: time.Now

	hidden
}

// name is under what the account's things stand on the shelf, and in ids of events.
func (a *Account) name() string { return "wecom " + a.CorpID }

func (a *Account) now() time.Time {
	if a.Now != nil {
		return a.Now()
	}
	return time.Now()
}

// ready says what the account lacks.
func (a *Account) ready() error {
	switch {
	case a.CorpID == "":
		return fmt.Errorf("%w: Account.CorpID is empty", channel.ErrStopped)
	case a.Secret == "" && a.Token == nil:
		return fmt.Errorf("%w: Account.Secret is empty, and Account.Token is nil", channel.ErrStopped)
	case a.Shelf == nil:
		return fmt.Errorf("%w: Account.Shelf is nil; channel.NewShelf will do for one process", channel.ErrStopped)
	}
	return nil
}

// ledger is what was sent by the account. WeCom keeps nothing from going twice.
func (a *Account) ledger() *weixin.Ledger {
	return &weixin.Ledger{Name: a.name(), Shelf: a.Shelf, Now: a.now}
}

// endpoint is where WeCom is, or what stands for it.
func endpoint(given string) string {
	if given == "" {
		return "https://qyapi.weixin.qq.com"
	}
	return strings.TrimSuffix(given, "/")
}

// api is the account's interface, with its token.
func (a *Account) api() weixin.API {
	api := weixin.API{Name: "WeCom", Endpoint: endpoint(a.Endpoint), Client: a.Client, Renew: renewed}
	if a.Token != nil {
		api.Token = func(ctx context.Context, refused string) (string, error) { return a.Token(ctx, refused != "") }
		return api
	}
	token := &weixin.Token{Key: a.name() + " token", Shelf: a.Shelf, Now: a.now, Fetch: a.getToken(api)}
	api.Token = token.Get
	return api
}

// getToken asks for the token that is good. Whoever asks before its end gets the same one: no
// replica ends that of another.
func (a *Account) getToken(api weixin.API) func(context.Context) (string, time.Duration, error) {
	return func(ctx context.Context) (string, time.Duration, error) {
		var answer struct {
			Token string `json:"access_token"`
			Lasts int64  `json:"expires_in"`
		}
		err := api.Do(ctx, weixin.Call{
			Method: http.MethodGet, Path: "/cgi-bin/gettoken",
			Query: url.Values{"corpid": {a.CorpID}, "corpsecret": {a.Secret}}, Hide: []string{a.Secret},
		}, &answer)
		switch {
		case errors.Is(err, channel.ErrUnknownOutcome):
			err = fmt.Errorf("no answer about an access token: %s", err) // no message was on its way
		case err != nil:
			err = codes.Error(err, 1, a.now())
		}
		return answer.Token, time.Duration(answer.Lasts) * time.Second, err
	}
}
