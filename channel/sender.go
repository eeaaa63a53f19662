package channel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/ids"
)

// A Message is one message to send, with everything a Sender may need. Printed or logged it
// shows ids and hides address, text and values; the fields and the JSON are complete.
type Message struct {
	// ID is the same in every attempt, after a restart and on every machine. The provider or
	// the Sender uses it to recognise messages already sent.
	ID         string         `json:"id"`
	Shop       string         `json:"shop,omitempty"`
	CustomerID string         `json:"customer_id"`
	Kind       Kind           `json:"kind"`
	Purpose    tiexin.Purpose `json:"purpose"`
	Address    Address        `json:"address"`

	// Text is the filled wording, without signature and opt-out, which the channel adds. SMS
	// combines the three.
	Text      string `json:"text"`
	Signature string `json:"signature,omitempty"` // of the shop, without 【】
	OptOut    string `json:"opt_out,omitempty"`   // empty: DefaultOptOut if the purpose needs one
	// Wording is the name of the text in the rule file ("pay.gentle"). Values are the values
	// of its placeholders, for providers that only accept a registered template with
	// variables.
	Wording string            `json:"wording,omitempty"`
	Values  map[string]string `json:"values,omitempty"`
	// Template is the code of the text at the channel's provider. Params are its variables in
	// order, from the binding in the rule file. Both are empty if the wording has no binding.
	Template string  `json:"template,omitempty"`
	Params   []Param `json:"params,omitempty"`
	// Link is the address that a tap on the message opens. Page is the page of a mini
	// program, as "appid/path". Both come from the binding, for channels that have them.
	Link string `json:"link,omitempty"`
	Page string `json:"page,omitempty"`

	Flow    string `json:"flow,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Subject string `json:"subject,omitempty"` // the id of the order, parcel, chat, … it is about
	Step    int    `json:"step,omitempty"`    // from 1
	// Merged are the ids of the customer's other subjects that the message also covers.
	Merged []string `json:"merged,omitempty"`

	NotAfter time.Time `json:"not_after,omitzero"` // the latest time to send it; zero: always
	Attempt  int       `json:"attempt,omitempty"`  // number of attempts, this one included
}

// A Param is a variable of a registered text with its value: "nick" or "1" or "thing2".
type Param struct {
	hidden
	Key   string `json:"key"`
	Value string `json:"value"`
}

// SMS is the text as the phone receives it: see Compose.
func (m Message) SMS() (string, error) {
	return Compose(m.Signature, m.Text, m.Purpose, m.OptOut)
}

// String is "message v1:…/1: sms 138****0000, notice, 42 units".
func (m Message) String() string {
	return fmt.Sprintf("message %s: %s, %s, %d units", m.ID, m.Address, purposeOf(m.Purpose), Units(m.Text))
}

// purposeOf is the purpose where it is one: any other word may be anybody's.
func purposeOf(p tiexin.Purpose) string {
	if !p.Known() {
		return "no purpose"
	}
	return string(p)
}

// Format writes String under every verb, so that no verb shows personal data.
func (m Message) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, m.String()) }

// LogValue returns a group of the values that may be logged.
func (m Message) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", m.ID), slog.String("shop", m.Shop), slog.String("customer", m.CustomerID),
		slog.String("to", m.Address.String()), slog.String("purpose", purposeOf(m.Purpose)),
		slog.String("flow", m.Flow), slog.String("rule", m.Rule), slog.String("subject", m.Subject),
		slog.Int("step", m.Step), slog.Int("attempt", m.Attempt), slog.Int("units", Units(m.Text)),
	)
}

// A Receipt is the provider's answer when it accepts a message. It does not mean that the
// message has arrived: the event message.delivered or message.failed reports that.
type Receipt struct {
	ProviderID string `json:"provider_id,omitempty"` // the provider's id in later reports: Aliyun BizId, Tencent SerialNo
	Parts      int    `json:"parts,omitempty"`       // billed segments; zero: not reported
	Cost       Cost   `json:"cost,omitempty"`        // billed amount; zero: not reported
}

// A Sender passes messages of one channel to a provider. A host writes one for each of its
// channels; several goroutines may call it at once.
//
// Send may be called again with the same ID, by a retry or after a crash, and must not
// deliver to the customer twice. It passes the ID on if the provider recognises repeated
// ones, or looks up the result of the first attempt. If it can do neither, it returns
// ErrUnknownOutcome.
//
// A nil error means that the provider has the message. Every error means that it does not and
// that retrying may help, except ErrUndeliverable, ErrStopped, ErrWording, ErrTooLate and
// ErrUnknownOutcome. A RetryAfter gives the time. Error texts contain ids, never numbers or
// message text.
type Sender interface {
	Send(ctx context.Context, m Message) (Receipt, error)
}

// A SenderFunc is a function as a Sender.
type SenderFunc func(ctx context.Context, m Message) (Receipt, error)

// Send calls the function.
func (f SenderFunc) Send(ctx context.Context, m Message) (Receipt, error) { return f(ctx, m) }

var (
	// ErrUndeliverable is permanent: this channel is closed for this message, and the engine
	// tries the next one. Examples are a bad number, no follower, an unapproved template.
	// Return a Final to give the reason.
	ErrUndeliverable = errors.New("undeliverable")
	// ErrStopped concerns the whole channel: no balance, or the account or the signature is
	// blocked. The message stays queued; do not send more until someone fixes the account.
	// The engine pauses the channel. A TaskDesk may return it, too.
	ErrStopped = errors.New("the channel is stopped")
	// ErrWording concerns one wording on one channel: its template or its text is not
	// approved, or the approval was withdrawn. The message stays queued, with all messages of
	// the same wording; other wordings are sent.
	ErrWording = errors.New("the wording is stopped")
	// ErrUnknownOutcome means that the message may have been sent. The answer was lost after
	// bytes had reached a provider that cannot be asked. Sending again might reach the
	// customer twice, so it is repeated only if the host asks for it
	// (RetryOptions.UnknownToo). It keeps its slots in caps and budgets. A missing reminder
	// does less harm than a double one; a later delivery report settles it. The engine counts
	// it separately from sent messages, and stops a channel if such errors suddenly increase.
	ErrUnknownOutcome = errors.New("unknown whether it was sent")
	// ErrTooLate means that NotAfter has passed, or will have passed before the next attempt.
	ErrTooLate = errors.New("too late to be sent")
)

// A Final error is an ErrUndeliverable with the provider's reason.
type Final struct {
	Reason string // "bad number", "not a follower", …
	Cause  Cause  // its meaning for other messages; empty: none
	Err    error  // the provider's error; may be nil
}

// A Cause is the meaning of a permanent failure for other messages.
type Cause string

// The causes.
const (
	// CauseAddress: the address does not exist. Nothing is sent to it until a newer one is
	// known.
	CauseAddress Cause = "address"
	// CauseRefused: the receiver has asked the provider or the carrier to block all messages,
	// for example by a blacklist. It is a refusal of the channel.
	CauseRefused Cause = "refused"
)

// Error returns the reason. It removes everything from the provider's text that looks like a
// number or an email address; the fields are complete.
func (e *Final) Error() string { return withCause("undeliverable: "+discreet.Hide(e.Reason), e.Err) }

// Format writes Error under every verb.
func (e Final) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Error()) }

// Is reports whether target is ErrUndeliverable.
func (e *Final) Is(target error) bool { return target == ErrUndeliverable }

// Unwrap is the provider's error.
func (e *Final) Unwrap() error { return e.Err }

// A RetryAfter error means that the message was not accepted and may be tried again later: a
// provider throttles until its next window.
type RetryAfter struct {
	After time.Duration // counted from the return; zero or less: the caller chooses
	Err   error         // the provider's error; may be nil
}

// Error returns the span. It removes everything from the provider's text that looks like a
// number or an email address; the field is complete.
func (e *RetryAfter) Error() string {
	return withCause("throttled, to be tried again after "+span(e.After), e.Err)
}

// span is a time as Go writes it; a very long one in days: so many hours look like a number
// that is to be removed.
func span(d time.Duration) string {
	if d < 1000*24*time.Hour {
		return d.String()
	}
	return strconv.FormatInt(int64(d/(24*time.Hour)), 10) + " days"
}

// Format writes Error under every verb.
func (e RetryAfter) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Error()) }

// Unwrap is the provider's error.
func (e *RetryAfter) Unwrap() error { return e.Err }

func withCause(text string, err error) string {
	if err == nil {
		return text
	}
	return text + ": " + discreet.Hide(err.Error())
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden
