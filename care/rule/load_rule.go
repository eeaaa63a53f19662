package rule

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

func (l *loader) compileRule(f *Flow, flow *flowSpec, spec *ruleSpec, begins begins) {
	l.checkPathName(spec.Name)
	if spec.When.given {
		begins = l.starts(spec.When, f.About)
	}
	where := ask.Scope{Kind: f.About, When: begins.events, WhenLost: begins.lost, Moments: textsOf(begins.moments)}
	condition, usable := l.condition(spec.If, where)
	r := &Rule{
		Flow: f, Name: spec.Name.Value, Title: title(spec.Title, spec.Name), If: condition,
		When: begins.events, Moments: begins.moments, Until: f.Until, While: f.While, Via: f.Via, Priority: f.Priority, After: spec.After.Value,
		Again: spec.Again.Value, Fresh: Unlimited, Review: spec.Review, path: f.Name + "/" + spec.Name.Value, Number: len(l.set.rules),
	}
	r.Ref = Ref{Flow: f.Name, Rule: spec.Name.Value, compiled: r}
	if spec.Until.given {
		r.Until = l.events(spec.Until)
	}
	if !spec.While.Spot.IsZero() {
		r.While = l.stem(spec.While, f.About)
	}
	if spec.Via.given {
		r.Via = kindsOf(spec.Via.all)
	}
	if !spec.Priority.Spot.IsZero() {
		r.Priority = spec.Priority.Value
	}
	if slices.Contains(r.When, tiexin.EventIncidentDeclared) {
		r.Review = true // a person approves whatever is said about it
	}
	if !spec.Fresh.Spot.IsZero() {
		r.Fresh = spec.Fresh.Value
	}
	if r.Again == Unlimited {
		r.Again = 0
	}
	if !spec.After.Spot.IsZero() && !spec.When.given && !flow.When.given {
		l.report(spec.After.Spot, zh.Text("a delay needs an event that it counts from"), zh.Text("add when:, or use a clock in the condition"))
	}
	r.Exempt = l.exempt(spec.Exempt)
	if r.While != ask.NoClock {
		r.Clocks = r.Clocks.With(r.While)
		l.asks(r.Clocks)
	}
	if condition != nil {
		r.Clocks |= condition.Stems
		r.Brought |= condition.Things & ask.Brought
	}
	r.AsOfEvent = len(r.When) > 0 && r.Clocks == 0 && condition.MovesByItself()
	if !l.reportClash(spec.If, r.Clocks) {
		usable = !l.reportImpossible(spec.If, condition) && usable
	}
	l.reportStopped(r, spec.If, spec.Name, r.Clocks)
	for i := range spec.Send.all {
		if l.reader.Full() {
			return
		}
		via := firstGiven(spec.Send.all[i].Via, spec.Via, flow.Via)
		if s := l.compileStep(r, where, &spec.Send.all[i], via, usable); s != nil {
			r.Steps = append(r.Steps, s)
		}
	}
	l.set.rules[r.path] = r
	f.Rules = append(f.Rules, r)
}

// reportClash reports clocks that can never run together.
func (l *loader) reportClash(w form.Word, clocks ask.Stemset) bool {
	a, b, clash := clocks.Clash()
	if clash {
		l.report(w.Spot, zh.Text("the clocks %q and %q never run together", a, b), zh.Text("make two rules of it"))
	}
	return clash
}

// firstGiven is the list that counts: the innermost that is written.
func firstGiven[T any](lists ...list[T]) list[T] {
	for _, l := range lists {
		if l.given {
			return l
		}
	}
	return list[T]{}
}

// compileStep compiles a step of a rule; usable says that the rule's own
// condition is. It is nil when there is no text to go.
func (l *loader) compileStep(r *Rule, where ask.Scope, spec *stepSpec, via list[form.Word], usable bool) *Step {
	s := &Step{
		Title: spec.Title.Value, After: spec.After.Value, Via: kindsOf(via.all), Exempt: l.exempt(spec.Exempt),
		Task: !spec.Task.Spot.IsZero(), Within: spec.Within.Value, Owner: spec.Owner.Value, Budget: spec.Budget.Value,
	}
	name := spec.Text
	if s.Task {
		name = spec.Task
	}
	var sound bool
	if s.If, sound = l.condition(spec.If, where); s.If != nil && sound && usable {
		if !l.reportClash(spec.If, r.Clocks|s.If.Stems) {
			sound = !l.reportImpossible(spec.If, s.If, r.If)
		}
		l.reportStopped(r, spec.If, name, s.If.Needs()&^r.Clocks)
	}
	if s.If != nil {
		r.Brought |= s.If.Things & ask.Brought
	}
	if name.Spot.IsZero() {
		return nil // reported with the form
	}
	if !via.given && !s.Task {
		l.report(name.Spot, zh.Text("its channel is missing"), zh.Text("add via: to the step, the rule or the flow"))
	}
	if s.Text = l.text(name); s.Text == nil {
		return nil
	}
	l.checkWordings(r, where, s, name)
	if usable && sound {
		l.reportUnpayable(r, s, name)
	}
	l.compileTask(s, spec, name)
	return s
}

// compileTask takes the form of a task, and keeps what people do to tasks.
func (l *loader) compileTask(s *Step, spec *stepSpec, name form.Word) {
	if !s.Task {
		for _, k := range s.Via {
			if k.Info().Human {
				l.report(name.Spot, zh.Text("%s is done by a person, so it takes a task", say.Text{English: k.String(), Chinese: k.Info().Chinese}), zh.Text("write {task: %s, via: [%s]}, or take %s out of via", name.Value, k, k))
			}
		}
		return
	}
	s.Form = channel.Form(spec.Form.Value)
}
