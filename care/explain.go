package care

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/say"
)

// An Explanation is the engine's state of one customer and the reasons why it is silent or
// waits. It shows ids, and the values of conditions as [Outcome.Seen] does. Names, numbers
// and addresses appear only in texts to the customer. What the customer wrote (a review, the
// reason of a refund, the message of an order) appears in no text and no script of a task.
type Explanation struct {
	Key Key `json:"key"`
	// Asked is the requested id, if the customer is kept under another Key. Also are all
	// ids that were merged with it.
	Asked string    `json:"asked,omitempty"`
	Also  []string  `json:"also,omitempty"`
	At    time.Time `json:"at"`
	// Known is false for a customer without any event.
	Known bool `json:"known"`
	// Forgotten is the time when the customer was forgotten: earlier events start nothing.
	// Zero: never.
	Forgotten time.Time        `json:"forgotten,omitzero"`
	Wakes     time.Time        `json:"wakes,omitzero"` // the next wake-up
	Subjects  []ExplainSubject `json:"subjects,omitempty"`
	Said      []ExplainSaid    `json:"said,omitempty"`     // messages that count for limits, oldest first
	Consents  []string         `json:"consents,omitempty"` // the customer's consents and refusals
	// ConsentsChinese is Consents in Chinese.
	ConsentsChinese []string `json:"consents_chinese,omitempty"`

	rules    *Rules // nil: unknown
	zone     *time.Location
	personal bool
	stopped  []Stopped
	queued   map[string]bool          // the tasks in the outbox, by their ids
	slots    map[string]remember.Slot // messages that count, by theirs
	known    decide.Known             // since when the rules are
}

// ExplainSubject is one possible subject of a flow.
type ExplainSubject struct {
	Kind   string        `json:"kind"`         // "order", "parcel", "chat", "child", "customer"
	ID     string        `json:"id,omitempty"` // empty: the customer, or the only chat or child
	Status string        `json:"status,omitempty"`
	Over   bool          `json:"over,omitempty"`
	Ends   time.Time     `json:"ends,omitzero"` // it ends automatically then
	Rules  []ExplainRule `json:"rules,omitempty"`
}

// ExplainRule is the state of one rule: the result of its evaluation at this moment, and
// what would have to change.
type ExplainRule struct {
	Flow    string      `json:"flow"`
	Rule    string      `json:"rule"`
	Title   string      `json:"title,omitempty"` // its title
	Verdict Verdict     `json:"verdict"`
	Reason  Reason      `json:"reason"`
	By      string      `json:"by,omitempty"`
	Unknown string      `json:"unknown,omitempty"` // see Detail
	Until   time.Time   `json:"until,omitzero"`
	Seen    []rule.Seen `json:"seen,omitempty"`
	// Said is the message or task that would be sent at this moment, or that waits for
	// review. Nil: none.
	Said *Said `json:"said,omitempty"`
	// Ways are the channels that were checked, if any was closed, or those that failed
	// permanently, each with its reason. If no channel was open, the channels that are
	// closed at this moment follow.
	Ways []channel.Way `json:"ways,omitempty"`
	// Change is what would have to change, in a sentence. For a message in the outbox it is
	// the reason, if this process has stopped its channel or wording.
	Change string `json:"change,omitempty"`
	// ChangeChinese is Change in Chinese.
	ChangeChinese string `json:"change_chinese,omitempty"`
}

// ExplainSaid is one message of the past.
type ExplainSaid struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"` // when it was decided
	Via  string    `json:"via"`
	Flow string    `json:"flow"`
	// Status is the state of the message: "decided" (in the outbox), "handed-over" to a
	// sender, "outcome-unknown", or "delivered" as the provider reports. Outcome-unknown
	// means that the sender got no answer and the message may have been sent. A permanently
	// failed message does not count and is not listed: its rule shows the channel and the
	// reason.
	Status string `json:"status"`
}

// Explain shows what is pending and why, what was withheld and why, and what would have to
// change. It evaluates every rule as of this moment and changes nothing. The next event or
// wake-up gives the same result, if no fact changes before.
func (e *Engine) Explain(ctx context.Context, key Key) (Explanation, error) {
	return e.explain(ctx, key, false)
}

// ExplainPersonal is Explain with all values of conditions, and all texts, in clear, for people who may see
// them.
func (e *Engine) ExplainPersonal(ctx context.Context, key Key) (Explanation, error) {
	return e.explain(ctx, key, true)
}

func (e *Engine) explain(ctx context.Context, key Key, personal bool) (Explanation, error) {
	asked := key
	var record Record
	var mem *remember.Customer
	if err := e.read(ctx, key, func(k Key, r Record, m *remember.Customer) { key, record, mem = k, r, m }); err != nil {
		return Explanation{}, err
	}
	rules := e.rules.Load()
	now := max(e.options.Now().UnixMilli(), mem.Now)
	x := Explanation{Key: key, At: time.UnixMilli(now).In(rules.Shop.Zone), Known: record.Version != 0, Also: mem.Absorbed, rules: rules.Set, zone: rules.Shop.Zone, personal: personal, stopped: e.Stopped(), slots: map[string]remember.Slot{}}
	if asked != key {
		x.Asked = asked.Customer
	}
	var err error
	if x.known, err = e.knownSince(ctx, key, rules); err != nil {
		return Explanation{}, err
	}
	if x.Wakes = timeOf(mem.Wake(), x.zone); rules.HasMoments() && record.WakeAt != 0 {
		x.Wakes = time.UnixMilli(record.WakeAt).In(x.zone)
	}
	if mem.Forgotten != 0 {
		x.Forgotten = time.UnixMilli(mem.Forgotten).In(x.zone)
	}
	for _, t := range mem.SlotsSince(0) {
		x.slots[t.ID] = t
		x.Said = append(x.Said, ExplainSaid{t.ID, time.UnixMilli(t.At).In(x.zone), t.Kind.String(), t.Flow, statusOf(&t, e.means.Deciding)})
	}
	for _, c := range mem.Consents {
		line := consentLine(c.Refused, c.Channel, string(c.Purpose), c.At.In(x.zone))
		x.Consents, x.ConsentsChinese = append(x.Consents, line.English), append(x.ConsentsChinese, line.Chinese)
	}
	var announced *decide.Announcements
	if err := e.with(ctx, key, func(s *shard) error {
		err := s.loadAnnounced(ctx)
		announced = s.announced.now.Load()
		if err == nil && mem.Lists()&remember.HasTask != 0 {
			x.queued, err = s.tasksWaiting(ctx, key)
		}
		return err
	}); err != nil {
		return Explanation{}, err
	}
	if e.replica != nil && len(rules.Budgets) > 0 {
		if err := e.replica.purse.look(ctx); err != nil {
			return Explanation{}, err
		}
	}
	mem.Subjects(remember.Everything, func(about *remember.Subject) {
		if ctx.Err() == nil && (about.Kind != ask.Customer || len(rules.FlowsAbout(ask.Customer)) > 0) {
			x.subject(e, rules, announced, &record, about.Kind, about.ID, ask.After(now))
		}
	})
	if err := errors.Join(ctx.Err(), mem.Err()); err != nil {
		return Explanation{}, err
	}
	return x, nil
}

// tasksWaiting are the tasks of a customer that the desk has not taken yet, by their ids.
func (s *shard) tasksWaiting(ctx context.Context, key Key) (map[string]bool, error) {
	ids := map[string]bool{}
	for limit := mostInputs; ; limit *= 2 {
		page, _, err := s.lease.Pending(ctx, math.MaxInt64, limit, tasksLane)
		for i := range page {
			if p := &page[i]; p.Key == key && !p.takesBack() {
				ids[messageOf(p.ID)] = true
			}
		}
		if err != nil || len(page) < limit {
			return ids, err
		}
	}
}

// statusOf says how far a message has come. Where nobody sends, the decision is the
// hand-over.
func statusOf(t *remember.Slot, deciding bool) string {
	came := t.Came
	switch {
	case t.Unsure:
		return string(WasUnknown)
	case came == remember.Waits && deciding:
		came = remember.Sent
	}
	return wordOf([]string{"decided", "handed-over", "delivered"}, int(came))
}

// consentLine is what the customer allowed or refused.
func consentLine(refused bool, via, purpose string, at time.Time) say.Text {
	since := zh.Text("on %s", say.Text{English: at.Format("2006-01-02 15:04"), Chinese: timeChinese(at, time.Time{})})
	if at.Before(time.UnixMilli(1)) {
		since = zh.Text("time unknown")
	}
	what := say.Text{English: purpose, Chinese: cmp.Or(purposesChinese[purpose], purpose)}
	if purpose == "" {
		what = zh.Text("everything")
	}
	by := say.Text{English: via, Chinese: namedChinese(via)}
	if via == "" {
		by = zh.Text("every channel")
	}
	if refused {
		return zh.Text("refused %s by %s, %s", what, by, since)
	}
	return zh.Text("allowed %s by %s, %s", what, by, since)
}

// subject asks about one subject on a copy of the memory.
func (x *Explanation) subject(e *Engine, rules *decide.Rules, announced *decide.Announcements, record *Record, kind ask.Kind, id string, now ask.Instant) {
	mem, _ := remember.Decode(record.State) // read before
	means := e.means
	means.Announced = announced
	means.All, means.Budgets, means.Seen, means.Personal = true, means.Budgets.Copy(), true, x.personal
	step := new(decide.Step)
	step.Begin(rules, x.Key.Shop, x.Key.Customer, 0, mem, means, new(decide.Room))
	about := mem.Find(kind, id)
	was := standingOf(x, rules, mem, about, means.Deciding)
	step.Known = x.known
	coming := x.comingMoments(step, rules, record, about)
	standing := step.Explain(about, now)
	subject := ExplainSubject{Kind: kind.String(), ID: id, Status: standing.Status, Over: standing.Over}
	if !standing.Over {
		subject.Ends = timeOf(standing.Ends, x.zone)
	}
	found := slices.DeleteFunc(slices.Clone(step.Found), func(f decide.Finding) bool {
		whom := step.About(&f)
		return whom.Kind != kind || whom.Subject != id
	})
	at := map[[2]string]int{} // by flow and rule
	for _, out := range published(x.Key, step, found, x.zone) {
		before, said := at[[2]string{out.Flow, out.Rule}]
		if said && !subject.leftByGone(before) {
			continue // what follows from what would be decided now
		}
		r := ExplainRule{
			Flow: out.Flow, Rule: out.Rule, Title: out.title(), Verdict: out.Verdict, Reason: out.Reason, By: out.By, Until: out.Until, Seen: out.Seen(),
			Said: x.shown(out.Said, mem), Ways: out.Ways, Unknown: out.Unknown,
		}
		if out.Reason == Forbidden && r.Unknown == "" {
			r.Unknown = step.UnknownPromise(about, out.Path(), out.By)
		}
		if r.Ways == nil {
			r.Ways = was.failed(out.Path())
		}
		if out.Reason == NoWay && len(out.Ways) == 0 {
			for _, w := range step.ClosedWays(about, out.Path()) {
				if !slices.ContainsFunc(r.Ways, func(failed channel.Way) bool { return failed.Kind == w.Kind }) {
					r.Ways = append(r.Ways, w)
				}
			}
		}
		change := was.whatWouldChange(&out, &r)
		if out.Reason == NoWay && len(r.Ways) == 0 {
			change = zh.Text("nothing changes this; no channel was open")
		}
		r.Change, r.ChangeChinese = change.English, change.Chinese
		if said {
			subject.Rules[before] = r
			continue
		}
		at[[2]string{out.Flow, out.Rule}] = len(subject.Rules)
		subject.Rules = append(subject.Rules, r)
	}
	subject.Rules = withMoments(subject.Rules, coming)
	slices.SortStableFunc(subject.Rules, func(a, b ExplainRule) int { return cmp.Compare(a.Flow, b.Flow) })
	x.Subjects = append(x.Subjects, subject)
}

// leftByGone says that a rule was silent for the sake of another that the rules no longer
// hold: it is asked again.
func (s *ExplainSubject) leftByGone(n int) bool {
	silent := &s.Rules[n]
	return silent.Reason == AlreadySaid && slices.ContainsFunc(s.Rules, func(r ExplainRule) bool {
		return r.Reason == RuleGone && r.Flow == silent.Flow && r.Rule == silent.By
	})
}

// shown is what is said without where it goes, and without what the customer wrote, unless
// that may be seen.
func (x *Explanation) shown(s *Said, mem *remember.Customer) *Said {
	if s == nil {
		return nil
	}
	bare := *s
	if !x.personal {
		var striker discreet.Striker
		kinds.TellOwnWords(&striker, mem)
		bare.Text = striker.StrikeTold(bare.Text)
	}
	if bare.Message = nil; s.Task != nil {
		task := *s.Task
		task.Address, task.Script = channel.Address{}, bare.Text
		bare.Task = &task
	}
	return &bare
}
