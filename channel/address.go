package channel

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
)

// An Address is a customer's address on one channel. Printed or logged it is masked; the
// fields are for the Sender.
type Address struct {
	Kind Kind `json:"kind,omitempty"`
	// To is the number, OAID, nick, openid or email address; for a visit, the customer's
	// id.
	To string `json:"to,omitempty"`
	// Phone is the platform's full record of the number. It has the extension of a
	// privacy number, or the order that an OAID is bound to.
	Phone tiexin.Phone `json:"phone,omitzero"`
	// Parcel is the address if no number is known: the provider knows the parcel's
	// receiver. To is empty then.
	Parcel Parcel `json:"parcel,omitzero"`
}

// A Parcel is the address of a parcel's receiver.
type Parcel struct {
	hidden
	Carrier string `json:"carrier"` // the code of the carrier: "zhongtong"
	Number  string `json:"number"`  // the waybill's number
}

// AddressOf returns the customer's address on a channel, or false if there is none. The
// order is the subject of the message; nil if it has none.
//
//   - SMS, MMS and calls take the order's mobile before the customer's, and the
//     customer's before a phone number among the identifiers. An OAID counts only for
//     the order it is bound to, and cannot be called. A privacy number counts until it
//     expires; a masked number never. The receiver of a gift is not the buyer and gets
//     no message.
//   - Wangwang takes the customer's Wangwang nick, else an unmasked nick, else Taobao's
//     open uid. With an order that names its platform, the nick counts if that is Taobao
//     or Tmall: elsewhere it may be a stranger's Wangwang nick. With any other order, or
//     none, it counts unless the customer also buys elsewhere ([Query.Elsewhere]).
//   - WeChat takes the openid of a follower. An openid among the identifiers does not
//     count: it identifies a person but does not prove that they follow.
//   - Email takes one plain address.
//   - A visit takes the customer's id: the library stores no street.
func AddressOf(k Kind, c *tiexin.Customer, o *tiexin.Order, now time.Time) (Address, bool) {
	f := finder{kind: k, closed: NoAddress}
	f.find(c, o, now)
	return f.found, f.closed == Open
}

// A finder looks for the first address that is not bad.
type finder struct {
	kind   Kind
	bad    func(Address) bool // nil: none is
	noOAID bool               // an OAID is none: something better may come
	other  bool               // the customer also buys elsewhere than on Taobao and Tmall
	found  Address
	closed Closed
}

func (f *finder) find(c *tiexin.Customer, o *tiexin.Order, now time.Time) {
	if c == nil {
		c = &tiexin.Customer{}
	}
	switch f.kind {
	case SMS, MMS, Phone:
		f.phones(c, o, now)
	case Wangwang:
		f.wangwang(c, o)
	case WeChat:
		f.names(anything, c.WeChat)
	case Email:
		f.names(plainEmail, c.Email, identifier(c, tiexin.EmailID))
	case Visit:
		f.names(anything, c.ID)
	}
}

// try takes an address, unless one was found before or this one is bad.
func (f *finder) try(a Address) {
	switch {
	case f.closed == Open:
	case f.bad != nil && f.bad(a):
		f.closed = BadAddress
	default:
		f.found, f.closed = a, Open
	}
}

func (f *finder) names(good func(string) bool, candidates ...string) {
	for _, to := range candidates {
		if to != "" && good(to) {
			f.try(Address{Kind: f.kind, To: to})
		}
	}
}

func (f *finder) wangwang(c *tiexin.Customer, o *tiexin.Order) {
	f.names(whole, c.Wangwang)
	if f.nickIsWangwang(o) {
		if !c.NickMasked {
			f.names(whole, c.Nick)
		}
		f.names(whole, identifier(c, tiexin.NickID))
	}
	f.names(whole, identifier(c, tiexin.BuyerOpenUID))
}

// nickIsWangwang is true where a customer's nick is also the name in Wangwang.
func (f *finder) nickIsWangwang(o *tiexin.Order) bool {
	if o == nil || o.Platform == "" {
		return !f.other
	}
	return o.Platform == tiexin.Taobao || o.Platform == tiexin.Tmall
}

func (f *finder) phones(c *tiexin.Customer, o *tiexin.Order, now time.Time) {
	order := ""
	if o != nil {
		order = o.ID
	}
	if o != nil && !o.Gift {
		phone := o.Mobile
		if phone.OAID != "" && phone.OAIDOrder == "" {
			phone.OAIDOrder = order // it came with this order
		}
		f.phone(phone, order, now)
	}
	f.phone(c.Mobile, order, now)
	f.phone(tiexin.Phone{Number: identifier(c, tiexin.PhoneID)}, order, now)
}

// phone turns a phone into addresses. A number comes before an OAID: it also works when
// the platform's own sending does not.
func (f *finder) phone(p tiexin.Phone, order string, now time.Time) {
	number := p
	number.OAID, number.OAIDOrder = "", ""
	if dialable(p.Number) && number.Reachable(now) {
		f.try(Address{Kind: f.kind, To: p.Number, Phone: p})
	}
	oaid := tiexin.Phone{OAID: p.OAID, OAIDOrder: p.OAIDOrder, Masked: p.Masked}
	if !f.noOAID && f.kind != Phone && p.OAIDOrder == order && oaid.Reachable(now) {
		f.try(Address{Kind: f.kind, To: p.OAID, Phone: oaid})
	}
}

// dialable is true for digits with an optional plus: a number with stars in it
// is a picture of a number.
func dialable(number string) bool {
	digits := strings.TrimPrefix(number, "+")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// whole is true for a name that no platform has hidden a part of.
func whole(name string) bool { return name != "" && !strings.ContainsAny(name, "*\uFF0A") }

func anything(string) bool { return true }

func identifier(c *tiexin.Customer, kind tiexin.IdentifierKind) string {
	for _, id := range c.IDs {
		if id.Kind == kind && id.Value != "" {
			return id.Value
		}
	}
	return ""
}

// plainEmail refuses lists, display names and line breaks: an address becomes a
// header line.
func plainEmail(address string) bool {
	user, host, ok := strings.Cut(address, "@")
	return ok && user != "" && host != "" && !strings.Contains(host, "@") &&
		!strings.ContainsAny(address, "<>,;:\"()[]\\") &&
		!strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError })
}

// String names the channel and a masked address that still distinguishes two addresses:
// "sms 138****0000", "email l***@example.com".
func (a Address) String() string {
	if a == (Address{}) {
		return "nowhere"
	}
	return a.Kind.String() + " " + a.mask()
}

// Format writes String under every verb, so that no verb shows the address.
func (a Address) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, a.String()) }

// LogValue is String.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.String()) }

// IsOAID reports whether the address is an OAID, which only Taobao's own sending can
// use, and not a number.
func (a Address) IsOAID() bool { return a.Phone.OAID != "" && a.To == a.Phone.OAID }

// ofAParcel hides the number: with it anybody can read the track.
const ofAParcel = "the receiver of a parcel"

func (a Address) mask() string {
	switch {
	case a.To == "" && a.Parcel != Parcel{}:
		return ofAParcel
	case a.IsOAID():
		return "by the OAID of order " + a.Phone.OAIDOrder
	case a.Kind == SMS || a.Kind == MMS || a.Kind == Phone:
		return tiexin.Phone{Number: a.To}.Mask()
	case a.Kind == Visit:
		return a.To
	case a.Kind == Email:
		user, host, _ := strings.Cut(a.To, "@")
		return maskName(user) + "@" + host
	}
	return maskName(a.To)
}

func maskName(name string) string {
	if first, size := utf8.DecodeRuneInString(name); size < len(name) && first != utf8.RuneError {
		return string(first) + "***"
	}
	return "***"
}
