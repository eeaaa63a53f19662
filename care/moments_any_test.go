package care

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// Two years of a shop with rules of every kind of moment, among restarts, new rules and
// events, against a reckoning of its own: it walks through the days one by one.

// A feast is a rule of one moment, and how the reckoning knows its days.
type feast struct {
	name, when string
	hour       int
	on         func(p *reveller, d calendar.Date) bool
	once       bool
}

// A reveller is a customer of whom the reckoning knows everything.
type reveller struct {
	id       string
	since    time.Time
	birthday tiexin.Date
	wedding  tiexin.Date
	learnt   time.Time // when the shop heard of the days
}

// isBirthday knows by itself when people celebrate: by day and month, on 28 February
// where the 29th is missing; of the Chinese calendar through the day's own lunar date.
func isBirthday(b tiexin.Date, d calendar.Date) bool {
	switch {
	case b.Month == 0 || b.Year != 0 && !b.Lunar && d.Year <= b.Year:
		return false
	case !b.Lunar && b.Month == 2 && b.Day == 29:
		next := d.AddDays(1)
		return d.Month == 2 && (d.Day == 29 || d.Day == 28 && next.Month == 3)
	case !b.Lunar:
		return d.Month == b.Month && d.Day == b.Day
	}
	l, err := d.Lunar()
	if err != nil || l.Month != b.Month {
		return false
	}
	if leap, _ := calendar.LunarYear(l.Year).LeapMonth(); l.Leap != (b.Leap && leap == b.Month) {
		return false
	}
	days, _ := calendar.LunarYear(l.Year).MonthDays(l.Month, l.Leap)
	return l.Day == min(b.Day, days)
}

func feasts(r *rand.Rand) []feast {
	lead, weekday, day := r.IntN(9), time.Weekday(r.IntN(7)), 1+r.IntN(31)
	ahead := ""
	if lead > 0 {
		ahead = fmt.Sprintf(" - %dd", lead)
	}
	once := calendar.YMD(2027, 1+r.IntN(12), 1+r.IntN(28))
	all := []feast{
		{name: "daily", when: "every day", on: func(*reveller, calendar.Date) bool { return true }},
		{name: "weekly", when: "every week on " + strings.ToLower(weekday.String()[:3]), on: func(_ *reveller, d calendar.Date) bool { return d.Weekday() == weekday }},
		{name: "monthly", when: fmt.Sprintf("every month on %d", day), on: func(_ *reveller, d calendar.Date) bool {
			last := d.AddDays(1).Day == 1
			return d.Day == day || last && d.Day < day
		}},
		{name: "birthday", when: "birthday" + ahead, on: func(p *reveller, d calendar.Date) bool { return isBirthday(p.birthday, d.AddDays(lead)) }},
		{name: "month", when: "birthday month", on: func(p *reveller, d calendar.Date) bool {
			for n := range 31 {
				if e := d.AddDays(n); d.Day == 1 && e.Month == d.Month && isBirthday(p.birthday, e) {
					return true
				}
			}
			return false
		}},
		{name: "wedding", when: "date wedding" + ahead, on: func(p *reveller, d calendar.Date) bool { return isBirthday(p.wedding, d.AddDays(lead)) }},
		{name: "qixi", when: "七夕" + ahead, on: func(_ *reveller, d calendar.Date) bool {
			l, err := d.AddDays(lead).Lunar()
			return err == nil && l.Month == 7 && l.Day == 7 && !l.Leap
		}},
		{name: "double11", when: "double11" + ahead, on: func(_ *reveller, d calendar.Date) bool {
			e := d.AddDays(lead)
			return e.Month == 11 && e.Day == 11
		}},
		{name: "single", when: once.String(), on: func(_ *reveller, d calendar.Date) bool { return d == once }, once: true},
	}
	for i := range all {
		all[i].hour = 6 + r.IntN(16)
		all[i].when += fmt.Sprintf(" at %02d:00", all[i].hour)
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:2+r.IntN(len(all)-2)]
}

func fileOf(all []feast, spread string) string {
	var b strings.Builder
	b.WriteString("limits: {quiet: {open: {hours: \"04:00-04:01\"}}, caps: {many: {at_most: 100, per: day}}}\nflows:\n")
	for _, f := range all {
		fmt.Fprintf(&b, "  %s: {title: 日子, about: customer, purpose: notice, spread: %s, via: [wangwang], rules: [{name: r, when: %s, send: hello}]}\n", f.name, spread, f.when)
	}
	b.WriteString("texts: {hello: 您好}\n")
	return b.String()
}

func TestE3_任何时刻_两年里一次不漏一次不重(t *testing.T) {
	for seed := range stories(25) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { twoYears(t, uint64(seed)) })
	}
}

func twoYears(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 42))
	zone := tiexin.Shanghai()
	all, spread := feasts(r), []string{"0s", "0s", "90m", "5h"}[r.IntN(4)]
	span, _ := time.ParseDuration(spread)
	file := fileOf(all, spread)
	start := time.Date(2026, 11, 20, 3, 17, 0, 0, zone)
	end := start.AddDate(2, 0, 0)
	s := opens(t, file)
	s.now.Store(start.UnixMilli())
	s.restart(file)

	var people []*reveller
	for i := range 6 {
		p := &reveller{id: fmt.Sprintf("p%d", i), since: start.Add(time.Duration(r.IntN(200*24)) * time.Hour)}
		p.learnt = p.since.Add(time.Duration(r.IntN(200*24)) * time.Hour * time.Duration(r.IntN(2)))
		p.birthday = []tiexin.Date{{Month: 2, Day: 29}, {Year: 1990, Month: 1 + r.IntN(12), Day: 1 + r.IntN(28)}, {Month: 1 + r.IntN(12), Day: 1 + r.IntN(30), Lunar: true}, {}}[r.IntN(4)]
		p.wedding = []tiexin.Date{{Month: 1 + r.IntN(12), Day: 1 + r.IntN(28)}, {Month: 1 + r.IntN(12), Day: 30, Lunar: true}, {}}[r.IntN(3)]
		people = append(people, p)
	}
	expected, got := map[string]int{}, map[string]int{}
	loaded := start // since when the rules are known
	note := func(out []Outcome) {
		for i := range out {
			if o := &out[i]; o.Goes() {
				got[fmt.Sprintf("%s %s %s", o.Customer, o.Flow, o.At.Format(time.DateTime))]++
			}
		}
	}
	tell := func(p *reveller, at time.Time, n int) {
		e := tiexin.Event{ID: fmt.Sprintf("%s-%d", p.id, n), Type: tiexin.EventCustomerUpdated, At: at, Customer: tiexin.Customer{ID: p.id, Wangwang: p.id}}
		if !at.Before(p.learnt) {
			e.Customer.Birthday, e.Customer.Dates = p.birthday, []tiexin.Dated{}
			if p.wedding.Month != 0 {
				e.Customer.Dates = []tiexin.Dated{{Name: "wedding", Date: p.wedding}}
			}
		}
		s.now.Store(at.UnixMilli())
		out, err := s.engine.Handle(context.Background(), e)
		require.NoError(t, err)
		note(out)
	}
	type happening struct {
		at time.Time
		do func()
	}
	var happenings []happening
	for _, p := range people {
		happenings = append(happenings, happening{p.since, func() { tell(p, p.since, 0) }}, happening{p.learnt, func() { tell(p, p.learnt, 1) }})
		for n := range r.IntN(30) {
			if at := p.since.Add(time.Duration(r.IntN(600*24*60)) * time.Minute); at.Before(end) {
				happenings = append(happenings, happening{at, func() { tell(p, at, n+2) }})
			}
		}
	}
	for range 8 {
		happenings = append(happenings, happening{start.Add(time.Duration(r.IntN(700*24*60)) * time.Minute), func() { s.restart(file) }})
		other := file + fmt.Sprintf("segments: {s%d: {if: has_tag('x')}}\n", r.IntN(1000)) // other rules with the same moments
		happenings = append(happenings, happening{start.Add(time.Duration(r.IntN(700*24*60)) * time.Minute), func() { require.NoError(t, s.engine.Swap(rulesFrom(t, other))) }})
	}
	slices.SortStableFunc(happenings, func(a, b happening) int { return a.at.Compare(b.at) })

	for d := calendar.DateOf(start, zone); d.Before(calendar.DateOf(end, zone)); d = d.AddDays(1) {
		for _, f := range all {
			for _, p := range people {
				moment := time.Date(d.Year, time.Month(d.Month), d.Day, f.hour, 0, 0, 0, zone)
				at := moment.Add(decide.PlaceWithin(span, f.name, "", p.id))
				knows := p.since
				if f.name == "birthday" || f.name == "month" || f.name == "wedding" {
					knows = p.learnt
				}
				if f.on(p, d) && moment.After(loaded) && !at.Before(knows) && at.Before(end) {
					expected[fmt.Sprintf("%s %s %s", p.id, f.name, at.Format(time.DateTime))]++
				}
			}
		}
	}
	// Every place that anybody may have, and every happening, in their order.
	for now := start; now.Before(end); {
		next := end
		if len(happenings) > 0 {
			next = happenings[0].at
		}
		for {
			_, due, err := s.nextDue()
			require.NoError(t, err)
			if due == 0 || due >= next.UnixMilli() {
				break
			}
			s.now.Store(max(due, s.now.Load()))
			out, err := s.engine.Advance(context.Background(), s.clock())
			require.NoError(t, err)
			note(out)
			s.delivers()
		}
		now = next
		s.now.Store(now.UnixMilli())
		if len(happenings) > 0 {
			happenings[0].do()
			happenings = happenings[1:]
			s.delivers()
			out, err := s.engine.Advance(context.Background(), s.clock())
			require.NoError(t, err)
			note(out)
		}
	}
	require.NotEmpty(t, expected)
	if !assert.Equal(t, expected, got) {
		t.Logf("seed %d\n%s", seed, file)
	}
}

// nextDue is the first wake-up of all partitions.
func (s *shop) nextDue() (records []Record, next int64, err error) {
	shards, err := s.engine.open(context.Background())
	for _, shard := range shards {
		_, at, err := shard.lease.Due(context.Background(), -1<<62, 0)
		if err != nil {
			return nil, 0, err
		}
		if at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	return nil, next, err
}
