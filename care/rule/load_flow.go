package rule

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/eventwords"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// LongestSpread is the longest span over which a flow may spread its customers.
const LongestSpread = 30 * 24 * time.Hour

// defaultMerge is the merge of flows that ask for payment and say nothing about
// it: several orders of one evening never mean several reminders.
const defaultMerge = 24 * time.Hour

func (l *loader) compileFlow(name form.Word, spec *flowSpec) {
	f := &Flow{
		Name: name.Value, Title: title(spec.Title, name), About: kindNamed(spec.About.Value), Purpose: tiexin.Purpose(spec.Purpose.Value),
		All: spec.Choose.Value == "all", Merge: spec.Merge.Value, Priority: spec.Priority.Value, Holdout: spec.Holdout.Value, Via: kindsOf(spec.Via.all),
	}
	l.sound = true
	l.checkPathName(name)
	if f.Holdout > 100 {
		l.report(spec.Holdout.Spot, zh.Text("a holdout is a percentage"), zh.Text("write a number from 0 to 100"))
	}
	if f.Spread = spec.Spread.Value; f.Spread > LongestSpread {
		l.report(spec.Spread.Spot, zh.Text("%s is too long: some customers would receive it after the next day has begun", FormatDuration(f.Spread)), zh.Text("write at most %s", FormatDuration(LongestSpread)))
	}
	f.While = l.stem(spec.While, f.About)
	f.Until = l.events(spec.Until)
	begins := l.starts(spec.When, f.About)
	f.When, f.Moments = begins.events, begins.moments
	first := map[string]form.Spot{}
	for i := range spec.Rules.all {
		r := &spec.Rules.all[i]
		if at, taken := first[r.Name.Value]; taken && r.Name.Value != "" {
			l.reportAlso(r.Name.Spot, at, zh.Text("flow %q has two rules named %q", name.Value, r.Name.Value), zh.Text("give one of them another name"))
		} else {
			first[r.Name.Value] = r.Name.Spot
		}
		if l.reader.Full() {
			return
		}
		l.compileRule(f, spec, r, begins)
	}
	if f.Merge == 0 && slices.ContainsFunc(f.Rules, (*Rule).asksForPayment) {
		f.Merge = defaultMerge
		if !spec.Merge.Spot.IsZero() {
			l.report(spec.Merge.Spot, zh.Text("payment reminders are always merged"), zh.Text("write a span such as 24h, or leave the key out"))
		}
	}
	if l.sound && spec.readWhole() {
		l.remarkFlow(f, spec)
		l.remarkMerge(f, spec)
	}
	f.hearsAll = slices.ContainsFunc(f.Rules, func(r *Rule) bool { return slices.ContainsFunc(r.When, concernsMany) })
	f.onlyWhen = !slices.ContainsFunc(f.Rules, func(r *Rule) bool { return !r.Waits() })
	l.set.Flows = append(l.set.Flows, f)
	l.set.about[f.About].add(f)
}

// readWhole says that nothing of the flow and its rules was lost in reading.
func (f *flowSpec) readWhole() bool {
	if !f.sound || f.Rules.lost || f.When.lost {
		return false
	}
	return !slices.ContainsFunc(f.Rules.all, func(r ruleSpec) bool { return !r.readWhole() })
}

func (r *ruleSpec) readWhole() bool {
	if !r.sound || r.Send.lost || r.When.lost {
		return false
	}
	return !slices.ContainsFunc(r.Send.all, func(s stepSpec) bool { return !s.sound })
}

func (r *Rule) asksForPayment() bool {
	return slices.ContainsFunc(r.Steps, func(s *Step) bool { return s.Text.AsksForPayment })
}

func kindNamed(name string) ask.Kind {
	k, _ := ask.KindNamed(name)
	return k
}

// checkPathName keeps names usable in paths and message ids.
func (l *loader) checkPathName(w form.Word) {
	if strings.ContainsAny(w.Value, "/ \t\n\u3000") {
		l.report(w.Spot, zh.Text("the name %q contains a slash or a space", w.Value), zh.Text("write it with - instead; the title is for people"))
	}
}

func (l *loader) stem(w form.Word, k ask.Kind) ask.Stem {
	if w.Spot.IsZero() {
		return ask.NoClock
	}
	s, _ := ask.StemNamed(w.Value)
	switch {
	case !s.MayUse(k):
		l.report(w.Spot, zh.Text("the clock %q does not belong to a flow about %s", s, k), zh.Text("it counts for a flow about %s", s.Kinds().Either()))
	default:
		return s
	}
	return ask.NoClock
}

// events reads the names of events.
func (l *loader) events(words list[form.Word]) []tiexin.EventType {
	var all []tiexin.EventType
	for _, w := range words.all {
		switch e, ok := l.event(w); {
		case ok && concernsMany(e):
			l.report(w.Spot, zh.Text("%s ends nothing: it concerns many customers at once", e), zh.Text("write it under when:, or leave it out"))
		case ok && !slices.Contains(all, e):
			all = append(all, e)
		}
	}
	return all
}

// begins are the events and moments that start a firing.
type begins struct {
	events  []tiexin.EventType
	moments []*Moment
	lost    bool // one of them has a fault, which is reported
}

// birthdays are moments that are easily taken for events.
var birthdays = map[string]string{"customer.birthday": "birthday at 10:00", "child.birthday": "child birthday at 10:00"}

// starts reads what starts a firing: a flow about a kind of subject must hear of the
// events, and only one about people has moments.
func (l *loader) starts(words list[form.Word], k ask.Kind) begins {
	b := begins{lost: words.lost}
	for _, w := range words.all {
		if eventwords.Meant(w.Value) == "" && l.meansMoment(w.Value) {
			m := l.moment(w, k)
			b.lost = b.lost || m == nil
			if m != nil && !slices.ContainsFunc(b.moments, func(n *Moment) bool { return n.String() == m.String() }) {
				b.moments = append(b.moments, m)
			}
			continue
		}
		if meant, ok := birthdays[w.Value]; ok {
			b.lost = true
			l.report(w.Spot, zh.Text("unknown event %q", w.Value), zh.Text("write the moment %s", meant))
			continue
		}
		e, ok := l.event(w)
		switch {
		case !ok:
			b.lost = true
		case !hears(k, e):
			b.lost = true
			l.report(w.Spot, zh.Text("a flow about %s does not receive %s", k, e), heard[k].hint())
		case !slices.Contains(b.events, e):
			b.events = append(b.events, e)
		}
	}
	return b
}

// A hearing is the events that start firings about a kind of subject: all of a thing, or
// single ones.
type hearing struct {
	things []string
	events []tiexin.EventType
	says   say.Text // empty: there are none
}

// hint says what to do with another event.
func (h *hearing) hint() say.Text {
	if h.says.Empty() {
		return zh.Text("take a moment such as child birthday at 10:00; or leave when: out, so that every event of the customer checks the rules")
	}
	return zh.Text("its when: takes %s; make a flow about customer for it", h.says)
}

// heard is what each kind hears. A flow about the customer hears every event.
var heard = map[ask.Kind]*hearing{
	ask.Order: {
		things: []string{"order", "parcel", "chat", "task", "message"}, events: []tiexin.EventType{tiexin.EventReviewCreated, tiexin.EventSurveyAnswered, tiexin.EventIncidentDeclared},
		says: zh.Text("order.…, parcel.…, chat.…, review.created, survey.answered, task.…, message.… and incident.declared"),
	},
	ask.Parcel: {things: []string{"parcel", "order"}, says: zh.Text("parcel.… and order.…")},
	ask.Chat:   {things: []string{"chat", "task"}, events: []tiexin.EventType{tiexin.EventMessageReplied}, says: zh.Text("chat.…, message.replied and task.…")},
	ask.Child:  {},
}

func hears(k ask.Kind, e tiexin.EventType) bool {
	h, narrow := heard[k]
	return !narrow || slices.Contains(h.things, e.Thing()) || slices.Contains(h.events, e)
}

func (l *loader) event(w form.Word) (tiexin.EventType, bool) {
	e := tiexin.EventType(w.Value)
	switch {
	case e.Known():
		return e, true
	}
	hint := source.Suggest(w.Value, eventWords())
	if meant := eventwords.Meant(w.Value); meant != "" {
		hint = zh.Text("write %s", meant)
	}
	if hint.Empty() {
		hint = l.eventHint(e.Thing())
	}
	l.report(w.Spot, zh.Text("unknown event %q", w.Value), hint)
	return "", false
}

// concernsMany says that an event is not about one customer.
func concernsMany(e tiexin.EventType) bool {
	return e == tiexin.EventIncidentDeclared || e == tiexin.EventCatalogArrived
}

// eventHint lists what happens to a thing.
func (l *loader) eventHint(thing string) say.Text {
	var all []string
	for _, e := range tiexin.EventTypes() {
		if e.Thing() == thing {
			all = append(all, string(e))
		}
	}
	if len(all) == 0 {
		return zh.Text("see `care words` for the events")
	}
	return zh.Text("possible: %s", listed(all))
}
