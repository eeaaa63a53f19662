package taobao

import "github.com/tiexin-go/tiexin"

// rated tells of the buyer's rating; the seller's is none of a customer's words.
func (r *reading) rated() {
	c := r.m.content
	switch c.str("rater") {
	case "buyer":
	case "seller", "unknown", "":
		return
	default:
		r.unknown("rater", c.str("rater"))
		return
	}
	review := &tiexin.Review{OrderID: string(c.text("tid")), ItemID: first(c.text("oid"))}
	review.ID = reviewID(review)
	for _, rating := range r.ratings(string(c.text("tid"))) {
		if rating.str("role") != "seller" && (c.text("oid") == "" || rating.text("oid") == c.text("oid")) {
			r.rate(review, rating)
			break
		}
	}
	r.reviewed(review)
}

var results = map[string]tiexin.Rating{"good": tiexin.Good, "neutral": tiexin.Neutral, "bad": tiexin.Bad}

func (r *reading) rate(review *tiexin.Review, rating object) {
	known := false
	if review.Rating, known = results[rating.str("result")]; !known && rating.str("result") != "" {
		r.unknown("result", rating.str("result"))
	}
	review.Text = rating.str("content")
}

// ratings are what TOP says of the ratings of a trade; none: nobody reads them.
func (r *reading) ratings(tid string) (all []object) {
	if r.Trades == nil {
		return nil
	}
	data, err := r.Trades.Ratings(r.ctx, string(r.m.seller), tid)
	if r.err = err; err != nil || len(data) == 0 {
		return nil
	}
	answer, ok := inside(data, "traderates_get_response", "")
	if !ok {
		r.fault = "the ratings are not a JSON object"
	}
	rates, ok := answer.list("trade_rates", "trade_rate")
	if !ok {
		r.fault = "the ratings are not a list"
	}
	for _, one := range rates {
		all = append(all, split(one))
	}
	return all
}

// complained tells of words about goods that Taobao finds bad: of the rating, or of one that
// was added to it.
func (r *reading) complained() {
	c := r.m.content
	review := &tiexin.Review{OrderID: string(c.text("tid")), ItemID: first(c.text("oid")), Rating: tiexin.Bad, Text: c.str("feedback"), Append: c.text("biz_type") == "3"}
	review.ID = reviewID(review)
	r.reviewed(review)
}

// reviewID is the same for all that is told of one rating: TOP gives it no number.
func reviewID(review *tiexin.Review) string {
	id := "rating:" + review.OrderID + ":" + review.ItemID
	if review.Append {
		id += ":append"
	}
	return id
}

func (r *reading) reviewed(review *tiexin.Review) {
	c := r.m.content
	buyer, nick := c.str("buyer_open_uid"), c.str("buyer_nick")
	if buyer == "" && !r.ended() {
		if t := r.seen(); t != nil && !r.ended() {
			buyer, nick = string(t.Buyer), string(t.Nick)
		}
	}
	if r.ended() {
		return
	}
	customer := r.buyer(buyer, nick)
	if !digits(c.text("tid")) {
		r.fault = "cannot be read: tid"
	}
	if r.ended() {
		return
	}
	r.tell(tiexin.Event{Type: tiexin.EventReviewCreated, Customer: customer, Review: review})
}
