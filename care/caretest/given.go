package caretest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// event makes the event of a given line. Problems are reported under what was
// written.
func (s *story) event(l *lineSpec, n int, rules *care.Rules) (tiexin.Event, bool) {
	arrives := l.At.Value.in(s.start, s.zone)
	at := arrives
	object := map[string]any{
		"id": fmt.Sprintf("given-%d", n), "event": l.Event.Value, "at": "",
		"customer": map[string]any{"id": l.Customer.Value},
	}
	if l.ID.Value != "" {
		object["id"] = l.ID.Value
	}
	if !l.Happened.Spot.IsZero() {
		at = l.Happened.Value.in(s.start, s.zone)
		object["received"] = arrives.Format(time.RFC3339)
		if at.After(arrives) {
			s.reader.Report(l.Happened.Spot, "it happens after it arrives", "happened: is for an event that arrives late; it is not after at:")
			return tiexin.Event{}, false
		}
	}
	object["at"] = at.Format(time.RFC3339)
	s.addThings(object, l, at, rules)
	return s.decode(object, func(field string, key bool) (string, form.Spot) { return l.locate(field, key) })
}

func (s *story) addThings(object map[string]any, l *lineSpec, at time.Time, rules *care.Rules) {
	needs := tiexin.EventType(l.Event.Value).Needs()
	for i := range l.Things {
		t := &l.Things[i]
		switch {
		case !t.given && needs == thingNames[i] && (i == aboutChat || i == aboutConsent || i == aboutReview || i == aboutSurvey):
			object[needs] = map[string]any{} // the customer's only chat, every consent
		case !t.given:
		case i == aboutFacts:
			customer, _ := s.jsonOf(i, t, at).(map[string]any)
			if _, ok := customer["id"]; ok {
				s.reader.Report(t.at("id", true), "the customer is named already", "leave the id out")
			}
			customer["id"] = l.Customer.Value
			object["customer"] = customer
		case i == aboutMessage || i == aboutTask:
			object[thingNames[i]] = s.reference(t, l, at, rules)
		default:
			object[thingNames[i]] = s.jsonOf(i, t, at)
		}
	}
}

// reference names a message or task by its rule, order and step instead of the
// id that the engine gives it.
func (s *story) reference(t *thing, l *lineSpec, at time.Time, rules *care.Rules) any {
	values, _ := s.jsonOf(aboutMessage, t, at).(map[string]any)
	path, byRule := values["rule"].(string)
	number := func(key string, otherwise int) int {
		n := otherwise
		if given, ok := values[key]; ok && byRule {
			var err error
			if n, err = strconv.Atoi(fmt.Sprint(given)); err != nil || n < 1 {
				s.reader.Report(t.at(key, false), fmt.Sprintf("%q should be a number from 1", key), "")
				n = otherwise
			}
		}
		return n
	}
	order := ""
	if id, ok := values["order"]; ok {
		order = fmt.Sprint(id)
	}
	step, nth := number("step", 1), number("nth", 1)
	if !byRule {
		if values["id"] == nil {
			s.reader.Report(t.spot, "it is not said which one", "write id: or {rule: FLOW/NAME, order: ORDER}")
			values["id"] = "unknown"
		}
		return values
	}
	if values["id"] != nil {
		s.reader.Report(t.at("id", true), "it is named twice, by its id and by its rule", "keep one of them")
	}
	r := s.findRule(t.at("rule", false), path, rules)
	switch {
	case r == nil:
	case r.Flow.About.String() == "order" && order == "":
		s.reader.Report(t.spot, fmt.Sprintf("rule %s is about an order", path), "add order: and its id")
	case r.Flow.About.String() != "order" && order != "":
		s.reader.Report(t.at("order", false), fmt.Sprintf("rule %s is about the customer", path), "leave the order out")
	case step > len(r.Steps):
		s.reader.Report(t.at("step", false), fmt.Sprintf("rule %s has %d steps", path, len(r.Steps)), "")
	}
	for _, key := range []string{"rule", "order", "step", "nth"} {
		delete(values, key)
	}
	values["id"] = fmt.Sprintf("v1:/%s/%s/%s/%d/%d", l.Customer.Value, path, order, nth-1, step)
	return values
}

// findRule is the rule with a path; a path that no rule has is a problem.
func (s *story) findRule(spot form.Spot, path string, rules *care.Rules) *rule.Rule {
	if rules == nil {
		return nil
	}
	if r, ok := rules.Rule(path); ok {
		return r
	}
	var known []string
	for _, f := range rules.Flows {
		for _, r := range f.Rules {
			known = append(known, r.Path())
		}
	}
	hint := source.Suggest(path, known)
	if hint == "" && len(known) <= 12 {
		hint = "there are " + strings.Join(known, ", ")
	}
	s.reader.Report(spot, fmt.Sprintf("no rule is called %q", path), hint)
	return nil
}

// customer makes the event by which a customer of the file is known before the
// first event.
func (s *story) customer(name form.Word, t thing, before, first time.Time) (tiexin.Event, bool) {
	picture, _ := s.jsonOf(aboutFacts, &t, before).(map[string]any)
	if _, ok := picture["id"]; ok {
		s.reader.Report(t.at("id", true), "the customer is named already", "leave the id out")
	}
	picture["id"] = name.Value
	object := map[string]any{
		"id": "customer " + name.Value, "event": string(tiexin.EventCustomerUpdated), "customer": picture,
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
	if err == nil {
		return event, true
	}
	var faults *tiexin.EventError
	if !errors.As(err, &faults) {
		_, spot := locate("", false)
		s.reader.Report(spot, err.Error(), "")
		return event, false
	}
	for _, p := range faults.Problems {
		name, spot := locate(p.Field, strings.HasPrefix(p.Message, "no such key"))
		message, hint, _ := strings.Cut(p.Message, "; ")
		s.reader.Report(spot, strings.TrimPrefix(name+": ", ": ")+message, hint)
	}
	return event, false
}

// locate finds what a field of the event's JSON was written as.
func (l *lineSpec) locate(field string, key bool) (name string, spot form.Spot) {
	head, rest := field, ""
	if i := strings.IndexAny(field, ".["); i >= 0 {
		head, rest = field[:i], strings.TrimPrefix(field[i:], ".")
	}
	switch head {
	case "at", "received":
		return head, l.At.Spot
	case "event":
		return head, l.Event.Spot
	case "id":
		if l.ID.Value != "" {
			return head, l.ID.Spot
		}
	case "customer":
		if facts := &l.Things[aboutFacts]; facts.given && rest != "" && rest != "id" {
			return "facts." + rest, facts.at(rest, key)
		}
		return head, l.Customer.Spot
	}
	for i, known := range thingNames {
		if known == head && l.Things[i].given {
			return field, l.Things[i].at(rest, key)
		}
	}
	return field, l.spot
}
