package calendar

import (
	_ "embed"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Calendar is the special days and workdays of one shop. The zero Calendar has
// those of China; [Load] adds the shop's own. It never changes and is safe for
// concurrent use.
type Calendar struct{ own *contents }

// contents are what a calendar knows.
type contents struct {
	days  []SpecialDay
	index map[string]int // of days, by folded name
	names []string       // everything by which a day is found
	plans map[int]*yearPlan
	off   map[Date]string
	work  map[Date]bool

	suppressing []SpecialDay // on which marketing is silent
}

//go:embed holidays.yaml
var holidays []byte

// builtIn is what the zero Calendar knows. The embedded file is one that a test
// finds no fault in.
var builtIn = sync.OnceValue(func() *contents {
	c := &contents{days: china(), plans: map[int]*yearPlan{}}
	r := form.NewReader()
	if root, ok := r.Parse("holidays.yaml", holidays); ok {
		section, _ := sectionForm.Kind().Read(r, root)
		c.addYears(section.workdays)
	}
	c.settle()
	return c
})

func (c Calendar) contents() *contents {
	if c.own == nil {
		return builtIn()
	}
	return c.own
}

// settle makes the indexes.
func (c *contents) settle() {
	c.index, c.names = map[string]int{}, nil
	for i := range c.days {
		c.indexNames(i)
	}
	c.suppressing = slices.DeleteFunc(slices.Clone(c.days), func(s SpecialDay) bool { return s.Suppress == "" || s.unfilled() })
	c.off, c.work = map[Date]string{}, map[Date]bool{}
	for _, year := range slices.Sorted(maps.Keys(c.plans)) {
		p := c.plans[year]
		for _, o := range p.off {
			for d := o.span.First; !d.After(o.span.Last); d = d.AddDays(1) {
				if _, named := c.off[d]; !named || d.Year == year { // at new year its own year has the say
					c.off[d] = o.name
				}
			}
		}
		for _, d := range p.work {
			c.work[d] = true
		}
	}
}

// indexNames makes a day known by its names.
func (c *contents) indexNames(i int) {
	for _, name := range c.days[i].names() {
		c.index[source.Fold(name)] = i
		c.names = append(c.names, name)
	}
}

// names are all by which a day is found, the key first.
func (s SpecialDay) names() []string {
	names := []string{s.Key, s.Name}
	if s.English != "" {
		names = append(names, s.English)
	}
	return append(names, s.Synonyms...)
}

// Days are all special days: those of China in the order of a year, then the shop's
// own in the order of its file.
func (c Calendar) Days() []SpecialDay { return slices.Clone(c.contents().days) }

// Find returns the special day of a name: its key, its Chinese or English name, or a
// synonym. Case, spaces around it and full-width letters make no difference. The
// error is an [UnknownError] with a suggestion.
func (c Calendar) Find(name string) (SpecialDay, error) {
	all := c.contents()
	if i, ok := all.index[source.Fold(name)]; ok {
		return all.days[i], nil
	}
	return SpecialDay{}, unknown(aSpecialDay, name, all.names)
}

// On returns the special days on a day. A table without any entry, such as that of
// 年货节 if the shop has not filled it in, is ignored. If a table with other years
// lacks this year, the rest is returned together with a [MissingYearError].
func (c Calendar) On(d Date) ([]SpecialDay, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	var on []SpecialDay
	var errs []error
	for _, s := range c.contents().days {
		if s.unfilled() {
			continue
		}
		covers, err := s.Covers(d)
		switch {
		case errors.Is(err, ErrRange):
			return nil, err
		case err != nil:
			errs = append(errs, err)
		case covers:
			on = append(on, s)
		}
	}
	return on, errors.Join(errs...)
}

// unfilled reports a table that nobody uses.
func (s SpecialDay) unfilled() bool { return s.Rule.form == byTable && len(s.Rule.yearly) == 0 }

// Suppressed reports whether there is no marketing on a day, and for which special
// day, the first of [Calendar.Days]; its Suppress gives the reason.
func (c Calendar) Suppressed(d Date) (by SpecialDay, suppressed bool, err error) {
	for i := range c.contents().suppressing {
		s := &c.contents().suppressing[i]
		covers, err := s.Covers(d)
		if err != nil || covers {
			return *s, covers, err
		}
	}
	return SpecialDay{}, false, nil
}

// NextSuppressionChange is the first later time at which a silence of marketing
// begins or ends, with days in the zone; nil: [China]. Errors are those of
// [SpecialDay.Next].
func (c Calendar) NextSuppressionChange(after time.Time, zone *time.Location) (time.Time, error) {
	return nextChange(c.contents().suppressing, after, zone)
}
