package care

import (
	"context"
	"time"
)

// Sweeps are the progress of work for all customers, in all partitions of the store.
type Sweeps struct {
	Rules     Sweep `json:"rules"`     // evaluation by new rules
	Announced Sweep `json:"announced"` // incidents and arrivals
	// Announcements are the incidents and arrivals that are not yet processed for all
	// customers, in order of declaration.
	Announcements []Announced `json:"announcements,omitempty"`
}

// An Announced is an incident or an arrival in the catalog.
type Announced struct {
	Shop  string    `json:"shop,omitempty"`
	Event string    `json:"event"` // "incident.declared" or "catalog.arrived"
	ID    string    `json:"id"`    // of the incident, or of the event of the arrival
	At    time.Time `json:"at"`    // when it happened
}

// Sweeps is [Engine.Sweep] with rules and announcements apart, and with other processes'
// partitions. The error is the store's.
func (e *Engine) Sweeps(ctx context.Context) (Sweeps, error) {
	all := Sweeps{Rules: Sweep{Held: e.held.Load()}, Announced: Sweep{Held: e.held.Load()}}
	rules := e.rules.Load()
	known := map[Announced]bool{}
	for n := range e.options.Store.Partitions() {
		look, err := e.lookAt(ctx, n)
		if err != nil {
			return all, err
		}
		var swept, heeded sweep
		err = e.visit(ctx, n, func(p Partition) error {
			if err := swept.load(ctx, p, rules.Fingerprint()); err != nil {
				return err
			}
			told, err := heeded.read(ctx, p, heedNote)
			heeded.Done = heeded.Done || !told
			return err
		})
		if err != nil {
			return all, err
		}
		heard := heeded.heard()
		heeded.Done = heeded.Done && heeded.To == look.announced.Number
		swept.Done = swept.Done && swept.Rules == rules.Fingerprint()
		all.Rules.add(&swept, swept.Rules == rules.Fingerprint())
		all.Announced.add(&heeded, true)
		for _, a := range look.announced.All {
			one := Announced{Shop: a.Shop, Event: string(a.Event), ID: a.ID, At: e.instant(a.At)}
			if max(a.Declared, a.Ruled) > heard && !known[one] {
				known[one] = true
				all.Announcements = append(all.Announcements, one)
			}
		}
	}
	return all, nil
}

// add adds how far a partition has come. What was asked by other rules does not count.
func (s *Sweep) add(w *sweep, present bool) {
	s.Partitions++
	if !present {
		return
	}
	s.Asked += w.Asked
	if w.Done {
		s.Done++
	}
	if !w.Since.IsZero() && (s.Since.IsZero() || w.Since.Before(s.Since)) {
		s.Since = w.Since
	}
}
