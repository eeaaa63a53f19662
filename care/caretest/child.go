package caretest

import (
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/source"
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
		s.gender(t, path, child)
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

// genders are what people write for a gender, and the words of conditions for it.
var genders = map[string]tiexin.Gender{
	"女": tiexin.Female, "女孩": tiexin.Female, "girl": tiexin.Female, "f": tiexin.Female,
	"男": tiexin.Male, "男孩": tiexin.Male, "boy": tiexin.Male, "m": tiexin.Male,
}

// gender checks a child's: a condition compares it with two words alone.
func (s *story) gender(t *thing, path string, child map[string]any) {
	word, isText := child["gender"].(string)
	if g := tiexin.Gender(word); !isText || g == "" || g == tiexin.Female || g == tiexin.Male {
		return
	}
	hint := source.Suggest(word, []string{string(tiexin.Female), string(tiexin.Male)})
	if meant := genders[strings.ToLower(word)]; meant != "" {
		hint = zh.Text("write %s", string(meant))
	} else if hint.Empty() {
		hint = zh.Text("write female or male, or leave it out")
	}
	s.reader.Report(t.at(path+"gender", false), zh.Text("unknown gender %q", word), hint)
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
