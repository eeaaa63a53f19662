package caretest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/form"
)

// A thing is an order, a customer, a chat … as a line of a test writes it: a
// mapping that becomes the JSON of an event.
type thing struct {
	given  bool
	values map[string]any // nil for a single word
	word   string
	spot   form.Spot
	json   form.JSON
}

// bareKey is what a single word stands for, instead of a mapping.
var bareKey = [things]string{aboutOrder: "id", aboutChat: "id", aboutMessage: "id", aboutTask: "id"}

var customerKind = form.Map(form.RawJSON(), ofJSON)

func thingKind(about int) form.Kind[thing] {
	mapping := form.Map(form.RawJSON(), ofJSON)
	key := bareKey[about]
	if key == "" && about != aboutConsent {
		return mapping
	}
	scalar := form.Map(form.Text(), func(w form.Word) thing {
		t := thing{given: true, spot: w.Spot, word: w.Value}
		if key != "" {
			t.values = map[string]any{key: w.Value}
		}
		return t
	})
	return form.ByShape(scalar, mapping, form.Kind[thing]{})
}

func ofJSON(j form.JSON) thing {
	t := thing{given: true, spot: j.Spot, json: j, values: map[string]any{}}
	d := json.NewDecoder(bytes.NewReader(j.Bytes))
	d.UseNumber()
	_ = d.Decode(&t.values) // the form wrote it: it is valid
	return t
}

// at is where a part of the thing stands in the file, or its key.
func (t *thing) at(path string, key bool) form.Spot {
	switch {
	case t.json.Spot.IsZero():
		return t.spot
	case key:
		return t.json.Key(path)
	default:
		return t.json.At(path)
	}
}

// with is the thing with what another says of it on top.
func (t thing) with(more thing) thing {
	all := thing{given: true, spot: more.spot, json: more.json, values: maps.Clone(t.values)}
	maps.Copy(all.values, more.values)
	return all
}

// A story is what the parts of one test have in common while they are read.
type story struct {
	reader *form.Reader
	start  time.Time
	zone   *time.Location
}

// jsonOf is the thing for the event's JSON: moments become times, and words that
// conditions derive from others become these. At is when the event happened.
func (s *story) jsonOf(about int, t *thing, at time.Time) any {
	if t.values == nil {
		return t.word
	}
	values, _ := s.withTimes("", t.values).(map[string]any)
	switch about {
	case aboutOrder:
		s.orderWords(t, values, at)
	case aboutFacts:
		s.derived(t, values, map[string]string{
			"average_order": "give spent and paid_orders",
			"talking":       "let a chat.opened happen",
			"complaining":   "let a chat.complained happen",
		})
	}
	return values
}

// withTimes turns what is written as +15m or 10:15 into times, behind keys that
// hold a time.
func (s *story) withTimes(key string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		all := make(map[string]any, len(v))
		for k, inner := range v {
			all[k] = s.withTimes(k, inner)
		}
		return all
	case []any:
		all := make([]any, len(v))
		for i, inner := range v {
			all[i] = s.withTimes(key, inner)
		}
		return all
	case string:
		if m, err := parseMoment(v); err == nil && holdsTime(key) {
			return m.in(s.start, s.zone).Format(time.RFC3339)
		}
	}
	return value
}

func holdsTime(key string) bool {
	return key == "at" || key == "expires" || key == "version" || strings.HasSuffix(key, "_at") || strings.HasSuffix(key, "_by")
}

// derived refuses words that follow from others.
func (s *story) derived(t *thing, values map[string]any, hints map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(hints)) {
		if _, ok := values[key]; ok {
			s.reader.Report(t.at(key, true), fmt.Sprintf("%q follows from something else", key), hints[key])
			delete(values, key)
		}
	}
}

// orderWords puts an order that is described in the words of conditions into the
// shape of an event.
func (s *story) orderWords(t *thing, values map[string]any, at time.Time) {
	s.derived(t, values, map[string]string{"remote": "give the province, and list it under shop.remote in the rules"})
	if s.yes(t, values, "cod") && values["kind"] == nil {
		values["kind"] = "cod"
	}
	for _, past := range []string{"paid", "shipped", "closed"} {
		if s.yes(t, values, past) && values[past+"_at"] == nil {
			values[past+"_at"] = at.Format(time.RFC3339)
		}
	}
	if s.yes(t, values, "refunding") && values["refunds"] == nil {
		values["refunds"] = []any{map[string]any{}}
	}
	s.items(t, values)
}

// yes takes a yes/no word out of the values.
func (s *story) yes(t *thing, values map[string]any, key string) bool {
	value, ok := values[key]
	delete(values, key)
	yes, isBool := value.(bool)
	if ok && !isBool && value != nil {
		s.reader.Report(t.at(key, false), fmt.Sprintf("%q should be true or false", key), "")
	}
	return yes
}

// items makes the lines of an order from their number, titles and categories.
func (s *story) items(t *thing, values map[string]any) {
	count, isNumber := values["items"].(json.Number)
	if isNumber {
		delete(values, "items")
	}
	var lines []any
	if n, err := count.Int64(); isNumber {
		if err != nil || n < 0 || n > 1000 {
			s.reader.Report(t.at("items", false), fmt.Sprintf("an order has no %s lines", count), "write how many it has, or a list of them")
			return
		}
		for range n {
			lines = append(lines, map[string]any{})
		}
	}
	for _, w := range []struct{ plural, single string }{{"titles", "title"}, {"categories", "category"}} {
		list, given := values[w.plural]
		delete(values, w.plural)
		texts, isList := list.([]any)
		switch {
		case !given:
			continue
		case !isList:
			s.reader.Report(t.at(w.plural, false), fmt.Sprintf("%q should be a list", w.plural), "write it in brackets: [羽绒服]")
			continue
		case values["items"] != nil:
			s.reader.Report(t.at(w.plural, true), fmt.Sprintf("the order has items and %s", w.plural), "give each item its "+w.single)
			continue
		}
		for i, text := range texts {
			if i == len(lines) {
				lines = append(lines, map[string]any{})
			}
			if line, ok := lines[i].(map[string]any); ok {
				line[w.single] = text
			}
		}
	}
	if lines != nil {
		values["items"] = lines
	}
}
