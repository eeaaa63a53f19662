package calendar

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A Rule gives the days of a special day, year after year. [ParseRule] reads one
// from its text, [Yearly] and [Dates] make one from announced days. The zero
// Rule has no days; its use is an error.
type Rule struct {
	form     ruleForm
	from, to point
	main     point          // of a range; its form is zero when nothing is said
	yearly   map[int][]Span // of a table
	dates    []Span         // of a list
}

type ruleForm uint8

const (
	noRule ruleForm = iota
	onPoint
	fromTo
	byTable // one entry for each year; a year without is not known
	byList  // what happened or is announced; nothing else is expected
)

// A point is one day of a year, by a rule.
type point struct {
	form   pointForm
	month  int
	day    int // the n of an nth weekday; lastWeekday for the last
	dow    time.Weekday
	term   Term
	offset int // days
}

type pointForm uint8

const (
	noPoint pointForm = iota
	solarPoint
	lunarPoint
	weekdayPoint
	termPoint
)

const lastWeekday = -1

// mostOffset is how many days a rule may lie before or after what it is counted
// from. It keeps what 1901 to 2099 need within the tables.
const mostOffset = 180

// A MissingYearError means that a table, which a person fills in once a year,
// has no entry for a year.
type MissingYearError struct {
	What  string // "双11预售"
	Year  int
	Known []int  // the years it has, ascending
	Way   string // how to fix it
}

// Error names the missing year, the known ones, and the fix.
func (e *MissingYearError) Error() string { return "calendar: " + e.says().English }

// Chinese is Error in Chinese.
func (e *MissingYearError) Chinese() string { return e.says().Chinese }

func (e *MissingYearError) says() say.Text {
	missing := zh.Text("the dates of %s in %d are not known (%s)", e.what(), e.Year, e.known())
	switch e.Way {
	case "":
		return missing
	case addDates.English:
		return zh.Text("%s; %s", missing, addDates)
	case addWorkdays.English:
		return zh.Text("%s; %s", missing, addWorkdays)
	}
	return zh.Text("%s; %s", missing, e.Way)
}

func (e *MissingYearError) what() say.Text {
	if e.What == publicHolidays.English {
		return publicHolidays
	}
	return say.Plain(e.What)
}

var publicHolidays = zh.Text("the public holidays")

func (e *MissingYearError) known() say.Text {
	words := make([]string, len(e.Known))
	for i, y := range e.Known {
		words[i] = strconv.Itoa(y)
	}
	switch len(words) {
	case 0:
		return zh.Text("no year is")
	case 1:
		return zh.Text("%s is", words[0])
	}
	return zh.Text("%s are", listed(words))
}

// The ways out of a MissingYearError.
var (
	addDates    = zh.Text("add them to the shop's calendar")
	addWorkdays = zh.Text("add the year under workdays in the shop's calendar; the State Council announces it each autumn")
)

// listed are words behind each other.
func listed(words []string) say.Text {
	return say.Text{English: strings.Join(words, ", "), Chinese: strings.Join(words, "、")}
}

// Yearly is a rule from announced days, by the year in which they begin. A year
// without an entry is unknown, and its use is a [MissingYearError]; an entry
// without days means none. The error has all faults of the spans.
func Yearly(years map[int][]Span) (Rule, error) {
	var errs []error
	table := make(map[int][]Span, len(years))
	for _, year := range slices.Sorted(maps.Keys(years)) {
		for _, s := range years[year] {
			if err := s.validate(); err != nil {
				errs = append(errs, err)
			} else if s.First.Year != year {
				errs = append(errs, zh.Error("calendar: %s begins in %d; it belongs to that year, not to %d", s, s.First.Year, year))
			}
		}
		table[year] = sortSpans(slices.Clone(years[year]))
	}
	if err := errors.Join(errs...); err != nil {
		return Rule{}, err
	}
	return Rule{form: byTable, yearly: table}, nil
}

// Dates is a rule of exactly these days.
func Dates(spans ...Span) (Rule, error) {
	var errs []error
	for _, s := range spans {
		errs = append(errs, s.validate())
	}
	if err := errors.Join(errs...); err != nil {
		return Rule{}, err
	}
	return Rule{form: byList, dates: sortSpans(slices.Clone(spans))}, nil
}

// in is the spans whose first day is in the year, which is one from FirstYear-1
// to LastYear.
func (r Rule) in(what string, year int) ([]Span, error) {
	switch r.form {
	case onPoint:
		dates := r.from.in(year)
		spans := make([]Span, len(dates))
		for i, d := range dates {
			spans[i] = Single(d)
		}
		return spans, nil
	case fromTo:
		return r.ranges(what, year)
	case byTable:
		if spans, ok := r.yearly[year]; ok {
			return slices.Clone(spans), nil
		}
		return nil, &MissingYearError{What: what, Year: year, Known: slices.Sorted(maps.Keys(r.yearly)), Way: addDates.English}
	case byList:
		var spans []Span
		for _, s := range r.dates {
			if s.First.Year == year {
				spans = append(spans, s)
			}
		}
		return spans, nil
	}
	return nil, fmt.Errorf("calendar: %s: %w", what, ErrNoRule)
}

func (r Rule) ranges(what string, year int) ([]Span, error) {
	var spans []Span
	for _, first := range r.from.in(year) {
		s := Span{first, first, r.to.atOrAfter(first)}
		if r.main.form != noPoint {
			s.Main = r.main.atOrAfter(first)
		}
		if err := s.validate(); err != nil {
			return nil, fmt.Errorf("calendar: %s, by its rule %q: %w", what, r, err)
		}
		spans = append(spans, s)
	}
	return spans, nil
}

// in is the days of a Gregorian year, at most two, in order. A lunar day may
// come twice or never, and an offset may carry a day over new year.
func (p point) in(year int) []Date {
	var dates []Date
	for k := max(year-1, firstTableYear); k <= min(year+1, lastTableYear); k++ {
		if d, ok := p.of(k); ok {
			if d = d.AddDays(p.offset); d.Year == year {
				dates = append(dates, d)
			}
		}
	}
	return dates
}

// on reports whether a day is one that in would give.
func (p point) on(d Date) bool {
	base := d.AddDays(-p.offset)
	for year := base.Year - 1; year <= base.Year; year++ {
		if year < firstTableYear || year > lastTableYear {
			continue
		}
		if e, ok := p.of(year); ok && e == base {
			return true
		}
	}
	return false
}

// atOrAfter is for points that every year has.
func (p point) atOrAfter(d Date) Date {
	for year := d.Year; year <= d.Year+2; year++ {
		for _, e := range p.in(year) {
			if !e.Before(d) {
				return e
			}
		}
	}
	return Date{}
}

// of is the day of one year of the table, Gregorian or lunar as the rule counts,
// without the offset.
func (p point) of(year int) (Date, bool) {
	switch p.form {
	case lunarPoint:
		d, err := Lunar{Year: year, Month: p.month, Day: p.day}.Date()
		return d, err == nil
	case termPoint:
		return p.term.in(year), true
	case weekdayPoint:
		return nthWeekday(year, p.month, p.day, p.dow)
	}
	d := Date{year, p.month, p.day}
	return d, d.Validate() == nil
}

// nthWeekday is false when the month has no fifth of that weekday.
func nthWeekday(year, month, n int, dow time.Weekday) (Date, bool) {
	if n == lastWeekday {
		last := Date{year, month, monthDays(year, month)}
		return last.AddDays(-int((last.Weekday() - dow + 7) % 7)), true
	}
	first := Date{year, month, 1}
	first.Day += int((dow-first.Weekday()+7)%7) + 7*(n-1)
	return first, first.Day <= monthDays(year, month)
}

// everyYear reports whether no year is without the point.
func (p point) everyYear() bool {
	switch p.form {
	case solarPoint:
		return p.month != 2 || p.day != 29
	case lunarPoint:
		return p.day < 30
	case weekdayPoint:
		return p.day < 5
	}
	return true
}

// String is the text that ParseRule reads: "lunar:7-7", "weekday:11-4-thu+1d",
// "range solar:10-20..solar:11-11 on solar:11-11". Rules of announced days are
// "table" and "dates".
func (r Rule) String() string {
	switch r.form {
	case onPoint:
		return r.from.String()
	case fromTo:
		s := "range " + r.from.String() + ".." + r.to.String()
		if r.main.form != noPoint {
			s += " on " + r.main.String()
		}
		return s
	case byTable:
		return "table"
	case byList:
		return "dates"
	}
	return ""
}

func (p point) String() string {
	var s string
	switch p.form {
	case solarPoint:
		s = fmt.Sprintf("solar:%d-%d", p.month, p.day)
	case lunarPoint:
		s = fmt.Sprintf("lunar:%d-%d", p.month, p.day)
	case weekdayPoint:
		n := fmt.Sprint(p.day)
		if p.day == lastWeekday {
			n = "last"
		}
		s = fmt.Sprintf("weekday:%d-%s-%s", p.month, n, weekdayWords[p.dow])
	case termPoint:
		s = "term:" + p.term.String()
	default:
		return ""
	}
	switch {
	case p.offset == -1:
		return "eve:" + s
	case p.offset != 0:
		return fmt.Sprintf("%s%+dd", s, p.offset)
	}
	return s
}

var weekdayWords = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
