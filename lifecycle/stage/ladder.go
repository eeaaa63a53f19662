package stage

import (
	"fmt"
	"slices"
)

// A Rung is a method to judge a buyer's silence. The more customers a shop has, the higher the
// possible rung; a rung that is too high would mistake noise for rhythm.
type Rung uint8

// The rungs, lowest first.
const (
	// FixedDays: the textbook's days of silence, the same for all. For a base of
	// fewer than 30 returning customers.
	FixedDays Rung = iota
	// ShopQuantiles: the shop's own days, from Kaplan and Meier's curve of the time to the next
	// purchase. A customer is lapsing after the time within which 80 % of the returning
	// customers have returned, and lost after that of 95 %. Dead is three times that of 99 %.
	// First purchases have their own curve. For 30 returning customers or more.
	ShopQuantiles
	// GapQuantiles: the customer's own days. A customer is lapsing and lost after the 80 and 95
	// % quantiles of their next gap in the shop's gap model (loyalty.GapModel). For a customer
	// with few gaps the model leans on the shop. For 300 returning customers or more.
	GapQuantiles
	// BuyProbability: the customer's own probability of a purchase within the horizon H by the
	// model MBG/NBD (btyd.MBG). Below .5 a customer is not active, below .3 lapsing, below .1
	// lost. Dead means that the probability of still being a customer is below .02, or a silence
	// of three times the 99 % quantile. For 500 buyers and 100 returning customers or more, if
	// the model detects some who have left.
	//
	// It is not used if they buy so regularly that MBG/CNBD-k fits better. With k > 1 the
	// probability of a purchase first rises with silence, so it cannot define stages. The rung
	// GapQuantiles, whose K is that regularity, then judges them better.
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
