package lifecycle

import (
	"math"
	"sort"
	"time"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A PaymentCurve is how the orders of one base were paid, as time went by.
type PaymentCurve struct {
	Orders    int // watched
	Paid      int // of these, by customers themselves
	Cancelled int // closed before they were due to close
	Unseen    int // the rest: closed by themselves, reminded, or still waiting

	// Waiting is Kaplan and Meier's curve of minutes to payment, in which every other
	// end is censored: how fast customers pay as long as the order is there to be paid.
	Waiting loyalty.Curve

	open  loyalty.Curve // ended: paid or cancelled; its steps are at the times of Waiting's
	share []float64     // paid by each step
}

func newPaymentCurve(spells []paymentSpell) (PaymentCurve, error) {
	c := PaymentCurve{Orders: len(spells)}
	toPay, toEnd := make([]loyalty.Spell, len(spells)), make([]loyalty.Spell, len(spells))
	for i, s := range spells {
		toPay[i] = loyalty.Spell{Time: s.minutes, Ended: s.end == paid}
		toEnd[i] = loyalty.Spell{Time: s.minutes, Ended: s.end != unseen}
		switch s.end {
		case paid:
			c.Paid++
		case cancelled:
			c.Cancelled++
		case unseen:
			c.Unseen++
		}
	}
	var err error
	if c.Waiting, err = loyalty.KaplanMeier(toPay); err != nil {
		return PaymentCurve{}, err
	}
	if c.open, err = loyalty.KaplanMeier(toEnd); err != nil {
		return PaymentCurve{}, err
	}
	before, sum := 1., 0.
	for i, step := range c.open.Steps {
		sum += before * float64(c.Waiting.Steps[i].Ended) / float64(step.AtRisk)
		c.share = append(c.share, sum)
		before = step.Survival
	}
	return c, nil
}

// at is the number of steps up to a time.
func (c PaymentCurve) at(minutes float64) int {
	return sort.Search(len(c.open.Steps), func(i int) bool { return c.open.Steps[i].Time > minutes })
}

// PaidBy is the share of all orders that are paid by themselves within a time, where
// a cancelled order never is: the cumulative incidence
//
//	F(t) = Σ S(tᵢ₋) · dᵢ/nᵢ
//
// over the payments up to t, with S the share neither paid nor cancelled (Aalen &
// Johansen 1978, Scandinavian Journal of Statistics 5). The base is orders. It is
// unknown for Extrapolated beyond what was watched.
func (c PaymentCurve) PaidBy(t time.Duration) loyalty.Measure { return c.incidence(-1, t.Minutes()) }

// PaidLater is the share of the orders still open after a time that are paid by
// themselves within another: what reminding them would have brought anyway. The base
// is the orders still watched then.
func (c PaymentCurve) PaidLater(after, by time.Duration) loyalty.Measure {
	return c.incidence(after.Minutes(), by.Minutes())
}

// StillOpen is the share of orders that are neither paid nor cancelled after a time.
func (c PaymentCurve) StillOpen(t time.Duration) loyalty.Measure { return c.open.Waiting(t.Minutes()) }

// incidence is the share that is paid in (from, to] of those open after from. Its
// variance is the delta method's (Marubini & Valsecchi, Analysing Survival Data from
// Clinical Trials and Observational Studies, 1995, 10.3), its interval on the logit
// scale.
func (c PaymentCurve) incidence(from, to float64) loyalty.Measure {
	const method = "Aalen-Johansen, logit interval"
	first, end := 0, c.at(to)
	if from >= 0 {
		first = c.at(from)
	}
	atRisk := 0
	if first < len(c.open.Steps) {
		atRisk = c.open.Steps[first].AtRisk
	}
	switch {
	case atRisk == 0:
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	case to < from:
		return loyalty.Unknown(loyalty.Impossible, atRisk, method)
	case to > c.lastTime() && c.open.Steps[len(c.open.Steps)-1].Survival > 0:
		return loyalty.Unknown(loyalty.Extrapolated, atRisk, method)
	}
	m := loyalty.Measure{OK: true, Base: atRisk, Method: method, Level: loyalty.Level}
	before := 1.
	for i := first; i < end; i++ {
		m.Value += before * float64(c.Waiting.Steps[i].Ended) / float64(c.open.Steps[i].AtRisk)
		before *= 1 - float64(c.open.Steps[i].Ended)/float64(c.open.Steps[i].AtRisk)
	}
	m.Value = min(m.Value, 1)
	sum, variance := 0., 0.
	before = 1
	for i := first; i < end; i++ {
		n, all, payments := float64(c.open.Steps[i].AtRisk), float64(c.open.Steps[i].Ended), float64(c.Waiting.Steps[i].Ended)
		sum += before * payments / n
		rest := m.Value - sum
		if n > all {
			variance += rest * rest * all / (n * (n - all))
		}
		variance += before*before*(n-payments)*payments/(n*n*n) - 2*rest*before*payments/(n*n)
		before *= 1 - all/n
	}
	width := mathext.NormalQuantile((1+loyalty.Level)/2) * math.Sqrt(max(variance, 0))
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

// lastTime is up to when anybody was watched.
func (c PaymentCurve) lastTime() float64 {
	if len(c.open.Steps) == 0 {
		return 0
	}
	return c.open.Steps[len(c.open.Steps)-1].Time
}

// followed is the time by which the share paid is known, when orders close after some
// time, and the share of orders that was open when the last one was lost from sight.
func (c PaymentCurve) followed(closes float64) (until, lost float64) {
	last := c.open.Steps[len(c.open.Steps)-1]
	if last.Time >= closes-1 || last.Survival == 0 {
		return min(closes, max(last.Time, closes-1)), 0
	}
	return last.Time, last.Survival
}

// sums are the shares paid and open after a time.
func (c PaymentCurve) sums(minutes float64) (paidBy, open float64) {
	i := c.at(minutes)
	if i == 0 {
		return 0, 1
	}
	return c.share[i-1], c.open.Steps[i-1].Survival
}

// payments is how many were made within a time.
func (c PaymentCurve) payments(minutes float64) int {
	sum := 0
	for _, step := range c.Waiting.Steps[:c.at(minutes)] {
		sum += step.Ended
	}
	return sum
}

// PayersTake is the number of minutes within which a share of those who pay by
// themselves before the order closes have paid. The base is payments, and the
// interval that of their ranks. Extrapolated says that not all orders were watched
// until they closed, so that the slowest payers are missing.
func (c PaymentCurve) PayersTake(share float64, closes time.Duration) loyalty.Measure {
	const method = "quantile of cumulative incidence, rank interval"
	switch {
	case c.Paid == 0:
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	case !(share > 0 && share < 1) || closes <= 0:
		return loyalty.Unknown(loyalty.Impossible, c.Paid, method)
	}
	until, lost := c.followed(closes.Minutes())
	steps, payments := c.at(until), c.payments(until)
	if payments == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	}
	all := c.share[steps-1]
	quantile := func(p float64) float64 {
		i := sort.Search(steps-1, func(i int) bool { return c.share[i] >= p*all*(1-1e-12) })
		return c.open.Steps[i].Time
	}
	half := mathext.NormalQuantile((1+loyalty.Level)/2) * math.Sqrt(share*(1-share)/float64(payments))
	m := loyalty.Measure{
		OK: true, Value: quantile(share), Base: payments, Level: loyalty.Level, Method: method,
		Lo: quantile(max(share-half, 0)), Hi: quantile(min(share+half, 1)),
	}
	if lost > 0 {
		m = flagMeasure(m, loyalty.Extrapolated)
	}
	return m
}

// PerMinute is how many of the orders that are open around a time are paid per minute
// (付款速率): payments over minutes of waiting, from a tenth before to a tenth after,
// at least a minute either way. The base is payments.
func (c PaymentCurve) PerMinute(t time.Duration) loyalty.Measure {
	middle := t.Minutes()
	half := max(middle/10, 1)
	from, to := max(middle-half, 0), middle+half
	payments, exposure, previous := 0, 0., 0.
	for i, step := range c.open.Steps {
		exposure += float64(step.AtRisk) * max(0, min(to, step.Time)-max(from, previous))
		if step.Time > from && step.Time <= to || step.Time == 0 && from == 0 {
			payments += c.Waiting.Steps[i].Ended
		}
		previous = step.Time
	}
	return loyalty.PoissonRate(payments, exposure, loyalty.Level)
}

// flagMeasure is a measure with one more thing to know.
func flagMeasure(m loyalty.Measure, f loyalty.Flag) loyalty.Measure {
	if !m.Has(f) {
		m.Flags = append(m.Flags[:len(m.Flags):len(m.Flags)], f)
	}
	return m
}
