package payment

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty"
)

// An incidence is the share of orders paid as time goes by, where some other ends
// compete with payment and the rest are censored.
type incidence struct {
	payments []loyalty.Step // Kaplan and Meier's of payments; only Ended and the times matter
	ends     loyalty.Curve  // ended: paid, or by an end that competes; its steps are at the same times
	share    []float64      // paid by each step
}

func newIncidence(payments loyalty.Curve, spells []paymentSpell, competes func(paymentEnd) bool) (incidence, error) {
	toEnd := make([]loyalty.Spell, len(spells))
	for i, s := range spells {
		toEnd[i] = loyalty.Spell{Time: s.minutes, Ended: s.end == paid || competes(s.end)}
	}
	ends, err := loyalty.KaplanMeier(toEnd)
	if err != nil {
		return incidence{}, err
	}
	in := incidence{payments: payments.Steps, ends: ends, share: make([]float64, len(ends.Steps))}
	before, sum := 1., 0.
	for i, step := range ends.Steps {
		sum += before * float64(in.payments[i].Ended) / float64(step.AtRisk)
		in.share[i] = sum
		before = step.Survival
	}
	return in, nil
}

// at is the number of steps up to a time.
func (in incidence) at(minutes float64) int {
	return sort.Search(len(in.payments), func(i int) bool { return in.payments[i].Time > minutes })
}

// sums are the shares paid and open after a time.
func (in incidence) sums(minutes float64) (paidBy, open float64) {
	i := in.at(minutes)
	if i == 0 {
		return 0, 1
	}
	return in.share[i-1], in.ends.Steps[i-1].Survival
}

// between is the share that is paid in (from, to] of those open after from; all are
// open after a time below 0. Its variance is the delta method's (Marubini &
// Valsecchi, Analysing Survival Data from Clinical Trials and Observational Studies,
// 1995, 10.3), its interval on the logit scale; without censoring they are those of a
// counted share.
func (in incidence) between(from, to float64) loyalty.Measure {
	const method = "Aalen-Johansen, logit interval"
	steps := in.ends.Steps
	first, end := 0, in.at(to)
	if from >= 0 {
		first = in.at(from)
	}
	atRisk := 0
	if first < len(steps) {
		atRisk = steps[first].AtRisk
	}
	switch {
	case atRisk == 0:
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	case !(to >= from):
		return loyalty.Unknown(loyalty.Impossible, atRisk, method)
	case to > steps[len(steps)-1].Time && steps[len(steps)-1].Survival > 0:
		return loyalty.Unknown(loyalty.Extrapolated, atRisk, method)
	}
	m := loyalty.Measure{OK: true, Base: atRisk, Method: method, Level: loyalty.Level}
	before := 1.
	for i := first; i < end; i++ {
		m.Value += before * float64(in.payments[i].Ended) / float64(steps[i].AtRisk)
		before *= 1 - float64(steps[i].Ended)/float64(steps[i].AtRisk)
	}
	m.Value = min(m.Value, 1)
	width := mathext.NormalQuantile((1+loyalty.Level)/2) * math.Sqrt(max(in.variance(first, end, m.Value), 0))
	if p := m.Value; p <= 0 || p >= 1 || width == 0 {
		k := 0
		if p >= 1 {
			k = atRisk
		}
		m.Lo, m.Hi = loyalty.Wilson(k, atRisk, loyalty.Level)
	} else {
		logit, half := math.Log(p/(1-p)), width/(p*(1-p))
		m.Lo, m.Hi = 1/(1+math.Exp(half-logit)), 1/(1+math.Exp(-half-logit))
	}
	return m
}

// variance is that of the share paid in some steps, which is p.
func (in incidence) variance(first, end int, p float64) float64 {
	sum, variance, before := 0., 0., 1.
	for i := first; i < end; i++ {
		n, all, payments := float64(in.ends.Steps[i].AtRisk), float64(in.ends.Steps[i].Ended), float64(in.payments[i].Ended)
		sum += before * payments / n
		rest := p - sum
		if n > all {
			variance += rest * rest * all / (n * (n - all))
		}
		variance += before*before*(n-payments)*payments/(n*n*n) - 2*rest*before*payments/(n*n)
		before *= 1 - all/n
	}
	return variance
}

// followed is the time by which the share paid is known, when orders close after some
// time, and the share of orders that was open when the last one was lost from sight.
func (in incidence) followed(closes float64) (until, lost float64) {
	last := in.ends.Steps[len(in.ends.Steps)-1]
	if last.Time >= closes-1 || last.Survival == 0 {
		return min(closes, max(last.Time, closes-1)), 0
	}
	return last.Time, last.Survival
}
