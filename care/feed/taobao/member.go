package taobao

import "github.com/tiexin-go/tiexin"

// consented tells of a permission to send marketing by SMS (营销短信授权), with its evidence.
func (r *reading) consented() {
	c := r.m.content
	var f fields
	at := f.time("latest", text(first(c.text("latest"), c.text("first"))))
	r.fault = f.fault()
	switch {
	case c.text("app_key") != "" && r.AppKey != "" && string(c.text("app_key")) != r.AppKey:
		r.fault = "it is another app's: app_key"
	case c.str("ouid") == "":
		r.fault = "it does not name the customer: ouid"
	}
	if r.ended() {
		return
	}
	customer := r.customer(tiexin.Identifier{Kind: tiexin.OUID, Value: c.str("ouid")})
	if r.ended() {
		return
	}
	r.tell(tiexin.Event{Type: tiexin.EventConsentGranted, At: r.instant(at), Customer: customer, Consent: &tiexin.Consent{
		ID: first(c.text("msg_id"), r.m.id), Channel: "sms", Purpose: tiexin.Marketing, At: at,
		Source: "tmc:AuthTouchMessage", Proof: "first " + string(c.text("first")) + ", latest " + string(c.text("latest")),
	}})
}

// joined tells that somebody became a member (入会): whom the private topic names by ouid,
// and the other by a nick.
func (r *reading) joined() {
	c := r.m.content
	kind := tiexin.NickID
	if r.m.topic == "taobao_opencrm_MemberJoinPrivate" {
		kind = tiexin.OUID
	}
	var f fields
	at := f.time("join_time", c.text("join_time"))
	if r.fault = f.fault(); c.str("user") == "" {
		r.fault = "it does not name the customer: user"
	}
	if r.ended() {
		return
	}
	customer := r.customer(tiexin.Identifier{Kind: kind, Value: c.str("user")})
	if r.ended() {
		return
	}
	customer.JoinedAt = at
	r.tell(tiexin.Event{Type: tiexin.EventCustomerJoined, At: r.instant(at), Customer: customer})
}

// graded tells that a member came to another grade. The grade is Taobao's number.
func (r *reading) graded() {
	c := r.m.content
	if c.str("ouid") == "" {
		r.fault = "it does not name the customer: ouid"
		return
	}
	customer := r.customer(tiexin.Identifier{Kind: tiexin.OUID, Value: c.str("ouid")})
	if r.ended() {
		return
	}
	if c.str("omid") != "" {
		customer.IDs = append(customer.IDs, tiexin.Identifier{Kind: tiexin.OMID, Value: c.str("omid")})
	}
	customer.Grade = string(c.text("grade"))
	r.tell(tiexin.Event{Type: tiexin.EventCustomerGradeChanged, Customer: customer})
}
