package taobao

import (
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// A trade is what TOP says of one, as far as it is of use. The seller's memo is not.
type trade struct {
	TID    text
	TIDStr text
	Buyer  string
	Nick   string
	OUID   string

	Type         string
	Status       string
	Step         string
	From         string
	Forbid       text
	Gift         text
	BuyerMessage string

	Created  text
	Paid     text
	Consign  text
	End      text
	Modified text
	Timeout  text
	Delivery text
	Send     text
	Promised text
	Sign     text

	Payment  text
	Total    text
	Discount text
	Adjust   text
	Post     text
	StepPaid text
	Num      text

	Name     string
	State    string
	City     string
	District string
	Mobile   string
	OAID     string

	lines []line

	fault string // what of it cannot be read; empty: all can
}

// A line is one sub-order.
type line struct {
	OID      text
	OIDStr   text
	NumIID   text
	SKU      text
	OuterSKU text
	OuterIID text
	Title    string
	Num      text
	Price    text
	Payment  text
	Divided  text
	From     string
	Status   string
	RefundID text
	Refund   string
	FreeGift text
	Company  string
	Invoice  text
	Consign  text
}

func (t *trade) id() string { return first(t.TIDStr, t.TID) }

func (l *line) id() string { return first(l.OIDStr, l.OID) }

// tradeIn reads a trade, with what wraps it or without; nil: there is none.
func tradeIn(data []byte) *trade {
	if len(data) == 0 {
		return nil
	}
	o, ok := inside(data, "trade_fullinfo_get_response", "trade")
	if !ok {
		return &trade{fault: "it is no JSON object"}
	}
	t := &trade{
		TID:          o.text("tid"),
		TIDStr:       o.text("tid_str"),
		Buyer:        o.str("buyer_open_uid"),
		Nick:         o.str("buyer_nick"),
		OUID:         o.str("ouid"),
		Type:         o.str("type"),
		Status:       o.str("status"),
		Step:         o.str("step_trade_status"),
		From:         o.str("trade_from"),
		Forbid:       o.text("forbid_consign"),
		Gift:         o.text("is_gift"),
		BuyerMessage: o.str("buyer_message"),
		Created:      o.text("created"),
		Paid:         o.text("pay_time"),
		Consign:      o.text("consign_time"),
		End:          o.text("end_time"),
		Modified:     o.text("modified"),
		Timeout:      o.text("timeout_action_time"),
		Delivery:     o.text("delivery_time"),
		Send:         o.text("send_time"),
		Promised:     o.text("promise_sign_time"),
		Sign:         o.text("sign_time"),
		Payment:      o.text("payment"),
		Total:        o.text("total_fee"),
		Discount:     o.text("discount_fee"),
		Adjust:       o.text("adjust_fee"),
		Post:         o.text("post_fee"),
		StepPaid:     o.text("step_paid_fee"),
		Num:          o.text("num"),
		Name:         o.str("receiver_name"),
		State:        o.str("receiver_state"),
		City:         o.str("receiver_city"),
		District:     o.str("receiver_district"),
		Mobile:       o.str("receiver_mobile"),
		OAID:         o.str("oaid"),
	}
	lines, ok := o.list("orders", "order")
	if !ok {
		t.fault = "cannot be read: orders"
	}
	for _, one := range lines {
		t.lines = append(t.lines, lineOf(split(one)))
	}
	if t.id() == "" {
		return nil
	}
	return t
}

func lineOf(o object) line {
	return line{
		OID:      o.text("oid"),
		OIDStr:   o.text("oid_str"),
		NumIID:   o.text("num_iid"),
		SKU:      o.text("sku_id"),
		OuterSKU: o.text("outer_sku_id"),
		OuterIID: o.text("outer_iid"),
		Title:    o.str("title"),
		Num:      o.text("num"),
		Price:    o.text("price"),
		Payment:  o.text("payment"),
		Divided:  o.text("divide_order_fee"),
		From:     o.str("order_from"),
		Status:   o.str("status"),
		RefundID: o.text("refund_id"),
		Refund:   o.str("refund_status"),
		FreeGift: o.text("is_free_gift"),
		Company:  o.str("logistics_company"),
		Invoice:  o.text("invoice_no"),
		Consign:  o.text("consign_time"),
	}
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
		Receiver: t.Name, Region: tiexin.NormalRegion(t.State, t.City, t.District), Gift: yes(t.Gift), Message: t.BuyerMessage,
	}
	o.Status = r.status(t.Status, t.Step, t.Type)
	if o.Status == tiexin.Paid && yes(t.Forbid) {
		o.Status = tiexin.Held
	}
	o.PlatformStatus = t.Status
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
		ID: l.id(), ProductID: first(l.NumIID), SKU: first(l.OuterSKU, l.OuterIID, l.SKU), Title: l.Title, Quantity: quantity,
		Price: f.money("price", l.Price), Amount: f.money("divide_order_fee", text(first(l.Divided, l.Payment))), FreeGift: yes(l.FreeGift),
	})
	if id := first(l.RefundID); id != "" && l.Refund != "NO_REFUND" {
		status, known := tiexin.RefundStatusOf(tiexin.Taobao, l.Refund)
		if !known {
			r.unknown("refund_status", l.Refund)
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
	p, _ := tiexin.ParsePhone(t.Mobile)
	if t.OAID == "" {
		return p
	}
	if !r.WithoutOAID {
		p.OAID, p.OAIDOrder = t.OAID, t.id()
	}
	if r.Phone == nil || p.Number != "" {
		return p
	}
	given, err := r.Phone(r.ctx, string(r.m.seller), t.id(), t.OAID)
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
	return strings.ToLower(t.From)
}

// juhuasuan tells whether the trade, or any line of it, comes from 聚划算: the shorter time
// to pay governs.
func (t *trade) juhuasuan() bool {
	if names(t.From, "JHS") {
		return true
	}
	for i := range t.lines {
		if names(t.lines[i].From, "JHS") {
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
