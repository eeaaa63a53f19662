package rule

import (
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A calendarSpec is what the files say of the calendar, in the order in which they were
// read.
type calendarSpec struct {
	sections []calendar.Section
	lost     bool // something in it has a fault: a day may be missing
}

var calendarKind = watched(form.Map(calendar.Kind(), func(s calendar.Section) calendarSpec {
	return calendarSpec{sections: []calendar.Section{s}}
}), func(c *calendarSpec) *bool { return &c.lost })

// addCalendar takes the calendar of a file.
func (l *loader) addCalendar(more *calendarSpec) {
	l.spec.Calendar.sections = append(l.spec.Calendar.sections, more.sections...)
	l.spec.Calendar.lost = l.spec.Calendar.lost || more.lost
}

// compileCalendar puts the shop's own days among those that everybody knows.
func (l *loader) compileCalendar() {
	before := len(l.reader.Problems())
	if len(l.spec.Calendar.sections) > 0 {
		l.set.Shop.Calendar = calendar.Combine(l.reader, l.spec.Calendar.sections...)
	}
	l.almanac.days = l.set.Shop.Calendar
	l.spec.Calendar.lost = l.spec.Calendar.lost || len(l.reader.Problems()) > before
	l.conditions.Calendar, l.conditions.CalendarLost = l.set.Shop.Calendar, l.spec.Calendar.lost || l.spec.lost
}
