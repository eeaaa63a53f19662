package tencent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// A refusal is a code with which a whole request is refused.
type refusal struct{ code string }

func (r refusal) Error() string {
	what, _ := meaningOf(r.code)
	return "Tencent answers " + what.said(r.code)
}

// refused is the code of a refusal.
func refused(err error) (code string, ok bool) {
	r, ok := errors.AsType[refusal](err)
	return r.code, ok
}

// call makes an action once and reads its answer. Asking may be done again, sending may not.
func (s Sender) call(ctx context.Context, action string, request, answer any, again bool) error {
	r, err := s.request(action, request)
	if err != nil {
		return err
	}
	r.Again = again
	got, err := call.Do(ctx, s.Client, r)
	if err != nil {
		return err
	}
	var envelope struct{ Response json.RawMessage }
	var failed struct{ Error struct{ Code string } }
	read := json.Unmarshal(got.Body, &envelope) == nil && len(envelope.Response) > 0 && json.Unmarshal(envelope.Response, &failed) == nil
	switch {
	case read && failed.Error.Code != "":
		return refusal{failed.Error.Code}
	case read && got.Status == http.StatusOK && json.Unmarshal(envelope.Response, answer) == nil:
		return nil
	case got.Status == http.StatusTooManyRequests:
		return &channel.RetryAfter{After: max(got.RetryAfter(s.now()), time.Second), Err: errors.New("too many calls")}
	case got.Status >= 300 && got.Status < 500:
		return fmt.Errorf("%w: status %d and no answer from Tencent; check Sender.Endpoint", channel.ErrStopped, got.Status)
	case again:
		return fmt.Errorf("status %d and no answer that can be read", got.Status)
	}
	return fmt.Errorf("%w: status %d and no answer that can be read", channel.ErrUnknownOutcome, got.Status)
}

// request signs a request.
func (s Sender) request(action string, fields any) (call.Request, error) {
	endpoint, region := s.Endpoint, s.Region
	if endpoint == "" {
		endpoint = "https://sms.tencentcloudapi.com"
	}
	if region == "" {
		region = "ap-guangzhou"
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return call.Request{}, fmt.Errorf("%w: the Endpoint is not an address; write it as https://sms.tencentcloudapi.com", channel.ErrStopped)
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return call.Request{}, err
	}
	now := s.now()
	return call.Request{URL: u.Scheme + "://" + u.Host + "/", Body: body, Header: http.Header{
		"Authorization":  {authorization(s.SecretID, s.SecretKey, u.Host, now, body)},
		"Content-Type":   {contentType},
		"X-Tc-Action":    {action},
		"X-Tc-Region":    {region},
		"X-Tc-Timestamp": {strconv.FormatInt(now.Unix(), 10)},
		"X-Tc-Version":   {"2021-01-11"},
	}}, nil
}

func (s Sender) book() sms.Book {
	key := s.Key
	if key == "" {
		key = s.SecretKey
	}
	return sms.Book{Provider: "tencent", Shelf: s.Shelf, Secret: key, Now: s.now}
}
