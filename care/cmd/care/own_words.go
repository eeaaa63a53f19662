package main

import (
	"iter"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// masked are outcomes whose texts and scripts do not repeat what customers wrote, unless
// that may be seen.
func (s *story) masked(outcomes iter.Seq[care.Outcome], personal bool) iter.Seq[care.Outcome] {
	if personal {
		return outcomes
	}
	strikers := s.strikers()
	return func(yield func(care.Outcome) bool) {
		for o := range outcomes {
			if striker := strikers(care.Key{Shop: o.Shop, Customer: o.Customer}); o.Said != nil && striker != nil {
				o = struck(o, striker)
			}
			if !yield(o) {
				return
			}
		}
	}
}

// struck is an outcome whose text is without what a striker was told.
func struck(o care.Outcome, striker *discreet.Striker) care.Outcome {
	detail, said := *o.Detail, *o.Said
	said.Text = striker.StrikeTold(said.Text)
	detail.Said, o.Detail = &said, &detail
	return o
}

// strikers know what each customer wrote; nil: nothing. Where ids may be put together, the
// words of one are those of all.
func (s *story) strikers() func(care.Key) *discreet.Striker {
	all, together := map[care.Key]*discreet.Striker{}, len(s.identify) > 0
	var everybody discreet.Striker
	for i := range s.events {
		e := &s.events[i]
		together = together || e.Type == tiexin.EventCustomerMerged
		key := care.Key{Shop: e.Shop, Customer: e.Customer.ID}
		for _, words := range plan.OwnWords(e) {
			if words == "" {
				continue
			}
			if all[key] == nil {
				all[key] = new(discreet.Striker)
			}
			all[key].Texts(words)
			everybody.Texts(words)
		}
	}
	return func(key care.Key) *discreet.Striker {
		if together && len(all) > 0 {
			return &everybody
		}
		return all[key]
	}
}
