package restock

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Usage (消耗记录) is one customer's purchases of one category, the data for a
// repeat-purchase date. It is updated purchase by purchase in constant space, without
// allocation. It holds the last four days of purchase, and the gaps of earlier ones.
// Purchases and returns of the held days may come in any order. The zero Usage has no
// purchases.
type Usage struct {
	days   [usageDays]usageDay // by day; only the first n are used
	folded loyalty.GapState    // gaps in days before the first of these
	units  loyalty.GapState    // the same per piece, where the pieces are known
	n      uint8
}

const usageDays = 4

// A usageDay is a day with what was bought on it. Orders and pieces may be below one
// while a return has come before its purchase; it is no day of purchase then.
type usageDay struct {
	day    loyalty.Day
	pieces int32
	blank  int16 // orders whose pieces are not known
	orders int16
}

func (d usageDay) bought() bool { return d.orders > 0 }

// known is how many pieces the day had; 0 where that is not known.
func (d usageDay) known() float64 {
	if d.blank != 0 || d.pieces < 1 {
		return 0
	}
	return float64(d.pieces)
}

// Buy adds an order of some pieces; 0: unknown. The error is an [ErrUsageDay].
func (u *Usage) Buy(d loyalty.Day, pieces int) error { return u.change(d, pieces, 1) }

// Return removes an order that [Usage.Buy] has added. The error is an [ErrUsageDay].
func (u *Usage) Return(d loyalty.Day, pieces int) error { return u.change(d, pieces, -1) }

func (u *Usage) change(d loyalty.Day, pieces int, sign int16) error {
	if d < 1 || d > base.LastPurchaseDay || pieces < 0 || pieces > maxUnits {
		return fmt.Errorf("%d pieces on day %d (%s): %w", pieces, int32(d), d, ErrUsageDay)
	}
	days := u.days[:u.n]
	i, there := slices.BinarySearchFunc(days, d, func(a usageDay, d loyalty.Day) int { return cmp.Compare(a.day, d) })
	if u.folded.N > 0 && (i == 0 && (!there || days[0].orders+sign < 1)) {
		return fmt.Errorf("a change on %s, before what is remembered: %w", d, ErrUsageDay)
	}
	day := usageDay{day: d}
	if there {
		day = days[i]
	}
	day.orders += sign
	day.pieces += int32(sign) * int32(pieces)
	if pieces == 0 {
		day.blank += sign
	}
	if !day.countable() {
		return fmt.Errorf("%d orders of %d pieces on %s: %w", day.orders, day.pieces, d, ErrUsageDay)
	}
	switch {
	case there && day == usageDay{day: d}: // all taken back
		copy(u.days[i:], u.days[i+1:u.n])
		u.n--
		u.days[u.n] = usageDay{}
	case there:
		u.days[i] = day
	case u.n < usageDays:
		copy(u.days[i+1:], u.days[i:u.n])
		u.days[i] = day
		u.n++
	default:
		return u.push(i, day)
	}
	return nil
}

const maxUsageOrders = 1 << 14

// countable tells whether a day has no more than is counted.
func (d usageDay) countable() bool {
	return max(d.orders, -d.orders) < maxUsageOrders && max(d.blank, -d.blank) < maxUsageOrders && max(d.pieces, -d.pieces) <= maxUnits
}

// push makes room for a new day by letting go of the first.
func (u *Usage) push(i int, day usageDay) error {
	ordered := [usageDays + 1]usageDay{}
	copy(ordered[:], u.days[:i])
	ordered[i] = day
	copy(ordered[i+1:], u.days[i:])
	if !ordered[0].bought() || !ordered[1].bought() {
		return fmt.Errorf("a fifth day, %s, while a return waits for its purchase: %w", day.day, ErrUsageDay)
	}
	addGap(&u.folded, &u.units, ordered[0], ordered[1])
	copy(u.days[:], ordered[1:])
	return nil
}

func addGap(days, units *loyalty.GapState, from, to usageDay) {
	gap := float64(to.day - from.day)
	days.Add(gap)
	if pieces := from.known(); pieces > 0 {
		units.Add(gap / pieces)
	}
}

// Gaps are the customer's gaps between days of purchase, in days, or in days per piece
// if the pieces of the earlier day are known.
func (u *Usage) Gaps(perUnit bool) loyalty.GapState {
	days, units := u.folded, u.units
	from := usageDay{}
	for _, d := range u.days[:u.n] {
		if !d.bought() {
			continue
		}
		if from.bought() {
			addGap(&days, &units, from, d)
		}
		from = d
	}
	if perUnit {
		return units
	}
	return days
}

// gapsBy are the gaps as a rhythm counts them. One without a model counts days per piece
// where the pieces of every day are known.
func (u *Usage) gapsBy(r Rhythm) (gaps loyalty.GapState, perUnit bool) {
	if r.PerUnit || r.Model.Validate() == nil {
		return u.Gaps(r.PerUnit), r.PerUnit
	}
	units, days := u.Gaps(true), u.Gaps(false)
	if _, pieces, ok := u.Last(); ok && pieces > 0 && units.N == days.N {
		return units, true
	}
	return days, false
}

// Last is the last day of purchase, with its pieces, 0 if unknown. It is false without a
// purchase.
func (u *Usage) Last() (day loyalty.Day, pieces int, ok bool) {
	for i := int(u.n) - 1; i >= 0; i-- {
		if u.days[i].bought() {
			return u.days[i].day, int(u.days[i].known()), true
		}
	}
	return 0, 0, false
}

// usualPieces is how many pieces the customer buys on a day, by the days remembered.
// It is false where no day says.
func (u *Usage) usualPieces() (float64, bool) {
	sum, days := 0.0, 0.0
	for _, d := range u.days[:u.n] {
		if d.bought() && d.known() > 0 {
			sum += d.known()
			days++
		}
	}
	return sum / max(days, 1), days > 0
}

// usedUp is how many days after the last purchase everything is used up, where one
// piece lasts so many days: what was left of the days before is used first. Days
// whose pieces are not known count as the usual number of pieces.
func (u *Usage) usedUp(lasts, usual float64) float64 {
	empty, last := 0.0, 0.0
	for _, d := range u.days[:u.n] {
		if !d.bought() {
			continue
		}
		pieces := d.known()
		if pieces == 0 {
			pieces = usual
		}
		last = float64(d.day)
		empty = max(empty, last) + pieces*lasts
	}
	return empty - last
}
