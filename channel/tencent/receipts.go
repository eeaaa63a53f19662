package tencent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// Receipts reads the pushes of delivery (短信下发状态通知): message.delivered and message.failed. The
// secret is part of the address that Tencent pushes to; see the package's documentation. The error says
// that the secret is too short, or which field of the Sender is missing.
func (s Sender) Receipts(secret string) (feed.Source, error) {
	return s.source("tencent.receipts", secret, s.receipt)
}

// Replies reads the pushes of replies (短信回复通知): message.replied. Secret and error are as
// those of Receipts.
func (s Sender) Replies(secret string) (feed.Source, error) {
	return s.source("tencent.replies", secret, s.reply)
}

func (s Sender) source(name, secret string, each func(context.Context, json.RawMessage) (feed.Reading, error)) (feed.Source, error) {
	err := s.ready()
	var source feed.Source
	if err == nil {
		source, err = sms.Source{
			Title: name, Secret: secret, Each: each,
			Taken: `{"result":0,"errmsg":"OK"}`, NotTaken: `{"result":1,"errmsg":"not taken in; push it again"}`,
		}.Checked()
	}
	if err != nil {
		return nil, fmt.Errorf("tencent: %w", err)
	}
	return source, nil
}

// A status is what a receipt says of a message.
type status struct {
	serial  string // of the service
	context string // SessionContext; an account gets it back only when it has asked for that
	number  string // by E.164
	report  string // SUCCESS or FAIL
	code    string // of the carrier
	at      time.Time
}

// errEarly means that the message of a receipt may be on its way to the service still: what
// the service calls it may be known in a moment.
var errEarly = errors.New("a receipt came before the answer about its message")

// receipt reads one element of a push.
func (s Sender) receipt(ctx context.Context, one json.RawMessage) (feed.Reading, error) {
	var p struct {
		UserReceiveTime sms.Loose `json:"user_receive_time"`
		NationCode      sms.Loose `json:"nationcode"`
		Mobile          sms.Loose `json:"mobile"`
		ReportStatus    sms.Loose `json:"report_status"`
		ErrMsg          sms.Loose `json:"errmsg"`
		SID             sms.Loose `json:"sid"`
		Ext             sms.Loose `json:"ext"`
	}
	if json.Unmarshal(one, &p) != nil {
		return feed.Reading{}, &sms.Unfit{Reason: "it is not a receipt"}
	}
	at, _ := sms.Time(string(p.UserReceiveTime)) // a failure need not have one
	return s.read(ctx, status{
		serial: string(p.SID), context: string(p.Ext), number: together(p.NationCode, p.Mobile),
		report: string(p.ReportStatus), code: string(p.ErrMsg), at: at,
	})
}

// together is a number by E.164, of the country's code and the rest.
func together(country, number sms.Loose) string {
	if strings.HasPrefix(string(number), "+") {
		return string(number)
	}
	return "+" + string(country) + string(number)
}

// read makes an event of a status. It fails with errEarly, with an Unfit, or as the shelf does.
func (s Sender) read(ctx context.Context, t status) (r feed.Reading, err error) {
	if t.report != "SUCCESS" && t.report != "FAIL" {
		r.Unknown = append(r.Unknown, feed.Word{Field: "report_status", Word: sms.Code(t.report)})
		return r, &sms.Unfit{ID: t.serial, Reason: "report_status is neither SUCCESS nor FAIL"}
	}
	id, err := s.messageOf(ctx, t)
	if err != nil {
		return r, err
	}
	return s.event(ctx, t, id)
}

// event is what a status says of the message that an ID or a word stands for. If it was not
// known whether the provider has that message, now it is.
func (s Sender) event(ctx context.Context, t status, id string) (r feed.Reading, err error) {
	if t.at.IsZero() {
		t.at = s.now()
	}
	report := sms.Report{MessageID: id, At: t.at, Delivered: t.report == "SUCCESS"}
	if !report.Delivered {
		what := undelivered(t.code)
		report.Final, report.Reason, report.Cause = true, what.said(t.code), what.cause
	}
	b := s.book()
	e, ok, err := b.Event(ctx, report)
	switch {
	case err != nil:
		return r, err
	case !ok:
		return r, &sms.Unfit{ID: t.serial, Reason: "the sid belongs to no message known here"}
	}
	r.Events = append(r.Events, e)
	entry, err := b.Entry(ctx, e.Message.ID)
	if err == nil && entry.State == sms.Open {
		err = b.Take(ctx, e.Message.ID, t.serial)
	}
	return r, err
}

// messageOf is the ID of the message that a status is of, or a word for it; empty: it is of
// none.
//
// Where nothing names it, it is taken for the only message to the number of which it is not
// known whether Tencent has it. That is written down, so that the same receipt finds the same
// message again.
func (s Sender) messageOf(ctx context.Context, t status) (string, error) {
	if t.context != "" {
		return t.context, nil
	}
	b := s.book()
	if id, err := b.IDOf(ctx, t.serial); err != nil || id != "" || t.serial == "" {
		return id, err
	}
	if departing, err := b.Departing(ctx, t.number); err != nil || departing {
		return "", errors.Join(err, errEarly)
	}
	open, err := b.UnsettledAt(ctx, t.number)
	if err != nil || len(open) != 1 || !t.at.IsZero() && t.at.Before(open[0].At.Add(-clocksApart)) {
		return "", err
	}
	return open[0].ID, b.Alias(ctx, t.serial, open[0].ID)
}

// clocksApart is how far Tencent's clock and ours may be apart.
const clocksApart = time.Minute

// reply reads a reply that was pushed.
func (s Sender) reply(ctx context.Context, one json.RawMessage) (feed.Reading, error) {
	var p struct {
		NationCode sms.Loose `json:"nationcode"`
		Mobile     sms.Loose `json:"mobile"`
		Text       sms.Loose `json:"text"`
		Sign       sms.Loose `json:"sign"`
		Time       sms.Loose `json:"time"`
	}
	if json.Unmarshal(one, &p) != nil {
		return feed.Reading{}, &sms.Unfit{Reason: "it is not a reply"}
	}
	return s.replied(ctx, answer{together(p.NationCode, p.Mobile), string(p.Sign), string(p.Text), string(p.Time)}, one)
}

// An answer is what a customer wrote.
type answer struct {
	number, signature, text string
	seconds                 string // since 1970
}

func (s Sender) replied(ctx context.Context, a answer, body []byte) (feed.Reading, error) {
	phone, err := tiexin.ParsePhone(a.number)
	if err != nil || phone.Number == "" {
		return feed.Reading{}, &sms.Unfit{Reason: "mobile is not a number"}
	}
	seconds, err := strconv.ParseInt(a.seconds, 10, 64)
	if err != nil || seconds <= 0 {
		return feed.Reading{}, &sms.Unfit{Reason: "time is not a time in seconds"}
	}
	return s.book().Replied(ctx, sms.Reply{
		Number: international(phone.Number), Signature: bare(a.signature), Text: a.text, At: time.Unix(seconds, 0), Body: body,
	}, s.OptOut)
}
