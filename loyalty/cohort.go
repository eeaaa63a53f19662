package loyalty

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Cohort (同期群) is the customers whose first purchase was in one calendar month,
// with their purchases in that month (0) and in later ones.
type Cohort struct {
	Year      int
	Month     time.Month
	Customers int
	Cells     []CohortCell // by months since; the last is the month of the last day
}

// A CohortCell is one month of a cohort.
type CohortCell struct {
	Active  int          // customers with a purchase in the month
	Revenue tiexin.Money // of the month, less refunds
	Mature  bool         // the month is over: the numbers are final except for refunds
}

// Cohorts is the table of monthly cohorts as of the view, oldest first, without
// months that have no first purchase.
func Cohorts(purchases []Purchase, v View) []Cohort {
	until := lastPurchase(purchases, v)
	first := make(map[string]int)
	for i := range purchases {
		d, ok := v.sees(purchases[i].At)
		if !ok {
			continue
		}
		m, seen := first[purchases[i].Customer]
		if this := monthOf(d); !seen || this < m {
			first[purchases[i].Customer] = this
		}
	}
	now := monthOf(until)
	mature := now // the first month that is not over
	if monthOf(until+1) != now {
		mature++
	}
	table := make(map[int]*Cohort)
	for _, m := range first {
		if table[m] == nil {
			table[m] = newCohort(m, now, mature)
		}
		table[m].Customers++
	}
	type visit struct {
		customer string
		month    int
	}
	active := make(map[visit]bool)
	for i := range purchases {
		d, ok := v.sees(purchases[i].At)
		if !ok {
			continue
		}
		this := visit{purchases[i].Customer, monthOf(d)}
		start := first[this.customer]
		cell := &table[start].Cells[this.month-start]
		cell.Revenue += purchases[i].Spend()
		if !active[this] {
			active[this] = true
			cell.Active++
		}
	}
	all := make([]Cohort, 0, len(table))
	for _, c := range table {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Cohort) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month))
	})
	return all
}

func newCohort(month, now, mature int) *Cohort {
	c := &Cohort{Year: month / 12, Month: time.Month(month%12 + 1), Cells: make([]CohortCell, now-month+1)}
	for i := range c.Cells {
		c.Cells[i].Mature = month+i < mature
	}
	return c
}

// Retention is the share of the cohort that bought in the month so many months after
// the first, with Wilson's interval. The base is the cohort's customers. A month that
// is not over is flagged Immature; one that has not begun is unknown for it.
func (c Cohort) Retention(months int) Measure {
	const method = "share of the cohort active in the month, Wilson interval"
	if months < 0 {
		return Unknown(Impossible, c.Customers, method)
	}
	if months >= len(c.Cells) {
		return Unknown(Immature, c.Customers, method)
	}
	m := Proportion(c.Cells[months].Active, c.Customers, Level)
	m.Method = method
	if !c.Cells[months].Mature {
		m = m.With(Immature)
	}
	return m
}

// Retention is the share of customers that bought in the month so many months after
// the month of their first purchase. It covers all cohorts for which that month is
// over; the others are left out. The base is the customers of these cohorts.
func Retention(cohorts []Cohort, months int) Measure {
	const method = "share active in the month, over mature cohorts, Wilson interval"
	active, customers := 0, 0
	for _, c := range cohorts {
		if months >= 0 && months < len(c.Cells) && c.Cells[months].Mature {
			active += c.Cells[months].Active
			customers += c.Customers
		}
	}
	if customers == 0 && len(cohorts) > 0 {
		return Unknown(Immature, 0, method)
	}
	m := Proportion(active, customers, Level)
	m.Method = method
	return m
}

// monthOf numbers the months since the year 0.
func monthOf(d Day) int {
	t := d.Time()
	return t.Year()*12 + int(t.Month()) - 1
}
