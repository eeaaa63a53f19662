package care

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A step is one customer's memory moved by one input at one instant. It is a
// function of rules, memory and time: it reads no clock, sends nothing, and
// knows no store.
type step struct {
	rules     *rule.Set
	key       Key
	mem       *memory
	now       rule.Instant
	means     means
	partition int

	happened   int64              // of an event: when it happened, in milliseconds; 0 for a wake-up
	event      tiexin.EventType   // likewise what; empty for a wake-up
	room       *room              // lent by the shard
	viewed     int                // views of the room that are in use
	facts      rule.CustomerFacts // of the customer, as long as they stand
	factsKnown bool
	views      []*subjectView // of the subjects, likewise
	looked     []*Occasion    // since the memory was last written

	out     []Outcome
	brief   *Detail      // the last that says only who decided and until when
	briefAt rule.Instant // its Until
	round   int          // how often it was asked at this instant before
	pass    int          // where the outcomes of the present pass begin
	goes    []*going
	send    []channel.Message
	open    []channel.Task
	close   []withdrawal
	cancel  []string
	entries []entry // what was done to the ledger
}

// means is what the host put at the engine's disposal.
type means struct {
	deciding bool        // nobody sends: a decision is the hand-over
	senders  channel.Set // channels that have a sender; empty when deciding
	noTasks  bool        // nobody takes tasks
	budgets  *ledger
	// unreachable says that a channel fails for good, at once: simulations only.
	unreachable func(customer string, k channel.Kind) bool
}

// A going is a step of a rule that is due now and may go.
type going struct {
	*asking
	flow *rule.Flow
	view *subjectView
}

// begin makes the step ready for another customer. Its lists keep their room.
func (s *step) begin(rules *rule.Set, key Key, mem *memory, m means, r *room) {
	*s = step{rules: rules, key: key, mem: mem, means: m, room: r, views: s.views[:0], looked: s.looked[:0], goes: s.goes[:0], entries: s.entries[:0]}
}

// takeEvent moves the memory by an event. It says false for a repetition.
func (s *step) takeEvent(e *tiexin.Event) bool {
	if s.mem.repeated(e.ID, s.now.Millis()) {
		return false
	}
	s.happened, s.event = e.At.UnixMilli(), e.Type
	changed := s.mem.apply(e)
	s.lookAnew()
	s.hearReport(e)
	s.regrets(e, changed.order)
	if changed.order != nil {
		s.start(e, rule.AboutOrder, changed.order)
	}
	started := s.start(e, rule.AboutCustomer, nil)
	s.revive(changed.order)
	s.endOfCustomer(changed.order)
	s.ask(func(o *order) bool {
		return changed.customer || o == nil && started || o != nil && o == changed.order
	})
	return true
}

// takeWake moves the memory by time alone: only the flows that are due are
// asked.
func (s *step) takeWake() {
	s.happened, s.event = 0, ""
	s.lookAnew()
	s.ask(nil)
}

// lookAnew forgets what was seen of the facts: they or the time have changed.
// What is decided does not change them.
func (s *step) lookAnew() { s.views, s.viewed, s.factsKnown = s.views[:0], 0, false }

// ask asks the flows of the chosen subjects, and lets go what is due: first the
// conditions of all, then, in the order of priority, one after the other through
// the limits. Without a choice, and again after that, it asks the flows that are
// due.
func (s *step) ask(who func(*order) bool) {
	s.mem.now = max(s.mem.now, s.now.Millis())
	for s.round = 0; ; s.round++ {
		s.pass, s.goes = len(s.out), s.goes[:0]
		s.room.askings = s.room.askings[:0]
		for _, o := range s.mem.orders {
			s.askSubject(o, rule.AboutOrder, who)
		}
		s.askSubject(nil, rule.AboutCustomer, who)
		s.letGo()
		if s.round == 16 || s.mem.wake() > s.now {
			break
		}
		who = nil
	}
	if s.mem.outgrown(s.now.Millis()) {
		s.sealSights() // outcomes may be about what is forgotten now
	}
	s.mem.forget(s.now.Millis())
}

// askSubject asks the flows about a subject, all or those that are due, and
// notes when each is to be asked again.
func (s *step) askSubject(o *order, about rule.About, who func(*order) bool) {
	w := s.mem.wakes(o)
	if who != nil && !who(o) || who == nil && w.next() > s.now {
		return
	}
	s.recall(o)
	s.takeUp(o)
	flows := s.rules.FlowsAbout(about)
	all := w.keep(flows) || who != nil // those that took a flow's place want to be asked too
	if len(*w) == 0 && !s.mem.hasFirings(o) {
		flows = s.rules.Lasting(about)
	}
	var view *subjectView
	for _, f := range flows {
		switch {
		case !all && w.of(f.Name) > s.now:
			continue
		case f.OnlyWhen() && !s.mem.started(f, o), o != nil && o.ended.has(f.Name):
			w.set(f.Name, rule.Forever)
			continue
		}
		if view == nil {
			view = s.view(o)
		}
		w.set(f.Name, s.askFlow(f, view))
	}
	s.dropGone(o)
}

// view is the view of a subject, made once as long as the facts stand.
func (s *step) view(o *order) *subjectView {
	for _, v := range s.views {
		if v.order == o {
			return v
		}
	}
	v := s.viewOf(o)
	s.views = append(s.views, v)
	return v
}

// askFlow asks the rules of a flow about a subject and settles all that is
// decided by conditions alone.
func (s *step) askFlow(f *rule.Flow, v *subjectView) rule.Instant {
	next := rule.Forever
	all := s.consider(f, v)
	over := len(all) == len(f.Rules)
	for _, one := range all {
		if one.asking == nil {
			over = false
			s.off(one.rule, v)
			continue
		}
		over = over && one.reason == Ended
		next = min(next, s.settle(f, one.asking, v))
	}
	if over && v.order != nil {
		v.order.ended.addFlow(f)
	}
	return next
}

// settle turns what was found about one rule into an outcome, or queues it to
// go. It says when to ask again.
func (s *step) settle(f *rule.Flow, a *asking, v *subjectView) rule.Instant {
	told := s.mem.ends(v.order)
	if a.reason == Ended {
		if !told.has(a.rule.Path()) {
			told.add(a.rule.Path())
			s.end(a, v)
		}
		return rule.Forever
	}
	told.takeBack(a.rule)
	switch {
	case a.reason == Due:
		s.goes = append(s.goes, &going{a, f, v})
		return rule.Forever // letGo says when
	case a.verdict == Wait:
		if a.keep {
			s.keep(a, v)
		}
		s.emit(a, v, Wait, a.reason, s.detail(a.by, a.at))
		return min(a.at, a.deadline)
	default:
		switch f := a.firing; {
		case f == nil:
		case f.state == waiting && len(a.rule.When) == 0 && !a.reason.Final():
			s.mem.drop(f) // it is chosen anew when facts change
		case (f.state == speaking || f.state == tasking) && a.step == len(a.rule.Steps):
			a.at = f.allSaid(a.rule) // the steps that were left are passed over for good
		}
		s.emit(a, v, Skip, a.reason, s.detail(a.by, a.at))
		return a.at
	}
}

// off is settle for a rule whose condition is off.
func (s *step) off(r *rule.Rule, v *subjectView) {
	s.mem.ends(v.order).takeBack(r)
	s.add(r, v, 0, Skip, ConditionOff, nothingMore)
}

// end closes what was under way about a subject that no longer lives.
func (s *step) end(a *asking, v *subjectView) {
	if f := a.firing; f != nil {
		switch f.state {
		case handing:
			s.withdraw(f)
			f.useUp(Ended, a.by, s.now)
		case waiting:
			f.useUp(Ended, a.by, s.now)
		case tasking:
			s.withdrawTask(f, Ended.String())
			if s.event != "" && a.by == string(s.event) { // else it had its time
				s.release(f)
			}
			f.state = spoken
		}
	}
	s.emit(a, v, Skip, Ended, s.detail(a.by, rule.Forever))
}

// keep remembers how far a firing has come.
func (s *step) keep(a *asking, v *subjectView) {
	if a.firing == nil {
		a.firing = s.mem.addFiring(a.rule.Path(), v.id)
	}
	f := a.firing
	if a.again {
		*f = firing{rule: f.rule, subject: f.subject, times: f.times + 1}
	}
	if f.due == 0 {
		f.due = a.due
	}
	if a.step > f.step {
		f.step, f.stepAt, f.approved, f.reviewing = a.step, a.since, false, false
		if f.state == tasking {
			f.state = speaking // its within has passed
		}
	}
}

// letGo takes what is due through the limits, one after the other.
func (s *step) letGo() {
	slices.SortStableFunc(s.goes, func(a, b *going) int {
		return cmp.Or(cmp.Compare(b.rule.Priority, a.rule.Priority), cmp.Compare(a.deadline, b.deadline),
			cmp.Compare(a.rule.Path(), b.rule.Path()), cmp.Compare(a.due, b.due), cmp.Compare(a.view.id, b.view.id))
	})
	for _, g := range s.goes {
		if g.firing == nil { // another's message may have begun it
			g.firing = s.mem.firing(g.rule.Path(), g.view.id)
		}
		if s.taken(g) {
			continue
		}
		next := s.decide(g)
		s.mem.wakes(g.view.order).earlier(g.flow.Name, next)
	}
}

// taken says that the message of another subject has spoken for this one.
func (s *step) taken(g *going) bool {
	f := g.firing
	return f != nil && f.merged && f.said == s.now.Millis() && f.step > g.step
}

// start begins the firings of rules that wait for the event, and says whether
// there are any.
func (s *step) start(e *tiexin.Event, about rule.About, o *order) bool {
	subject := ""
	if o != nil {
		subject = o.id
	}
	rules := s.rules.BegunBy(e.Type, about)
	for _, r := range rules {
		s.startRule(r, subject, e.At.UnixMilli())
		told := s.mem.ends(o)
		told.remove(r.Path())
		told.remove(r.Flow.Name)
	}
	return len(rules) > 0
}

// startRule begins the firing of a rule, or begins it anew where the rule may
// speak again. Of several events the earliest counts as long as nothing was said.
func (s *step) startRule(r *rule.Rule, subject string, at int64) {
	due := at + r.After.Milliseconds()
	switch old := s.mem.firing(r.Path(), subject); {
	case old == nil:
		s.mem.addFiring(r.Path(), subject).due = due
	case old.state == waiting && !old.asked:
		old.due = min(old.due, due)
	case r.Again > 0 && (old.state == spoken || old.state == usedUp) && at >= max(old.said, old.stepAt)+r.Again.Milliseconds():
		*old = firing{rule: old.rule, subject: subject, due: due, times: old.times + 1}
	}
}

// dropGone ends firings whose rule the rule files no longer hold, and has the
// other rules asked.
func (s *step) dropGone(o *order) {
	s.mem.ends(o).keep(s.rules)
	id := ""
	if o != nil {
		id = o.id
	}
	for _, f := range s.mem.firings {
		if f.subject != id || f.state == spoken || f.state == usedUp {
			continue
		}
		if _, ok := s.rules.Rule(f.rule); ok {
			continue
		}
		flow, name, _ := strings.Cut(f.rule, "/")
		switch f.state {
		case handing:
			s.withdraw(f)
		case tasking:
			s.withdrawTask(f, RuleGone.String())
			s.release(f)
			f.unsay()
		}
		s.askAnew(o)
		f.useUp(RuleGone, "", s.now)
		s.record(f.subject, &rule.Ref{Flow: flow, Rule: name}, Skip, RuleGone, "")
	}
}

// takeUp goes on with firings that ended because their rule was gone: it is back.
func (s *step) takeUp(o *order) {
	id := ""
	if o != nil {
		id = o.id
	}
	for _, f := range s.mem.firings {
		if f.state != usedUp || f.reason != RuleGone || f.subject != id {
			continue
		}
		if _, back := s.rules.Rule(f.rule); back {
			f.reason, f.by = 0, ""
			f.unsay()
		}
	}
}

// askAnew has all flows about a subject asked now.
func (s *step) askAnew(o *order) {
	about := rule.AboutOrder
	if o == nil {
		about = rule.AboutCustomer
	}
	for _, f := range s.rules.FlowsAbout(about) {
		s.mem.wakes(o).earlier(f.Name, s.now)
	}
}
