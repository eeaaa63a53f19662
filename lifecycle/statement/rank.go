package statement

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Ranks are the spendings of a shop's customers in a period, to rank one among
// them. The zero Ranks have no customers.
type Ranks struct {
	spent []tiexin.Money // ascending
}

// Rank takes the spending of each customer who bought in the period, in any
// order.
func Rank(spent []tiexin.Money) Ranks {
	return Ranks{slices.Sorted(slices.Values(spent))}
}

// Ahead is the share of the other customers who spent less than one of them did; equal
// ones are not ahead of each other. The base is all customers. It is unknown with
// ZeroBase without others, and with Impossible for a sum that no customer spent.
func (r Ranks) Ahead(spent tiexin.Money) loyalty.Measure {
	const method = "share of the other customers who spent less"
	below, found := slices.BinarySearch(r.spent, spent)
	switch {
	case len(r.spent) < 2:
		return loyalty.Unknown(loyalty.ZeroBase, len(r.spent), method)
	case !found:
		return loyalty.Unknown(loyalty.Impossible, len(r.spent), method)
	}
	return loyalty.Measure{OK: true, Value: float64(below) / float64(len(r.spent)-1), Base: len(r.spent), Method: method}
}
