package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
)

// A Receiver is the receiver of signed requests. Printed or logged it hides the secret
// and the address, which may contain another.
type Receiver struct {
	URL    string           // required
	Secret string           // shared by both sides; required
	Client *http.Client     // Default: one with usual settings, ten seconds for an answer
	Now    func() time.Time // Default: time.Now

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// A letter is the body of a request: one of the three is there.
type letter struct {
	Message  *channel.Message `json:"message,omitempty"`
	Task     *channel.Task    `json:"task,omitempty"`
	Withdraw *withdrawal      `json:"withdraw,omitempty"`
}

type withdrawal struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// post signs a letter and sends it once. Again says that the same request counts once.
func (r Receiver) post(ctx context.Context, l letter, key string, again bool) (call.Answer, error) {
	if r.URL == "" || r.Secret == "" {
		return call.Answer{}, fmt.Errorf("%w: set URL and Secret", channel.ErrStopped)
	}
	body, err := json.Marshal(l)
	if err != nil {
		return call.Answer{}, &channel.Final{Reason: "it cannot be written as JSON", Err: err}
	}
	header := Sign(r.Secret, r.now(), body)
	header.Set("Content-Type", "application/json")
	if key != "" {
		header.Set(KeyHeader, plain(key))
	}
	return call.Do(ctx, r.Client, call.Request{URL: r.URL, Header: header, Body: body, Again: again})
}

func (r Receiver) now() time.Time {
	if r.Now != nil {
		return r.Now()
	}
	return time.Now()
}

// plain is an id that can stand in a header: itself where it has visible ASCII characters
// only, else its ShortID.
func plain(id string) string {
	if strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return channel.ShortID(id)
	}
	return id
}
