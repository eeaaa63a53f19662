package ask

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// randomTimes turns up to so many times at instants from 1 to 20.
func randomTimes(r *rand.Rand, most int) Times {
	t := constant(r.IntN(2) == 0)
	for i := Instant(1); i <= 20; i++ {
		if r.IntN(20) < most {
			t.turn(i)
		}
	}
	return t
}

func TestTimesTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		a, b := randomTimes(r, r.IntN(10)), randomTimes(r, r.IntN(10))
		and, or, not := a.And(b), a.or(b), a.not()
		for i := range Instant(22) {
			if and.At(i) != (a.At(i) && b.At(i)) || or.At(i) != (a.At(i) || b.At(i)) || not.At(i) == a.At(i) {
				assert.Fail(t, "wrong", "at %d: %v, %v", i, a, b)
				return
			}
		}
		for _, x := range []Times{and, or, not} {
			assert.True(t, slices.IsSorted(x.turns()) && len(slices.Compact(slices.Clone(x.turns()))) == len(x.turns()), "each turn is later than the one before")
			checkNextAndSince(t, x)
		}
	}
}

// checkNextAndSince looks for them step by step.
func checkNextAndSince(t *testing.T, x Times) {
	t.Helper()
	for i := range Instant(22) {
		want, found := i, false
		for ; want < 22; want++ {
			if found = x.At(want); found {
				break
			}
		}
		next, ok := x.Next(i)
		if ok != found || ok && next != want {
			assert.Fail(t, "Next is wrong", "at %d: %v", i, x)
		}
		if !x.At(i) {
			continue
		}
		start := i
		for start > 0 && x.At(start-1) {
			start--
		}
		if x.Since(i) != start {
			assert.Fail(t, "Since is wrong", "at %d: %v", i, x)
		}
	}
}

func TestTimesAtTheEnds(t *testing.T) {
	assert.Equal(t, never, from(Forever), "what begins in the end of all days never begins")
	assert.Equal(t, always, from(-Forever))
	assert.Equal(t, always, until(Forever))
	assert.True(t, never.Fixed() && always.Fixed())
	assert.Equal(t, Forever, Forever.Add(time.Hour))
	assert.Equal(t, At(1500), At(500).Add(time.Second))
	assert.Equal(t, time.Minute, (At(90_000) - At(30_000)).Duration())
	assert.Equal(t, At(7), InstantOf(time.UnixMilli(7).Add(999*time.Microsecond)), "cut to the millisecond")
	assert.Less(t, At(7), After(7))
	assert.Less(t, After(7), At(8))
	assert.Equal(t, int64(-8), After(-8).Millis())
}

// A comparison turns at the very instant: > right after it, >= at it, and so on,
// for every unit, upwards and downwards, however it is written.
func TestTurnsToTheInstant(t *testing.T) {
	const origin = int64(1_800_000_000_000)
	c := NewCompiler()
	for _, u := range units {
		for _, stem := range []Stem{Unpaid, ToClose} {
			word := u.prefix + stem.String()
			passes := At(origin + int64(15*u.millis))
			if stem.Remaining() {
				passes = At(origin - int64(15*u.millis))
			}
			for condition, wants := range map[string][3]bool{ // an instant before, at, and an instant after the clock shows 15
				word + " > 15":                    {false, false, true},
				word + " >= 15":                   {false, true, true},
				word + " < 15":                    {true, false, false},
				word + " <= 15":                   {true, true, false},
				"15 < " + word:                    {false, false, true},
				"not (" + word + " <= 15)":        {false, false, true},
				"30 - " + word + " < 15":          {false, false, true},
				"-2 * " + word + " <= -30":        {false, true, true},
				word + " / 3 > 5":                 {false, false, true},
				"(" + word + " + 0.3) * 10 > 153": {false, false, true},
				word + " * 0.1 >= 1.5":            {false, true, true},
			} {
				compiled, faults := c.Compile(condition, Scope{Kind: Order})
				assert.Empty(t, faults, condition)
				v := View{Has: ThingsOf(ThingOrder)}
				v.Clocks[stem] = Reading{Phase: Runs, Origin: origin, End: Forever}
				answer := compiled.Ask(&v)
				for i, want := range wants {
					if stem.Remaining() { // it comes from above
						i = 2 - i
					}
					assert.Equal(t, want, answer.At(passes+Instant(i-1)), "%s, %d", condition, i-1)
				}
			}
		}
	}
}

// A tenth of an hour is 360000 milliseconds, whatever is left over in
// arithmetic with fractions.
func TestFractionsOfAnHour(t *testing.T) {
	v := &View{Has: ThingsOf(ThingOrder)}
	v.Clocks[Unpaid] = Reading{Phase: Runs, Origin: 0, End: Forever}
	for condition, want := range map[string]Instant{
		"hours_unpaid > 0.1": After(360_000), "hours_unpaid >= 0.1": At(360_000), "hours_unpaid * 3 >= 0.3": At(360_000), "days_unpaid > 0.7": After(60_480_000),
	} {
		assert.Equal(t, from(want), ask(t, v, condition), condition)
	}
}

// In a segment a clock that stands still makes its comparison false, whatever
// the comparison; a rule is not asked then at all.
func TestAStoppedClockInASegment(t *testing.T) {
	c := NewCompiler()
	v := View{Has: ThingsOf(ThingOrder)}
	v.Clocks[Unpaid] = Reading{Phase: Runs, Origin: 0, End: At(20 * 60_000)}
	for condition, at := range map[string]map[int64]bool{
		"minutes_unpaid > 15":       {15: false, 16: true, 20: false, 30: false},
		"minutes_unpaid < 15":       {14: true, 15: false, 20: false},
		"not (minutes_unpaid < 15)": {14: false, 16: true, 20: true, 30: true},
	} {
		inSegment, faults := c.Compile(condition, Scope{Segment: true})
		assert.Empty(t, faults)
		for minute, want := range at {
			assert.Equal(t, want, inSegment.Ask(&v).At(At(minute*60_000)), "%s at %d", condition, minute)
		}
	}
	inRule, _ := c.Compile("minutes_unpaid > 15", Scope{Kind: Order})
	assert.True(t, inRule.Ask(&v).At(At(30*60_000)), "in a rule the end of the clock is the deadline, which is looked at elsewhere")
}
