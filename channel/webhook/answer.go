package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
)

// A failure is the error form of a receiver. A field of another type is left out.
type failure struct {
	Kind       string  `json:"kind"`
	Reason     string  `json:"reason"`
	Cause      string  `json:"cause"`
	RetryAfter float64 `json:"retry_after"` // seconds
}

// understand makes a receipt or an error of an answer. Repeats says that the receiver lets
// the same request count once; strike takes out of its words what is personal.
func understand(a call.Answer, repeats bool, now time.Time, strike func(string) string) (channel.Receipt, error) {
	var said failure
	_ = json.Unmarshal(a.Body, &said) // words of a proxy, or none, say no kind
	reason := strike(said.Reason)
	if reason == "" {
		reason = fmt.Sprintf("the receiver answered %d", a.Status)
	}
	after := a.RetryAfter(now)
	if said.RetryAfter > 0 {
		after = time.Duration(min(said.RetryAfter, call.Longest.Seconds()) * float64(time.Second))
	}
	switch kind := kindOf(said.Kind, a.Status); kind {
	case taken:
		return receiptOf(a.Body), nil
	case undeliverable:
		return channel.Receipt{}, &channel.Final{Reason: reason, Cause: causeOf(said.Cause)}
	case lost:
		if !repeats {
			return channel.Receipt{}, fmt.Errorf("%w: %s", channel.ErrUnknownOutcome, reason)
		}
		return channel.Receipt{}, &channel.RetryAfter{After: after, Err: errors.New(reason)}
	case retry:
		return channel.Receipt{}, &channel.RetryAfter{After: after, Err: errors.New(reason)}
	default:
		return channel.Receipt{}, fmt.Errorf("%w: %s", errorsOf[kind], reason)
	}
}

// The kinds of answers: the words of the error form, and two that only a status says.
const (
	taken         = "taken"
	undeliverable = "undeliverable"
	stopped       = "stopped"
	wording       = "wording"
	tooLate       = "too_late"
	unknown       = "unknown"
	retry         = "retry"
	lost          = "lost" // it broke down on the way, and may be repeated where repeating is harmless
)

var errorsOf = map[string]error{
	stopped: channel.ErrStopped, wording: channel.ErrWording, tooLate: channel.ErrTooLate, unknown: channel.ErrUnknownOutcome,
}

// kindOf is the word, where there is one, else what the status says.
//
// A status that speaks of the address or the secret stops the channel: all messages would
// fail alike. 413 and 422 are about this message. Every other refusal may be about its
// words, and stops them; no message is lost by it.
func kindOf(word string, status int) string {
	switch word {
	case undeliverable, stopped, wording, tooLate, unknown, retry:
		return word
	}
	switch {
	case status >= 200 && status < 300:
		return taken
	case status >= 500 && status != http.StatusServiceUnavailable:
		return lost
	}
	switch status {
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return retry
	case http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return undeliverable
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusProxyAuthRequired, http.StatusGone:
		return stopped
	}
	if status >= 300 && status < 400 {
		return stopped // it has moved
	}
	return wording
}

// causeOf is a cause of the closed list, or none.
func causeOf(word string) channel.Cause {
	if c := channel.Cause(word); c == channel.CauseAddress || c == channel.CauseRefused {
		return c
	}
	return ""
}

// receiptOf is what can be meant of a receipt; there need not be one.
func receiptOf(body []byte) channel.Receipt {
	var r channel.Receipt
	if json.Unmarshal(body, &r) != nil {
		return channel.Receipt{}
	}
	if len(r.ProviderID) > 200 || strings.ContainsFunc(r.ProviderID, unicode.IsControl) {
		r.ProviderID = ""
	}
	r.Parts, r.Cost = max(0, r.Parts), max(0, r.Cost)
	return r
}
