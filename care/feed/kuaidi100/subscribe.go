package kuaidi100

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Client asks Kuaidi100 to follow parcels. Printed or logged it hides the key and the salt.
type Client struct {
	Key      string // of the account (授权码); required
	Callback string // the address of Source; required
	Salt     string // one of Source.Salts; required
	// Predicts also requests the predicted time of arrival. Default: false
	Predicts bool
	Endpoint string       // Default: https://poll.kuaidi100.com/poll
	HTTP     *http.Client // Default: one that waits 10 seconds

	hidden
}

// A Subscription is a parcel to follow. Printed or logged it hides all of it.
type Subscription struct {
	Carrier string // as "zhongtong"; empty: Kuaidi100 finds it by the number
	Number  string // 6 to 32 characters; required
	// From and To are addresses down to the district. They make reports of arrival more
	// reliable.
	From, To string
	// Phone is the sender's or the receiver's; shunfeng reports nothing without it.
	Phone string

	hidden
}

// ErrRefused is wrapped by every permanent error about a subscription: retrying will not help.
var ErrRefused = errors.New("kuaidi100 does not follow the parcel")

// refusals are Kuaidi100's codes for that.
var refusals = map[string]string{
	"600": "Client.Key is of no account",
	"601": "Client.Key has expired",
	"700": "it cannot be read: check the carrier, the number and Client.Callback",
	"701": "the account may not follow parcels of this carrier",
	"702": "the carrier of the number is unknown: name the carrier",
}

// Subscribe asks Kuaidi100 to follow a parcel, by one call that is not repeated. A parcel that
// it already follows is no error. An error other than ErrRefused may be retried, at most 4
// times a month for one number.
func (c Client) Subscribe(ctx context.Context, s Subscription) error {
	body, err := c.form(s)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, cmp.Or(c.Endpoint, "https://poll.kuaidi100.com/poll"), strings.NewReader(body))
	if err != nil {
		return errors.New("kuaidi100: Client.Endpoint is not an address")
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	client := c.HTTP
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	response, err := client.Do(request)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return fmt.Errorf("kuaidi100: the parcel was not subscribed: %w", err)
	}
	defer response.Body.Close()
	var answer struct {
		Result bool   `json:"result"`
		Code   string `json:"returnCode"`
	}
	err = json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&answer)
	switch why, refused := refusals[answer.Code]; {
	case err != nil:
		return fmt.Errorf("kuaidi100: the answer to a subscription cannot be read (HTTP status %d)", response.StatusCode)
	case answer.Result, answer.Code == "501":
		return nil
	case refused:
		return fmt.Errorf("%w: %s (%s)", ErrRefused, why, answer.Code)
	}
	return errors.New("kuaidi100: the parcel was not subscribed; try again later")
}

// form is the body of a subscription.
func (c Client) form(s Subscription) (string, error) {
	switch {
	case c.Key == "" || c.Callback == "" || c.Salt == "":
		return "", fmt.Errorf("%w: Client.Key, Callback and Salt are required", ErrRefused)
	case len(s.Number) < 6 || len(s.Number) > 32:
		return "", fmt.Errorf("%w: a number has 6 to 32 characters", ErrRefused)
	case s.Carrier == "shunfeng" && s.Phone == "":
		return "", fmt.Errorf("%w: one of shunfeng needs the phone of its sender or receiver", ErrRefused)
	}
	type parameters struct {
		Callback string `json:"callbackurl"`
		Salt     string `json:"salt"`
		Results  string `json:"resultv2"` // 6: areas, words, codes and route; 8: and the prediction
		AutoCom  string `json:"autoCom,omitempty"`
		Phone    string `json:"phone,omitempty"`
	}
	more := parameters{Callback: c.Callback, Salt: c.Salt, Results: "6", Phone: s.Phone}
	if c.Predicts {
		more.Results = "8"
	}
	if s.Carrier == "" {
		more.AutoCom = "1"
	}
	param, err := json.Marshal(struct {
		Carrier string     `json:"company"`
		Number  string     `json:"number"`
		From    string     `json:"from,omitempty"`
		To      string     `json:"to,omitempty"`
		Key     string     `json:"key"`
		More    parameters `json:"parameters"`
	}{s.Carrier, s.Number, s.From, s.To, c.Key, more})
	if err != nil {
		return "", err
	}
	return url.Values{"schema": {"json"}, "param": {string(param)}}.Encode(), nil
}
