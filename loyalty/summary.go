package loyalty

import (
	"fmt"

	"github.com/tiexin-go/tiexin"
)

// A Summary (客户摘要) is the models' data of one customer's purchases: first and last
// day, days and orders, spend, spend of the first day. It has 64 bytes for any number
// of purchases. It is updated order by order, without the log. [Summary.Add],
// [Summary.Reduce] and [Summary.Remove] take constant time, allocate nothing, and are
// exact, since they count in days, orders and fen. The zero Summary is a customer
// without a purchase.
//
// A summary cannot reconstruct an older day after a removed order. So it holds some
// days one by one: the first and the four latest. For a customer of up to five days
// these are all. Changes on these days, in any order, give the same numbers as the
// whole log. On an older day a part of an order can still be refunded. A late order,
// the removal of a whole order there, or of the last order of the first day is an
// [ErrForgotten]. The summary is then unchanged. Rebuild it from this customer's part
// of the log, with [Summarise].
//
// The same purchases give the same numbers, in any order and in any division into
// batches. Without removed orders they give the very same 64 bytes.
type Summary struct {
	// A remembered day, oldest first: its number in the high 16 bits, and what was
	// spent, in fen, as a signed number in the low 48. Zero is an unused place. A
	// day whose number of orders is not positive waits for the order to a refund
	// that came first; it is no day of purchase yet.
	days   [remembered]uint64
	spend  int64  // of the forgotten days: those between the first and the second remembered
	orders uint32 // on these days
	folded uint16 // how many they are
	counts [remembered]int16
}

const (
	remembered = 5
	moneyBits  = 48
	maxDaily   = int64(1) << (moneyBits - 2) // no day's sum may reach it
	maxOrders  = 1<<15 - 1
)

// Add counts an order of that day.
func (s *Summary) Add(d Day, amount tiexin.Money) error { return s.change(d, 1, amount) }

// Reduce refunds a part of an order of that day, which still counts.
func (s *Summary) Reduce(d Day, amount tiexin.Money) error { return s.change(d, 0, -amount) }

// Remove removes an order of that day. The amount is that of [Summary.Add], less
// earlier refunds by [Summary.Reduce].
func (s *Summary) Remove(d Day, amount tiexin.Money) error { return s.change(d, -1, -amount) }

func (s *Summary) change(d Day, orders int16, amount tiexin.Money) error {
	if d < firstDay || d > lastDay {
		return fmt.Errorf("%w: day %d (%s); check the unit of the time", ErrRange, int32(d), d)
	}
	if paid := max(amount, -amount); paid > maxMoney || amount < 0 && orders > 0 || amount > 0 && orders <= 0 {
		return fmt.Errorf("%w: an amount of %d fen; it is 0 to %d", ErrRange, max(amount, -amount), maxMoney)
	}
	if orders == 0 && amount == 0 {
		return nil
	}
	// Nearly every order is of a remembered day or a new latest one.
	n := s.used()
	i := n
	for i > 0 && s.day(i-1) > d {
		i--
	}
	if i > 0 && s.day(i-1) == d {
		return s.changeRemembered(i-1, n, orders, int64(amount))
	}
	if s.folded > 0 && i < 2 {
		return s.changeForgotten(i, d, orders, int64(amount))
	}
	return s.insert(i, n, word(d, int64(amount)), orders)
}

// changeRemembered adds to the i-th of n remembered days.
func (s *Summary) changeRemembered(i, n int, orders int16, fen int64) error {
	count, sum := int(s.counts[i])+int(orders), s.fen(i)+fen
	if count > maxOrders || count < -maxOrders || sum >= maxDaily || sum <= -maxDaily {
		return fmt.Errorf("%w: %d orders or %d fen on %s", ErrRange, count, sum, s.day(i))
	}
	if s.folded > 0 && count < 1 && (i == 0 || !s.boughtBetween(1, i) && !s.boughtBetween(i+1, n)) {
		// What the next first day was, or the next last one, is forgotten.
		return s.forgotten(s.day(i))
	}
	s.counts[i] = int16(count)
	s.days[i] = word(s.day(i), sum)
	if count == 0 && sum == 0 {
		copy(s.days[i:], s.days[i+1:])
		copy(s.counts[i:], s.counts[i+1:])
		s.days[remembered-1], s.counts[remembered-1] = 0, 0
	}
	return nil
}

// changeForgotten is about a day before the second remembered one, where i is 0 for
// a day before the first.
func (s *Summary) changeForgotten(i int, d Day, orders int16, fen int64) error {
	switch {
	case i == 1 && orders == 0: // a part of an order that counts already
		s.spend += fen
		return nil
	case i == 0 && orders > 0: // a new first day; the one before joins the forgotten
		s.fold(0)
		s.days[0], s.counts[0] = word(d, fen), orders
		return nil
	}
	return s.forgotten(d)
}

// insert puts a new day at the i-th place of n, and lets go of the second oldest
// where there is no room.
func (s *Summary) insert(i, n int, day uint64, orders int16) error {
	if n < remembered {
		copy(s.days[i+1:], s.days[i:n])
		copy(s.counts[i+1:], s.counts[i:n])
		s.days[i], s.counts[i] = day, orders
		return nil
	}
	// Only days of purchase may be let go, and the days let go lie after the first.
	var first, second int16
	switch i {
	case 0:
		first, second = orders, s.counts[0]
	case 1:
		first, second = s.counts[0], orders
	default:
		first, second = s.counts[0], s.counts[1]
	}
	if first < 1 || second < 1 || !s.boughtWithout(i, orders) {
		return s.forgotten(Day(day >> moneyBits))
	}
	switch i {
	case 0:
		s.fold(0)
		s.days[0], s.counts[0] = day, orders
	case 1:
		s.forget(int64(day<<(64-moneyBits))>>(64-moneyBits), orders)
	default:
		s.fold(1)
		copy(s.days[1:], s.days[2:i])
		copy(s.counts[1:], s.counts[2:i])
		s.days[i-1], s.counts[i-1] = day, orders
	}
	return nil
}

// boughtWithout tells whether a day of purchase is left after the first and the
// second oldest, when a day with these orders comes in at place i of a full memory.
func (s *Summary) boughtWithout(i int, orders int16) bool {
	if i >= 2 {
		return orders > 0 || s.boughtBetween(2, remembered)
	}
	return s.boughtBetween(1, remembered)
}

// boughtBetween tells whether one of these remembered days is a day of purchase.
func (s *Summary) boughtBetween(from, to int) bool {
	for i := from; i < to; i++ {
		if s.counts[i] > 0 {
			return true
		}
	}
	return false
}

// fold adds a remembered day to the forgotten ones; its place is then free.
func (s *Summary) fold(i int) { s.forget(s.fen(i), s.counts[i]) }

func (s *Summary) forget(fen int64, orders int16) {
	s.spend += fen
	s.orders += uint32(orders)
	s.folded++
}

func (s *Summary) forgotten(d Day) error { return fmt.Errorf("a change on %s: %w", d, ErrForgotten) }

func word(d Day, fen int64) uint64 { return uint64(d)<<moneyBits | uint64(fen)&(1<<moneyBits-1) }

func (s *Summary) day(i int) Day { return Day(s.days[i] >> moneyBits) }

func (s *Summary) fen(i int) int64 { return int64(s.days[i]<<(64-moneyBits)) >> (64 - moneyBits) }

// used is how many places hold a day.
func (s *Summary) used() int {
	n := remembered
	for n > 0 && s.days[n-1] == 0 {
		n--
	}
	return n
}
