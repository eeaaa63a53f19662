package rule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
)

// defaultMerge is the merge of flows that ask for payment and say nothing about
// it: several orders of one evening never mean several reminders.
const defaultMerge = 24 * time.Hour

func (l *loader) compileFlow(name form.Word, spec flowSpec) {
	f := &Flow{
		Name: name.Value, Title: title(spec.Title, name), About: aboutNamed(spec.About.Value), Purpose: tiexin.Purpose(spec.Purpose.Value),
		All: spec.Choose.Value == "all", Merge: spec.Merge.Value, Priority: spec.Priority.Value, Holdout: spec.Holdout.Value, Via: kinds(spec.Via),
	}
	if !l.flowIsBuilt(spec.About, f.About) {
		return
	}
	l.checkPathName(name)
	if f.Holdout > 100 {
		l.reader.Report(spec.Holdout.Spot, "a holdout is a percentage", "write a number from 0 to 100")
	}
	f.While = l.stem(spec.While, f.About)
	f.Until, f.When = l.events(spec.Until, f.About), l.starts(spec.When, f.About)
	if len(spec.Rules) == 0 && !spec.spot.IsZero() {
		l.reader.Report(name.Spot, fmt.Sprintf("flow %q has no rule", name.Value), "add one under rules:")
	}
	first := map[string]form.Spot{}
	for i := range spec.Rules {
		r := &spec.Rules[i]
		if at, taken := first[r.Name.Value]; taken && r.Name.Value != "" {
			l.reader.ReportAlso(r.Name.Spot, at, fmt.Sprintf("flow %q has two rules called %q", name.Value, r.Name.Value), "give one of them another name")
			continue
		}
		first[r.Name.Value] = r.Name.Spot
		l.compileRule(f, &spec, r)
	}
	if f.Merge == 0 && slices.ContainsFunc(f.Rules, (*Rule).asksForPayment) {
		f.Merge = defaultMerge
		if !spec.Merge.Spot.IsZero() {
			l.reader.Report(spec.Merge.Spot, "reminders of payment are always merged", "write a span such as 24h")
		}
	}
	l.remarkFlow(f, &spec)
	l.set.Flows = append(l.set.Flows, f)
	l.set.about[f.About] = append(l.set.about[f.About], f)
}

func (r *Rule) asksForPayment() bool {
	return slices.ContainsFunc(r.Steps, func(s *Step) bool { return s.Text != nil && s.Text.AsksForPayment })
}

func aboutNamed(name string) About {
	return About(max(0, slices.Index(abouts, name)))
}

func (l *loader) flowIsBuilt(w form.Word, a About) bool {
	later := map[About]string{AboutParcel: parcelLater, AboutChat: chatLater, AboutChild: childLater}[a]
	if later != "" {
		l.reader.Report(w.Spot, later, "flows may be about order or customer so far")
	}
	return later == ""
}

// checkPathName keeps names usable in paths and message ids.
func (l *loader) checkPathName(w form.Word) {
	if strings.ContainsAny(w.Value, "/ \t\n\x00") {
		l.reader.Report(w.Spot, fmt.Sprintf("the name %q holds a slash or a blank", w.Value), "write it with - instead; the title is for people")
	}
}

func (l *loader) stem(w form.Word, a About) Stem {
	if w.Spot.IsZero() {
		return NoClock
	}
	s, ok := StemNamed(w.Value)
	switch {
	case !ok:
		return NoClock
	case s.info().later != "":
		l.reader.Report(w.Spot, fmt.Sprintf("the clock %q cannot be used yet: %s", s, s.info().later), "")
	case !s.mayUse(a):
		l.reader.Report(w.Spot, fmt.Sprintf("the clock %q does not belong to a flow about %s", s, a), "it counts for "+named(s.info().about))
	default:
		return s
	}
	return NoClock
}

// events reads the names of events.
func (l *loader) events(words []form.Word, _ About) []tiexin.EventType {
	var all []tiexin.EventType
	for _, w := range words {
		if e, ok := l.event(w); ok {
			all = append(all, e)
		}
	}
	return all
}

// starts reads the events that start a firing: they must be about the subject.
func (l *loader) starts(words []form.Word, a About) []tiexin.EventType {
	var all []tiexin.EventType
	for _, w := range words {
		e, ok := l.event(w)
		if !ok {
			continue
		}
		if thing := e.Thing(); a == AboutOrder && thing != "order" && thing != "parcel" {
			l.reader.Report(w.Spot, fmt.Sprintf("%s is not about an order", e), "in a flow about order, when: takes order.… and parcel.…; make a flow about customer for it")
			continue
		}
		all = append(all, e)
	}
	return all
}

func (l *loader) event(w form.Word) (tiexin.EventType, bool) {
	e := tiexin.EventType(w.Value)
	if e.Thing() == "incident" || e.Thing() == "catalog" {
		l.reader.Report(w.Spot, fmt.Sprintf("%s cannot be used yet: it concerns many customers at once", e), "")
		return "", false
	}
	if e.Known() {
		return e, true
	}
	var known []string
	for _, t := range tiexin.EventTypes() {
		known = append(known, string(t))
	}
	hint := suggest(w.Value, known)
	if strings.Contains(w.Value, " at ") || strings.HasPrefix(w.Value, "every ") || strings.HasPrefix(w.Value, "birthday") || hint == "" && !strings.Contains(w.Value, ".") {
		l.reader.Report(w.Spot, fmt.Sprintf("the moment %q cannot be used yet: calendar moments come with the calendar", w.Value), "use an event such as order.paid")
		return "", false
	}
	l.reader.Report(w.Spot, fmt.Sprintf("no event is called %q", w.Value), hint)
	return "", false
}

func (l *loader) compileRule(f *Flow, flow *flowSpec, spec *ruleSpec) {
	l.checkPathName(spec.Name)
	r := &Rule{
		Flow: f, Name: spec.Name.Value, Title: title(spec.Title, spec.Name), If: l.condition(spec.If, f.About),
		When: f.When, Until: f.Until, While: f.While, Via: f.Via, Priority: f.Priority, After: spec.After.Value,
		Again: spec.Again.Value, Fresh: Unlimited, Review: spec.Review, path: f.Name + "/" + spec.Name.Value,
	}
	if len(spec.When) > 0 {
		r.When = l.starts(spec.When, f.About)
	}
	if len(spec.Until) > 0 {
		r.Until = l.events(spec.Until, f.About)
	}
	if !spec.While.Spot.IsZero() {
		r.While = l.stem(spec.While, f.About)
	}
	if len(spec.Via) > 0 {
		r.Via = kinds(spec.Via)
	}
	if !spec.Priority.Spot.IsZero() {
		r.Priority = spec.Priority.Value
	}
	if !spec.Fresh.Spot.IsZero() {
		r.Fresh = spec.Fresh.Value
	}
	if r.Again == Unlimited {
		r.Again = 0
	}
	if !spec.After.Spot.IsZero() && len(r.When) == 0 {
		l.reader.Report(spec.After.Spot, "a delay needs an event that it counts from", "add when:, or use a clock in the condition")
	}
	r.Exempt = l.limitNames(spec.Exempt)
	l.compileClocks(r, spec)
	for i := range spec.Send {
		if s := l.compileStep(r, flow, &spec.Send[i]); s != nil {
			r.Steps = append(r.Steps, s)
		}
	}
	l.set.rules[r.path] = r
	f.Rules = append(f.Rules, r)
}

// compileClocks finds the clocks of the rule, and conditions that nothing can
// make true.
func (l *loader) compileClocks(r *Rule, spec *ruleSpec) {
	if r.While != NoClock {
		r.Clocks = r.Clocks.With(r.While)
	}
	if r.If == nil {
		return
	}
	r.Clocks |= r.If.Stems
	if a, b, clash := r.Clocks.clash(); clash {
		l.reader.Report(spec.If.Spot, fmt.Sprintf("the clocks %q and %q never run together", a, b), "make two rules of it")
		return
	}
	if !r.If.possible(&l.set.Shop) {
		l.reader.Report(spec.If.Spot, "this can never become true", "its parts contradict each other, or the order closes before")
	}
}

func (l *loader) limitNames(words []form.Word) []string {
	var known, names []string
	for _, q := range l.set.Quiets {
		known = append(known, q.Name)
	}
	for _, c := range l.set.Caps {
		known = append(known, c.Name)
	}
	for _, b := range l.set.Budgets {
		known = append(known, b.Name)
	}
	for _, w := range words {
		switch {
		case w.Value == MarketingNight:
			l.reader.Report(w.Spot, "no rule is exempt from "+MarketingNight, "nothing commercial goes between 22:00 and 08:00")
		case isDefaultLimit(w.Value) && !slices.Contains(known, w.Value):
			l.reader.Remark(w.Spot, fmt.Sprintf("the default limit %q is not in force: the file has its own", w.Value), "leave it out")
		case !slices.Contains(known, w.Value):
			l.reader.Report(w.Spot, fmt.Sprintf("no limit is called %q", w.Value), suggest(w.Value, known))
		default:
			names = append(names, w.Value)
		}
	}
	slices.Sort(names)
	return names
}

func (l *loader) compileStep(r *Rule, _ *flowSpec, spec *stepSpec) *Step {
	s := &Step{
		Title: spec.Title.Value, If: l.condition(spec.If, r.Flow.About), After: spec.After.Value, Via: r.Via, Exempt: l.limitNames(spec.Exempt),
		Task: !spec.Task.Spot.IsZero(), Within: spec.Within.Value, Owner: spec.Owner.Value, Budget: spec.Budget.Value,
	}
	if len(spec.Via) > 0 {
		s.Via = kinds(spec.Via)
	}
	name := spec.Text
	if s.Task {
		name = spec.Task
	}
	l.compileStepClocks(r, s, spec)
	if len(s.Via) == 0 {
		l.reader.Report(name.Spot, "it is not said by which channel it goes", "add via: to the step, the rule or the flow")
	}
	s.Text = l.text(name)
	if s.Text == nil {
		return nil
	}
	l.checkWordings(r, s, name)
	l.compileTask(s, spec, name)
	return s
}

func (l *loader) compileStepClocks(r *Rule, s *Step, spec *stepSpec) {
	if s.If == nil {
		return
	}
	if a, b, clash := (r.Clocks | s.If.Stems).clash(); clash {
		l.reader.Report(spec.If.Spot, fmt.Sprintf("the clocks %q and %q never run together", a, b), "make two rules of it")
	} else if !s.If.possible(&l.set.Shop) {
		l.reader.Report(spec.If.Spot, "this can never become true", "its parts contradict each other, or the order closes before")
	}
}

func (l *loader) compileTask(s *Step, spec *stepSpec, name form.Word) {
	if !s.Task {
		for _, k := range s.Via {
			if k.Info().Human {
				l.reader.Report(name.Spot, fmt.Sprintf("%s is done by a person", k), fmt.Sprintf("write {task: %s, via: [%s]}", name.Value, k))
			}
		}
		return
	}
	s.Form = channel.Form(spec.Form.Value)
	if s.Form == "" && len(s.Via) > 0 {
		s.Form = map[channel.Kind]channel.Form{channel.Phone: channel.FormCall, channel.Visit: channel.FormVisit}[s.Via[0]]
		if s.Form == "" {
			s.Form = channel.FormChat
		}
	}
}
