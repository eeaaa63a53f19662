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

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/payment"
	"github.com/tiexin-go/tiexin/loyalty"
)

var payDay = time.Date(2026, 6, 1, 10, 0, 0, 0, calendar.China)

// unpaidShop is orders of one source, each paid after so many minutes; negative: never, and
// closed by itself after closes.
func unpaidShop(source string, hour int, closes time.Duration, minutes ...float64) []payment.Order {
	created := time.Date(2026, 6, 1, hour, 0, 0, 0, calendar.China)
	var orders []payment.Order
	for i, m := range minutes {
		o := payment.Order{Order: fmt.Sprintf("%s-%d-%d", source, hour, i), Source: source, Created: created}
		if m < 0 {
			o.Closed = created.Add(closes)
		} else {
			o.Paid = created.Add(time.Duration(m * float64(time.Minute)))
		}
		orders = append(orders, o)
	}
	return orders
}

// repeated is a number so many times.
func repeated(n int, minutes float64) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = minutes
	}
	return all
}

var muchLater = payDay.AddDate(0, 1, 0)

func learnPayments(t testing.TB, orders []payment.Order, o payment.Options) payment.Times {
	t.Helper()
	p, err := payment.Learn(orders, muchLater, o)
	require.NoError(t, err)
	return p
}

func Test催付等多久由本店买家说了算(t *testing.T) {
	day := 24 * time.Hour
	tests := []struct {
		name    string
		minutes []float64
		source  string
		closes  time.Duration
		delay   time.Duration
		reason  payment.Reason
	}{
		{"八成付款的人三分钟就付了,剩下的多半不会付:不早于五分钟", slices.Concat(repeated(80, 3), repeated(20, 90), repeated(100, -1)), "", day, 5 * time.Minute, payment.FewWouldPay},
		{"付款的人里第八成在二十分钟付", slices.Concat(repeated(60, 2), repeated(20, 20), repeated(20, 90), repeated(100, -1)), "", day, 20 * time.Minute, payment.FewWouldPay},
		{"几乎人人会付:等到剩下的人多半不会自己付", slices.Concat(repeated(80, 2), repeated(17, 40), repeated(3, -1)), "", day, 40 * time.Minute, payment.FewWouldPay},
		{"几乎没人付,付的人慢:也等到他们付完八成", slices.Concat(repeated(40, 50), repeated(5, 70), repeated(400, -1)), "", day, 50 * time.Minute, payment.FewWouldPay},
		{"聚划算三十分钟关单,多数人要二十五分钟:最晚十五分钟", slices.Concat(repeated(90, 25), repeated(30, -1)), "juhuasuan", 30 * time.Minute, 15 * time.Minute, payment.BeforeClosing},
		{"人太少,照教科书", slices.Concat(repeated(10, 3), repeated(5, -1)), "", day, 30 * time.Minute, payment.ByTextbook},
		{"聚划算人太少,照教科书,但不到关单", repeated(10, 3), "juhuasuan", 30 * time.Minute, 15 * time.Minute, payment.ByTextbook},
		{"没有人付过", repeated(100, -1), "", day, 30 * time.Minute, payment.ByTextbook},
		{"人人都秒付", repeated(100, 0), "", day, 5 * time.Minute, payment.FewWouldPay},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			p := learnPayments(t, unpaidShop(c.source, 10, c.closes, c.minutes...), payment.Options{})
			r := p.Reminder(c.source, 10)
			assert.Equal(t, c.delay, r.Delay)
			assert.Equal(t, c.reason, r.Reason)
			assert.Equal(t, c.closes, r.Closes)
			if c.reason == payment.ByTextbook {
				assert.Equal(t, []loyalty.Flag{loyalty.Textbook, loyalty.BelowMinBase}, r.Flags)
			} else {
				assert.Empty(t, r.Flags)
			}
		})
	}
}

func TestTheEvidenceOfAReminder(t *testing.T) {
	p := learnPayments(t, unpaidShop("", 10, 24*time.Hour, slices.Concat(repeated(60, 2), repeated(20, 20), repeated(20, 90), repeated(100, -1))...), payment.Options{})
	r := p.Reminder("", payment.AnyHour)
	assert.Equal(t, payment.PaymentsOfShop, r.Base)
	assert.InDelta(t, .4, r.Paid.Value, 1e-12, "80 of 200 have paid by then")
	assert.InDelta(t, .6, r.Unpaid.Value, 1e-12, "120 are reminded")
	assert.InDelta(t, 20./120, r.Anyway.Value, 1e-12, "20 of them would have paid anyway")
	assert.Equal(t, 120, r.Anyway.Base)
	assert.Less(t, r.Anyway.Lo, 20./120)
	assert.Greater(t, r.Anyway.Hi, 20./120)
	assert.Equal(t, 20., r.Take.Value)
	assert.Equal(t, 100, r.Take.Base)
	// Between minutes 18 and 22: 140 orders wait 2 minutes, 120 another 2; 20 pay.
	assert.InDelta(t, 20/(140*2+120*2.), r.PerMinute.Value, 1e-12)
	assert.Equal(t, 20, r.PerMinute.Base)
}

func TestAShopThatRemindsEverybodyLearnsNothingBehindIt(t *testing.T) {
	var orders []payment.Order
	for i := range 400 {
		o := payment.Order{Created: payDay, Reminded: payDay.Add(15 * time.Minute)}
		switch {
		case i < 100:
			o.Paid = payDay.Add(5 * time.Minute)
		case i < 300: // because they were reminded
			o.Paid = payDay.Add(17 * time.Minute)
		}
		if !o.Paid.IsZero() && o.Paid.Before(o.Reminded) {
			o.Reminded = time.Time{}
		}
		orders = append(orders, o)
	}
	p := learnPayments(t, orders, payment.Options{})
	curve, _ := p.Curve("", payment.AnyHour)
	assert.Equal(t, 100, curve.Paid, "the reminded did not pay by themselves")
	assert.Equal(t, 300, curve.Unseen)
	r := p.Reminder("", payment.AnyHour)
	assert.Equal(t, payment.ByTextbook, r.Reason)
	assert.Equal(t, []loyalty.Flag{loyalty.Textbook, loyalty.Extrapolated}, r.Flags)
	assert.False(t, r.Paid.OK, "nobody was watched for 30 minutes")
	assert.True(t, r.Take.Has(loyalty.Extrapolated))
}

func TestBasesOfPayments(t *testing.T) {
	orders := slices.Concat(
		unpaidShop("live", 20, 24*time.Hour, repeated(40, 1)...),
		unpaidShop("live", 9, 24*time.Hour, repeated(5, 3)...),
		unpaidShop("wap", 9, 24*time.Hour, repeated(40, 7)...),
		unpaidShop("rare", 11, 24*time.Hour, repeated(3, 9)...),
	)
	p := learnPayments(t, orders, payment.Options{})
	tests := []struct {
		source string
		hour   int
		base   payment.Base
		orders int
	}{
		{"live", 20, payment.PaymentsOfSourceHour, 40},
		{"live", 9, payment.PaymentsOfSource, 45},
		{"live", payment.AnyHour, payment.PaymentsOfSource, 45},
		{"rare", 9, payment.PaymentsOfHour, 45},
		{"rare", 11, payment.PaymentsOfShop, 88},
		{"never seen", 3, payment.PaymentsOfShop, 88},
		{"", 20, payment.PaymentsOfHour, 40},
		{"", payment.AnyHour, payment.PaymentsOfShop, 88},
		{"", 99, payment.PaymentsOfShop, 88},
	}
	for _, c := range tests {
		curve, base := p.Curve(c.source, c.hour)
		assert.Equal(t, c.base, base, "%s at %d", c.source, c.hour)
		assert.Equal(t, c.orders, curve.Orders, "%s at %d", c.source, c.hour)
	}
	nothing := payment.Times{}.Reminder("juhuasuan", 9)
	assert.Equal(t, 15*time.Minute, nothing.Delay, "the zero PaymentTimes answers by the textbook")
	assert.Equal(t, payment.PaymentsOfTextbook, nothing.Base)
	assert.False(t, nothing.Paid.OK)
}

func TestHowWatchingAnOrderEnds(t *testing.T) {
	after := func(m float64) time.Time { return payDay.Add(time.Duration(m * float64(time.Minute))) }
	tests := []struct {
		name   string
		order  payment.Order
		counts [4]int // paid, cancelled, closed, unseen
	}{
		{"paid", payment.Order{Paid: after(5)}, [4]int{1, 0, 0, 0}},
		{"paid, refunded later", payment.Order{Paid: after(5), Closed: after(90)}, [4]int{1, 0, 0, 0}},
		{"cancelled by the customer", payment.Order{Closed: after(5)}, [4]int{0, 1, 0, 0}},
		{"closed by itself", payment.Order{Closed: after(24 * 60)}, [4]int{0, 0, 1, 0}},
		{"closed by itself, half a minute early", payment.Order{Closed: after(24*60 - .5)}, [4]int{0, 0, 1, 0}},
		{"closed at its own time", payment.Order{Closed: after(60), ClosesAt: after(60)}, [4]int{0, 0, 1, 0}},
		{"nothing reported, though due to close: it closed then", payment.Order{}, [4]int{0, 0, 1, 0}},
		{"due to close at the very instant", payment.Order{ClosesAt: muchLater}, [4]int{0, 0, 1, 0}},
		{"closed by itself in the second of the reminder", payment.Order{Closed: after(60), ClosesAt: after(60), Reminded: after(60)}, [4]int{0, 0, 1, 0}},
		{"reminded, then closed by itself", payment.Order{Closed: after(60), ClosesAt: after(60), Reminded: after(59)}, [4]int{0, 0, 0, 1}},
		{"still waiting", payment.Order{ClosesAt: muchLater.Add(time.Hour)}, [4]int{0, 0, 0, 1}},
		{"reminded, then paid", payment.Order{Reminded: after(5), Paid: after(6)}, [4]int{0, 0, 0, 1}},
		{"reminded, then cancelled", payment.Order{Reminded: after(5), Closed: after(6)}, [4]int{0, 0, 0, 1}},
		{"paid and reminded in the same second", payment.Order{Reminded: after(5), Paid: after(5)}, [4]int{1, 0, 0, 0}},
		{"paid after the instant: by then it had closed", payment.Order{Paid: muchLater.Add(time.Hour)}, [4]int{0, 0, 1, 0}},
		{"paid late, though due to close", payment.Order{Paid: after(25 * 60)}, [4]int{1, 0, 0, 0}},
	}
	for _, c := range tests {
		c.order.Created = payDay
		curve, _ := learnPayments(t, []payment.Order{c.order}, payment.Options{}).Curve("", payment.AnyHour)
		assert.Equal(t, c.counts, [4]int{curve.Paid, curve.Cancelled, curve.Closed, curve.Unseen}, c.name)
	}
	_, err := payment.Learn([]payment.Order{{Created: muchLater.Add(time.Hour)}}, muchLater, payment.Options{})
	assert.ErrorIs(t, err, loyalty.ErrNothing, "what is placed later is not seen")
}

// A timeline of one order, looked at every ten seconds: a state changes when the moment
// before said it would, and never else.
func TestAPaymentMomentKnowsItsNextChange(t *testing.T) {
	p := learnPayments(t, unpaidShop("", 10, 24*time.Hour, slices.Concat(repeated(60, 2), repeated(20, 20), repeated(20, 90), repeated(100, -1))...), payment.Options{})
	order := payment.Order{Order: "T1", Created: payDay, ClosesAt: payDay.Add(time.Hour)}
	var states []string
	before, err := p.Moment(order, payDay)
	require.NoError(t, err)
	for at := payDay; at.Before(payDay.Add(2 * time.Hour)); at = at.Add(10 * time.Second) {
		m, err := p.Moment(order, at)
		require.NoError(t, err)
		if m.State != before.State || len(states) == 0 {
			states = append(states, fmt.Sprintf("%s %s", at.Format("15:04:05"), m.State))
		}
		assert.Equal(t, !before.Next.IsZero() && !at.Before(before.Next), m.State != before.State, at.String())
		assert.True(t, m.Next.IsZero() || m.Next.After(at))
		before = m
	}
	assert.Equal(t, []string{"10:00:00 not-yet-due", "10:20:00 remind-now", "11:00:00 closed"}, states)

	for _, c := range []struct {
		change func(*payment.Order)
		want   payment.State
	}{
		{func(o *payment.Order) { o.Paid = payDay.Add(time.Minute) }, payment.IsPaid},
		{func(o *payment.Order) { o.Closed = payDay.Add(time.Minute) }, payment.IsClosed},
		{func(o *payment.Order) { o.Reminded = payDay.Add(time.Minute) }, payment.IsReminded},
		{func(o *payment.Order) { o.Paid = payDay.Add(31 * time.Minute) }, payment.RemindNow},
	} {
		o := order
		c.change(&o)
		m, err := p.Moment(o, payDay.Add(30*time.Minute))
		require.NoError(t, err)
		assert.Equal(t, c.want, m.State)
	}
}

// Six orders are not a distribution, however few of them the shop asks for.
func TestAFewOrdersDoNotDecide(t *testing.T) {
	p := learnPayments(t, unpaidShop("", 10, 24*time.Hour, 3, 3, 3, -1, -1, -1), payment.Options{MinPaid: 1})
	r := p.Reminder("", payment.AnyHour)
	assert.Equal(t, payment.PaymentsOfShop, r.Base)
	assert.Equal(t, payment.ByTextbook, r.Reason)
	assert.Equal(t, []loyalty.Flag{loyalty.Textbook, loyalty.BelowMinBase}, r.Flags)
}

func TestAnOrderThatNeverCloses(t *testing.T) {
	p := learnPayments(t, unpaidShop("", 10, 24*time.Hour, repeated(100, 3)...), payment.Options{Chance: 1e-9})
	m, err := p.Moment(payment.Order{Created: payDay, ClosesAt: payDay.AddDate(5000, 0, 0)}, payDay)
	require.NoError(t, err)
	assert.Equal(t, payDay.Add(5*time.Minute), m.From)
}

func TestImpossiblePayments(t *testing.T) {
	_, err := payment.Learn([]payment.Order{
		{Order: "1"},
		{Order: "2", Created: payDay, Paid: payDay.Add(-time.Second)},
		{Order: "3", Created: payDay, Closed: payDay.Add(time.Minute), Paid: payDay.Add(time.Hour)},
		{Order: "3", Created: payDay, Reminded: payDay.Add(-time.Hour), ClosesAt: payDay.Add(-time.Hour)},
	}, muchLater, payment.Options{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, `row 0 (1): has no time at which it was placed
row 1 (2): was paid at 2026-06-01 09:59:59, before it was placed at 2026-06-01 10:00:00
row 2 (3): was closed at 2026-06-01 10:01:00, before it was paid at 2026-06-01 11:00:00
row 3 (3): is the same order as row 2; keep its latest state
row 3 (3): was due to close at 2026-06-01 09:00:00, before it was placed at 2026-06-01 10:00:00
row 3 (3): was reminded at 2026-06-01 09:00:00, before it was placed at 2026-06-01 10:00:00`, err.Error())

	for _, o := range []payment.Options{
		{Most: math.NaN()},
		{Most: 1},
		{Chance: -1},
		{MinPaid: -1},
		{Least: -1},
		{Leave: -1},
		{Textbook: -1},
		{Closing: map[string]time.Duration{"x": time.Second}},
		{Closing: map[string]time.Duration{"": 9999 * time.Hour}},
	} {
		_, err := payment.Learn(unpaidShop("", 1, time.Hour, 1), muchLater, o)
		assert.Error(t, err, "%+v", o)
	}
	_, err = payment.Learn(nil, muchLater, payment.Options{})
	assert.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = payment.Learn(nil, time.Time{}, payment.Options{})
	assert.ErrorContains(t, err, "no instant")
}

func sound(t testing.TB, ms ...loyalty.Measure) {
	t.Helper()
	for _, m := range ms {
		for _, x := range []float64{m.Value, m.Lo, m.Hi} {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%+v is not finite", m)
			}
		}
		if !m.OK && m.Why == "" {
			t.Fatalf("%+v lacks a reason", m)
		}
	}
}

func FuzzPayments(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, int64(30), uint8(10))
	f.Add([]byte{0, 0, 0, 0, 0, 255, 255, 255, 255, 255}, int64(0), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, delay int64, hour uint8) {
		at := func(b byte) time.Time {
			if b == 0 {
				return time.Time{}
			}
			return payDay.Add(time.Duration(b) * time.Minute / 2)
		}
		var orders []payment.Order
		for i := 0; i+5 <= len(data); i += 5 {
			orders = append(orders, payment.Order{Created: payDay.Add(time.Duration(data[i]%16) * time.Minute), Paid: at(data[i+1]), Closed: at(data[i+2]), ClosesAt: at(data[i+3]), Reminded: at(data[i+4])})
		}
		p, err := payment.Learn(orders, payDay.Add(time.Hour), payment.Options{MinPaid: 1})
		if err != nil {
			return
		}
		r := p.Reminder("", int(hour))
		if r.Delay < 0 || r.Delay > r.Closes {
			t.Fatalf("a delay of %v of %v", r.Delay, r.Closes)
		}
		curve, _ := p.Curve("", int(hour))
		d := time.Duration(delay)
		sound(t, r.Paid, r.Unpaid, r.Anyway, r.PerMinute, r.Take, curve.PaidBy(d), curve.PaidInTheEnd(), curve.PaidLater(d, 2*d), curve.StillOpen(d), curve.PerMinute(d), curve.PayersTake(.5, d))
		for _, o := range orders {
			if _, err := p.Moment(o, payDay.Add(d)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkPaymentMoment(b *testing.B) {
	p := learnPayments(b, randomPayments(rand.New(rand.NewPCG(2, 2)), 200_000, true, false), payment.Options{})
	order := payment.Order{Created: payDay}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Moment(order, payDay); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}

func BenchmarkLearnPaymentTimes(b *testing.B) {
	orders := randomPayments(rand.New(rand.NewPCG(2, 2)), 200_000, true, true)
	for i := range orders {
		orders[i].Source = [...]string{"", "juhuasuan", "wap", "live"}[i%4]
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := payment.Learn(orders, muchLater, payment.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(orders))*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}

// Where an order closes soon, the reminder keeps its distance from the closing, but
// never by going out before half the time is over.
func TestAShortClosingIsHalvedAtMost(t *testing.T) {
	for closing, delay := range map[time.Duration]time.Duration{
		20 * time.Minute: 10 * time.Minute, // not 5
		40 * time.Minute: 25 * time.Minute, // 15 before the closing
		24 * time.Hour:   30 * time.Minute, // the textbook's
	} {
		orders := []payment.Order{{Order: "T1", Created: payDay, Paid: payDay.Add(time.Minute)}}
		p, err := payment.Learn(orders, payDay.AddDate(0, 0, 2), payment.Options{Closing: map[string]time.Duration{"": closing}})
		require.NoError(t, err)
		r := p.Reminder("app", 10)
		assert.Equal(t, delay, r.Delay, closing)
		assert.Equal(t, closing, r.Closes)
	}
}
