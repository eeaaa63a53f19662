package loyalty

import "github.com/tiexin-go/tiexin"

// Bought reports whether the customer has a valid order. If not, the other numbers of a
// summary are zero.
func (s *Summary) Bought() bool { return s.folded > 0 || s.boughtBetween(0, remembered) }

// Settled reports whether every refund is matched with its order. If it is false, a
// refund has come before its order, and the numbers are provisional.
func (s *Summary) Settled() bool {
	for i, word := range s.days {
		if word != 0 && s.counts[i] < 1 {
			return false
		}
	}
	return true
}

// First is the day of the first valid order.
func (s *Summary) First() Day {
	if i := s.firstBought(); i >= 0 {
		return s.day(i)
	}
	return 0
}

// Last is the day of the last valid order.
func (s *Summary) Last() Day {
	for i := remembered - 1; i >= 0; i-- {
		if s.counts[i] > 0 {
			return s.day(i)
		}
	}
	return 0
}

// Days is the number of days of purchase.
func (s *Summary) Days() int {
	days := int(s.folded)
	for _, orders := range s.counts {
		if orders > 0 {
			days++
		}
	}
	return days
}

// Orders is the number of valid orders.
func (s *Summary) Orders() int {
	orders := int(s.orders)
	for _, n := range s.counts {
		orders += int(n)
	}
	return orders
}

// count is how many purchases stand, as they are counted.
func (s *Summary) count(by Counting) int {
	if by == ByOrder {
		return s.Orders()
	}
	return s.Days()
}

// Spend is the sum of all orders less refunds.
func (s *Summary) Spend() tiexin.Money {
	spend := s.spend
	for i := range s.days {
		spend += s.fen(i)
	}
	return tiexin.Money(spend)
}

// FirstSpend is the part of Spend from orders of the first day.
func (s *Summary) FirstSpend() tiexin.Money {
	if i := s.firstBought(); i >= 0 {
		return tiexin.Money(s.fen(i))
	}
	return 0
}

func (s *Summary) firstBought() int {
	for i, orders := range s.counts {
		if orders > 0 {
			return i
		}
	}
	return -1
}

// Repeats is x, the repeat purchases (重复购买次数): days with an order after the
// first such day. Several orders of one day are one.
func (s *Summary) Repeats() int { return max(s.Days()-1, 0) }

// Recency is t_x, the customer's age at the last purchase: days between the first and
// the last. It is zero without a repeat. The R of RFM is another number, the days since
// the last purchase.
func (s *Summary) Recency() int { return int(s.Last() - s.First()) }

// Age is T, the length of the observation: days from the first purchase to the view's
// last day. It is never less than Recency.
func (s *Summary) Age(until Day) int {
	if !s.Bought() {
		return 0
	}
	return int(max(until, s.Last()) - s.First())
}

// Since is the number of days since the last purchase, the R of RFM.
func (s *Summary) Since(until Day) int {
	if !s.Bought() {
		return 0
	}
	return int(max(until-s.Last(), 0))
}

// RepeatSpend is m_x, the mean spend in yuan of a repeat purchase: spend after the
// first day divided by [Summary.Repeats]. It is false if there is none.
func (s *Summary) RepeatSpend() (yuan float64, ok bool) {
	x := s.Repeats()
	if x == 0 {
		return 0, false
	}
	return (s.Spend() - s.FirstSpend()).Yuan() / float64(x), true
}

// Gaps is the number of gaps between days of purchase, and their sum in days: the state
// for a [GapModel].
func (s *Summary) Gaps() GapState {
	return GapState{N: s.Repeats(), Sum: float64(s.Recency())}
}
