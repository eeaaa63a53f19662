package decide

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// lateNews is how long after it happened a picture may show something that still
// begins rules: importing old orders wakes nobody.
const lateNews = 24 * time.Hour

// begin begins the firings of rules about a subject that wait for what has become
// true, and says whether there are any.
func (s *Step) begin(e *tiexin.Event, n *remember.News, about *remember.Subject) bool {
	happened := n.Happened
	if about.Kind == ask.Parcel {
		for _, h := range n.Before {
			if h.Event.Thing() == "order" {
				happened = append(happened, remember.Happening{Event: h.Event, At: h.Last, Shown: true})
			}
		}
	}
	begun := false
	for _, h := range happened {
		if !s.mem.IsOld(h.At) {
			begun = s.beginAll(e, h, about) || begun
		}
	}
	return begun
}

// beginAll begins the rules about a subject that wait for what has happened, and says
// whether there are any. Of those whose condition is off it is only remembered what
// happened.
func (s *Step) beginAll(e *tiexin.Event, h remember.Happening, about *remember.Subject) bool {
	rules := s.rules.BegunBy(h.Event, about.Kind)
	began := remember.Beginning{Event: h.Event, At: h.At, Under: s.Known.Now}
	if late := time.Duration(s.happened-h.At) * time.Millisecond; h.Shown && late > lateNews {
		began.Late = late.Milliseconds()
	}
	if !slices.ContainsFunc(rules, func(r *rule.Rule) bool { return isNews(r, &began) }) {
		return false
	}
	var excepted []uint64
	for _, r := range s.begunOpen(rules, h.Event, about) {
		if !isNews(r.Rule, &began) {
			continue
		}
		s.beginRule(r, e, h, about)
		about.Ended.Remove(r.Path())
		about.Ended.Remove(r.Flow.Name)
		if len(r.Moments) > 0 && s.know(about).firings[r.Number] != nil { // moments may take that back, but not what begun it
			excepted = append(excepted, s.rules.hashes[r.Number])
		}
	}
	about.Begun.Note(began, excepted...)
	return true
}

// isNews says that a beginning came early enough for a rule.
func isNews(r *rule.Rule, b *remember.Beginning) bool {
	return b.Late == 0 || r.Fresh != rule.Unlimited && b.Late <= r.Fresh.Milliseconds()
}

// begunOpen are those of the rules that an event begins that may have something to do:
// the facts leave them open, they look at what the event brings, or they have a firing.
func (s *Step) begunOpen(rules []*rule.Rule, event tiexin.EventType, about *remember.Subject) []opened {
	list := s.room.begun[:0]
	defer func() { s.room.begun = list }()
	if s.means.All {
		list = appendRules(list, rules)
		return list
	}
	in := &s.rules.kinds[about.Kind]
	for _, n := range s.openAfter(event, s.view(about)) {
		list = append(list, in.opened(n, true))
	}
	open := len(list)
	list = appendRules(list, s.rules.bringing(event, about.Kind))
	for _, f := range about.Firings {
		if r, ok := s.rules.of(f); ok && slices.Contains(r.When, event) {
			list = append(list, opened{r, -1, false})
		}
	}
	if len(list) > open { // of two of one rule the open one counts
		slices.SortFunc(list, func(a, b opened) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(b.solved, a.solved)) })
		list = slices.CompactFunc(list, func(a, b opened) bool { return a.Rule == b.Rule })
	}
	return list
}

// appendRules adds rules whose condition is to be asked.
func appendRules(list []opened, rules []*rule.Rule) []opened {
	for _, r := range rules {
		list = append(list, opened{r, -1, false})
	}
	return list
}

// begun finds the event that has begun a rule about a subject: of several the earliest.
func (s *Step) begun(r *rule.Rule, about *remember.Subject) (event tiexin.EventType, at int64) {
	for i := range about.Begun {
		b := &about.Begun[i]
		if slices.Contains(r.When, b.Event) && (event == "" || b.At < at) && isNews(r, b) && b.Under >= s.Known.since(r, b.Event) && b.Began(s.rules.hashes[r.Number]) {
			event, at = b.Event, b.At
		}
	}
	return event, at
}

// beginRule begins the firing of a rule, or begins it anew where the rule may speak
// again. Of several events the earliest counts as long as nothing was said.
func (s *Step) beginRule(one opened, e *tiexin.Event, h remember.Happening, about *remember.Subject) {
	r := one.Rule
	due := h.At + r.After.Milliseconds()
	f := s.know(about).firings[r.Number]
	s.passTask(f)
	switch {
	case f == nil && s.stillOff(one, about):
		return
	case f == nil:
		f = s.addFiring(r, about)
		f.Due = due
		if event, at := s.begun(r, about); event != "" && at < h.At {
			f.Due = at + r.After.Milliseconds()
		}
	case f.State() == remember.Waiting && f.Due == 0:
		f.Due = due
	case f.State() == remember.Waiting && !f.Asked:
		if due >= f.Due {
			return
		}
		f.Due = due
	case r.Again > 0 && f.Over() && mayRepeat(r, f, h.At), f.Occasion != 0 && f.Over() && isFirst(about, h):
		f.Again(due)
	default:
		return
	}
	f.Begun, f.Occasion = string(h.Event), 0
	s.bring(f, r, e)
}

// passTask has the step of a task be done of which the time has passed: whatever befalls
// the firing afterwards, nobody may have asked in between.
func (s *Step) passTask(f *remember.Firing) {
	switch {
	case f == nil || f.State() != remember.Tasking || f.Until == 0 || ask.At(f.Until) >= s.now:
	case s.isLast(f):
		s.move(f, remember.AllSaid)
	default:
		s.moveAt(f, remember.Done, f.Until)
	}
}

// passTasks is passTask for all that is under way about a subject.
func (s *Step) passTasks(about *remember.Subject) {
	for _, f := range about.Firings {
		s.passTask(f)
	}
}

// mayRepeat says that an event at an instant begins a rule anew that is done: the
// span of again after its last message, and after its silence if it never spoke.
// What ended it, or comes late, does not begin it anew.
func mayRepeat(r *rule.Rule, f *remember.Firing, at int64) bool {
	if f.Said == 0 {
		return at > f.StepAt
	}
	return at >= max(f.Said, f.StepAt)+r.Again.Milliseconds()
}

// isFirst says that nothing of the kind has happened before: where the firing of a rule
// is one that a moment began, an event may still begin the rule.
func isFirst(about *remember.Subject, h remember.Happening) bool {
	first, heard := remember.HeardOf(about.Heard, h.Event)
	return !heard || first.First == h.At
}

// stillOff says that the condition of a rule is off whatever the time: such a rule gets
// no firing.
func (s *Step) stillOff(one opened, about *remember.Subject) bool {
	return one.solved < 0 && one.Brought == 0 && !one.If.Could(&s.view(about).View.View)
}

// addFiring remembers a rule that has something to do about a subject.
func (s *Step) addFiring(r *rule.Rule, about *remember.Subject) *remember.Firing {
	k := s.know(about)
	f := s.mem.AddFiring(about, r.Path(), r.Number)
	k.add(r, f)
	return f
}

// drop forgets a firing that came to nothing.
func (s *Step) drop(f *remember.Firing) {
	about := f.Subject
	about.Drop(f)
	s.room.known.forget(s.rules.Size())
}

// takeUp goes on with firings that ended because their rule was gone: it is back.
func (s *Step) takeUp(about *remember.Subject) {
	for _, f := range about.Firings {
		if f.State() != remember.UsedUp || f.Reason != remember.NoRule {
			continue
		}
		if _, back := s.rules.of(f); back {
			s.move(f, remember.RuleBack)
		}
	}
}

// dropGone ends firings whose rule the rule files no longer hold, and has the other
// rules asked.
func (s *Step) dropGone(about *remember.Subject) {
	about.Ended.Keep(func(path string) bool { _, held := s.rules.Rule(path); return held })
	for _, f := range about.Firings {
		if f.Over() {
			continue
		}
		if _, held := s.rules.of(f); held {
			continue
		}
		s.askAnew(about)
		s.silence(f, remember.RuleGone, remember.NoRule, "")
		s.record(about, refOf(f), Skip, remember.NoRule, "")
	}
}

// askAnew has all flows about a subject asked now.
func (s *Step) askAnew(about *remember.Subject) {
	for _, f := range s.rules.FlowsAbout(about.Kind) {
		about.Wakes.Earlier(f.Name, s.now)
	}
}

// revive takes back that a subject is over for a rule when an event shows that it is
// not: an order that seemed to have closed by itself was paid in time, and the news
// came late. What comes late must change nothing.
func (s *Step) revive(about *remember.Subject) {
	if about.Kind == ask.Customer || len(about.Ended) == 0 {
		return
	}
	v := s.view(about)
	for _, name := range about.Ended.Flows() {
		if f := s.rules.flows[name]; f != nil {
			s.reviveIn(f, v)
		}
	}
}

// reviveIn is revive for the rules of a flow.
func (s *Step) reviveIn(f *rule.Flow, v *view) {
	about := v.Subject
	flowOver := about.Ended.Has(f.Name)
	var few [8]string
	over, revived := few[:0], false
	for _, r := range f.Rules {
		if !flowOver && !about.Ended.Has(r.Path()) {
			continue
		}
		var begun *remember.Firing
		if r.Waits() { // else its life is the subject's
			begun = about.Firing(r.Path())
		}
		if l := s.life(r, begun, v); l.phase == ask.Over {
			over = append(over, r.Path())
			continue
		}
		revived = true
		if f := about.Firing(r.Path()); f != nil && f.State() == remember.UsedUp && f.Reason == remember.Ended {
			s.move(f, remember.Revived)
		}
	}
	if revived {
		about.Ended.RemoveFlow(f.Name)
		for _, path := range over {
			about.Ended.Add(path)
		}
	}
}

// endOfCustomer has the flows about the customer and the chats asked that news of an
// order have ended.
func (s *Step) endOfCustomer(n *remember.News) {
	if n.Order == nil {
		return
	}
	for _, h := range n.Happened {
		for _, f := range s.rules.EndedBy(h.Event, ask.Chat) {
			for _, chat := range s.mem.Chats {
				chat.Wakes.Earlier(f.Name, s.now)
			}
		}
	}
	for _, f := range s.mem.Firings {
		if !f.UnderWay() {
			continue
		}
		r, ok := s.rules.of(f)
		if !ok {
			continue
		}
		if _, ended := endedBy(r, s.mem.Heard, max(0, f.Due-r.After.Milliseconds())); ended {
			s.wakeFor(f, s.now)
		}
	}
}
