package remember

import (
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// mostAhead is how far ahead of the engine's clock an event may have happened: what
// was heard from then counts as heard before the customer was forgotten.
const mostAhead = 24 * time.Hour

// ForgetAll leaves only the refusals, the shop's own block, the ids that they hold for,
// and when everything else was forgotten: at an instant, or when the last event happened, if that is later. What
// happened until then begins nothing when it comes back.
func (c *Customer) ForgetAll(now int64) {
	var refusals []tiexin.Consent
	for _, r := range c.Consents {
		if r.Refused {
			refusals = append(refusals, withoutProof(r))
		}
	}
	block, blockedAt := blockOf(&c.Thing), int64(0)
	if len(c.stamps) > 0 {
		blockedAt = *c.Picture.stamp(customerFields, unsafe.Pointer(&c.Thing.BlockedBy))
	}
	at := now
	for _, h := range c.Heard {
		at = max(at, min(h.Last, now+mostAhead.Milliseconds()))
	}
	asOf, times := max(c.Now, now), c.TimesForgotten+1
	at = max(at, c.Forgotten)
	ids, withdrawn := c.Absorbed, c.withdrawn
	c.reset()
	c.Now, c.Forgotten, c.TimesForgotten, c.Consents, c.Absorbed, c.withdrawn = asOf, at, times, refusals, ids, withdrawn
	c.Picture.add(customerFields, &block, blockedAt)
}

// ForgetUnread is ForgetAll of a memory that cannot be read. Nobody knows what the
// customer refused, so everything counts as refused.
func (c *Customer) ForgetUnread(now int64, source string) {
	c.reset()
	c.Now, c.Forgotten, c.TimesForgotten = now, now, 1
	c.Consents = []tiexin.Consent{{Refused: true, At: timeOf(now), Source: source}}
}

// IsOld says that something that happened at a millisecond is from before the customer
// was forgotten.
func (c *Customer) IsOld(at int64) bool { return c.Forgotten != 0 && at <= c.Forgotten }

// occurrencesEach is how many occurrences of a rule have a number of their own before
// the customer is forgotten. They are counted on from the next multiple after that, so
// that no message has the identity of one that was forgotten.
const occurrencesEach = 1_000_000

// Occurrence is the number of what a firing says next.
func (c *Customer) Occurrence(f *Firing) int {
	if f.As != nil {
		return f.As.Times*occurrencesEach + f.Times
	}
	return c.TimesForgotten*occurrencesEach + f.Times
}

// Forgot says that an occurrence is from before the customer was forgotten.
func (c *Customer) Forgot(occurrence int) bool { return occurrence < c.TimesForgotten*occurrencesEach }

// HearOld takes from an event from before the customer was forgotten what has to
// outlive the forgetting: refusals, and the shop's own block. It says whether anything
// changed.
func (c *Customer) HearOld(e *tiexin.Event) (changed bool) {
	block := blockOf(&e.Customer)
	changed = c.Picture.add(customerFields, &block, e.At.UnixMilli())
	for _, said := range e.Customer.Consents {
		if said.Refused {
			said.At = timeOr(said.At, e.At)
			changed = c.hearConsent(said) || changed
		}
	}
	if e.Type == tiexin.EventConsentRevoked {
		said := *e.Consent
		said.Refused, said.At = true, timeOr(said.At, e.At)
		changed = c.hearConsent(said) || changed
	}
	return len(c.meetChildren(e.At.UnixMilli())) > 0 || changed
}

// blockOf is what a picture says of the shop's own block: that there is one, or who
// lifted it.
func blockOf(picture *tiexin.Customer) tiexin.Customer {
	return tiexin.Customer{Blocked: picture.Blocked, BlockedBy: picture.BlockedBy}
}

// withoutProof is a refusal without the customer's own words.
func withoutProof(r tiexin.Consent) tiexin.Consent {
	return tiexin.Consent{ID: r.ID, Channel: r.Channel, Purpose: r.Purpose, Refused: true, At: r.At, Source: r.Source}
}
