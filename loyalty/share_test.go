package loyalty_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

func line(customer, brand string, yuan tiexin.Money) loyalty.Purchase {
	return loyalty.Purchase{Customer: customer, Brand: brand, Category: "奶粉", Amount: yuan * 100, At: noon}
}

func TestSharesOfABrand(t *testing.T) {
	shares, known := loyalty.Shares([]loyalty.Purchase{
		line("wang", "A", 100), line("wang", "B", 300), line("li", "A", 50), line("zhao", "B", 10), line("li", "A", 0),
		{Customer: "sun", Brand: "A", Category: "尿布", Amount: 100, At: noon},
	}, "奶粉", "A")
	assert.True(t, known)
	assert.Equal(t, []loyalty.Share{
		{"li", 2, 2, 5000, 5000}, {"wang", 1, 2, 10000, 40000}, {"zhao", 0, 1, 0, 1000},
	}, shares)
	pooled := loyalty.Requirements(shares)
	assert.InDelta(t, 0.75, pooled.Value, 1e-12)
	assert.Equal(t, 4, pooled.Base)
	assert.InDelta(t, 0.75, loyalty.MeanRequirement(shares).Value, 1e-12)
	assert.InDelta(t, 15000.0/45000, loyalty.ShareOfWallet(shares).Value, 1e-12)
	assert.InDelta(t, (1+0.25)/2, loyalty.MeanWallet(shares).Value, 1e-12)
	assert.True(t, shares[0].Requirement().Has(loyalty.BelowMinBase))

	_, known = loyalty.Shares([]loyalty.Purchase{line("wang", "A", 1)}, "", "A")
	assert.False(t, known, "only the own brand")
	report := loyalty.ReportBrand([]loyalty.Purchase{line("wang", "", 1), line("wang", "", 1)}, "", "", loyalty.View{})
	assert.Equal(t, loyalty.NoCategoryData, report.Requirements.Why)
	assert.Equal(t, loyalty.NoCategoryData, report.MarketShareValue.Why)
	assert.True(t, report.RepeatRate.OK)
	assert.Equal(t, 2.0, report.PurchaseRate.Value)
}

// Who knows only the own orders has no share, and not one of 100 percent.
func TestOwnOrdersAloneGiveNoShare(t *testing.T) {
	own, known := loyalty.Shares([]loyalty.Purchase{line("wang", "A", 1), line("wang", "A", 2), line("li", "A", 3)}, "奶粉", "A")
	require.False(t, known)
	require.Len(t, own, 2)
	_, one := loyalty.Majority{}.Loyal(own[1])
	_, byPrior := loyalty.Majority{Prior: &loyalty.SharePrior{A: 1, B: 1}}.Loyal(own[1])
	for name, m := range map[string]loyalty.Measure{
		"own": own[1].Requirement(), "wallet": own[1].Wallet(), "pooled": loyalty.Requirements(own), "mean": loyalty.MeanRequirement(own),
		"pooled wallet": loyalty.ShareOfWallet(own), "mean wallet": loyalty.MeanWallet(own), "majority": one, "by prior": byPrior,
		"majorities": loyalty.Majority{}.Rate(own), "shrunk": loyalty.SharePrior{A: 1, B: 1}.Shrunk(own[1]),
	} {
		assert.Equal(t, loyalty.NoCategoryData, m.Why, "%s: %s", name, m)
	}
	_, err := loyalty.FitShares(own)
	require.ErrorIs(t, err, loyalty.ErrShareData)
}

func TestUnknownIsNeverZero(t *testing.T) {
	for name, m := range map[string]loyalty.Measure{
		"nobody":               loyalty.Requirements(nil),
		"no wallet":            loyalty.Share{Own: 1, Category: 1}.Wallet(),
		"pooled of nothing":    loyalty.ShareOfWallet([]loyalty.Share{{Own: 1, Category: 1}}),
		"mean of nothing":      loyalty.MeanWallet([]loyalty.Share{{Own: 1, Category: 1}}),
		"more back than paid":  loyalty.Share{Own: 1, Category: 2, OwnSpend: -5, CategorySpend: 5}.Wallet(),
		"rank among none":      loyalty.WalletAllocation(1, 0),
		"rank 4 of 3":          loyalty.WalletAllocation(4, 3),
		"rank not a number":    loyalty.WalletAllocation(math.NaN(), 3),
		"attention to nothing": loyalty.AttentionOf(nil, "", "ours"),
		"more than all":        loyalty.Proportion(3, 2, loyalty.Level),
		"no buyers":            loyalty.RepeatBuyers(nil, loyalty.ByDay),
		"no time":              loyalty.PoissonRate(3, 0, 0.95),
		"endless time":         loyalty.PoissonRate(3, math.Inf(1), 0.95),
		"no cohort":            loyalty.Retention(nil, 0),
		"nobody to come back":  loyalty.RepeatWithin(nil, 30, 20000),
		"no customers":         loyalty.RepeatRate(nil, 20000),
		"no quantile":          loyalty.QuantileOf(nil, 0.5),
		"no discounts":         loyalty.Discounts{}.Share(),
	} {
		assert.False(t, m.OK, name)
		assert.NotEmpty(t, m.Why, name)
		sane(t, m)
	}
}

func TestWalletAllocationRule(t *testing.T) {
	for _, c := range []struct {
		rank   float64
		brands int
		share  float64
	}{{1, 1, 1}, {1, 2, 2.0 / 3}, {2, 2, 1.0 / 3}, {1, 3, 0.5}, {2, 3, 1.0 / 3}, {3, 3, 1.0 / 6}, {1.5, 2, 0.5}} {
		m := loyalty.WalletAllocation(c.rank, c.brands)
		assert.InDelta(t, c.share, m.Value, 1e-12)
		assert.True(t, m.Has(loyalty.Estimated))
	}
}

// households are customers of a category whose shares spread as Beta(a, b).
func households(seed uint64, a, b float64, n int, buyersOnly bool) []loyalty.Share {
	src := rand.NewPCG(seed, 4)
	r := rand.New(src)
	var shares []loyalty.Share
	for len(shares) < n {
		p := distuv.Beta{Alpha: a, Beta: b, Src: src}.Rand()
		s := loyalty.Share{Category: 1 + r.IntN(12)}
		for range s.Category {
			if r.Float64() < p {
				s.Own++
			}
		}
		if s.Own > 0 || !buyersOnly {
			shares = append(shares, s)
		}
	}
	return shares
}

func TestThePriorBehindTheShares(t *testing.T) {
	for i, truth := range [][2]float64{{0.6, 0.9}, {2, 6}, {5, 1.5}} {
		for _, buyersOnly := range []bool{false, true} {
			p, err := loyalty.FitShares(households(uint64(i), truth[0], truth[1], 20000, buyersOnly))
			require.NoError(t, err)
			assert.InEpsilon(t, truth[0], p.A, 0.15, "%v %+v", buyersOnly, p)
			assert.InEpsilon(t, truth[1], p.B, 0.15, "%v %+v", buyersOnly, p)
			assert.Empty(t, p.Flags)
		}
	}
}

func TestAShareOfOnePurchaseLeansOnTheShop(t *testing.T) {
	p := loyalty.SharePrior{A: 1, B: 3}
	once := p.Shrunk(loyalty.Share{Own: 1, Category: 1})
	assert.InDelta(t, 2.0/5, once.Value, 1e-12)
	sane(t, once)
	often := p.Shrunk(loyalty.Share{Own: 50, Category: 50})
	assert.InDelta(t, 51.0/54, often.Value, 1e-12)
	assert.Less(t, often.Hi-often.Lo, once.Hi-once.Lo)
	above, ok := p.Above(loyalty.Share{Own: 1, Category: 1}, 0.5)
	require.True(t, ok)
	assert.InDelta(t, 0.3125, above, 1e-12, "Beta(2, 3) above one half is 5/16")
	assert.False(t, loyalty.SharePrior{}.Shrunk(loyalty.Share{}).OK)
	_, ok = p.Above(loyalty.Share{Own: 2, Category: 1}, 0.5)
	assert.False(t, ok)
	_, ok = p.Above(loyalty.Share{}, math.NaN())
	assert.False(t, ok)
}

// Of twenty customers all bought the brand alone, or none ever did: how a customer of
// few purchases may differ from them is not known, and no share is sure.
func TestAllSoleBuyersDoNotSayHowCustomersDiffer(t *testing.T) {
	for _, own := range []int{0, 3} {
		shares := slices.Repeat([]loyalty.Share{{Own: own, Category: 3}}, 20)
		_, err := loyalty.FitShares(shares)
		require.ErrorIs(t, err, loyalty.ErrShareData)
		shares[7].Own = 1
		prior, err := loyalty.FitShares(shares)
		require.NoError(t, err)
		m := prior.Shrunk(shares[0])
		assert.Less(t, m.Lo, m.Hi)
	}
}

func TestPriorsAtTheEdge(t *testing.T) {
	_, err := loyalty.FitShares(nil)
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = loyalty.FitShares([]loyalty.Share{{Own: 1, Category: 1}, {Own: 1, Category: 2}})
	require.ErrorIs(t, err, loyalty.ErrShareData)
	_, err = loyalty.FitShares([]loyalty.Share{{Customer: "wang", Own: 3, Category: 2}, {Own: -1}})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 2)
	var alike, split []loyalty.Share
	for i := range 200 {
		alike = append(alike, loyalty.Share{Own: 20, Category: 40})
		split = append(split, loyalty.Share{Own: 4 * (i % 2), Category: 4})
	}
	p, err := loyalty.FitShares(alike)
	require.NoError(t, err)
	assert.Contains(t, p.Flags, loyalty.NoSpread)
	assert.InDelta(t, 0.5, p.Shrunk(loyalty.Share{Own: 4, Category: 4}).Value, 0.01)
	p, err = loyalty.FitShares(split)
	require.NoError(t, err)
	assert.InDelta(t, 1, p.Shrunk(loyalty.Share{Own: 1, Category: 1}).Value, 0.01)
}

func TestMajorityNeedsABase(t *testing.T) {
	shares := []loyalty.Share{{Own: 1, Category: 1}, {Own: 2, Category: 4}, {Own: 1, Category: 3}, {Own: 0, Category: 9}}
	raw := loyalty.Majority{MinBase: 1}.Rate(shares)
	assert.InDelta(t, 2.0/3, raw.Value, 1e-12)
	rate := loyalty.Majority{}.Rate(shares)
	assert.InDelta(t, 0.5, rate.Value, 1e-12)
	assert.Equal(t, 2, rate.Base)
	assert.True(t, rate.Has(loyalty.BelowMinBase))
	_, m := loyalty.Majority{}.Loyal(shares[0])
	assert.Equal(t, loyalty.BelowMinBase, m.Why)
	assert.Equal(t, loyalty.BelowMinBase, loyalty.Majority{}.Rate(shares[:1]).Why)

	prior := loyalty.Majority{Prior: &loyalty.SharePrior{A: 1, B: 1}}
	loyal, m := prior.Loyal(loyalty.Share{Own: 1, Category: 1})
	assert.False(t, loyal, "one purchase: 3 in 4")
	assert.InDelta(t, 0.75, m.Value, 1e-12)
	loyal, m = prior.Loyal(loyalty.Share{Own: 2, Category: 2})
	assert.True(t, loyal)
	assert.InDelta(t, 0.875, m.Value, 1e-12)
	assert.Equal(t, loyalty.Impossible, func() loyalty.Flag { _, m := prior.Loyal(loyalty.Share{Own: 2, Category: 1}); return m.Why }())
}

func TestIntervalsHoldTheTruthAsOftenAsTheySay(t *testing.T) {
	const n, p = 40, 0.2
	wilson := 0.0
	for k := range n + 1 {
		chance := distuv.Binomial{N: n, P: p}.Prob(float64(k))
		if lo, hi := loyalty.Wilson(k, n, 0.95); lo <= p && p <= hi {
			wilson += chance
		}
	}
	assert.InDelta(t, 0.95, wilson, 0.025)
	for _, c := range []struct {
		k, n  int
		level float64
	}{{0, 0, 0.95}, {-1, 5, 0.95}, {6, 5, 0.95}, {1, 5, 1}, {1, 5, math.NaN()}} {
		lo, hi := loyalty.Wilson(c.k, c.n, c.level)
		assert.Equal(t, [2]float64{0, 1}, [2]float64{lo, hi})
	}
	rate := loyalty.PoissonRate(10, 2, 0.95)
	assert.InDelta(t, 5, rate.Value, 1e-12)
	assert.InDelta(t, 4.795389/2, rate.Lo, 1e-6, "table of Garwood 1936")
	assert.InDelta(t, 18.390356/2, rate.Hi, 1e-6)
}

func FuzzMeasuresOfShares(f *testing.F) {
	f.Add(1, 3, int64(100), int64(300), 1.0, 2.0)
	f.Fuzz(func(t *testing.T, own, all int, spend, total int64, a, b float64) {
		s := loyalty.Share{Own: own, Category: all, OwnSpend: tiexin.Money(spend), CategorySpend: tiexin.Money(total)}
		p := loyalty.SharePrior{A: a, B: b}
		sane(t, s.Requirement())
		sane(t, s.Wallet())
		sane(t, p.Shrunk(s))
		_, m := loyalty.Majority{Prior: &p}.Loyal(s)
		sane(t, m)
		_, m = loyalty.Majority{}.Loyal(s)
		sane(t, m)
		sane(t, loyalty.WalletAllocation(a, own))
		sane(t, loyalty.PoissonRate(own, a, b))
		sane(t, loyalty.Proportion(own, all, a))
		sane(t, loyalty.Discounts{Discounted: own, Purchases: all}.Lift(loyalty.Discounts{Discounted: int(spend), Purchases: int(total)}))
	})
}
