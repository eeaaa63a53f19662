package decide

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/lifecycle"
)

// A Step is one customer's memory moved by inputs, one after the other.
type Step struct {
	// What came of it:
	Found   []Finding
	Sights  []Sight
	Out     []Outgoing
	Close   []Withdrawal
	Cancel  []string // of the outbox
	Entries []Entry  // what was done to the ledger
	Fared   []Fared  // what was heard of messages
	Faults  []Fault  // conditions that could not be worked out

	// Awaits says that more news of the customer is at hand: what is due is not let go
	// before that is heard.
	Awaits bool
	// Known is since when the rules are known where the customer is.
	Known Known

	mores []More
	spare Finding // that was dropped again

	rules     *Rules
	shop      string
	customer  string
	partition int
	mem       *remember.Customer
	means     Means
	room      *Room

	scene    *kinds.Scene // the room's
	now      ask.Instant
	happened int64            // of an event: when it happened, in milliseconds; 0 for a wake-up
	event    tiexin.EventType // likewise what; empty for a wake-up
	viewed   int              // views of the room that are in use
	views    []*view          // of subjects, as long as the facts stand
	seen     int              // findings whose conditions told what they read
	round    int              // how often it was asked at this instant before
	pass     int              // where the findings of the present pass begin
	held     bool             // something due waits for news at hand
	due      []*candidate
}

// Means is what the host put at the engine's disposal.
type Means struct {
	Deciding bool          // nobody sends: a decision is the hand-over
	Senders  channel.Set   // channels that have a sender; empty when deciding
	NoTasks  bool          // nobody takes tasks
	Seen     bool          // somebody wants to know what conditions read
	Personal bool          // likewise, in clear: they may see it
	All      bool          // every rule is to be asked, and to answer
	Coverage *ask.Coverage // nil: nobody wants to know what the parts of conditions were
	Budgets  *Ledger
	// Announced is what concerns everybody; nil: nothing.
	Announced *Announcements
	// Unreachable says that a channel fails for good, at once: simulations only.
	Unreachable func(customer string, k channel.Kind) bool
}

// A Fault is a condition that could not be worked out.
type Fault struct {
	Rule string // its path, or the name of a promise
	Part string // of the condition, as it is written
}

// An Outgoing is a message or task for the outbox.
type Outgoing struct {
	Message *channel.Message
	Task    *channel.Task
	Until   time.Time // it is dropped there when nobody has taken it; zero: never
}

// Withdrawn stands for the channel in the outbox's identity of a withdrawal.
const Withdrawn = "withdrawn"

// A Withdrawal takes a task back from the desk.
type Withdrawal struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// Begin makes the step ready for another customer. Its lists keep their room.
func (s *Step) Begin(rules *Rules, shop, customer string, partition int, mem *remember.Customer, m Means, r *Room) {
	clear(s.Found)
	clear(s.Sights)
	clear(s.mores)
	*s = Step{
		Found: s.Found[:0], Sights: s.Sights[:0], mores: s.mores[:0], Entries: s.Entries[:0], Fared: s.Fared[:0], Faults: s.Faults[:0], rules: rules, shop: shop, customer: customer, partition: partition,
		mem: mem, means: m, room: r, views: s.views[:0], due: s.due[:0], scene: &r.scene,
	}
	r.scene.Begin(customer, mem, &rules.Shop, rules.Signature)
	r.known.forget(rules.Size())
}

// Event moves the memory by an event. It says false for a repetition.
func (s *Step) Event(e *tiexin.Event, now ask.Instant) bool {
	s.now = now
	if s.isOld(e) {
		return s.hearOld(e)
	}
	if s.mem.Repeated(e.ID, now.Millis()) {
		if s.held && !s.Awaits {
			s.Wake(now)
		}
		return false
	}
	s.movesByTime()
	s.passBefore()
	s.happened, s.event = e.At.UnixMilli(), e.Type
	reported := s.reported(e)
	orders := s.ordersBefore()
	news := s.hear(e, reported)
	s.lookAnew()
	s.movesBy(e, orders)
	s.hearReport(e, reported)
	s.regrets(&news)
	asked := s.room.named[:0]
	for _, about := range s.concerned(&news, reported) {
		// What became of a message, and news of the customer, are asked about where
		// they begin something; what a flow waits for is due by itself.
		named := about.Kind != ask.Customer && e.Message == nil && e.Task == nil
		if s.begin(e, &news, about) || named {
			asked = append(asked, about)
			s.revive(about)
		}
	}
	s.room.named = asked
	s.endOfCustomer(&news)
	s.ask(func(about *remember.Subject) concern {
		switch {
		case slices.Contains(asked, about), about.Kind == ask.Customer && news.Customer:
			return own
		case news.Customer:
			return others
		default:
			return none
		}
	})
	return true
}

// hear takes an event into the memory, with what it says besides: a refusal, and
// interest, which the customer's stage goes by.
func (s *Step) hear(e *tiexin.Event, reported *remember.Firing) remember.News {
	s.noteFate(e, reported)
	news := s.mem.Hear(e, s.orderOf(reported))
	refused := s.refusal(e, reported)
	shows := s.rules.Shop.Lifecycle.AsksStage && slices.ContainsFunc(news.Happened, func(h remember.Happening) bool { return kinds.ShowsInterest(h.Event) })
	news.Customer = refused || shows || news.Customer
	return news
}

// Wake moves the memory by time alone: only the flows that are due are asked.
func (s *Step) Wake(now ask.Instant) {
	s.now, s.happened, s.event = now, 0, ""
	s.lookAnew()
	s.moves(string(lifecycle.BySilence), false)
	s.beginMoments()
	s.ask(nil)
}

// AskAll asks every rule about every subject, or only about one.
func (s *Step) AskAll(now ask.Instant, only *remember.Subject) {
	s.now, s.happened, s.event = now, 0, ""
	s.lookAnew()
	if only == nil {
		s.moves("", false)
	}
	s.beginMoments()
	s.ask(func(about *remember.Subject) concern {
		if only == nil || about == only {
			return own
		}
		return none
	})
}

// concerned lists the subjects that an event is about, the customer last: the order
// that it names and the parcels of it, the parcel, the chat, the children who are others now.
func (s *Step) concerned(n *remember.News, reported *remember.Firing) []*remember.Subject {
	all := s.room.about[:0]
	if n.Order != nil {
		all = append(all, &n.Order.Subject)
		if n.Parcel == nil && n.Happened[0].Event.Thing() == "order" {
			for _, p := range s.mem.ParcelsOf(n.Order.ID) {
				all = append(all, &p.Subject)
			}
		}
	}
	if n.Parcel != nil {
		all = append(all, &n.Parcel.Subject)
	}
	if n.Chat != nil {
		all = append(all, &n.Chat.Subject)
	}
	for _, k := range n.Children {
		all = append(all, &k.Subject)
	}
	if reported != nil && reported.Subject.Kind != ask.Customer && !slices.Contains(all, reported.Subject) {
		all = append(all, reported.Subject)
	}
	s.room.about = append(all, &s.mem.Subject)
	return s.room.about
}

// lookAnew forgets what was seen of the facts: they or the time have changed. What
// is decided does not change them.
func (s *Step) lookAnew() {
	s.views, s.viewed = s.views[:0], 0
	s.scene.Now = s.now
	s.scene.LookAnew()
}

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

// view is the view of a subject, made once as long as the facts stand.
func (s *Step) view(about *remember.Subject) *view {
	for _, v := range s.views {
		if v.Subject == about {
			return v
		}
	}
	v := s.viewOf(about)
	s.views = append(s.views, v)
	return v
}

// viewOf looks at a subject afresh.
func (s *Step) viewOf(about *remember.Subject) *view {
	v := s.spareView()
	s.scene.See(&v.View, about)
	return v
}

// spareView is a view to be filled. Those of a step are used again for its next
// customer.
func (s *Step) spareView() *view {
	if s.viewed == len(s.room.views) {
		s.room.views = append(s.room.views, new(view))
	}
	v := s.room.views[s.viewed]
	s.viewed++
	v.lived, v.sight, v.opened = lived{}, -1, 0
	return v
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
			s.off(one.rule, v)
			continue
		}
		over = s.settle(one.asking, &next) && over
	}
	if over && v.Kind != ask.Customer {
		v.Subject.Ended.AddFlow(f.Name)
	}
	return next
}

// off is settle for a rule whose condition is off.
func (s *Step) off(r *rule.Rule, v *view) {
	v.Subject.Ended.Remove(r.Path())
	s.addOff(r, v, &v.View.View)
}

// addOff adds that the condition of a rule that has nothing under way is off, if every rule
// is to answer.
func (s *Step) addOff(r *rule.Rule, v *view, facts *ask.View) *Finding {
	by := s.unknown(r, facts)
	if !s.means.All {
		s.spare = Finding{}
		return &s.spare
	}
	return s.add(r, v, 0, Skip, remember.ConditionOff, by, 0)
}

// unknown names the part of a rule's condition that could not be worked out; empty
// when all could.
func (s *Step) unknown(r *rule.Rule, v *ask.View) string {
	part := r.If.Unknown(v, s.now)
	if part != "" {
		s.Faults = append(s.Faults, Fault{r.Path(), part})
	}
	return part
}

// settle turns what was found about one rule into a finding, or queues it to go. Next is
// when to ask again at the latest. It says whether the rule knows that the subject is over.
func (s *Step) settle(a *asking, next *ask.Instant) (over bool) {
	if a.isOver() {
		return s.over(a)
	}
	*next = min(*next, s.settleLiving(a))
	return false
}

// settleLiving is settle for a subject that lives. It says when to ask again.
func (s *Step) settleLiving(a *asking) ask.Instant {
	a.view.Subject.Ended.Remove(a.rule.Path())
	switch {
	case a.reason == remember.Due:
		s.due = append(s.due, &candidate{asking: a})
		return ask.Forever // letGo says when
	case a.verdict == Wait:
		if a.keep {
			s.keep(a)
		}
		s.find(a, Wait, a.reason, a.by, a.at)
		return min(a.at, a.deadline)
	default:
		anew := false
		switch f := a.firing; {
		case f == nil:
		case a.comes():
			s.settleMoment(a)
		case f.State() == remember.Waiting && !a.rule.Waits() && !a.reason.Final():
			anew = a.hope && a.reason == remember.ConditionOff && f.Step > 0 // what was passed over may be true by what passes over the rest
			s.drop(f)                                                        // it is chosen anew when facts change
		case f.State() == remember.Waiting && f.Announced != 0 && a.reason == remember.ConditionOff:
			s.silence(f, remember.Silenced, a.reason, a.by) // it was asked for this announcement
		case (f.State() == remember.Speaking || f.State() == remember.Tasking) && a.step == len(a.rule.Steps):
			s.move(f, remember.AllSaid) // the steps that were left are passed over for good
			a.at = againAt(a.rule, f)
		}
		s.find(a, Skip, a.reason, a.by, a.at)
		if anew {
			return s.now
		}
		return a.at
	}
}

// over tells a rule once that the subject is over for it, and says whether it has been
// told. One whose condition is off has nothing that could end: it hears of it only where
// every rule is to answer.
func (s *Step) over(a *asking) (told bool) {
	ended := &a.view.Subject.Ended
	switch {
	case ended.Has(a.rule.Path()):
	case a.firing == nil && !s.means.All && !a.rule.If.Could(a.facts):
		return false
	default:
		ended.Add(a.rule.Path())
		s.end(a)
	}
	return true
}

// end closes what was under way about a subject that no longer lives.
func (s *Step) end(a *asking) {
	if f := a.firing; f != nil {
		how := remember.EndedByTime
		if s.event != "" && (a.by == string(s.event) || a.reason == remember.NoGuardianConsent) {
			how = remember.EndedByEvent
		}
		s.silence(f, how, a.reason, a.by)
	}
	s.find(a, Skip, a.reason, a.by, 0)
	if f := a.firing; f != nil {
		s.forgetMoment(f)
	}
}

// keep remembers how far a firing has come.
func (s *Step) keep(a *asking) {
	if a.firing == nil {
		a.firing = s.addFiring(a.rule, a.view.Subject)
		if event, _ := s.begun(a.rule, a.view.Subject); event != "" {
			a.firing.Begun = string(event)
		}
	}
	f := a.firing
	if a.again {
		f.Again(0)
	}
	if f.Due == 0 {
		f.Due = a.due
	}
	if a.step > f.Step {
		f.Step, f.StepAt, f.Approved, f.Reviewing = a.step, a.since, false, false
		s.move(f, remember.TimePassed)
	}
}

// letGo takes what is due through the checks, one after the other.
func (s *Step) letGo() {
	slices.SortStableFunc(s.due, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.rule.Priority, a.rule.Priority), cmp.Compare(a.deadline, b.deadline),
			cmp.Compare(a.rule.Path(), b.rule.Path()), cmp.Compare(a.asking.due, b.asking.due), cmp.Compare(a.view.ID, b.view.ID))
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

// holdDue has what is due asked again with the next news.
func (s *Step) holdDue() {
	for _, c := range s.due {
		c.view.Subject.Wakes.Earlier(c.rule.Flow.Name, s.now)
		s.held = true
	}
}

// taken says that the message of another subject has spoken for this one.
func (s *Step) taken(c *candidate) bool {
	f := c.firing
	return f != nil && f.Merged && f.Said == s.now.Millis() && f.Step > c.step
}

// WakeAt is when the customer wants to be woken, in milliseconds; 0: never.
func (s *Step) WakeAt() int64 {
	w := min(s.mem.Wake(), s.nextMoment(), s.nextStage())
	switch {
	case w >= ask.Forever:
		return 0
	case w <= s.now && s.happened == 0:
		return s.now.Millis() + 1 // more was due than one wake-up may do
	default:
		return max(w.Millis(), 1)
	}
}

// A Standing is how a subject stands when somebody asks.
type Standing struct {
	Status string
	Over   bool
	Ends   ask.Instant // when it is over by time alone; Forever
}

// Explain asks every rule about one subject as the next event or wake-up would ask
// it. What was said about its end is said again.
func (s *Step) Explain(about *remember.Subject, now ask.Instant) Standing {
	about.Ended = nil
	s.now = now
	s.lookAnew()
	v := s.viewOf(about)
	standing := Standing{v.Status(), v.Over, v.Ends}
	s.AskAll(now, about)
	s.See()
	return standing
}
