package channeltest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A Behaviour is the provider's reaction to a message. The zero value accepts it and
// confirms.
type Behaviour struct {
	notTaken, hangsUp, throttles bool
	status                       int // answered without a body
	code                         string
}

// The behaviours of every provider.
var (
	Answers         = Behaviour{}                                // accepts the message and confirms
	HangsUp         = Behaviour{notTaken: true, hangsUp: true}   // does not accept it, and closes the connection
	TakesAndHangsUp = Behaviour{hangsUp: true}                   // accepts it, and closes the connection without an answer
	Throttles       = Behaviour{notTaken: true, throttles: true} // asks, in its own words, to come back later
)

// Refuses does not accept the message and answers with the provider's code.
func Refuses(code string) Behaviour { return Behaviour{notTaken: true, code: code} }

// Fails does not accept the message and answers with a status and no body, like a broken
// proxy before the provider.
func Fails(status int) Behaviour { return Behaviour{notTaken: true, status: status} }

// TakesAndFails accepts the message and answers as Fails does.
func TakesAndFails(status int) Behaviour { return Behaviour{status: status} }

// takes reports whether the message reaches the phone, whatever the provider answers.
func (b Behaviour) takes() bool { return !b.notTaken }

// throttled reports whether the provider asks to come back later.
func (b Behaviour) throttled() bool { return b.throttles }

// refusal is the provider's code of a refusal; empty: no refusal.
func (b Behaviour) refusal() string { return b.code }

// A Fake is the common part of all fakes. The zero value answers normally.
type Fake struct {
	// Now is the provider's clock; a wrong clock refuses signatures. Default: time.Now
	Now func() time.Time
	// Receipts configure the receipts of accepted messages. Default: none
	Receipts Receipts

	mu      sync.Mutex
	script  []Behaviour
	to      map[string]Behaviour
	reached map[string]int
	calls   []Call
	waiting []push
}

// Then sets the behaviour for the next messages, one after the other; after them it is
// Answers. A behaviour from To takes precedence.
func (f *Fake) Then(b ...Behaviour) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = append(f.script, b...)
}

// To sets the behaviour for all messages to a receiver: a number or the provider's own id of
// a person.
func (f *Fake) To(receiver string, b Behaviour) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.to == nil {
		f.to = map[string]Behaviour{}
	}
	f.to[receiver] = b
}

// Reached is the number of times that the message with an ID reached the phone.
func (f *Fake) Reached(id string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reached[id]
}

// Calls are the requests so far, in order.
func (f *Fake) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

// A Call is one request as it was received.
type Call struct {
	Method string
	URL    string // path and query, as written
	Host   string
	Header http.Header
	Body   []byte

	does Behaviour
}

// An answer is the provider's answer to a call.
type answer struct {
	Status int // Default: 200
	Header http.Header
	Body   []byte
}

// asJSON is an answer in JSON. Status 0 is 200.
func asJSON(status int, v any) answer {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // a fake's own words
	}
	return answer{Status: status, Header: http.Header{"Content-Type": {"application/json;charset=utf-8"}}, Body: body}
}

// serve reads a request, lets the provider answer it, and passes the answer on, unless the
// Behaviour from do requires otherwise.
func (f *Fake) serve(w http.ResponseWriter, r *http.Request, answer func(*Call) answer) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	c := &Call{Method: r.Method, URL: r.URL.RequestURI(), Host: r.Host, Header: r.Header.Clone(), Body: body}
	a := answer(c)
	f.mu.Lock()
	f.calls = append(f.calls, *c)
	f.mu.Unlock()
	switch {
	case c.does.hangsUp:
		panic(http.ErrAbortHandler) // which closes the connection
	case c.does.status != 0:
		w.WriteHeader(c.does.status)
		return
	}
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	if a.Status != 0 {
		w.WriteHeader(a.Status)
	}
	_, _ = io.Copy(w, bytes.NewReader(a.Body))
}

// do returns the behaviour for the message of a call to a receiver. A provider calls it
// after its own checks, and follows takes, throttled and refusal; serve does the rest.
func (f *Fake) do(c *Call, receiver string) Behaviour {
	f.mu.Lock()
	defer f.mu.Unlock()
	b := f.to[receiver]
	if b == Answers && len(f.script) > 0 {
		b, f.script = f.script[0], f.script[1:]
	}
	c.does = b
	return b
}

// reach records that a message reached the phone.
func (f *Fake) reach(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reached == nil {
		f.reached = map[string]int{}
	}
	f.reached[id]++
}

// clock is the provider's time.
func (f *Fake) clock() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}
