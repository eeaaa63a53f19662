package aliyun

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// leastSecret is the shortest secret in the address of pushes, in characters.
const leastSecret = 16

// Receipts reads the pushes SmsReport (下行状态报告): message.delivered and message.failed. The
// secret is part of the address that Aliyun pushes to; see the package's documentation. The error
// says that the secret is too short, or which field of the Sender is missing.
func (s Sender) Receipts(secret string) (feed.Source, error) {
	return s.source("aliyun.receipts", secret, s.receipt)
}

// Replies reads the pushes SmsUp (上行短信): message.replied. Secret and error are as those of
// Receipts.
func (s Sender) Replies(secret string) (feed.Source, error) {
	return s.source("aliyun.replies", secret, s.reply)
}

func (s Sender) source(name, secret string, read func(context.Context, json.RawMessage) (feed.Reading, error)) (feed.Source, error) {
	if err := s.ready(); err != nil {
		return nil, fmt.Errorf("aliyun: %w", err)
	}
	if utf8.RuneCountInString(secret) < leastSecret {
		return nil, fmt.Errorf("aliyun: the secret of %s has fewer than %d characters; Aliyun signs no push, so it is all that proves one", name, leastSecret)
	}
	return source{name, secret, read}, nil
}

// A source reads pushes of one kind, lists all of them.
type source struct {
	name, secret string
	read         func(context.Context, json.RawMessage) (feed.Reading, error)
}

// Format hides the secret.
func (s source) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.name)) }

func (s source) Name() string { return s.name }

// Open compares the secret in the address.
func (s source) Open(r *http.Request, body []byte) ([]byte, error) {
	_, password, _ := r.BasicAuth()
	for _, said := range []string{password, r.URL.Query().Get("secret"), r.PathValue("secret")} {
		if sms.Same(s.secret, said) {
			return body, nil
		}
	}
	return nil, feed.Forged("the secret in the address does not match")
}

// Read takes the list apart. What cannot be read is parked alone.
func (s source) Read(ctx context.Context, body []byte) (r feed.Reading, err error) {
	var list []json.RawMessage
	if err := json.Unmarshal(body, &list); err != nil {
		r.Parked = append(r.Parked, feed.Parked{Source: s.name, Reason: "the push is not a list", Body: body})
		return r, nil
	}
	for _, one := range list {
		part, err := s.read(ctx, one)
		switch unfit, is := errors.AsType[*unfitError](err); {
		case is:
			part.Parked = append(part.Parked, feed.Parked{Source: s.name, ID: unfit.id, Reason: unfit.reason, Body: again(one)})
		case err != nil:
			return feed.Reading{}, err
		}
		r.Add(part)
	}
	return r, nil
}

// again is one element as a list, which Read takes.
func again(one json.RawMessage) []byte { return fmt.Appendf(nil, "[%s]", one) }

// Answer is what Aliyun wants to hear. It looks at the status, and whether code is a number.
func (s source) Answer(w http.ResponseWriter, err error) {
	body := `{"code":0,"msg":"接收成功"}`
	if err != nil {
		body = `{"code":1,"msg":"接收失败"}`
	}
	feed.Reply(w, err, "application/json;charset=utf-8", body)
}

// An unfitError says why an element can become no event.
type unfitError struct{ id, reason string }

func (e *unfitError) Error() string { return e.reason }

// receipt reads one element of SmsReport.
func (s Sender) receipt(ctx context.Context, one json.RawMessage) (r feed.Reading, err error) {
	var p struct {
		Success    loose `json:"success"`
		ErrCode    loose `json:"err_code"`
		SmsSize    loose `json:"sms_size"`
		BizID      loose `json:"biz_id"`
		OutID      loose `json:"out_id"`
		SendTime   loose `json:"send_time"`
		ReportTime loose `json:"report_time"`
	}
	if err := json.Unmarshal(one, &p); err != nil {
		return r, &unfitError{"", "it is not a receipt"}
	}
	biz := sms.Code(string(p.BizID))
	at, err := sms.Time(string(p.ReportTime))
	if err != nil {
		at, err = sms.Time(string(p.SendTime))
	}
	switch {
	case err != nil:
		return r, &unfitError{biz, "report_time and send_time are not times"}
	case p.Success != "true" && p.Success != "false":
		return r, &unfitError{biz, "success is neither true nor false"}
	case p.OutID == "":
		return r, &unfitError{biz, "out_id is missing: the message was not sent from here"}
	}
	report, known := reportOf(string(p.ErrCode), p.Success == "true")
	if !known {
		r.Unknown = append(r.Unknown, feed.Word{Field: "err_code", Word: sms.Code(string(p.ErrCode))})
	}
	report.MessageID, report.At, report.Parts = string(p.OutID), at, p.SmsSize.number()
	e, ok, err := s.book().Event(ctx, report)
	switch {
	case err != nil:
		return r, err
	case !ok:
		return r, &unfitError{biz, "the out_id belongs to no message of this engine"}
	}
	r.Events = append(r.Events, e)
	return r, nil
}

// reply reads one element of SmsUp.
func (s Sender) reply(ctx context.Context, one json.RawMessage) (r feed.Reading, err error) {
	var p struct {
		Phone    loose `json:"phone_number"`
		Content  loose `json:"content"`
		SignName loose `json:"sign_name"`
		Sequence loose `json:"sequence_id"`
		SendTime loose `json:"send_time"`
	}
	if err := json.Unmarshal(one, &p); err != nil {
		return r, &unfitError{"", "it is not a reply"}
	}
	id := sms.Code(string(p.Sequence))
	phone, err := tiexin.ParsePhone(string(p.Phone))
	if err != nil || phone.Number == "" {
		return r, &unfitError{id, "phone_number is not a number"}
	}
	at, err := sms.Time(string(p.SendTime))
	if err != nil {
		return r, &unfitError{id, "send_time is not a time"}
	}
	return s.book().Replied(ctx, sms.Reply{
		Number: phone.Number, Signature: bare(string(p.SignName)), Text: string(p.Content), At: at, Sequence: string(p.Sequence), Body: again(one),
	}, s.OptOut)
}
