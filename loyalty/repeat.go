package loyalty

import "sort"

// Counting defines one purchase.
type Counting uint8

// The ways to count.
const (
	ByDay   Counting = iota // several orders of one day are one purchase
	ByOrder                 // every order counts
)

// RepeatBuyers is the repeat buyer rate (复购率 in online shops): customers with two purchases or more
// among all customers with a purchase, with Wilson's interval. The base is customers with a purchase.
// It includes customers of last week, who had no time to return; [RepeatWithin] accounts for that.
func RepeatBuyers(base map[string]Summary, count Counting) Measure {
	repeat, buyers := 0, 0
	for _, s := range base {
		n := s.count(count)
		if n > 0 {
			buyers++
		}
		if n > 1 {
			repeat++
		}
	}
	m := Proportion(repeat, buyers, Level)
	m.Method = "customers with two purchases or more, Wilson interval"
	return m
}

// Year is the unit of exposure, in days.
const Year = 365.25

// RepeatRate is the number of repeat purchases (一定时期重复购买次数) per customer and year since the
// first purchase: Σx/ΣT. So customers of different age are comparable. The interval is that of a ratio
// over customers, or the exact Poisson one if there are no repeat purchases. The base is customers
// with a purchase. It includes customers who have left.
func RepeatRate(base map[string]Summary, until Day) Measure {
	names := make([]string, 0, len(base))
	for name := range base {
		names = append(names, name)
	}
	sort.Strings(names) // so that a sum of floats is the same every time
	var repeats, years []float64
	for _, name := range names {
		s := base[name]
		if s.Bought() {
			repeats = append(repeats, float64(s.Repeats()))
			years = append(years, float64(s.Age(until))/Year)
		}
	}
	const method = "repeat purchases per customer and year"
	m := RatioOf(repeats, years, Level, method)
	m.Lo = max(m.Lo, 0)
	if m.OK && m.Value == 0 {
		exposure := 0.0
		for _, y := range years {
			exposure += y
		}
		never := PoissonRate(0, exposure, Level)
		m.Lo, m.Hi, m.Level, m.Method = never.Lo, never.Hi, never.Level, method+", exact Poisson interval"
	}
	return m
}

// RepeatRate is the customer's own rate of repeat purchases in a year since the
// first purchase, with the exact Poisson interval. The base is repeat purchases. It
// is unknown on the day of the first purchase.
func (s *Summary) RepeatRate(until Day) Measure {
	m := PoissonRate(s.Repeats(), float64(s.Age(until))/Year, Level)
	m.Method = "repeat purchases in a year, exact Poisson interval"
	return m
}

// NextOrder is the time from each customer's n-th day of purchase (1 is the first) to the next one, in
// days, as of a day. Customers who have not returned yet are still waiting. Its curve is the share
// still waiting. After the first purchase, one less the curve is the cohort's repeat rate by age.
func NextOrder(histories []History, n int, until Day) []Spell {
	var spells []Spell
	for _, h := range histories {
		days := h.inOrder()
		if n < 1 || len(days) < n || days[n-1] > until {
			continue
		}
		start := float64(days[n-1])
		if len(days) > n && days[n] <= until {
			spells = append(spells, Spell{Time: float64(days[n]) - start, Ended: true})
		} else {
			spells = append(spells, Spell{Time: float64(until) - start})
		}
	}
	return spells
}

// RepeatWithin is the share of customers who buy again within so many days of their first day of
// purchase, by Kaplan and Meier's estimate. So customers who were observed for a shorter time count
// for that time. Immature means that there are some. The base is customers. It is unknown with
// Extrapolated if no customer was observed for so long since their first purchase, or if some still
// wait and none of them was.
func RepeatWithin(histories []History, days int, until Day) Measure {
	const method = "share who bought again by then, Kaplan-Meier"
	spells := NextOrder(histories, 1, until)
	if len(spells) == 0 {
		return Unknown(ZeroBase, 0, method)
	}
	curve, err := KaplanMeier(spells)
	if err != nil || days < 0 {
		return Unknown(Impossible, len(spells), method)
	}
	if longestWatch(histories, until) < days {
		return Unknown(Extrapolated, len(spells), method)
	}
	m := curve.Ended(float64(days))
	m.Method = method
	for _, s := range spells {
		if m.OK && !s.Ended && s.Time < float64(days) {
			return m.With(Immature)
		}
	}
	return m
}

// longestWatch is for how many days any customer is observed. One who came back is observed
// after that as well: a curve that falls to 0 early knows nothing of later days.
func longestWatch(histories []History, until Day) (longest int) {
	for _, h := range histories {
		if days := h.inOrder(); len(days) > 0 {
			longest = max(longest, int(until-days[0]))
		}
	}
	return longest
}
