package delivery_test

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
	"github.com/tiexin-go/tiexin/lifecycle/delivery"
	"github.com/tiexin-go/tiexin/loyalty"
)

var (
	shippedDay = time.Date(2026, 5, 1, 18, 0, 0, 0, calendar.China)
	parcelsAt  = shippedDay.AddDate(0, 0, 30)
)

// parcelsTo are parcels that arrive after 1, 2, … n tenths of a day times so much.
func parcelsTo(carrier, province string, n int, step float64) []delivery.Parcel {
	var all []delivery.Parcel
	for i := range n {
		all = append(all, delivery.Parcel{
			Carrier: carrier, Province: province, Shipped: shippedDay,
			Signed: shippedDay.Add(time.Duration(float64(i+1) * step * float64(24*time.Hour))),
		})
	}
	return all
}

func Test多少天算晚(t *testing.T) {
	all := slices.Concat(
		parcelsTo("shunfeng", "浙江省", 50, .02),       // up to a day
		parcelsTo("zhongtong", "新疆维吾尔自治区", 40, .25), // up to ten days
		parcelsTo("zhongtong", "浙江", 10, .1),
		parcelsTo("", "西藏", 30, .4), // twelve days
	)
	d, err := delivery.Learn(all, parcelsAt, delivery.Options{})
	require.NoError(t, err)
	few, none := []loyalty.Flag{loyalty.BelowMinBase}, []loyalty.Flag(nil)
	tests := []struct {
		carrier, province string
		base              delivery.Base
		arrived           int
		p50, p90          float64
		flags             []loyalty.Flag
	}{
		{"shunfeng", "浙江", delivery.ParcelsOfRoute, 50, .51, .91, none},
		{"zhongtong", "新疆", delivery.ParcelsOfRoute, 40, 5.125, 9.125, none},
		{"zhongtong", "浙江省", delivery.ParcelsOfCarrier, 50, math.NaN(), math.NaN(), few},
		{"yunda", "西藏自治区", delivery.ParcelsOfProvince, 30, 6.2, 11, few},
		{"yunda", "广东", delivery.ParcelsOfShop, 130, math.NaN(), math.NaN(), few},
		{"", "", delivery.ParcelsOfShop, 130, math.NaN(), math.NaN(), none},
	}
	for _, c := range tests {
		u := d.Usual(c.carrier, c.province)
		assert.Equal(t, c.base, u.Base, "%s %s", c.carrier, c.province)
		assert.Equal(t, c.arrived, u.Arrived)
		assert.Equal(t, c.flags, u.Flags, "%s %s", c.carrier, c.province)
		require.True(t, u.Expected.OK && u.Late.OK)
		assert.LessOrEqual(t, u.Expected.Value, u.Late.Value)
		if !math.IsNaN(c.p50) {
			assert.InDelta(t, c.p50, u.Expected.Value, 1e-9, "%s %s", c.carrier, c.province)
			assert.InDelta(t, c.p90, u.Late.Value, .21, "%s %s", c.carrier, c.province)
		}
	}
	u := delivery.Days{}.Usual("shunfeng", "浙江")
	assert.Equal(t, delivery.ParcelsOfTextbook, u.Base)
	assert.Equal(t, [2]float64{2, 3}, [2]float64{u.Expected.Value, u.Late.Value})
	assert.True(t, u.Late.Has(loyalty.Textbook))
}

// A carrier gets stuck: those that arrived were quick, and say nothing of the others.
func TestParcelsUnderWayCount(t *testing.T) {
	all := parcelsTo("zhongtong", "湖北", 60, .05) // all within three days
	for i := range 40 {
		all = append(all, delivery.Parcel{ID: fmt.Sprint(i), Carrier: "zhongtong", Province: "湖北", Shipped: shippedDay})
	}
	d, err := delivery.Learn(slices.Concat(all, parcelsTo("shunfeng", "浙江", 900, .001)), parcelsAt, delivery.Options{})
	require.NoError(t, err)
	u := d.Usual("zhongtong", "湖北")
	assert.Equal(t, delivery.ParcelsOfShop, u.Base, "neither the route nor the carrier nor the province knows when nine of ten arrive")
	assert.Equal(t, []loyalty.Flag{loyalty.NotReached}, u.Flags)
	for i := range 40 { // they turn back on the second day
		all[60+i].Ended = shippedDay.AddDate(0, 0, 2)
	}
	d, err = delivery.Learn(all, parcelsAt, delivery.Options{})
	require.NoError(t, err)
	u = d.Usual("zhongtong", "湖北")
	assert.Equal(t, delivery.ParcelsOfRoute, u.Base)
	assert.Equal(t, 40, u.Under)
	assert.Greater(t, u.Late.Value, 2.7, "of those that do not turn back, as if the others had gone on")
}

func TestQuantilesOfDeliveriesAgainstSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 50 {
		n := 30 + r.IntN(200)
		var all []delivery.Parcel
		var days []float64
		for range n {
			hours := r.IntN(200)
			days = append(days, float64(hours)/24)
			all = append(all, delivery.Parcel{Shipped: shippedDay, Signed: shippedDay.Add(time.Duration(hours) * time.Hour)})
		}
		d, err := delivery.Learn(all, parcelsAt, delivery.Options{})
		require.NoError(t, err)
		u := d.Usual("", "")
		for _, q := range []struct {
			p float64
			m loyalty.Measure
		}{{.5, u.Expected}, {.9, u.Late}} {
			within, before := 0, 0
			for _, x := range days {
				if x <= q.m.Value+1e-9 {
					within++
				}
				if x < q.m.Value-1e-9 {
					before++
				}
			}
			assert.GreaterOrEqual(t, float64(within), q.p*float64(n)-1e-6)
			assert.LessOrEqual(t, float64(before), q.p*float64(n)+1e-6)
			assert.True(t, q.m.Lo <= q.m.Value && q.m.Value <= q.m.Hi)
		}
	}
}

func TestADeliveryMomentKnowsItsNextChange(t *testing.T) {
	d, err := delivery.Learn(parcelsTo("shunfeng", "浙江", 50, .02), parcelsAt, delivery.Options{})
	require.NoError(t, err)
	parcel := delivery.Parcel{ID: "P1", Carrier: "shunfeng", Province: "浙江省", Shipped: shippedDay}
	var states []delivery.State
	start := shippedDay.Add(-time.Hour)
	before, err := d.Moment(parcel, start)
	require.NoError(t, err)
	states = append(states, before.State)
	for at := start; at.Before(shippedDay.Add(30 * time.Hour)); at = at.Add(time.Minute) {
		m, err := d.Moment(parcel, at)
		require.NoError(t, err)
		assert.Equal(t, !before.Next.IsZero() && !at.Before(before.Next), m.State != before.State, at.String())
		if m.State != before.State {
			states = append(states, m.State)
		}
		before = m
	}
	assert.Equal(t, []delivery.State{delivery.NotShipped, delivery.UnderWay, delivery.ArrivingSoon, delivery.Overdue}, states)
	assert.True(t, before.Next.IsZero())

	late := shippedDay.Add(40 * time.Hour)
	parcel.Signed = late.Add(time.Hour)
	m, err := d.Moment(parcel, late)
	require.NoError(t, err)
	assert.Equal(t, delivery.Overdue, m.State, "the signature is not known yet")
	m, err = d.Moment(parcel, late.Add(time.Hour))
	require.NoError(t, err)
	assert.Equal(t, delivery.Arrived, m.State)
	parcel.Signed, parcel.Ended = time.Time{}, late
	m, err = d.Moment(parcel, late)
	require.NoError(t, err)
	assert.Equal(t, delivery.TurnedBack, m.State)
	_, err = d.Moment(delivery.Parcel{}, late)
	assert.ErrorContains(t, err, "row 0: has no time at which it was shipped; leave out what has not left")
}

func TestImpossibleParcels(t *testing.T) {
	before := shippedDay.Add(-time.Minute)
	_, err := delivery.Learn([]delivery.Parcel{
		{ID: "a"},
		{ID: "b", Shipped: shippedDay, Signed: before},
		{ID: "b", Shipped: shippedDay, Ended: before},
		{ID: "c", Shipped: shippedDay, Signed: shippedDay.Add(time.Hour), Ended: shippedDay},
	}, parcelsAt, delivery.Options{})
	assert.EqualError(t, err, `row 0 (a): has no time at which it was shipped; leave out what has not left
row 1 (b): was signed for at 2026-05-01 17:59:00, before it was shipped at 2026-05-01 18:00:00
row 2 (b): is the same parcel as row 1; keep its latest state
row 2 (b): ended at 2026-05-01 17:59:00, before it was shipped at 2026-05-01 18:00:00
row 3 (c): ended at 2026-05-01 18:00:00, before it was signed for at 2026-05-01 19:00:00`)
	for _, o := range []delivery.Options{{MinParcels: -1}, {Overdue: .4}, {Overdue: math.NaN()}, {Expected: -1}, {Expected: time.Hour, Late: time.Minute}} {
		_, err := delivery.Learn(parcelsTo("", "", 1, 1), parcelsAt, o)
		assert.Error(t, err, "%+v", o)
	}
	_, err = delivery.Learn(parcelsTo("", "", 1, 1), shippedDay.Add(-time.Hour), delivery.Options{})
	assert.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = delivery.Learn(nil, time.Time{}, delivery.Options{})
	assert.ErrorContains(t, err, "no instant")
}

func FuzzDeliveryDays(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, int64(3), "浙江省")
	f.Fuzz(func(t *testing.T, data []byte, when int64, province string) {
		at := func(b byte) time.Time {
			if b == 0 {
				return time.Time{}
			}
			return shippedDay.Add(time.Duration(b) * time.Hour)
		}
		var parcels []delivery.Parcel
		for i := 0; i+4 <= len(data); i += 4 {
			parcels = append(parcels, delivery.Parcel{Carrier: string(rune('a' + data[i]%3)), Province: province, Shipped: at(data[i+1] | 1), Signed: at(data[i+2]), Ended: at(data[i+3])})
		}
		d, err := delivery.Learn(parcels, parcelsAt, delivery.Options{MinParcels: 1})
		if err != nil {
			return
		}
		now := time.Unix(0, when)
		for _, p := range parcels {
			m, err := d.Moment(p, now)
			if err != nil {
				t.Fatal(err)
			}
			sound(t, m.Why.Expected, m.Why.Late)
			if m.OverdueAt.Before(m.Expected) || !m.Next.IsZero() && !m.Next.After(now) {
				t.Fatalf("%+v", m)
			}
		}
	})
}

// sound fails for a number that is not finite, and for an unknown one without a reason.
func sound(t testing.TB, ms ...loyalty.Measure) {
	t.Helper()
	for _, m := range ms {
		for _, x := range []float64{m.Value, m.Lo, m.Hi} {
			require.False(t, math.IsNaN(x) || math.IsInf(x, 0), "%+v is not finite", m)
		}
		require.True(t, m.OK || m.Why != "", "%+v lacks a reason", m)
	}
}
