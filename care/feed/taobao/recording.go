package taobao

import (
	"context"

	"github.com/tiexin-go/tiexin/care/feed"
)

// A Recording reads recorded payloads one after the other. Messages become events. An answer
// of taobao.trade.fullinfo.get, refund.get or traderates.get becomes the current trade,
// refund or ratings for later messages. The zero value is ready; the Source configures the
// rest, and its Trades are the recording's own.
type Recording struct {
	Source Source

	trades, refunds, ratings map[string][]byte
}

// Name is the source's.
func (r *Recording) Name() string { return r.Source.Name() }

// Read reads one payload.
func (r *Recording) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	kept, fault := r.keeps(body)
	switch {
	case fault != "":
		return feed.Reading{Parked: []feed.Parked{r.Source.parked("", fault, body)}}, nil
	case kept:
		return feed.Reading{}, nil
	}
	source := r.Source
	source.Trades = r
	return source.Read(ctx, body)
}

// keeps keeps an answer that a trade is read from, and tells whether it is one. A fault says
// why it can be kept for nobody: no message names what has no number.
func (r *Recording) keeps(body []byte) (kept bool, fault string) {
	if r.trades == nil {
		r.trades, r.refunds, r.ratings = map[string][]byte{}, map[string][]byte{}, map[string][]byte{}
	}
	o, _ := objectIn(body)
	var f fields
	method := ""
	switch {
	case o.raw("trade_fullinfo_get_response") != nil:
		method = "taobao.trade.fullinfo.get"
		id := text("")
		if t := tradeIn(body); t != nil {
			id = text(t.id())
		}
		r.trades[f.id("tid", id)] = body
	case o.raw("refund_get_response") != nil:
		method = "taobao.refund.get"
		r.refunds[f.id("refund_id", o.object("refund_get_response").object("refund").text("refund_id"))] = body
	case o.raw("traderates_get_response") != nil:
		method = "taobao.traderates.get"
		rates, ok := o.object("traderates_get_response").list("trade_rates", "trade_rate")
		if !ok {
			f.unreadable("trade_rates")
		}
		for _, one := range rates {
			r.ratings[f.id("tid", split(one).text("tid"))] = body
		}
	}
	if fault = f.fault(); fault != "" {
		fault = "an answer of " + method + ": " + fault
	}
	return method != "", fault
}

// Trade returns the last recorded trade.
func (r *Recording) Trade(_ context.Context, _, tid string) ([]byte, error) {
	return r.trades[tid], nil
}

// Refund returns the last recorded refund.
func (r *Recording) Refund(_ context.Context, _, id string) ([]byte, error) {
	return r.refunds[id], nil
}

// Ratings returns the last recorded ratings.
func (r *Recording) Ratings(_ context.Context, _, tid string) ([]byte, error) {
	return r.ratings[tid], nil
}
