package rule

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/note"
)

// A Moment (时刻) is a time of the calendar that starts firings. Examples are every day
// at 10:00, seven days before a birthday, the day of a festival.
type Moment struct {
	form    momentForm
	lead    int // days before the day itself; negative: after it
	minute  int // of the day
	weekday time.Weekday
	day     int    // of the month
	note    string // the name of a dated note
	word    string // of the day, as rules write it
	special calendar.SpecialDay
	zone    *time.Location
	times   []int64 // of a special day or a single date, in order
	ends    int     // the last year that is announced; 0: no year is the last
}

// A momentForm is how a moment comes again.
type momentForm uint8

const (
	everyDay momentForm = iota
	everyWeek
	everyMonth
	onBirthday
	onBirthdayMonth
	onNote
	onSpecialDay
	onceOnDate
	onChildBirthday
	onChildMonth
)

// No time: no occurrence came before, or none comes after.
const (
	NoTimeBefore = math.MinInt64
	NoTimeAfter  = math.MaxInt64
)

// DefaultMomentFresh is the default of fresh for a rule that a moment starts: it may be
// evaluated this late.
const DefaultMomentFresh = 12 * time.Hour

// A Life holds the dates from which personal moments are computed.
type Life struct {
	Birthday tiexin.Date    // of the customer
	Dates    []tiexin.Dated // of the customer
	Born     tiexin.Date    // of the child that the flow is about
}

// String is the moment in the form of the rule file, with all optional parts: "qixi - 3d
// at 10:00".
func (m *Moment) String() string {
	lead := ""
	switch {
	case m.lead > 0:
		lead = fmt.Sprintf(" - %dd", m.lead)
	case m.lead < 0:
		lead = fmt.Sprintf(" + %dd", -m.lead)
	}
	return fmt.Sprintf("%s%s at %02d:%02d", m.word, lead, m.minute/60, m.minute%60)
}

// ofChild reports whether the moment is a date in the life of a child.
func (m *Moment) ofChild() bool { return m.form == onChildBirthday || m.form == onChildMonth }

// SpecialDay is the special day of the moment; false: it has none.
func (m *Moment) SpecialDay() (calendar.SpecialDay, bool) {
	return m.special, m.form == onSpecialDay
}

// Personal reports whether the moment depends on the customer or child.
func (m *Moment) Personal() bool {
	switch m.form {
	case onBirthday, onBirthdayMonth, onNote, onChildBirthday, onChildMonth:
		return true
	}
	return false
}

// Gone is the reason why the moment does not come again after a time, and the fix;
// empty: it does, as far as known.
func (m *Moment) Gone(now time.Time) (why, hint say.Text) {
	if m.times == nil {
		return say.Text{}, say.Text{}
	}
	_, next := around(m.times, now.UnixMilli())
	switch {
	case next != NoTimeAfter:
		return say.Text{}, say.Text{}
	case m.form == onceOnDate:
		return zh.Text("it is past"), zh.Text("take the rule out, or give it another day")
	default:
		return zh.Text("its days are announced year by year and end with %d", m.ends), zh.Text("add the next years under calendar.days")
	}
}

// Lacks is the reason why the moment does not come again for a person.
func (m *Moment) Lacks(who *Life) say.Text {
	switch m.form {
	case onBirthday, onBirthdayMonth:
		if who.Birthday == (tiexin.Date{}) {
			return zh.Text("no birthday is known")
		}
	case onNote:
		named := slices.ContainsFunc(who.Dates, func(d tiexin.Dated) bool { return d.Name == m.note })
		if !named {
			return zh.Text("no date %q is known", m.note)
		}
		return zh.Text("the date %q is past and comes once: it has a year, and its name does not say that it comes again, as 纪念日 does", m.note)
	case onChildBirthday, onChildMonth:
		if who.Born == (tiexin.Date{}) {
			return zh.Text("the child is not born yet, or its date of birth is not known")
		}
	}
	return zh.Text("it does not occur again")
}

// Around returns the last occurrence up to and including a time, and the first one after
// it, in milliseconds. They are [NoTimeBefore] and [NoTimeAfter] if there is none.
func (m *Moment) Around(who *Life, at int64) (last, next int64) {
	if m.times != nil {
		return around(m.times, at)
	}
	today := calendar.DateOf(time.UnixMilli(at), m.zone)
	if today.Year < calendar.FirstYear || today.Year > calendar.LastYear {
		return NoTimeBefore, NoTimeAfter
	}
	switch m.form {
	case everyDay, everyWeek, everyMonth:
		return m.regular(today, at)
	default:
		return m.ofLife(who, today.Year, at)
	}
}

// around looks up an instant among sorted ones.
func around(times []int64, at int64) (last, next int64) {
	last, next = NoTimeBefore, NoTimeAfter
	i, _ := slices.BinarySearch(times, at+1)
	if i > 0 {
		last = times[i-1]
	}
	if i < len(times) {
		next = times[i]
	}
	return last, next
}

// on is when the moment comes on a day, in milliseconds.
func (m *Moment) on(d calendar.Date) int64 {
	return time.Date(d.Year, time.Month(d.Month), d.Day, m.minute/60, m.minute%60, 0, 0, m.zone).UnixMilli()
}

// regular is Around of what comes every day, week or month.
func (m *Moment) regular(today calendar.Date, at int64) (last, next int64) {
	days := func(n int) calendar.Date {
		switch m.form {
		case everyDay:
			return today.AddDays(n)
		case everyWeek:
			since := (int(today.Weekday()) - int(m.weekday) + 7) % 7
			return today.AddDays(7*n - since)
		default:
			month := calendar.YMD(today.Year, today.Month, 1).AddMonths(n)
			end := month.AddMonths(1).AddDays(-1)
			return calendar.YMD(month.Year, month.Month, min(m.day, end.Day))
		}
	}
	if last = m.on(days(0)); last > at {
		return m.on(days(-1)), last
	}
	return last, m.on(days(1))
}

// furthest is how many years apart two occurrences in a life may be: a day near the end
// of the lunar year is missing in some.
const furthest = 4

// ofLife is Around of what belongs to a life.
func (m *Moment) ofLife(who *Life, year int, at int64) (last, next int64) {
	last, next = NoTimeBefore, NoTimeAfter
	see := func(d calendar.Date) {
		switch at1 := m.on(d.AddDays(-m.lead)); {
		case at1 <= at:
			last = max(last, at1)
		default:
			next = min(next, at1)
		}
	}
	for y := year - 1; y <= year+furthest && (next == NoTimeAfter || y <= year+1); y++ {
		m.inYear(who, y, see)
	}
	for y := year - 2; y >= year-furthest && last == NoTimeBefore; y-- {
		m.inYear(who, y, see)
	}
	return last, next
}

// inYear shows the days of a year on which something of a life comes again, and, of what
// comes once, its day.
func (m *Moment) inYear(who *Life, year int, see func(calendar.Date)) {
	switch m.form {
	case onBirthday:
		eachYear(calendar.Anniversary(who.Birthday), year, see)
	case onChildBirthday:
		eachYear(calendar.Anniversary(who.Born), year, see)
	case onBirthdayMonth:
		if who.Birthday.Month == 0 {
			return
		}
		months, err := calendar.Anniversary(who.Birthday).Months(year, calendar.Customs{})
		if err != nil {
			return // nobody knows such a day
		}
		for _, span := range months {
			see(span.First)
		}
	case onNote:
		for i := range who.Dates {
			m.ofNote(&who.Dates[i], year, see)
		}
	case onChildMonth:
		m.monthsOf(who, year, see)
	}
}

// eachYear shows the days of a year on which an anniversary falls.
func eachYear(a calendar.Anniversary, year int, see func(calendar.Date)) {
	if a.Month == 0 {
		return
	}
	days, err := a.In(year, calendar.Customs{})
	if err != nil {
		return // nobody knows such a day
	}
	for _, d := range days {
		see(d)
	}
}

// ofNote shows the days of a dated note in a year: the day itself, and its
// anniversaries where it comes every year.
func (m *Moment) ofNote(d *tiexin.Dated, year int, see func(calendar.Date)) {
	if !strings.EqualFold(strings.TrimSpace(d.Name), m.note) {
		return
	}
	n, err := note.Of(*d, 0)
	if err != nil {
		return
	}
	if day, known, err := n.Day.Origin(); err == nil && known && day.Year == year {
		see(day)
	}
	if n.Yearly {
		eachYear(n.Day, year, see)
	}
}

// monthsOf shows the days of a year on which a child is a month older.
func (m *Moment) monthsOf(who *Life, year int, see func(calendar.Date)) {
	born, known, err := calendar.Anniversary(who.Born).Origin()
	if who.Born.Month == 0 || err != nil || !known {
		return
	}
	for n := max(1, 12*(year-born.Year)-12); n <= 12*(year-born.Year)+12; n++ {
		if d := born.AddMonths(n); d.Year == year {
			see(d)
		}
	}
}
