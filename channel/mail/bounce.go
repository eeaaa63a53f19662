package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
)

// longestBounce is how much of a report is read, in bytes.
const longestBounce = 4 << 20

// ReadBounce reads a delivery report (退信, RFC 3464) as it arrived at the address of
// ReturnPath. It yields message.failed for a permanent failure, message.delivered for a
// delivery, and nothing for a delay or a relay. The Shelf finds the message by the Message-ID
// in the report. A mail that is no report, or about an unknown mail, is parked. The error is
// the reader's or the Shelf's: the report can be read again.
//
// A report is not signed. Any reader of a mail knows its Message-ID and can forge a report for
// it. That closes only their own address.
func (s *Sender) ReadBounce(ctx context.Context, report io.Reader) (r feed.Reading, err error) {
	s.once.Do(s.begin)
	raw, err := io.ReadAll(io.LimitReader(report, longestBounce))
	if err != nil {
		return r, err
	}
	park := func(why string) (feed.Reading, error) {
		return feed.Reading{Parked: []feed.Parked{{Source: "email", Reason: why, Body: raw}}}, nil
	}
	b, err := readBounce(raw)
	if err != nil {
		return park(err.Error())
	}
	if b.action != "failed" && b.action != "delivered" {
		return r, nil
	}
	for _, messageID := range b.messageIDs {
		id, known, err := s.owner(ctx, messageID)
		if err != nil {
			return r, err
		}
		if shop, customer, ok := channel.OwnerOf(id); known && ok {
			r.Events = []tiexin.Event{b.event(id, shop, customer, messageID, s.Now)}
			return r, nil
		}
	}
	return park("it is about an unknown mail; mails of the last seven days are known")
}

// A bounce is what a report says.
type bounce struct {
	at         time.Time
	action     string   // "failed", "delayed", "delivered", "relayed", "expanded"
	status     string   // "5.1.1"
	messageIDs []string // of the mail it is about, the likeliest first
}

func (b bounce) event(id, shop, customer, messageID string, now func() time.Time) tiexin.Event {
	short, _, _ := strings.Cut(messageID, "@")
	e := tiexin.Event{
		ID: "email-report:" + short + ":" + b.action, Type: tiexin.EventMessageDelivered, Shop: shop, At: b.at,
		Customer: tiexin.Customer{ID: customer},
		Message:  &tiexin.MessageReport{ID: id, Channel: "email"},
	}
	if e.At.IsZero() {
		e.At = now()
	}
	if b.action == "failed" {
		e.Type = tiexin.EventMessageFailed
		e.Message.Final = true
		e.Message.Reason, e.Message.Cause = meaningOf(b.status)
	}
	return e
}

// meaningOf is what a status of a report means, by the table of what relays say of receivers.
func meaningOf(status string) (reason, cause string) {
	i := slices.IndexFunc(replies, func(r reply) bool {
		return r.status != "" && r.fits(ofReceiver, 0, status, "") && (r.kind == nobody || r.kind == final)
	})
	if i < 0 {
		return strings.TrimSpace("the mail was given up " + status), ""
	}
	if replies[i].kind == nobody {
		cause = string(channel.CauseAddress)
	}
	return replies[i].means + ", " + status, cause
}

var errNoReport = errors.New("it is not a delivery report")

// readBounce reads the parts of a report: the words for people are left alone, since every
// server has its own.
func readBounce(raw []byte) (b bounce, err error) {
	m, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return b, errNoReport
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || !strings.EqualFold(params["report-type"], "delivery-status") {
		return b, errNoReport
	}
	b.at, _ = m.Header.Date()
	asked := append(idsIn(m.Header.Get("In-Reply-To")), idsIn(m.Header.Get("References"))...)
	parts := multipart.NewReader(m.Body, params["boundary"])
	for range 10 {
		part, err := parts.NextPart()
		if err != nil {
			break
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		switch kind {
		case "message/delivery-status", "message/global-delivery-status":
			b.action, b.status = statusIn(part)
		case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
			header, _ := textproto.NewReader(bufio.NewReader(part)).ReadMIMEHeader()
			b.messageIDs = append(b.messageIDs, idsIn(header.Get("Message-Id"))...)
		}
	}
	b.messageIDs = append(b.messageIDs, asked...)
	switch {
	case b.action == "":
		return b, fmt.Errorf("%w: it does not say what became of the mail", errNoReport)
	case len(b.messageIDs) == 0:
		return b, errors.New("the delivery report does not say which mail it is about")
	}
	return b, nil
}

// statusIn reads action and status of the first receiver: each mail has one. A block about
// the mail comes first, then one for each receiver.
func statusIn(part io.Reader) (action, status string) {
	text := textproto.NewReader(bufio.NewReader(part))
	for range 10 {
		block, err := text.ReadMIMEHeader()
		if action := strings.ToLower(strings.TrimSpace(block.Get("Action"))); action != "" {
			status, _, _ := strings.Cut(strings.TrimSpace(block.Get("Status")), " ")
			if len(status) == 0 || !enhanced.MatchString(status) {
				status = ""
			}
			return action, status
		}
		if err != nil {
			return "", ""
		}
	}
	return "", ""
}

// idsIn are the Message-IDs in a line of the header, without their brackets; at most ten.
func idsIn(line string) (ids []string) {
	for _, word := range strings.Fields(line) {
		if id := strings.Trim(word, "<>,"); strings.Contains(id, "@") && len(ids) < 10 {
			ids = append(ids, id)
		}
	}
	return ids
}
