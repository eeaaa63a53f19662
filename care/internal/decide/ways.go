package decide

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// chooseWay looks for a channel that is open, and lets the message go, wait or be
// silent.
func (s *Step) chooseWay(c *candidate) ask.Instant {
	a, ways := s.waysOf(c)
	var first *channel.Way
	var held pause
	for i := range ways {
		w := &ways[i]
		if w.Closed != channel.Open {
			continue
		}
		p := a.pauseFor(w)
		switch {
		case p.until <= s.now:
			if s.awaitsReview(a, w) {
				return s.review(a, w)
			}
			return s.speak(a, w, ways)
		case first == nil && p.until < c.deadline:
			return s.hold(c, p.reason, p.by, p.until)
		case first == nil:
			first, held = w, p
		}
	}
	if first != nil {
		return s.use(c, remember.TooLate, held.by, ways...)
	}
	reason, by := whyClosed(ways)
	return s.use(c, reason, by, ways...)
}

// waysOf are the channels of a step, and what it would say by each that is open.
func (s *Step) waysOf(c *candidate) (*attempt, []channel.Way) {
	st := c.what()
	a := s.attempt(c)
	q := s.query(c)
	q.Purpose, q.Via, q.Task, q.Senders, q.Limits = c.rule.Flow.Purpose, st.Via, st.Task, s.means.Senders, a.limits
	q.Undeliverable = s.means.unreachableBy(s.customer, st.Via) | c.firing.Closed
	ways := channel.Plan(q)
	explainFailures(ways, c.firing)
	if len(st.Via) == 0 { // the shop's own people do it
		w := channel.Way{Task: true}
		w.Closed, w.By = a.closes(w.Kind, w.Address)
		ways = []channel.Way{w}
	}
	return a, ways
}

// query asks where the customer is to be reached about a candidate. The parcel may stand
// for a message to them, not for a task: nobody can turn to it.
func (s *Step) query(c *candidate) channel.Query {
	q := channel.Query{Customer: s.person(), Order: c.view.OrderThing(), Elsewhere: s.mem.Elsewhere, Now: s.clock(), Bad: s.mem.Bad()}
	if p := c.view.OnlyParcel(); p != nil && !c.what().Task {
		q.Parcel, q.Parcels = channel.Parcel{Carrier: p.Carrier, Number: p.Number}, s.rules.Parcels
	}
	return q
}

// An attempt is one step of a rule on its way through the channels.
type attempt struct {
	*Step
	*candidate
	what   *rule.Step
	others []*candidate // of other subjects, for which it could speak too
	texts  []*composed  // so far
	limits func(channel.Kind, channel.Address) (channel.Closed, string)
}

// attempt makes the attempt of a candidate. There is one at a time.
func (s *Step) attempt(c *candidate) *attempt {
	a := s.room.attempt
	if a == nil {
		a = new(attempt)
		a.limits, s.room.attempt = a.closes, a
	}
	clear(a.texts)
	*a = attempt{Step: s, candidate: c, what: c.what(), others: s.together(c), texts: a.texts[:0], limits: a.limits}
	return a
}

// composed is a text as it would go by one channel.
type composed struct {
	wording
	via    channel.Kind
	whole  string // as the customer sees it
	parts  int
	cost   channel.Cost
	values *kinds.Values
	others []*candidate // for which it speaks too
}

// closes looks at what closes an open channel for good: a promise, a text with a
// hole, a cap, a budget, a quiet time that drops.
func (a *attempt) closes(k channel.Kind, to channel.Address) (channel.Closed, string) {
	for _, n := range a.rules.Nevers {
		if n.If.ChannelWord && a.broken(n, a.candidate, k) { // the others were looked at before
			return channel.Forbidden, n.Name
		}
	}
	if a.what.Task && a.means.NoTasks {
		return channel.NoSender, ""
	}
	if missing := a.lacks(k, to); missing != "" {
		return channel.NothingToSay, missing
	}
	flow := a.rule.Flow
	if !a.what.Task {
		for _, c := range a.rules.Caps {
			if !c.Wait && c.Covers(flow, k) && !a.rule.Exempts(a.what, c.Name) && a.isFull(c) {
				return channel.EnoughAlready, c.Name
			}
		}
		for _, b := range a.rules.Budgets {
			if !b.Wait && b.Covers(flow, k) && !a.rule.Exempts(a.what, b.Name) && !a.means.Budgets.affords(a.shop, b, a.text(k, to).cost, a.clock()) {
				return channel.OverBudget, b.Name
			}
		}
	}
	for _, q := range a.rules.Quiets {
		if q.Drop && q.Covers(flow, k) && !a.rule.Exempts(a.what, q.Name) {
			if _, quiet := q.Holds(a.clock()); quiet {
				return channel.QuietHours, q.Name
			}
		}
	}
	return channel.Open, ""
}

// lacks names what the text for a channel has no value for; empty: nothing. A text about
// one subject that goes as it is written is only tried: most candidates wait, or are silent
// for another reason.
func (a *attempt) lacks(k channel.Kind, to channel.Address) string {
	if len(a.others) > 0 || !a.what.Task && (k == channel.SMS || a.what.Text.Bound(k) != nil) {
		text, missing := a.composeFor(k, to)
		if missing == "" {
			a.texts = append(a.texts, text)
		}
		return missing
	}
	r := a.room
	words, missing := a.wordsFor(k, &r.values, nil)
	if missing != "" {
		return missing
	}
	var err error
	if r.text, err = words.Append(r.text[:0], &r.values); err != nil {
		return missingWord(err)
	}
	return ""
}

// text is what the step says by a channel that is open.
func (a *attempt) text(k channel.Kind, to channel.Address) *composed {
	for _, text := range a.texts {
		if text.via == k {
			return text
		}
	}
	text, _ := a.composeFor(k, to)
	a.texts = append(a.texts, text)
	return text
}

// composeFor fills the text for a channel: for all the subjects that may go along by
// it, or, where the channel cannot hold them, for as many as it can.
func (a *attempt) composeFor(k channel.Kind, to channel.Address) (*composed, string) {
	others := make([]*candidate, 0, len(a.others))
	for _, o := range a.others {
		if a.lookAt(o, k, merging).passes() {
			others = append(others, o)
		}
	}
	text, missing, tooLong := a.compose(k, to, others)
	if !tooLong || len(others) == 0 {
		return text, missing
	}
	soonest := slices.Clone(others) // they are the first to go along
	slices.SortStableFunc(soonest, func(x, y *candidate) int { return int(min(max(x.at-y.at, -1), 1)) })
	fits, over := 0, len(others)
	text, missing, _ = a.compose(k, to, nil)
	for over-fits > 1 && missing == "" {
		middle := (fits + over) / 2
		some := slices.DeleteFunc(slices.Clone(others), func(o *candidate) bool { return !slices.Contains(soonest[:middle], o) })
		if t, _, long := a.compose(k, to, some); long {
			over = middle
		} else {
			fits, text = middle, t
		}
	}
	return text, missing
}

// compose fills the text for a channel and some subjects, or names what it has no
// value for.
func (a *attempt) compose(k channel.Kind, to channel.Address, others []*candidate) (c *composed, missing string, tooLong bool) {
	v := new(kinds.Values)
	if _, missing = a.wordsFor(k, v, others); missing != "" {
		return nil, missing, false
	}
	filled, err := fill(a.what, k, v)
	if err != nil {
		return nil, missingWord(err), false
	}
	c = &composed{wording: filled, via: k, whole: filled.text, values: v, others: others}
	if !a.what.Task {
		if err := a.count(c, k, to); err != nil {
			return nil, err.Error(), true
		}
	}
	return c, "", false
}

// wordsFor are the wording for a channel, with its values for some subjects, or what keeps
// it from being said.
func (a *attempt) wordsFor(k channel.Kind, into *kinds.Values, others []*candidate) (words *template.Template, missing string) {
	if words = a.what.Text.For(k); words == nil {
		return nil, "no wording for " + k.String()
	}
	a.valuesInto(into, a.candidate, others)
	if a.what.Text.AsksForPayment && !into.AllWaitForPayment() {
		return nil, "the order does not wait for payment"
	}
	return words, ""
}

// count puts together what a phone receives, and its cost. A signature that the rule
// file does not give is the provider's: it is counted, not shown.
func (a *attempt) count(c *composed, k channel.Kind, to channel.Address) error {
	paid := c.text
	if k == channel.SMS {
		var err error
		if paid, err = channel.Compose(a.rules.CountedSignature, c.text, a.rule.Flow.Purpose, a.rules.OptOut); err != nil {
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

func missingWord(err error) string {
	var missing *template.MissingError
	if errors.As(err, &missing) && len(missing.Names) > 0 {
		return "#" + missing.Names[0].String() + "#"
	}
	return err.Error()
}

// values fill the placeholders of a text about a subject, and of others for which it
// speaks too.
func (s *Step) values(c *candidate, others []*candidate) *kinds.Values {
	v := new(kinds.Values)
	s.valuesInto(v, c, others)
	return v
}

func (s *Step) valuesInto(v *kinds.Values, c *candidate, others []*candidate) {
	views := append(slices.Grow(v.Views[:0], 1+len(others)), &c.view.View)
	for _, o := range others {
		views = append(views, &o.view.View)
	}
	kept := ""
	if c.firing != nil {
		kept = c.firing.Brought
	}
	v.Take(s.scene, kept, views...)
	for i, o := range others {
		if o.firing != nil {
			v.Named(1+i, o.firing.Brought)
		}
	}
	v.Day = c.specialDay()
}

// inquiry stands for what a person approves: the step, the channel, its wording and
// whom the message speaks for.
func (a *attempt) inquiry(w *channel.Way) uint64 {
	words := []string{w.Kind.String(), strconv.Itoa(a.step), a.what.Text.For(w.Kind).String()}
	return remember.Hash(strings.Join(append(words, idsOf(a.text(w.Kind, w.Address).others)...), "/"))
}

// awaitsReview says that a person has to approve the message, and did not so far. Of what
// is said about an incident one does so for everybody.
func (s *Step) awaitsReview(a *attempt, w *channel.Way) bool {
	f := a.firing
	if !a.rule.Review || isShared(f) {
		return isShared(f) && !s.approved(a.rule, f)
	}
	asks := a.inquiry(w)
	if f.Approved && f.Shown == asks {
		return false
	}
	f.Shown, f.Approved, f.Reviewing = asks, false, true
	return true
}

// review hands the message to a person who must approve it.
func (s *Step) review(a *attempt, w *channel.Way) ask.Instant {
	text, id := a.text(w.Kind, w.Address), s.messageID(a.firing)
	if isShared(a.firing) {
		if of := s.means.Announced.of(a.firing.Announced); of != nil {
			id = SharedID(s.shop, a.rule, of.ID)
		}
	}
	f := s.find(a.candidate, Wait, remember.NeedsReview, "", 0)
	s.tell(f).Said = saying(id, w, text)
	return s.holdUntil(a.candidate, ask.Forever)
}

// unreachableBy are the channels that a simulation lets fail for good.
func (m *Means) unreachableBy(customer string, via []channel.Kind) channel.Set {
	var closed channel.Set
	for _, k := range via {
		if m.Unreachable != nil && m.Unreachable(customer, k) {
			closed = closed.With(k)
		}
	}
	return closed
}
