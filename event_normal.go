package tiexin

import "strings"

// Normalise writes in one way what platforms write in several, so that rules
// find it: every region as NormalRegion has it, a nick with stars in it as
// masked, and what the event says elsewhere where a parcel leaves out its order
// or an order its customer. It changes the event's own things in place, twice
// is as good as once, and what is normal already is only read.
//
// Engine.Handle calls it; call it yourself only to look at an event before that,
// and then before Validate.
func (e *Event) Normalise() {
	normaliseRegion(&e.Customer.Region)
	if !e.Customer.NickMasked && strings.Contains(e.Customer.Nick, "**") {
		e.Customer.NickMasked = true
	}
	if o := e.Order; o != nil {
		normaliseRegion(&o.Region)
		if o.CustomerID == "" && e.Customer.ID != "" {
			o.CustomerID = e.Customer.ID
		}
	}
	if p := e.Parcel; p != nil {
		normaliseRegion(&p.Region)
		normaliseRegion(&p.Origin)
		for i := range p.Track {
			normaliseRegion(&p.Track[i].Region)
		}
		if p.OrderID == "" && e.Order != nil && e.Order.ID != "" {
			p.OrderID = e.Order.ID
		}
	}
	if e.Incident != nil {
		normaliseRegion(&e.Incident.Region)
	}
}
