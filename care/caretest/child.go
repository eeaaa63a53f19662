package caretest

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// children reads what is said of each child. Consent is the id of the guardian's consent,
// or true.
func (s *story) children(t *thing, v map[string]any, at time.Time) {
	all, _ := v["children"].([]any)
	for i := range all {
		child, isChild := all[i].(map[string]any)
		if !isChild {
			continue
		}
		path := fmt.Sprintf("children[%d].", i)
		if _, ok := child["months"]; ok {
			s.reader.Report(t.at(path+"months", true), zh.Text(`"months" is computed and cannot be set`), zh.Text("give born"))
			delete(child, "months")
		}
		s.born(t, path, child, at)
		switch child["consent"] {
		case true:
			child["consent"] = "given"
		case false:
			delete(child, "consent")
		}
		s.rename(t, child, path, map[string]string{"consent": "consent_id"})
	}
}

// born checks that a birth has happened, or is expected and can be. What is no date at
// all is reported with the event.
func (s *story) born(t *thing, path string, child map[string]any, at time.Time) {
	written, _ := child["born"].(string)
	date, err := tiexin.ParseDate(written)
	if err != nil || date.IsZero() {
		return
	}
	born, known, err := calendar.Anniversary(date).Origin()
	expected, _ := child["expected"].(bool)
	spot := t.at(path+"born", false)
	switch {
	case err != nil:
		s.reader.Report(spot, zh.Text("no such day: %s", written), zh.Text("write it like 2026-05-20, or lunar:2026-04-04"))
	case !known:
	case expected && born.DaysSince(calendar.DateOf(at, s.zone)) > mostExpected:
		s.reader.Report(spot, zh.Text("no child can be due on %s at that time", written), zh.Text("a child is due at most 280 days later"))
	case !expected && born.After(calendar.DateOf(at, s.zone)):
		s.reader.Report(spot, zh.Text("%s is after the line's own time", written), zh.Text("write expected: true beside it, if that is the day when the child is due"))
	}
}

// mostExpected is how many days before its day a birth is known to come.
const mostExpected = 280
