package decide

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A subject is settled when nothing but time or news of the subject itself can change what
// the rules say about it: news of the customer pass it over.

// isSettled says that a subject is settled.
func (s *Step) isSettled(about *remember.Subject) bool {
	if about.Kind == ask.Customer {
		return false
	}
	if len(about.Wakes) == 0 && s.isOverForAll(about) {
		return true
	}
	if s.rules.kinds[about.Kind].lasting > len(about.Firings)+len(about.Ended) {
		return false // some flow has not spoken
	}
	for i := range about.Begun {
		if s.rules.kinds[about.Kind].waiting[about.Begun[i].Event] > len(about.Firings)+len(about.Ended) {
			return false
		}
	}
	return !slices.ContainsFunc(s.rules.FlowsAbout(about.Kind), func(f *rule.Flow) bool { return !s.settled(f, about) })
}

// isOverForAll says that a subject is over for every rule that there could be.
func (s *Step) isOverForAll(about *remember.Subject) bool {
	if slices.ContainsFunc(about.Firings, func(f *remember.Firing) bool { return !f.Over() }) {
		return false
	}
	v := s.view(about)
	if !v.Over {
		return false
	}
	for c := range s.rules.kinds[about.Kind].clocks.All() {
		if r := &v.Clocks[c]; r.Phase != ask.Over && (r.Phase != ask.Runs || v.Now < r.End) {
			return false
		}
	}
	return !slices.ContainsFunc(about.Begun, func(b remember.Beginning) bool {
		began := ask.At(b.At)
		return (began >= v.Ends || string(b.Event) == v.WhatEnded(ask.NoClock)) && v.Now < began.Add(remember.ConfirmedLife)
	})
}

// settled says that nothing but time or news of the subject itself can change what a
// flow says about it: it has spoken, and will not speak again.
func (s *Step) settled(f *rule.Flow, about *remember.Subject) bool {
	if about.Ended.Has(f.Name) || f.OnlyWhen() && !s.started(f, about) {
		return true
	}
	if f.All {
		return !slices.ContainsFunc(f.Rules, func(r *rule.Rule) bool {
			one := s.know(about).firings[r.Number]
			return one == nil && s.mayBegin(r, about) || one != nil && (!one.Over() || r.Again > 0)
		})
	}
	spoke := about.SpokeOf(f.Name, 0)
	if spoke == nil || spoke.State() != remember.Spoken {
		return false
	}
	r, ok := s.rules.of(spoke)
	return ok && r.Again == 0
}

// mayBegin says that a rule without a firing is a candidate.
func (s *Step) mayBegin(r *rule.Rule, about *remember.Subject) bool {
	if !r.Waits() {
		return true
	}
	event, _ := s.begun(r, about)
	return event != ""
}

// started says that an event or a moment has begun a rule of a flow.
func (s *Step) started(f *rule.Flow, about *remember.Subject) bool {
	return len(about.FiringsOf(f.Name)) > 0 || len(about.Begun) > 0 && slices.ContainsFunc(f.Rules, func(r *rule.Rule) bool { return s.mayBegin(r, about) })
}
