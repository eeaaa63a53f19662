package care

import (
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// decide takes a step that is due through everything that may silence it, in
// the order of looking, and says when to ask again.
func (s *step) decide(g *going) rule.Instant {
	s.keep(g.asking, g.view)
	for _, gate := range []func(*going) (rule.Instant, bool){
		s.freshEnough, s.soonEnough, s.allowedByCustomer, s.allowedByPromises, s.notInConversation, s.notHeldOut, s.notMerged,
	} {
		if next, stop := gate(g); stop {
			return next
		}
	}
	return s.chooseWay(g)
}

// use ends a firing in silence.
func (s *step) use(g *going, reason Reason, by string, ways ...channel.Way) rule.Instant {
	f := g.firing
	f.useUp(reason, by, s.now)
	d := s.detail(by, 0)
	if len(ways) > 0 {
		d = &Detail{By: by, Ways: ways}
	}
	s.emit(g.asking, g.view, Skip, reason, d)
	return rule.Forever
}

// hold lets a firing wait, at most until its deadline.
func (s *step) hold(g *going, reason Reason, by string, until rule.Instant) rule.Instant {
	s.emit(g.asking, g.view, Wait, reason, s.detail(by, until))
	return s.holdUntil(g, until)
}

// holdUntil says when to ask again what waits.
func (s *step) holdUntil(g *going, until rule.Instant) rule.Instant {
	if own := g.rule.Steps[g.step].If; own != nil { // the step may have to be passed over meanwhile
		until = min(until, fades(own.Ask(&g.view.View), s.now, g.deadline))
	}
	return min(until, g.deadline)
}

func (s *step) freshEnough(g *going) (rule.Instant, bool) {
	f, r := g.firing, g.rule
	if f.asked {
		return 0, false
	}
	f.asked = true
	late := s.now.Millis() - f.due
	if r.Fresh == rule.Unlimited || late <= r.Fresh.Milliseconds() {
		return 0, false
	}
	return s.use(g, TooLate, "fresh "+rule.FormatDuration(r.Fresh)), true
}

// paymentLead is what has to be left before an order closes by itself for a message
// that asks the buyer to pay it.
const paymentLead = time.Minute

// soonEnough keeps a message that asks for payment from going when the buyer would
// open it too late.
func (s *step) soonEnough(g *going) (rule.Instant, bool) {
	if st := g.rule.Steps[g.step]; st.Task || !st.Text.AsksForPayment || !g.view.closesSoon() {
		return 0, false
	}
	return s.use(g, TooLate, "closing time"), true
}

// closesSoon says that the order waits for payment, and not for long.
func (v *subjectView) closesSoon() bool {
	toClose := &v.Clocks[rule.ToClose]
	return toClose.Phase == rule.Runs && toClose.End < rule.Forever && toClose.End.Millis()-v.now.Millis() < paymentLead.Milliseconds()
}

// customer is the customer with the consents that are known.
func (s *step) customer() *tiexin.Customer {
	c := &s.mem.customer.thing
	c.ID, c.Consents = s.key.Customer, s.mem.consents
	return c
}

func (s *step) allowedByCustomer(g *going) (rule.Instant, bool) {
	c := s.customer()
	if c.Blocked {
		return s.use(g, Blocked, c.BlockedBy), true
	}
	refused := true
	for _, k := range g.rule.Steps[g.step].Via {
		switch channel.Permission(c.Consents, k, g.flow.Purpose, s.clock()) {
		case channel.Open:
			return 0, false
		case channel.NoConsent:
			refused = false
		}
	}
	if refused {
		return s.use(g, Refused, ""), true
	}
	return s.use(g, NoConsent, string(g.flow.Purpose)), true
}

func (s *step) clock() time.Time { return s.now.Time(s.rules.Shop.Zone) }

func (s *step) allowedByPromises(g *going) (rule.Instant, bool) {
	for _, n := range s.rules.Nevers {
		if !n.If.ChannelWord && s.broken(n, g, g.view, channel.None) {
			return s.use(g, Forbidden, n.Name), true
		}
	}
	return 0, false
}

// broken says whether a message about a subject would break a promise.
func (s *step) broken(n *rule.Never, g *going, v *subjectView, k channel.Kind) bool {
	if n.If.OrderWords && v.order == nil {
		return false
	}
	if !n.If.MessageWords {
		return n.If.Ask(&v.View).At(s.now)
	}
	view := rule.View{Facts: v.Facts, Clocks: v.Clocks, LastBought: v.LastBought}
	view.Facts.Flow, view.Facts.Rule, view.Facts.Purpose = g.flow.Name, g.rule.Name, string(g.flow.Purpose)
	if k != channel.None {
		view.Facts.Channel = k.String()
	}
	return n.If.Ask(&view).At(s.now)
}

func (s *step) notInConversation(g *going) (rule.Instant, bool) {
	if !s.mem.inConversation() {
		return 0, false
	}
	return s.hold(g, InConversation, "", rule.Forever), true
}

func (s *step) notHeldOut(g *going) (rule.Instant, bool) {
	if g.flow.Holdout == 0 || !HeldOutOf(g.flow.Name, s.key, g.flow.Holdout) {
		return 0, false
	}
	return s.use(g, HeldOut, g.flow.Name), true
}

// HeldOutOf says whether a customer belongs to the given percentage of customers
// whom a flow leaves alone: always the same ones, spread evenly.
func HeldOutOf(flow string, key Key, percent float64) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key.Shop + "\x00" + key.Customer + "\x00" + flow))
	x := h.Sum64() // finalised, because FNV spreads short keys poorly over its high bits
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x%1_000_000) < percent*10_000
}

// chooseWay looks for a channel that is open, and lets the message go, wait or
// be silent.
func (s *step) chooseWay(g *going) rule.Instant {
	st := g.rule.Steps[g.step]
	others := s.together(g)
	attempt := &attempt{step: s, going: g, what: st, others: others, texts: map[channel.Kind]composed{}}
	ways := channel.Plan(channel.Query{
		Customer: s.customer(), Order: g.view.orderThing(), Purpose: g.flow.Purpose, Via: st.Via, Now: s.clock(), Task: st.Task,
		Senders: s.means.senders, Undeliverable: s.means.unreachableBy(s.key.Customer, st.Via) | channel.Set(g.firing.closed), Limits: attempt.closes,
	})
	var first *channel.Way
	var held pause
	for i := range ways {
		w := &ways[i]
		if w.Closed != channel.Open {
			continue
		}
		p := s.pauseFor(g, w.Kind, attempt.texts[w.Kind].cost)
		switch {
		case p.until <= s.now:
			if f, asks := g.firing, attempt.inquiry(w.Kind); g.rule.Review && !(f.approved && f.shown == asks) {
				f.shown = asks
				return s.review(g, w, attempt)
			}
			return s.speak(g, w, attempt, ways)
		case first == nil && p.until < g.deadline:
			return s.hold(g, p.reason, p.by, p.until)
		case first == nil:
			first, held = w, p
		}
	}
	if first != nil {
		return s.use(g, TooLate, held.by, ways...)
	}
	reason, by := whyClosed(ways)
	return s.use(g, reason, by, ways...)
}

func (v *subjectView) orderThing() *tiexin.Order {
	if v.order == nil {
		return nil
	}
	return &v.order.thing
}

// whyClosed is the reason when every channel is closed: the one they share, if
// it says more than that there is no way.
func whyClosed(ways []channel.Way) (Reason, string) {
	shared := map[channel.Closed]Reason{
		channel.NothingToSay: NothingToSay, channel.EnoughAlready: EnoughAlready, channel.OverBudget: OverBudget,
		channel.QuietHours: QuietHours, channel.Forbidden: Forbidden,
	}
	reason, ok := shared[ways[0].Closed]
	for _, w := range ways {
		if !ok || w.Closed != ways[0].Closed {
			return NoWay, ""
		}
	}
	return reason, ways[0].By
}

// An attempt is one step of a rule on its way through the channels.
type attempt struct {
	*step
	going  *going
	what   *rule.Step
	others []*together
	texts  map[channel.Kind]composed
}

// composed is a text as it would go by one channel.
type composed struct {
	words  string // the filled wording
	whole  string // as the customer sees it
	parts  int
	cost   channel.Cost
	values map[string]string
}

// closes looks at what closes an open channel for good: a promise, a text with
// a hole, a cap, a budget, a quiet time that drops.
func (a *attempt) closes(k channel.Kind, to channel.Address) (channel.Closed, string) {
	for _, n := range a.rules.Nevers {
		if n.If.ChannelWord && a.broken(n, a.going, a.going.view, k) {
			return channel.Forbidden, n.Name
		}
	}
	if a.what.Task && a.means.noTasks {
		return channel.NoSender, ""
	}
	text, missing := a.compose(k, to)
	if missing != "" {
		return channel.NothingToSay, missing
	}
	a.texts[k] = text
	if !a.what.Task {
		for _, c := range a.rules.Caps {
			if !c.Wait && c.Covers(a.going.flow, k) && !a.going.rule.Exempts(a.what, c.Name) && a.freeAt(c) > a.now {
				return channel.EnoughAlready, c.Name
			}
		}
		for _, b := range a.rules.Budgets {
			if !b.Wait && b.Covers(a.going.flow, k) && !a.going.rule.Exempts(a.what, b.Name) && !a.means.budgets.affords(a.key.Shop, b, text.cost, a.clock()) {
				return channel.OverBudget, b.Name
			}
		}
	}
	for _, q := range a.rules.Quiets {
		if q.Drop && q.Covers(a.going.flow, k) && !a.going.rule.Exempts(a.what, q.Name) {
			if _, quiet := q.Holds(a.clock()); quiet {
				return channel.QuietHours, q.Name
			}
		}
	}
	return channel.Open, ""
}

// compose fills the text for a channel, or names what it has no value for.
func (a *attempt) compose(k channel.Kind, to channel.Address) (composed, string) {
	words := a.what.Text.For(k)
	if words == nil {
		return composed{}, "no wording for " + k.String()
	}
	v := a.values(a.going, a.others)
	if a.what.Text.AsksForPayment && !v.allWaitForPayment() {
		return composed{}, "the order does not wait for payment"
	}
	filled, err := words.Render(v)
	if err != nil {
		return composed{}, missingWord(err)
	}
	c := composed{words: filled, whole: filled, values: v.of(words)}
	if !a.what.Task {
		if err := a.count(&c, k, to); err != nil {
			return composed{}, err.Error()
		}
	}
	return c, ""
}

// count puts together what a phone receives, and its cost. A signature that the
// rule file does not give is the provider's: it is counted, not shown.
func (a *attempt) count(c *composed, k channel.Kind, to channel.Address) error {
	paid := c.words
	if k == channel.SMS {
		var err error
		if paid, err = channel.Compose(a.rules.CountedSignature, c.words, a.going.flow.Purpose, a.rules.OptOut); err != nil {
			return err
		}
		c.whole = paid
		if a.rules.Signature == "" {
			c.whole = strings.TrimPrefix(paid, "【"+a.rules.CountedSignature+"】")
		}
	}
	c.parts, c.cost = a.rules.Tariff.Cost(k, paid, to.Phone)
	return nil
}

// inquiry stands for what a person approves: the step, the channel, its wording and
// whom the message speaks for.
func (a *attempt) inquiry(k channel.Kind) uint64 {
	words := []string{k.String(), strconv.Itoa(a.going.step), a.what.Text.For(k).String()}
	return hashOf(strings.Join(append(words, idsOf(a.others)...), "/"))
}

// review hands the message to a person who must approve it.
func (s *step) review(g *going, w *channel.Way, a *attempt) rule.Instant {
	g.firing.approved, g.firing.reviewing = false, true
	said := &Said{ID: s.messageID(g.firing), Via: w.Kind, Text: a.texts[w.Kind].whole}
	s.emit(g.asking, g.view, Wait, NeedsReview, &Detail{Said: said})
	return s.holdUntil(g, rule.Forever)
}

// messageID is the identity of a message: the same over every retry, and never
// made from a version, a time or chance.
func (s *step) messageID(f *firing) string {
	return s.messagePrefix(f) + strconv.Itoa(f.times) + "/" + strconv.Itoa(f.step+1)
}

// messagePrefix begins the identity of every message of a firing.
func (s *step) messagePrefix(f *firing) string {
	return "v1:" + withoutSlash.Replace(s.key.Shop) + "/" + withoutSlash.Replace(s.key.Customer) + "/" + f.idPart()
}

// withoutSlash keeps the parts of an identity apart, whatever ids a host uses.
var withoutSlash = strings.NewReplacer("/", "%2F", "%", "%25")

// unreachableBy are the channels that a simulation lets fail for good.
func (m *means) unreachableBy(customer string, via []channel.Kind) channel.Set {
	var closed channel.Set
	for _, k := range via {
		if m.unreachable != nil && m.unreachable(customer, k) {
			closed = closed.With(k)
		}
	}
	return closed
}
