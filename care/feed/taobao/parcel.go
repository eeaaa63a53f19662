package taobao

import (
	"encoding/json"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// actions are what LogsticDetailTrace tells. FAILED is both an attempt that failed and a
// parcel that was refused: its words say which. The words of OTHER are guessed.
var actions = map[string]tiexin.EventType{
	"CREATE": "", "CONSIGN": tiexin.EventParcelShipped, "GOT": tiexin.EventParcelPickedUp, "ARRIVAL": tiexin.EventParcelMoved,
	"DEPARTURE": tiexin.EventParcelMoved, "SENT_CITY": tiexin.EventParcelArrivedCity, "SENT_SCAN": tiexin.EventParcelOutForDelivery,
	"SIGNED": tiexin.EventParcelSigned, "FAILED": tiexin.EventParcelFailed, "LOST": tiexin.EventParcelLost,
	"TO_EMS": tiexin.EventParcelMoved, "OTHER": tiexin.EventParcelMoved,
}

// traced tells what befell a parcel on its way.
func (r *reading) traced() {
	c := r.m.content
	var f fields
	at := f.time("time", c.text("time"))
	r.fault = f.fault()
	t := r.seen()
	switch {
	case r.ended():
	case c.text("out_sid") == "":
		if actions[c.str("action")] != "" { // before there is a waybill there is nothing to tell
			r.fault = "it does not name the parcel: out_sid"
		}
	case t == nil:
		r.fault = "the parcel's buyer is missing: without Source.Trades a trace names no buyer"
	default:
		o := t.order(r)
		step := r.step(o)
		if step.Event == "" || r.ended() {
			return
		}
		if at.IsZero() {
			at = r.at
		}
		step.Node.At = at
		p := parcelOf(t, o, c.str("company_name"), c.text("out_sid"))
		step.Told(p)
		r.tell(tiexin.Event{Type: step.Event, At: at, Customer: r.buyerOf(t), Parcel: p})
	}
}

// step is the node and what it means: by its action, and by its words where that says little.
func (r *reading) step(o *tiexin.Order) track.Step {
	c := r.m.content
	event, known := actions[c.str("action")]
	if !known {
		r.unknown("action", c.str("action"))
		event = tiexin.EventParcelMoved
	}
	s := track.Step{Meaning: track.Meaning{Event: event}, Node: tiexin.Node{Provider: "taobao", Code: c.str("action"), Text: c.str("desc")}}
	guessed, said := track.Guess(c.str("desc"), o.Region, tiexin.Region{})
	switch {
	case (!known || c.str("action") == "OTHER") && said:
		s.Meaning, s.Node.Guessed = guessed, true
	case c.str("action") == "FAILED" && said && guessed.Event == tiexin.EventParcelRejected:
		s.Meaning, s.Node.Guessed = guessed, true
	case c.str("action") == "SIGNED" && guessed.Event == tiexin.EventParcelSigned:
		s.SignedBy = guessed.SignedBy
	}
	return s
}

// parcelOf is a parcel of a trade, with the lines that are in it as far as they say so.
func parcelOf(t *trade, o *tiexin.Order, company string, number text) *tiexin.Parcel {
	p := &tiexin.Parcel{OrderID: o.ID, Carrier: track.Carrier(company), CarrierName: company, Number: string(number), Region: o.Region}
	for i := range t.lines {
		if l := &t.lines[i]; l.Invoice == number {
			p.Items = append(p.Items, l.id())
		}
	}
	if len(p.Items) == len(t.lines) {
		p.Items = nil // all of them
	}
	return p
}

// parcels tells of the parcels that have left, as the lines of a trade name them.
func (r *reading) parcels(t *trade, order *tiexin.Event) {
	told := map[text]bool{}
	for i := range t.lines {
		l := &t.lines[i]
		if l.Invoice == "" || told[l.Invoice] {
			continue
		}
		told[l.Invoice] = true
		p := parcelOf(t, order.Order, string(l.Company), l.Invoice)
		var f fields
		if p.ShippedAt = f.time("consign_time", text(first(l.Consign, t.Consign))); p.ShippedAt.IsZero() {
			continue // a number alone says nothing
		}
		r.tell(tiexin.Event{
			ID: "taobao:" + t.id() + ":parcel:" + p.Key(), Type: tiexin.EventParcelShipped, At: r.instant(p.ShippedAt),
			Customer: order.Customer, Parcel: p,
		})
	}
}

// exception tells that parcels stand still: 揽收后停滞, 运输停滞, 派签停滞, 虚假发货.
func (r *reading) exception() {
	c := r.m.content
	var f fields
	at := f.time("create_time", c.text("create_time"))
	r.fault = f.fault()
	numbers := found(c.raw("mail_details"), "mail_no", "mailNo", "out_sid")
	tids := found(c.raw("trade_details"), "tid", "trade_id", "tradeId", "biz_order_id")
	if len(tids) == 0 {
		r.fault = "it does not name the order: trade_details"
	}
	for _, tid := range tids {
		t := r.seenBy(tid)
		if t == nil && !r.ended() {
			r.fault = "the parcel's buyer is missing: without Source.Trades an exception names no buyer"
		}
		if r.ended() {
			return
		}
		o, customer := t.order(r), r.buyerOf(t)
		for i := range t.lines {
			l := &t.lines[i]
			if l.Invoice == "" || len(numbers) > 0 && !slices.Contains(numbers, l.Invoice) {
				continue
			}
			p := parcelOf(t, o, string(l.Company), l.Invoice)
			p.Abnormal = "stalled"
			e := tiexin.Event{ID: "tmc:" + string(r.m.id) + ":" + p.Key(), Type: tiexin.EventParcelStalled, At: r.instant(at), Customer: customer, Parcel: p}
			if n := len(r.Events); n == 0 || r.Events[n-1].ID != e.ID {
				r.tell(e)
			}
		}
	}
}

// found are the values of some keys in a list of objects, or in one, which may be a text that
// holds it.
func found(data []byte, keys ...string) (all []text) {
	if len(data) > 0 && data[0] == '"' {
		data = field.Unquote(data)
	}
	if !json.Valid(data) {
		return nil
	}
	objects := field.Elements(data)
	if objects == nil {
		objects = [][]byte{data}
	}
	for _, one := range objects {
		o := split(one)
		for _, key := range keys {
			if t := o.text(key); t != "" && !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	return all
}
