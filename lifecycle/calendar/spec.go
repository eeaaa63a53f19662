package calendar

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// The calendar file as it is written. The forms below are the one description of
// it: Load reads by them, and the JSON Schema is made from them.

// A Section is the content of one calendar file.
type Section struct {
	version  form.Word
	days     []form.Entry[daySpec]
	workdays []form.Entry[planSpec]
}

type daySpec struct {
	spot     form.Spot
	name     form.Word
	english  form.Word
	greeting form.Word
	synonyms []form.Word
	rule     form.Located[Rule]
	table    *[]form.Entry[[]form.Located[Span]]
	dates    *[]form.Located[Span]
	suppress *string
	note     form.Word

	made     Rule // of rule, table or dates
	saysWhen bool // one of them is written, well or badly
	saysName bool
	bare     bool // the rule alone is written, and the key is the name
}

type planSpec struct {
	spot   form.Spot
	source form.Word
	off    []form.Entry[form.Located[Span]]
	work   []form.Located[Date]
}

var keyShape = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_·-]{0,39}$`)

const (
	oneDay  = `[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}`
	spanFit = `^\s*` + oneDay + `\s*((\.\.|…|~|～)+\s*` + oneDay + `\s*)?$`
)

var (
	word     = form.Text()
	ruleKind = form.Parsed(zh.Text("a rule"), "", "lunar:7-7", parseRule)
	spanKind = form.Parsed(zh.Text("a day or a range of days"), spanFit, "2026-01-05..2026-02-09", inText(ParseSpan))
	dateKind = form.Parsed(zh.Text("a day"), `^`+oneDay+`$`, "2026-02-14", inText(ParseDate))
)

// inText takes the name of the package off an error, which stands in a file.
func inText[T any](parse func(string) (T, error)) func(string) (T, error) {
	return func(s string) (T, error) {
		v, err := parse(s)
		if err != nil {
			err = &form.TextError{Width: max(len([]rune(s)), 1), Message: plain(err)}
		}
		return v, err
	}
}

var sectionForm = &form.Form[Section]{
	Name: zh.Text("calendar"), Doc: "A shop's own special days, and the public holidays of years that are not built in.",
	Fields: []form.Field[Section]{
		form.Key("version", zh.Text("1, the version of this file; optional"), form.Choice(form.Option{Word: "1", Meaning: "the only one so far"}), func(s *Section) *form.Word { return &s.version }),
		form.Key("days", zh.Text("special days by key; a key of a built-in day changes that day"), form.MapOf(dayKind), func(s *Section) *[]form.Entry[daySpec] { return &s.days }),
		form.Key("workdays", zh.Text("public holidays and swapped workdays by year; a built-in year is replaced"), form.MapOf(planForm.Kind()), func(s *Section) *[]form.Entry[planSpec] { return &s.workdays }),
	},
}

var dayForm = &form.Form[daySpec]{
	Name: zh.Text("special day"), Doc: "A day that customers know by name.",
	Fields: []form.Field[daySpec]{
		form.Self(func(d *daySpec) *form.Spot { return &d.spot }),
		form.Key("name", zh.Text("the name that customers see"), word, func(d *daySpec) *form.Word { return &d.name }),
		form.Key("english", zh.Text("in English"), word, func(d *daySpec) *form.Word { return &d.english }),
		form.Key("greeting", zh.Text("the greeting on that day: 端午安康; the value of #祝福语#"), word, func(d *daySpec) *form.Word { return &d.greeting }),
		form.Key("synonyms", zh.Text("other names for rules"), form.OneOrMore(word), func(d *daySpec) *[]form.Word { return &d.synonyms }),
		form.Key("rule", zh.Text("the date in every year: solar:3-8, lunar:7-7, eve:lunar:1-1, weekday:5-2-sun, weekday:11-4-thu+1d, term:清明, range 5-20..6-20, range 10-20..11-11 on 11-11"), ruleKind, func(d *daySpec) *form.Located[Rule] { return &d.rule }),
		form.Key("table", zh.Text("announced days by the year in which they begin; other years are unknown"), form.Map(form.MapOf(form.OneOrMore(spanKind)), pointer), func(d *daySpec) **[]form.Entry[[]form.Located[Span]] { return &d.table }),
		form.Key("dates", zh.Text("the only days of it"), form.Map(form.OneOrMore(spanKind), pointer), func(d *daySpec) **[]form.Located[Span] { return &d.dates }),
		form.Key("suppress", zh.Text("why no marketing is sent on it, or false if it may be"), suppressKind, func(d *daySpec) **string { return &d.suppress }),
		form.Key("note", zh.Text("a note for colleagues"), word, func(d *daySpec) *form.Word { return &d.note }),
	},
}

func pointer[T any](v T) *T { return &v }

var suppressKind = form.Kind[*string]{
	Read: func(r *form.Reader, v form.Value) (*string, bool) {
		w, ok := word.Read(r, v)
		if !ok {
			return nil, false
		}
		switch w.Value {
		case "true":
			r.Report(w.Spot, zh.Text("the reason why marketing is silent is missing"), zh.Text("write the reason, which is shown wherever a message is held back"))
			return nil, false
		case "false":
			return new(string), true
		}
		return &w.Value, true
	},
	Schema: word.Schema,
	Says:   func() say.Text { return zh.Text("a reason or false") },
}

// dayKind reads a day: its rule alone, or what is to be said of it.
var dayKind = form.ByShape(bareDayKind, fullDayKind, form.Kind[daySpec]{})

// bareDayKind reads a day of which only the rule is written; its key is its name.
var bareDayKind = form.Map(form.Parsed(zh.Text("a rule"), "", "06-18", parseBareRule), func(rule form.Located[Rule]) daySpec {
	return daySpec{spot: rule.Spot, rule: rule, made: rule.Value, saysWhen: true, saysName: true, bare: true}
})

// fullDayKind reads a day and makes its rule.
var fullDayKind = form.Kind[daySpec]{
	Read: func(r *form.Reader, v form.Value) (daySpec, bool) {
		d, ok := dayForm.Kind().Read(r, v)
		if ok {
			d.makeRule(r, v)
		}
		return d, ok
	},
	Schema: dayForm.Kind().Schema,
	Says:   dayForm.Kind().Says,
}

func (d *daySpec) makeRule(r *form.Reader, v form.Value) {
	given := 0
	for _, e := range v.Entries() {
		switch e.Name.Value {
		case "rule", "table", "dates":
			given++
		case "name":
			d.saysName = true
		}
	}
	d.saysWhen = given > 0
	switch {
	case given > 1:
		r.Report(d.spot, zh.Text("the day is given in more than one way"), zh.Text("keep one of rule, table and dates"))
	case !d.rule.Spot.IsZero():
		d.made = d.rule.Value
		if p := d.made.from; d.made.form == onPoint && p.form == lunarPoint && p.month == 12 && p.day == 30 {
			r.Remark(d.rule.Spot, zh.Text("many lunar years have no 30th of the twelfth month, so the day is left out in them"), zh.Text("if 除夕 is meant, write eve:lunar:1-1"))
		}
	case d.table != nil:
		d.made = Rule{form: byTable, yearly: d.years(r)}
	case d.dates != nil:
		d.made = Rule{form: byList, dates: spansOf(*d.dates)}
	}
}

func spansOf(list []form.Located[Span]) []Span {
	spans := make([]Span, len(list))
	for i, s := range list {
		spans[i] = s.Value
	}
	return sortSpans(spans)
}

func (d *daySpec) years(r *form.Reader) map[int][]Span {
	years := map[int][]Span{}
	for _, e := range *d.table {
		year, ok := yearOf(r, e.Name, FirstYear, LastYear)
		if !ok || e.Broken {
			continue
		}
		for _, s := range e.Value {
			if s.Value.First.Year != year {
				r.Report(s.Spot, zh.Text("%s begins in %d, not in %d", s.Value, s.Value.First.Year, year), zh.Text("a span belongs to the year in which it begins"))
			}
		}
		years[year] = spansOf(e.Value)
	}
	return years
}

// yearOf reads a key that is a year.
func yearOf(r *form.Reader, w form.Word, first, last int) (int, bool) {
	year, err := strconv.Atoi(w.Value)
	if err != nil || year < first || year > last || strconv.Itoa(year) != w.Value {
		r.Report(w.Spot, zh.Text("%s is not a year from %d to %d", quoted(w.Value), first, last), say.Text{})
		return 0, false
	}
	return year, true
}

// amend is a day with what is written of it.
func (d *daySpec) amend(s SpecialDay) SpecialDay {
	for _, f := range []struct {
		from form.Word
		to   *string
	}{{d.name, &s.Name}, {d.english, &s.English}, {d.greeting, &s.Greeting}, {d.note, &s.Note}} {
		if !f.from.Spot.IsZero() {
			*f.to = f.from.Value
		}
	}
	s.Synonyms = slices.Clone(s.Synonyms)
	for _, w := range d.synonyms {
		if !slices.Contains(s.Synonyms, w.Value) {
			s.Synonyms = append(s.Synonyms, w.Value)
		}
	}
	if d.made.form != noRule {
		s.Rule = d.made
	}
	if d.suppress != nil {
		s.Suppress = *d.suppress
	}
	return s
}

// where a name was written.
func (d *daySpec) where(name string) form.Spot {
	for _, w := range append([]form.Word{d.name, d.english}, d.synonyms...) {
		if w.Value == name && !w.Spot.IsZero() {
			return w.Spot
		}
	}
	return d.spot
}

var planForm = &form.Form[planSpec]{
	Name: zh.Text("year of holidays"), Doc: "What the State Council (国务院办公厅) announced for a year.",
	Fields: []form.Field[planSpec]{
		form.Self(func(p *planSpec) *form.Spot { return &p.spot }),
		form.Key("source", zh.Text("the notice it was taken from"), word, func(p *planSpec) *form.Word { return &p.source }),
		form.Key("off", zh.Text("the days off, by holiday, swapped ones included"), form.MapOf(spanKind), func(p *planSpec) *[]form.Entry[form.Located[Span]] { return &p.off }).Require(),
		form.Key("work", zh.Text("the Saturdays and Sundays that are worked (调休)"), form.ListOf(dateKind), func(p *planSpec) *[]form.Located[Date] { return &p.work }).Require(),
	},
}

// workdays takes the years of one file.
func (b *builder) workdays(years []form.Entry[planSpec]) {
	for _, e := range years {
		year, ok := yearOf(b.reader, e.Name, 2000, LastYear)
		if !ok {
			continue
		}
		if first, twice := b.years[year]; twice {
			b.reader.ReportAlso(e.Name.Spot, first, zh.Text("the holidays of %d are given twice", year), zh.Text("keep one"))
			continue
		}
		b.years[year] = e.Name.Spot
		if !e.Broken {
			checkYear(b.reader, year, &e.Value)
		}
	}
	b.addYears(years)
}

// checkYear finds slips of the pen: days of another year, days off that overlap,
// workdays that are none of the weekend.
func checkYear(r *form.Reader, year int, p *planSpec) {
	for i, o := range p.off {
		s := o.Value.Value
		if o.Broken {
			continue
		}
		if s.First.Year != year && s.Last.Year != year {
			r.Report(o.Value.Spot, zh.Text("%s is not in %d", s, year), say.Text{})
		}
		for _, before := range p.off[:i] {
			if t := before.Value.Value; !before.Broken && !s.Last.Before(t.First) && !t.Last.Before(s.First) {
				r.ReportAlso(o.Value.Spot, before.Value.Spot, zh.Text("%s and %s overlap", o.Name.Value, before.Name.Value), zh.Text("write them as one, like 中秋节、国庆节"))
			}
		}
	}
	for _, w := range p.work {
		off := slices.ContainsFunc(p.off, func(o form.Entry[form.Located[Span]]) bool { return !o.Broken && o.Value.Value.Contains(w.Value) })
		switch {
		case off:
			r.Report(w.Spot, zh.Text("%s is off already", w.Value), zh.Text("a day is either off or worked"))
		case w.Value.Year < year-1 || w.Value.Year > year+1 || w.Value.Year != year && w.Value.Month != 12 && w.Value.Month != 1:
			r.Report(w.Spot, zh.Text("%s is not in %d", w.Value, year), say.Text{})
		case !isWeekend(w.Value):
			r.Report(w.Spot, zh.Text("%s is a %s, which is worked anyway", w.Value, weekdayName(w.Value.Weekday())), zh.Text("work names the Saturdays and Sundays that are worked"))
		}
	}
}

// weekdayName is a weekday in the language of a message.
func weekdayName(d time.Weekday) say.Text {
	return say.Text{English: d.String(), Chinese: "周" + string([]rune("日一二三四五六")[d])}
}

func (c *contents) addYears(years []form.Entry[planSpec]) {
	for _, e := range years {
		year, err := strconv.Atoi(e.Name.Value)
		if err != nil || e.Broken {
			continue
		}
		p := &yearPlan{source: e.Value.source.Value}
		for _, o := range e.Value.off {
			p.off = append(p.off, offSpan{o.Name.Value, o.Value.Value})
		}
		for _, w := range e.Value.work {
			p.work = append(p.work, w.Value)
		}
		c.plans[year] = p
	}
}
