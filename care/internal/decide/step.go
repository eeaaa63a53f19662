package decide

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
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
	s.moves(string(stage.BySilence), false)
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
