package youzan

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
)

// A Source is a feed.Source for the pushes of Youzan to one application.
type Source struct {
	ClientID     string // of the application; a push for another is forged. Empty: Read takes those for any
	ClientSecret string
	// Shops are the shops' kdt_id with the Event.Shop of each; a push about any other is
	// parked. Default, when nil: every shop of the application, as Event.Shop "".
	Shops map[string]string
	// Order asks for an order as youzan.trade.get gives it: the JSON document, whole. It may
	// wait: Youzan itself says that the order may be half a minute behind its push. Default:
	// the push alone is read.
	Order func(ctx context.Context, shop, tid string) ([]byte, error)
	// Carriers are Youzan's express_id with the code of each carrier as Kuaidi100 spells it:
	// {"1": "shentong"}. A parcel by any other has no carrier until its track says more.
	Carriers map[string]string
	// Buyer is the customer whose order it is, where neither the push nor Order says so;
	// empty: not known. Default: not known.
	Buyer func(ctx context.Context, shop, tid string) (string, error)
}

// Format writes the application's id under every verb: the secret is nobody's.
func (f Source) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "youzan.Source of "+f.ClientID) }

// LogValue is the application's id.
func (f Source) LogValue() slog.Value { return slog.StringValue(f.ClientID) }

// Name is "youzan".
func (Source) Name() string { return "youzan" }

// Sign is what the header Event-Sign has to hold for a body: MD5 over client id, body and
// client secret, in hexadecimal.
func (f Source) Sign(body []byte) string { return sign.MD5(f.ClientID, string(body), f.ClientSecret) }

// Open verifies the header Event-Sign. An empty secret opens nothing.
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

// Answer is what Youzan waits for: the word success, or not.
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

// Read makes an event of a push. Tests of the console, and what is not about orders or
// refunds, give none.
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
