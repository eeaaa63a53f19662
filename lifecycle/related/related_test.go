package related_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/related"
	"github.com/tiexin-go/tiexin/loyalty"
)

var basketDay = time.Date(2026, 1, 5, 20, 0, 0, 0, calendar.China)

// basket is one order, so many days after the first day.
func basket(customer, order string, day int, items ...string) []related.Line {
	var lines []related.Line
	for _, item := range items {
		lines = append(lines, related.Line{Customer: customer, Order: order, Item: item, At: basketDay.AddDate(0, 0, day)})
	}
	return lines
}

func Test买奶瓶的也买奶嘴(t *testing.T) {
	var lines []related.Line
	for i := range 300 {
		c := fmt.Sprint("c", i)
		switch {
		case i < 30:
			lines = append(lines, basket(c, "o"+c, 0, "奶瓶", "奶嘴")...)
			lines = append(lines, basket(c, "p"+c, 20+i%3, "奶粉")...)
		case i < 40:
			lines = append(lines, basket(c, "o"+c, 0, "奶瓶", "湿巾")...)
		case i < 200:
			lines = append(lines, basket(c, "o"+c, 0, "湿巾")...)
			lines = append(lines, basket(c, "p"+c, 9, "积木")...)
		default:
			lines = append(lines, basket(c, "o"+c, 0, "奶粉")...)
		}
	}
	r, err := related.Find(lines, related.Options{})
	require.NoError(t, err)
	assert.Equal(t, 490, r.Orders)
	assert.Equal(t, 190, r.Pairs)

	with := r.TogetherWith("奶瓶")
	require.Len(t, with, 1, "湿巾 go with everything, and so with nothing")
	one := with[0]
	assert.Equal(t, "奶嘴", one.With)
	assert.Equal(t, [2]int{30, 30}, [2]int{one.Times, one.Customers})
	assert.InDelta(t, 30./490, one.Support.Value, 1e-12)
	assert.InDelta(t, .75, one.Confidence.Value, 1e-12, "30 of 40")
	assert.InDelta(t, .75/(30./490), one.Lift.Value, 1e-9)
	assert.Less(t, one.ByChance, 1e-20)
	assert.False(t, one.Gap.OK)
	back := r.TogetherWith("奶嘴")
	require.Len(t, back, 1)
	assert.InDelta(t, 1, back[0].Confidence.Value, 1e-12, "30 of 30")

	next := r.After("奶嘴")
	require.Len(t, next, 1)
	assert.Equal(t, "奶粉", next[0].With)
	assert.Equal(t, 21., next[0].Gap.Value, "days, typically")
	assert.Equal(t, 30, next[0].Gap.Base)
	assert.Empty(t, r.After("奶粉"))
	assert.Empty(t, r.TogetherWith("没有的东西"))
}

// related by brute force: every pair of items, every basket.
func TestRelationsAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 25 {
		var lines []related.Line
		items := 3 + r.IntN(6)
		for c := range 40 {
			like := r.IntN(items)
			for o := range 1 + r.IntN(4) {
				var all []string
				for range 1 + r.IntN(4) {
					item := r.IntN(items)
					if r.IntN(2) == 0 {
						item = (like + o) % items
					}
					all = append(all, fmt.Sprint("i", item))
				}
				lines = append(lines, basket(fmt.Sprint("c", c), fmt.Sprint("o", c, "-", o), o*r.IntN(3), all...)...)
			}
		}
		o := related.Options{MinTimes: 2, MinCustomers: 2, Keep: 100, Mistakes: .9999}
		got, err := related.Find(lines, o)
		require.NoError(t, err)

		type key struct {
			customer string
			day      int
		}
		orders, days := map[string]map[string]bool{}, map[key]map[string]bool{}
		first := map[string]int{}
		for _, l := range lines {
			day := int(l.At.Sub(basketDay).Hours() / 24)
			if d, ok := first[l.Order]; !ok || day < d {
				first[l.Order] = day
			}
		}
		owner := map[string]string{}
		for _, l := range lines {
			owner[l.Order] = l.Customer
			k := key{l.Customer, first[l.Order]}
			if orders[l.Order] == nil {
				orders[l.Order] = map[string]bool{}
			}
			if days[k] == nil {
				days[k] = map[string]bool{}
			}
			orders[l.Order][l.Item], days[k][l.Item] = true, true
		}
		assert.Equal(t, len(orders), got.Orders)
		type step struct{ from, to key }
		var steps []step
		for k := range days {
			next := key{k.customer, math.MaxInt}
			for other := range days {
				if other.customer == k.customer && other.day > k.day && other.day < next.day {
					next = other
				}
			}
			if next.day != math.MaxInt {
				steps = append(steps, step{k, next})
			}
		}
		assert.Equal(t, len(steps), got.Pairs)
		for _, one := range got.Together {
			both, ofA, ofB, who := 0, 0, 0, map[string]bool{}
			for id, basket := range orders {
				if basket[one.Item] {
					ofA++
				}
				if basket[one.With] {
					ofB++
				}
				if basket[one.Item] && basket[one.With] {
					both++
					who[owner[id]] = true
				}
			}
			assert.Equal(t, both, one.Times)
			assert.Equal(t, len(who), one.Customers)
			assert.InDelta(t, float64(both)/float64(ofA), one.Confidence.Value, 1e-12)
			assert.InDelta(t, float64(both)*float64(len(orders))/float64(ofA*ofB), one.Lift.Value, 1e-9)
			assert.InDelta(t, fisher(both, ofA, ofB, len(orders)), one.ByChance, 1e-9)
			assert.Greater(t, one.Lift.Lo, 1.)
		}
		for _, one := range got.Next {
			both, ofA, ofB, who := 0, 0, 0, map[string]bool{}
			var gaps []float64
			for _, s := range steps {
				a, b := days[s.from][one.Item], days[s.to][one.With]
				if a {
					ofA++
				}
				if b {
					ofB++
				}
				if a && b {
					both++
					who[s.from.customer] = true
					gaps = append(gaps, float64(s.to.day-s.from.day))
				}
			}
			slices.Sort(gaps)
			assert.Equal(t, both, one.Times)
			assert.Equal(t, len(who), one.Customers)
			assert.InDelta(t, float64(both)/float64(ofA), one.Confidence.Value, 1e-12)
			assert.InDelta(t, float64(both)*float64(len(steps))/float64(ofA*ofB), one.Lift.Value, 1e-9)
			assert.InDelta(t, (gaps[(both-1)/2]+gaps[both/2])/2, one.Gap.Value, 1e-12)
			assert.NotEqual(t, one.Item, one.With)
		}
		// Neither the order of the lines nor that of maps changes anything.
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		again, err := related.Find(lines, o)
		require.NoError(t, err)
		assert.Equal(t, got, again)
	}
}

// fisher is the tail with whole numbers.
func fisher(k, a, b, n int) float64 {
	if k*n <= a*b {
		return 1
	}
	choose := func(n, k int) *big.Int { return new(big.Int).Binomial(int64(n), int64(k)) }
	sum := new(big.Int)
	for x := k; x <= min(a, b); x++ {
		sum.Add(sum, new(big.Int).Mul(choose(a, x), choose(n-a, b-x)))
	}
	p, _ := new(big.Rat).SetFrac(sum, choose(n, b)).Float64()
	return p
}

// Two hundred items, bought without regard to each other: of twenty thousand pairs many
// would look significant one by one.
func TestChanceIsNotARelation(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	found := 0
	for range 5 {
		var lines []related.Line
		for i := range 4000 {
			var items []string
			for range 5 {
				items = append(items, fmt.Sprint("i", int(200*r.Float64()*r.Float64())))
			}
			lines = append(lines, basket(fmt.Sprint("c", i/3), fmt.Sprint(i), i%3*7, items...)...)
		}
		got, err := related.Find(lines, related.Options{})
		require.NoError(t, err)
		found += len(got.Together) + len(got.Next)
	}
	assert.LessOrEqual(t, found, 4)
}

func TestOneRegularCustomerMakesNoRelation(t *testing.T) {
	var lines []related.Line
	for i := range 60 {
		lines = append(lines, basket("regular", fmt.Sprint("r", i), i, "咖啡", "方糖")...)
		lines = append(lines, basket(fmt.Sprint("c", i), fmt.Sprint("o", i), 0, "茶")...)
	}
	r, err := related.Find(lines, related.Options{})
	require.NoError(t, err)
	assert.Empty(t, r.Together)
	assert.Empty(t, r.Next)
}

func TestLargeBasketsAndUnknownCustomers(t *testing.T) {
	var many []string
	for i := range 150 {
		many = append(many, fmt.Sprint("i", i))
	}
	lines := basket("reseller", "big", 1, many...)
	for i := range 50 {
		lines = append(lines, basket("", fmt.Sprint("o", i), 0, "a", "b", "b")...)
		lines = append(lines, basket("", fmt.Sprint("p", i), 1, "c")...)
	}
	r, err := related.Find(lines, related.Options{})
	require.NoError(t, err)
	assert.Equal(t, 1, r.Large)
	assert.Equal(t, 100, r.Orders)
	assert.Zero(t, r.Pairs, "who is not known does not come again")
	require.Len(t, r.Together, 2)
	assert.Equal(t, 50, r.Together[0].Customers, "each of them somebody else")
	assert.Empty(t, r.Next)
}

func TestOrdersOfOneDayAreOneVisit(t *testing.T) {
	lines := slices.Concat(basket("c", "1", 0, "a"), basket("c", "2", 0, "b"), basket("c", "3", 5, "a"))
	// An hour later by the clock of the shop it is the next day already.
	lines = append(lines, related.Line{Customer: "d", Order: "4", Item: "a", At: time.Date(2026, 1, 5, 15, 30, 0, 0, time.UTC)},
		related.Line{Customer: "d", Order: "5", Item: "b", At: time.Date(2026, 1, 5, 16, 30, 0, 0, time.UTC)})
	// An order is of the day of its first line.
	lines = slices.Concat(lines, basket("e", "6", 0, "a"), basket("e", "7", 3, "b"), basket("e", "7", 0, "c"))
	r, err := related.Find(lines, related.Options{})
	require.NoError(t, err)
	assert.Equal(t, 2, r.Pairs)
}

func TestImpossibleOrderLines(t *testing.T) {
	lines := slices.Concat(basket("c", "", 0, "a"), basket("c", "1", 0, ""), []related.Line{{Customer: "c", Order: "2", Item: "a"}}, basket("c", "3", 0, "a"), basket("d", "3", 0, "b"))
	_, err := related.Find(lines, related.Options{})
	assert.EqualError(t, err, `row 0: has no order id
row 1 (1): has no item
row 2 (2): has no time
row 4 (3): is of customer "d", but row 3 of the same order is of "c"`)
	_, err = related.Find(nil, related.Options{})
	assert.ErrorIs(t, err, loyalty.ErrNothing)
	for _, o := range []related.Options{{MinTimes: -1}, {MinCustomers: -1}, {Keep: -1}, {MaxBasket: 1}, {Mistakes: math.NaN()}, {Mistakes: 1}} {
		_, err := related.Find(basket("c", "1", 0, "a"), o)
		assert.Error(t, err, "%+v", o)
	}
}

func FuzzRelateProducts(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 1, 2, 4, 4}, uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, least uint8) {
		var lines []related.Line
		for i := 0; i+4 <= len(data); i += 4 {
			lines = append(lines, basket(fmt.Sprint(data[i]%5), fmt.Sprint(data[i]%5, data[i+1]), int(data[i+2]), fmt.Sprint(data[i+3]%9))...)
		}
		r, err := related.Find(lines, related.Options{MinTimes: 1 + int(least%4), MinCustomers: 1, Mistakes: .99})
		if err != nil {
			return
		}
		for _, one := range slices.Concat(r.Together, r.Next) {
			sound(t, one.Support, one.Confidence, one.Lift)
			if one.Gap.OK {
				sound(t, one.Gap)
			}
			if !(one.ByChance >= 0 && one.ByChance <= 1) {
				t.Fatalf("%+v", one)
			}
		}
	})
}

// A million lines: 250,000 orders of 60,000 customers, 5,000 products of very different
// popularity.
func BenchmarkRelateProducts(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	lines := make([]related.Line, 0, 1_000_000)
	for order := 0; len(lines) < cap(lines); order++ {
		c := r.IntN(60_000)
		at := basketDay.Add(time.Duration(r.IntN(700*24)) * time.Hour)
		id, who, taste := fmt.Sprint("order-", order), fmt.Sprint("customer-", c), r.IntN(4900)
		for range 1 + r.IntN(7) {
			item := int(5000 * math.Pow(r.Float64(), 3))
			if r.IntN(3) == 0 {
				item = taste + r.IntN(5)
			}
			if len(lines) < cap(lines) {
				lines = append(lines, related.Line{Customer: who, Order: id, Item: fmt.Sprint("product-", item), At: at})
			}
		}
	}
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	found := 0
	for b.Loop() {
		got, err := related.Find(lines, related.Options{})
		if err != nil {
			b.Fatal(err)
		}
		found = len(got.Together) + len(got.Next)
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(len(lines))*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
	b.ReportMetric(float64(after.HeapSys)/(1<<20), "MiB-heap")
	b.ReportMetric(float64(found), "relations")
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
