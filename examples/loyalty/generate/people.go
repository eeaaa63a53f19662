package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

const customers = 2000

var (
	shanghai = time.FixedZone("CST", 8*60*60)
	opening  = time.Date(2025, 1, 1, 0, 0, 0, 0, shanghai)
	closing  = time.Date(2026, 7, 1, 0, 0, 0, 0, shanghai)
)

// days is how long the shop is watched.
var days = int(closing.Sub(opening).Hours() / 24)

// A person is who a customer really is, which no shop knows.
type person struct {
	id       string
	first    int     // day of the first order
	gap      float64 // usual days from order to order
	even     float64 // how evenly: the shape of the gaps
	leave    float64 // probability of leaving after an order
	attitude float64 // standard normal
	hunter   float64 // probability that an order is a discounted one
	usual    float64 // yuan of an order
	random   *rand.Rand
	bought   []bought
}

type bought struct {
	day   int
	yuan  float64
	goods string
}

var goods = []struct {
	name  string
	yuan  float64 // price level
	share float64
}{{"茶叶", 1.2, .45}, {"咖啡", .8, .3}, {"茶具", 1.9, .1}, {"零食", .5, .15}}

// population are the customers, each with a stream of chance of their own.
func population() []*person {
	all := make([]*person, customers)
	for i := range all {
		random := rand.New(rand.NewPCG(20260630, uint64(i)))
		p := &person{id: fmt.Sprintf("c%04d", i+1), random: random, attitude: random.NormFloat64(), even: 1.6}
		p.first = arrival(random)
		// Who likes the shop buys somewhat more often and stays longer; a fifth are
		// bargain hunters, who buy often whatever they think.
		likes := .45 * p.attitude
		p.gap = 14 + 46*math.Exp(.65*random.NormFloat64()-likes)
		p.leave = beta(random, .9, 2.1+.6*math.Exp(likes))
		p.hunter = .08
		if random.Float64() < .2 {
			p.hunter, p.gap, p.attitude = .65, .6*p.gap, p.attitude-.9
		}
		if random.Float64() < .12 { // regulars of a subscription to beans
			p.even, p.gap, p.leave = 6, 28+6*random.NormFloat64(), p.leave*.4
		}
		p.gap = max(p.gap, 7)
		p.usual = math.Exp(4.55 + .45*random.NormFloat64())
		p.live()
		all[i] = p
	}
	return all
}

// arrival is a day on which somebody comes first: the shop grows, and draws people
// in at the big sales in June and November.
func arrival(random *rand.Rand) int {
	for {
		day := random.IntN(days)
		if random.Float64()*4 < season(day)*(.7+.6*float64(day)/float64(days)) {
			return day
		}
	}
}

// season is how busy a day is, about 1.
func season(day int) float64 {
	date := opening.AddDate(0, 0, day)
	switch month, d := date.Month(), date.Day(); {
	case month == time.November && d >= 1 && d <= 11:
		return 2.8
	case month == time.June && d >= 10 && d <= 18:
		return 2
	case month == time.December && d >= 10 && d <= 12:
		return 1.6
	case month == time.January && d >= 20, month == time.February && d <= 7:
		return .6 // everybody is at home for the festival
	}
	return 1
}

// live draws the orders.
func (p *person) live() {
	for day := p.first; day < days; {
		kind := p.pick()
		p.bought = append(p.bought, bought{day, p.usual * goods[kind].yuan * math.Exp(.25*p.random.NormFloat64()), goods[kind].name})
		if p.random.Float64() < p.leave {
			return
		}
		// A busy day uses up more of the wait than a quiet one.
		wait := gamma(p.random, p.even) * p.gap / p.even
		for day++; day < days && wait > season(day); day++ {
			wait -= season(day)
		}
	}
}

// pick is a kind of goods: mostly what the person bought before.
func (p *person) pick() int {
	if len(p.bought) > 0 && p.random.Float64() < .6 {
		last := p.bought[len(p.bought)-1].goods
		for i, g := range goods {
			if g.name == last {
				return i
			}
		}
	}
	u := p.random.Float64()
	for i, g := range goods {
		if u -= g.share; u < 0 {
			return i
		}
	}
	return 0
}

// gamma draws from the gamma distribution with that shape and scale 1 (Marsaglia &
// Tsang 2000, ACM Transactions on Mathematical Software 26(3)).
func gamma(random *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(random, shape+1) * math.Pow(random.Float64(), 1/shape)
	}
	d := shape - 1./3
	for {
		x := random.NormFloat64()
		v := 1 + x/math.Sqrt(9*d)
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(random.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func beta(random *rand.Rand, a, b float64) float64 {
	x, y := gamma(random, a), gamma(random, b)
	return x / (x + y)
}
