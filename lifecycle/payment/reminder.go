package payment

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Reason is the reason for the delay of a reminder.
type Reason string

// The reasons.
const (
	FewWouldPay   Reason = "few-would-pay"  // most unprompted payers have paid
	BeforeClosing Reason = "before-closing" // many would still pay, but the order is about to close
	ByTextbook    Reason = "textbook"       // the shop's own orders give no answer
)

// A Reminder is the delay before an order's payment reminder (催付时机), with the
// reasons.
type Reminder struct {
	Delay  time.Duration // after the order was placed, in whole minutes
	Reason Reason
	Base   Base
	Closes time.Duration // time to the automatic closing of an unpaid order

	Paid      loyalty.Measure // share of orders paid without a reminder by then
	Unpaid    loyalty.Measure // share of orders still open then, which are reminded: neither paid, cancelled nor closed
	Anyway    loyalty.Measure // share of those that would have been paid without a reminder before closing
	PerMinute loyalty.Measure // payments per open order and minute around then
	Take      loyalty.Measure // minutes within which most unprompted payers have paid; see Curve.PayersTake

	// Flags are Textbook for the textbook's delay, with the reason why the shop's own
	// orders were not enough. BelowMinBase: too few. Extrapolated: they were reminded or
	// lost from observation too early.
	Flags []loyalty.Flag
}

// The rule rests on the share of customers who pay as long as they can. It is not used
// where that share is less certain than this, or where more than this share of orders
// was lost from sight unpaid, or closed earlier than those that are asked about.
const (
	mostPaymentDoubt = .1 // standard error
	mostPaymentLost  = .02
)

// Reminder is the delay for orders of a source placed in an hour of the day, 0 to 23 or
// [AnyHour]. It is the first whole minute at which both are true:
//
//   - Most unprompted payers have paid (Options.Most). The others are slower than
//     this shop's customers normally are. This is customers' time,
//     [Curve.PayersTake].
//   - Fewer than Options.Chance of the orders still open would be paid before they
//     close, so that most reminders are needed. This is a share of orders, (F(closing) −
//     F(t)) / S(t) in the formula of [Curve.PaidBy].
//
// The first decides if few orders are paid at all, the second if nearly all are. A base
// needs Options.MinPaid orders paid before such an order closes. The delay is never
// later than Options.Leave before closing. If the shop's orders are too few or were
// not observed long enough, it is the textbook's.
func (p Times) Reminder(source string, hour int) Reminder {
	o := p.options.filled()
	r, curve := p.rule(source, hour, o.closing(source))
	if curve.Orders == 0 {
		none := loyalty.Unknown(loyalty.ZeroBase, 0, "no orders")
		r.Paid, r.Unpaid, r.Anyway, r.PerMinute, r.Take = none, none, none, none, none
		return r
	}
	until, _ := curve.taking.followed(r.Closes.Minutes())
	r.Paid, r.Unpaid, r.PerMinute = curve.PaidBy(r.Delay), curve.StillOpen(r.Delay), curve.PerMinute(r.Delay)
	r.Take = curve.PayersTake(o.Most, r.Closes)
	r.Anyway = curve.orders.between(r.Delay.Minutes(), until)
	if slices.Contains(r.Flags, loyalty.Extrapolated) && r.Anyway.OK {
		r.Anyway = r.Anyway.With(loyalty.Extrapolated)
	}
	return r
}

// rule is the reminder without its evidence, and the payments that it rests on.
func (p Times) rule(source string, hour int, closes time.Duration) (Reminder, Curve) {
	o := p.options.filled()
	latest := (closes - min(o.Leave, closes/2)).Truncate(time.Minute)
	curve, base := p.nearest(source, hour, func(c Curve) bool {
		until, _ := c.taking.followed(closes.Minutes()) // who pays later would find the order closed
		return c.payments(until) >= o.MinPaid
	})
	r := Reminder{Delay: min(o.Textbook, latest), Reason: ByTextbook, Base: base, Closes: closes}
	if base == PaymentsOfTextbook {
		r.Flags = []loyalty.Flag{loyalty.Textbook, loyalty.BelowMinBase}
	} else if why := curve.unfit(closes.Minutes()); why != "" {
		r.Flags = []loyalty.Flag{loyalty.Textbook, why}
	} else {
		r.Delay, r.Reason = curve.delay(closes.Minutes(), latest, o)
	}
	return r, curve
}

// unfit is why the rule cannot be asked; empty when it can.
func (c Curve) unfit(closes float64) loyalty.Flag {
	until, lost := c.taking.followed(closes)
	if lost > mostPaymentLost {
		return loyalty.Extrapolated
	}
	ever := c.taking.between(-1, until)
	if !ever.OK || (ever.Hi-ever.Lo)/4 > mostPaymentDoubt {
		return loyalty.BelowMinBase
	}
	return ""
}

// delay is the rule.
func (c Curve) delay(closes float64, latest time.Duration, o Options) (time.Duration, Reason) {
	const same = 1e-9 // four of five are 0.8 of them, whatever the rounding
	until, _ := c.taking.followed(closes)
	payers, _ := c.taking.sums(until)
	ever, _ := c.orders.sums(until)
	most := sort.Search(len(c.taking.share), func(i int) bool { return c.taking.share[i] >= o.Most*payers-same })
	t := wholeMinutes(o.Least.Minutes())
	if most < len(c.taking.share) {
		t = max(t, wholeMinutes(c.Waiting.Steps[most].Time))
	}
	for t <= latest { // from step to step, since nothing changes in between
		paidBy, open := c.orders.sums(t.Minutes())
		if ever-paidBy < o.Chance*open-same {
			return t, FewWouldPay
		}
		if open == 0 { // all had ended by then: whoever has not paid is late already
			return t, FewWouldPay
		}
		next := c.orders.at(t.Minutes())
		if next == len(c.Waiting.Steps) {
			break
		}
		t = wholeMinutes(c.Waiting.Steps[next].Time)
	}
	return latest, BeforeClosing
}

// wholeMinutes rounds up.
func wholeMinutes(minutes float64) time.Duration {
	return time.Duration(math.Ceil(min(minutes, 2*longestClosing.Minutes()))) * time.Minute
}

// A State is the state of an order's reminder.
type State string

// The states. Paid and closed do not change by time alone.
const (
	NotYetDue  State = "not-yet-due"
	RemindNow  State = "remind-now"
	IsPaid     State = "paid"
	IsClosed   State = "closed"
	IsReminded State = "reminded"
)

// A Moment is the state of one order at one time.
type Moment struct {
	State State
	From  time.Time // it may be reminded from then …
	Until time.Time // … until just before it closes
	Next  time.Time // when time alone changes the state; zero: never

	Reason Reason // the reason for From
	Base   Base   // the orders it is based on
}

// Moment is the state of an order at a time. A later payment or closing is not known yet.
// The error is that of an impossible order.
func (p Times) Moment(order Order, now time.Time) (Moment, error) {
	if err := paymentFaults([]Order{order}).Err(); err != nil {
		return Moment{}, err
	}
	o := p.options.filled()
	until := order.closesAt(o)
	closes := min(until.Sub(order.Created), longestClosing) // what lies beyond changes nothing
	why, _ := p.rule(order.Source, order.Created.In(o.Zone).Hour(), closes)
	m := Moment{From: order.Created.Add(why.Delay), Until: until, Reason: why.Reason, Base: why.Base}
	known := func(at time.Time) bool { return !at.IsZero() && !at.After(now) }
	switch {
	case known(order.Paid):
		m.State = IsPaid
	case known(order.Closed) || !now.Before(until):
		m.State = IsClosed
	case known(order.Reminded):
		m.State = IsReminded
		m.Next = until
	case now.Before(m.From):
		m.State, m.Next = NotYetDue, m.From
	default:
		m.State, m.Next = RemindNow, until
	}
	return m, nil
}
