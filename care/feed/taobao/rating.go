package taobao

import (
	"encoding/json"

	"github.com/tiexin-go/tiexin"
)

// A rating is what TOP says of a rating (评价).
type rating struct {
	OID     text   `json:"oid"`
	Role    string `json:"role"`
	Result  string `json:"result"`
	Content string `json:"content"`
	Created text   `json:"created"`
}

// ratingsIn reads ratings, with what wraps them or without.
func ratingsIn(data []byte) ([]rating, bool) {
	if len(data) == 0 {
		return nil, true
	}
	type list struct {
		Rates struct {
			List []rating `json:"trade_rate"`
		} `json:"trade_rates"`
	}
	var answer struct {
		Response list `json:"traderates_get_response"`
		list
	}
	err := json.Unmarshal(data, &answer)
	return append(answer.Response.Rates.List, answer.Rates.List...), err == nil
}

// rated tells of the buyer's rating; the seller's is none of a customer's words.
func (r *reading) rated() {
	c := &r.m.content
	switch c.Rater {
	case "buyer":
	case "seller", "unknown", "":
		return
	default:
		r.unknown("rater", c.Rater)
		return
	}
	review := &tiexin.Review{OrderID: string(c.TID), ItemID: first(c.OID)}
	review.ID = reviewID(review)
	if r.Trades != nil {
		data, err := r.Trades.Ratings(r.ctx, string(c.TID))
		all, ok := ratingsIn(data)
		switch {
		case err != nil:
			r.err = err
		case !ok:
			r.fault = "the ratings are no JSON object"
		}
		for i := range all {
			if all[i].Role != "seller" && (all[i].OID == c.OID || c.OID == "") {
				r.rate(review, &all[i])
				break
			}
		}
	}
	r.reviewed(review)
}

var results = map[string]tiexin.Rating{"good": tiexin.Good, "neutral": tiexin.Neutral, "bad": tiexin.Bad}

func (r *reading) rate(review *tiexin.Review, said *rating) {
	known := false
	if review.Rating, known = results[said.Result]; !known && said.Result != "" {
		r.unknown("result", said.Result)
	}
	review.Text = said.Content
}

// complained tells of words about goods that Taobao finds bad: of the rating, or of one that
// was added to it.
func (r *reading) complained() {
	c := &r.m.content
	review := &tiexin.Review{OrderID: string(c.TID), ItemID: first(c.OID), Rating: tiexin.Bad, Text: c.Feedback, Append: c.BizType == "3"}
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
	c := &r.m.content
	buyer, nick := c.Buyer, c.Nick
	if buyer == "" && !r.ended() {
		if t := r.seen(); t != nil && !r.ended() {
			buyer, nick = t.Buyer, t.Nick
		}
	}
	if r.ended() {
		return
	}
	customer := r.buyer(buyer, nick)
	if !c.TID.digits() {
		r.fault = "cannot be read: tid"
	}
	if r.ended() {
		return
	}
	r.tell(tiexin.Event{Type: tiexin.EventReviewCreated, Customer: customer, Review: review})
}
