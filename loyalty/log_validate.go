package loyalty

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// maxMoney bounds one amount, 1.4 billion yuan: what lies beyond is a slip of units.
const maxMoney = tiexin.Money(1) << 37

// The days that a log may have. Day 0 is what an empty column becomes, and day
// numbers beyond 65535 are later than the year 2149.
const (
	firstDay = Day(1)
	lastDay  = Day(1<<16 - 1)
)

// An orderKey names a purchase that has an order id.
type orderKey struct{ order, line string }

// Validate finds everything that would make numbers from the log wrong:
//
//   - no customer, no time or an impossible one, negative or impossible amounts;
//   - the same order twice, one order of two customers;
//   - refunds without an order, before it, of more than was paid, or of the whole
//     twice.
//
// The order of the rows does not matter. The error is [Problems]: row numbers count from
// 0, and the Table of a problem of a refund is "refunds".
func (l Log) Validate() error { return l.problems().Err() }

func (l Log) problems() Problems {
	faults, rows := checkPurchases(l.Purchases)
	if len(l.Refunds) > 0 {
		faults = append(faults, checkRefunds(l, rows)...)
	}
	return faults
}

// checkPurchases also answers at which row each order stands.
func checkPurchases(purchases []Purchase) (Problems, map[orderKey]int) {
	var faults Problems
	rows := make(map[orderKey]int)
	owner := make(map[string]int)
	for row := range purchases {
		p := &purchases[row]
		faults = append(faults, p.problems(row)...)
		if p.Order == "" {
			continue
		}
		key := orderKey{p.Order, p.Line}
		if first, twice := rows[key]; twice {
			faults = append(faults, faultf(row, p.Customer, "order %s is in row %d already; drop one of them, or name the lines of the order", p.Order, first))
			continue
		}
		rows[key] = row
		if first, known := owner[p.Order]; !known {
			owner[p.Order] = row
		} else if purchases[first].Customer != p.Customer {
			faults = append(faults, faultf(row, p.Customer, "order %s is of customer %s in row %d; an order has one customer", p.Order, purchases[first].Customer, first))
		}
	}
	return faults, rows
}

// Validate finds everything that is wrong with the purchase itself. The error is
// [Problems] of row 0.
func (p *Purchase) Validate() error { return p.problems(0).Err() }

func (p *Purchase) problems(row int) Problems {
	var faults Problems
	report := func(format string, args ...any) {
		faults = append(faults, faultf(row, p.Customer, format, args...))
	}
	if p.Customer == "" {
		report("no customer; give every purchase its customer's id")
	}
	if problem := timeProblem(p.At); problem != "" {
		report("%s", problem)
	}
	for _, m := range [...]struct {
		name string
		sum  tiexin.Money
	}{{"amount", p.Amount}, {"list price", p.List}, {"refunded amount", p.Refunded}} {
		if problem := moneyProblem(m.name, m.sum); problem != "" {
			report("%s", problem)
		}
	}
	if p.Refunded > max(p.Amount, 0) {
		report("%s refunded of %s; a refund is at most what was paid", p.Refunded, p.Amount)
	}
	if p.Units < 0 {
		report("%d units; write returned goods as a refund", p.Units)
	}
	return faults
}

func checkRefunds(l Log, rows map[orderKey]int) Problems {
	var faults Problems
	paidBack := make(map[orderKey]tiexin.Money)
	whole := make(map[orderKey]bool)
	for row, r := range l.Refunds {
		key := orderKey{r.Order, r.Line}
		at, known := rows[key]
		subject := ""
		if known {
			subject = l.Purchases[at].Customer
		}
		report := func(format string, args ...any) {
			faults = append(faults, Problem{Table: "refunds", Row: row, Subject: subject, Message: fmt.Sprintf(format, args...)})
		}
		if problem := timeProblem(r.At); problem != "" {
			report("%s", problem)
		}
		if problem := moneyProblem("amount", r.Amount); problem != "" {
			report("%s", problem)
			continue
		}
		if !r.Whole && r.Amount == 0 {
			report("a refund of nothing; give its amount, or say that it is whole")
		}
		if !known {
			report("no purchase has order %q%s; add it to the log, or drop the refund", r.Order, lineWords(r.Line))
			continue
		}
		p := &l.Purchases[at]
		if !r.At.IsZero() && r.At.Before(p.At) {
			report("order %s was refunded %s, before it was paid %s", r.Order, r.At.Format(time.DateTime), p.At.Format(time.DateTime))
		}
		if r.Whole {
			if whole[key] {
				report("order %s is refunded as a whole twice; drop one of the refunds", r.Order)
			}
			whole[key] = true
			continue
		}
		if paidBack[key] += r.Amount; paidBack[key]+p.Refunded > p.Amount {
			report("order %s: %s refunded by now, of %s paid", r.Order, paidBack[key]+p.Refunded, p.Amount)
			paidBack[key] -= r.Amount
		}
	}
	return faults
}

func lineWords(line string) string {
	if line == "" {
		return ""
	}
	return fmt.Sprintf(", line %q", line)
}

func timeProblem(t time.Time) string {
	switch {
	case t.IsZero():
		return "no time; a purchase or refund without one cannot be counted"
	case t.Unix() < int64(firstDay+1)*secondsPerDay || t.Unix() >= int64(lastDay-1)*secondsPerDay:
		return fmt.Sprintf("the time %s lies outside 1970 to 2149; check its unit", t.Format(time.DateTime))
	}
	return ""
}

func moneyProblem(name string, m tiexin.Money) string {
	switch {
	case m < 0:
		return fmt.Sprintf("the %s is %s; money is not negative, what is paid back is a refund", name, m)
	case m > maxMoney:
		return fmt.Sprintf("the %s is %s, more than a purchase can be; check its unit, which is fen", name, m)
	}
	return ""
}

// Sort sorts a log by time, and equal times by customer and order, so that two logs
// with the same rows become the same log.
func (l Log) Sort() {
	slices.SortStableFunc(l.Purchases, func(a, b Purchase) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Line, b.Line))
	})
	slices.SortStableFunc(l.Refunds, func(a, b Refund) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Line, b.Line))
	})
}
