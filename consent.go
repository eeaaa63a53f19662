package tiexin

import (
	"slices"
	"strings"
	"time"
)

// Purpose is the reason for a message. It decides consent, default limits and opt-out
// wording.
type Purpose string

// The purposes, from the customer's own request to the shop's interest.
const (
	Service   Purpose = "service"   // answers the customer
	Notice    Purpose = "notice"    // about the customer's own order
	Care      Purpose = "care"      // festival, birthday: providers class it as marketing
	Marketing Purpose = "marketing" // needs consent and an opt-out
	SurveyAsk Purpose = "survey"    // asks the customer to answer questions
)

var purposes = []Purpose{Service, Notice, Care, Marketing, SurveyAsk}

// Known reports whether p is one of the five purposes.
func (p Purpose) Known() bool { return slices.Contains(purposes, p) }

func unknownPurpose(p Purpose) string {
	known := make([]string, len(purposes))
	for i, p := range purposes {
		known[i] = string(p)
	}
	hint := didYouMean(string(p), known)
	return shownIf(hint != "", string(p)) + " is not a purpose (service, notice, care, marketing, survey)" + hint
}

// channels are the names of the ways to a customer, which package channel
// describes, and channelsInChinese what people call them.
var (
	channels          = []string{"wangwang", "sms", "wechat", "mms", "email", "phone", "visit"}
	channelsInChinese = []string{"旺旺", "短信", "微信", "彩信", "邮件", "电话", "上门拜访"}
)

func unknownChannel(c string) string {
	hint := meantChannel(c, channels)
	return shownIf(hint != "", c) + " is not a channel (" + strings.Join(channels, ", ") + ")" + hint
}

// meantChannel is `; did you mean "sms"?` for a word that is none of those known.
func meantChannel(c string, known []string) string {
	if i := slices.Index(channelsInChinese, strings.TrimSpace(c)); i >= 0 {
		c = channels[i]
	}
	return didYouMean(c, known)
}

// A Consent is evidence that a customer allowed or refused something: who, when, where
// and in which words. In the JSON of an event it may be a text: "marketing", "sms" or
// "sms/marketing" allows that purpose, that channel, or both together.
type Consent struct {
	ID      string  `json:"id,omitempty" is:"id" keep:"1"`
	Channel string  `json:"channel,omitempty" is:"channel" keep:"2"` // a channel's name ("sms", "wechat"); empty: all channels
	Purpose Purpose `json:"purpose,omitempty" is:"purpose" keep:"3"` // empty: all purposes
	// Refused is true for a revocation. In events consent.granted and consent.revoked
	// the event's type decides and this field is ignored.
	Refused bool `json:"refused,omitempty" keep:"4"`
	// At is the time of the consent or refusal. Zero is the event's time in
	// consent.granted and consent.revoked, and for a refusal. A permission from
	// Customer.Consents without a time counts as older than any refusal.
	At      time.Time `json:"at,omitzero" keep:"5"`
	Source  string    `json:"source,omitempty" is:"side" keep:"6"`      // "sms_reply", "checkout_box", "tmc:AuthTouchMessage", "agent:42"
	Proof   string    `json:"proof,omitempty" is:"side,lines" keep:"7"` // text of the reply, version of the page or a message id
	Expires time.Time `json:"expires,omitzero" is:"after=at" keep:"8"`  // zero: until revoked
}

// Evidence reports whether the record can serve as evidence. A refusal always can. A
// permission can if it names a channel or a purpose, or has a time, a source, a proof
// or an id.
func (c *Consent) Evidence() bool {
	return c.Refused || c.Channel != "" || c.Purpose != "" || c.ID != "" || !c.At.IsZero() || c.Source != "" || c.Proof != ""
}
