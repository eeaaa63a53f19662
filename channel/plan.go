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

// A Query asks which channels to a customer are open for one message.
type Query struct {
	Customer *tiexin.Customer
	Order    *tiexin.Order // the subject of the message; nil: no order
	// Parcel is the parcel that the message is about. Parcels are the channels that reach its
	// receiver if no number is known. Default: none.
	Parcel  Parcel
	Parcels Set
	// Elsewhere is true if an order of the customer's named another platform than Taobao and
	// Tmall: the nick may be from there, so it is no Wangwang nick without an order of theirs.
	Elsewhere bool
	Purpose   tiexin.Purpose
	Via       []Kind // in order of preference
	Now       time.Time

	// Task is true if a person does it, on any channel.
	Task bool
	// Senders are the channels that have a Sender. Default, when empty: all.
	Senders Set
	// Desk are the channels whose messages become tasks for people: add Wangwang if agents open
	// the chats. Default, when empty: Phone and Visit; these two are always included.
	Desk Set
	// Worded are the channels that have a wording of the text. Default, when empty: all.
	Worded Set
	// Undeliverable are the channels that failed permanently for this message.
	Undeliverable Set
	// Bad reports whether a provider has said that the address does not exist. The next known
	// address is taken, if there is one. Default, when nil: none is bad.
	Bad func(Address) bool
	// Limits is called last for a channel that is open so far, and may close it: quiet hours,
	// caps, budgets, never-rules. It returns the reason and the name of the limit. Default, when
	// nil: no limit.
	Limits func(Kind, Address) (why Closed, by string)
}

// A Way is one channel for one message: open, or closed for a reason.
type Way struct {
	Kind Kind `json:"kind"`
	// Address is set if the way is open, or if only a limit closes it. It is not part of the
	// JSON: a record of a decision contains no number.
	Address Address `json:"-"`
	Closed  Closed  `json:"closed,omitempty"` // zero: open
	By      string  `json:"by,omitempty"`     // the name of the limit that closed it
	// Why is the reason of the provider that refused the message: "bad number". The caller sets
	// it, without any number or address. Default: no provider has refused it.
	Why  string `json:"why,omitempty"`
	Task bool   `json:"task,omitempty"` // a person does it: open a Task, do not Send
}

// LogValue returns the ids of the customer and the order, the purpose and the channels.
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

// Plan returns the ways for a message, in the order of Via, each open or closed with its reason.
// For each way the first reason in this order decides:
//
//   - the customer is blocked, has refused, or has not consented;
//   - the channel has no sender, the text no wording for it, or the customer no address;
//   - the message failed permanently there before, or the address does not exist;
//   - a limit.
func Plan(q Query) []Way {
	ways := make([]Way, len(q.Via))
	for i, k := range q.Via {
		ways[i] = q.way(k)
	}
	return ways
}

// First returns the way to use: the first open one.
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

// Address returns the customer's address on a channel: the first address of AddressOf that is not
// Bad. If the channel is among Parcels, the parcel comes after the numbers and before an OAID,
// which only a platform's own sending accepts. The receiver of a gift gets no message. It returns
// Open with an address, BadAddress if all are bad, and NoAddress if none is known.
func (q *Query) Address(k Kind) (Address, Closed) {
	f := finder{kind: k, bad: q.Bad, other: q.Elsewhere, closed: NoAddress}
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

// String is "sms open", "sms closed: enough-already by sms-weekly" or "sms closed: undeliverable
// (bad number)". It removes everything from Why that looks like a number or an email address.
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
		b.WriteString(", to " + ofAParcel)
	}
	if w.By != "" {
		b.WriteString(" by " + w.By)
	}
	if w.Why != "" {
		b.WriteString(" (" + discreet.Hide(w.Why) + ")")
	}
	return b.String()
}

// Format writes String under every verb, so that no verb shows the address.
func (w Way) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, w.String()) }

// LogValue is String.
func (w Way) LogValue() slog.Value { return slog.StringValue(w.String()) }

// Closed is the reason why a way is closed. The words are those of the outcomes; tests and
// statistics rely on them. The zero value is Open.
type Closed uint8

// The reasons, in the order in which they are checked.
const (
	Open          Closed = iota // open: the message may be sent this way
	Blocked                     // blocked: the shop's own blacklist
	Refused                     // refused: the customer opted out
	NoConsent                   // no-consent: the customer has not consented
	NoSender                    // no-sender: the channel has no Sender
	NoWording                   // no-wording: the text has no wording for it
	NoAddress                   // no-address: no address
	Undeliverable               // undeliverable: it failed permanently for this message
	BadAddress                  // bad-address: a provider says that the address does not exist
	Forbidden                   // forbidden: a never-rule of the shop or the law
	NothingToSay                // nothing-to-say: a placeholder without value and fallback
	Capped                      // capped: a frequency cap is reached; it waits
	EnoughAlready               // enough-already: a frequency cap is reached; it is dropped
	OverBudget                  // over-budget: the budget is spent
	QuietHours                  // quiet-hours: not at this hour
	TooLate                     // too-late: the deadline would pass first, or has passed as the Sender reports (ErrTooLate)
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

// Chinese is the reason in Chinese: "没有地址或号码". It is the same as the Chinese of an outcome
// with the same word.
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
