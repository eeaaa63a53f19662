package lifecycle

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Rung is what decides how far gone a buyer is. The more customers a shop has, the
// higher it can climb; on a rung that is too high it would mistake noise for rhythm.
type Rung uint8

// The rungs, lowest first.
const (
	// FixedDays: the textbook's days of silence, the same for all. For a base of
	// fewer than 30 returning customers.
	FixedDays Rung = iota
	// ShopQuantiles: the shop's own days. Lapsing after the time within which 80 % of
	// those who return have returned, lost after that of 95 %, dead after three times
	// that of 99 %, by Kaplan and Meier's curve; for first purchases by their own
	// curve. For 30 returning customers or more.
	ShopQuantiles
	// GapQuantiles: the customer's own days. Lapsing and lost after the 80 and 95 %
	// quantiles of the customer's next gap in the shop's gap model (loyalty.GapModel),
	// which leans on the shop for who has few gaps. For 300 returning customers or more.
	GapQuantiles
	// BuyProbability: the customer's own probability of a purchase within the horizon
	// H by the model MBG/NBD (btyd.MBG): below .5 not active, below .3 lapsing, below
	// .1 lost; dead when the probability of being there at all is below .02, or after
	// three times the 99 % quantile. For 500 buyers and 100 returning customers or more, if some
	// of them can be seen to have left, and if they do not buy so regularly that
	// MBG/CNBD-k fits better: with k > 1 the probability of a purchase rises at first
	// with silence, so that no stage could be told by it, and the rung GapQuantiles,
	// whose K is that regularity, judges them better.
	BuyProbability
)

var rungWords = [...]string{"fixed-days", "shop-quantiles", "gap-quantiles", "buy-probability"}

// String is the word of the rung: "gap-quantiles".
func (r Rung) String() string {
	if int(r) < len(rungWords) {
		return rungWords[r]
	}
	return fmt.Sprintf("rung %d", uint8(r))
}

// MarshalText writes the word.
func (r Rung) MarshalText() ([]byte, error) {
	if int(r) >= len(rungWords) {
		return nil, fmt.Errorf("lifecycle: unknown %s", r)
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads the word.
func (r *Rung) UnmarshalText(text []byte) error {
	i := slices.Index(rungWords[:], string(text))
	if i < 0 {
		return fmt.Errorf("lifecycle: unknown rung %q; possible: fixed-days, shop-quantiles, gap-quantiles, buy-probability", text)
	}
	*r = Rung(i)
	return nil
}

// What a rung takes.
const (
	quantileRepeaters = 30
	gapRepeaters      = 300
	modelBuyers       = 500
	modelRepeaters    = 100
)

// Default says that numbers are the textbook's, not the shop's own.
const Default loyalty.Flag = "default"

// Misfit is why a rung is not used although the base is large enough: its model lies
// on the boundary of what it can say, or its curve does not reach the thresholds. The
// reason is in words.
const Misfit loyalty.Flag = "misfit"
