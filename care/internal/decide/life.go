package decide

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// lived is the life of a subject for a rule, as it was last found: the rules of a
// flow mostly share it.
type lived struct {
	known    bool
	clocks   ask.Stemset
	phase    ask.Phase
	from     ask.Instant // it may not go before: a clock starts by time alone
	deadline ask.Instant
	by       string          // what ended it
	why      remember.Reason // likewise
}

// lives says that the subject is known to live for a rule, of which nothing else has
// to be looked at for that.
func (v *view) lives(r *rule.Rule) bool {
	return v.lived.known && v.lived.phase == ask.Runs && v.lived.clocks == r.Clocks && v.shares(r)
}

// shares says that the life of the subject is the same for all rules that name the
// same clocks as this one, whatever began them.
func (v *view) shares(r *rule.Rule) bool {
	return len(r.Until) == 0 && (!r.Waits() || r.Clocks != 0 || !v.Over)
}

// life says whether a subject lives for a rule, until when, and what ended it.
func (s *Step) life(r *rule.Rule, f *remember.Firing, v *view) lived {
	begun := int64(0)
	if f != nil {
		begun = f.Due
	}
	return s.lifeSince(r, f, begun, v)
}

// lifeSince is life of a rule that became due at an instant, with or without a
// firing.
func (s *Step) lifeSince(r *rule.Rule, f *remember.Firing, due int64, v *view) lived {
	l := lived{known: true, clocks: r.Clocks, phase: ask.Runs, deadline: ask.Forever, why: remember.Ended}
	if v.Kind == ask.Child && v.Over {
		l.phase, l.by = ask.Over, v.WhatEnded(ask.NoClock)
		if v.Child.Refused {
			l.why = remember.NoGuardianConsent
		}
		return l
	}
	if v.Order != nil && v.Order.Thing.Status == tiexin.UnknownStatus {
		l.phase = ask.NotYet
		return l
	}
	if by, ended := s.until(r, f, due, v); ended {
		l.phase, l.by = ask.Over, by
		return l
	}
	if f != nil && f.Announced != 0 {
		if l.deadline = newsUntil(r, due); v.Now >= l.deadline {
			l.phase = ask.Over
			return l
		}
	}
	if r.Clocks == 0 {
		return lifeWithoutClocks(r, due, v, l)
	}
	for c := range r.Clocks.All() {
		reading := v.Clocks[c]
		switch reading.Phase {
		case ask.Over:
			l.phase, l.by = ask.Over, v.WhatEnded(c)
			return l
		case ask.NotYet:
			l.phase = ask.NotYet
		default:
			if v.Now >= reading.End {
				l.phase, l.by = ask.Over, v.WhatEnded(c)
				return l
			}
			l.deadline = min(l.deadline, reading.End)
			l.from = max(l.from, reading.Start)
		}
	}
	return l
}

// lifeWithoutClocks is the life of a subject for a rule that names no clock: as long
// as the subject is not over. A rule started by the very event that ended the
// subject lives on from there.
func lifeWithoutClocks(r *rule.Rule, due int64, v *view, l lived) lived {
	if v.Kind == ask.Customer || !v.Over {
		l.deadline = min(l.deadline, v.Ends)
		return l
	}
	if r.Waits() && due != 0 {
		started := ask.At(due - r.After.Milliseconds())
		by := started >= v.Ends || slices.Contains(r.When, tiexin.EventType(v.WhatEnded(ask.NoClock)))
		if end := started.Add(remember.ConfirmedLife); by && v.Now < end {
			l.deadline = end
			return l
		}
	}
	l.phase, l.by = ask.Over, v.WhatEnded(ask.NoClock)
	return l
}

// until says whether an event of the rule's until has happened. To an order or a
// parcel: whatever names it, whenever it was, and what names no order, since the
// subject began or the firing did. To a chat: every event of the customer since then.
// To the customer and a child likewise, but one that names an order only ends what is
// under way.
func (s *Step) until(r *rule.Rule, f *remember.Firing, due int64, v *view) (string, bool) {
	if len(r.Until) == 0 {
		return "", false
	}
	began := due - r.After.Milliseconds()
	since := v.Born
	if due != 0 && r.Waits() {
		since = max(since, began)
	}
	switch v.Kind {
	case ask.Order, ask.Parcel:
		if by, ended := endedBy(r, v.Subject.Heard, 0); ended {
			return by, true
		}
	case ask.Chat:
		return endedBy(r, s.mem.Heard, since)
	default:
		if f.UnderWay() {
			if by, ended := endedBy(r, s.mem.Heard, began); ended {
				return by, true
			}
		}
		return endedBy(r, s.mem.Heard, since, "order", "parcel")
	}
	return endedBy(r, s.mem.Loose, since)
}

// endedBy finds an event of the rule's until that happened since an instant. An
// event that begins the rule does not end what it began itself.
// Events of some things may be left out.
func endedBy(r *rule.Rule, hs []remember.Heard, since int64, without ...string) (string, bool) {
	for _, h := range hs {
		if len(without) > 0 && slices.Contains(without, h.Event.Thing()) {
			continue
		}
		if slices.Contains(r.Until, h.Event) && (h.Last > since || h.Last == since && !slices.Contains(r.When, h.Event)) {
			return string(h.Event), true
		}
	}
	return "", false
}
