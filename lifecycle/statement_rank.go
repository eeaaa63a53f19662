package lifecycle

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// StatementRanks are what a shop's customers spent in a period, to rank one among
// them. The zero StatementRanks know nobody.
type StatementRanks struct {
	spent []tiexin.Money // ascending
}

// RankStatements takes what each customer who bought in the period spent, in any order.
func RankStatements(spent []tiexin.Money) StatementRanks {
	return StatementRanks{slices.Sorted(slices.Values(spent))}
}

// Customers is how many there are.
func (r StatementRanks) Customers() int { return len(r.spent) }

// Ahead is the share of the other customers who spent less than one of them did;
// equal ones are not ahead of each other. The base are all customers. It is unknown
// for ZeroBase without others, and Impossible for a sum that nobody spent.
func (r StatementRanks) Ahead(spent tiexin.Money) loyalty.Measure {
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
