package channel

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/ids"
)

// A Query asks which ways to a customer are open for one message.
type Query struct {
	Customer *tiexin.Customer
	Order    *tiexin.Order // what the message is about; nil: no order
	// Parcel is the one that the message is about, and Parcels are the channels by which
	// whoever receives it is reached where no number is known. Default: none.
	Parcel  Parcel
	Parcels Set
	Purpose tiexin.Purpose
	Via     []Kind // in order of preference
	Now     time.Time

	// Task is true when a person is to do it, whatever the channel.
	Task bool
	// Senders are the channels that have a Sender. Default, when empty: all.
	Senders Set
	// Desk are the channels whose messages people carry out as tasks: add
	// Wangwang when agents open the chats. Default, when empty: Phone and Visit;
	// these two are always among them.
	Desk Set
	// Worded are the channels for which the text has words. Default, when empty:
	// all.
	Worded Set
	// Undeliverable are the channels that failed for good for this message.
	Undeliverable Set
	// Bad says of an address that nobody is there: a provider has said so. The next
	// address that is known is taken, if there is one. Default, when nil: none is bad.
	Bad func(Address) bool
	// Limits is asked last about a way that is open so far, and may close it:
	// quiet hours, caps, budgets, promises. It returns the reason and the name of
	// the limit. Default, when nil: no limit.
	Limits func(Kind, Address) (why Closed, by string)
}

// A Way is one channel for one message: open, or closed for a reason.
type Way struct {
	Kind Kind `json:"kind"`
	// Address is filled in when the way is open, and when only a limit closes it.
	// It is not part of the JSON: a record of a decision names no number.
	Address Address `json:"-"`
	Closed  Closed  `json:"closed,omitempty"` // zero: open
	By      string  `json:"by,omitempty"`     // the name of the limit that closed it
	// Why are the words of the provider that refused the message: "bad number".
	// The caller that knows them fills them in, without any number or address.
	// Default: no provider has refused it.
	Why  string `json:"why,omitempty"`
	Task bool   `json:"task,omitempty"` // a person does it: open a Task, do not Send
}

// LogValue is the ids of the customer and the order, the purpose and the channels.
func (q Query) LogValue() slog.Value {
	var customer, order string
	if q.Customer != nil {
		customer = q.Customer.ID
	}
	if q.Order != nil {
		order = q.Order.ID
	}
	return ids.Of(
		slog.String("customer", customer), slog.String("order", order),
		slog.String("purpose", purposeOf(q.Purpose)), slog.String("via", SetOf(q.Via...).String()),
	)
}

// Format writes the type and LogValue under every verb.
func (q Query) Format(f fmt.State, _ rune) { ids.Print(f, q, q.LogValue()) }

// Plan says which ways are open for a message, in the order of Via, and why the
// others are closed. For each way the first that holds decides: the customer is
// blocked, has refused, has not consented; nobody carries the channel; there are
// no words for it; there is no address; it failed for good before; nobody is at the
// address; a limit.
func Plan(q Query) []Way {
	ways := make([]Way, len(q.Via))
	for i, k := range q.Via {
		ways[i] = q.way(k)
	}
	return ways
}

// First is the way to take: the first open one.
func First(ways []Way) (Way, bool) {
	i := slices.IndexFunc(ways, func(w Way) bool { return w.Closed == Open })
	if i < 0 {
		return Way{}, false
	}
	return ways[i], true
}

func (q *Query) way(k Kind) Way {
	var consents []tiexin.Consent
	blocked := false
	if q.Customer != nil {
		consents, blocked = q.Customer.Consents, q.Customer.Blocked
	}
	w := Way{Kind: k, Task: q.Task || k.Info().Human || q.Desk.Has(k)}
	switch said := Permission(consents, k, q.Purpose, q.Now); {
	case blocked:
		w.Closed = Blocked
	case said != Open:
		w.Closed = said
	case k.Info().Kind == None || !w.Task && q.Senders != 0 && !q.Senders.Has(k):
		w.Closed = NoSender
	case q.Worded != 0 && !q.Worded.Has(k):
		w.Closed = NoWording
	default:
		q.address(&w)
	}
	return w
}

// Address finds where to reach the customer on a channel: the first address of AddressOf
// that is not Bad. Where the channel is among Parcels, the parcel comes after the numbers
// and before an OAID, which only a platform's own sending takes. The receiver of a
// gift is left alone. It returns Open with an address, BadAddress where every one is bad, and
// NoAddress where none is known.
func (q *Query) Address(k Kind) (Address, Closed) {
	f := finder{kind: k, bad: q.Bad, closed: NoAddress}
	gift := q.Order != nil && q.Order.Gift
	if q.Parcels.Has(k) && q.Parcel.Carrier != "" && q.Parcel.Number != "" && !gift {
		f.noOAID = true
		f.find(q.Customer, q.Order, q.Now)
		f.try(Address{Kind: k, Parcel: q.Parcel})
		f.noOAID = false
	}
	f.find(q.Customer, q.Order, q.Now)
	return f.found, f.closed
}

func (q *Query) address(w *Way) {
	a, closed := q.Address(w.Kind)
	switch {
	case closed == NoAddress:
		w.Closed = NoAddress
	case q.Undeliverable.Has(w.Kind):
		w.Closed = Undeliverable
	case closed != Open:
		w.Closed = closed
	default:
		w.Address = a
		if q.Limits != nil {
			w.Closed, w.By = q.Limits(w.Kind, a)
		}
	}
}

// String is "sms open", "sms closed: enough-already by sms-weekly" or
// "sms closed: undeliverable (bad number)". What looks like a number or an email
// address is struck out of Why.
func (w Way) String() string {
	var b strings.Builder
	b.WriteString(w.Kind.String())
	switch {
	case w.Closed != Open:
		b.WriteString(" closed: " + w.Closed.String())
	case w.Task:
		b.WriteString(" open, by a person")
	default:
		b.WriteString(" open")
	}
	if w.Address.Parcel != (Parcel{}) {
		b.WriteString(", to " + w.Address.Parcel.String())
	}
	if w.By != "" {
		b.WriteString(" by " + w.By)
	}
	if w.Why != "" {
		b.WriteString(" (" + discreet.Hide(w.Why) + ")")
	}
	return b.String()
}

// Format writes String under every verb, so that none gives the address away.
func (w Way) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, w.String()) }

// LogValue is String.
func (w Way) LogValue() slog.Value { return slog.StringValue(w.String()) }

// Closed is why a way is closed. The words are those of the outcomes; tests and
// statistics rely on them. The zero value is Open.
type Closed uint8

// The reasons, in the order in which they are looked at.
const (
	Open          Closed = iota // open: it may go this way
	Blocked                     // blocked: the shop's own black list
	Refused                     // refused: the customer opted out
	NoConsent                   // no-consent: the customer has not consented
	NoSender                    // no-sender: nobody carries this channel
	NoWording                   // no-wording: the text has no words for it
	NoAddress                   // no-address: it is not known where to
	Undeliverable               // undeliverable: it failed for good for this message
	BadAddress                  // bad-address: a provider says that nobody is there
	Forbidden                   // forbidden: a promise that no rule may break
	NothingToSay                // nothing-to-say: a placeholder without value and fallback
	Capped                      // capped: enough for now, it waits
	EnoughAlready               // enough-already: enough for now, it is dropped
	OverBudget                  // over-budget: the money is spent
	QuietHours                  // quiet-hours: not at this hour
	TooLate                     // too-late: the deadline would pass first, or has by the sender's own word (ErrTooLate)
)

var closedWords = [...]string{
	Open: "open", Blocked: "blocked", Refused: "refused", NoConsent: "no-consent",
	NoSender: "no-sender", NoWording: "no-wording", NoAddress: "no-address", Undeliverable: "undeliverable",
	BadAddress: "bad-address", Forbidden: "forbidden", NothingToSay: "nothing-to-say", Capped: "capped", EnoughAlready: "enough-already",
	OverBudget: "over-budget", QuietHours: "quiet-hours", TooLate: "too-late",
}

// String is the reason's word: "no-address"; "open" when there is none.
func (c Closed) String() string {
	if int(c) < len(closedWords) {
		return closedWords[c]
	}
	return fmt.Sprintf("closed(%d)", uint8(c))
}

var closedChinese = [...]string{
	Open: "可以用", Blocked: "在店铺黑名单里", Refused: "顾客已退订", NoConsent: "顾客没同意过",
	NoSender: "店里没开通", NoWording: "文案没写这个渠道", NoAddress: "没有地址或号码", Undeliverable: "没送到",
	BadAddress: "地址或号码已失效", Forbidden: "禁发规则不许发", NothingToSay: "文案缺内容", Capped: "已到频次或费用上限", EnoughAlready: "已到频次上限",
	OverBudget: "已到费用上限", QuietHours: "正是免打扰时段", TooLate: "已过时限",
}

// Chinese is the reason as a shop says it: "没有地址或号码". Where an outcome has the same
// word, it has the same Chinese.
func (c Closed) Chinese() string {
	if int(c) < len(closedChinese) {
		return closedChinese[c]
	}
	return c.String()
}

// MarshalText writes the word.
func (c Closed) MarshalText() ([]byte, error) {
	if int(c) < len(closedWords) {
		return []byte(closedWords[c]), nil
	}
	return nil, fmt.Errorf("channel: unknown reason %d for a closed way", uint8(c))
}

// UnmarshalText reads what MarshalText wrote.
func (c *Closed) UnmarshalText(text []byte) error {
	i := slices.Index(closedWords[:], string(text))
	if i < 0 {
		return fmt.Errorf("channel: unknown reason %q for a closed way; possible: %s", text, strings.Join(closedWords[:], ", "))
	}
	*c = Closed(i)
	return nil
}
