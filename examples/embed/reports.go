package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
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
	ID    string `json:"id"` // empty: the provider gives none
	Phone string `json:"phone"`
	Text  string `json:"text"`
	At    int64  `json:"at"`
}

// A sent message is one that the books know.
type sentSMS struct{ id, shop, customer string }

// A faultyItems error names the items of a list that cannot be taken in. The others can.
type faultyItems struct{ error }

func (f faultyItems) Error() string { return f.error.Error() + "\nthe others were taken in" }
func (f faultyItems) Unwrap() error { return f.error }

// eachOf makes an event of each item of a list, and leaves out one of which nothing follows
// for us. Its error is faultyItems where the rest can be taken in all the same.
func eachOf[T any](body []byte, event func(T) (e tiexin.Event, ours bool, err error)) ([]tiexin.Event, error) {
	var all []json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, fmt.Errorf("%w: %w", errReport, err)
	}
	var events []tiexin.Event
	var faults []error
	for i, text := range all {
		var item T
		if err := json.Unmarshal(text, &item); err != nil {
			faults = append(faults, fmt.Errorf("item %d: %w: %w", i+1, errReport, err))
			continue
		}
		e, ours, err := event(item)
		if err == nil && ours {
			_, err = care.LettersOf(1, e) // it checks as the engine does
		}
		_, faulty := errors.AsType[*tiexin.EventError](err)
		switch {
		case faulty, errors.Is(err, errReport):
			faults = append(faults, fmt.Errorf("item %d: %w", i+1, err))
		case err != nil:
			return nil, err
		case ours:
			events = append(events, e)
		}
	}
	if len(faults) > 0 {
		return events, faultyItems{errors.Join(faults...)}
	}
	return events, nil
}

// receipts makes events of receipts. One about a message that we never sent is left out:
// the account may have other users.
func (b *books) receipts(r *http.Request, body []byte) ([]tiexin.Event, error) {
	return eachOf(body, func(c receipt) (tiexin.Event, bool, error) {
		m, ok, err := b.sent(r, `SELECT id, shop, customer FROM shop_sms WHERE id = ?`, c.OutID)
		if err != nil {
			return tiexin.Event{}, false, err
		}
		if !ok {
			slog.Warn("a receipt names a message that is not ours", "id", c.OutID)
			return tiexin.Event{}, false, nil
		}
		e := tiexin.Event{
			ID: fmt.Sprintf("receipt %s %v", c.OutID, c.Delivered), Type: tiexin.EventMessageDelivered, Shop: m.shop, At: when(c.At),
			Customer: tiexin.Customer{ID: m.customer}, Message: &tiexin.MessageReport{ID: m.id, Channel: "sms"},
		}
		if !c.Delivered {
			e.Type, e.Message.Final, e.Message.Reason = tiexin.EventMessageFailed, true, c.Reason
		}
		return e, true, nil
	})
}

// replies makes events of replies: each answers the last message to its number.
func (b *books) replies(secret []byte) func(*http.Request, []byte) ([]tiexin.Event, error) {
	return func(r *http.Request, body []byte) ([]tiexin.Event, error) {
		return eachOf(body, func(c reply) (tiexin.Event, bool, error) {
			if c.Phone == "" {
				return tiexin.Event{}, false, fmt.Errorf("it names no phone: %w", errReport)
			}
			at := when(c.At)
			id := c.id(secret, at)
			m, ok, err := b.sent(r, `SELECT id, shop, customer FROM shop_sms WHERE phone = ? ORDER BY sent_at DESC LIMIT 1`, hiddenPhone(secret, c.Phone))
			if err != nil {
				return tiexin.Event{}, false, err
			}
			if !ok {
				slog.Warn("a reply comes from a number that got nothing from us", "reply", id)
				return tiexin.Event{}, false, nil
			}
			return tiexin.Event{
				ID: id, Type: tiexin.EventMessageReplied, Shop: m.shop, At: at,
				Customer: tiexin.Customer{ID: m.customer}, Message: &tiexin.MessageReport{ID: m.id, Channel: "sms", Text: c.Text},
			}, true, nil
		})
	}
}

// id is what a reply is known by when it comes again. One to which the provider gives none
// is known by who wrote what at which instant, as a hash.
func (c reply) id(secret []byte, at time.Time) string {
	if c.ID != "" {
		return "reply " + c.ID
	}
	return "reply " + keyedHash(secret, fmt.Sprintf("reply %s %d %s", hiddenPhone(secret, c.Phone), at.UnixNano(), c.Text))
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
