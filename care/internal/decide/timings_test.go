package decide

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// timedRules makes up flows that begin with a few moments, some of them spread.
func timedRules(t *testing.T, r *rand.Rand) *Rules {
	t.Helper()
	own := []string{"birthday at 10:00", "birthday - 3d at 09:30", "七夕 at 10:00", "every week on mon at 10:00", "every day at 08:00", "date wedding at 10:00", "2027-03-01 at 10:00"}
	ofChild := []string{"child birthday at 10:00", "child birthday - 7d at 10:00", "七夕 at 10:00"}
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nflows:\n")
	for i := range 1 + r.IntN(12) {
		about, moments := "customer", own
		if r.IntN(3) == 0 {
			about, moments = "child", ofChild
		}
		fmt.Fprintf(&b, "  f%d:\n    title: 流程\n    about: %s\n    choose: all\n    purpose: care\n    via: [wangwang]\n", i, about)
		if r.IntN(2) == 0 {
			fmt.Fprintf(&b, "    spread: %dh\n", 1+r.IntN(8))
		}
		b.WriteString("    rules:\n")
		for k := range 1 + r.IntN(4) {
			one, another := r.IntN(len(moments)), r.IntN(len(moments))
			when := "[" + moments[one] + ", " + moments[another] + "]"
			if one == another {
				when = moments[one]
			}
			fmt.Fprintf(&b, "      - {name: r%d, when: %s, send: say}\n", k, when)
		}
	}
	b.WriteString("texts:\n  say: 您好\n")
	set, problems := rule.Load(rule.File{Name: "rules.yaml", Data: []byte(b.String())})
	require.NoError(t, problems.Err(), b.String())
	return NewRules(set)
}

// Moments are looked up once for all rules that they come to alike. What comes to whom, in
// which order, and what comes next, is what each rule by itself would find.
func TestTimings_一起查的时刻_和一条一条查的一样(t *testing.T) {
	begins := time.Date(2026, 1, 1, 0, 0, 0, 0, tiexin.Shanghai()).UnixMilli()
	hour := time.Hour.Milliseconds()
	came, next := 0, 0
	room := new(Room) // one for all: nothing of one customer or rule set may stay in it
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 3))
		rules := timedRules(t, r)
		known := Known{Moments: make([]int64, len(rules.timed))}
		for i := range known.Moments {
			known.Moments[i] = begins + r.Int64N(60*24)*hour
		}
		known.Soonest = rules.Soonest(known.Moments)
		for customer := range 10 {
			mem, err := remember.Decode(nil)
			require.NoError(t, err)
			thing := tiexin.Customer{ID: fmt.Sprint("c", customer)}
			if r.IntN(3) > 0 {
				thing.Birthday = tiexin.Date{Year: 1990, Month: 1 + r.IntN(12), Day: 1 + r.IntN(28), Lunar: r.IntN(3) == 0}
			}
			if r.IntN(3) == 0 {
				thing.Dates = []tiexin.Dated{{Name: "wedding", Date: tiexin.Date{Year: 2015, Month: 1 + r.IntN(12), Day: 5}}}
			}
			e := tiexin.Event{ID: "e", Type: tiexin.EventCustomerUpdated, At: time.UnixMilli(begins), Customer: thing}
			if r.IntN(2) == 0 {
				e.Customer.Children = []tiexin.Child{{ID: "a", Born: tiexin.Date{Year: 2024, Month: 1 + r.IntN(12), Day: 3}}}
			}
			e.Normalise()
			mem.Hear(&e, "")
			mem.Now = begins
			now := begins
			for range 30 {
				mem.Moments = now
				now += r.Int64N(10*24*60) * hour / 60
				s := new(Step)
				s.Begin(rules, "", thing.ID, 0, mem, Means{}, room)
				if r.IntN(4) > 0 {
					s.Known = known
				}
				want, soonest := oneByOne(s, ask.At(now))
				got := s.comings(ask.At(now))
				require.Len(t, got, len(want), "seed %d", seed)
				for i := range got {
					require.Equal(t, want[i], got[i], "seed %d", seed)
				}
				require.Equal(t, soonest, s.nextMoment(), "seed %d", seed)
				came += len(got)
				if soonest < ask.Forever {
					next++
				}
			}
		}
	}
	assert.Greater(t, came, 10_000)
	assert.Greater(t, next, 10_000)
}

// oneByOne is what comings and nextMoment find, looked up rule by rule.
func oneByOne(s *Step, now ask.Instant) (all []coming, next ask.Instant) {
	next = ask.Forever
	from, to := s.mem.MomentsTo(), reached(now)
	s.people(func(about *remember.Subject, life *rule.Life) {
		for i := range s.rules.timed {
			t := &s.rules.timed[i]
			if t.rule.Flow.About != about.Kind {
				continue
			}
			offset := s.place(t.rule.Flow)
			last, _ := t.moment.Around(life, to-offset)
			if to > from && last != rule.NoTimeBefore && last+offset > from && last > s.known(t) {
				all = append(all, coming{t, about, last, last + offset})
			}
			if _, comes := t.moment.Around(life, max(from-offset, s.known(t))); comes != rule.NoTimeAfter {
				next = min(next, ask.After(comes+offset))
			}
		}
	})
	slices.SortStableFunc(all, func(a, b coming) int { return cmp.Compare(a.place, b.place) })
	return all, next
}
