package stage_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// stageDay is a day as a number: 2024-01-01 is stageDay(2024, 1, 1).
func stageDay(year int, month time.Month, day int) loyalty.Day {
	return loyalty.DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil)
}

// stageNoon is noon of a day in China.
func stageNoon(d loyalty.Day) time.Time {
	return calendar.YMD(1970, 1, 1).AddDays(int(d)).Start(nil).Add(12 * time.Hour)
}

// buyers are the purchase days of a made-up shop: everybody has a mean gap of their
// own around gap, with gaps as regular as shape says, and leaves after each purchase
// with a probability of their own around leave.
func buyers(r *rand.Rand, n int, gap, leave float64, shape int, until loyalty.Day) []loyalty.History {
	all := make([]loyalty.History, n)
	for i := range all {
		own := gap * (r.ExpFloat64() + r.ExpFloat64() + r.ExpFloat64()) / 3
		quit := min(leave*2*r.Float64(), .98)
		all[i].Customer = fmt.Sprint("c", i)
		at := float64(until) - 900*r.Float64()
		for at <= float64(until) {
			d := loyalty.Day(at)
			if k := len(all[i].Days); k == 0 || all[i].Days[k-1] < d {
				all[i].Days = append(all[i].Days, d)
			}
			if r.Float64() < quit {
				break
			}
			sum := 0.0
			for range shape {
				sum += r.ExpFloat64() / float64(shape)
			}
			at += 1 + own*sum
		}
	}
	return all
}

// rungs is a policy for each rung.
func rungs() []stage.Policy {
	return []stage.Policy{
		{},
		{Rung: stage.ShopQuantiles, Days: stage.Days{Often: 30, NewLapsing: 70.5, NewLost: 121, Lapsing: 44, Lost: 80.2, Dead: 400}},
		stage.Policy{Rung: stage.GapQuantiles, Gaps: loyalty.GapModel{K: 1.4, A: 3, B: 70}}.Prepared(),
		{Rung: stage.GapQuantiles, Gaps: loyalty.GapModel{K: .8, A: 1.2, B: 20}, DwellDays: 1},
		{Rung: stage.BuyProbability, Horizon: 90, Model: btyd.Model{Family: btyd.MBG, R: .525, Alpha: 43, A: .891, B: 1.614}},
		{Rung: stage.BuyProbability, Horizon: 30, Model: btyd.Model{Family: btyd.MBG, R: 2, Alpha: 60, A: .3, B: 2}, ActiveOrders: 3, LoyalOrders: 5},
		{Rung: stage.BuyProbability, Horizon: 120, Model: btyd.Model{Family: btyd.MBG, R: 1, Alpha: 30, A: 1e-9, B: 1}, DwellDays: 30},
	}
}

// someHistory is a random customer, who may have done anything.
func someHistory(r *rand.Rand) (stage.History, loyalty.Day) {
	var h stage.History
	first := stageDay(2024, 1, 1) + loyalty.Day(r.IntN(100))
	d := first
	gap := 1 + r.IntN(60)
	for range r.IntN(8) {
		_ = h.Add(d, 100)
		d += loyalty.Day(1 + r.IntN(2*gap))
	}
	after := func(days int) loyalty.Day { return max(h.Last(), first) + loyalty.Day(r.IntN(days)) }
	if r.IntN(3) == 0 {
		h.Show(stage.Interest(1+r.IntN(4)), after(300))
	}
	if r.IntN(5) == 0 {
		h.Answer(after(300))
	}
	if r.IntN(4) == 0 {
		for range 4 {
			h.Write(after(200))
		}
	}
	switch r.IntN(12) {
	case 0:
		h.Closed = after(600)
	case 1:
		h.Blocked = after(600)
	case 2:
		h.Own, h.Category = int32(r.IntN(5)), 5
	}
	return h, first
}

const hour = time.Hour

func loadDay(r *rand.Rand, n int) loyalty.Day { return loyalty.Day(r.IntN(n)) }
