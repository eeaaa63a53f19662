package taobao

import (
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// receipt tells what became of an SMS, whose extend is the ID of the engine's message. One
// with another extend is somebody else's.
func (r *reading) receipt() {
	c := r.m.content
	_, customer, ours := channel.OwnerOf(c.str("extend"))
	if !ours {
		return
	}
	var f fields
	at := f.time("rept_time", text(first(c.text("rept_time"), c.text("send_time"))))
	r.fault = f.fault()
	e := tiexin.Event{At: r.instant(at), Customer: tiexin.Customer{ID: customer}, Message: &tiexin.MessageReport{ID: c.str("extend"), Channel: "sms"}}
	switch c.text("state") {
	case "1":
		e.Type = tiexin.EventMessageDelivered
	case "2":
		e.Type = tiexin.EventMessageFailed
		e.Message.Reason, e.Message.Final, e.Message.Cause = c.str("err_code"), true, string(cause(c.str("err_code")))
	default:
		r.unknown("state", string(c.text("state")))
		return
	}
	if !r.ended() {
		r.tell(e)
	}
}

// cause is what a carrier's word for a failure means beyond the message.
func cause(code string) channel.Cause {
	switch {
	case strings.Contains(code, "BLACK"):
		return channel.CauseRefused
	case code == "MOBILE_NOT_ON_SERVICE", code == "MOBILE_ACCOUNT_ABNORMAL", code == "MOBILE_NUMBER_ILLEGAL":
		return channel.CauseAddress
	}
	return ""
}

// reply tells what a customer answered to an SMS. A reply that nobody knows the message of
// is kept for a person: it may refuse all further ones.
func (r *reading) reply() {
	c := r.m.content
	if r.Written == nil {
		r.fault = "the sender of the reply is missing: Source.Written"
		return
	}
	var f fields
	at := f.time("sender_time", c.text("sender_time"))
	r.fault = f.fault()
	var id string
	id, r.err = r.Written(r.ctx, string(c.text("sender")), string(c.text("dest_code")))
	_, customer, ours := channel.OwnerOf(id)
	if !ours && !r.ended() {
		r.fault = "the sender of the reply is unknown"
	}
	if r.ended() {
		return
	}
	r.tell(tiexin.Event{
		Type: tiexin.EventMessageReplied, At: r.instant(at), Customer: tiexin.Customer{ID: customer},
		Message: &tiexin.MessageReport{ID: id, Channel: "sms", Text: c.str("content")},
	})
}
