package pdd

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
)

// A Source reads Pinduoduo's messages to one application. They come over a connection: see
// Take. Nothing is posted, so it is no feed.Source.
type Source struct {
	ClientID     string // of the application
	ClientSecret string
	// Shops are the mall_id with the Event.Shop of each; a message about any other is
	// parked. Default, when nil: every shop of the application, as Event.Shop "".
	Shops map[string]string
	// Order returns an order as pdd.order.information.get gives it: the complete JSON
	// document. Default: only the message is read.
	Order func(ctx context.Context, shop, sn string) ([]byte, error)
	// Buyer is the customer of an order; empty: unknown. Default: unknown, and everything is
	// parked. See ByOrder.
	Buyer func(ctx context.Context, shop, sn string) (string, error)
	// Carriers are the carriers' codes, as Kuaidi100 spells them, by Pinduoduo's
	// logistics_id: {"115": "zhongtong"}. A parcel of any other has no carrier until its
	// track has one.
	Carriers map[string]string

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// ConnectPath is the path under wss://message-api.pinduoduo.com that opens the connection,
// signed for a time. It contains no secret, but anybody can open the connection with it.
func (f Source) ConnectPath(now time.Time) string {
	ms := strconv.FormatInt(now.UnixMilli(), 10)
	digest := base64.StdEncoding.EncodeToString([]byte(sign.MD5(f.ClientID, ms, f.ClientSecret)))
	return "/message/" + url.PathEscape(f.ClientID) + "/" + ms + "/" + url.QueryEscape(digest)
}

// ByOrder is a Source.Buyer for a shop that does not know its buyers: each order is a
// separate customer. Limits on messages to one customer then count by order, and a person
// with two orders may get two messages.
func ByOrder(_ context.Context, _, sn string) (string, error) { return "order " + sn, nil }

// Heartbeat is the frame that a host sends every few seconds.
func Heartbeat(now time.Time) []byte {
	return fmt.Appendf(nil, `{"id":%d,"commandType":"HeartBeat","time":%[1]d}`, now.UnixMilli())
}

// A frame is what comes over the connection.
type frame struct {
	ID       field.Text `json:"id"`
	Command  field.Text `json:"commandType"`
	SendTime field.Text `json:"sendTime"`
	Message  struct {
		Type    field.Text      `json:"type"`
		Mall    field.Text      `json:"mallID"`
		Content json.RawMessage `json:"content"` // a document, as text
	} `json:"message"`
}

// Take processes a frame and returns the frame that acknowledges it; nil if it needs none. An
// error means that it was not processed: without an acknowledgement it comes again.
func (f Source) Take(ctx context.Context, data []byte, now time.Time, in *feed.Intake) ([]byte, error) {
	var reader field.Reader
	var fr frame
	if err := reader.Decode(data, &fr); err == nil && fr.Command != "Common" {
		return nil, nil // a heartbeat, or the server's own acknowledgement
	}
	r, err := f.Read(ctx, data)
	if err != nil {
		return nil, err
	}
	if err := in.Take(ctx, r); err != nil {
		return nil, err
	}
	if !digits(fr.ID) {
		return nil, nil // it was parked, and nothing can be acknowledged
	}
	return json.Marshal(map[string]any{
		"id": json.Number(fr.ID), "commandType": "Ack", "time": now.UnixMilli(),
		"sendTime": number(fr.SendTime), "type": fr.Message.Type, "mallID": number(fr.Message.Mall),
	})
}

func number(t field.Text) any {
	if !digits(t) {
		return nil
	}
	return json.Number(t)
}

func digits(t field.Text) bool {
	_, err := strconv.ParseUint(string(t), 10, 64)
	return err == nil
}

// Read returns the events of a frame.
func (f Source) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	var in reading
	var fr frame
	if err := in.Decode(body, &fr); err != nil {
		return parked(fr, body, "it is not a JSON document"), nil
	}
	if fr.Command != "Common" && fr.Command != "" {
		return feed.Reading{}, nil
	}
	t, known := topics[string(fr.Message.Type)]
	switch {
	case fr.Message.Type == "":
		return parked(fr, body, "it does not say what it is about: message.type"), nil
	case !known:
		return feed.Reading{Unknown: []feed.Word{{Field: "type", Word: string(fr.Message.Type)}}}, nil
	case t == "":
		return feed.Reading{}, nil
	}
	var c content
	if err := in.Decode(field.Inside(fr.Message.Content), &c); err != nil {
		return parked(fr, body, "its content is not a JSON document"), nil
	}
	shop, ours := "", true
	if f.Shops != nil {
		shop, ours = f.Shops[string(fr.Message.Mall)]
	}
	switch {
	case !ours:
		return parked(fr, body, feed.OtherShop), nil
	case c.Mall != "" && fr.Message.Mall != "" && c.Mall != fr.Message.Mall:
		return parked(fr, body, "its envelope and its content name two shops"), nil
	case c.Order == "":
		return parked(fr, body, "it names no order"), nil
	}
	var o order
	if f.Order != nil {
		doc, err := f.Order(ctx, shop, string(c.Order))
		if err != nil {
			return feed.Reading{}, fmt.Errorf("pdd: the order cannot be asked for: %w", err)
		}
		if err := in.detail(doc, &o); err != nil {
			return parked(fr, body, "Source.Order did not return a JSON document"), nil
		}
	}
	e := in.event(t, fr, &c, &o)
	e.Shop = shop
	if f.Buyer != nil {
		buyer, err := f.Buyer(ctx, shop, string(c.Order))
		if err != nil {
			return feed.Reading{}, fmt.Errorf("pdd: the buyer cannot be asked for: %w", err)
		}
		e.Customer.ID = buyer
	}
	if e.Customer.ID == "" {
		return parked(fr, body, "the buyer of the order is missing; give Source.Buyer"), nil
	}
	e.Warnings = in.Problems
	return feed.Reading{Events: append([]tiexin.Event{e}, in.parcels(e, &o, f.Carriers)...), Unknown: in.unknown, Sellers: field.List(fr.Message.Mall)}, nil
}

func parked(fr frame, body []byte, why string) feed.Reading {
	return feed.Reading{Parked: []feed.Parked{{Source: "pdd", ID: string(fr.ID), Reason: why, Body: body}}}
}
