package loyalty

import (
	"fmt"
	"hash/maphash"
	"maps"
	"math/bits"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// An RFM is one customer's recency, frequency and monetary value: how long ago, how
// often and for how much they bought. Source: Hughes, Strategic Database Marketing,
// 1994. A customer who never bought has no RFM.
type RFM struct {
	Customer string // their id; unique in a base

	// DaysSince is the number of days from the last purchase to the day of the
	// analysis, from 0. The recency of purchase models is another number: the time
	// from the first to the last purchase.
	DaysSince int

	Purchases int          // from 1
	Amount    tiexin.Money // payments less refunds; may be 0 or negative
}

// The largest numbers that RFM takes: what float64 counts without a gap for
// money, and more days than any shop has been open.
const (
	maxRFMAmount    = tiexin.Money(1 << 53)
	maxRFMDays      = 1_000_000
	maxRFMPurchases = maxCount
)

// RFMOf makes the rows of a base as of a day, by customer id. The base is the
// summaries of a log ([Summarise]), or summaries updated order by order. count
// defines one purchase. Customers without a valid order, or with a first purchase
// after that day, have no row. Leave out later purchases of the others beforehand
// ([View].Until).
func RFMOf(base map[string]Summary, until Day, count Counting) []RFM {
	rows := make([]RFM, 0, len(base))
	for _, customer := range slices.Sorted(maps.Keys(base)) {
		s := base[customer]
		if n := s.count(count); n > 0 && s.First() <= until {
			rows = append(rows, RFM{Customer: customer, DaysSince: s.Since(until), Purchases: n, Amount: s.Spend()})
		}
	}
	return rows
}

// faultsOfRFM names the rows that RFM cannot score, all at once.
func faultsOfRFM(rows []RFM) error {
	if len(rows) == 0 {
		return ErrNothing
	}
	var faults Problems
	firsts := newFirstRows(len(rows))
	for i, row := range rows {
		problem := row.problem()
		if row.Customer != "" {
			if first := firsts.of(rows, i); first != i {
				problem = fmt.Sprintf("is the same customer as row %d; sum their purchases up first", first)
			}
		}
		if problem != "" {
			faults = append(faults, Problem{Row: i, Subject: row.Customer, Message: problem})
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
