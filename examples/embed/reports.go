package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin"
)

var errReport = errors.New("a report cannot be read")

// A receipt (状态报告) is what the provider says about a message that it took. It may come
// twice, and before the answer to the request that sent the message.
type receipt struct {
	OutID     string `json:"out_id"`
	Delivered bool   `json:"delivered"`
	Reason    string `json:"reason"` // why not
	At        int64  `json:"at"`     // seconds since 1970; zero: now
}

// A reply (上行短信) is what somebody wrote back. It names the number, and no message.
type reply struct {
	ID    string `json:"id"`
	Phone string `json:"phone"`
	Text  string `json:"text"`
	At    int64  `json:"at"`
}

// A sent message is one that the books know.
type sentSMS struct{ id, shop, customer string }

// receipts makes events of receipts. One about a message that we never sent is left out:
// the account may have other users.
func (b *books) receipts(r *http.Request, body []byte) ([]tiexin.Event, error) {
	var all []receipt
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, fmt.Errorf("%w: %w", errReport, err)
	}
	var events []tiexin.Event
	for _, c := range all {
		m, ok, err := b.sent(r, `SELECT id, shop, customer FROM shop_sms WHERE id = ?`, c.OutID)
		if err != nil {
			return nil, err
		}
		if !ok {
			slog.Warn("a receipt names a message that is not ours", "id", c.OutID)
			continue
		}
		e := tiexin.Event{
			ID: fmt.Sprintf("receipt %s %v", c.OutID, c.Delivered), Type: tiexin.EventMessageDelivered, Shop: m.shop, At: when(c.At),
			Customer: tiexin.Customer{ID: m.customer}, Message: &tiexin.MessageReport{ID: m.id, Channel: "sms"},
		}
		if !c.Delivered {
			e.Type, e.Message.Final, e.Message.Reason = tiexin.EventMessageFailed, true, c.Reason
		}
		events = append(events, e)
	}
	return events, nil
}

// replies makes events of replies: each answers the last message to its number.
func (b *books) replies(secret []byte) func(*http.Request, []byte) ([]tiexin.Event, error) {
	return func(r *http.Request, body []byte) ([]tiexin.Event, error) {
		var all []reply
		if err := json.Unmarshal(body, &all); err != nil {
			return nil, fmt.Errorf("%w: %w", errReport, err)
		}
		var events []tiexin.Event
		for _, c := range all {
			m, ok, err := b.sent(r, `SELECT id, shop, customer FROM shop_sms WHERE phone = ? ORDER BY sent_at DESC LIMIT 1`, hiddenPhone(secret, c.Phone))
			if err != nil {
				return nil, err
			}
			if !ok {
				slog.Warn("a reply comes from a number that got nothing from us", "reply", c.ID)
				continue
			}
			events = append(events, tiexin.Event{
				ID: "reply " + c.ID, Type: tiexin.EventMessageReplied, Shop: m.shop, At: when(c.At),
				Customer: tiexin.Customer{ID: m.customer}, Message: &tiexin.MessageReport{ID: m.id, Channel: "sms", Text: c.Text},
			})
		}
		return events, nil
	}
}

// when is an instant that the provider names; zero: this one.
func when(seconds int64) time.Time {
	if seconds == 0 {
		return time.Now()
	}
	return time.Unix(seconds, 0)
}

// sent finds a message that went to the provider.
func (b *books) sent(r *http.Request, statement, by string) (m sentSMS, ok bool, err error) {
	err = b.query(r.Context(), b.db, func(scan func(...any) error) error {
		ok = true
		return scan(&m.id, &m.shop, &m.customer)
	}, statement, by)
	return m, ok, err
}
