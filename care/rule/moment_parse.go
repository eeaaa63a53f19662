package rule

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// The bounds of a moment.
const (
	longestLead   = 180     // days
	defaultMinute = 10 * 60 // 10:00
)

// A momentFault is what is wrong with a moment, and the way out.
type momentFault struct {
	message, hint say.Text
	part          string // of the moment, which is wrong; empty: all of it
}

func (f *momentFault) says() say.Text  { return zh.Text("%s; %s", f.message, f.hint) }
func (f *momentFault) Error() string   { return f.says().English }
func (f *momentFault) Chinese() string { return f.says().Chinese }

func badMoment(hint, message say.Text) error { return &momentFault{message: message, hint: hint} }

var (
	leadPattern = regexp.MustCompile(`^(.*\S)\s*([-+−–])\s*([0-9]+)\s*([dw])$`)
	atPattern   = regexp.MustCompile(`^(?:(.*\S)\s+)?at\s+(\S+)$`)
	datePattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$`)
	wholeHour   = regexp.MustCompile(`^([01]?[0-9]|2[0-3])(?:点整?)?$`)
	hourPattern = regexp.MustCompile(`^([0-9]{1,2})[:：]([0-9]{2})$`)
)

var dayWords = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseMoment reads a moment in a shop's zone; nil: Asia/Shanghai. Special days are those
// of the calendar. Every error says how to fix the text.
func ParseMoment(text string, days calendar.Calendar, zone *time.Location) (*Moment, error) {
	if zone == nil {
		zone = tiexin.Shanghai()
	}
	return (&almanac{days: days}).parse(text, zone)
}

// An almanac reckons the days of each special day once, for any number of moments.
type almanac struct {
	days     calendar.Calendar
	reckoned map[string]*reckoned // by the key of the special day
}

// A reckoned special day is known by its main days.
type reckoned struct {
	main []calendar.Date
	ends int // the last year that is announced; 0: no year is the last
}

func (a *almanac) parse(text string, zone *time.Location) (*Moment, error) {
	m := &Moment{minute: defaultMinute, zone: zone}
	rest := strings.Join(strings.Fields(text), " ")
	if found := atPattern.FindStringSubmatch(rest); found != nil {
		minute, err := minuteOf(found[2])
		if err != nil {
			return nil, err
		}
		rest, m.minute = found[1], minute
	}
	if found := leadPattern.FindStringSubmatch(rest); found != nil {
		lead, err := leadOf(found[2], found[3], found[4])
		if err != nil {
			return nil, err
		}
		rest, m.lead = found[1], lead
	}
	if err := m.read(rest, a); err != nil {
		return nil, err
	}
	if m.lead != 0 && (m.form <= everyMonth || m.form == onceOnDate || m.form == onChildMonth) {
		return nil, badMoment(zh.Text("write the day itself"), zh.Text("%q has no days before it", rest))
	}
	return m, nil
}

// minuteOf is the minute of the day that "20:00" names.
func minuteOf(text string) (int, error) {
	found := hourPattern.FindStringSubmatch(text)
	if found == nil {
		hint := zh.Text("write it as 09:30")
		if hour := wholeHour.FindStringSubmatch(text); hour != nil {
			h, _ := strconv.Atoi(hour[1])
			hint = zh.Text("write %s", fmt.Sprintf("%02d:00", h))
		}
		return 0, &momentFault{zh.Text("%q is not a time of day", text), hint, text}
	}
	h, _ := strconv.Atoi(found[1])
	min, _ := strconv.Atoi(found[2])
	if h > 23 || min > 59 {
		return 0, &momentFault{zh.Text("%s is outside the day", text), zh.Text("the hours of a day are 00:00 to 23:59"), text}
	}
	return 60*h + min, nil
}

// leadOf is how many days before "- 7d" is.
func leadOf(sign, number, unit string) (int, error) {
	n, err := strconv.Atoi(number)
	if unit == "w" && err == nil && n <= longestLead {
		n *= 7
	}
	if err != nil || n > longestLead {
		return 0, badMoment(zh.Text("write at most %dd", longestLead), zh.Text("%s%s is too far from the day", number, unit))
	}
	if sign == "+" {
		n = -n
	}
	return n, nil
}

// read reads the day of a moment, without days before it and its hour.
func (m *Moment) read(text string, a *almanac) error {
	words := strings.Fields(strings.ToLower(text))
	m.word = strings.Join(words, " ")
	switch {
	case len(words) == 0:
		return badMoment(zh.Text("write it as every day at 10:00, or birthday at 10:00"), zh.Text("the day is missing"))
	case words[0] == "every":
		return m.readEvery(words[1:])
	case m.word == "birthday":
		m.form = onBirthday
	case m.word == "birthday month":
		m.form = onBirthdayMonth
	case m.word == "child birthday":
		m.form = onChildBirthday
	case m.word == "child month":
		m.form = onChildMonth
	case words[0] == "date":
		m.form, m.note = onNote, strings.TrimSpace(text[len("date"):])
		if m.word = "date " + m.note; m.note == "" {
			return badMoment(zh.Text("write it as date wedding"), zh.Text("the name of the customer's date is missing"))
		}
	case datePattern.MatchString(m.word):
		return m.readDate(m.word)
	default:
		return m.readSpecial(text, a)
	}
	return nil
}

// readEvery reads what comes again by itself.
func (m *Moment) readEvery(words []string) error {
	hint := zh.Text("write every day, every week on mon, or every month on 1")
	if written := asWritten(strings.Join(append([]string{"every"}, words...), " ")); written != "" {
		hint = zh.Text("write %s", written)
	}
	switch {
	case slices.Equal(words, []string{"day"}):
		m.form = everyDay
	case len(words) == 3 && words[0] == "week" && words[1] == "on":
		n := slices.IndexFunc(dayWords, func(d string) bool {
			return strings.HasPrefix(words[2], d) && strings.HasPrefix(fullWeekday(d), words[2])
		})
		if n < 0 {
			return badMoment(zh.Text("the days are mon, tue, wed, thu, fri, sat and sun"), zh.Text("%q is not a day of the week", words[2]))
		}
		m.form, m.weekday = everyWeek, time.Weekday(n)
		m.word = "every week on " + dayWords[n]
	case len(words) == 3 && words[0] == "month" && words[1] == "on":
		n, err := strconv.Atoi(words[2])
		if err != nil || n < 1 || n > 31 {
			return badMoment(zh.Text("write a day from 1 to 31; where a month is shorter it is the last"), zh.Text("no month has a day %s", words[2]))
		}
		m.form, m.day = everyMonth, n
		m.word = fmt.Sprintf("every month on %d", n)
	default:
		return badMoment(hint, zh.Text("%q is not a moment", strings.Join(append([]string{"every"}, words...), " ")))
	}
	return nil
}

func fullWeekday(short string) string {
	return strings.ToLower(time.Weekday(slices.Index(dayWords, short)).String())
}

// readDate reads a day that comes once.
func (m *Moment) readDate(text string) error {
	d, err := calendar.ParseDate(text)
	if err != nil {
		return badMoment(zh.Text("write a day that the calendar has, such as 2026-12-12"), zh.Text("%s is not in the calendar", text))
	}
	if d.Year < calendar.FirstYear || d.Year > calendar.LastYear {
		return badMoment(zh.Text("the years are %d to %d", calendar.FirstYear, calendar.LastYear), zh.Text("%s is too far away", text))
	}
	m.form, m.word, m.times = onceOnDate, d.String(), []int64{m.on(d)}
	return nil
}

// firstReckoned is the first year of which special days are reckoned: nothing that an
// engine remembers is older.
const firstReckoned = 2000

// readSpecial reads a special day by one of its names.
func (m *Moment) readSpecial(name string, a *almanac) error {
	day, err := a.days.Find(name)
	var unknown *calendar.UnknownError
	switch {
	case errors.As(err, &unknown):
		hint := say.Text{English: unknown.Hint, Chinese: unknown.HintChinese}
		if written := asWritten(strings.ToLower(name)); written != "" {
			hint = zh.Text("write %s", written)
		}
		if hint.Empty() {
			hint = source.Suggest(name, []string{"birthday", "birthday month", "every day", "child birthday", "child month"})
		}
		if hint.Empty() {
			hint = zh.Text("see `care words moments`, or add a day of the shop's own under calendar.days")
		}
		return badMoment(hint, zh.Text("unknown special day %q", name))
	case err != nil:
		return badMoment(zh.Text("add it under calendar.days"), say.Of(err))
	}
	m.form, m.word, m.special, m.times = onSpecialDay, day.Key, day, []int64{}
	known := a.reckon(day)
	m.ends = known.ends
	for _, d := range known.main {
		m.times = append(m.times, m.on(d.AddDays(-m.lead)))
	}
	slices.Sort(m.times)
	if len(m.times) == 0 {
		return badMoment(zh.Text("add it under calendar.days, such as %s: {table: {%d: %d-01-10}}", day.Key, exampleYear, exampleYear),
			zh.Text("the days of %s are unknown: they are announced each year, and none is given, not even for %d", say.Text{English: day.String(), Chinese: day.Name}, exampleYear))
	}
	return nil
}

// reckon is a special day with all of its days that are known.
func (a *almanac) reckon(day calendar.SpecialDay) *reckoned {
	if r := a.reckoned[day.Key]; r != nil {
		return r
	}
	r := &reckoned{}
	var missing *calendar.MissingYearError
	for year := firstReckoned; year <= calendar.LastYear; year++ {
		spans, err := day.In(year)
		if errors.As(err, &missing) {
			continue
		}
		for _, s := range spans {
			r.main = append(r.main, s.Main)
		}
	}
	if missing != nil && len(missing.Known) > 0 {
		r.ends = missing.Known[len(missing.Known)-1]
	}
	if a.reckoned == nil {
		a.reckoned = map[string]*reckoned{}
	}
	a.reckoned[day.Key] = r
	return r
}

// exampleYear is the year of examples.
const exampleYear = 2027
