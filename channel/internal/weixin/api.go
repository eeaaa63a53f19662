package weixin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
)

// An API takes JSON and answers with an errcode, zero for what went well.
type API struct {
	Name     string // of the provider, in errors: "WeChat"
	Endpoint string // without a path
	Client   *http.Client
	// Token gives an access token; another than the refused one, if there is one. Nil: calls
	// need none.
	Token func(ctx context.Context, refused string) (string, error)
	// Renew are the codes that refuse an access token.
	Renew []int
}

// A Call is one request.
type Call struct {
	Method string // Default: POST
	Path   string
	Query  url.Values
	Body   any      // is sent as JSON; nil: none
	Hide   []string // what no error may say: the receiver, secrets
}

// A Refusal is an errcode other than zero: the provider did nothing.
type Refusal struct {
	Provider string
	Code     int
	Message  string // in its words, without what is secret or personal
}

// Error is "WeChat answers 43004: require subscribe".
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s answers %d: %s", r.Provider, r.Code, r.Message)
}

// Do makes a call and reads the answer into a struct. An access token that is refused is
// replaced once. An errcode is a *Refusal; any other error is one of call.Do.
func (a API) Do(ctx context.Context, c Call, into any) error {
	if a.Token == nil {
		return a.once(ctx, c, "", into)
	}
	token, err := a.Token(ctx, "")
	if err != nil {
		return err
	}
	err = a.once(ctx, c, token, into)
	if r, ok := errors.AsType[*Refusal](err); ok && slices.Contains(a.Renew, r.Code) {
		if token, err = a.Token(ctx, token); err != nil {
			return err
		}
		return a.once(ctx, c, token, into)
	}
	return err
}

func (a API) once(ctx context.Context, c Call, token string, into any) error {
	query := url.Values{}
	maps.Copy(query, c.Query)
	if token != "" {
		query.Set("access_token", token)
	}
	address := a.Endpoint + c.Path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	request := call.Request{Method: c.Method, URL: address}
	if c.Body != nil {
		body, err := encode(c.Body)
		if err != nil {
			return err
		}
		request.Body = body
		request.Header = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	}
	answer, err := call.Do(ctx, a.Client, request)
	if err != nil {
		return err
	}
	var said struct {
		Code    *int   `json:"errcode"`
		Message string `json:"errmsg"`
	}
	if answer.Status != http.StatusOK || json.Unmarshal(answer.Body, &said) != nil || json.Unmarshal(answer.Body, into) != nil {
		return fmt.Errorf("%w: the answer of %s cannot be read; its status is %d", channel.ErrUnknownOutcome, a.Name, answer.Status)
	}
	if said.Code != nil && *said.Code != 0 {
		return &Refusal{a.Name, *said.Code, discreet(said.Message, append(slices.Clone(c.Hide), token)...)}
	}
	return nil
}

// encode writes JSON without escaping what HTML would mind: a provider counts the letters.
func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}

// mostMessage is how much of a provider's words is kept, in bytes.
const mostMessage = 200

// discreet is what a provider said in one line, without what is secret.
func discreet(message string, secrets ...string) string {
	for _, s := range secrets {
		if s != "" {
			message = strings.ReplaceAll(message, s, "***")
		}
	}
	message = strings.Join(strings.FieldsFunc(message, func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	if len(message) > mostMessage {
		message = strings.ToValidUTF8(message[:mostMessage], "") + "…"
	}
	return message
}
