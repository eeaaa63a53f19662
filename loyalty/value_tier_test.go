package loyalty

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func names(t Tiering) []string {
	out := make([]string, len(t.Of))
	for i, tier := range t.Of {
		out[i] = t.Tiers[tier].Name
	}
	return out
}

func TestTiersOfOrdinaryShops(t *testing.T) {
	thousand := tiexin.Money(1000)
	topFifth := []Tier{{Name: "gold", TopCustomers: .2}, {Name: "silver", TopCustomers: .5}, {Name: "rest"}}
	tests := map[string]struct {
		values []tiexin.Money
		tiers  []Tier
		want   []string
	}{
		"two of ten are a fifth": {
			[]tiexin.Money{1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
			topFifth,
			[]string{"rest", "rest", "rest", "rest", "rest", "silver", "silver", "silver", "gold", "gold"},
		},
		"equal ones at the border are out together: the tier is never too large": {
			[]tiexin.Money{1, 9, 9, 9, 1},
			topFifth,
			[]string{"rest", "rest", "rest", "rest", "rest"},
		},
		"one customer is no top fifth": {[]tiexin.Money{5}, topFifth, []string{"rest"}},
		"three tenths of ten are three": {
			[]tiexin.Money{1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
			[]Tier{{Name: "top", TopCustomers: .3}, {Name: "rest"}},
			[]string{"rest", "rest", "rest", "rest", "rest", "rest", "rest", "top", "top", "top"},
		},
		"80 % of value":                      {[]tiexin.Money{80, 15, 4, 1}, ParetoTiers(), []string{"A", "B", "C", "C"}},
		"the fewest who bring at least 80 %": {[]tiexin.Money{50, 20, 20, 10}, ParetoTiers(), []string{"A", "A", "A", "B"}},
		"one customer brings it all":         {[]tiexin.Money{7}, ParetoTiers(), []string{"A"}},
		"who brought nothing is in no tier of value": {
			[]tiexin.Money{10, 0, -5},
			[]Tier{{Name: "all value", TopValue: 1}, {Name: "none"}},
			[]string{"all value", "none", "none"},
		},
		"nobody brought anything": {[]tiexin.Money{0, -5}, ParetoTiers(), []string{"C", "C"}},
		"a least value is reached at the value": {
			[]tiexin.Money{999, 1000, 1001},
			[]Tier{{Name: "thousand", Least: &thousand}, {Name: "less"}},
			[]string{"less", "thousand", "thousand"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := TierByValue(test.values, test.tiers)
			require.NoError(t, err)
			assert.Equal(t, test.want, names(got))
		})
	}
}

func TestATierSaysWhatItIs(t *testing.T) {
	got, err := TierByValue([]tiexin.Money{8000, 1500, 400, 100}, ParetoTiers())
	require.NoError(t, err)
	a := got.Tiers[0]
	assert.Equal(t, 1, a.Customers)
	assert.Equal(t, tiexin.Money(8000), a.Value)
	assert.Equal(t, tiexin.Money(8000), a.Least)
	assert.InDelta(t, .25, a.CustomerShare.Value, 0)
	assert.InDelta(t, .8, a.ValueShare.Value, 1e-15)
	assert.Equal(t, 4, a.ValueShare.Base)

	got, err = TierByValue([]tiexin.Money{-100}, ParetoTiers())
	require.NoError(t, err)
	assert.Equal(t, ZeroBase, got.Tiers[2].ValueShare.Why, "refunds only: there is no value to share")
}

// One brought 100 yuan and one 5, and one got back 90 more than was paid.
func TestWhoGotBackMoreThanWasPaidMakesNobodysShareLarger(t *testing.T) {
	got, err := TierByValue([]tiexin.Money{10000, -9000, 500}, ParetoTiers())
	require.NoError(t, err)
	shares := []float64{100. / 105, 0, 5. / 105}
	for i, tier := range got.Tiers {
		assert.InDelta(t, shares[i], tier.ValueShare.Value, 1e-15, tier.Name)
	}
	assert.Equal(t, tiexin.Money(-8500), got.Tiers[2].Value)
	top, err := ParetoShare([]tiexin.Money{10000, -9000, 500}, 1./3)
	require.NoError(t, err)
	assert.InDelta(t, shares[0], top.Value, 1e-12, "as the Lorenz curve has it")
}

func TestTiersKeepTheirWordInAnyBase(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		values := make([]tiexin.Money, 1+r.IntN(40))
		for i := range values {
			values[i] = tiexin.Money(r.IntN(1+r.IntN(60)) - 3)
		}
		share := .01 + .98*r.Float64()

		byCustomers, err := TierByValue(values, []Tier{{Name: "top", TopCustomers: share}, {Name: "rest"}})
		require.NoError(t, err)
		for i, value := range values {
			below := 0
			for _, other := range values {
				if other < value {
					below++
				}
			}
			require.Equal(t, float64(below) >= (1-share)*float64(len(values)), byCustomers.Of[i] == 0, "%v of %v, top %v", value, values, share)
		}

		byValue, err := TierByValue(values, []Tier{{Name: "top", TopValue: share}, {Name: "rest"}})
		require.NoError(t, err)
		total, above := 0., func(value tiexin.Money) (sum float64) {
			for _, other := range values {
				if other > value && other > 0 {
					sum += float64(other)
				}
			}
			return sum
		}
		for _, value := range values {
			total += math.Max(0, float64(value))
		}
		for i, value := range values {
			want := value > 0 && above(value) < share*total
			require.Equal(t, want, byValue.Of[i] == 0, "%v of %v, top %v of value", value, values, share)
		}

		sum := tiexin.Money(0)
		for _, tier := range byValue.Tiers {
			sum += tier.Value
		}
		all := tiexin.Money(0)
		for _, value := range values {
			all += value
		}
		require.Equal(t, all, sum)
	}
}

func TestParetoShare(t *testing.T) {
	tests := map[string]struct {
		values []tiexin.Money
		top    float64
		want   float64
	}{
		"80/20":                         {[]tiexin.Money{80, 5, 5, 5, 5}, .2, .8},
		"all alike":                     {[]tiexin.Money{5, 5, 5, 5}, .2, .2},
		"half a customer counts half":   {[]tiexin.Money{60, 40}, .75, .8},
		"nobody":                        {[]tiexin.Money{60, 40}, 0, 0},
		"everybody":                     {[]tiexin.Money{60, 40, 0}, 1, 1},
		"money back counts as nothing":  {[]tiexin.Money{100, -50}, .5, 1},
		"one customer, a fifth of them": {[]tiexin.Money{100}, .2, .2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m, err := ParetoShare(test.values, test.top)
			require.NoError(t, err)
			require.True(t, m.OK)
			assert.InDelta(t, test.want, m.Value, 1e-12)
			slices.Reverse(test.values)
			again, err := ParetoShare(test.values, test.top)
			require.NoError(t, err)
			assert.Equal(t, m, again, "the order does not matter")
		})
	}
	m, err := ParetoShare([]tiexin.Money{0, -1}, .2)
	require.NoError(t, err)
	assert.Equal(t, ZeroBase, m.Why)
	_, err = ParetoShare(nil, .2)
	require.ErrorIs(t, err, ErrNothing)
	for _, top := range []float64{-.1, 1.1, math.NaN()} {
		_, err = ParetoShare([]tiexin.Money{1}, top)
		require.ErrorContains(t, err, "it is a share from 0 to 1")
	}
}

func TestTiersThatCannotBeMeant(t *testing.T) {
	least := tiexin.Money(1)
	_, err := TierByValue([]tiexin.Money{1}, []Tier{
		{Name: "everybody"},
		{Name: "two rules", TopValue: .5, Least: &least},
		{Name: "too much", TopCustomers: 20},
		{Name: "no number", TopValue: math.NaN()},
		{TopValue: .5},
		{Name: "last", TopValue: .9},
	})
	for _, want := range []string{
		"row 0 (everybody): has no rule and would take everybody",
		"row 1 (two rules): has more than one rule",
		"row 2 (too much): has a share of 20; a share is from 0 to 1",
		"row 3 (no number): has a share of NaN",
		"row 4: has no name",
		"row 5 (last): is the last tier and has a rule",
	} {
		assert.ErrorContains(t, err, want)
	}
	_, err = TierByValue([]tiexin.Money{1}, nil)
	require.ErrorContains(t, err, "there are no tiers")
	_, err = TierByValue(nil, ParetoTiers())
	require.ErrorIs(t, err, ErrNothing)
	_, err = TierByValue([]tiexin.Money{math.MinInt64, math.MaxInt64}, ParetoTiers())
	require.ErrorContains(t, err, "row 1: has a value of")
}

func FuzzTierByValue(f *testing.F) {
	f.Add(.2, .8, int64(5), []byte{1, 2, 3})
	f.Add(1e-300, 1., int64(-1<<62), []byte{255})
	f.Fuzz(func(t *testing.T, customers, value float64, scale int64, data []byte) {
		var values []tiexin.Money
		for _, b := range data {
			values = append(values, tiexin.Money(scale*int64(int8(b))))
		}
		got, err := TierByValue(values, []Tier{{Name: "a", TopCustomers: customers}, {Name: "b", TopValue: value}, {Name: "c"}})
		if err == nil {
			n := 0
			for _, tier := range got.Tiers {
				n += tier.Customers
				require.False(t, math.IsNaN(tier.ValueShare.Value) || math.IsInf(tier.ValueShare.Value, 0))
			}
			require.Equal(t, len(values), n)
			require.LessOrEqual(t, float64(got.Tiers[0].Customers), customers*float64(n)+1e-6)
		}
		share, err := ParetoShare(values, customers)
		if err == nil {
			require.True(t, share.Value >= 0 && share.Value <= 1, "%v", share)
		}
	})
}

func BenchmarkTierByValue(b *testing.B) {
	const n = 1_000_000
	r := rand.New(rand.NewPCG(1, 1))
	values := make([]tiexin.Money, n)
	for i := range values {
		values[i] = tiexin.Money(r.ExpFloat64() * 50_000)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := TierByValue(values, ParetoTiers()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
