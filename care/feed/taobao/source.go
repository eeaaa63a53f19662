package taobao

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// A Source makes events from TMC's messages. Printed or logged it hides the secret. Several
// goroutines may call its methods at once, if they may call its parts.
type Source struct {
	AppKey string // of the app that receives the messages
	Secret string // of the app; for pushes only
	// Platform is the platform of the orders. Default: tiexin.Taobao
	Platform tiexin.Platform
	// Shops are the host's keys of the shops, by the seller's user_id; messages of other
	// sellers are parked. Default: any seller, of one shop without a key
	Shops map[string]string
	// Publishers are the accepted values of pub_app_key; messages with others are parked. An
	// app of Taobao publishes Taobao's own topics. Default: any
	Publishers []string
	// Trades reads the trades, refunds and ratings of messages. Default: only the messages
	// are read, and those without a buyer are parked.
	Trades Reader
	// Customer is the host's id for an identifier of Taobao's. False: the customer is
	// unknown, and the identifier itself is the id. A nick is no id: without the host's id
	// the message is parked. Default: all are unknown
	Customer func(ctx context.Context, id tiexin.Identifier) (string, bool, error)
	// WithoutOAID leaves the OAID out of orders, for a host whose sender cannot use it: only
	// Taobao's own sending can. Default: an order without a number has its OAID as the
	// address
	WithoutOAID bool
	// Phone returns a number for the receiver of an order, as Client.Phone does; the zero
	// Phone: there is none. Default: none
	Phone func(ctx context.Context, seller, tid, oaid string) (tiexin.Phone, error)
	// Written is the ID of the engine's message that an SMS reply answers, from the sender's
	// number and the code to which it was sent. Empty: none. Default: replies are parked
	Written func(ctx context.Context, number, code string) (string, error)
	Now     func() time.Time // Default: time.Now

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

var _ feed.Source = (*Source)(nil)

// A Reader reads trades, refunds and ratings: a Client, or the host's copy of them, such as
// the answers that TOP pushes into a database. Each is the answer of the TOP method in JSON,
// with or without its wrapper; nil: there is none. The seller is the message's user_id. After
// an error the message is read again later.
type Reader interface {
	Trade(ctx context.Context, seller, tid string) ([]byte, error)   // taobao.trade.fullinfo.get
	Refund(ctx context.Context, seller, id string) ([]byte, error)   // taobao.refund.get
	Ratings(ctx context.Context, seller, tid string) ([]byte, error) // taobao.traderates.get
}

// Name is "taobao".
func (s *Source) Name() string { return "taobao" }

// skew is how far the clock of a push may be off.
const skew = 10 * time.Minute

// Open verifies a push with the signature of TOP's SPI calls: sign, timestamp and app_key are
// in the address.
func (s *Source) Open(r *http.Request, body []byte) ([]byte, error) {
	query := r.URL.Query()
	switch at, ok := readTime(text(query.Get("timestamp"))); {
	case s.Secret == "":
		return nil, feed.Forged("Source.Secret is empty, so that nothing can be verified")
	case len(body) == 0:
		return nil, feed.Forged("it is empty")
	case !signedBy(r, body, s.Secret):
		return nil, feed.Forged("the signature does not match")
	case query.Get("app_key") != s.AppKey:
		return nil, feed.Forged("it is for another app")
	case !ok || at.IsZero() || s.now().Sub(at).Abs() > skew:
		return nil, feed.Forged("its timestamp is more than 10 minutes off")
	}
	return body, nil
}

func (s *Source) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// Answer writes {"success":true}, or the fault.
func (s *Source) Answer(w http.ResponseWriter, err error) {
	feed.Reply(w, err, "application/json", fmt.Sprintf(`{"success":%t}`, err == nil))
}

// Read returns the events of a message, of a list of them, or of an answer of
// taobao.tmc.messages.consume.
func (s *Source) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	all, err := bodies(body)
	if err != nil {
		return feed.Reading{Parked: []feed.Parked{s.parked("", err.Error(), body)}}, nil
	}
	var r feed.Reading
	once := onceRead{Reader: s.Trades}
	for _, b := range all {
		one, err := s.readOne(ctx, b, &once)
		if err != nil {
			return feed.Reading{}, err
		}
		if len(all) == 1 {
			return one, nil
		}
		r.Add(one)
	}
	return r, nil
}

func (s *Source) parked(id text, reason string, body []byte) feed.Parked {
	return feed.Parked{Source: s.Name(), ID: string(id), Reason: reason, Body: bytes.Clone(body)}
}

// readOne reads one message. The error says that somebody who was asked could not answer.
func (s *Source) readOne(ctx context.Context, body []byte, trades *onceRead) (feed.Reading, error) {
	m, err := open(body)
	if err != nil {
		return feed.Reading{Parked: []feed.Parked{s.parked(m.id, err.Error(), body)}}, nil
	}
	r := reading{Source: s, ctx: ctx, m: &m, trades: trades}
	r.read()
	if r.err != nil {
		return feed.Reading{}, fmt.Errorf("message %s: %w", m.id, r.err)
	}
	if r.fault != "" {
		return feed.Reading{Parked: []feed.Parked{s.parked(m.id, r.fault, body)}, Unknown: r.Unknown}, nil
	}
	if len(r.Events) > 0 {
		r.Sellers = field.List(m.seller)
	}
	return r.Reading, nil
}
