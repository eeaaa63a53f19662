package tiexin

import "time"

// Purpose is why something is sent. It decides consent, default limits and
// opt-out wording.
type Purpose string

// The purposes, from what a customer asked for to what the shop wants.
const (
	Service   Purpose = "service"   // answers the customer
	Notice    Purpose = "notice"    // about the customer's own order
	Care      Purpose = "care"      // festival, birthday: providers class it as marketing
	Marketing Purpose = "marketing" // needs consent and an opt-out
	SurveyAsk Purpose = "survey"    // asks the customer to answer questions
)

// A Consent is evidence that a customer allowed or refused something: who said
// it, when, where and with which words.
type Consent struct {
	ID      string  `json:"id,omitempty"`
	Channel string  `json:"channel,omitempty"` // a channel's name ("sms", "wechat"); empty: all channels
	Purpose Purpose `json:"purpose,omitempty"` // empty: all purposes
	// Refused is true for a revocation. In events consent.granted and
	// consent.revoked the event's type decides, whatever stands here.
	Refused bool      `json:"refused,omitempty"`
	At      time.Time `json:"at,omitzero"`      // when it was said; zero: the instant of the event that carries it
	Source  string    `json:"source,omitempty"` // "sms_reply", "checkout_box", "tmc:AuthTouchMessage", "agent:42"
	Proof   string    `json:"proof,omitempty"`  // the reply's words, the page's version or a message id
	Expires time.Time `json:"expires,omitzero"` // zero: until revoked
}
