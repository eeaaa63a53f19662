package decide

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// The customer's stage is told when it is another than the one last seen. Nothing else of
// it is remembered: what it is follows from the facts.

// creditDays is how long a message may be credited with a change of the stage, as in
// stage.CreditMoves.
const creditDays = 14

// moves compares the stage with the last one seen, and records a change: by what it came
// about. The first stage that is seen of a customer is none. Of somebody of whom no date is
// known any more the stage is unknown.
func (s *Step) moves(by string, credited bool) {
	if !s.rules.Shop.Lifecycle.FollowsStages() {
		s.mem.Stage, s.mem.MovedAt = 0, 0
		return
	}
	is, known := s.scene.Stage()
	seen := s.mem.Stage
	if !known && seen == 0 {
		return
	}
	if s.mem.Stage = uint8(is) + 1; seen == 0 || seen == s.mem.Stage {
		return
	}
	ref := &rule.Ref{}
	if credited {
		ref = s.care()
		s.mem.MovedAt = s.now.Millis()
	}
	s.record(&s.mem.Subject, ref, Moved, 0, by)
	s.tell(&s.Found[len(s.Found)-1]).Move = &Move{From: stage.Stage(seen - 1), To: is}
}

// movesByTime tells before an event what time alone has changed: stages change when a day
// begins.
func (s *Step) movesByTime() {
	if s.mem.Stage == 0 || s.day(s.mem.Now) == s.day(s.now.Millis()) {
		return
	}
	s.happened, s.event = 0, ""
	s.lookAnew()
	s.moves(string(stage.BySilence), false)
}

// ordersBefore is how many orders were paid before an event; 0 where nobody follows the
// stages.
func (s *Step) ordersBefore() int {
	if !s.rules.Shop.Lifecycle.FollowsStages() {
		return 0
	}
	orders, _ := s.mem.Tally.Total()
	return orders
}

// movesBy tells how an event has changed the stage. Orders is how many orders were paid
// before it.
func (s *Step) movesBy(e *tiexin.Event, orders int) {
	s.moves(string(e.Type), s.ordersBefore() > orders || kinds.IsContact(e.Type))
}

// day is the day of an instant in the shop's zone, counted in days.
func (s *Step) day(ms int64) int64 {
	y, m, d := time.UnixMilli(ms).In(s.rules.Shop.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

// care is the rule whose message may have brought about what has just happened: that of
// the last one, of care or marketing, that reached the customer before, not longer ago than
// creditDays. A message is credited with one change. The empty rule: there is none.
func (s *Step) care() *rule.Ref {
	happened := min(s.now.Millis(), s.happened)
	var last *remember.Slot
	slots := s.mem.SlotsSince(happened - (creditDays+1)*24*time.Hour.Milliseconds())
	for i := range slots {
		t := &slots[i]
		reached := s.means.Deciding || t.Came != remember.Waits
		if reached && t.At < happened && (t.Purpose == tiexin.Care || t.Purpose == tiexin.Marketing) && (last == nil || t.At >= last.At) {
			last = t
		}
	}
	if last == nil || last.At <= s.mem.MovedAt || s.day(happened)-s.day(last.At) > creditDays {
		return &rule.Ref{}
	}
	parts, own := s.partsOf(last.ID)
	if !own {
		return &rule.Ref{}
	}
	if r, ok := s.rules.Rule(parts[0] + "/" + parts[1]); ok {
		return &r.Ref
	}
	return &rule.Ref{Flow: parts[0], Rule: parts[1]}
}

// nextStage is when the stage changes next by time alone; Forever: it does not, or nobody
// wants to know.
func (s *Step) nextStage() ask.Instant {
	if !s.rules.Shop.Lifecycle.FollowsStages() {
		return ask.Forever
	}
	return s.scene.NextStage()
}
