package taobao

import (
	"context"

	"github.com/tiexin-go/tiexin/care/feed"
)

// A Recording reads recorded payloads one after the other, as they were: messages become
// events, and an answer of taobao.trade.fullinfo.get, refund.get or traderates.get is what
// reading the trade gives from then on. The zero value is ready; the Source says the rest,
// and its Trades are the recording's own.
type Recording struct {
	Source Source

	trades, refunds, ratings map[string][]byte
}

// Name is the source's.
func (r *Recording) Name() string { return r.Source.Name() }

// Read takes one payload.
func (r *Recording) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	if r.keeps(body) {
		return feed.Reading{}, nil
	}
	source := r.Source
	source.Trades = r
	return source.Read(ctx, body)
}

// keeps keeps an answer that a trade is read from, and tells whether it is one.
func (r *Recording) keeps(body []byte) bool {
	if r.trades == nil {
		r.trades, r.refunds, r.ratings = map[string][]byte{}, map[string][]byte{}, map[string][]byte{}
	}
	o, _ := objectIn(body)
	switch {
	case o.raw("trade_fullinfo_get_response") != nil:
		if t := tradeIn(body); t != nil {
			r.trades[t.id()] = body
		}
	case o.raw("refund_get_response") != nil:
		r.refunds[o.object("refund_get_response").object("refund").str("refund_id")] = body
	case o.raw("traderates_get_response") != nil:
		for _, one := range o.object("traderates_get_response").list("trade_rates", "trade_rate") {
			r.ratings[split(one).str("tid")] = body
		}
	default:
		return false
	}
	return true
}

// Trade is the trade as it was recorded last.
func (r *Recording) Trade(_ context.Context, _, tid string) ([]byte, error) {
	return r.trades[tid], nil
}

// Refund is the refund as it was recorded last.
func (r *Recording) Refund(_ context.Context, _, id string) ([]byte, error) {
	return r.refunds[id], nil
}

// Ratings are the ratings as they were recorded last.
func (r *Recording) Ratings(_ context.Context, _, tid string) ([]byte, error) {
	return r.ratings[tid], nil
}
