package learn

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// An invented shop has known truths. Payers of a source take exponential times; parcels
// of a route take some days and an exponential rest; a piece lasts so long, give or take
// a quarter for the household and a quarter for the time.
type invented struct {
	*rand.Rand
	orders, parcels strings.Builder
	number          int
	paidFrom        map[string]int
	sentBy          map[string]int // by carrier and province, in the days that count
}

var (
	sources = []struct {
		name  string
		share float64
		mean  float64 // minutes
	}{{"app", .62, 10}, {"live", .25, 3}, {"wap", .12, 25}, {"h5", .0095, 9}, {"pad", .0005, 60}}
	routes = []struct {
		carrier, province string
		share             float64
		least, rest       float64 // days
	}{
		{"zhongtong", "浙江", .4, 1, .4}, {"zhongtong", "新疆", .1, 5, 1}, {"顺丰", "浙江省", .3, .5, .2}, {"顺丰", "广东", .199, 1, .3}, {"顺丰", "西藏", .001, 6, 1},
	}
	categories = []struct {
		name  string
		share float64
		lasts float64 // days
	}{{"奶粉", .5, 20}, {"咖啡", .4, 12}, {"大衣", .1, 0}}
)

// start is the first of the 360 days of the history.
var start = time.Date(2025, 7, 1, 0, 0, 0, 0, tiexin.Shanghai())

// pick chooses one of several by their shares of 1.
func (v *invented) pick(n int, share func(int) float64) int {
	x := v.Float64()
	for i := range n {
		if x -= share(i); x < 0 {
			return i
		}
	}
	return 0
}

func (v *invented) gamma(shape int) float64 {
	sum := 0.
	for range shape {
		sum += v.ExpFloat64()
	}
	return sum / float64(shape)
}

func (v *invented) customer(n int) {
	c := categories[v.pick(len(categories), func(i int) float64 { return categories[i].share })]
	day, own := v.Float64()*180, c.lasts*v.gamma(16)
	for range 4 {
		pieces := 1 + v.IntN(3)
		v.order(n, start.Add(time.Duration(day*24*float64(time.Hour))), c.name, pieces)
		if c.lasts == 0 {
			return
		}
		if day += float64(pieces) * own * v.gamma(16); day >= 360 {
			return
		}
	}
}

func (v *invented) order(customer int, at time.Time, category string, pieces int) {
	v.number++
	source := sources[v.pick(len(sources), func(i int) float64 { return sources[i].share })]
	paid, closed := "", at.Add(24*time.Hour).Format(time.DateTime)
	took := time.Duration(v.ExpFloat64() * source.mean * float64(time.Minute))
	if v.Float64() < .9 {
		paid, closed = at.Add(took).Format(time.DateTime), ""
		v.paidFrom[source.name]++
		v.parcel(at.Add(took + 6*time.Hour))
	}
	fmt.Fprintf(&v.orders, "T%d,C%d,%s,%s,%s,%s,%s,%d,%d.00\n", v.number, customer, source.name, at.Format(time.DateTime), paid, closed, category, pieces, 50*pieces)
}

func (v *invented) parcel(shipped time.Time) {
	r := routes[v.pick(len(routes), func(i int) float64 { return routes[i].share })]
	signed := shipped.Add(time.Duration((r.least + r.rest*v.ExpFloat64()) * 24 * float64(time.Hour)))
	fmt.Fprintf(&v.parcels, "%s,%s,%s,%s\n", r.carrier, r.province, shipped.Format(time.DateTime), signed.Format(time.DateTime))
	if end := start.AddDate(0, 0, 360); shipped.After(end.AddDate(0, 0, -recentParcels)) && shipped.Before(end) {
		v.sentBy[r.carrier+r.province]++
	}
}

func invent(seed uint64, customers int) *invented {
	v := &invented{Rand: rand.New(rand.NewPCG(seed, 0)), paidFrom: map[string]int{}, sentBy: map[string]int{}}
	v.orders.WriteString("订单编号,客户编号,来源,下单时间,付款时间,关闭时间,类目,件数,实付金额\n")
	v.parcels.WriteString("物流公司,省份,发货时间,签收时间\n")
	for n := range customers {
		v.customer(n)
	}
	return v
}

func (v *invented) history(t *testing.T) History {
	t.Helper()
	orders, err := orderlog.Read("orders.csv", strings.NewReader(v.orders.String()), orderlog.Options{})
	require.NoError(t, err)
	parcels, err := orderlog.ReadParcels("parcels.csv", strings.NewReader(v.parcels.String()), orderlog.Options{})
	require.NoError(t, err)
	return History{Orders: orders, File: "orders.csv", Parcels: parcels, ParcelFile: "parcels.csv", AsOf: loyalty.DayOf(start.AddDate(0, 0, 359), tiexin.Shanghai())}
}

// loaded is the part as a rule file, loaded.
func loaded(t *testing.T, part *Part) (string, *rule.Set) {
	t.Helper()
	var b bytes.Buffer
	_, err := part.WriteTo(&b)
	require.NoError(t, err)
	set, problems := rule.Load(rule.File{Name: "learned.yaml", Data: b.Bytes()})
	require.NoError(t, problems.Err(), b.String())
	return b.String(), set
}

// Of n exponential times of mean m, the share p is found with a standard error of
// m·√(p/(1−p)/n). What is learned lies within four of these, and is rounded up.
func TestWhatIsLearnedFrom20000CustomersIsTheTruth(t *testing.T) {
	v := invent(7, 20_000)
	part, err := Learn(v.history(t))
	require.NoError(t, err)
	text, set := loaded(t, part)
	assert.GreaterOrEqual(t, part.Customers, 19_000)
	near := func(what string, learned, truth, sure, unit float64) {
		t.Helper()
		assert.GreaterOrEqual(t, learned, truth-4*sure, what)
		assert.LessOrEqual(t, learned, truth+4*sure+unit, what)
	}

	for _, s := range sources[:3] {
		near(s.name, set.Shop.UsualMinutesToPay(s.name), s.mean*math.Log(5), s.mean*2/math.Sqrt(float64(v.paidFrom[s.name])), 1)
	}
	all := 0. // of all sources: where four of five have paid
	for paid := 0.; paid < .8; all += .01 {
		paid = 0
		for _, s := range sources {
			paid += s.share * -math.Expm1(-all/s.mean)
		}
	}
	near("default", set.Shop.UsualMinutesToPay("h5"), all, 25*2/math.Sqrt(float64(v.number)), 1)
	assert.Contains(t, text, "# h5：和全店分不开，用default")
	assert.Contains(t, text, "# pad：一共")
	assert.Contains(t, text, "付款不到30单，太少，用default")

	for _, r := range routes[:4] {
		province := tiexin.NormalRegion(r.province, "", "").Province
		usual, known := set.Shop.OnTheWay(r.carrier, "", province)
		require.True(t, known, r.carrier+r.province)
		near(r.carrier+r.province, usual.Hours(), 24*(r.least+r.rest*math.Log(10)), 24*r.rest*3/math.Sqrt(float64(v.sentBy[r.carrier+r.province])), 1)
	}
	_, known := set.Shop.OnTheWay("顺丰", "", "西藏")
	assert.False(t, known)
	assert.Contains(t, text, "# 顺丰 西藏：发出")

	for _, c := range categories[:2] {
		assert.InEpsilon(t, c.lasts, set.Shop.Lasts[c.name].Hours()/24, .1, c.name)
	}
	assert.NotContains(t, set.Shop.Lasts, "大衣")

	// The policy that the file describes has the fitted model.
	learned := set.Shop.Lifecycle
	require.True(t, learned.Given)
	assert.Greater(t, learned.Stages.Rung, stage.ShopQuantiles, "a base of this size bears a model")
	assert.NoError(t, learned.Stages.Validate())
	assert.Len(t, learned.Values, 2)
}
