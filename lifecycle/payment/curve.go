package payment

import (
	"math"
	"sort"
	"time"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Curve is the course of the orders of one base over time. It answers two questions,
// which differ if the base mixes orders with different closing times.
//
// How long do customers take to pay (付款时长)? The customer of an order that closed
// automatically might have paid later: the closing is censored. Waiting and PayersTake answer
// this.
//
// What was the end of the orders (订单去向)? An order that closed automatically will never be
// paid: the closing is an end like a cancellation, and competes with payment. PaidBy,
// PaidLater, PaidInTheEnd and StillOpen answer this. If no order was reminded or is still
// open, they are plain counts.
type Curve struct {
	Orders    int // observed orders
	Paid      int // paid without a reminder
	Cancelled int // closed before the automatic closing
	Closed    int // closed automatically
	Unseen    int // the rest, not observed to the end: reminded, or still open

	// Waiting is Kaplan and Meier's curve of minutes to payment, with every other end
	// censored. It shows how fast customers pay as long as the order is open.
	Waiting loyalty.Curve

	taking incidence // cancellation competes, closing is censored
	orders incidence // both compete
}

func newPaymentCurve(spells []paymentSpell) (Curve, error) {
	c := Curve{Orders: len(spells)}
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
		return Curve{}, err
	}
	if c.taking, err = newIncidence(c.Waiting, spells, func(e paymentEnd) bool { return e == cancelled }); err != nil {
		return Curve{}, err
	}
	if c.orders, err = newIncidence(c.Waiting, spells, func(e paymentEnd) bool { return e == cancelled || e == closed }); err != nil {
		return Curve{}, err
	}
	return c, nil
}

// PaidBy is the share of all orders that are paid without a reminder within a time. A
// cancelled or automatically closed order never is. It is the cumulative incidence
//
//	F(t) = Σ S(tᵢ₋) · dᵢ/nᵢ
//
// over the dᵢ payments of nᵢ open orders up to t. S is the share neither paid nor cancelled
// nor closed (Aalen & Johansen 1978, Scandinavian Journal of Statistics 5). The base is
// orders. It is unknown with Extrapolated beyond the observed times.
func (c Curve) PaidBy(t time.Duration) loyalty.Measure {
	return c.orders.between(-1, t.Minutes())
}

// PaidInTheEnd is the share of all orders that are ever paid without a reminder: PaidBy
// without a limit. It is unknown with Extrapolated if the longest observed order was still
// open.
func (c Curve) PaidInTheEnd() loyalty.Measure { return c.orders.between(-1, math.Inf(1)) }

// PaidLater is the share of the orders still open after one time that are paid without a reminder
// within another. These payments would come without a reminder anyway. The base is the orders
// still observed then.
func (c Curve) PaidLater(after, by time.Duration) loyalty.Measure {
	return c.orders.between(after.Minutes(), by.Minutes())
}

// StillOpen is the share of all orders that are neither paid nor cancelled nor closed after a
// time, S in the formula of PaidBy. These orders can be reminded.
func (c Curve) StillOpen(t time.Duration) loyalty.Measure {
	return c.orders.ends.Waiting(t.Minutes())
}

// payments is how many were made within a time.
func (c Curve) payments(minutes float64) int {
	sum := 0
	for _, step := range c.Waiting.Steps[:c.taking.at(minutes)] {
		sum += step.Ended
	}
	return sum
}

// PayersTake is the number of minutes within which a share of the unprompted payers have
// paid, for orders that close after closes. It is customers' time, so orders that closed
// automatically earlier are censored. The base is payments, and the interval that of their
// ranks. Extrapolated means that not all orders were observed until they closed, so that the
// slowest payers are missing.
func (c Curve) PayersTake(share float64, closes time.Duration) loyalty.Measure {
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
		m = m.With(loyalty.Extrapolated)
	}
	return m
}

// PerMinute is the rate of payment around a time (付款速率): payments divided by minutes of
// open orders. The window is a tenth of the time before and after, at least a minute either
// way. The base is payments.
func (c Curve) PerMinute(t time.Duration) loyalty.Measure {
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
