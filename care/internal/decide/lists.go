package decide

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// What people are shown: what waits for them to approve it, and what they have to do.

// LookFrom has the step look at the memory from an instant. Nothing is asked.
func (s *Step) LookFrom(now ask.Instant) {
	s.now, s.happened, s.event = now, 0, ""
	s.lookAnew()
}

// An Awaiting is a message or task that waits for a person's approval.
type Awaiting struct {
	Rule  *rule.Rule
	Step  uint8 // from 1; 0 where the rule has only one
	Said  *Said
	Since int64       // when it became due, in milliseconds
	Until ask.Instant // it is not worth sending any more; Forever
	// Anew says that it has changed since it was shown: a person is asked once more.
	Anew bool
}

// Awaiting is what a firing says when a person approves it. It is false where none is
// asked to, or where nothing would go as things stand.
func (s *Step) Awaiting(f *remember.Firing) (a Awaiting, ok bool) {
	r, held := s.rules.of(f)
	if !held || f.Lists() != remember.AwaitsApproval || f.Step >= len(r.Steps) {
		return a, false
	}
	c := s.candidateOf(r, f, f.Step)
	if c.comes() {
		c.deadline = min(c.deadline, momentEnds(r, f))
	}
	if s.lookAt(c, channel.None, deciding).verdict == Skip || s.lookAt(c, channel.None, handing).verdict == Skip {
		return a, false
	}
	at, ways := s.waysOf(c)
	w := at.firstOpen(ways)
	if w == nil {
		return a, false
	}
	text := at.text(w.Kind, w.Address)
	a = Awaiting{Rule: r, Step: stepNumber(c), Since: f.Due, Until: c.deadline, Anew: at.inquiry(w) != f.Shown}
	a.Said = saying(s.messageID(f), w, text)
	if f.Step > 0 {
		a.Since = f.StepAt + c.what().After.Milliseconds()
	}
	return a, true
}

// AwaitsShared visits the incidents about which rules wait to say something to the
// customer, or will when they are done with an earlier one: what stands for the incident,
// and the path of the rule. It may be the same several times.
func (s *Step) AwaitsShared(visit func(what uint64, path string)) {
	s.mem.Subjects(func(about *remember.Subject) bool { return s.mem.StandsOn(about, remember.AwaitsSharedApproval) }, func(about *remember.Subject) {
		for _, f := range about.Firings {
			if f.Lists() == remember.AwaitsSharedApproval {
				visit(f.Announced, f.Rule)
			}
		}
	})
	for i := range s.mem.Answers {
		a := &s.mem.Answers[i]
		about := s.mem.Find(a.Kind, a.Subject)
		if !a.Queued || a.Event != tiexin.EventIncidentDeclared || about == nil {
			continue
		}
		for _, r := range s.letThrough(a, about, s.begunIn(a)) {
			visit(a.Announced, r.Path())
		}
	}
}

// firstOpen is the channel that a step goes by: the first that may go now, or else the
// first that is open; nil: none is.
func (a *attempt) firstOpen(ways []channel.Way) (first *channel.Way) {
	for i := range ways {
		w := &ways[i]
		if w.Closed != channel.Open {
			continue
		}
		if a.pauseFor(w).until <= a.now {
			return w
		}
		if first == nil {
			first = w
		}
	}
	return first
}

// OpenTask is the task of a firing as it stands, without the address of the customer. It
// is false where people have none. Its rule is nil where the rules no longer hold it; then
// nothing is known of what it says.
func (s *Step) OpenTask(f *remember.Firing) (task *channel.Task, r *rule.Rule, ok bool) {
	if f.State() != remember.Tasking {
		return nil, nil, false
	}
	flow, name, subject := f.Flow(), nameOf(f.Rule), f.Subject.ID
	task = &channel.Task{
		ID: s.messageID(f), Shop: s.shop, CustomerID: s.customer, Kind: f.Via, Flow: flow, Rule: name, Subject: subject, Step: f.Step + 1,
		NotBefore: s.millis(f.Said), Deadline: s.millis(f.Until),
	}
	r, held := s.rules.of(f)
	if !held || f.Step >= len(r.Steps) {
		return task, nil, true
	}
	c := s.candidateOf(r, f, f.Step)
	st := c.what()
	task.Form, task.Purpose, task.Owner, task.Budget, task.Priority = st.FormBy(f.Via), r.Flow.Purpose, st.Owner, st.Budget, r.Priority
	if words := st.Text.For(f.Via); words != nil {
		task.Script, _ = words.Render(s.values(c, nil)) // empty: a value is no longer known
	}
	return task, r, true
}

// millis is a millisecond in the shop's zone; the zero time for none.
func (s *Step) millis(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return s.time(ask.At(at))
}
