package caretest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// event makes the event of a given line. Problems are reported under what was
// written.
func (s *story) event(l *lineSpec, id string, arrives time.Time) (tiexin.Event, bool) {
	at := arrives
	object := map[string]any{"id": id, "event": l.Event.Value}
	if l.Customer.Value != "" {
		object["customer"] = map[string]any{"id": l.Customer.Value}
	}
	if !l.Happened.Spot.IsZero() {
		at = l.Happened.Value.in(s.start, s.zone)
		object["received"] = arrives.Format(time.RFC3339)
		if at.After(arrives) {
			s.reader.Report(l.Happened.Spot, zh.Text("it happens after it arrives"), zh.Text("happened: is for an event that arrives late; it is not after at:"))
			return tiexin.Event{}, false
		}
	}
	object["at"] = at.Format(time.RFC3339)
	s.line = l
	for i := range l.Things {
		t, name := &l.Things[i], abouts[i].name
		switch {
		case !t.given && abouts[i].alone && tiexin.EventType(l.Event.Value).Needs() == name:
			object[name] = map[string]any{} // the customer's only chat, every consent
		case !t.given:
		case i == aboutFacts:
			object["customer"] = s.named(t, l.Customer, at)
		case i == aboutMessage || i == aboutTask:
			object[name] = s.reference(t, s.jsonOf(i, t, at).(map[string]any))
		default:
			object[name] = s.jsonOf(i, t, at)
		}
	}
	return s.decode(object, l.locate)
}

// named are the facts of a customer who is named elsewhere.
func (s *story) named(t *thing, name form.Word, at time.Time) map[string]any {
	facts, _ := s.jsonOf(aboutFacts, t, at).(map[string]any)
	if _, ok := facts["id"]; ok {
		s.reader.Report(t.at("id", true), zh.Text("the customer is already named"), zh.Text("leave the id out"))
	}
	facts["id"] = name.Value
	return facts
}

// customer makes the event by which a customer of the file is known before the
// first event.
func (s *story) customer(name form.Word, t thing, before, first time.Time) (tiexin.Event, bool) {
	object := map[string]any{
		"id": "customer " + name.Value, "event": string(tiexin.EventCustomerUpdated), "customer": s.named(&t, name, before),
		"at": before.Format(time.RFC3339Nano), "received": first.Format(time.RFC3339Nano),
	}
	return s.decode(object, func(field string, key bool) (string, form.Spot) {
		path := strings.TrimPrefix(strings.TrimPrefix(field, "customer"), ".")
		if path == "" || path == "id" {
			return name.Value, name.Spot
		}
		return path, t.at(path, key)
	})
}

// reference names a message or task by its rule, what it is about and its step,
// instead of the id that the engine gives it.
func (s *story) reference(t *thing, v map[string]any) map[string]any {
	path, byRule := v["rule"].(string)
	switch {
	case !byRule && v["id"] == nil:
		s.reader.Report(t.spot, zh.Text("the id is missing"), zh.Text("write id: or {rule: FLOW/NAME, order: ORDER}"))
		v["id"] = "unknown"
		return v
	case !byRule:
		return v
	case v["id"] != nil:
		s.reader.Report(t.at("id", true), zh.Text("it is named twice, by its id and by its rule"), zh.Text("keep one of them"))
	}
	if v["incident"] != nil {
		return s.ofIncident(t, v, path)
	}
	subject, steps := "", 1000
	if r := s.findRule(t.at("rule", false), path); r != nil {
		subject, steps = s.subject(t, v, r), len(r.Steps)
	}
	step, nth := s.number(t, v, "step"), s.number(t, v, "nth")
	if step > steps {
		s.reader.Report(t.at("step", false), stepsOf(path, steps), say.Text{})
	}
	for _, key := range slices.Concat(subjectWords, []string{"rule", "step", "nth"}) {
		delete(v, key)
	}
	v["id"] = decide.MessageID("", s.line.Customer.Value, path, subject, nth-1, step)
	return v
}

// subjectWords are the keys for what a rule spoke about.
var subjectWords = []string{"order", "parcel", "chat", "child"}

// ofIncident names what a rule says about an incident, to everybody whom it concerns.
func (s *story) ofIncident(t *thing, v map[string]any, path string) map[string]any {
	for _, key := range slices.Concat(subjectWords, []string{"step", "nth"}) {
		if v[key] != nil {
			s.reader.Report(t.at(key, true), zh.Text("a message about an incident is approved for all customers at once"), zh.Text("leave it out"))
		}
		delete(v, key)
	}
	r := s.findRule(t.at("rule", false), path)
	switch {
	case s.line.Event.Value != string(tiexin.EventMessageApproved) && s.line.Event.Value != string(tiexin.EventMessageDeclined):
		s.reader.Report(t.at("incident", true), zh.Text("incident: names a message that is approved or declined"), zh.Text("write event: message.approved or message.declined, or name a customer's message by its order, parcel or chat"))
	case r != nil && !slices.Contains(r.When, tiexin.EventIncidentDeclared):
		s.reader.Report(t.at("incident", true), zh.Text("rule %s has no when: incident.declared", path), zh.Text("leave it out"))
	case r != nil:
		v["id"] = decide.SharedID("", r, fmt.Sprint(v["incident"]))
	}
	if v["id"] == nil {
		v["id"] = "unknown"
	}
	delete(v, "incident")
	delete(v, "rule")
	return v
}

// subject is the id of what a rule spoke about.
func (s *story) subject(t *thing, v map[string]any, r *rule.Rule) string {
	about, wrong := r.Flow.About, false
	for _, word := range subjectWords {
		switch {
		case v[word] == nil || word == about.String():
			continue
		default:
			s.isAbout(t.at(word, true), r)
		}
		wrong = true
	}
	id := v[about.String()]
	if id == nil && !wrong && about != ask.Customer && about != ask.Chat { // a customer may have only one chat
		s.isAbout(t.spot, r)
	}
	if id == nil {
		return ""
	}
	return fmt.Sprint(id)
}

// isAbout says what a rule is about, where something else was named.
func (s *story) isAbout(spot form.Spot, r *rule.Rule) {
	hint := zh.Text("leave it out")
	if r.Flow.About != ask.Customer {
		hint = zh.Text("write %s: and its id", r.Flow.About)
	}
	s.reader.Report(spot, zh.Text("rule %s has about: %s", r.Path(), r.Flow.About), hint)
}

// number is a number from 1; 1 where it is not written.
func (s *story) number(t *thing, v map[string]any, key string) int {
	if v[key] == nil {
		return 1
	}
	n, err := strconv.Atoi(fmt.Sprint(v[key]))
	if err != nil || n < 1 {
		s.reader.Report(t.at(key, false), zh.Text("%q should be a number from 1", key), say.Text{})
		return 1
	}
	return n
}

// findRule is the rule with a path; a path that no rule has is a problem.
func (s *story) findRule(spot form.Spot, path string) *rule.Rule {
	if s.rules == nil {
		return nil
	}
	if r, ok := s.rules.Rule(path); ok {
		return r
	}
	var known []string
	for _, f := range s.rules.Flows {
		for _, r := range f.Rules {
			known = append(known, r.Path())
		}
	}
	hint := source.Suggest(path, known)
	if hint.Empty() && len(known) <= 12 {
		hint = zh.Text("there are %s", say.Text{English: strings.Join(known, ", "), Chinese: strings.Join(known, "、")})
	}
	s.reader.Report(spot, zh.Text("unknown rule %q", path), hint)
	return nil
}

// decode reads an event from its JSON and checks it, and reports what is wrong
// where it was written. What a live event would only be warned of is wrong here: the
// author of a test means every word.
func (s *story) decode(object map[string]any, locate func(field string, key bool) (string, form.Spot)) (tiexin.Event, bool) {
	data, err := json.Marshal(object)
	if err != nil {
		return tiexin.Event{}, false
	}
	event, err := tiexin.DecodeEvent(data, s.zone)
	if err == nil {
		event.Normalise()
		err = event.Validate()
	}
	if err == nil && len(event.Warnings) > 0 {
		err = &tiexin.EventError{ID: event.ID, Problems: event.Warnings}
	}
	var faults *tiexin.EventError
	if !errors.As(err, &faults) {
		return event, err == nil
	}
	for _, p := range faults.Problems {
		name, spot := locate(p.Field, strings.HasPrefix(p.Message, "no such key"))
		message, hint := wrong(p)
		if name != "" {
			message = zh.Text("%s: %s", name, message)
		}
		s.reader.Report(spot, message, hint)
	}
	return event, false
}

// wrong is what is wrong with an event, and what to do about it.
func wrong(p tiexin.Problem) (message, hint say.Text) {
	texts := [2]say.Text{}
	for i, part := range strings.SplitN(p.Message, "; ", 2) {
		texts[i] = say.Text{English: part, Chinese: tiexin.Problem{Message: part}.Chinese()}
	}
	return texts[0], texts[1]
}

// locate finds what a field of the event's JSON was written as.
func (l *lineSpec) locate(field string, key bool) (name string, spot form.Spot) {
	head, rest := field, ""
	if i := strings.IndexAny(field, ".["); i >= 0 {
		head, rest = field[:i], strings.TrimPrefix(field[i:], ".")
	}
	if head == "customer" && l.Things[aboutFacts].given && rest != "" && rest != "id" {
		head = "facts"
	}
	i := slices.IndexFunc(abouts[:], func(a about) bool { return a.name == head })
	switch {
	case head == "at", head == "received":
		return head, l.At.Spot
	case head == "event":
		return head, l.Event.Spot
	case head == "customer":
		return head, l.Customer.Spot
	case head == "id" && l.ID.Value != "":
		return head, l.ID.Spot
	case i < 0 || !l.Things[i].given:
		return field, l.spot
	case rest == "":
		return head, l.Things[i].spot
	}
	if word, ok := l.Things[i].written[rest]; ok {
		return head + "." + word, l.Things[i].at(rest, key)
	}
	return head + "." + rest, l.Things[i].at(rest, key)
}
