package sms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/care/feed"
)

// LeastSecret is the shortest secret in the address of pushes, in characters.
const LeastSecret = 16

// A Source reads the pushes of a provider that signs none. A secret in the address proves
// them: as the password of basic authentication, as the query's parameter "secret", or as the
// path's value "secret".
type Source struct {
	Title  string // "tencent.receipts"
	Secret string
	// Each reads one element. What it cannot read is an Unfit.
	Each            func(ctx context.Context, one json.RawMessage) (feed.Reading, error)
	Taken, NotTaken string // what the provider wants to hear, in JSON
}

// Checked says that the secret is too short, or nothing.
func (s Source) Checked() (feed.Source, error) {
	if utf8.RuneCountInString(s.Secret) < LeastSecret {
		return nil, fmt.Errorf("the secret of %s has fewer than %d characters; the provider signs no push, so it is all that proves one", s.Title, LeastSecret)
	}
	return s, nil
}

// Format hides the secret.
func (s Source) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.Title) }

// Name is the title.
func (s Source) Name() string { return s.Title }

// Open compares the secret in the address.
func (s Source) Open(r *http.Request, body []byte) ([]byte, error) {
	_, password, _ := r.BasicAuth()
	for _, said := range []string{password, r.URL.Query().Get("secret"), r.PathValue("secret")} {
		if Same(s.Secret, said) {
			return body, nil
		}
	}
	return nil, feed.Forged("the secret in the address does not match")
}

// Read takes a list apart; one object is a list of one. What cannot be read is parked alone.
func (s Source) Read(ctx context.Context, body []byte) (r feed.Reading, err error) {
	if !json.Valid(body) {
		r.Parked = append(r.Parked, feed.Parked{Source: s.Title, Reason: "the push is not JSON", Body: body})
		return r, nil
	}
	var list []json.RawMessage
	if json.Unmarshal(body, &list) != nil {
		list = []json.RawMessage{body}
	}
	for _, one := range list {
		part, err := s.Each(ctx, one)
		switch unfit, is := errors.AsType[*Unfit](err); {
		case is:
			part.Parked = append(part.Parked, feed.Parked{Source: s.Title, ID: unfit.ID, Reason: unfit.Reason, Body: one})
		case err != nil:
			return feed.Reading{}, err
		}
		r.Add(part)
	}
	return r, nil
}

// Answer writes what the provider wants to hear, with the status that says the same.
func (s Source) Answer(w http.ResponseWriter, err error) {
	body := s.Taken
	if err != nil {
		body = s.NotTaken
	}
	feed.Reply(w, err, "application/json;charset=utf-8", body)
}

// An Unfit says why an element can become no event.
type Unfit struct{ ID, Reason string }

func (e *Unfit) Error() string { return e.Reason }

// Loose is a text that a provider writes now as a text and now as a number or a truth.
type Loose string

var errNotOne = errors.New("there is a list or an object where one value belongs")

// UnmarshalJSON takes a text, a number, true, false or null.
func (l *Loose) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, (*string)(l))
	case 'n':
		*l = ""
		return nil
	case '{', '[':
		return errNotOne
	}
	*l = Loose(data)
	return nil
}

// Number is a count; zero: it is none.
func (l Loose) Number() int {
	n, err := strconv.Atoi(string(l))
	if err != nil {
		return 0
	}
	return max(0, n)
}
