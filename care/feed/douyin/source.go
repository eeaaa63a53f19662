package douyin

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

// A Source is a feed.Source for the pushes of Douyin's shops to one application.
type Source struct {
	AppKey    string // of the application; a push for another is forged
	AppSecret string
	// Shops are the shop_id with the Event.Shop of each; a message about any other is
	// parked. Default, when nil: every shop of the application, as Event.Shop "".
	Shops map[string]string
	// Order returns an order as order.orderDetail gives it: the complete JSON document.
	// Default: only the push is read.
	Order func(ctx context.Context, shop, id string) ([]byte, error)
	// Buyer is the customer of an order, if Order does not have it; empty: unknown.
	// Default: unknown.
	Buyer func(ctx context.Context, shop, id string) (string, error)

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// Name is "douyin".
func (Source) Name() string { return "douyin" }

// Sign is the required header event-sign for a body: MD5 over key, body and secret, in
// hexadecimal.
func (f Source) Sign(body []byte) string { return sign.MD5(f.AppKey, string(body), f.AppSecret) }

// Open verifies the headers app-id and event-sign. With an empty secret it refuses
// everything.
func (f Source) Open(r *http.Request, body []byte) ([]byte, error) {
	given := strings.ToLower(r.Header.Get("event-sign"))
	switch {
	case f.AppSecret == "":
		return nil, feed.Forged("the feed has no AppSecret to verify it with")
	case r.Header.Get("app-id") != f.AppKey:
		return nil, feed.Forged("its app-id belongs to another application")
	case given == "":
		return nil, feed.Forged("it has no header event-sign")
	case !sign.Same(given, f.Sign(body)):
		return nil, feed.Forged("its event-sign does not match; check the secret, and that the body is unchanged")
	}
	return body, nil
}

// Answer writes the answer that Douyin expects.
func (Source) Answer(w http.ResponseWriter, err error) {
	if err != nil {
		feed.Reply(w, err, "application/json", `{"code":1,"msg":"fail"}`)
		return
	}
	feed.Reply(w, nil, "application/json", `{"code":0,"msg":"success"}`)
}

// A push is one message of the list.
type push struct {
	Tag   field.Text      `json:"tag"`
	ID    field.Text      `json:"msg_id"`
	Data  json.RawMessage `json:"data"` // a document, or its text
	whole []byte
}

// Read returns the events of a list of messages, or of a single one.
func (f Source) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	if !json.Valid(body) {
		return parked(push{whole: body}, "it is not a JSON document"), nil
	}
	body = bytes.TrimSpace(body)
	list := [][]byte{body}
	if body[0] == '[' {
		list = field.Elements(body)
	}
	var all feed.Reading
	for _, whole := range list {
		one, err := f.one(ctx, whole)
		if err != nil {
			return feed.Reading{}, err
		}
		all.Add(one)
	}
	return all, nil
}

func (f Source) one(ctx context.Context, whole []byte) (feed.Reading, error) {
	var in reading
	p := push{whole: whole}
	in.Fill(whole, &p)
	switch p.Tag {
	case "0":
		return feed.Reading{}, nil // the console asks whether anybody is there
	case "":
		return parked(p, "it does not say what it is about: tag"), nil
	}
	t, known := tags[string(p.Tag)]
	switch {
	case !known:
		return feed.Reading{Unknown: []feed.Word{{Field: "tag", Word: string(p.Tag)}}}, nil
	case t == "":
		return feed.Reading{}, nil
	}
	var d data
	if err := in.Decode(field.Inside(p.Data), &d); err != nil {
		return parked(p, "its data is not a JSON document"), nil
	}
	shop, ours := "", true
	if f.Shops != nil {
		shop, ours = f.Shops[string(d.Shop)]
	}
	id := string(field.ID(d.Order))
	switch {
	case !ours:
		return parked(p, feed.OtherShop), nil
	case id == "":
		return parked(p, "it names no order"), nil
	}
	var o detail
	if f.Order != nil {
		doc, err := f.Order(ctx, shop, id)
		if err != nil {
			return feed.Reading{}, fmt.Errorf("douyin: the order cannot be asked for: %w", err)
		}
		if err := in.detail(doc, &o); err != nil {
			return parked(p, "Source.Order did not return a JSON document"), nil
		}
	}
	e := in.event(t, p, &d, &o)
	e.Shop = shop
	if e.Customer.ID == "" && f.Buyer != nil {
		buyer, err := f.Buyer(ctx, shop, id)
		if err != nil {
			return feed.Reading{}, fmt.Errorf("douyin: the buyer cannot be asked for: %w", err)
		}
		e.Customer.ID = buyer
	}
	if e.Customer.ID == "" {
		return parked(p, "the buyer of the order is missing; give Source.Order or Source.Buyer"), nil
	}
	e.Warnings = in.Problems
	return feed.Reading{Events: append([]tiexin.Event{e}, in.parcels(e, &d, &o)...), Unknown: in.unknown, Sellers: field.List(d.Shop)}, nil
}

func parked(p push, why string) feed.Reading {
	return feed.Reading{Parked: []feed.Parked{{Source: "douyin", ID: string(p.ID), Reason: why, Body: p.whole}}}
}
