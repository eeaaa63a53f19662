package tencent

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// most is how many rows one answer has.
const most = 100

// ReceiptPuller pulls receipts, for an account without pushes. Tencent has to open
// PullSmsSendStatus for the account first. It returns each receipt once. A receipt that is
// pulled and not yet processed when the process ends is lost, so pushes are better. Use it in
// one process only.
func (s Sender) ReceiptPuller() feed.Puller {
	return &puller{s: s, name: "tencent.receipts", action: "PullSmsSendStatus", read: s.pulledStatus}
}

// ReplyPuller pulls replies, for an account without pushes, as ReceiptPuller pulls receipts.
func (s Sender) ReplyPuller() feed.Puller {
	return &puller{s: s, name: "tencent.replies", action: "PullSmsReplyStatus", read: s.pulledReply}
}

// A puller keeps what it was given until that is taken in.
type puller struct {
	s            Sender
	name, action string
	read         func(context.Context, json.RawMessage) (feed.Reading, error)

	mu      sync.Mutex
	rows    []json.RawMessage // given, and not taken in
	offered bool              // they were handed over, and nothing is known of them
}

func (p *puller) Name() string { return p.name }

// Pull asks for rows, unless those from before are still to be taken in.
func (p *puller) Pull(ctx context.Context) (r feed.Reading, done func(context.Context) error, more bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.s.ready(); err != nil {
		return r, nil, false, err
	}
	if !p.offered {
		rows, err := p.s.pull(ctx, p.action, pullRequest{Limit: most, AppID: p.s.AppID})
		if err != nil {
			return r, nil, false, err
		}
		p.rows, more = append(p.rows, rows...), len(rows) == most
	}
	r, early, err := p.readAll(ctx)
	p.offered = true
	if err != nil {
		return feed.Reading{}, nil, false, err
	}
	return r, func(context.Context) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.rows, p.offered = early, false
		return nil
	}, more, nil
}

// readAll reads the rows, and gives those that came too early.
func (p *puller) readAll(ctx context.Context) (r feed.Reading, early []json.RawMessage, err error) {
	for _, row := range p.rows {
		part, err := p.read(ctx, row)
		switch unfit, is := errors.AsType[*sms.Unfit](err); {
		case is:
			part.Parked = append(part.Parked, feed.Parked{Source: p.name, ID: unfit.ID, Reason: unfit.Reason, Body: row})
		case errors.Is(err, errEarly):
			early = append(early, row)
			continue
		case err != nil:
			return r, nil, err
		}
		r.Add(part)
	}
	return r, early, nil
}

// A pullRequest asks for what is new, or for what is known of a number since a time.
type pullRequest struct {
	Begin  int64  `json:"BeginTime,omitempty"` // seconds since 1970, as End
	End    int64  `json:"EndTime,omitempty"`
	Offset *int   `json:"Offset,omitempty"`
	Limit  int    `json:"Limit"`
	Number string `json:"PhoneNumber,omitempty"`
	AppID  string `json:"SmsSdkAppId"`
}

func (s Sender) pull(ctx context.Context, action string, request pullRequest) ([]json.RawMessage, error) {
	var a struct{ PullSmsSendStatusSet, PullSmsReplyStatusSet []json.RawMessage }
	err := s.call(ctx, action, request, &a, true)
	return append(a.PullSmsSendStatusSet, a.PullSmsReplyStatusSet...), err
}

// statusOf reads a row of PullSmsSendStatus, and of the question for a number.
func statusOf(row json.RawMessage) (status, error) {
	var p struct {
		UserReceiveTime, PhoneNumber, SerialNo, ReportStatus, Description, SessionContext sms.Loose
	}
	if json.Unmarshal(row, &p) != nil {
		return status{}, &sms.Unfit{Reason: "it is not a receipt"}
	}
	t := status{
		serial: string(p.SerialNo), context: string(p.SessionContext), number: string(p.PhoneNumber),
		report: string(p.ReportStatus), code: string(p.Description),
	}
	if seconds, err := strconv.ParseInt(string(p.UserReceiveTime), 10, 64); err == nil && seconds > 0 {
		t.at = time.Unix(seconds, 0)
	}
	return t, nil
}

func (s Sender) pulledStatus(ctx context.Context, row json.RawMessage) (feed.Reading, error) {
	t, err := statusOf(row)
	if err != nil {
		return feed.Reading{}, err
	}
	return s.read(ctx, t)
}

func (s Sender) pulledReply(ctx context.Context, row json.RawMessage) (feed.Reading, error) {
	var p struct{ PhoneNumber, SignName, ReplyContent, ReplyTime sms.Loose }
	if json.Unmarshal(row, &p) != nil {
		return feed.Reading{}, &sms.Unfit{Reason: "it is not a reply"}
	}
	return s.replied(ctx, answer{string(p.PhoneNumber), string(p.SignName), string(p.ReplyContent), string(p.ReplyTime)}, row)
}
