package remember

import (
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// mostAhead is how far ahead of the engine's clock an event may have happened: what
// was heard from then counts as heard before the customer was forgotten.
const mostAhead = 24 * time.Hour

// ForgetAll leaves only the refusals, the shop's own block, and when everything else
// was forgotten: at an instant, or when the last event happened, if that is later. What
// happened until then begins nothing when it comes back.
func (c *Customer) ForgetAll(now int64) {
	var refusals []tiexin.Consent
	for _, r := range c.Consents {
		if r.Refused {
			refusals = append(refusals, withoutProof(r))
		}
	}
	block, blockedAt := c.block()
	at := now
	for _, h := range c.Heard {
		at = max(at, min(h.Last, now+mostAhead.Milliseconds()))
	}
	asOf := max(c.Now, now)
	c.reset()
	c.Now, c.Forgotten, c.Consents = asOf, max(at, c.Forgotten), refusals
	if block != nil {
		c.Picture.add(customerFields, block, blockedAt)
	}
}

// ForgetUnread is ForgetAll of a memory that cannot be read. Nobody knows what the
// customer refused, so everything counts as refused.
func (c *Customer) ForgetUnread(now int64, source string) {
	c.reset()
	c.Now, c.Forgotten = now, now
	c.Consents = []tiexin.Consent{{Refused: true, At: timeOf(now), Source: source}}
}

// IsOld says that something that happened at a millisecond is from before the customer
// was forgotten.
func (c *Customer) IsOld(at int64) bool { return c.Forgotten != 0 && at <= c.Forgotten }

// HearOld takes from an event from before the customer was forgotten what has to
// outlive the forgetting: refusals, and the shop's own block. It says whether anything
// changed.
func (c *Customer) HearOld(e *tiexin.Event) (changed bool) {
	at := e.At.UnixMilli()
	if from := &e.Customer; from.Blocked {
		changed = c.Picture.add(customerFields, &tiexin.Customer{Blocked: true, BlockedBy: from.BlockedBy}, at)
	}
	for _, said := range e.Customer.Consents {
		if said.Refused {
			said.At = timeOr(said.At, e.At)
			changed = c.AddConsent(said) || changed
		}
	}
	if e.Type == tiexin.EventConsentRevoked {
		said := *e.Consent
		said.Refused, said.At = true, timeOr(said.At, e.At)
		changed = c.AddConsent(said) || changed
	}
	return changed
}

// block is the picture of the shop's own block and when it was taken; nil: there is
// none.
func (c *Customer) block() (picture *tiexin.Customer, at int64) {
	if !c.Thing.Blocked {
		return nil, 0
	}
	return &tiexin.Customer{Blocked: true, BlockedBy: c.Thing.BlockedBy}, *c.Picture.stamp(customerFields, unsafe.Pointer(&c.Thing.BlockedBy))
}

// withoutProof is a refusal without the customer's own words.
func withoutProof(r tiexin.Consent) tiexin.Consent {
	return tiexin.Consent{ID: r.ID, Channel: r.Channel, Purpose: r.Purpose, Refused: true, At: r.At, Source: r.Source}
}
