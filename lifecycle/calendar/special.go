package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// A SpecialDay is a day with a common name: a festival, a solar term, a sale, a day of
// mourning, or the shop's own day.
type SpecialDay struct {
	Key      string   // "qixi"
	Name     string   // name for customers: "七夕"
	English  string   // "Qixi Festival"
	Greeting string   // the usual greeting: "七夕快乐"; empty: none, as on days of mourning and sales
	Synonyms []string // other names for Find
	Rule     Rule     // its dates
	Suppress string   // the reason for no marketing on it; empty: marketing is allowed
	Note     string   // advice for the shop; may be empty
}

// String is the name with the key: "七夕 (qixi)".
func (s SpecialDay) String() string { return fmt.Sprintf("%s (%s)", s.Name, s.Key) }

// In returns the day's dates in a Gregorian year from 1901 to 2099, in order. Normally
// it is one. 腊八 and 小年, at the end of a lunar year, come twice in some years and
// never in others. A day that is not held every year may have none. A span across new
// year is listed in the year in which it begins.
//
// Other years are an ErrRange, a year without an entry in a table is a
// [MissingYearError], and a day with the zero Rule is an [ErrNoRule].
func (s SpecialDay) In(year int) ([]Span, error) {
	if year < FirstYear || year > LastYear {
		return nil, yearError(s.Name, year)
	}
	return s.Rule.in(s.Name, year)
}

// Covers reports whether a day from 1901 to 2099 is one of the special day's, for
// a range any from its first to its last.
func (s SpecialDay) Covers(d Date) (bool, error) {
	spans, err := s.covering(d)
	return len(spans) > 0, err
}

// covering is the spans that a day lies in.
func (s SpecialDay) covering(d Date) ([]Span, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	if d.Year < FirstYear || d.Year > LastYear {
		return nil, yearError(s.Name, d.Year)
	}
	switch s.Rule.form {
	case onPoint:
		if s.Rule.from.on(d) {
			return []Span{Single(d)}, nil
		}
		return nil, nil
	case byList:
		return containing(nil, s.Rule.dates, d), nil
	case byTable:
		found := containing(containing(nil, s.Rule.yearly[d.Year-1], d), s.Rule.yearly[d.Year], d)
		if len(found) > 0 {
			return found, nil
		}
		_, err := s.Rule.in(s.Name, d.Year)
		return nil, err
	}
	before, err := s.Rule.in(s.Name, d.Year-1)
	if err != nil {
		return nil, err
	}
	now, err := s.Rule.in(s.Name, d.Year)
	return containing(containing(nil, before, d), now, d), err
}

// containing appends the spans that a day lies in.
func containing(found, spans []Span, d Date) []Span {
	for _, s := range spans {
		if s.Contains(d) {
			found = append(found, s)
		}
	}
	return found
}

// Next is the first occurrence that begins after a time, with days in the zone; nil:
// [China]. If there is none before the end of 2099 the error is an ErrNone. A table
// that ends before is a [MissingYearError].
func (s SpecialDay) Next(after time.Time, zone *time.Location) (Span, error) {
	first, last := s.years()
	for year := max(DateOf(after, zone).Year, first); year <= last; year++ {
		spans, err := s.In(year)
		if err != nil {
			return Span{}, err
		}
		for _, span := range spans {
			if span.First.Start(zone).After(after) {
				return span, nil
			}
		}
	}
	return Span{}, fmt.Errorf("calendar: %s after %s: %w to the end of %d", s.Name, DateOf(after, zone), ErrNone, LastYear)
}

// Prev is the last occurrence that began before a time; see Next. If there is none
// since 1901 the error is an ErrNone.
func (s SpecialDay) Prev(before time.Time, zone *time.Location) (Span, error) {
	first, last := s.years()
	for year := min(DateOf(before, zone).Year, last); year >= first; year-- {
		spans, err := s.In(year)
		if err != nil {
			return Span{}, err
		}
		for _, span := range slices.Backward(spans) {
			if span.First.Start(zone).Before(before) {
				return span, nil
			}
		}
	}
	return Span{}, fmt.Errorf("calendar: %s before %s: %w since %d", s.Name, DateOf(before, zone), ErrNone, FirstYear)
}

// years are the first and the last year in which the day can be.
func (s SpecialDay) years() (first, last int) {
	first, last = FirstYear, LastYear
	if s.Rule.form == byList {
		if len(s.Rule.dates) == 0 {
			return last, first
		}
		first = max(first, s.Rule.dates[0].First.Year)
		last = min(last, s.Rule.dates[len(s.Rule.dates)-1].First.Year)
	}
	return first, last
}

// NextChange is the first later time at which the special day begins or is over, with
// days in the zone; nil: [China]. Consecutive days count as one. Errors are those of
// Next.
func (s SpecialDay) NextChange(after time.Time, zone *time.Location) (time.Time, error) {
	return nextChange([]SpecialDay{s}, after, zone)
}

// nextChange is when it changes whether any of the days covers today.
func nextChange(days []SpecialDay, after time.Time, zone *time.Location) (time.Time, error) {
	today := DateOf(after, zone)
	if today.Year < FirstYear {
		today = Date{FirstYear, 1, 1}
	}
	end := today
	for {
		last, covered, err := lastCovered(days, end)
		if err != nil {
			return time.Time{}, err
		}
		if !covered {
			break
		}
		end = last.AddDays(1)
	}
	if end != today {
		return end.Start(zone), nil
	}
	return nextBegin(days, after, zone)
}

// lastCovered is the last day of the spans that a day lies in.
func lastCovered(days []SpecialDay, d Date) (last Date, covered bool, err error) {
	for _, s := range days {
		spans, err := s.covering(d)
		if err != nil {
			return Date{}, false, err
		}
		for _, span := range spans {
			if !covered || span.Last.After(last) {
				last, covered = span.Last, true
			}
		}
	}
	return last, covered, nil
}

// nextBegin is when the next of the days begins. A table that ends does not
// matter as long as another day comes first.
func nextBegin(days []SpecialDay, after time.Time, zone *time.Location) (time.Time, error) {
	var first Date
	var missing []*MissingYearError
	none := fmt.Errorf("calendar: %w", ErrNone)
	for _, s := range days {
		span, err := s.Next(after, zone)
		var m *MissingYearError
		switch {
		case err == nil && (first.IsZero() || span.First.Before(first)):
			first = span.First
		case errors.As(err, &m):
			missing = append(missing, m)
		case errors.Is(err, ErrNone):
			none = err
		case err != nil:
			return time.Time{}, err
		}
	}
	for _, m := range missing {
		if first.IsZero() || m.Year <= first.Year {
			return time.Time{}, m
		}
	}
	if first.IsZero() {
		return time.Time{}, none
	}
	return first.Start(zone), nil
}
