package taobao

import "github.com/tiexin-go/tiexin"

// consented tells of a permission to send marketing by SMS (营销短信授权), with its evidence.
func (r *reading) consented() {
	c := &r.m.content
	var f fields
	at := f.time("latest", text(first(c.Latest, c.First)))
	r.fault = f.fault()
	switch {
	case c.AppKey != "" && r.AppKey != "" && string(c.AppKey) != r.AppKey:
		r.fault = "it is another app's: app_key"
	case c.OUID == "":
		r.fault = "it does not name the customer: ouid"
	}
	if r.ended() {
		return
	}
	customer := r.customer(tiexin.Identifier{Kind: tiexin.OUID, Value: c.OUID})
	if r.ended() {
		return
	}
	r.tell(tiexin.Event{Type: tiexin.EventConsentGranted, At: r.instant(at), Customer: customer, Consent: &tiexin.Consent{
		ID: first(c.MsgID, r.m.ID), Channel: "sms", Purpose: tiexin.Marketing, At: at,
		Source: "tmc:AuthTouchMessage", Proof: "first " + string(c.First) + ", latest " + string(c.Latest),
	}})
}

// joined tells that somebody became a member (入会): whom the private topic names by ouid,
// and the other by a nick.
func (r *reading) joined() {
	c := &r.m.content
	kind := tiexin.NickID
	if r.m.Topic == "taobao_opencrm_MemberJoinPrivate" {
		kind = tiexin.OUID
	}
	var f fields
	at := f.time("join_time", c.JoinTime)
	if r.fault = f.fault(); c.User == "" {
		r.fault = "it does not name the customer: user"
	}
	if r.ended() {
		return
	}
	customer := r.customer(tiexin.Identifier{Kind: kind, Value: c.User})
	if r.ended() {
		return
	}
	customer.JoinedAt = at
	r.tell(tiexin.Event{Type: tiexin.EventCustomerJoined, At: r.instant(at), Customer: customer})
}

// graded tells that a member came to another grade. The grade is Taobao's number.
func (r *reading) graded() {
	c := &r.m.content
	if c.OUID == "" {
		r.fault = "it does not name the customer: ouid"
		return
	}
	customer := r.customer(tiexin.Identifier{Kind: tiexin.OUID, Value: c.OUID})
	if r.ended() {
		return
	}
	if c.OMID != "" {
		customer.IDs = append(customer.IDs, tiexin.Identifier{Kind: tiexin.OMID, Value: c.OMID})
	}
	customer.Grade = string(c.Grade)
	r.tell(tiexin.Event{Type: tiexin.EventCustomerGradeChanged, Customer: customer})
}
