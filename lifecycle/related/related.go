package related

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Line is one line of an order. The caller leaves out refunded lines, free gifts
// and unpaid orders, which do not show what customers want.
type Line struct {
	Customer string // empty: unknown; the order then counts for Together only
	Order    string
	Item     string // product, or category if there are too many products
	At       time.Time
}

// Options configure the search for related products. The zero Options are
// usable.
type Options struct {
	// Zone is the shop's zone: it decides when a day begins. Default: calendar.China.
	Zone *time.Location
	// MinTimes is the fewest purchases of a pair. Default: 5.
	MinTimes int
	// MinCustomers is the fewest different customers of a pair, so that one regular customer
	// alone makes no relation. Default: 3.
	MinCustomers int
	// Mistakes is the share of the found pairs that may be chance. Default: 0.05.
	Mistakes float64
	// Keep is the number of relations kept for each item, the best. Default: 10.
	Keep int
	// MaxBasket is the largest number of different items in an order or a day. A larger one
	// is probably a reseller's and is left out. Default: 100.
	MaxBasket int
}

func (o Options) filled() Options {
	if o.Zone == nil {
		o.Zone = calendar.China
	}
	o.MinTimes = cmp.Or(o.MinTimes, 5)
	o.MinCustomers = cmp.Or(o.MinCustomers, 3)
	o.Mistakes = cmp.Or(o.Mistakes, .05)
	o.Keep = cmp.Or(o.Keep, 10)
	o.MaxBasket = cmp.Or(o.MaxBasket, 100)
	return o
}

func (o Options) fault() error {
	switch {
	case o.MinTimes < 1 || o.MinCustomers < 1 || o.Keep < 1:
		return fmt.Errorf("lifecycle: related products bought %d times by %d customers, %d kept; each is a number from 1", o.MinTimes, o.MinCustomers, o.Keep)
	case o.MaxBasket < 2:
		return fmt.Errorf("lifecycle: baskets of at most %d items; it takes two to be related", o.MaxBasket)
	case !(o.Mistakes > 0 && o.Mistakes < 1):
		return fmt.Errorf("lifecycle: a share of mistakes of %v; it lies between 0 and 1", o.Mistakes)
	}
	return nil
}

// A Relation means that customers who buy Item also buy With (关联推荐), more often than by
// chance.
type Relation struct {
	Item, With string
	Times      int // baskets with both; for items bought next, days with Item before a day with With
	Customers  int // different ones among them

	Support    loyalty.Measure // share of all baskets with both
	Confidence loyalty.Measure // share of the baskets with Item that have With: P(With | Item)
	// Lift is Confidence divided by the share of all baskets that have With: 1 is chance.
	// Its interval is that of Confidence divided by the same.
	Lift loyalty.Measure
	// ByChance is the probability of at least this many times for unrelated items, by
	// Fisher's exact test.
	ByChance float64
	// Gap is the median of the days between the two, with the interval of its ranks; only
	// for items bought next. Its base is Times.
	Gap loyalty.Measure
}

// Products are those that customers of a shop buy together or one after the other.
type Products struct {
	// Together are bought in one order, in both directions; Next on the customer's next day
	// with an order. Both are sorted by Item, then from the best: the highest lower end of
	// Lift, then the most Times, then With.
	Together, Next []Relation

	Orders int // orders that were compared
	Pairs  int // pairs of consecutive days of purchase
	Large  int // orders left out for their size
}

// TogetherWith are the items bought with an item in one order, the best first.
func (r Products) TogetherWith(item string) []Relation { return relationsOf(r.Together, item) }

// After are the items bought next after an item, the best first.
func (r Products) After(item string) []Relation { return relationsOf(r.Next, item) }

func relationsOf(all []Relation, item string) []Relation {
	first, _ := slices.BinarySearchFunc(all, item, func(one Relation, item string) int { return cmp.Compare(one.Item, item) })
	end := first
	for end < len(all) && all[end].Item == item {
		end++
	}
	return all[first:end:end]
}

// Find finds related products in order lines, in any order. Baskets are sets: the
// number of pieces does not matter. For Next a customer's orders of one day are one basket, and
// the next one is on a later day. The same item again is not related: it is a repeat purchase.
//
// A pair needs enough purchases by enough customers, and a lift whose lower end is above 1. It
// must also pass Fisher's exact test at the false discovery rate of Options.Mistakes
// among all possible pairs. Source: Benjamini & Hochberg 1995, Journal of the Royal Statistical
// Society B 57. Without that correction, five hundred of ten thousand unrelated pairs would
// look significant.
//
// The error is [loyalty.Problems] for lines without order, item or time, and for orders of two
// customers; [loyalty.ErrNothing] without any line.
func Find(lines []Line, o Options) (Products, error) {
	o = o.filled()
	if err := o.fault(); err != nil {
		return Products{}, err
	}
	if len(lines) == 0 {
		return Products{}, loyalty.ErrNothing
	}
	base, faults := newBasketBase(lines, o)
	if len(faults) > 0 {
		return Products{}, faults
	}
	together := base.baskets(o, false)
	days := base.baskets(o, true)
	return Products{
		Together: base.relations(pairsTogether(together, o), together.total, o, nil),
		Next:     base.relations(pairsNext(days, o), days.pairs, o, days),
		Orders:   together.total,
		Pairs:    days.pairs,
		Large:    together.large,
	}, nil
}
