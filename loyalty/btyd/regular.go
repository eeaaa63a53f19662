package btyd

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

const (
	maxRegularity   = 12 // the highest K of a CNBD
	usualRegularity = 4  // the highest K that is tried
)

// fitRegularity fits every K from 1 to 4 and returns the fit of highest likelihood, with the
// lowest K of equal ones.
func fitRegularity(s Summary, o Options) (Fit[Model], error) {
	if len(s.LogGaps) != len(s.Customers) {
		return Fit[Model]{}, newError(ErrGaps, fmt.Sprintf("%d customers with %d sums of log gaps: to compare regularities, every customer's gaps must be known; "+
			"Summarise the log, or fit a given K", len(s.Customers), len(s.LogGaps)))
	}
	logGaps := 0.0
	for i, v := range s.LogGaps {
		if v != v || v-v != 0 {
			fault := loyalty.Problem{Row: i, Message: fmt.Sprintf("the sum of log gaps is %v; it must be a finite number", v)}
			return Fit[Model]{}, loyalty.Problems{fault}.Err()
		}
		logGaps += v
	}
	var best Fit[Model]
	for k := 1; k <= usualRegularity; k++ {
		f, err := CNBD.Fit(s, Options{Start: o.Start, K: k})
		if err != nil {
			return Fit[Model]{}, err
		}
		f.LogLikelihood += float64(k-1) * logGaps
		if k == 1 || f.LogLikelihood > best.LogLikelihood {
			best = f
		}
	}
	return best, nil
}
