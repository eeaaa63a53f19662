package tiexin

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxAttrs is how many words of the host's own a customer or an order may have.
const MaxAttrs = 100

// Bounds of what an event may say.
const (
	maxID    = 200            // bytes of an id
	maxMoney = Money(1e13)    // 100 billion yuan: sums of a million such amounts still fit
	maxCount = 1_000_000_000  // pieces, orders
	clockGap = 24 * time.Hour // by which two clocks may differ: a zone left out, and a little
)

// Times of events and of all that they carry lie in these years.
var (
	firstInstant = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	lastInstant  = time.Date(2201, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Validate names all that cannot be meant, as an *EventError; nil is none.
//
//   - ID, Type, At and the customer's ID must be there; incidents and arrivals in
//     the catalog need no customer.
//   - The type must be Known and bring what it Needs: an order its ID, a parcel
//     its OrderID and ID or Number, a message and a task their ID.
//   - Ids have at most 200 bytes and no control characters; all text is UTF-8.
//   - Times lie in the years 2000 to 2200. What must come first may stand up to a
//     day later, since clocks differ and zones are forgotten: an order's creation
//     before all else that happened to it, a chat's opening before its end, the
//     event before its receipt.
//   - Amounts are at most 100 billion yuan and not negative, except Order.Adjust.
//   - Numbers of pieces and orders are not negative, scores within their scale.
//   - Dates exist, numbers of phones are as ParsePhone returns them, purposes are
//     Known, channels are those of package channel.
//   - A customer and an order have at most MaxAttrs words of the host's own.
//   - An order's customer and a parcel's order are those of the event, if it
//     names both.
//
// Words that a host may have of its own are not looked at: sources, kinds,
// statuses, grades, tags. A valid event survives EncodeEvent and
// DecodeEvent unchanged.
func (e *Event) Validate() error {
	var c check
	e.validateSelf(&c)
	c.customer(&place{name: "customer"}, &e.Customer, e.Type.Thing() != "incident" && e.Type.Thing() != "catalog")
	if e.Order != nil {
		at := place{name: "order"}
		c.order(&at, e.Order)
		c.same(&at, "customer_id", e.Order.CustomerID, "customer", e.Customer.ID)
	}
	if e.Parcel != nil {
		at := place{name: "parcel"}
		c.parcel(&at, e.Parcel)
		if e.Order != nil {
			c.same(&at, "order_id", e.Parcel.OrderID, "order", e.Order.ID)
		}
	}
	e.validateTalk(&c)
	e.validateReports(&c)
	return c.err(e.ID)
}

func (e *Event) validateSelf(c *check) {
	c.id(nil, "id", e.ID, required)
	c.id(nil, "shop", e.Shop, optional)
	switch known := e.Type.Known(); {
	case e.Type == "":
		c.wrong(nil, "event", "is missing: what happened, such as order.paid")
	case !known:
		words := make([]string, len(eventTypes))
		for i, t := range eventTypes {
			words[i] = string(t)
		}
		c.wrong(nil, "event", "no event is called "+quoted(string(e.Type))+didYouMean(string(e.Type), words))
	case !e.carries(e.Type.needs()):
		c.wrong(nil, e.Type.Needs(), "is missing: "+string(e.Type)+" is about one")
	}
	if e.At.IsZero() {
		c.wrong(nil, "at", "is missing: when it happened")
	}
	c.time(nil, "at", e.At)
	c.time(nil, "received", e.Received)
	c.notBefore(nil, "received", e.Received, "at", e.At)
}

// carries tells whether the event has something under the key.
func (e *Event) carries(key string) bool {
	switch key {
	case "order":
		return e.Order != nil
	case "parcel":
		return e.Parcel != nil
	case "chat":
		return e.Chat != nil
	case "review":
		return e.Review != nil
	case "survey":
		return e.Survey != nil
	case "consent":
		return e.Consent != nil
	case "message":
		return e.Message != nil
	case "task":
		return e.Task != nil
	case "incident":
		return e.Incident != nil
	case "product":
		return e.Product != nil
	}
	return true
}

// A check collects what is wrong. Its methods take the place of a thing and the
// key of what they look at.
type check struct{ problems }

type need bool

const (
	optional need = false
	required need = true
)

func (c *check) wrong(at *place, name, message string) {
	c.add(&place{up: at, name: name}, message)
}

func (c *check) id(at *place, name, id string, must need) {
	switch {
	case id == "":
		if must {
			c.wrong(at, name, "is missing")
		}
	case len(id) > maxID:
		c.wrong(at, name, fmt.Sprintf("has %d bytes; an id has at most %d", len(id), maxID))
	case !utf8.ValidString(id):
		c.wrong(at, name, notUTF8)
	case hasControl(id):
		c.wrong(at, name, "holds a control character, such as a line break")
	}
}

// hasControl says whether a text holds a control character.
func hasControl(text string) bool {
	for i := range len(text) {
		if b := text[i]; b < ' ' || b >= 0x7f { // or the beginning of a longer one
			return strings.ContainsFunc(text[i:], unicode.IsControl)
		}
	}
	return false
}

const notUTF8 = "is not valid UTF-8; text in GBK must be converted first"

func (c *check) text(at *place, name, text string) {
	if text != "" {
		c.words(at, name, text)
	}
}

func (c *check) words(at *place, name, text string) {
	if !utf8.ValidString(text) {
		c.wrong(at, name, notUTF8)
	}
}

func (c *check) attr(at *place, texts map[string]string) {
	if len(texts) > MaxAttrs {
		c.wrong(at, "attr", fmt.Sprintf("has %d words; there may be %d", len(texts), MaxAttrs))
		return
	}
	c.texts(at, "attr", texts)
}

func (c *check) texts(at *place, name string, texts map[string]string) {
	for key, text := range texts {
		if !utf8.ValidString(key) || !utf8.ValidString(text) {
			c.wrong(at, name, "holds text that "+notUTF8)
			return
		}
	}
}

func (c *check) time(at *place, name string, t time.Time) {
	if !t.IsZero() {
		c.year(at, name, t)
	}
}

func (c *check) year(at *place, name string, t time.Time) {
	if t.Before(firstInstant) || !t.Before(lastInstant) {
		c.wrong(at, name, fmt.Sprintf("lies in the year %d; times lie in 2000 to 2200", t.Year()))
	}
}

// notBefore refuses later, if it is known, when it lies long before earlier.
func (c *check) notBefore(at *place, name string, later time.Time, than string, earlier time.Time) {
	if !later.IsZero() {
		c.inOrder(at, name, later, than, earlier)
	}
}

func (c *check) inOrder(at *place, name string, later time.Time, than string, earlier time.Time) {
	if !earlier.IsZero() && later.Before(earlier.Add(-clockGap)) {
		c.wrong(at, name, fmt.Sprintf("lies more than a day before %s (%s, %s)",
			than, later.Format(time.RFC3339), earlier.Format(time.RFC3339)))
	}
}

func (c *check) money(at *place, name string, m Money) {
	if m < 0 {
		c.wrong(at, name, "is negative: "+m.Decimal())
	}
	if m != 0 {
		c.adjustment(at, name, m)
	}
}

func (c *check) adjustment(at *place, name string, m Money) {
	if m > maxMoney || m < -maxMoney {
		c.wrong(at, name, "is beyond any amount: "+m.Decimal())
	}
}

func (c *check) count(at *place, name string, n int) { c.within(at, name, n, maxCount) }

func (c *check) within(at *place, name string, n, most int) {
	if n < 0 || n > most {
		c.wrong(at, name, fmt.Sprintf("is %d; it may be 0 to %d", n, most))
	}
}

func (c *check) date(at *place, name string, d Date) {
	if err := d.Validate(); err != nil {
		c.wrong(at, name, err.Error())
	}
}

func (c *check) purpose(at *place, name string, p Purpose) {
	if p != "" && !p.Known() {
		c.wrong(at, name, unknownPurpose(p))
	}
}

func (c *check) channel(at *place, name, channel string) {
	if channel != "" && !slices.Contains(channels, channel) {
		c.wrong(at, name, unknownChannel(channel))
	}
}

// same refuses two ids of one thing.
func (c *check) same(at *place, name, id, thing, other string) {
	if id != "" && other != "" && id != other {
		c.wrong(at, name, fmt.Sprintf("is %s, but the event's %s is %s", quoted(id), thing, quoted(other)))
	}
}
