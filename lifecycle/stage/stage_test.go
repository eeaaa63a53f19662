package stage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// boughtOn is the history of a customer who bought on these days.
func boughtOn(t testing.TB, days ...loyalty.Day) stage.History {
	t.Helper()
	h, err := stage.HistoryOf(loyalty.History{Customer: "c", Days: days}, days[len(days)-1])
	require.NoError(t, err)
	return h
}

// The life of a customer by the textbook's days: put in the cart, bought, came back,
// bought often, fell silent.
func TestOneLife(t *testing.T) {
	day := stageDay(2026, 1, 1)
	type moment struct {
		on    loyalty.Day
		does  func(h *stage.History)
		want  stage.Stage
		why   stage.Reason
		next  stage.Stage
		after loyalty.Day // 0: never
	}
	buy := func(d loyalty.Day) func(h *stage.History) {
		return func(h *stage.History) { _ = h.Add(d, 9900) }
	}
	nothing := func(*stage.History) {}
	var h stage.History
	for _, m := range []moment{
		{day, nothing, stage.Unknown, stage.NothingKnown, 0, 0},
		{day, func(h *stage.History) { h.Show(stage.Carted, day) }, stage.Interested, stage.RecentContact, stage.Unknown, day + 15},
		{day + 15, nothing, stage.Unknown, stage.InterestFaded, 0, 0},
		{day + 20, buy(day + 20), stage.New, stage.OnePurchase, stage.Lapsing, day + 20 + 91},
		{day + 20, buy(day + 20), stage.New, stage.OnePurchase, stage.Lapsing, day + 20 + 91}, // twice on one day is once
		{day + 90, buy(day + 90), stage.SecondPurchase, stage.CameBack, stage.Lapsing, day + 90 + 91},
		{day + 120, buy(day + 120), stage.Loyal, stage.ManyPurchases, stage.Lapsing, day + 120 + 91},
		{day + 120, func(h *stage.History) { h.Own, h.Category = 3, 12 }, stage.Active, stage.BuysOften, stage.Lapsing, day + 120 + 91},
		{day + 120, func(h *stage.History) { h.Own, h.Category = 3, 4 }, stage.Loyal, stage.BuysMostlyHere, stage.Lapsing, day + 120 + 91},
		{day + 120 + 90, nothing, stage.Loyal, stage.BuysMostlyHere, stage.Lapsing, day + 120 + 91},
		{day + 120 + 91, nothing, stage.Lapsing, stage.TooSilent, stage.Lost, day + 120 + 181},
		{day + 120 + 181, nothing, stage.Lost, stage.TooSilent, stage.Dead, day + 120 + 366},
		{day + 310, func(h *stage.History) { h.Write(day + 305); h.Write(day + 308); h.Write(day + 310) }, stage.Lost, stage.TooSilent, stage.Dead, day + 317},
		{day + 317, nothing, stage.Dead, stage.NothingAnswered, 0, 0},
		{day + 320, func(h *stage.History) { h.Show(stage.Asked, day+320) }, stage.Lost, stage.TooSilent, stage.Dead, day + 120 + 366},
		{day + 500, nothing, stage.Dead, stage.TooSilent, 0, 0},
		{day + 500, func(h *stage.History) { h.Show(stage.Carted, day+500) }, stage.Lost, stage.TooSilent, stage.Dead, day + 515},
		{day + 501, buy(day + 501), stage.SecondPurchase, stage.CameBack, stage.Lapsing, day + 501 + 161}, // not before their own mean gap, 160.3 days
		{day + 502, func(h *stage.History) { h.Closed = day + 502 }, stage.Dead, stage.AccountClosed, 0, 0},
	} {
		m.does(&h)
		why := stage.Policy{}.Explain(h, stageNoon(m.on))
		assert.Equal(t, m.want, why.Stage, "%s", m.on)
		assert.Equal(t, m.why, why.Reason, "%s", m.on)
		next, ok := stage.Policy{}.NextChange(h, stageNoon(m.on))
		assert.Equal(t, m.after != 0, ok, "%s: %+v", m.on, next)
		if ok {
			assert.Equal(t, m.next, next.To, "%s", m.on)
			assert.Equal(t, stageNoon(m.after).Add(-12*hour), next.At, "%s", m.on)
		}
	}
}

// A clock that is behind, a base that is empty, a policy with faults: unknown, and why.
func TestUnknownSaysWhy(t *testing.T) {
	day := stageDay(2026, 1, 1)
	h := boughtOn(t, day, day+10)
	for _, now := range []time.Time{{}, stageNoon(day - 1), stageNoon(day + 9)} {
		why := stage.Policy{}.Explain(h, now)
		assert.Equal(t, stage.Unknown, why.Stage)
		assert.Equal(t, stage.ClockBehind, why.Reason)
		assert.Equal(t, stage.Change{At: stageNoon(day + 10).Add(-12 * hour), To: stage.Active}, why.Next)
	}
	assert.Equal(t, stage.NothingKnown, stage.Policy{}.Explain(stage.History{}, stageNoon(day)).Reason)
	for _, p := range []stage.Policy{
		{Slack: -1},
		{Rung: stage.GapQuantiles},
		{Rung: stage.BuyProbability},
		{Rung: stage.BuyProbability, Horizon: 90, Model: btyd.Model{Family: btyd.BG, R: 1, Alpha: 40, A: 1, B: 2}},
		{Rung: 9},
		{Chances: stage.Chances{Lapsing: stage.Band{Enter: .5, Leave: .2}}},
	} {
		assert.Error(t, p.Validate())
		assert.Equal(t, stage.FaultyPolicy, p.Explain(h, stageNoon(day+10)).Reason)
		assert.Equal(t, stage.Unknown, p.Stage(h, stageNoon(day+10)))
		_, ok := p.NextChange(h, stageNoon(day+10))
		assert.False(t, ok)
		_, ok = p.NextAdvance(stage.Standing{}, h, stageNoon(day+10))
		assert.False(t, ok)
	}
}

// A refund that comes before its order, and one that takes the only order back.
func TestRefundsInAnyOrder(t *testing.T) {
	day := stageDay(2026, 1, 1)
	var h stage.History
	require.NoError(t, h.Remove(day, 100))
	assert.Equal(t, stage.Unknown, stage.Policy{}.Stage(h, stageNoon(day)))
	assert.False(t, stage.Policy{}.Explain(h, stageNoon(day)).Settled)
	require.NoError(t, h.Add(day, 100))
	assert.Equal(t, stage.History{}, h, "as if it had never been")
	require.NoError(t, h.Add(day, 100))
	assert.Equal(t, stage.New, stage.Policy{}.Stage(h, stageNoon(day)))
}

// The shop's day begins in the shop's zone: at 16:30 UTC the clocks of China say the
// next day.
func TestDaysBeginInTheShopsZone(t *testing.T) {
	day := stageDay(2026, 1, 1)
	h := boughtOn(t, day)
	evening := time.Date(2026, 1, 1, 16, 30, 0, 0, time.UTC).AddDate(0, 0, 90) // 2 April 00:30 in China
	assert.Equal(t, stage.Lapsing, stage.Policy{}.Stage(h, evening))
	assert.Equal(t, stage.New, stage.Policy{Zone: time.UTC}.Stage(h, evening))
}

// Who has just come out of lapsing does not go back because the shop's policy of the
// next night is a hair stricter, and the other way round.
func TestHysteresisAndDwell(t *testing.T) {
	day := stageDay(2026, 1, 1)
	h := boughtOn(t, day, day+30, day+60)
	strict := stage.Policy{Days: stage.Days{Lapsing: 40, NewLapsing: 40}}
	loose := stage.Policy{Days: stage.Days{Lapsing: 43, NewLapsing: 43}}
	s := strict.Advance(stage.Standing{}, h, stageNoon(day+60+42))
	require.Equal(t, stage.Standing{Stage: stage.Lapsing, Since: day + 60 + 41}, s)
	assert.Equal(t, stage.Loyal, loose.Stage(h, stageNoon(day+60+42)))
	assert.Equal(t, s, loose.Advance(s, h, stageNoon(day+60+42)), "42 days are not 10 % below 43")
	why := loose.ExplainStanding(s, h, stageNoon(day+60+42))
	require.NotNil(t, why.Held)
	assert.Equal(t, stage.Lapsing, why.Stage)
	assert.Equal(t, stage.Loyal, why.Held.Now)

	require.NoError(t, h.Add(day+103, 100))
	bought := loose.Advance(s, h, stageNoon(day+103))
	assert.Equal(t, stage.Standing{Stage: stage.Loyal, Since: day + 103}, bought, "a purchase counts at once")

	// Thresholds two days apart: a stage is kept for a week, and the one in between is
	// skipped.
	quick := stage.Policy{Days: stage.Days{Lapsing: 40, NewLapsing: 40, Lost: 60, NewLost: 42, Dead: 300}}
	once := boughtOn(t, day)
	var seen []stage.Standing
	for d := day; d < day+60; d++ {
		now := quick.Advance(stage.Standing{}, once, stageNoon(d))
		if len(seen) == 0 || seen[len(seen)-1] != now {
			seen = append(seen, now)
		}
	}
	assert.Equal(t, []stage.Standing{
		{Stage: stage.New, Since: day},
		{Stage: stage.Lapsing, Since: day + 41},
		{Stage: stage.Lost, Since: day + 48},
	}, seen)
}

// Lapsing at 90 and lost at 95 days, and a customer who was found lapsing at 80 by
// the stricter rules of yesterday: held as lapsing, with the threshold at which the
// lost are left already behind. They are lost on the day after the 95th.
func TestTheHeldAreLostInTime(t *testing.T) {
	day := stageDay(2026, 1, 1)
	h := boughtOn(t, day, day+30, day+60)
	p := stage.Policy{Days: stage.Days{NewLapsing: 90, NewLost: 95, Lapsing: 90, Lost: 95, Dead: 3000}}
	lapsing := stage.Standing{Stage: stage.Lapsing, Since: day + 60 + 80}
	lost := stage.Standing{Stage: stage.Lost, Since: day + 60 + 96}
	for silence := loyalty.Day(80); silence < 200; silence++ {
		now := stageNoon(day + 60 + silence)
		next, ok := p.NextAdvance(lapsing, h, now)
		assert.True(t, ok)
		if silence < 96 {
			assert.Equal(t, lapsing, p.Advance(lapsing, h, now), "after %d days", silence)
			assert.Equal(t, stage.Change{At: stageNoon(lost.Since).Add(-12 * hour), To: stage.Lost}, next, "after %d days", silence)
		} else {
			assert.Equal(t, lost, p.Advance(lapsing, h, now), "after %d days", silence)
		}
	}
}

// Every stage can be read back, and nothing else can.
func TestStageWords(t *testing.T) {
	for i := range stage.Stages {
		s := stage.Stage(i)
		text, err := s.MarshalText()
		require.NoError(t, err)
		for _, word := range []string{string(text), s.Chinese()} {
			var read stage.Stage
			require.NoError(t, read.UnmarshalText([]byte(word)))
			assert.Equal(t, s, read)
		}
	}
	_, err := stage.Parse("vip")
	assert.ErrorContains(t, err, `unknown stage "vip"`)
	_, err = stage.Stage(99).MarshalText()
	assert.Error(t, err)
}

// Every answer is a sentence in both languages, without a hole in it.
func TestEveryAnswerIsASentence(t *testing.T) {
	day := stageDay(2026, 1, 1)
	sentences := map[string]bool{}
	for _, p := range append(rungs(), stage.Policy{Rung: 9}) {
		for _, h := range []stage.History{{}, boughtOn(t, day), boughtOn(t, day, day+9, day+20)} {
			for _, days := range []loyalty.Day{-1, 0, 1, 50, 100, 200, 3000} {
				text := p.Explain(h, stageNoon(day+20+days)).Text()
				for _, s := range []string{text.English, text.Chinese} {
					assert.NotRegexp(t, `%!|NaN|Inf|\(\)|  `, s)
					sentences[s] = true
				}
				assert.True(t, strings.HasSuffix(text.English, "."), text.English)
				assert.True(t, strings.HasSuffix(text.Chinese, "。"), text.Chinese)
			}
		}
	}
	assert.Greater(t, len(sentences), 100)
}

// Neither the stage nor its next change allocates, on any rung.
func TestStagesDoNotAllocate(t *testing.T) {
	day := stageDay(2026, 1, 1)
	h := boughtOn(t, day, day+9, day+20)
	h.Own, h.Category = 3, 4
	now := stageNoon(day + 40)
	for _, p := range rungs() {
		assert.Zero(t, testing.AllocsPerRun(10, func() {
			p.Stage(h, now)
			p.NextChange(h, now)
			p.Advance(stage.Standing{}, h, now)
			p.NextAdvance(stage.Standing{}, h, now)
		}), p.Rung)
	}
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		var h stage.History
		_ = h.Add(day, 100)
		h.Show(stage.Asked, day)
		h.Write(day)
		h.Answer(day)
	}))
}

// Lapsing is entered below a probability of .30 and left at .40: between the two it
// is what it was.
func TestTheBandOfTheLapsing(t *testing.T) {
	p := rungs()[4]
	day := stageDay(2026, 1, 1)
	h := boughtOn(t, day, day+4)
	kept, left := 0, 0
	for silence := loyalty.Day(20); silence < 120; silence++ {
		now := stageNoon(day + 4 + silence)
		buys := p.Explain(h, now).Buys.Value
		assert.InDelta(t, p.Model.PBuy(btyd.Customer{X: 1, Tx: 4, T: 4 + float64(silence)}, 90), buys, 1e-12)
		s := p.Advance(stage.Standing{Stage: stage.Lapsing, Since: day + 4 + 10}, h, now)
		switch {
		case buys < .3:
			assert.Equal(t, stage.Lapsing, p.Stage(h, now))
			assert.Equal(t, stage.Lapsing, s.Stage)
		case buys < .4:
			kept++
			assert.Equal(t, stage.SecondPurchase, p.Stage(h, now))
		default:
			left++
			assert.Equal(t, stage.SecondPurchase, s.Stage)
		}
		young := p.Advance(stage.Standing{Stage: stage.Lapsing, Since: day + 4 + silence}, h, now)
		assert.Equal(t, stage.Lapsing, young.Stage, "too young to change")
		if buys >= .3 && buys < .4 {
			old := p.Advance(stage.Standing{Stage: stage.Lapsing, Since: day + 4 + silence}, h, now.AddDate(0, 0, 30))
			assert.Equal(t, stage.Standing{Stage: stage.Lapsing, Since: day + 4 + silence}, old, "not left again below .40")
		}
	}
	assert.Positive(t, kept)
	assert.Positive(t, left)
}

// On the rung of the model somebody is dead on the first day on which the probability
// of being there is below .02, and not within three times their own mean gap.
func TestTheDeadByModel(t *testing.T) {
	day := stageDay(2026, 1, 1)
	for _, p := range rungs()[4:6] {
		p.Days.Dead = 36000
		for _, gap := range []loyalty.Day{3, 20, 200} {
			h := boughtOn(t, day, day+gap, day+2*gap, day+3*gap)
			dead := p.Explain(h, stageNoon(day+3*gap)).Dead
			require.True(t, dead.OK)
			alive := func(silence float64) float64 {
				return p.Model.PAlive(btyd.Customer{X: 3, Tx: float64(3 * gap), T: float64(3*gap) + silence})
			}
			assert.Less(t, alive(dead.Value), .02)
			if dead.Value > float64(3*gap)+1 {
				assert.GreaterOrEqual(t, alive(dead.Value-1), .02, "not a day later")
			}
			assert.Greater(t, dead.Value, float64(3*gap))
		}
	}
}

// Where summer time begins at midnight, the day begins at one; where it ends, a day
// has 25 hours. A change is at the first instant of its day all the same.
func TestDaysWithoutAMidnight(t *testing.T) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Skip("this machine has no time zones")
	}
	p := stage.Policy{Zone: zone, Days: stage.Days{NewLapsing: 9, NewLost: 10, Lost: 11, Lapsing: 9, Dead: 12}}
	for _, start := range []loyalty.Day{stageDay(2018, 10, 25), stageDay(2018, 2, 7)} { // clocks change on 4 November and 18 February
		h := boughtOn(t, start)
		now := time.Date(2018, start.Time().Month(), start.Time().Day(), 12, 0, 0, 0, zone)
		for _, want := range []stage.Stage{stage.Lapsing, stage.Lost, stage.Dead} {
			change, ok := p.NextChange(h, now)
			require.True(t, ok)
			assert.Equal(t, want, change.To)
			assert.Equal(t, want, p.Stage(h, change.At))
			for before := time.Nanosecond; before < 30*time.Minute; before *= 10 {
				assert.NotEqual(t, want, p.Stage(h, change.At.Add(-before)))
			}
			now = change.At
		}
	}
}

// All changes at once are what one after the other are, and no more than there is room
// for.
func TestAllChangesAreTheNextOnesInTurn(t *testing.T) {
	t.Parallel()
	h := stage.History{}
	for _, day := range []loyalty.Day{20000, 20010, 20025} {
		require.NoError(t, h.Add(day, 0))
	}
	h.Show(stage.Carted, 20030)
	for _, p := range []stage.Policy{{}, {Rung: stage.GapQuantiles, Gaps: loyalty.GapModel{K: 2, A: 3, B: 80}}} {
		var want []stage.Change
		now := loyalty.Day(20030).Time()
		for next, ok := p.NextChange(h, now); ok; next, ok = p.NextChange(h, next.At) {
			want = append(want, next)
		}
		require.Len(t, want, 3)
		for _, room := range []int{stage.Stages, 2} {
			stage, changes := p.Course(make([]stage.Change, 0, room), h, now)
			require.Equal(t, p.Stage(h, now), stage)
			require.Equal(t, want[:min(room, len(want))], changes)
		}
	}
}
