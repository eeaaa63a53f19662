package taobao

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// A trade is what TOP says of one, as far as it is of use. The seller's memo is not.
type trade struct {
	TID    text `json:"tid"`
	TIDStr text `json:"tid_str"`
	Buyer  text `json:"buyer_open_uid"`
	Nick   text `json:"buyer_nick"`
	OUID   text `json:"ouid"`

	Type         text `json:"type"`
	Status       text `json:"status"`
	Step         text `json:"step_trade_status"`
	From         text `json:"trade_from"`
	Forbid       text `json:"forbid_consign"`
	Gift         text `json:"is_gift"`
	BuyerMessage text `json:"buyer_message"`

	Created  text `json:"created"`
	Paid     text `json:"pay_time"`
	Consign  text `json:"consign_time"`
	End      text `json:"end_time"`
	Modified text `json:"modified"`
	Timeout  text `json:"timeout_action_time"`
	Delivery text `json:"delivery_time"`
	Send     text `json:"send_time"`
	Promised text `json:"promise_sign_time"`
	Sign     text `json:"sign_time"`

	Payment  text `json:"payment"`
	Total    text `json:"total_fee"`
	Discount text `json:"discount_fee"`
	Adjust   text `json:"adjust_fee"`
	Post     text `json:"post_fee"`
	StepPaid text `json:"step_paid_fee"`
	Num      text `json:"num"`

	Name     text `json:"receiver_name"`
	State    text `json:"receiver_state"`
	City     text `json:"receiver_city"`
	District text `json:"receiver_district"`
	Mobile   text `json:"receiver_mobile"`
	OAID     text `json:"oaid"`

	Orders json.RawMessage `json:"orders"`
	lines  []line          // of Orders

	fault string // what of it cannot be read; empty: all can
}

// A line is one sub-order.
type line struct {
	OID      text `json:"oid"`
	OIDStr   text `json:"oid_str"`
	NumIID   text `json:"num_iid"`
	SKU      text `json:"sku_id"`
	OuterSKU text `json:"outer_sku_id"`
	OuterIID text `json:"outer_iid"`
	Title    text `json:"title"`
	Num      text `json:"num"`
	Price    text `json:"price"`
	Payment  text `json:"payment"`
	Divided  text `json:"divide_order_fee"`
	From     text `json:"order_from"`
	Status   text `json:"status"`
	RefundID text `json:"refund_id"`
	Refund   text `json:"refund_status"`
	FreeGift text `json:"is_free_gift"`
	Company  text `json:"logistics_company"`
	Invoice  text `json:"invoice_no"`
	Consign  text `json:"consign_time"`
}

func (t *trade) id() string { return first(t.TIDStr, t.TID) }

func (l *line) id() string { return first(l.OIDStr, l.OID) }

// tradeIn reads a trade, with what wraps it or without; nil: there is none.
func tradeIn(data []byte) *trade {
	if len(data) == 0 {
		return nil
	}
	data = bytes.TrimSpace(data)
	if !isObject(data) {
		return &trade{fault: "it is not a JSON object"}
	}
	var in field.Reader // texts are taken as they come
	t := new(trade)
	in.Fill(enter(enter(data, "trade_fullinfo_get_response"), "trade"), t)
	if t.id() == "" {
		return nil
	}
	lines, ok := listIn(t.Orders, "order")
	if !ok {
		t.fault = "cannot be read: orders"
	}
	t.lines = make([]line, len(lines))
	for i, one := range lines {
		in.Fill(one, &t.lines[i])
	}
	t.Orders = nil
	return t
}

// order is the picture of the order that a trade gives, and the words of it that no table
// knows.
func (t *trade) order(r *reading) *tiexin.Order {
	var f fields
	o := &tiexin.Order{
		ID: f.id("tid_str", text(t.id())), Platform: r.platform(), Source: t.source(), Kind: t.kind(), Version: f.time("modified", t.Modified),
		CreatedAt: f.time("created", t.Created), ConfirmsAt: f.time("timeout_action_time", t.Timeout),
		Amount: f.money("payment", t.Payment), ZeroAmount: field.Zero(t.Payment), Goods: f.money("total_fee", t.Total), Discount: f.money("discount_fee", t.Discount),
		Adjust: f.money("adjust_fee", t.Adjust), Freight: f.money("post_fee", t.Post), Deposit: f.money("step_paid_fee", t.StepPaid),
		Receiver: string(t.Name), Region: tiexin.NormalRegion(string(t.State), string(t.City), string(t.District)), Gift: yes(t.Gift), Message: string(t.BuyerMessage),
	}
	o.Status = r.status(string(t.Status), string(t.Step), string(t.Type))
	if o.Status == tiexin.Paid && yes(t.Forbid) {
		o.Status = tiexin.Held
	}
	o.PlatformStatus = string(t.Status)
	paid, ended := f.time("pay_time", t.Paid), f.time("end_time", t.End)
	if o.Status == tiexin.DepositPaid {
		o.DepositAt = paid
	} else {
		o.PaidAt = paid
	}
	o.ShippedAt = f.time("consign_time", t.Consign)
	switch o.Status {
	case tiexin.Succeeded:
		o.SucceededAt = ended
	case tiexin.Cancelled, tiexin.Closed:
		o.ClosedAt = ended
	}
	o.ShipsBy, o.ArrivesBy = t.promised(o.CreatedAt, t.Delivery, t.Send), t.promised(o.CreatedAt, t.Promised, t.Sign)
	o.Quantity = f.count(t.Num)
	for i := range t.lines {
		t.lines[i].in(r, o, &f)
	}
	o.Mobile = t.phone(r)
	if fault := f.fault(); fault != "" && r.fault == "" {
		r.fault = "the trade: " + fault
	}
	return o
}

// in puts a line into the order: the item, and the refund of it. A line that was closed
// before payment is nothing that anybody buys. A refund of which nobody knows how far it has
// come counts as open.
func (l *line) in(r *reading, o *tiexin.Order, f *fields) {
	if l.Status == "TRADE_CLOSED_BY_TAOBAO" && o.Status != tiexin.Cancelled {
		return
	}
	quantity := f.count(l.Num)
	o.Items = append(o.Items, tiexin.Item{
		ID: l.id(), ProductID: first(l.NumIID), SKU: first(l.OuterSKU, l.OuterIID, l.SKU), Title: string(l.Title), Quantity: quantity,
		Price: f.money("price", l.Price), Amount: f.money("divide_order_fee", text(first(l.Divided, l.Payment))), FreeGift: yes(l.FreeGift),
	})
	if id := first(l.RefundID); id != "" && l.Refund != "NO_REFUND" {
		status, known := tiexin.RefundStatusOf(tiexin.Taobao, string(l.Refund))
		if !known {
			r.unknown("refund_status", string(l.Refund))
		}
		o.Refunds = append(o.Refunds, tiexin.Refund{ID: id, ItemID: l.id(), Status: status})
	}
}

// promised is the first of some promises that can be read and lies ahead.
func (t *trade) promised(created time.Time, promises ...text) time.Time {
	for _, p := range promises {
		if at, ok := readTime(p); ok && at.After(created) {
			return at
		}
	}
	return time.Time{}
}

// phone is how the receiver is reached: a number where one is given, else by OAID. The
// receiver's number is never guessed from stars.
func (t *trade) phone(r *reading) tiexin.Phone {
	p, _ := tiexin.ParsePhone(string(t.Mobile))
	if t.OAID == "" {
		return p
	}
	if !r.WithoutOAID {
		p.OAID, p.OAIDOrder = string(t.OAID), t.id()
	}
	if r.Phone == nil || p.Number != "" {
		return p
	}
	given, err := r.Phone(r.ctx, string(r.m.seller), t.id(), string(t.OAID))
	if err != nil {
		r.err = err
		return p
	}
	p.Number, p.Extension, p.Private, p.Expires = given.Number, given.Extension, given.Private, given.Expires
	return p
}

// source is where the order was placed: 聚划算, or the platform's words.
func (t *trade) source() string {
	if t.juhuasuan() {
		return "juhuasuan"
	}
	return strings.ToLower(string(t.From))
}

// juhuasuan tells whether the trade, or any line of it, comes from 聚划算: the shorter time
// to pay governs.
func (t *trade) juhuasuan() bool {
	if names(string(t.From), "JHS") {
		return true
	}
	for i := range t.lines {
		if names(string(t.lines[i].From), "JHS") {
			return true
		}
	}
	return false
}

// names tells whether a list with commas has a word, in whatever case.
func names(list, word string) bool {
	for w := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.TrimSpace(w), word) {
			return true
		}
	}
	return false
}
