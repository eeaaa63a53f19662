package youzan

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
)

// A Source is a feed.Source for the pushes of Youzan to one application.
type Source struct {
	ClientID     string // of the application; a push for another is forged. Empty: Read accepts those for any
	ClientSecret string
	// Shops are the shops' kdt_id with the Event.Shop of each; a push about any other is
	// parked. Default, when nil: every shop of the application, as Event.Shop "".
	Shops map[string]string
	// Order returns an order as youzan.trade.get gives it: the complete JSON document. It
	// may wait: according to Youzan the order may appear half a minute after its push.
	// Default: only the push is read.
	Order func(ctx context.Context, shop, tid string) ([]byte, error)
	// Carriers are the carriers' codes, as Kuaidi100 spells them, by Youzan's express_id:
	// {"1": "shentong"}. A parcel of any other has no carrier until its track has one.
	Carriers map[string]string
	// Buyer is the customer of an order, if neither the push nor Order has it; empty:
	// unknown. Default: unknown.
	Buyer func(ctx context.Context, shop, tid string) (string, error)

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// Name is "youzan".
func (Source) Name() string { return "youzan" }

// Sign is the required header Event-Sign for a body: MD5 over client id, body and client
// secret, in hexadecimal.
func (f Source) Sign(body []byte) string { return sign.MD5(f.ClientID, string(body), f.ClientSecret) }

// Open verifies the header Event-Sign. With an empty secret it refuses everything.
func (f Source) Open(r *http.Request, body []byte) ([]byte, error) {
	given := strings.ToLower(r.Header.Get("Event-Sign"))
	switch {
	case f.ClientSecret == "":
		return nil, feed.Forged("the feed has no ClientSecret to verify it with")
	case given == "":
		return nil, feed.Forged("it has no header Event-Sign")
	case !sign.Same(given, f.Sign(body)):
		return nil, feed.Forged("its Event-Sign does not match; check the client secret, and that the body is unchanged")
	}
	return body, nil
}

// Answer writes the answer that Youzan expects: the word success, or not.
func (Source) Answer(w http.ResponseWriter, err error) {
	if err != nil {
		feed.Reply(w, err, "application/json", `{"code":1,"msg":"failed"}`)
		return
	}
	feed.Reply(w, nil, "application/json", `{"code":0,"msg":"success"}`)
}

// A push is the envelope.
type push struct {
	ClientID field.Text      `json:"client_id"`
	Shop     field.Text      `json:"kdt_id"`
	ID       field.Text      `json:"id"`
	Type     field.Text      `json:"type"`
	Status   field.Text      `json:"status"`
	Msg      json.RawMessage `json:"msg"` // a document, or its text encoded as in a URL
	MsgID    field.Text      `json:"msg_id"`
	Version  field.Text      `json:"version"` // seconds since 1970
	Test     bool            `json:"test"`
}

// Read returns the event of a push. Tests of the console, and pushes that are not about
// orders or refunds, have none.
func (f Source) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	var in reading
	var p push
	if err := in.Decode(body, &p); err != nil {
		return parked(p, body, "it is not a JSON document"), nil
	}
	shop, ours := f.shop(p.Shop)
	switch {
	case f.ClientID != "" && p.ClientID != "" && string(p.ClientID) != f.ClientID:
		return feed.Reading{}, feed.Forged("it is for another application")
	case !ours:
		return parked(p, body, feed.OtherShop), nil
	case p.Test:
		return feed.Reading{}, nil
	case p.Type == "":
		return parked(p, body, "it does not say what it is about: type"), nil
	}
	t, known := topics[string(p.Type)]
	if !known {
		if ignored(string(p.Type)) {
			return feed.Reading{}, nil
		}
		return feed.Reading{Unknown: []feed.Word{{Field: "type", Word: string(p.Type)}}}, nil
	}
	var m message
	if err := in.Decode(opened(p.Msg), &m); err != nil {
		return parked(p, body, "its msg is neither a JSON document nor one encoded as in a URL"), nil
	}
	tid := field.First(m.Tid, m.Full.Info.Tid, p.ID)
	if tid == "" {
		return parked(p, body, "it names no order"), nil
	}
	if f.Order != nil && m.Full.Buyer.ID == "" {
		doc, err := f.Order(ctx, shop, tid)
		if err != nil {
			return feed.Reading{}, fmt.Errorf("youzan: the order cannot be asked for: %w", err)
		}
		if err := in.detail(doc, &m); err != nil {
			return parked(p, body, "Source.Order did not return a JSON document"), nil
		}
	}
	e := in.event(t, p, &m, tid)
	e.Shop = shop
	if e.Customer.ID == "" && f.Buyer != nil {
		buyer, err := f.Buyer(ctx, shop, tid)
		if err != nil {
			return feed.Reading{}, fmt.Errorf("youzan: the buyer cannot be asked for: %w", err)
		}
		e.Customer.ID = buyer
	}
	if e.Customer.ID == "" {
		return parked(p, body, "the buyer of the order is missing; give Source.Order or Source.Buyer"), nil
	}
	e.Warnings = in.Problems
	return feed.Reading{Events: append([]tiexin.Event{e}, in.parcels(e, &m, f.Carriers)...), Unknown: in.unknown, Sellers: field.List(p.Shop)}, nil
}

func (f Source) shop(kdt field.Text) (shop string, ours bool) {
	if f.Shops == nil {
		return "", true
	}
	shop, ours = f.Shops[string(kdt)]
	return shop, ours
}

func parked(p push, body []byte, why string) feed.Reading {
	id := string(p.MsgID)
	if id == "" {
		id = string(p.ID)
	}
	return feed.Reading{Parked: []feed.Parked{{Source: "youzan", ID: id, Reason: why, Body: body}}}
}

// opened is a msg as a document. Most are encoded as a form is, where + stands for a blank;
// some only as a path is, in which a + is a +: those leave the signs of JSON as they are.
func opened(msg json.RawMessage) []byte {
	if len(msg) == 0 || msg[0] != '"' {
		return msg
	}
	text := field.Unquote(msg)
	asPath := bytes.IndexByte(text, ':') >= 0 || bytes.IndexByte(text, ',') >= 0 || bytes.Contains(text, []byte("%20"))
	plain := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '+' && !asPath:
			plain = append(plain, ' ')
		case c != '%':
			plain = append(plain, c)
		case i+2 >= len(text) || digit[text[i+1]] < 0 || digit[text[i+2]] < 0:
			return text
		default:
			plain = append(plain, byte(digit[text[i+1]]<<4|digit[text[i+2]]))
			i += 2
		}
	}
	return plain
}

// digit are the values of hexadecimal digits; less than 0: it is none.
var digit = func() (values [256]int16) {
	for i := range values {
		values[i] = -1
	}
	for _, digits := range []string{"0123456789abcdef", "0123456789ABCDEF"} {
		for n := range digits {
			values[digits[n]] = int16(n)
		}
	}
	return values
}()

// ignored says that a topic is about something else than orders and refunds of the shop's.
func ignored(topic string) bool {
	for _, prefix := range []string{"ITEM_", "item_", "youzan_item_", "POINTS", "SCRM_", "COUPON", "PHYSICAL"} {
		if strings.HasPrefix(topic, prefix) {
			return true
		}
	}
	return topic == "trade_TradeMemoModified"
}
