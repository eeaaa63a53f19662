package loyalty

import (
	"fmt"
	"hash/maphash"
	"iter"
	"math/bits"
	"time"

	"github.com/tiexin-go/tiexin"
)

// An RFM is one customer as recency, frequency and monetary value see her
// (RFM; Hughes, Strategic Database Marketing, 1994): how long ago, how often and
// for how much she bought. A customer who never bought has no RFM.
type RFM struct {
	Customer string // her id; once in a base

	// DaysSince are the days from the last purchase to the day of the analysis,
	// from 0. The models that predict purchases also say recency, and mean the
	// time from the first to the last purchase: that is another number.
	DaysSince int

	Purchases int          // from 1
	Amount    tiexin.Money // what she paid less what she got back; may be 0 or negative
}

// The largest numbers that RFM takes: what float64 counts without a gap for
// money, and more days than any shop has been open.
const (
	maxRFMAmount    = tiexin.Money(1 << 53)
	maxRFMDays      = 1_000_000
	maxRFMPurchases = 1_000_000_000
)

// RFMOf sums purchases up per customer, by what was paid and not paid back, as
// they were known on the day of the analysis: that day is on's in on's zone, and
// what came after it is not seen, so the same purchases can be looked at as of
// several days. Purchases may come in any order; the rows come in the order in
// which customers first appear. A negative amount is a refund: it lowers the
// amount and is no purchase; a customer of whom only refunds are seen has not
// bought in what is given and gets no row. Purchases of one day count one by one
// unless Options.SameDayOnce. Of o only that is used.
//
// All purchases without customer or time, and amounts or sums beyond 2^53 fen,
// are reported as [Faults] by their number; then there are no rows. Without
// any purchase up to that day the error is [ErrNothing].
func RFMOf(purchases iter.Seq[Purchase], on time.Time, o RFMOptions) ([]RFM, error) {
	type customerDay struct{ customer, day int }
	var (
		rows   []RFM
		faults Faults
		place  = map[string]int{}
		seen   = map[customerDay]struct{}{}
		zone   = on.Location()
		today  = DayOf(on, zone)
		number = -1
	)
	for p := range purchases {
		number++
		if problem := rfmProblem(&p); problem != "" {
			faults = append(faults, Fault{Row: number, Subject: p.Customer, Problem: problem})
			continue
		}
		since := int(today - DayOf(p.At, zone))
		if since < 0 {
			continue
		}
		i, known := place[p.Customer]
		if !known {
			i = len(rows)
			place[p.Customer] = i
			rows = append(rows, RFM{Customer: p.Customer})
		}
		row := &rows[i]
		if sum := row.Amount + p.Spend(); sum > maxRFMAmount || sum < -maxRFMAmount {
			faults = append(faults, Fault{
				Row: number, Subject: p.Customer,
				Problem: fmt.Sprintf("brings the customer's amount to %s, beyond what is counted; are the amounts in fen?", sum),
			})
		} else {
			row.Amount = sum
		}
		if p.Spend() < 0 {
			continue
		}
		if row.Purchases == 0 || since < row.DaysSince {
			row.DaysSince = since
		}
		if o.SameDayOnce {
			day := customerDay{i, since}
			if _, again := seen[day]; again {
				continue
			}
			seen[day] = struct{}{}
		}
		row.Purchases++
	}
	if len(faults) > 0 {
		return nil, faults
	}
	bought := rows[:0]
	for _, row := range rows {
		if row.Purchases > 0 {
			bought = append(bought, row)
		}
	}
	if len(bought) == 0 {
		return nil, ErrNothing
	}
	return bought, nil
}

func rfmProblem(p *Purchase) string {
	switch {
	case p.Customer == "":
		return "has no customer; leave purchases of strangers out"
	case p.At.IsZero():
		return "has no time; a purchase has the time of its payment"
	case outOfRFM(p.Amount) || outOfRFM(p.Refunded):
		return fmt.Sprintf("amounts to %s, beyond what is counted; is it in fen?", p.Spend())
	}
	return ""
}

func outOfRFM(m tiexin.Money) bool { return m > maxRFMAmount || m < -maxRFMAmount }

// faultsOfRFM names the rows that RFM cannot score, all at once.
func faultsOfRFM(rows []RFM) error {
	if len(rows) == 0 {
		return ErrNothing
	}
	var faults Faults
	firsts := newFirstRows(len(rows))
	for i, row := range rows {
		problem := row.problem()
		if row.Customer != "" {
			if first := firsts.of(rows, i); first != i {
				problem = fmt.Sprintf("is the same customer as row %d; sum her purchases up first", first)
			}
		}
		if problem != "" {
			faults = append(faults, Fault{Row: i, Subject: row.Customer, Problem: problem})
		}
	}
	return faults.Err()
}

// firstRows finds the row in which a customer came first. It is a hash table that
// keeps row numbers alone: a map of a million names would be the larger part of
// what scoring them takes.
type firstRows struct {
	seed  maphash.Seed
	slots []int32 // row + 1; 0: free; a power of two, half of them free at the least
}

func newFirstRows(rows int) firstRows {
	return firstRows{maphash.MakeSeed(), make([]int32, 1<<bits.Len(uint(2*rows)))}
}

// of is i itself when no row before had the customer.
func (f firstRows) of(rows []RFM, i int) int {
	mask := uint64(len(f.slots) - 1)
	for at := maphash.String(f.seed, rows[i].Customer) & mask; ; at = (at + 1) & mask {
		switch row := f.slots[at]; {
		case row == 0:
			f.slots[at] = int32(i) + 1
			return i
		case rows[row-1].Customer == rows[i].Customer:
			return int(row - 1)
		}
	}
}

func (row RFM) problem() string {
	switch {
	case row.Customer == "":
		return "has no customer"
	case row.DaysSince < 0:
		return fmt.Sprintf("last bought %d days after the day of the analysis; leave later purchases out", -row.DaysSince)
	case row.DaysSince > maxRFMDays:
		return fmt.Sprintf("last bought %d days ago; is the number in days?", row.DaysSince)
	case row.Purchases < 1:
		return fmt.Sprintf("has %d purchases; only who has bought is scored", row.Purchases)
	case row.Purchases > maxRFMPurchases:
		return fmt.Sprintf("has %d purchases, beyond what is counted", row.Purchases)
	case row.Amount > maxRFMAmount || row.Amount < -maxRFMAmount:
		return fmt.Sprintf("has an amount of %s, beyond what is counted; is it in fen?", row.Amount)
	}
	return ""
}
