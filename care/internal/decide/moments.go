package decide

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
)

// Moments of the calendar begin firings about people of whom nothing is heard. Nothing
// is remembered of a moment for a customer but how far time has come: a step begins what
// lies between that and its own instant, and the customer is woken for the next one.

// A timed is a rule with a moment that begins it.
type timed struct {
	rule   *rule.Rule
	moment *rule.Moment
	text   string
	number int // among all of the rules
	timing int // among those of its kind
}

// timedOf are the moments of rules, in the order of the files.
func timedOf(set *rule.Set) (all []timed) {
	for _, f := range set.Flows {
		for _, r := range f.Rules {
			for _, m := range r.Moments {
				all = append(all, timed{rule: r, moment: m, text: m.String(), number: len(all)})
			}
		}
	}
	return all
}

// HasMoments says that a moment begins any of the rules.
func (r *Rules) HasMoments() bool { return len(r.timed) > 0 }

// Moments are what stands for each moment of the rules in a note: the path of the rule
// and the moment. The order is that of [Known.Moments].
func (r *Rules) Moments() []string {
	var all []string
	for i := range r.timed {
		all = append(all, r.timed[i].rule.Path()+" "+r.timed[i].text)
	}
	return all
}

// PlaceWithin is how long after a moment a customer's turn comes, when all of a flow's
// customers are spread over a span: always the same, in whole seconds.
func PlaceWithin(spread time.Duration, flow, shop, customer string) time.Duration {
	seconds := uint64(spread / time.Second)
	if seconds == 0 {
		return 0
	}
	return time.Duration(spreadHash("spread\x00", shop, "\x00", customer, "\x00", flow)%seconds) * time.Second
}

// spreadHash is a hash whose every bit is as good as any other.
func spreadHash(of ...string) uint64 {
	x := remember.Hash(of...) // finalised, because FNV spreads short keys poorly over its high bits
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return x
}

// place is how long after a moment of a flow the customer's turn comes, in milliseconds.
func (s *Step) place(f *rule.Flow) int64 {
	if f.Spread == 0 {
		return 0
	}
	return PlaceWithin(f.Spread, f.Name, s.shop, s.customer).Milliseconds()
}

// known is since when a moment is known here, in milliseconds: what came before, or at
// that very instant, begins nothing.
func (s *Step) known(t *timed) int64 {
	if t.number < len(s.Known.Moments) {
		return s.Known.Moments[t.number]
	}
	return math.MinInt64
}

// remembers says that there is somebody whom moments may concern.
func (s *Step) remembers() bool {
	return s.mem.Now != 0 && (s.mem.Forgotten == 0 || len(s.mem.Heard) > 0)
}

// people visits the subjects that moments may be about.
func (s *Step) people(visit func(about *remember.Subject, life *rule.Life)) {
	life := rule.Life{Birthday: s.mem.Thing.Birthday, Dates: s.mem.Thing.Dates}
	for _, k := range s.mem.Children {
		if !k.There {
			continue
		}
		ofChild := life
		if !k.Thing.Expected {
			ofChild.Born = k.Thing.Born
		}
		visit(&k.Subject, &ofChild)
	}
	visit(&s.mem.Subject, &life)
}

// A coming is a moment that has come for a subject.
type coming struct {
	*timed
	about *remember.Subject
	at    int64 // the moment itself, in milliseconds
	place int64 // when the customer's turn came
}

// reached is the last millisecond of which all is over by an instant: an event comes
// before a wake-up of the same instant, and so before a moment.
func reached(now ask.Instant) int64 { return (now - 1).Millis() }

// comings are the moments that have come since the customer was last looked at, in the
// order of their places. Of several that one moment of one rule had, the last counts.
func (s *Step) comings(now ask.Instant) []coming {
	all := s.room.comings[:0]
	from, to := s.mem.MomentsTo(), reached(now)
	if !s.remembers() || to <= from {
		return nil
	}
	s.people(func(about *remember.Subject, life *rule.Life) {
		before := len(all)
		timings := s.rules.timings[about.Kind]
		for i := range timings {
			t := &timings[i]
			if latest, _ := s.around(t, life, to); latest != rule.NoTimeBefore && latest+t.flow.Spread.Milliseconds() <= from {
				continue // whatever the place
			}
			offset := s.place(t.flow)
			last, _ := s.around(t, life, to-offset)
			if last == rule.NoTimeBefore || last+offset <= from {
				continue
			}
			for _, n := range t.timed {
				if t := &s.rules.timed[n]; last > s.known(t) {
					all = append(all, coming{t, about, last, last + offset})
				}
			}
		}
		slices.SortFunc(all[before:], func(a, b coming) int { return cmp.Compare(a.number, b.number) })
	})
	slices.SortStableFunc(all, func(a, b coming) int { return cmp.Compare(a.place, b.place) })
	s.room.comings = all
	return all
}

// beginMoments begins what the moments begin that have come.
func (s *Step) beginMoments() {
	if !s.rules.HasMoments() {
		return
	}
	for _, c := range s.comings(s.now) {
		s.beginMoment(&c)
	}
	if s.remembers() {
		s.mem.Moments = max(s.mem.MomentsTo(), reached(s.now))
	}
}

// timePasses notes how far the customer has been looked at.
func (s *Step) timePasses() {
	switch {
	case !s.rules.HasMoments():
		s.mem.Moments = 0
	default:
		s.mem.Moments = s.mem.MomentsTo()
	}
	s.mem.Now = max(s.mem.Now, s.now.Millis())
}

// passBefore lets the moments have their say that came before an event: with the facts
// as they stood. What the event tells of, a birthday or a child, begins nothing that came
// before it.
func (s *Step) passBefore() {
	if !s.rules.HasMoments() {
		return
	}
	if len(s.comings(s.now)) > 0 { // nobody's, before the customer was known
		s.Wake(s.now)
		s.See()
	}
	s.mem.Moments = max(s.mem.MomentsTo(), reached(s.now))
}

// beginMoment begins the firing of a rule at a moment. Its condition is asked once:
// where it is not true, the firing is as it was before.
func (s *Step) beginMoment(c *coming) {
	r, about := c.rule, c.about
	f := s.know(about).firings[r.Number]
	if f != nil && f.Occasion == c.at && f.Begun == c.text {
		return // it was begun already, under another id of the person
	}
	due := c.place + r.After.Milliseconds()
	if due <= s.now.Millis() && !s.standsAt(r, due, about) {
		return
	}
	s.passTask(f)
	switch {
	case f == nil:
		f = s.addFiring(r, about)
	case f.UnderWay():
		s.silence(f, remember.EndedByTime, remember.Ended, c.text)
		s.record(about, &r.Ref, Skip, remember.Ended, c.text)
		f.Again(due)
	case f.Due != 0:
		f.Again(due)
	}
	f.Due, f.Begun, f.Occasion = due, c.text, c.at
	about.Ended.Remove(r.Path())
	about.Ended.Remove(r.Flow.Name)
	about.Wakes.Earlier(r.Flow.Name, s.now)
}

// standsAt says that a rule whose time has come at a moment has something to say, and
// records why it does not.
func (s *Step) standsAt(r *rule.Rule, due int64, about *remember.Subject) bool {
	v := s.view(about)
	if fresh := r.MomentFresh(); s.now.Millis()-due > fresh.Milliseconds() {
		s.add(r, v, 0, Skip, remember.TooLate, lateBy(r), 0)
		return false
	}
	switch l := s.lifeSince(r, nil, due, v); {
	case l.phase == ask.NotYet:
		return false // it is not asked: its clock does not run
	case l.phase == ask.Over || s.now >= l.deadline:
		s.add(r, v, 0, Skip, l.why, l.by, 0)
		return false
	}
	s.cover(r.If, &v.View.View, s.now)
	if !r.If.Ask(&v.View.View).At(s.now) {
		s.addOff(r, v, &v.View.View)
		return false
	}
	return true
}

// lateBy names the span after which a moment is over for a rule.
func lateBy(r *rule.Rule) string { return "fresh " + rule.FormatDuration(r.MomentFresh()) }

// nextMoment is when the next moment comes for the customer; Forever: none does.
func (s *Step) nextMoment() ask.Instant {
	next := ask.Forever
	if !s.rules.HasMoments() || !s.remembers() {
		return next
	}
	s.people(func(about *remember.Subject, life *rule.Life) {
		timings := s.rules.timings[about.Kind]
		for i := range timings {
			next = min(next, s.nextOf(&timings[i], s.soonest(&timings[i]), life))
		}
	})
	return next
}

// nextOf is when a moment comes next for a rule that has known it since an instant.
func (s *Step) nextOf(t *timing, known int64, life *rule.Life) ask.Instant {
	offset := s.place(t.flow)
	_, next := s.around(t, life, max(s.mem.MomentsTo()-offset, known))
	if next == rule.NoTimeAfter {
		return ask.Forever
	}
	return ask.After(next + offset)
}

// NextMoment is the next moment of a rule for a subject, and when the customer's turn
// comes; false: none is known.
func (s *Step) NextMoment(r *rule.Rule, of *remember.Subject) (moment string, at ask.Instant, ok bool) {
	at = ask.Forever
	s.people(func(about *remember.Subject, life *rule.Life) {
		for i := range s.rules.timed {
			t := &s.rules.timed[i]
			if t.rule != r || about != of {
				continue
			}
			if next := s.nextOf(&s.rules.timings[about.Kind][t.timing], s.known(t), life); next < at {
				moment, at = t.text, next
			}
		}
	})
	return moment, at, at < ask.Forever && s.remembers()
}

// WhyNoMoment says which moment of a rule does not come for a subject, and why.
func (s *Step) WhyNoMoment(r *rule.Rule, of *remember.Subject) (moment string, why say.Text) {
	s.people(func(about *remember.Subject, life *rule.Life) {
		if about == of && len(r.Moments) > 0 {
			moment, why = r.Moments[0].String(), r.Moments[0].Lacks(life)
		}
	})
	return moment, why
}
