package payment_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/payment"
	"github.com/tiexin-go/tiexin/loyalty"
)

var closings = map[string]time.Duration{"juhuasuan": 30 * time.Minute, "presale": 6 * time.Hour, "": 24 * time.Hour}

// mixedPayments are orders of sources that close after different times, all of them
// watched until they ended. Customers of the sources take equally long, and a share
// never pays.
func mixedPayments(r *rand.Rand, n int, never float64, cancels bool) []payment.Order {
	orders := make([]payment.Order, n)
	for i := range orders {
		source := [...]string{"juhuasuan", "presale", ""}[r.IntN(3)]
		o := payment.Order{Source: source, Created: payDay.Add(time.Duration(r.IntN(3600)) * time.Second)}
		within := func(mean, never float64) time.Time {
			took := time.Duration(r.ExpFloat64()*mean) * time.Minute
			if r.Float64() < never || took >= closings[source] {
				return time.Time{}
			}
			return o.Created.Add(took)
		}
		o.Paid = within(40, never)
		if cancel := within(300, .5); cancels && !cancel.IsZero() && (o.Paid.IsZero() || cancel.Before(o.Paid)) {
			o.Paid, o.Closed = time.Time{}, cancel
		}
		if o.Paid.IsZero() && o.Closed.IsZero() && r.IntN(2) == 0 { // otherwise the closing is not reported
			o.Closed = o.Created.Add(closings[source])
		}
		orders[i] = o
	}
	return orders
}

// endOf is when an order of mixedPayments ended.
func endOf(o payment.Order) time.Duration {
	switch {
	case !o.Paid.IsZero():
		return o.Paid.Sub(o.Created)
	case !o.Closed.IsZero():
		return o.Closed.Sub(o.Created)
	}
	return closings[o.Source]
}

// Whatever became of orders is counted, though some close after half an hour and
// others after a day: the share paid, open and paid later, and what is recommended.
func TestSharesOfOrdersThatCloseAtDifferentTimesAreCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	for range 30 {
		orders := mixedPayments(r, 150+r.IntN(200), []float64{.2, .4, .7}[r.IntN(3)], r.IntN(2) == 0)
		n := float64(len(orders))
		p := learnPayments(t, orders, payment.Options{Closing: closings})
		curve, _ := p.Curve("", payment.AnyHour)
		assert.Zero(t, curve.Unseen)
		assert.Equal(t, len(orders), curve.Paid+curve.Cancelled+curve.Closed)
		count := func(after, by time.Duration) (paid, open int) {
			for _, o := range orders {
				if end := endOf(o); end > after {
					open++
					if !o.Paid.IsZero() && end <= by {
						paid++
					}
				}
			}
			return paid, open
		}
		share := func(m loyalty.Measure, k, of int) {
			t.Helper()
			q := float64(k) / float64(of)
			assert.InDelta(t, q, m.Value, 1e-12)
			assert.Equal(t, of, m.Base)
			if q > 0 && q < 1 { // the interval is that of a counted share
				half := 1.959963984540054 * math.Sqrt(q*(1-q)/float64(of)) / (q * (1 - q))
				assert.InDelta(t, half, math.Log(m.Hi/(1-m.Hi))-math.Log(q/(1-q)), 1e-9)
				assert.InDelta(t, half, math.Log(q/(1-q))-math.Log(m.Lo/(1-m.Lo)), 1e-9)
			}
		}
		for _, at := range []time.Duration{0, 7 * time.Minute, 29 * time.Minute, 30 * time.Minute, time.Hour, 7 * time.Hour, 24 * time.Hour} {
			paid, all := count(-1, at)
			share(curve.PaidBy(at), paid, all)
			later, open := count(at, 24*time.Hour)
			assert.InDelta(t, float64(open)/n, curve.StillOpen(at).Value, 1e-12)
			if open > 0 {
				share(curve.PaidLater(at, 24*time.Hour), later, open)
			}
		}
		share(curve.PaidInTheEnd(), curve.Paid, curve.Orders)

		reminder := p.Reminder("", payment.AnyHour)
		paid, all := count(-1, reminder.Delay)
		share(reminder.Paid, paid, all)
		anyway, open := count(reminder.Delay, 24*time.Hour)
		assert.InDelta(t, float64(open)/n, reminder.Unpaid.Value, 1e-12)
		share(reminder.Anyway, anyway, open)
		// The rule, minute by minute, from when most of those who pay have paid.
		want := max(5*time.Minute, time.Duration(math.Ceil(reminder.Take.Value))*time.Minute)
		for ; want < 24*time.Hour-15*time.Minute; want += time.Minute {
			if still, open := count(want, 24*time.Hour); 2*still < open || open == 0 {
				break
			}
		}
		require.Empty(t, reminder.Flags)
		assert.Equal(t, want, reminder.Delay)
	}
}

// How long customers take does not depend on how long others were allowed: where 聚划算
// closes after half an hour, its slower customers are not taken for fast ones.
func TestHowLongCustomersTakeIsNotHowTheOrdersEnd(t *testing.T) {
	curve, _ := learnPayments(t, mixedPayments(rand.New(rand.NewPCG(6, 6)), 60_000, .2, false), payment.Options{Closing: closings}).Curve("", payment.AnyHour)
	truth := func(share float64) float64 { return -40 * math.Log(1-share) }
	for _, share := range []float64{.5, .8, .95} {
		assert.InDelta(t, truth(share), curve.PayersTake(share, 24*time.Hour).Value, .06*truth(share), "the quantiles of an exponential time of 40 minutes")
	}
	// Of all, .8 would pay in the end if nothing closed; in fact each 聚划算 order that is
	// not paid after 30 minutes closes.
	assert.InDelta(t, .8, curve.Waiting.Ended(23.9*60).Value, .01)
	fast := 1 - math.Exp(-30./40)
	assert.InDelta(t, .8*(fast+2)/3, curve.PaidInTheEnd().Value, .01)
	assert.Less(t, curve.PaidInTheEnd().Hi, curve.Waiting.Ended(23.9*60).Lo)
}

// A last order that still waits leaves open what is paid in the end.
func TestPaidInTheEndIsUnknownWhileTheOldestOrderWaits(t *testing.T) {
	orders := unpaidShop("", 10, 24*time.Hour, slices.Concat(repeated(60, 2), repeated(40, -1))...)
	paid := learnPayments(t, orders, payment.Options{})
	curve, _ := paid.Curve("", payment.AnyHour)
	assert.InDelta(t, .6, curve.PaidInTheEnd().Value, 1e-12)
	orders = append(orders, payment.Order{Order: "waits", Created: payDay, ClosesAt: muchLater.Add(time.Hour)})
	curve, _ = learnPayments(t, orders, payment.Options{}).Curve("", payment.AnyHour)
	assert.Equal(t, loyalty.Extrapolated, curve.PaidInTheEnd().Why)
	assert.Equal(t, loyalty.ZeroBase, payment.Curve{}.PaidInTheEnd().Why)
}

// An order that stays open for a day is not judged by orders that close after half an
// hour: what their customers would have done later, nobody saw.
func TestOrdersThatCloseEarlySayNothingOfLongOnes(t *testing.T) {
	orders := make([]payment.Order, 300)
	for i := range orders {
		orders[i] = payment.Order{Order: fmt.Sprint(i), Created: payDay, ClosesAt: payDay.Add(30 * time.Minute)}
		if i%2 == 0 {
			orders[i].Paid = payDay.Add(time.Duration(i%29) * time.Minute)
		}
	}
	times := learnPayments(t, orders, payment.Options{})
	r := times.Reminder("", payment.AnyHour)
	require.Equal(t, 24*time.Hour, r.Closes)
	assert.Equal(t, payment.ByTextbook, r.Reason)
	assert.Equal(t, []loyalty.Flag{loyalty.Textbook, loyalty.Extrapolated}, r.Flags)
	assert.Empty(t, times.Reminder("juhuasuan", payment.AnyHour).Flags, "of one that closes as soon they say all")
}
