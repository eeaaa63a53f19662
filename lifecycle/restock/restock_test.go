package restock_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/loyalty"
)

// used is a usage of one piece on each of these days.
func used(t testing.TB, pieces int, days ...loyalty.Day) restock.Usage {
	t.Helper()
	var u restock.Usage
	for _, d := range days {
		require.NoError(t, u.Buy(d, pieces))
	}
	return u
}

// A pack of diapers lasts ten days; who buys three is reminded seven days before the
// thirtieth.
func TestRestockByUsagePeriod(t *testing.T) {
	day := dayOf(2026, 1, 1)
	due := restock.Policy{}.Due(used(t, 3, day), restock.Rhythm{}, 10, noon(day))
	assert.Equal(t, restock.ByUsagePeriod, due.Source)
	assert.Equal(t, day+23, due.Remind)
	assert.Equal(t, day+30, due.Wanted)
	assert.Equal(t, restock.Stocked, due.Phase)
	assert.Equal(t, restock.Change{At: noon(day + 23).Add(-12 * time.Hour), To: restock.Remind}, due.Next)
	assert.Contains(t, due.Flags, loyalty.Textbook)

	ten := restock.Policy{Lead: 10}.Due(used(t, 3, day), restock.Rhythm{}, 10, noon(day))
	assert.Equal(t, day+22, ten.Remind, "the 25 % quantile comes later than ten days before")
	none := restock.Policy{Lead: -1}.Due(used(t, 3, day), restock.Rhythm{}, 10, noon(day))
	assert.Equal(t, day+30, none.Remind)

	// What was left is used first: three packs, and three more after ten days.
	more := restock.Policy{}.Due(used(t, 3, day, day+10), restock.Rhythm{}, 10, noon(day+10))
	assert.Equal(t, day+60, more.Wanted)
	assert.Equal(t, 50.0, more.ByUse.Value)
}

// With three gaps of their own the customer's rhythm wins; with fewer, the usage
// period sets the middle.
func TestOwnRhythmWinsWithEnoughGaps(t *testing.T) {
	day := dayOf(2026, 1, 1)
	rhythm := restock.Rhythm{Model: loyalty.GapModel{K: 4, A: 3, B: 40}, PerUnit: true, Source: restock.CategoryRhythm}
	few := restock.Policy{}.Due(used(t, 1, day, day+40, day+80), rhythm, 60, noon(day+80))
	assert.Equal(t, restock.ByUsagePeriod, few.Source)
	enough := restock.Policy{}.Due(used(t, 1, day, day+40, day+80, day+120), rhythm, 60, noon(day+120))
	assert.Equal(t, restock.ByOwnRhythm, enough.Source)
	assert.Equal(t, 3, enough.ByRhythm.Base)
	assert.InDelta(t, 40, float64(enough.Wanted-day-120), 8)
	unknown := restock.Policy{}.Due(used(t, 1, day), rhythm, 0, noon(day))
	assert.Equal(t, restock.ByShopRhythm, unknown.Source)
	q25, _ := rhythm.Model.Quantile(loyalty.GapState{}, .25)
	q95, _ := rhythm.Model.Quantile(loyalty.GapState{}, .95)
	assert.InDelta(t, q95, float64(unknown.HandOver-day), 1)
	assert.GreaterOrEqual(t, float64(unknown.Remind-day), q25)

	// Twice the pieces last twice as long.
	one := restock.Policy{}.Due(used(t, 1, day, day+30, day+60, day+90), rhythm, 0, noon(day+90))
	two := restock.Policy{}.Due(used(t, 2, day, day+60, day+120, day+180), rhythm, 0, noon(day+180))
	assert.InDelta(t, 2*one.ByRhythm.Value, two.ByRhythm.Value, 1e-9)
}

func TestRestockUnknownSaysWhy(t *testing.T) {
	day := dayOf(2026, 1, 1)
	assert.Equal(t, restock.NeverBoughtIt, restock.Policy{}.Due(restock.Usage{}, restock.Rhythm{}, 10, noon(day)).Reason)
	assert.Equal(t, restock.NoPeriod, restock.Policy{}.Due(used(t, 1, day), restock.Rhythm{}, 0, noon(day)).Reason)
	assert.Equal(t, restock.NoPeriod, restock.Policy{}.Due(used(t, 1, day), restock.Rhythm{}, -3, noon(day)).Reason)
	late := restock.Policy{}.Due(used(t, 1, day), restock.Rhythm{}, 10, noon(day-2))
	assert.Equal(t, restock.Unknown, late.Phase)
	assert.Equal(t, restock.BoughtLater, late.Reason)
	assert.Equal(t, restock.Change{At: noon(day).Add(-12 * time.Hour), To: restock.Stocked}, late.Next)
	guess := restock.Policy{}.Due(used(t, 0, day), restock.Rhythm{}, 40, noon(day))
	assert.Contains(t, guess.Flags, loyalty.Estimated, "how many pieces is not known")
}

// Stepping through the days finds no change of phase that was not foreseen.
func TestRestockKnowsItsNextChange(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		start := dayOf(2026, 1, 1)
		var u restock.Usage
		d := start
		for range r.IntN(7) {
			require.NoError(t, u.Buy(d, r.IntN(4)))
			d += loyalty.Day(1 + r.IntN(50))
		}
		rhythm := restock.Rhythm{Model: loyalty.GapModel{K: .5 + 4*r.Float64(), A: .5 + 3*r.Float64(), B: 80 * r.Float64()}, PerUnit: r.IntN(2) == 0}
		if r.IntN(4) == 0 {
			rhythm = restock.Rhythm{}
		}
		lasts := float64(r.IntN(3) * 20)
		due := restock.Policy{}.Due(u, rhythm, lasts, noon(start-3))
		for now := start - 2; now < start+500; now++ {
			then := restock.Policy{}.Due(u, rhythm, lasts, noon(now))
			if then.Phase != due.Phase {
				require.Equal(t, then.Phase, due.Next.To)
				require.Equal(t, noon(now).Add(-12*time.Hour), due.Next.At)
				due = then
			}
			require.False(t, !due.Next.At.IsZero() && !due.Next.At.After(noon(now)), "%s foreseen, but it is %s: %+v", due.Next.At, now, then)
			text := then.Text()
			require.NotRegexp(t, `%!|NaN|Inf`, text.English+text.Chinese)
		}
	}
}

func TestMonthGift(t *testing.T) {
	first := dayOf(2026, 1, 31)
	h := boughtOn(t, first)
	gift := restock.Policy{}.MonthGift(h, noon(first))
	assert.Equal(t, restock.MonthGiftNotYet, gift.Phase)
	assert.Equal(t, dayOf(2026, 2, 28), gift.From)
	assert.Equal(t, dayOf(2026, 3, 7), gift.Over)
	for d := first - 3; d < first+60; d++ {
		then := restock.Policy{}.MonthGift(h, noon(d))
		want := restock.MonthGiftNotYet
		switch {
		case d < first:
			want = restock.Unknown
		case d >= dayOf(2026, 3, 7):
			want = restock.MonthGiftOver
		case d >= dayOf(2026, 2, 28):
			want = restock.MonthGiftDue
		}
		assert.Equal(t, want, then.Phase, d.String())
		if then.Phase == restock.MonthGiftOver {
			assert.Zero(t, then.Next)
		} else {
			assert.Equal(t, then.Next.To, restock.Policy{}.MonthGift(h, then.Next.At).Phase)
			assert.Equal(t, then.Phase, restock.Policy{}.MonthGift(h, then.Next.At.Add(-1)).Phase)
			assert.True(t, then.Next.At.After(noon(d)))
		}
	}
	back := restock.Policy{}.MonthGift(boughtOn(t, first, first+9), noon(first+30))
	assert.Equal(t, restock.MonthGiftCameBack, back.Phase)
	assert.Equal(t, restock.Unknown, restock.Policy{}.MonthGift(loyalty.Summary{}, time.Time{}).Phase)
}

// A category with enough gaps has its own rhythm, one without the shop's, and a shop
// without has none.
// Midnight in China lies between two purchases, also where their times are written in
// UTC, by which they are of one day.
func TestRhythmsAreInTheShopsDays(t *testing.T) {
	var shop []loyalty.Purchase
	for i := range 40 {
		for _, days := range []int{0, 0, 10 + i} {
			at := time.Date(2026, 1, 1, 15, 30, 0, 0, time.UTC).AddDate(0, 0, days)
			shop = append(shop, loyalty.Purchase{Customer: fmt.Sprint(i), At: at})
			shop = append(shop, loyalty.Purchase{Customer: fmt.Sprint(i), At: at.Add(2 * time.Hour)})
		}
	}
	utc, err := restock.FitRhythms(shop, loyalty.View{Zone: time.UTC})
	require.NoError(t, err)
	nobody, err := restock.FitRhythms(shop, loyalty.View{})
	require.NoError(t, err)
	china, err := restock.FitRhythms(shop, loyalty.View{Zone: calendar.China})
	require.NoError(t, err)
	assert.Equal(t, china, nobody)
	assert.NotEqual(t, utc, nobody)
}

func TestRhythmFallsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var purchases []loyalty.Purchase
	for c := range 80 {
		at := noon(dayOf(2025, 1, 1) + loyalty.Day(r.IntN(60)))
		for range 8 {
			pieces := 1 + r.IntN(3)
			purchases = append(purchases, loyalty.Purchase{Customer: fmt.Sprint(c), At: at, Units: pieces, Category: "diapers"})
			at = at.AddDate(0, 0, pieces*(8+r.IntN(6)))
		}
		if c < 5 {
			purchases = append(purchases, loyalty.Purchase{Customer: fmt.Sprint(c), At: at, Category: "toys"},
				loyalty.Purchase{Customer: fmt.Sprint(c), At: at.AddDate(0, 0, 30), Category: "toys"})
		}
	}
	fitted, err := restock.FitRhythms(purchases, loyalty.View{})
	require.NoError(t, err)
	diapers := fitted.Of("diapers")
	assert.Equal(t, restock.CategoryRhythm, diapers.Source)
	assert.True(t, diapers.PerUnit)
	assert.InDelta(t, 10.5, diapers.Model.Median(loyalty.GapState{}).Value, 1)
	assert.Equal(t, restock.ShopRhythm, fitted.Of("toys").Source)
	assert.False(t, fitted.Of("toys").PerUnit)
	assert.Equal(t, restock.ShopRhythm, fitted.Of("books").Source)

	small, err := restock.FitRhythms(purchases[:20], loyalty.View{})
	require.NoError(t, err)
	assert.Equal(t, restock.NoRhythm, small.Of("diapers").Source)
	assert.Contains(t, small.Of("diapers").Flags, loyalty.Textbook)
	assert.Equal(t, restock.NoRhythm, restock.Rhythms{}.Of("diapers").Source)

	_, err = restock.FitRhythms(nil, loyalty.View{})
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = restock.FitRhythms([]loyalty.Purchase{{}, {Customer: "c"}, {Customer: "c", At: time.Now(), Units: -1}}, loyalty.View{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 3)
}

// The usage that is kept purchase by purchase has the very gaps that are fitted on.
func TestUsageHasTheGapsOfTheLog(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 300 {
		var purchases []loyalty.Purchase
		d := dayOf(2025, 1, 1)
		for range 1 + r.IntN(9) {
			purchases = append(purchases, loyalty.Purchase{Customer: "c", At: d.Time(), Units: r.IntN(4)})
			d += loyalty.Day(r.IntN(40))
		}
		var u restock.Usage
		for _, p := range purchases {
			require.NoError(t, u.Buy(loyalty.DayOf(p.At, nil), p.Units))
		}
		units := loyalty.UnitRhythms(purchases, loyalty.View{})[0]
		days := loyalty.Rhythms(loyalty.Histories(purchases, loyalty.View{}))[0]
		require.Equal(t, days.GapState, u.Gaps(false))
		require.Equal(t, units.N, u.Gaps(true).N)
		require.InDelta(t, units.Sum, u.Gaps(true).Sum, 1e-9)

		last := purchases[len(purchases)-1]
		before := u
		require.NoError(t, u.Buy(loyalty.DayOf(last.At, nil), 2))
		require.NoError(t, u.Return(loyalty.DayOf(last.At, nil), 2))
		require.Equal(t, before, u, "a return undoes its purchase")
	}
}

// Up to four days in any order, returns before their purchases; beyond, an error that
// changes nothing.
func TestUsageInAnyOrder(t *testing.T) {
	day := dayOf(2026, 1, 1)
	type fact struct {
		d      loyalty.Day
		pieces int
		back   bool
	}
	facts := []fact{{day, 2, false}, {day + 9, 1, false}, {day + 20, 3, false}, {day + 20, 0, false}, {day + 20, 0, true}, {day + 30, 1, false}, {day + 9, 5, false}, {day + 9, 5, true}}
	var want *restock.Usage
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var u restock.Usage
		for _, i := range r.Perm(len(facts)) {
			f := facts[i]
			if f.back {
				require.NoError(t, u.Return(f.d, f.pieces))
			} else {
				require.NoError(t, u.Buy(f.d, f.pieces))
			}
		}
		if want == nil {
			want = &u
		}
		require.Equal(t, *want, u)
	}
	assert.Equal(t, 3, want.Gaps(true).N)
	u := used(t, 1, day, day+10, day+20, day+30, day+40, day+50)
	before := u
	for _, err := range []error{u.Buy(day+5, 1), u.Return(day, 1), u.Buy(-1, 1), u.Buy(day, -1), u.Buy(1<<30, 1)} {
		require.ErrorIs(t, err, restock.ErrUsageDay)
	}
	assert.Equal(t, before, u)
	assert.Zero(t, testing.AllocsPerRun(10, func() { _ = u.Buy(day+60, 1); u.Gaps(true) }))
}

func BenchmarkRestockDue(b *testing.B) {
	day := dayOf(2026, 1, 1)
	u := used(b, 2, day, day+30, day+55, day+90)
	rhythm := restock.Rhythm{Model: loyalty.GapModel{K: 2, A: 3, B: 40}, PerUnit: true}
	b.ReportAllocs()
	for b.Loop() {
		restock.Policy{}.Due(u, rhythm, 20, noon(day+100))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "customers/s")
}

func dayOf(year int, month time.Month, day int) loyalty.Day {
	return loyalty.DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil)
}

// noon is noon of a day in China.
func noon(d loyalty.Day) time.Time {
	return calendar.YMD(1970, 1, 1).AddDays(int(d)).Start(nil).Add(12 * time.Hour)
}

func boughtOn(t testing.TB, days ...loyalty.Day) (s loyalty.Summary) {
	t.Helper()
	for _, d := range days {
		require.NoError(t, s.Add(d, 0))
	}
	return s
}
