package tiexin

import "time"

// A Chat (会话) is one conversation with an agent of the shop. The host sends
// it: no platform offers a general interface to its messenger.
type Chat struct {
	ID       string    `json:"id,omitempty" is:"id" keep:"1"`                     // empty: the customer's only one
	Agent    string    `json:"agent,omitempty" is:"side" keep:"2"`                // #客服#; the agent's account
	Topic    string    `json:"topic,omitempty" is:"side" keep:"3"`                // the shop's word: "price", "size", …
	Product  string    `json:"product,omitempty" is:"side" keep:"4"`              // the product under discussion
	OrderID  string    `json:"order_id,omitempty" is:"id" keep:"5"`               // the order under discussion
	Answered bool      `json:"answered,omitempty" keep:"6"`                       // the agent had the last word
	Ordered  bool      `json:"ordered,omitempty" keep:"7"`                        // it led to an order
	Score    int       `json:"score,omitempty" is:"most=5" keep:"8"`              // rating of 1 (worst) to 5; zero is unrated
	OpenedAt time.Time `json:"opened_at,omitzero" keep:"9"`                       // time of the first message
	ClosedAt time.Time `json:"closed_at,omitzero" is:"after=opened_at" keep:"10"` // time when the agent or the platform ended it
}

// A Review (评价) is a customer's review of an order.
type Review struct {
	ID      string `json:"id,omitempty" is:"id"`
	OrderID string `json:"order_id,omitempty" is:"id"`
	ItemID  string `json:"item_id,omitempty" is:"id"`
	Rating  Rating `json:"rating,omitempty" is:"word"`     // #评价结果#
	Stars   int    `json:"stars,omitempty" is:"most=5"`    // 1 to 5 where the platform has stars
	Text    string `json:"text,omitempty" is:"side,lines"` // #评价详情#
	Append  bool   `json:"append,omitempty" is:"side"`     // 追评
}

// Rating is Taobao's rating with three values.
type Rating string

// The ratings.
const (
	Good    Rating = "good"
	Neutral Rating = "neutral"
	Bad     Rating = "bad"
)

// A Survey is a customer's answer to a questionnaire.
type Survey struct {
	ID      string            `json:"id,omitempty" is:"id"`
	Form    string            `json:"form,omitempty"`               // which questionnaire
	OrderID string            `json:"order_id,omitempty" is:"id"`   // what it was about
	Score   *int              `json:"score,omitempty" is:"most=10"` // the headline answer: NPS 0–10, CSAT 1–5
	Answers map[string]string `json:"answers,omitempty"`            // item → answer
}
