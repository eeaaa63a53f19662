package decide

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A concern says why a subject is asked.
type concern uint8

const (
	none   concern = iota
	others         // something changed that every subject may look at
	own            // the event is about it
)

// ask asks the flows of the chosen subjects, and lets go what is due: first the
// conditions of all, then, in the order of priority, one after the other through
// the checks. Without a choice, and again after that, it asks the flows that are
// due.
func (s *Step) ask(who func(*remember.Subject) concern) {
	s.timePasses()
	s.mem.AskedBy(s.rules.Fingerprint())
	for s.round = 0; ; s.round++ {
		s.pass, s.due = len(s.Found), s.due[:0]
		s.room.askings = s.room.askings[:0]
		s.mem.Subjects(func(about *remember.Subject) bool {
			if who == nil {
				return about.Next() <= s.now
			}
			why := who(about)
			return why == own || why == others && !about.Settled
		}, func(about *remember.Subject) { s.askSubject(about, who) })
		if s.Awaits {
			s.holdDue()
			break
		}
		s.letGo()
		s.takeNext()
		if s.round == 16 || s.mem.Wake() > s.now {
			break
		}
		who = nil
	}
	if s.mem.Outgrown(s.now.Millis()) {
		s.See() // findings may be about what is forgotten now
	}
	s.mem.Forget(s.now.Millis(), s.rules.longest.Milliseconds())
}

// askSubject asks the flows about a subject, all or those that are due, and notes
// when each is to be asked again.
func (s *Step) askSubject(about *remember.Subject, who func(*remember.Subject) concern) {
	if k := s.mem.Child(about.ID); about.Kind == ask.Child && k.Idle() {
		about.Settled = true
		return
	}
	why := none
	if who != nil {
		why = who(about)
	}
	s.passTasks(about)
	s.recall(about)
	s.takeUp(about)
	gone := about.Wakes.Keep(func(flow string) bool { f := s.rules.flows[flow]; return f != nil && f.About == about.Kind })
	if gone || why != none { // those that took a flow's place want to be asked too
		s.askFlows(about, s.openFlows(about), why)
	} else {
		s.askFlows(about, s.dueFlows(about), none)
	}
	s.dropGone(about)
	about.Settled = s.isSettled(about)
}

// askFlows asks flows about a subject, and notes when each is to be asked again.
func (s *Step) askFlows(about *remember.Subject, flows []*rule.Flow, why concern) {
	for _, f := range flows {
		next := ask.Forever
		if !about.Ended.Has(f.Name) && (why != others || !s.settled(f, about)) {
			next = s.askFlow(f, s.view(about))
		}
		about.Wakes.Set(f.Name, next)
	}
}

// askFlow asks the rules of a flow about a subject and settles all that is decided
// by conditions alone. It says when to ask again.
func (s *Step) askFlow(f *rule.Flow, v *view) ask.Instant {
	next := ask.Forever
	all := s.consider(f, v)
	over := len(all) == len(f.Rules)
	for _, one := range all {
		if one.asking == nil {
			over = false
			s.off(one, v)
			continue
		}
		over = s.settle(one.asking, &next) && over
	}
	if over && v.Kind != ask.Customer {
		v.Subject.Ended.AddFlow(f.Name)
	}
	return next
}

// letGo takes what is due through the checks, one after the other.
func (s *Step) letGo() {
	slices.SortStableFunc(s.due, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.rule.Priority, a.rule.Priority), cmp.Compare(a.deadline, b.deadline),
			cmp.Compare(a.rule.Path(), b.rule.Path()), cmp.Compare(a.due, b.due), cmp.Compare(a.view.ID, b.view.ID))
	})
	for _, c := range s.due {
		if c.firing == nil { // another's message may have begun it
			c.firing = c.view.Subject.Firing(c.rule.Path())
		}
		if s.taken(c) {
			continue
		}
		next := s.decide(c)
		c.view.Subject.Wakes.Earlier(c.rule.Flow.Name, next)
	}
}

// taken says that the message of another subject has spoken for this one.
func (s *Step) taken(c *candidate) bool {
	f := c.firing
	return f != nil && f.Merged && f.Said == s.now.Millis() && f.Step > c.step
}

// holdDue has what is due asked again with the next news.
func (s *Step) holdDue() {
	for _, c := range s.due {
		c.view.Subject.Wakes.Earlier(c.rule.Flow.Name, s.now)
		s.held = true
	}
}
