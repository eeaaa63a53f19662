package payment_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/lifecycle/payment"
	"github.com/tiexin-go/tiexin/loyalty"
)

// randomPayments draws orders with payments, cancellations and reminders.
func randomPayments(r *rand.Rand, n int, cancels, reminders bool) []payment.Order {
	orders := make([]payment.Order, n)
	for i := range orders {
		o := payment.Order{Created: payDay.Add(time.Duration(r.IntN(3600)) * time.Second)}
		whole := func(mean float64) time.Time { return o.Created.Add(time.Duration(r.ExpFloat64()*mean) * time.Minute) }
		pay, cancel := whole(20), whole(60)
		switch {
		case cancels && cancel.Before(pay):
			o.Closed = cancel
		case r.Float64() < .8:
			o.Paid = pay
		default:
			o.Closed = o.Created.Add(24 * time.Hour)
		}
		if remind := whole(30); reminders {
			o.Reminded = remind
		}
		orders[i] = o
	}
	return orders
}

// The share paid by a time equals the payments weighted by the chance not to have been
// censored before (inverse probability of censoring), a form that needs no survival
// of orders at all.
func TestPaidByAgainstWeightedPayments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	for range 40 {
		orders := randomPayments(r, 1+r.IntN(80), true, true)
		type seen struct {
			minutes float64
			end     int // 1: paid, 2: cancelled, 0: censored
		}
		var all []seen
		for _, o := range orders {
			s := seen{24 * 60, 0}
			for _, x := range []struct {
				at  time.Time
				end int
			}{{o.Closed, 2}, {o.Reminded, 0}, {o.Paid, 1}} {
				if m := x.at.Sub(o.Created).Minutes(); !x.at.IsZero() && (m < s.minutes || m == s.minutes && x.end == 1) {
					s = seen{m, x.end}
				}
			}
			all = append(all, s)
		}
		uncensored := func(before float64) float64 { // Kaplan-Meier of being censored
			g := 1.
			for m := 0.; m < before; m++ {
				atRisk, censored := 0., 0.
				for _, s := range all {
					if s.minutes > m || s.minutes == m && s.end == 0 {
						atRisk++
					}
					if s.minutes == m && s.end == 0 {
						censored++
					}
				}
				if censored > 0 {
					g *= 1 - censored/atRisk
				}
			}
			return g
		}
		curve, _ := learnPayments(t, orders, payment.Options{}).Curve("", payment.AnyHour)
		for _, m := range []float64{0, 3, 10, 40} {
			want := 0.
			for _, s := range all {
				if s.end == 1 && s.minutes <= m {
					want += 1 / uncensored(s.minutes) / float64(len(all))
				}
			}
			if got := curve.PaidBy(time.Duration(m) * time.Minute); got.OK {
				assert.InDelta(t, want, got.Value, 1e-9)
				assert.LessOrEqual(t, got.Lo, got.Value)
				assert.GreaterOrEqual(t, got.Hi, got.Value)
			}
		}
	}
}

// Where nobody is lost from sight, everything is counting.
func TestPaymentsWithoutCensoringAreCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 30 {
		orders := randomPayments(r, 200, true, false)
		p := learnPayments(t, orders, payment.Options{})
		curve, _ := p.Curve("", payment.AnyHour)
		count := func(from, to time.Duration) (paid, open int) {
			for _, o := range orders {
				took, ended := o.Paid.Sub(o.Created), o.Paid
				if ended.IsZero() {
					ended = o.Closed
				}
				if ended.Sub(o.Created) > from {
					open++
					if !o.Paid.IsZero() && took > from && took <= to {
						paid++
					}
				}
			}
			return paid, open
		}
		// The rule, minute by minute.
		ever, _ := count(-1, 24*time.Hour)
		want := 24*time.Hour - 15*time.Minute
		for m := 5 * time.Minute; m < want; m += time.Minute {
			already, _ := count(-1, m)
			still, open := count(m, 24*time.Hour)
			if float64(already) >= .8*float64(ever)-1e-9 && 2*still < open || open == 0 {
				want = m
			}
		}
		assert.Equal(t, want, p.Reminder("", payment.AnyHour).Delay)
		for _, m := range []time.Duration{0, 5 * time.Minute, 30 * time.Minute, 5 * time.Hour} {
			paid, _ := count(-1, m)
			got := curve.PaidBy(m)
			assert.InDelta(t, float64(paid)/200, got.Value, 1e-12)
			if q := got.Value; q > 0 && q < 1 { // the variance is the binomial one
				logit := math.Log(got.Hi/(1-got.Hi)) - math.Log(q/(1-q))
				assert.InDelta(t, 1.959963984540054*math.Sqrt(q*(1-q)/200)/(q*(1-q)), logit, 1e-9)
			}
			later, open := count(m, 24*time.Hour)
			if open > 0 {
				assert.InDelta(t, float64(later)/float64(open), curve.PaidLater(m, 24*time.Hour-time.Second).Value, 1e-9)
			}
		}
	}
}

func TestWithoutCancellationsPaidIsOneLessWaiting(t *testing.T) {
	curve, _ := learnPayments(t, randomPayments(rand.New(rand.NewPCG(5, 5)), 300, false, true), payment.Options{}).Curve("", payment.AnyHour)
	for _, m := range []float64{1, 5, 20} {
		assert.InDelta(t, curve.Waiting.Ended(m).Value, curve.PaidBy(time.Duration(m)*time.Minute).Value, 1e-12)
	}
}

// The intervals hold the truth as often as they say, though half of the orders are
// reminded and a third cancelled before they could be paid.
func TestTheIntervalOfPaidByCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	count := func(orders []payment.Order) loyalty.Measure {
		curve, _ := learnPayments(t, orders, payment.Options{}).Curve("", payment.AnyHour)
		return curve.PaidBy(15 * time.Minute)
	}
	truth := count(randomPayments(r, 200_000, true, false)).Value
	covered := 0
	for range 400 {
		if m := count(randomPayments(r, 150, true, true)); m.Lo <= truth && truth <= m.Hi {
			covered++
		}
	}
	assert.InDelta(t, .95, float64(covered)/400, .04)
}
