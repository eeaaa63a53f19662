package call

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// Timeout is how long a provider may take where the context says nothing else.
const Timeout = 10 * time.Second

// Longest is the longest that a provider may ask to be left alone.
const Longest = 7 * 24 * time.Hour

// most is the longest answer that is read, in bytes.
const most = 1 << 20

// A Request is a call that is about to be made.
type Request struct {
	Method string // Default: POST
	URL    string // may hold a token: no error says it
	Header http.Header
	Body   []byte
	// Again says that the provider keeps the same call from having its effect twice: then
	// an answer that was lost is a failure in passing, and no unknown outcome.
	Again bool
}

// An Answer is what the provider said.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do makes the call. An error of before any byte was written is one that trying again may
// help against; one of after that is a channel.ErrUnknownOutcome, unless the request may be
// made again. Errors hold neither the URL nor the body. A nil client is one with usual
// settings.
//
// Once bytes were written, the answer is waited for although the context was cancelled, until
// its deadline or Timeout: what is cut short would have to be called unknown.
func Do(ctx context.Context, client *http.Client, r Request) (Answer, error) {
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	var wrote atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), Timeout)
	defer cancel()
	if end, ok := ctx.Deadline(); ok {
		within, cancel = context.WithDeadline(within, end)
		defer cancel()
	}
	defer context.AfterFunc(ctx, func() {
		if !wrote.Load() {
			cancel()
		}
	})()
	answer, err := do(httptrace.WithClientTrace(within, trace), client, r)
	switch {
	case err == nil:
		return answer, nil
	case wrote.Load() && !r.Again:
		return answer, fmt.Errorf("%w: %w", channel.ErrUnknownOutcome, err)
	case ctx.Err() != nil:
		return answer, fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return answer, err
}

func do(ctx context.Context, client *http.Client, r Request) (Answer, error) {
	method := r.Method
	if method == "" {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(ctx, method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return Answer{}, errors.New("the provider's address cannot be read; check the sender's Endpoint")
	}
	if r.Header != nil {
		request.Header = r.Header.Clone()
	}
	response, err := once(client).Do(request)
	if err != nil {
		return Answer{}, withoutURL(err)
	}
	defer response.Body.Close()
	answer := Answer{Status: response.StatusCode, Header: response.Header}
	answer.Body, err = io.ReadAll(io.LimitReader(response.Body, most+1))
	switch {
	case err != nil:
		return answer, fmt.Errorf("the provider's answer broke off: %w", err)
	case len(answer.Body) > most:
		return answer, fmt.Errorf("the provider's answer has more than %d bytes", most)
	}
	return answer, nil
}

// once is a client that follows no redirection: it would make the call again.
func once(client *http.Client) *http.Client {
	if client == nil {
		client = http.DefaultClient
	}
	c := *client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// withoutURL is an error of the client without the address, which may hold a token.
func withoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// RetryAfter is how long a provider asks to be left alone, by the header of that name, at
// most Longest; zero when it does not say.
func (a Answer) RetryAfter(now time.Time) time.Duration {
	text := a.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 {
		return time.Duration(min(seconds, int(Longest/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil && at.After(now) {
		return min(at.Sub(now), Longest)
	}
	return 0
}
