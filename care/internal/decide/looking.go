package decide

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A candidate is an asking whose step may go.
type candidate = asking

// what is the step that may go.
func (c *candidate) what() *rule.Step { return c.rule.Steps[c.step] }

// A place is where candidates are looked at.
type place uint8

const (
	deciding   place = 1 << iota // a step is due
	merging                      // a message about another subject may speak for it
	handing                      // its message is about to be handed over
	regretting                   // its message has gone, and something is learnt
	withPeople                   // its task is open, and something is learnt
)

// A ruling is what a check says: nothing, or silence or waiting with a reason.
type ruling struct {
	verdict Verdict // Wait or Skip; 0: nothing stands in the way
	reason  remember.Reason
	by      string
	until   ask.Instant // of Wait
}

func (r ruling) passes() bool { return r.verdict == 0 }

func no(reason remember.Reason, by string) ruling {
	return ruling{verdict: Skip, reason: reason, by: by}
}

// A check may silence a candidate by a channel at an instant; channel.None is before
// any channel is looked at.
type check struct {
	name  string
	asked place
	ask   func(s *Step, c *candidate, k channel.Kind, at place) ruling
}

// looking is the order of looking: final reasons come before passing ones. The
// conditions, an earlier rule and what was said before are found while the rules are
// considered; each channel is looked at in ways.go.
var looking = []check{
	{"life", handing | regretting, (*Step).lives},
	{"condition", handing, (*Step).holds},
	{"region", deciding | handing, (*Step).stillConcerned},
	{"incident", deciding | handing, (*Step).notCalledOff},
	{"fresh", deciding, (*Step).freshEnough},
	{"closing time", deciding | merging | handing, (*Step).soonEnough},
	{"blocked", deciding | handing | withPeople, (*Step).notBlocked},
	{"consent", deciding | handing | regretting | withPeople, (*Step).allowed},
	{"guardian", handing | withPeople, (*Step).childIsNamed},
	{"never", deciding | merging | handing, (*Step).keepsPromises},
	{"conversation", deciding | handing | regretting | withPeople, (*Step).notInConversation},
	{"holdout", deciding, (*Step).notHeldOut},
	{"merge", deciding, (*Step).notMerged},
	{"quiet hours", handing, (*Step).notQuiet},
}

// lookAt goes through the checks of a place, and returns the first that does not let
// the candidate pass.
func (s *Step) lookAt(c *candidate, k channel.Kind, at place) ruling {
	for i := range looking {
		if looking[i].asked&at == 0 {
			continue
		}
		if r := looking[i].ask(s, c, k, at); !r.passes() {
			return r
		}
	}
	return ruling{}
}

// decide takes a step that is due through everything that may silence it, and says
// when to ask again.
func (s *Step) decide(c *candidate) ask.Instant {
	s.keep(c)
	switch r := s.lookAt(c, channel.None, deciding); {
	case r.passes():
		return s.chooseWay(c)
	case r.reason == remember.MergedInto:
		return s.mergeInto(c, r.by)
	case r.verdict == Wait:
		return s.hold(c, r.reason, r.by, r.until)
	default:
		return s.use(c, r.reason, r.by)
	}
}

// use ends a firing in silence.
func (s *Step) use(c *candidate, reason remember.Reason, by string, ways ...channel.Way) ask.Instant {
	s.silence(c.firing, remember.Silenced, reason, by)
	f := s.find(c, Skip, reason, by, 0)
	if len(ways) > 0 {
		s.tell(f).Ways = ways
	}
	if reason == remember.Forbidden && by == c.unknown.name {
		s.tell(f).Unknown = c.unknown.part
	}
	s.forgetMoment(c.firing)
	return ask.Forever
}

// hold lets a firing wait, at most until its deadline.
func (s *Step) hold(c *candidate, reason remember.Reason, by string, until ask.Instant) ask.Instant {
	s.find(c, Wait, reason, by, until)
	return s.holdUntil(c, until)
}

// holdUntil says when to ask again what waits.
func (s *Step) holdUntil(c *candidate, until ask.Instant) ask.Instant {
	if own := c.what().If; own != nil { // the step may have to be passed over meanwhile
		until = min(until, fades(own.Ask(c.facts), s.now, c.deadline))
	}
	return min(until, c.deadline)
}

// lives says that the subject lives for the rule.
func (s *Step) lives(c *candidate, _ channel.Kind, _ place) ruling {
	l := s.life(c.rule, c.firing, c.view)
	if l.phase != ask.Runs || s.now >= l.deadline {
		return no(l.why, l.by)
	}
	return ruling{}
}

// holds says that the conditions of the rule and the step are true now.
func (s *Step) holds(c *candidate, _ channel.Kind, _ place) ruling {
	if !c.rule.If.Ask(c.facts).At(s.asOf(c)) || !c.what().If.Ask(c.facts).At(s.now) {
		return no(remember.ConditionOff, "")
	}
	return ruling{}
}

func (s *Step) freshEnough(c *candidate, _ channel.Kind, _ place) ruling {
	f, r := c.firing, c.rule
	if f.Asked {
		return ruling{}
	}
	f.Asked = true
	late := s.now.Millis() - f.Due
	if f.Occasion != 0 {
		return ruling{} // it was begun in time, and has a deadline
	}
	if r.Fresh == rule.Unlimited || late <= r.Fresh.Milliseconds() {
		return ruling{}
	}
	return no(remember.TooLate, "fresh "+rule.FormatDuration(r.Fresh))
}

// paymentLead is what has to be left before an order closes by itself for a message
// that asks the buyer to pay it.
const paymentLead = time.Minute

// soonEnough keeps a message that asks for payment from going when the buyer would
// open it too late, or about an order that does not wait for payment.
func (s *Step) soonEnough(c *candidate, _ channel.Kind, at place) ruling {
	st := c.what()
	if !st.Text.AsksForPayment {
		return ruling{}
	}
	if at != deciding && c.view.Order != nil && c.view.Clocks[ask.Unpaid].Phase != ask.Runs {
		return no(remember.NothingToSay, "")
	}
	if st.Task && at != merging {
		return ruling{}
	}
	if !closesSoon(c.view) {
		return ruling{}
	}
	return no(remember.TooLate, "closing time")
}

// closesSoon says that the order waits for payment, and not for long.
func closesSoon(v *view) bool {
	toClose := &v.Clocks[ask.ToClose]
	return toClose.Phase == ask.Runs && toClose.End < ask.Forever && toClose.End.Millis()-v.Now.Millis() < paymentLead.Milliseconds()
}

// person is the customer with the consents that are known.
func (s *Step) person() *tiexin.Customer {
	c := &s.mem.Thing
	c.ID, c.Consents = s.customer, s.mem.Consents
	return c
}

func (s *Step) clock() time.Time { return s.now.Time(s.rules.Shop.Zone) }

func (s *Step) notBlocked(_ *candidate, _ channel.Kind, _ place) ruling {
	if p := s.person(); p.Blocked {
		return no(remember.Blocked, p.BlockedBy)
	}
	return ruling{}
}

// allowed says that the customer allows the message: by one of its channels, or by
// the one it goes by.
func (s *Step) allowed(c *candidate, k channel.Kind, _ place) ruling {
	via := c.what().Via
	if len(via) == 0 {
		return ruling{} // nobody turns to the customer
	}
	if k != channel.None {
		via = []channel.Kind{k}
	}
	refused := true
	for _, k := range via {
		switch channel.Permission(s.mem.Consents, k, c.rule.Flow.Purpose, s.clock()) {
		case channel.Open:
			return ruling{}
		case channel.NoConsent:
			refused = false
		}
	}
	if refused {
		return no(remember.Refused, "")
	}
	return no(remember.NoConsent, string(c.rule.Flow.Purpose))
}

// childIsNamed says that a child whom the wording names may still be named: the
// guardian's consent stands.
func (s *Step) childIsNamed(c *candidate, k channel.Kind, _ place) ruling {
	text := c.what().Text
	if !text.AboutChild {
		return ruling{}
	}
	words := text.For(k)
	if words == nil {
		return ruling{}
	}
	if values := s.values(c, nil); slices.ContainsFunc(words.Required(), values.LacksChild) {
		return no(remember.NothingToSay, "")
	}
	return ruling{}
}

// keepsPromises says that the message breaks no promise. Before a channel is known,
// those that look at it are left for later.
func (s *Step) keepsPromises(c *candidate, k channel.Kind, _ place) ruling {
	for _, n := range s.rules.Nevers {
		if n.If.ChannelWord && k == channel.None {
			continue
		}
		if s.broken(n, c, k) {
			return no(remember.Forbidden, n.Name)
		}
	}
	return ruling{}
}

// broken says whether a message about a subject would break a promise.
func (s *Step) broken(n *rule.Never, c *candidate, k channel.Kind) bool {
	if !n.If.MessageWords {
		return s.forbids(n, c, c.facts)
	}
	view := &s.room.promise
	view.Facts, view.Clocks, view.Has, view.Moving = c.facts.Facts, c.facts.Clocks, c.facts.Has, c.facts.Moving
	view.Reset()
	view.Facts.Flow, view.Facts.Rule, view.Facts.Purpose = c.rule.Flow.Name, c.rule.Name, string(c.rule.Flow.Purpose)
	if k != channel.None {
		view.Facts.Channel = k.String()
	}
	return s.forbids(n, c, view)
}

// notInConversation holds back what is not the answer itself while a payment problem
// or a complaint is open.
func (s *Step) notInConversation(c *candidate, _ channel.Kind, _ place) ruling {
	if !s.mem.InConversation() {
		return ruling{}
	}
	st := c.what()
	service := c.rule.Flow.Purpose == tiexin.Service && !st.Text.AsksForPayment
	answer := st.Task && c.firing != nil && strings.HasPrefix(c.firing.Begun, "chat.")
	if service || answer {
		return ruling{}
	}
	return ruling{verdict: Wait, reason: remember.InConversation, until: ask.Forever}
}

func (s *Step) notHeldOut(c *candidate, _ channel.Kind, _ place) ruling {
	f := c.rule.Flow
	if f.Holdout == 0 || !HeldOut(f.Name, s.shop, s.customer, f.Holdout) {
		return ruling{}
	}
	return no(remember.HeldOut, f.Name)
}

// HeldOut says whether a customer belongs to the given percentage of customers whom
// a flow leaves alone: always the same ones, spread evenly.
func HeldOut(flow, shop, customer string, percent float64) bool {
	return float64(spreadHash(shop, "\x00", customer, "\x00", flow)%1_000_000) < percent*10_000
}

// notMerged silences a step when the same step of the flow has just spoken about
// another subject of the customer.
func (s *Step) notMerged(c *candidate, _ channel.Kind, _ place) ruling {
	f := c.rule.Flow
	if f.Merge == 0 || c.firing.Apart || c.firing.Announced != 0 {
		return ruling{}
	}
	w := s.mem.MergeWindow(f.Name, c.step)
	if w == nil || w.Subject == c.view.ID || s.now.Millis() > w.At+f.Merge.Milliseconds() {
		return ruling{}
	}
	if r, ok := s.rules.Rule(w.Flow + "/" + w.Rule); c.rule.Review && !(ok && r.Review) {
		return ruling{} // it was left out, for a person to see
	}
	return no(remember.MergedInto, w.Subject)
}

// notQuiet says that no quiet time holds the channel now.
func (s *Step) notQuiet(c *candidate, k channel.Kind, _ place) ruling {
	for _, q := range s.rules.Quiets {
		if c.hushed(q, k) {
			if _, quiet := q.Holds(s.clock()); quiet {
				return ruling{verdict: Wait, reason: remember.QuietHours, by: q.Name}
			}
		}
	}
	return ruling{}
}
