package btyd

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Customer is the data of one customer's past that the models need, counted from the
// first purchase. Purchases of one day count once.
type Customer struct {
	X  int     // repeat purchases (frequency): purchase days after the first
	Tx float64 // age at the last purchase (recency), in the fit's unit of time; 0 if X is 0
	T  float64 // age at the end of the observation (observation time), in the same unit; Tx ≤ T
}

// z95 is half the width of a normal interval at loyalty.Level, in standard errors.
const z95 = 1.959963984540054

// maxAge is more than any unit of time makes of a customer's life; it keeps sums finite.
const maxAge = 1e15

// ok tells whether the customer is valid.
func (c Customer) ok() bool {
	return c.X <= maxCount && c.T <= maxAge && c.Tx <= c.T && (c.X == 0 && c.Tx == 0 && c.T >= 0 || c.X > 0 && c.Tx > 0)
}

// problem says what is impossible. Counts and times must be numbers and not below 0. The last
// purchase must be at an age up to T, and at 0 if X is 0. An age of 0 without a further
// purchase is valid: the customer came today.
func (c Customer) problem() string {
	switch {
	case c.ok():
		return ""
	case c.X < 0:
		return fmt.Sprintf("X is %d; repeat purchases are counted from 0", c.X)
	case c.X > maxCount:
		return fmt.Sprintf("X is %d; that is too often to be true", c.X)
	case math.IsNaN(c.T) || math.IsNaN(c.Tx) || math.IsInf(c.T, 0) || math.IsInf(c.Tx, 0):
		return fmt.Sprintf("Tx is %v and T is %v; both must be finite numbers", c.Tx, c.T)
	case c.T < 0:
		return fmt.Sprintf("T is %v; an age is not below 0: the first purchase lies after the end", c.T)
	case c.T > maxAge:
		return fmt.Sprintf("T is %v; the age is too high: check the unit", c.T)
	case c.Tx < 0:
		return fmt.Sprintf("Tx is %v; the last purchase is not before the first", c.Tx)
	case c.X == 0:
		return fmt.Sprintf("Tx is %v with X 0; without a repeat purchase the last one is the first, and Tx is 0", c.Tx)
	case c.T == 0:
		return fmt.Sprintf("X is %d with T 0; there are no repeat purchases on the first day: purchases of one day count once", c.X)
	case c.Tx == 0:
		return fmt.Sprintf("X is %d with Tx 0; purchases of the first day are not repeat purchases", c.X)
	default:
		return fmt.Sprintf("Tx is %v and T is %v; the last purchase is not after now", c.Tx, c.T)
	}
}

// validateCustomers finds every customer that is not valid. The error is
// [loyalty.Problems] by row.
func validateCustomers(customers []Customer) error {
	return problemsOf(customers).Err()
}

func problemsOf(customers []Customer) loyalty.Problems {
	var faults loyalty.Problems
	for i, c := range customers {
		if !c.ok() {
			faults = append(faults, loyalty.Problem{Row: i, Message: c.problem()})
		}
	}
	return faults
}
