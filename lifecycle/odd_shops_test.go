package lifecycle_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/note"
	"github.com/tiexin-go/tiexin/lifecycle/payment"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
)

var oddNow = time.Date(2026, 6, 1, 12, 0, 0, 0, calendar.China)

// rareBuyers come back after 300 days, mostly.
func rareBuyers(n int) []loyalty.History {
	today := loyalty.DayOf(oddNow, calendar.China)
	histories := make([]loyalty.History, n)
	for i := range histories {
		histories[i].Customer = fmt.Sprint("c", i)
		for d := today - loyalty.Day(1200+i%90); d <= today; d += loyalty.Day(200 + (i*37+int(d)*13)%200) {
			histories[i].Days = append(histories[i].Days, d)
			if (i+int(d))%7 == 0 {
				break
			}
		}
	}
	return histories
}

// A shop says after how many days somebody is lost; its customers take longer. What is
// found must not contradict what is set: else the policy has faults, and everybody is
// Unknown.
func TestAFitNeverContradictsWhatTheShopHasSet(t *testing.T) {
	histories := rareBuyers(200)
	for _, days := range []stage.Days{{Lost: 120}, {NewLost: 100}, {Lost: 91, NewLost: 91}, {Lapsing: 100, Lost: 100}, {Dead: 100}} {
		ladder, err := stage.Policy{Days: days}.Fit(histories, oddNow)
		require.NoError(t, err)
		require.NoError(t, ladder.Policy.Validate(), "%+v became %+v", days, ladder.Policy.Days)
		assert.Equal(t, stage.ShopQuantiles, ladder.Policy.Rung)
		if days.Lost > 0 {
			assert.Equal(t, days.Lost, ladder.Policy.Days.Lost)
		}
		if days.NewLost > 0 {
			assert.Equal(t, days.NewLost, ladder.Policy.Days.NewLost)
		}
		h, err := stage.HistoryOf(histories[0], loyalty.DayOf(oddNow, calendar.China))
		require.NoError(t, err)
		assert.NotEqual(t, stage.Unknown, ladder.Policy.Stage(h, oddNow))
	}
}

// Everybody pays, but long after an order of this kind has closed: of such orders
// nothing is known, and five minutes would be a guess.
func TestPaymentsAfterClosingSayNothingOfWhenToRemind(t *testing.T) {
	learn := func(after time.Duration, closes time.Duration) payment.Times {
		orders := make([]payment.Order, 300)
		for i := range orders {
			created := oddNow.Add(-time.Duration(1500+i) * time.Hour)
			orders[i] = payment.Order{Order: fmt.Sprint(i), Source: "taobao", Created: created, Paid: created.Add(after)}
			if closes > 0 {
				orders[i].ClosesAt = created.Add(closes)
			}
		}
		p, err := payment.Learn(orders, oddNow, payment.Options{})
		require.NoError(t, err)
		return p
	}
	slow := learn(20*time.Hour, 0)
	for _, one := range []struct {
		name   string
		times  payment.Times
		source string
		delay  time.Duration
	}{
		{"all pay after 20 hours, and juhuasuan closes after half an hour", slow, "juhuasuan", 15 * time.Minute},
		{"presales are paid after ten days, and others close after one", learn(240*time.Hour, 960*time.Hour), "taobao", 30 * time.Minute},
	} {
		r := one.times.Reminder(one.source, payment.AnyHour)
		assert.Equal(t, one.delay, r.Delay, one.name)
		assert.Equal(t, payment.ByTextbook, r.Reason, one.name)
		assert.Equal(t, payment.PaymentsOfTextbook, r.Base, one.name)
		assert.Equal(t, []loyalty.Flag{loyalty.Textbook, loyalty.BelowMinBase}, r.Flags, one.name)
	}
	// Of orders that are open for as long, the same payments say all.
	r := slow.Reminder("taobao", payment.AnyHour)
	assert.Equal(t, 20*time.Hour, r.Delay)
	assert.Equal(t, payment.PaymentsOfSource, r.Base)
}

// The day of a shop's own is past, and next year's table is not written yet: who is
// written to today is known all the same.
func TestFestivalsThatArePastDoNotStopWinBack(t *testing.T) {
	once, err := calendar.Dates(calendar.Single(calendar.YMD(2026, 3, 3)))
	require.NoError(t, err)
	yearly, err := calendar.Yearly(map[int][]calendar.Span{2026: {calendar.Single(calendar.YMD(2026, 3, 3))}})
	require.NoError(t, err)
	opening, fair := calendar.SpecialDay{Key: "opening", Name: "开业", Rule: once}, calendar.SpecialDay{Key: "fair", Name: "年货节", Rule: yearly}
	at := func(year, month, day int) time.Time { return calendar.YMD(year, month, day).Start(nil) }
	for _, one := range []struct {
		festivals []calendar.SpecialDay
		now, next time.Time
	}{
		{[]calendar.SpecialDay{opening}, at(2026, 2, 1), at(2026, 3, 3)},
		{[]calendar.SpecialDay{opening}, oddNow, time.Time{}},
		{[]calendar.SpecialDay{opening, calendar.Double11}, oddNow, at(2026, 10, 20)},
		{[]calendar.SpecialDay{calendar.Double11, fair}, oddNow, at(2026, 10, 20)},
		{[]calendar.SpecialDay{calendar.Double11}, at(2099, 12, 1), time.Time{}},
	} {
		plans, err := winback.Plans([]winback.Customer{{ID: "a", Orders: 1, Dead: true}}, one.now, winback.Options{Festivals: one.festivals})
		if !assert.NoError(t, err) {
			continue
		}
		assert.Equal(t, winback.Dead, plans[0].Reason)
		assert.True(t, one.next.Equal(plans[0].Next), "%v as of %v: %v", one.festivals, one.now, plans[0].Next)
	}
	// Where nothing else comes before the year that is missing, it is asked for.
	_, err = winback.Plans(nil, oddNow, winback.Options{Festivals: []calendar.SpecialDay{fair}})
	var missing *calendar.MissingYearError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, 2027, missing.Year)
}

// Some customers come back after a week and some after years: the last of them are
// beyond any date, but who bought a month's supply is reminded after three weeks.
func TestCustomersWithoutCommonMeasureAreRemindedAllTheSame(t *testing.T) {
	today := loyalty.DayOf(oddNow, calendar.China)
	wide := restock.Rhythm{Model: loyalty.GapModel{K: 1, A: .3, B: 30}, Source: restock.ShopRhythm}
	var u restock.Usage
	require.NoError(t, u.Buy(today-20, 1))
	due := restock.Policy{}.Due(u, wide, 30, oddNow)
	assert.Equal(t, restock.ByUsagePeriod, due.Source)
	assert.Equal(t, restock.Stocked, due.Phase)
	assert.Equal(t, today+3, due.Remind)
	assert.Equal(t, today+10, due.Wanted)
	assert.Equal(t, today-20+36525, due.HandOver)
	assert.Greater(t, due.HandOver, due.Late)
	due = restock.Policy{}.Due(u, restock.Rhythm{}, 40_000, oddNow)
	assert.Equal(t, restock.NoPeriod, due.Reason)
}

// Two pieces every sixty days, six times, and then twenty: a young shop without a model
// knows that they last ten times as long.
func TestWhoBuysInBulkIsNotRemindedAsUsual(t *testing.T) {
	today := loyalty.DayOf(oddNow, calendar.China)
	var u, blind restock.Usage
	for i := range 6 {
		require.NoError(t, u.Buy(today-loyalty.Day(360-60*i), 2))
		require.NoError(t, blind.Buy(today-loyalty.Day(360-60*i), i%2))
	}
	require.NoError(t, u.Buy(today, 20))
	require.NoError(t, blind.Buy(today, 20))
	due := restock.Policy{}.Due(u, restock.Rhythm{}, 0, oddNow)
	assert.Equal(t, restock.ByOwnRhythm, due.Source)
	assert.Equal(t, today+600, due.Wanted)
	assert.Contains(t, due.ByRhythm.Method, "per piece")
	// Where the pieces of some days are not known, days are all there is.
	assert.Equal(t, today+60, restock.Policy{}.Due(blind, restock.Rhythm{}, 0, oddNow).Wanted)
}

func TestHowManyDaysAheadIsNeverPartOfTheWords(t *testing.T) {
	for _, line := range []string{
		"2026-10-03 婚礼 提前14天", "2026-10-03 婚礼 提前 14 天", "2026-10-03 婚礼 提前14 天", "2026-10-03 婚礼 提前 14天", "2026-10-03 婚礼 提前14日",
		"2026-10-03 婚礼 lead 14", "2026-10-03 婚礼 lead 14d", "2026-10-03 婚礼 Lead 14 days", "2026-10-03 婚礼 提前 14 天 一次",
	} {
		notes, err := note.Parse(line)
		if assert.NoError(t, err, line) {
			assert.Equal(t, "婚礼", notes[0].Words, line)
			assert.Equal(t, 14, notes[0].Lead, line)
		}
	}
	for _, line := range []string{"2026-10-03 婚礼 提前十四天", "2026-10-03 婚礼 提前一周", "2026-10-03 婚礼 提前 2 个月"} {
		_, err := note.Parse(line)
		assert.EqualError(t, err, "lifecycle: notes:1:15: the number of days ahead is not a number; write 提前7天 or lead 7", line)
	}
	for _, line := range []string{"2026-10-03 孩子提前出生的那天", "2026-10-03 想提前 回家", "2026-10-03 提前下班那天", "2026-10-03 to take the lead"} {
		notes, err := note.Parse(line)
		if assert.NoError(t, err, line) {
			assert.Equal(t, line[11:], notes[0].Words)
		}
	}
}

// The delay is the first whole minute at which the rule holds, looked for one by one.
func TestTheDelayIsTheFirstMinuteAtWhichTheRuleHolds(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	reasons := map[payment.Reason]int{}
	for range 150 {
		closing := time.Duration(20+rng.IntN(400)) * time.Minute
		o := payment.Options{
			Closing: map[string]time.Duration{"": closing}, Most: .3 + .65*rng.Float64(), Chance: .02 + .9*rng.Float64(),
			Least: time.Duration(1+rng.IntN(900)) * time.Second, Leave: time.Minute, MinPaid: 10,
		}
		mean, pays, cancels := 1+300*rng.Float64(), rng.Float64(), .2*rng.Float64()
		orders := make([]payment.Order, 300)
		for i := range orders {
			created := oddNow.AddDate(0, 0, -5)
			orders[i] = payment.Order{Order: fmt.Sprint(i), Created: created}
			wait := time.Duration(rng.ExpFloat64() * mean * float64(time.Minute)).Round(time.Duration(1+rng.IntN(120)) * time.Second)
			switch u := rng.Float64(); {
			case wait >= closing:
			case u < pays:
				orders[i].Paid = created.Add(wait)
			case u < pays+cancels:
				orders[i].Closed = created.Add(wait)
			}
		}
		p, err := payment.Learn(orders, oddNow, o)
		require.NoError(t, err)
		r := p.Reminder("", payment.AnyHour)
		reasons[r.Reason]++
		if r.Reason == payment.ByTextbook {
			continue
		}
		curve, _ := p.Curve("", payment.AnyHour)
		ever := curve.PaidBy(closing).Value
		latest := (closing - time.Minute).Truncate(time.Minute)
		want, reason := latest, payment.BeforeClosing
		for minute := (o.Least + time.Minute - 1).Truncate(time.Minute); minute <= latest; minute += time.Minute {
			paidBy, open := curve.PaidBy(minute).Value, curve.StillOpen(minute).Value
			if paidBy >= o.Most*ever-1e-9 && (ever-paidBy < o.Chance*open-1e-9 || open == 0) {
				want, reason = minute, payment.FewWouldPay
				break
			}
		}
		require.Equal(t, reason, r.Reason)
		require.Equal(t, want, r.Delay)
	}
	assert.Len(t, reasons, 3, "%v", reasons)
}

// A belief that no computation can hold is told at once, and not by an unknown worth of
// every customer.
func TestBeliefsThatCannotBeComputedAreFaults(t *testing.T) {
	for _, one := range []winback.Chance{
		{Rate: .00001, Weight: 20}, {Rate: .5, Weight: 1e9}, {Rate: .1, Weight: 20, Tried: 30_000_000, Returned: 3},
	} {
		chances := winback.DefaultChances()
		one.Cause = chances[0].Cause
		chances[0] = one
		assert.ErrorContains(t, chances.Validate(), "change the weight", "%+v gives %v", one, chances.Of(one.Cause))
	}
	chances := winback.DefaultChances()
	chances[0].Rate, chances[0].Tried = .0001, 1000
	require.NoError(t, chances.Validate())
	assert.True(t, chances.Of(chances[0].Cause).OK)
}

// Everybody buys every thirty days to the day. Between 'enough' and 'a case for
// win-back' there is a reminder nevertheless, and the numbers say how odd the shop is.
func TestClockworkCustomersAreStillReminded(t *testing.T) {
	var purchases []loyalty.Purchase
	for i := range 40 {
		for k := range 20 {
			purchases = append(purchases, loyalty.Purchase{Customer: fmt.Sprint(i), At: oddNow.AddDate(0, 0, -1-30*k-i%30), Category: "milk", Amount: 100})
		}
	}
	rhythms, err := restock.FitRhythms(purchases, loyalty.View{})
	require.NoError(t, err)
	today := loyalty.DayOf(oddNow, calendar.China)
	var u restock.Usage
	for k := range 6 {
		require.NoError(t, u.Buy(today-loyalty.Day(180-30*k), 0))
	}
	due := restock.Policy{}.Due(u, rhythms.Of("milk"), 0, oddNow)
	assert.Equal(t, restock.ByOwnRhythm, due.Source)
	assert.True(t, due.ByRhythm.Has(loyalty.PerfectlyRegular) && due.ByRhythm.Has(loyalty.NoSpread), "%v", due.ByRhythm)
	phases := map[restock.Phase]bool{}
	for day := range 60 {
		phases[restock.Policy{}.Due(u, rhythms.Of("milk"), 0, oddNow.AddDate(0, 0, day-30)).Phase] = true
	}
	assert.Equal(t, map[restock.Phase]bool{restock.Stocked: true, restock.Remind: true, restock.Late: true, restock.HandOver: true}, phases)
}
