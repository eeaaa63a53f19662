package note

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/ids"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A Note is a personal fact with a day, from a conversation (个人备忘). Examples are a
// wedding next week, a baby that is due, a son who is far away at New Year. It is personal
// data: delete it when it is of no more use.
type Note struct {
	Words string // the fact, for the person who writes to the customer; never empty
	// Day is its day, in the solar or the lunar calendar. The year may be unknown if the
	// note comes every year.
	Day    calendar.Anniversary
	Yearly bool // it comes again every year; false: once
	Lead   int  // number of days before it from which the note is near; 0 to 180
}

// LogValue returns nothing: a note has no id.
func (n Note) LogValue() slog.Value { return ids.Of() }

// Format writes the type under every verb of fmt.
func (n Note) Format(f fmt.State, _ rune) { ids.Print(f, n, n.LogValue()) }

// The bounds of a note.
const (
	longestNote = 200 // characters
	longestLead = 180 // days
)

// Of makes a note from a dated fact of a customer, with a lead in days. Its name
// becomes the words. A day without year comes every year, and one with a year if its
// name says so (see [Parse]).
func Of(d tiexin.Dated, lead int) (Note, error) {
	n := Note{Words: strings.TrimSpace(d.Name), Day: calendar.Anniversary(d.Date), Lead: lead}
	n.Yearly = n.Day.Year == 0 || comesEveryYear(n.Words)
	return n, n.Validate()
}

// Validate returns an error for an invalid note: no words or too many, an impossible
// day, a single day without its year, an impossible lead.
func (n Note) Validate() error {
	switch {
	case strings.TrimSpace(n.Words) == "":
		return errors.New("lifecycle: not a note: it has no words; say what the day is")
	case !utf8.ValidString(n.Words):
		return errors.New("lifecycle: not a note: its words are not text in UTF-8")
	case strings.ContainsFunc(n.Words, unicode.IsControl):
		return errors.New("lifecycle: not a note: its words have a line break or another control character")
	case utf8.RuneCountInString(n.Words) > longestNote:
		return fmt.Errorf("lifecycle: not a note: its words have more than %d characters", longestNote)
	case n.Lead < 0 || n.Lead > longestLead:
		return fmt.Errorf("lifecycle: not a note: it leads by %d days; it is 0 to %d", n.Lead, longestLead)
	case !n.Yearly && n.Day.Year == 0:
		return errors.New("lifecycle: not a note: it comes once, but in no year; give the year, or let it come every year")
	}
	if err := n.Day.Validate(); err != nil {
		return fmt.Errorf("lifecycle: not a note: %w", err)
	}
	return nil
}

// A State is the distance of a note's day.
type State string

// The states.
const (
	Far   State = "far"   // before its lead
	Near  State = "near"  // within its lead
	Today State = "today" //
	Over  State = "over"  // it came once, or the calendars have no next one
)

// A Moment is the state of a note at one time.
type Moment struct {
	State State
	Day   calendar.Date // the occurrence: today's or the next; if over, the last, if there was one
	Years int           // years since the day itself, if its year is known: the tenth anniversary is 10
	Known bool          // the year is known, so that Years is valid
	Next  time.Time     // when time alone changes it; zero: never
}

// At is the state of a note at a time, with days in the zone; nil: [calendar.China].
// Customs replace a day that the year does not have, such as 29 February or the 30th of
// a lunar month. The first occurrence of a yearly note is the day itself. Problems are
// those of Validate, and calendar.ErrRange outside the years 1901 to 2099.
func (n Note) At(now time.Time, zone *time.Location, customs calendar.Customs) (Moment, error) {
	if err := n.Validate(); err != nil {
		return Moment{}, err
	}
	today := calendar.DateOf(now, zone)
	if today.Year < calendar.FirstYear || today.Year > calendar.LastYear {
		return Moment{}, fmt.Errorf("lifecycle: a note as of %s: %w", today, calendar.ErrRange)
	}
	origin, known, err := n.Day.Origin()
	if err != nil {
		return Moment{}, err
	}
	day, ok, err := n.from(today, origin, known, customs)
	if err != nil {
		return Moment{}, err
	}
	m := Moment{Known: known}
	if !ok {
		m.State, m.Day = Over, origin
		if n.Yearly {
			m.Day, m.Known = calendar.Date{}, false
		}
		return m, nil
	}
	m.Day = day
	if known {
		m.Years = n.yearsSince(day, origin)
	}
	switch begin := day.AddDays(-n.Lead); {
	case day == today:
		m.State, m.Next = Today, day.AddDays(1).Start(zone)
	case !today.Before(begin):
		m.State, m.Next = Near, day.Start(zone)
	default:
		m.State, m.Next = Far, begin.Start(zone)
	}
	return m, nil
}

// from is the first occurrence on a day or after it.
func (n Note) from(today, origin calendar.Date, known bool, customs calendar.Customs) (calendar.Date, bool, error) {
	if known && !origin.Before(today) {
		return origin, true, nil
	}
	if !n.Yearly {
		return calendar.Date{}, false, nil
	}
	for year := today.Year; year <= calendar.LastYear; year++ {
		days, err := n.Day.In(year, customs)
		if err != nil {
			return calendar.Date{}, false, err
		}
		for _, day := range days {
			if !day.Before(today) {
				return day, true, nil
			}
		}
	}
	return calendar.Date{}, false, nil
}

// yearsSince is which anniversary a day is, by the calendar of the note.
func (n Note) yearsSince(day, origin calendar.Date) int {
	if !n.Day.Lunar {
		return day.Year - origin.Year
	}
	// A lunar year has 354 or 384 days and begins with a Gregorian one within a month.
	return int((float64(day.DaysSince(origin)) + 365.25/2) / 365.25)
}
