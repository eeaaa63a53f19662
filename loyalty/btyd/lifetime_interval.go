package btyd

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Bootstrap configures a bootstrap interval. The zero Bootstrap is usable.
type Bootstrap struct {
	Rounds int     // number of drawn and fitted bases. Default: 200
	Level  float64 // confidence. Default: 0.95
	Seed   uint64  // the same seed gives the same interval
}

// maxRounds bounds the work.
const maxRounds = 100_000

// ValueInterval is the total value of the buyers. Its interval is the variation with other customers of the same
// kind, by the bootstrap of Efron (1979). Every round draws as many buyers with replacement. fit then finds the
// model and the spend of the drawn ones, and the given buyers are valued by these. The interval contains the middle
// Level of the totals.
//
// It is an interval of the expectation, not of the future. It covers the uncertainty of the parameters, but not the
// randomness of each customer's future, which averages out in a large base. Rounds with a failed fit, or with a
// spend without mean, are left out. If these are more than a tenth, there is no interval, and the measure is flagged
// [loyalty.Estimated].
//
//	fit := func(b []btyd.Buyer) (btyd.Model, btyd.GammaGamma, error) { … btyd.ParetoNBD.Fit, btyd.FitGammaGamma … }
//
// An error of the first fit, on the buyers themselves, is returned unchanged.
func ValueInterval(buyers []Buyer, t Terms, fit func([]Buyer) (Model, GammaGamma, error), o Bootstrap) (loyalty.Measure, error) {
	if o.Rounds == 0 {
		o.Rounds = 200
	}
	if o.Level == 0 {
		o.Level = 0.95
	}
	if o.Rounds < 20 || o.Rounds > maxRounds || !(o.Level > 0 && o.Level < 1) {
		return loyalty.Measure{}, fmt.Errorf("btyd: bootstrap of %d rounds at level %v; from 20 to %d rounds, and a level between 0 and 1",
			o.Rounds, o.Level, maxRounds)
	}
	value := func(from []Buyer) (loyalty.Measure, error) {
		m, spend, err := fit(from)
		if err != nil {
			return loyalty.Measure{}, err
		}
		v, err := NewValuer(m, spend, t)
		if err != nil {
			return loyalty.Measure{}, err
		}
		return v.Total(buyers)
	}
	if len(buyers) == 0 {
		return loyalty.Measure{}, loyalty.ErrNothing
	}
	total, err := value(buyers)
	if err != nil || !total.OK {
		return total, err
	}
	random := rand.New(rand.NewPCG(o.Seed, 0x76616c7565))
	drawn := make([]Buyer, len(buyers))
	totals := make([]float64, 0, o.Rounds)
	for range o.Rounds {
		for i := range drawn {
			drawn[i] = buyers[random.IntN(len(buyers))]
		}
		if one, err := value(drawn); err == nil && one.OK {
			totals = append(totals, one.Value)
		}
	}
	total.Method += fmt.Sprintf(", bootstrap interval of %d rounds", len(totals))
	if 10*len(totals) < 9*o.Rounds {
		total.Flags = append(total.Flags, loyalty.Estimated)
		return total, nil
	}
	slices.Sort(totals)
	tail := (1 - o.Level) / 2
	total.Lo, total.Hi, total.Level = sorted(totals, tail), sorted(totals, 1-tail), o.Level
	return total, nil
}

// sorted is the p-quantile of a sorted list, between neighbours where it lies so.
func sorted(list []float64, p float64) float64 {
	at := p * float64(len(list)-1)
	i := min(int(at), len(list)-2)
	return list[i] + (at-float64(i))*(list[i+1]-list[i])
}
