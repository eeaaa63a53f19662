package shopify

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
)

type customer struct {
	ID        json.Number `json:"id"`
	Email     string      `json:"email"`
	Phone     string      `json:"phone"`
	FirstName string      `json:"first_name"`
	LastName  string      `json:"last_name"`
	State     string      `json:"state"`
	Tags      *string     `json:"tags"`
	Created   time.Time   `json:"created_at"`
	Updated   time.Time   `json:"updated_at"`
	Address   *address    `json:"default_address"`

	EmailConsent *consent `json:"email_marketing_consent"`
	SMSConsent   *consent `json:"sms_marketing_consent"`
}

type consent struct {
	State     string    `json:"state"`
	Level     string    `json:"opt_in_level"`
	Updated   time.Time `json:"consent_updated_at"`
	Collected string    `json:"consent_collected_from"`
}

type address struct {
	Name      string `json:"name"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Phone     string `json:"phone"`
	Province  string `json:"province"`
	City      string `json:"city"`
}

func (a *address) name() string { return cmp.Or(fullName(a.FirstName, a.LastName), a.Name) }

func (a *address) region() tiexin.Region {
	return tiexin.NormalRegion(a.Province, a.City, "")
}

// fullName is a name as its owner writes it: Chinese ones without a space and family first.
func fullName(first, last string) string {
	if isHan(first) && isHan(last) {
		return last + first
	}
	return strings.TrimSpace(first + " " + last)
}

func isHan(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return s != ""
}

// customer is the customer as the engine sees them.
func (r *reader) customer(c *customer) tiexin.Customer {
	who := tiexin.Customer{ID: c.ID.String(), Nick: c.FirstName, Name: fullName(c.FirstName, c.LastName), Email: c.Email}
	who.Mobile, _ = tiexin.ParsePhone(c.Phone) // what is no number is left out
	if c.Address != nil {
		who.Region = c.Address.region()
	}
	if c.Tags != nil {
		who.Tags = []string{}
		for tag := range strings.SplitSeq(*c.Tags, ",") {
			if tag = strings.TrimSpace(tag); tag != "" {
				who.Tags = append(who.Tags, tag)
			}
		}
	}
	for _, said := range []struct {
		channel string
		consent *consent
	}{{"email", c.EmailConsent}, {"sms", c.SMSConsent}} {
		if one, ok := r.consent(said.channel, said.consent); ok {
			who.Consents = append(who.Consents, one)
		}
	}
	return who
}

// readCustomer reads the topics about customers.
func readCustomer(_ context.Context, r *reader) (feed.Reading, error) {
	var c customer
	if wrong := r.decode(&c); wrong != "" {
		return r.park(c.ID.String(), wrong)
	}
	if !isID(c.ID) {
		return r.park("", "the field id is not a whole number")
	}
	what := tiexin.EventCustomerUpdated
	who := r.customer(&c)
	if r.Topic == "customers/enable" && c.State == "enabled" { // has made an account
		what, who.JoinedAt = tiexin.EventCustomerJoined, c.Updated
	}
	r.Events = append(r.Events, tiexin.Event{
		ID: r.eventID(c.ID.String(), c.Updated), Type: what, Shop: r.shop.ID, At: cmp.Or(c.Updated, c.Created, r.triggered), Customer: who,
	})
	return r.Reading, nil
}

// consents are Shopify's words for what a customer said: true is a permission.
var consents = map[string]bool{"subscribed": true, "unsubscribed": false}

// unsaid are the words for a customer who has said nothing, or nothing yet.
var unsaid = map[string]bool{"": true, "not_subscribed": true, "pending": true, "redacted": true, "invalid": true}

// consent is what a customer said about marketing on a channel; false: nothing.
func (r *reader) consent(channel string, c *consent) (tiexin.Consent, bool) {
	if c == nil || unsaid[c.State] {
		return tiexin.Consent{}, false
	}
	allowed, known := consents[c.State]
	if !known {
		r.unknown(channel+"_marketing_consent.state", c.State)
		return tiexin.Consent{}, false
	}
	return tiexin.Consent{
		Channel: channel, Purpose: tiexin.Marketing, Refused: !allowed, At: c.Updated,
		Source: "shopify", Proof: strings.TrimSpace(c.Level + " " + c.Collected),
	}, true
}

// readConsent reads the topics that say what a customer allowed or refused.
func readConsent(_ context.Context, r *reader) (feed.Reading, error) {
	var said struct {
		CustomerID json.Number `json:"customer_id"`
		Email      string      `json:"email_address"`
		customer
	}
	if wrong := r.decode(&said); wrong != "" {
		return r.park("", wrong)
	}
	c := &said.customer
	if c.ID == "" {
		c.ID = said.CustomerID
	}
	if !isID(c.ID) {
		return r.park("", "the field customer_id is not a whole number")
	}
	channel, what := "email", c.EmailConsent
	if r.Topic == "customers_marketing_consent/update" {
		channel, what = "sms", c.SMSConsent
	}
	one, ok := r.consent(channel, what)
	at := cmp.Or(one.At, r.triggered)
	if !ok || !one.Refused && one.At.IsZero() || at.IsZero() {
		return r.Reading, nil // nothing was said, or nobody knows when it was allowed
	}
	event := tiexin.Event{
		ID: r.eventID(c.ID.String()+":"+channel, at), Type: tiexin.EventConsentGranted, Shop: r.shop.ID, At: at,
		Customer: tiexin.Customer{ID: c.ID.String()}, Consent: &one,
	}
	if one.Refused {
		event.Type = tiexin.EventConsentRevoked
	}
	r.Events = append(r.Events, event)
	return r.Reading, nil
}
