package rule

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// meansMoment says that what begins a rule is meant as a moment and not as an event.
func (l *loader) meansMoment(text string) bool {
	e := tiexin.EventType(strings.TrimSpace(text))
	if e.Known() {
		return false
	}
	if _, err := l.set.Shop.Calendar.Find(text); err == nil {
		return true
	}
	thing, _, dotted := strings.Cut(text, ".")
	if dotted && !strings.ContainsAny(thing, " -") && !strings.Contains(text, " at ") {
		return false
	}
	return dotted || source.Suggest(text, eventWords()).Empty()
}

// moment reads a moment that begins a rule about a kind of subject; nil: it cannot be
// used, which is reported.
func (l *loader) moment(w form.Word, k ask.Kind) *Moment {
	m, err := l.almanac.parse(w.Value, l.set.Shop.Zone)
	var fault *momentFault
	switch {
	case errors.As(err, &fault):
		at := strings.LastIndex(w.Value, fault.part)
		if fault.part == "" || at < 0 {
			l.report(w.Spot, fault.message, fault.hint)
			return nil
		}
		l.sound = false
		l.reader.ReportInside(w.Spot, utf8.RuneCountInString(w.Value[:at]), utf8.RuneCountInString(fault.part), fault.message, fault.hint)
		return nil
	case k != ask.Customer && k != ask.Child:
		l.report(w.Spot, zh.Text("a flow about %s does not begin with a moment of the calendar", k), zh.Text("make a flow about customer for it; a clock such as days_unpaid counts from what happened"))
		return nil
	case m.ofChild() && k != ask.Child:
		l.report(w.Spot, zh.Text("%q belongs to a flow about child", m.word), zh.Text("write about: child, or take birthday for the customer's own"))
		return nil
	}
	l.moments[m] = w.Spot
	l.remarkGone(m, w.Spot)
	return m
}

// textsOf are moments as rules write them.
func textsOf(moments []*Moment) []string {
	var all []string
	for _, m := range moments {
		all = append(all, m.String())
	}
	return all
}
