package kinds

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A staging is what was found about the customer's stage, each part when somebody first
// asked for it. The stage now is asked more often than how it goes on.
type staging struct {
	told    bool // of history and at
	history stage.History
	at      int64

	judged bool // now
	is     stage.Stage

	known bool // of turns
	turns ask.Course
	room  [stage.Stages]ask.Turn
}

// StageCourse is how the stage goes on from the last that is known of the customer.
func (s *Scene) StageCourse() ask.Course {
	c := &s.stage
	if !c.known {
		c.known, c.turns = true, s.stagesFromNow(c.room[:0])
	}
	return c.turns
}

// Stage is the stage now; false while no date is known of the customer. What happened by
// another's clock, ahead of ours, counts at once.
func (s *Scene) Stage() (stage.Stage, bool) {
	c := &s.stage
	if c.know(s); c.at == 0 {
		return stage.Unknown, false
	}
	if !c.judged {
		c.judged, c.is = true, s.Shop.Lifecycle.Stages.Stage(c.history, s.judgedAt())
	}
	return c.is, true
}

// NextStage is when time alone changes the stage next; Forever: never.
func (s *Scene) NextStage() ask.Instant {
	c := &s.stage
	if c.know(s); c.at == 0 {
		return ask.Forever
	}
	next, ok := s.Shop.Lifecycle.Stages.NextChange(c.history, s.judgedAt())
	if !ok {
		return ask.Forever
	}
	return ask.InstantOf(next.At)
}

// know finds out what is known of the customer.
func (c *staging) know(s *Scene) {
	if !c.told {
		c.told = true
		c.history, c.at = s.history()
	}
}

// judgedAt is now, or the instant of the last that is known of the customer where another's
// clock is ahead.
func (s *Scene) judgedAt() time.Time { return time.UnixMilli(max(s.Now.Millis(), s.stage.at)) }

// IsContact says that a customer shows interest by an event, or answers.
func IsContact(e tiexin.EventType) bool {
	_, is := contacts[e]
	return is || e == tiexin.EventMessageReplied
}

func (s *Scene) stagesFromNow(course ask.Course) ask.Course {
	c := &s.stage
	if c.know(s); c.at == 0 {
		return nil
	}
	p := &s.Shop.Lifecycle.Stages
	now := time.UnixMilli(c.at)
	var room [stage.Stages - 1]stage.Change
	stage, changes := p.Course(room[:0], c.history, now)
	course = append(course, ask.Turn{From: ask.At(c.at), Is: stage.String()})
	for _, next := range changes {
		course = append(course, ask.Turn{From: ask.InstantOf(next.At), Is: next.To.String()})
	}
	return course
}

// contacts are the events by which a customer shows interest without buying.
var contacts = map[tiexin.EventType]stage.Interest{
	tiexin.EventCustomerBrowsed: stage.Looked, tiexin.EventCustomerSignedIn: stage.Looked, tiexin.EventCustomerJoined: stage.Looked,
	tiexin.EventChatOpened: stage.Asked, tiexin.EventChatAsked: stage.Asked, tiexin.EventChatTooDear: stage.Asked,
	tiexin.EventChatDoubted: stage.Asked, tiexin.EventChatHesitated: stage.Asked, tiexin.EventChatPaymentTrouble: stage.Asked,
	tiexin.EventCustomerCollected: stage.Collected, tiexin.EventCustomerCarted: stage.Carted, tiexin.EventOrderCreated: stage.Carted,
}

// ShowsInterest says that the customer's stage goes by an event that is no purchase.
func ShowsInterest(event tiexin.EventType) bool {
	_, contact := contacts[event]
	return contact || event == tiexin.EventMessageReplied
}

// history is what stages need of the customer, and the instant of the last that it
// knows, in milliseconds; 0: it knows of no date.
func (s *Scene) history() (h stage.History, at int64) {
	day := func(ms int64) loyalty.Day { at = max(at, ms); return loyalty.DayOf(time.UnixMilli(ms), s.Shop.Zone) }
	for i := range s.Memory.Heard {
		heard := &s.Memory.Heard[i]
		if interest, is := contacts[heard.Event]; is {
			h.Show(interest, day(heard.Last))
		}
		if heard.Event == tiexin.EventMessageReplied {
			h.Answer(day(heard.Last))
		}
	}
	var room [64]int64
	for _, paid := range s.payments(room[:0]) {
		_ = h.Add(day(paid), 0) // what a history cannot hold is no day of a shop
	}
	if orders, _ := s.Memory.Tally.Total(); orders > 0 && !h.Bought() {
		h, at = stage.History{}, 0 // of one who has bought, contacts alone tell nothing
	}
	if since := s.Memory.BlockedSince(); since != 0 {
		h.Blocked = day(since)
	}
	return h, at
}

// mostSpread bounds how many purchases without a day of their own are given one.
const mostSpread = 100

// payments are when the customer paid, in milliseconds. Of purchases that are only
// counted, the days are not known: they are spread evenly from the first to the last, or,
// where the first is not known, as far apart as of somebody who does not buy often.
func (s *Scene) payments(all []int64) []int64 {
	t, c := &s.Memory.Tally, &s.Memory.Thing
	all = t.PaidTimes(all)
	first, last := t.Folded()
	if at := remember.Millis(c.FirstOrderAt); at != 0 && !t.Returned(at) {
		first = cmp.Or(min(first, at), at)
	}
	if at := remember.Millis(c.LastOrderAt); at != 0 && !t.Returned(at) {
		last = max(last, at)
	}
	for _, at := range []int64{first, last} {
		near := func(paid int64) bool { return max(paid-at, at-paid) < 24*time.Hour.Milliseconds() }
		if at != 0 && !slices.ContainsFunc(all, near) {
			all = append(all, at)
		}
	}
	slices.Sort(all)
	orders, _ := t.Total()
	counted := int64(min(orders-len(all), mostSpread))
	if counted <= 0 || len(all) == 0 {
		return all
	}
	from, apart := first, (cmp.Or(last, all[min(1, len(all)-1)])-first)/(counted+1)
	if first == 0 {
		rare := time.Duration((s.Shop.Lifecycle.Stages.Days.Often + 1) * 24 * float64(time.Hour))
		apart = rare.Milliseconds()
		from = all[0] - (counted+1)*apart
	}
	for i := range counted {
		all = append(all, from+(i+1)*apart)
	}
	slices.Sort(all)
	return all
}
