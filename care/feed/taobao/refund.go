package taobao

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// refund tells what befell a refund of an order, or of one of its lines.
func (r *reading) refund(c claim) {
	said := r.m.content
	var f fields
	refund := &tiexin.Refund{
		ID: f.id("refund_id", said.text("refund_id")), ItemID: first(said.text("oid")), Status: c.status,
		Amount: f.money("refund_fee", said.text("refund_fee")), At: f.time("modified", said.text("modified")),
	}
	r.fault = f.fault()
	detail := r.detail(refund.ID)
	t := r.seen()
	if r.ended() {
		return
	}
	refund.Reason = detail.str("reason")
	fee := said.text("refund_fee")
	if refund.Amount == 0 && detail.text("refund_fee") != "" {
		fee = detail.text("refund_fee")
		refund.Amount = f.money("refund_fee", fee)
	}
	refund.ZeroAmount = field.Zero(fee)
	if r.fault = f.fault(); r.fault != "" {
		r.fault = "the refund: " + r.fault
		return
	}
	e := tiexin.Event{Type: c.event, Refund: refund}
	if t != nil {
		e.Order = t.order(r)
		e.Customer = r.buyerOf(t)
		refund.Full = c.status == tiexin.RefundSucceeded && e.Order.Status == tiexin.Closed
	} else {
		e.Order = r.namedOrder()
		e.Customer = r.buyer(said.str("buyer_open_uid"), said.str("buyer_nick"))
	}
	if exchanged(said.str("bill_type"), detail) && c.status == tiexin.RefundSucceeded {
		e.Type, refund.Status, refund.Full = tiexin.EventOrderRefundClosed, tiexin.RefundClosed, false // goods came, no money
	}
	if r.ended() {
		return
	}
	e.At = r.instant(refund.At)
	r.tell(e)
}

// exchanged tells whether goods are given for goods.
func exchanged(bill string, detail object) bool {
	switch detail.str("dispute_type") {
	case "TMALL_EXCHANGE", "TAOBAO_EXCHANGE", "REPAIR", "RESHIPPING":
		return true
	}
	return bill == "replace_bill"
}

// detail is what TOP says of the refund; nothing: nobody reads it.
func (r *reading) detail(id string) (detail object) {
	if r.Trades == nil || r.ended() {
		return detail
	}
	data, err := r.Trades.Refund(r.ctx, string(r.m.seller), id)
	if r.err = err; err != nil || len(data) == 0 {
		return detail
	}
	detail, ok := inside(data, "refund_get_response", "refund")
	if !ok {
		r.fault = "the refund is not a JSON object"
	}
	return detail
}
