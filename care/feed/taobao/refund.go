package taobao

import (
	"encoding/json"

	"github.com/tiexin-go/tiexin"
)

// A claimed is what TOP says of a refund.
type claimed struct {
	ID       text   `json:"refund_id"`
	TID      text   `json:"tid"`
	OID      text   `json:"oid"`
	Status   string `json:"status"`
	Reason   string `json:"reason"`
	Fee      text   `json:"refund_fee"`
	Dispute  string `json:"dispute_type"`
	Modified text   `json:"modified"`
}

// refundIn reads a refund, with what wraps it or without; nil: there is none.
func refundIn(data []byte) (*claimed, bool) {
	if len(data) == 0 {
		return nil, true
	}
	var answer struct {
		Response struct {
			Refund *claimed `json:"refund"`
		} `json:"refund_get_response"`
		Inner *claimed `json:"refund"`
		claimed
	}
	switch err := json.Unmarshal(data, &answer); {
	case err != nil:
		return nil, false
	case answer.Response.Refund != nil:
		return answer.Response.Refund, true
	case answer.Inner != nil:
		return answer.Inner, true
	case answer.ID == "":
		return nil, true
	}
	return &answer.claimed, true
}

// refund tells what befell a refund of an order, or of one of its lines.
func (r *reading) refund(c claim) {
	said := &r.m.content
	var f fields
	refund := &tiexin.Refund{
		ID: f.id("refund_id", said.RefundID), ItemID: first(said.OID), Status: c.status,
		Amount: f.money("refund_fee", said.RefundFee), At: f.time("modified", said.Modified),
	}
	r.fault = f.fault()
	detail := r.detail(refund.ID)
	t := r.seen()
	if r.ended() {
		return
	}
	if detail != nil {
		refund.Reason = detail.Reason
		if refund.Amount == 0 {
			refund.Amount = f.money("refund_fee", detail.Fee)
		}
		if r.fault = f.fault(); r.fault != "" {
			r.fault = "the refund: " + r.fault
		}
	}
	e := tiexin.Event{Type: c.event, Refund: refund}
	if t != nil {
		e.Order = t.order(r)
		e.Customer = r.buyerOf(t)
		refund.Full = c.status == tiexin.RefundSucceeded && e.Order.Status == tiexin.Closed
	} else {
		e.Order = r.namedOrder()
		e.Customer = r.buyer(said.Buyer, said.Nick)
	}
	if exchanged(said.BillType, detail) && c.status == tiexin.RefundSucceeded {
		e.Type, refund.Status, refund.Full = tiexin.EventOrderRefundClosed, tiexin.RefundClosed, false // goods came, no money
	}
	if r.ended() {
		return
	}
	e.At = r.instant(refund.At)
	r.tell(e)
}

// exchanged tells whether goods are given for goods.
func exchanged(bill string, detail *claimed) bool {
	if detail != nil {
		switch detail.Dispute {
		case "TMALL_EXCHANGE", "TAOBAO_EXCHANGE", "REPAIR", "RESHIPPING":
			return true
		}
	}
	return bill == "replace_bill"
}

// detail is what TOP says of the refund; nil: nobody reads it.
func (r *reading) detail(id string) *claimed {
	if r.Trades == nil || r.ended() {
		return nil
	}
	data, err := r.Trades.Refund(r.ctx, id)
	if err != nil {
		r.err = err
		return nil
	}
	d, ok := refundIn(data)
	if !ok {
		r.fault = "the refund is no JSON object"
	}
	return d
}
