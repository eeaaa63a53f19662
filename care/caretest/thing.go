package caretest

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/form"
)

// A thing is an order, a customer, a chat … as a line of a test writes it: a
// mapping that becomes the JSON of an event.
type thing struct {
	given   bool
	values  map[string]any    // nil for a single word
	written map[string]string // keys of the event's JSON that were written as another word
	word    string
	spot    form.Spot
	json    form.JSON
}

func ofJSON(j form.JSON) thing {
	t := thing{given: true, spot: j.Spot, json: j, values: map[string]any{}, written: map[string]string{}}
	d := json.NewDecoder(bytes.NewReader(j.Bytes))
	d.UseNumber()
	_ = d.Decode(&t.values) // the form wrote it: it is valid
	return t
}

// at is where a part of the thing stands in the file, or its key.
func (t *thing) at(path string, key bool) form.Spot {
	if word, ok := t.written[path]; ok {
		path = word
	}
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
	all := more
	all.values = maps.Clone(t.values)
	maps.Copy(all.values, more.values)
	return all
}

// withTimes turns what is written as +15m or 10:15 into times, under keys that
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

// orderWords puts an order that is described in the words of conditions into the
// shape of an event.
func (s *story) orderWords(t *thing, v map[string]any, _ time.Time) {
	if s.yes(t, v, "cod") && v["kind"] == nil {
		v["kind"] = "cod"
	}
	if s.yes(t, v, "refunding") && v["refunds"] == nil {
		v["refunds"] = []any{map[string]any{}}
	}
	var lines []any
	if count, isNumber := v["items"].(json.Number); isNumber {
		n, err := count.Int64()
		if delete(v, "items"); err != nil || n < 0 || n > 1000 {
			s.reader.Report(t.at("items", false), zh.Text("an order cannot have %s lines", count), zh.Text("write how many it has, or a list of them"))
			return
		}
		for range n {
			lines = append(lines, map[string]any{})
		}
	}
	lines = s.each(t, v, lines, "titles", "title")
	lines = s.each(t, v, lines, "categories", "category")
	if lines != nil {
		v["items"] = lines
	}
}

// each gives the lines of an order the texts of a list, one each.
func (s *story) each(t *thing, v map[string]any, lines []any, plural, single string) []any {
	list, given := v[plural]
	delete(v, plural)
	texts, isList := list.([]any)
	switch {
	case !given:
		return lines
	case !isList:
		s.reader.Report(t.at(plural, false), zh.Text("%q should be a list", plural), zh.Text("write it in brackets: [羽绒服]"))
		return lines
	case v["items"] != nil:
		s.reader.Report(t.at(plural, true), zh.Text("the order has items and %s", plural), zh.Text("give each item its %s", single))
		return lines
	}
	for i, text := range texts {
		if i == len(lines) {
			lines = append(lines, map[string]any{})
		}
		lines[i].(map[string]any)[single] = text
	}
	return lines
}
