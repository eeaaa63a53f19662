package shopify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// A Source reads the webhooks of one app for its shops. Printed or logged it hides the
// secrets.
type Source struct {
	// Secrets are the client secrets of the app: one, or two during a change, which takes
	// Shopify up to an hour. Required.
	Secrets []string
	// Shops are the shops by their domain, as "coats.myshopify.com". A push of any other is
	// refused. Required.
	Shops map[string]Shop
	// Owner is the id of an order's customer; empty if unknown. fulfillments/…,
	// fulfillment_events/create and refunds/create name none. Default: these are parked.
	Owner func(ctx context.Context, shop, order string) (customer string, err error)
	// Checkouts treats abandoned checkouts as unpaid orders. Default: they are left out.
	Checkouts bool

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// A Shop is one of the shops of the app.
type Shop struct {
	ID       string // Event.Shop; empty with one shop
	Currency string // the shop's currency, as "CNY"; required: amounts are in it
}

var _ feed.Source = Source{}

// Name is "shopify".
func (Source) Name() string { return "shopify" }

// The headers of a webhook.
const (
	headerTopic     = "X-Shopify-Topic"
	headerSignature = "X-Shopify-Hmac-Sha256"
	headerShop      = "X-Shopify-Shop-Domain"
	headerID        = "X-Shopify-Webhook-Id"
	headerTriggered = "X-Shopify-Triggered-At"
)

// A push is what Open gives: the body with those of its headers that say what it is.
type push struct {
	Topic     string          `json:"topic"`
	Shop      string          `json:"shop"`
	ID        string          `json:"id,omitempty"`
	Triggered string          `json:"triggered,omitempty"`
	Body      json.RawMessage `json:"body,omitempty"`

	valid bool // Body is known to be JSON
}

// beforeBody cannot stand in the text of a header, where a quotation mark is escaped.
var beforeBody = []byte(`,"body":`)

// bytes is the push as JSON, its body as it came.
func (p push) bytes() ([]byte, error) {
	body := p.Body
	p.Body = nil
	head, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	return slices.Concat(head[:len(head)-1], beforeBody, body, []byte("}")), nil
}

// read reads a push, and tells whether it is one. Where the body comes last it is not looked
// at yet.
func (p *push) read(data []byte) bool {
	head, body, last := bytes.Cut(data, beforeBody)
	if last && bytes.HasSuffix(body, []byte("}")) && p.take(append(slices.Clip(head), '}')) && p.Body == nil {
		p.Body = body[:len(body)-1]
		return true
	}
	*p = push{}
	p.valid = p.take(data)
	return p.valid
}

func (p *push) take(data []byte) bool {
	var in field.Reader
	return in.Decode(data, p) == nil && len(in.Problems) == 0
}

// Open verifies the signature, which covers only the raw body, and the shop. It returns a JSON
// object with the headers' topic, shop, webhook id and time, and the body.
func (s Source) Open(r *http.Request, body []byte) ([]byte, error) {
	switch {
	case len(s.Secrets) == 0:
		return nil, errors.New("shopify: Source.Secrets is empty; give it the client secret of the app")
	case len(body) == 0:
		return nil, feed.Forged("the body is empty")
	case !s.signed(r.Header.Get(headerSignature), body):
		return nil, feed.Forged("the signature does not match")
	}
	domain := strings.ToLower(r.Header.Get(headerShop))
	if _, ok := s.Shops[domain]; !ok {
		return nil, feed.Forged("the shop is none of Source.Shops")
	}
	return push{
		Topic: r.Header.Get(headerTopic), Shop: domain, ID: r.Header.Get(headerID), Triggered: r.Header.Get(headerTriggered), Body: body,
	}.bytes()
}

func (s Source) signed(signature string, body []byte) bool {
	ok := false
	for _, secret := range s.Secrets {
		ok = secret != "" && hmac.Equal([]byte(signature), []byte(Sign(secret, body))) || ok
	}
	return ok
}

// Sign is the signature of a webhook: HMAC-SHA256 of the raw body, in Base64. A host needs it
// for its own tests.
func Sign(secret string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	_, _ = h.Write(body)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// Answer writes an empty 200 for a processed push.
func (Source) Answer(w http.ResponseWriter, err error) {
	feed.Reply(w, err, "text/plain; charset=utf-8", "")
}

// A reader reads one push.
type reader struct {
	Source
	push
	shop      Shop
	raw       []byte // as Read takes it
	triggered time.Time
	feed.Reading
}

// Read returns the events of the result of Open.
func (s Source) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	r := reader{Source: s, raw: body}
	if !r.push.read(body) {
		return r.park("", "it is not a webhook with topic, shop and body")
	}
	shop, ok := s.Shops[r.push.Shop]
	if !ok {
		return r.park("", feed.OtherShop)
	}
	r.shop = shop
	r.triggered, _ = time.Parse(time.RFC3339Nano, r.Triggered)
	read, ok := topics[r.Topic]
	switch {
	case r.Topic == "":
		return r.park("", "it does not say what it is about: topic")
	case !ok:
		r.unknown("topic", r.Topic)
		return r.Reading, nil
	}
	reading, err := read(ctx, &r)
	if len(reading.Events) > 0 {
		reading.Sellers = []string{r.push.Shop}
	}
	return reading, err
}

// topics are what each topic is read by.
var topics = map[string]func(context.Context, *reader) (feed.Reading, error){
	"orders/create": readOrder, "orders/paid": readOrder, "orders/partially_fulfilled": readOrder, "orders/fulfilled": readOrder,
	"orders/cancelled": readOrder, "orders/updated": readOrder,
	"orders/edited":    readNothing, // it names no customer; orders/updated comes with it
	"checkouts/create": readCheckout, "checkouts/update": readCheckout,
	"fulfillments/create": readFulfillment, "fulfillments/update": readFulfillment, "fulfillment_events/create": readScan,
	"refunds/create":   readRefund,
	"customers/create": readCustomer, "customers/update": readCustomer, "customers/enable": readCustomer, "customers/disable": readCustomer,
	"customers_email_marketing_consent/update": readConsent, "customers_marketing_consent/update": readConsent,
	"customers/delete":       parked("the shop deleted a customer: forget them with engine.Forget"),
	"customers/redact":       parked("the data of a customer are to be erased: forget them with engine.Forget"),
	"customers/data_request": parked("a customer asks which data are kept of them"),
	"shop/redact":            parked("the data of a shop are to be erased"),
}

func readNothing(_ context.Context, r *reader) (feed.Reading, error) { return r.Reading, nil }

// parked reads what a person has to answer.
func parked(reason string) func(context.Context, *reader) (feed.Reading, error) {
	return func(_ context.Context, r *reader) (feed.Reading, error) {
		var body struct {
			ID       json.Number `json:"id"`
			Customer struct {
				ID json.Number `json:"id"`
			} `json:"customer"`
		}
		_ = json.Unmarshal(r.Body, &body)
		return r.park(cmp.Or(body.Customer.ID, body.ID).String(), reason)
	}
}

// decode fills a body, or says why it cannot be read, without its values.
func (r *reader) decode(body any) string {
	var in field.Reader
	var err error
	if r.valid && len(r.Body) > 0 {
		in.Fill(r.Body, body)
	} else {
		err = in.Decode(r.Body, body)
	}
	switch {
	case err == nil && len(in.Problems) == 0:
		return ""
	case err == nil && in.Problems[0].Field != "":
		return "the field " + in.Problems[0].Field + " does not have Shopify's format"
	}
	return "a field does not have Shopify's format"
}

func (r *reader) park(id, reason string) (feed.Reading, error) {
	r.Parked = append(r.Parked, feed.Parked{Source: "shopify", ID: id, Reason: reason, Body: r.raw})
	return r.Reading, nil
}

func (r *reader) unknown(field, word string) {
	r.Unknown = append(r.Unknown, feed.Word{Field: field, Word: word})
}

// eventID is the id of the event that a push is: the webhook's, which stays the same when it
// is delivered again; without one that of what it is about, with its version.
func (r *reader) eventID(about string, version time.Time) string {
	if r.ID != "" {
		return "shopify:" + r.ID
	}
	return strings.Join([]string{"shopify", r.Topic, about, version.UTC().Format(time.RFC3339Nano)}, ":")
}

// owner asks the host whose order it is.
func (r *reader) owner(ctx context.Context, order string) (customer string, err error) {
	if r.Owner == nil {
		return "", nil
	}
	customer, err = r.Owner(ctx, r.shop.ID, order)
	if err != nil {
		return "", fmt.Errorf("shopify: the customer of the order cannot be looked up now: %w", err)
	}
	return customer, nil
}

// nobody is why something is parked that names no customer.
const nobody = "the customer of the order is unknown: Source.Owner"

// isID tells whether a JSON number is an id as Shopify writes them: whole, and not rounded
// to an exponent on its way.
func isID(n json.Number) bool {
	for i := range len(n) {
		if n[i] < '0' || n[i] > '9' {
			return false
		}
	}
	return n != "" && n != "0"
}
