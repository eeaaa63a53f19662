package channeltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Receipts configure where and when a provider pushes the results of messages.
type Receipts struct {
	URL    string       // address for pushes; empty: no pushes
	When   When         // Default: Once
	Client *http.Client // Default: http.DefaultClient
}

// When is the time and number of pushes of a receipt.
type When string

// The times of receipts.
const (
	Once  When = ""      // when the test calls Push
	Twice When = "twice" // with Push, and once more
	Early When = "early" // before the sender has its answer
	Never When = "never"
)

// A push waits to be made.
type push struct {
	url    string
	header http.Header
	body   []byte
}

// receipt adds a receipt, as Receipts say. A provider calls it for every accepted message; with
// Early the push is made before it returns.
func (f *Fake) receipt(header http.Header, body []byte) { f.tell(push{f.Receipts.URL, header, body}) }

func (f *Fake) tell(p push) {
	switch {
	case f.Receipts.When == Never || f.Receipts.URL == "":
	case f.Receipts.When == Early:
		_ = f.push(context.Background(), p)
	case f.Receipts.When == Twice:
		f.wait(p, p)
	default:
		f.wait(p)
	}
}

// later stores a push to any address until the test calls Push: a reply of a customer.
func (f *Fake) later(url string, header http.Header, body []byte) { f.wait(push{url, header, body}) }

func (f *Fake) wait(p ...push) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = append(f.waiting, p...)
}

// Push makes all pending pushes. A push that is not accepted, by its status, stays for the
// next Push; the error gives the number and the reasons.
func (f *Fake) Push(ctx context.Context) error {
	f.mu.Lock()
	waiting := f.waiting
	f.waiting = nil
	f.mu.Unlock()
	var failed []error
	for _, p := range waiting {
		if err := f.push(ctx, p); err != nil {
			failed = append(failed, err)
			f.wait(p)
		}
	}
	return errors.Join(failed...)
}

func (f *Fake) push(ctx context.Context, p push) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(p.body))
	if err != nil {
		return err
	}
	for name, values := range p.header {
		r.Header[name] = values
	}
	client := f.Receipts.Client
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the push was answered with status %d", response.StatusCode)
	}
	return nil
}
