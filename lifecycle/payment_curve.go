package lifecycle

import (
	"math"
	"sort"
	"time"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A PaymentCurve is how the orders of one base were paid, as time went by. It answers
// two questions, which differ where the base mixes orders that close after different
// times.
//
// How long do customers take to pay (付款时长)? An order that closed by itself was taken
// away from its customer, who might have paid later: the closing is censored. This is
// Waiting and PayersTake.
//
// What became of the orders (订单去向)? One that closed by itself will never be paid: the
// closing is an end like a cancellation, and competes with payment. These are PaidBy,
// PaidLater, PaidInTheEnd and StillOpen. Where no order was reminded or still waits,
// they are plain counts.
type PaymentCurve struct {
	Orders    int // watched
	Paid      int // of these, by customers themselves
	Cancelled int // closed before they were due to close
	Closed    int // closed by themselves
	Unseen    int // the rest, lost from sight: reminded, or still waiting

	// Waiting is Kaplan and Meier's curve of minutes to payment, in which every other
	// end is censored: how fast customers pay as long as the order is there to be paid.
	Waiting loyalty.Curve

	taking incidence // cancellation competes, closing is censored
	orders incidence // both compete
}

func newPaymentCurve(spells []paymentSpell) (PaymentCurve, error) {
	c := PaymentCurve{Orders: len(spells)}
	toPay := make([]loyalty.Spell, len(spells))
	for i, s := range spells {
		toPay[i] = loyalty.Spell{Time: s.minutes, Ended: s.end == paid}
		switch s.end {
		case paid:
			c.Paid++
		case cancelled:
			c.Cancelled++
		case closed:
			c.Closed++
		case unseen:
			c.Unseen++
		}
	}
	var err error
	if c.Waiting, err = loyalty.KaplanMeier(toPay); err != nil {
		return PaymentCurve{}, err
	}
	if c.taking, err = newIncidence(c.Waiting, spells, func(e paymentEnd) bool { return e == cancelled }); err != nil {
		return PaymentCurve{}, err
	}
	if c.orders, err = newIncidence(c.Waiting, spells, func(e paymentEnd) bool { return e == cancelled || e == closed }); err != nil {
		return PaymentCurve{}, err
	}
	return c, nil
}

// PaidBy is the share of all orders that are paid by themselves within a time, where
// an order that was cancelled or closed by itself never is: the cumulative incidence
//
//	F(t) = Σ S(tᵢ₋) · dᵢ/nᵢ
//
// over the dᵢ payments of nᵢ open orders up to t, with S the share neither paid nor
// cancelled nor closed (Aalen & Johansen 1978, Scandinavian Journal of Statistics 5).
// The base is orders. It is unknown for Extrapolated beyond what was watched.
func (c PaymentCurve) PaidBy(t time.Duration) loyalty.Measure {
	return c.orders.between(-1, t.Minutes())
}

// PaidInTheEnd is the share of all orders that are ever paid by themselves: PaidBy
// without a limit. It is unknown for Extrapolated where the order that was watched
// for longest was still open.
func (c PaymentCurve) PaidInTheEnd() loyalty.Measure { return c.orders.between(-1, math.Inf(1)) }

// PaidLater is the share of the orders still open after a time that are paid by
// themselves within another: what reminding them would have brought anyway. The base
// is the orders still watched then.
func (c PaymentCurve) PaidLater(after, by time.Duration) loyalty.Measure {
	return c.orders.between(after.Minutes(), by.Minutes())
}

// StillOpen is the share of all orders that are neither paid nor cancelled nor closed
// after a time, S in the terms of PaidBy: those who can be reminded.
func (c PaymentCurve) StillOpen(t time.Duration) loyalty.Measure {
	return c.orders.ends.Waiting(t.Minutes())
}

// payments is how many were made within a time.
func (c PaymentCurve) payments(minutes float64) int {
	sum := 0
	for _, step := range c.Waiting.Steps[:c.taking.at(minutes)] {
		sum += step.Ended
	}
	return sum
}

// PayersTake is the number of minutes within which a share of those who pay by
// themselves have paid, as long as the order is there to be paid, and closes after
// closes. It is a time that customers take, so orders that closed by themselves
// earlier are censored. The base is payments, and the interval that of their ranks.
// Extrapolated says that not all orders were watched until they closed, so that the
// slowest payers are missing.
func (c PaymentCurve) PayersTake(share float64, closes time.Duration) loyalty.Measure {
	const method = "quantile of cumulative incidence, rank interval"
	switch {
	case c.Paid == 0:
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	case !(share > 0 && share < 1) || closes <= 0:
		return loyalty.Unknown(loyalty.Impossible, c.Paid, method)
	}
	until, lost := c.taking.followed(closes.Minutes())
	steps, payments := c.taking.at(until), c.payments(until)
	if payments == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	}
	all := c.taking.share[steps-1]
	quantile := func(p float64) float64 {
		i := sort.Search(steps-1, func(i int) bool { return c.taking.share[i] >= p*all*(1-1e-12) })
		return c.Waiting.Steps[i].Time
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
	for _, step := range c.Waiting.Steps {
		exposure += float64(step.AtRisk) * max(0, min(to, step.Time)-max(from, previous))
		if step.Time > from && step.Time <= to || step.Time == 0 && from == 0 {
			payments += step.Ended
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
