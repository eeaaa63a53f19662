package channel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// A Message is one message about to go, with everything a Sender may need.
// Printed or logged it names ids and hides address, words and values; the
// fields and the JSON are whole.
type Message struct {
	// ID stays the same over every attempt, restart and machine: the provider or
	// the Sender knows by it what has already gone.
	ID         string         `json:"id"`
	Shop       string         `json:"shop,omitempty"`
	CustomerID string         `json:"customer_id"`
	Kind       Kind           `json:"kind"`
	Purpose    tiexin.Purpose `json:"purpose"`
	Address    Address        `json:"address"`

	// Text is the filled wording, without signature and opt-out: those belong to
	// the channel. SMS puts the three together.
	Text      string `json:"text"`
	Signature string `json:"signature,omitempty"` // of the shop, without 【】
	OptOut    string `json:"opt_out,omitempty"`   // empty: DefaultOptOut where the purpose needs one
	// Wording names the text in the rule file ("pay.gentle"), and Values are what
	// its placeholders were filled with: for providers that only take a registered
	// template with variables.
	Wording string            `json:"wording,omitempty"`
	Values  map[string]string `json:"values,omitempty"`
	// Template is the code of the text as the channel's provider registered it, and
	// Params are its variables in their order, as the rule file binds the wording to it.
	// Both are empty where nothing is bound.
	Template string  `json:"template,omitempty"`
	Params   []Param `json:"params,omitempty"`
	// Link is where a tap on the message leads, Page the page of a mini program, as
	// "appid/path"; both as the binding says, where a channel has such a thing.
	Link string `json:"link,omitempty"`
	Page string `json:"page,omitempty"`

	Flow    string `json:"flow,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Subject string `json:"subject,omitempty"` // the id of the order, parcel, chat, … it is about
	Step    int    `json:"step,omitempty"`    // from 1
	// Merged are the ids of other subjects of the customer that it speaks for too.
	Merged []string `json:"merged,omitempty"`

	NotAfter time.Time `json:"not_after,omitzero"` // later than this it is not worth sending; zero: always
	Attempt  int       `json:"attempt,omitempty"`  // how often it was handed over, this time included
}

// A Param is a variable of a registered text with its value: "nick" or "1" or "thing2".
type Param struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Format writes how long the value is, under every verb: it may be anybody's name.
func (p Param) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "a variable of %d units", Units(p.Value))
}

// LogValue is how long the value is.
func (p Param) LogValue() slog.Value { return slog.IntValue(Units(p.Value)) }

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

// Format writes String under every verb, so that none gives anything away.
func (m Message) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, m.String()) }

// LogValue is a group of what may be logged.
func (m Message) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", m.ID), slog.String("shop", m.Shop), slog.String("customer", m.CustomerID),
		slog.String("to", m.Address.String()), slog.String("purpose", purposeOf(m.Purpose)),
		slog.String("flow", m.Flow), slog.String("rule", m.Rule), slog.String("subject", m.Subject),
		slog.Int("step", m.Step), slog.Int("attempt", m.Attempt), slog.Int("units", Units(m.Text)),
	)
}

// A Receipt is what the provider said when it took a message. It does not mean
// that the phone has it: that comes as the event message.delivered or
// message.failed.
type Receipt struct {
	ProviderID string `json:"provider_id,omitempty"` // by which later reports name it: Aliyun BizId, Tencent SerialNo
	Parts      int    `json:"parts,omitempty"`       // billed; zero: the provider does not say
	Cost       Cost   `json:"cost,omitempty"`        // billed; zero: the provider does not say
}

// A Sender hands messages of one channel to a provider. A host writes one for
// each of its channels; it may be called from several goroutines at once.
//
// Send may be called again with the same ID, by a retry or after a crash, and
// must not let the customer have it twice: it passes the ID on where the provider
// keeps one from going twice, or looks up what became of it. Where it cannot
// tell, it says ErrUnknownOutcome.
//
// A nil error means that the provider has the message. Every error means that it
// has not and that trying again may help, except: ErrUndeliverable, ErrStopped,
// ErrWording, ErrTooLate and ErrUnknownOutcome. A RetryAfter says when. Error texts name ids,
// never numbers or words.
type Sender interface {
	Send(ctx context.Context, m Message) (Receipt, error)
}

// A SenderFunc is a function as a Sender.
type SenderFunc func(ctx context.Context, m Message) (Receipt, error)

// Send calls the function.
func (f SenderFunc) Send(ctx context.Context, m Message) (Receipt, error) { return f(ctx, m) }

var (
	// ErrUndeliverable is final: this channel is closed for this message, and the
	// next one takes over. A bad number, no follower, a template that was not
	// approved. Return a Final to say which.
	ErrUndeliverable = errors.New("undeliverable")
	// ErrStopped stands for the whole channel: no balance, the account or the
	// signature is blocked. The message keeps; sending anything more before a
	// person has mended it is useless, so the engine lets the channel rest. A desk
	// may answer it too.
	ErrStopped = errors.New("the channel is stopped")
	// ErrWording stands for one wording on one channel: its template or its words are
	// not approved, or not any longer. The message keeps, as all that say the same; what
	// has other words goes on.
	ErrWording = errors.New("the wording is stopped")
	// ErrUnknownOutcome means that the message may have gone: the answer was lost
	// after bytes had reached a provider that cannot be asked. Sending again might
	// reach the customer twice, so nothing repeats it unless told to, and it keeps
	// its slots in caps and budgets. A missing reminder harms less than a double
	// one; a later delivery report settles it. The engine tells it apart from what went,
	// and stops a channel on which it jumps.
	ErrUnknownOutcome = errors.New("unknown whether it was sent")
	// ErrTooLate means that NotAfter has passed, or would have before the next
	// attempt.
	ErrTooLate = errors.New("too late to be sent")
)

// A Final error is an ErrUndeliverable with the provider's reason.
type Final struct {
	Reason string // "bad number", "not a follower", …
	Cause  Cause  // what it means for other messages; empty: nothing
	Err    error  // what the provider said; may be nil
}

// A Cause says what a failure for good means beyond the one message.
type Cause string

// The causes.
const (
	// CauseAddress: nobody is there. Nothing goes to this address any more until a newer
	// one is known.
	CauseAddress Cause = "address"
	// CauseRefused: the receiver has told the provider or the carrier to let nothing
	// through, as a black list says. It is a refusal of the channel.
	CauseRefused Cause = "refused"
)

// Error names the reason. What looks like a number or an email address is struck out
// of the provider's words; the fields are whole.
func (e *Final) Error() string { return withCause("undeliverable: "+discreet.Hide(e.Reason), e.Err) }

// Format writes Error under every verb.
func (e Final) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Error()) }

// Is makes it an ErrUndeliverable.
func (e *Final) Is(target error) bool { return target == ErrUndeliverable }

// Unwrap is the provider's error.
func (e *Final) Unwrap() error { return e.Err }

// A RetryAfter error says that the message was not taken and when to come again:
// a provider throttles until its next window.
type RetryAfter struct {
	After time.Duration // from now; zero or less: as the caller likes
	Err   error         // what the provider said; may be nil
}

// Error names the span. What looks like a number or an email address is struck out
// of the provider's words; the field is whole.
func (e *RetryAfter) Error() string {
	return withCause("throttled, to be tried again after "+e.After.String(), e.Err)
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
