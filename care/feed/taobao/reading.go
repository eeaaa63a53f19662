package taobao

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
)

// A reading is one message on its way to become events. What went wrong ends it: a fault
// parks the message, an error has it read again.
type reading struct {
	*Source
	feed.Reading
	ctx    context.Context
	m      *message
	trades *onceRead
	at     time.Time // when it was published
	shop   string
	fault  string
	err    error
}

func (r *reading) read() {
	shop, ours := r.Shops[string(r.m.seller)]
	at, ok := readTime(r.m.published)
	r.shop, r.at = shop, at
	switch {
	case r.Shops != nil && !ours && r.m.seller != "":
		r.fault = feed.OtherShop
		return
	case len(r.Publishers) > 0 && !slices.Contains(r.Publishers, string(r.m.publisher)):
		r.fault = "it is another app's: pub_app_key is not among Source.Publishers"
		return
	case !ok:
		r.fault = "cannot be read: pub_time"
		return
	}
	claim, claimed := claims[r.m.topic]
	switch event := trades[r.m.topic]; {
	case event != "":
		r.order(event)
	case claimed:
		r.refund(claim)
	case r.m.topic == "taobao_trade_TradeRated":
		r.rated()
	case r.m.topic == "taobao_traderate_ImprBadTag":
		r.complained()
	case r.m.topic == "taobao_logistics_LogsticDetailTrace":
		r.traced()
	case r.m.topic == "taobao_logistics_PackageExceptionCreate":
		r.exception()
	case r.m.topic == "taobao_opencrm_AuthTouchMessage":
		r.consented()
	case r.m.topic == "taobao_opencrm_MemberJoin", r.m.topic == "taobao_opencrm_MemberJoinPrivate":
		r.joined()
	case r.m.topic == "taobao_opencrm_MemberGradeChange":
		r.graded()
	case r.m.topic == "alibaba_aliqin_FcSmsDR":
		r.receipt()
	case r.m.topic == "alibaba_aliqin_FcSmsUp":
		r.reply()
	case !silent[r.m.topic]:
		r.unknown("topic", r.m.topic)
	}
}

// ended says that something went wrong.
func (r *reading) ended() bool { return r.fault != "" || r.err != nil }

func (r *reading) unknown(field, word string) {
	r.Unknown = append(r.Unknown, feed.Word{Field: field, Word: word})
}

// tell adds an event: with the message's id, its shop and instant where it has none.
func (r *reading) tell(e tiexin.Event) {
	if e.ID == "" {
		e.ID = "tmc:" + string(r.m.id)
	}
	e.Shop = r.shop
	if e.At.IsZero() {
		e.At = r.at
	}
	if r.at.After(e.At) {
		e.Received = r.at
	}
	if e.At.IsZero() {
		r.fault = "it does not say when it was"
		return
	}
	r.Events = append(r.Events, e)
}

// instant is a time that something has happened at, if it had by the time that the message
// was published; else that.
func (r *reading) instant(at time.Time) time.Time {
	if at.IsZero() || !r.at.IsZero() && at.After(r.at) {
		return r.at
	}
	return at
}

// customer is whom Taobao calls so.
func (r *reading) customer(id tiexin.Identifier) tiexin.Customer {
	c := tiexin.Customer{ID: id.Value}
	if id.Kind == tiexin.NickID {
		c.ID = ""
	} else {
		c.IDs = []tiexin.Identifier{id}
	}
	if r.Customer != nil {
		known, ok, err := r.Customer(r.ctx, id)
		if r.err = err; ok && err == nil {
			c.ID = known
		}
	}
	if c.ID == "" && r.fault == "" {
		r.fault = "the customer is missing"
	}
	return c
}

// buyer is the customer of an order.
func (r *reading) buyer(openUID, nick string) tiexin.Customer {
	if openUID == "" {
		r.fault = "it does not name the buyer: buyer_open_uid"
		return tiexin.Customer{}
	}
	c := r.customer(tiexin.Identifier{Kind: tiexin.BuyerOpenUID, Value: openUID, App: r.AppKey})
	c.Nick, c.NickMasked = nick, strings.ContainsAny(nick, "*＊")
	return c
}

// A onceRead reads each trade once, however many messages of a push are about it.
type onceRead struct {
	Reader
	seen map[string]*trade
}

func (o *onceRead) trade(ctx context.Context, seller, tid string) (*trade, error) {
	if o.Reader == nil {
		return nil, nil
	}
	if t, ok := o.seen[tid]; ok {
		return t, nil
	}
	data, err := o.Reader.Trade(ctx, seller, tid)
	if err != nil {
		return nil, err
	}
	t := tradeIn(data)
	if o.seen == nil {
		o.seen = map[string]*trade{}
	}
	o.seen[tid] = t
	return t, nil
}

// seen is the trade that the message is about, as it is; nil: nobody reads it. A trade that
// cannot be read is a fault.
func (r *reading) seen() *trade { return r.seenBy(r.m.content.text("tid")) }

func (r *reading) seenBy(number text) *trade {
	if r.ended() {
		return nil
	}
	var f fields
	tid := f.id("tid", number)
	if r.fault = f.fault(); r.fault != "" {
		return nil
	}
	t, err := r.trades.trade(r.ctx, string(r.m.seller), tid)
	switch {
	case err != nil:
		r.err = err
		return nil
	case t == nil:
		return nil
	case t.fault != "":
		r.fault = "the trade: " + t.fault
	case t.id() != tid:
		r.fault = "the trade that was read is a different one"
	}
	return t
}
