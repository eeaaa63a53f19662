package lifecycle

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A RelatedLine is one line of an order. Lines that were refunded, free gifts and
// unpaid orders say nothing of what customers want and are left out by the caller.
type RelatedLine struct {
	Customer string // empty: not known; then the order says nothing of what is bought next
	Order    string
	Item     string // product, or category where products are too many
	At       time.Time
}

// RelatedOptions say what counts as related. The zero RelatedOptions do.
type RelatedOptions struct {
	// Zone is the shop's: it decides what is one day. Default: calendar.China.
	Zone *time.Location
	// MinTimes is how often a pair must have been bought. Default: 5.
	MinTimes int
	// MinCustomers is how many different customers must have bought it, so that no
	// regular customer makes a rule alone. Default: 3.
	MinCustomers int
	// Mistakes is the share of the pairs found that may be chance. Default: 0.05.
	Mistakes float64
	// Keep is how many are kept of each item, the best. Default: 10.
	Keep int
	// MaxBasket is how many different items an order, or a day, may have: what is
	// larger is a reseller's, goes with everything, and is left out. Default: 100.
	MaxBasket int
}

func (o RelatedOptions) filled() RelatedOptions {
	if o.Zone == nil {
		o.Zone = calendar.China
	}
	setDefault(&o.MinTimes, 5)
	setDefault(&o.MinCustomers, 3)
	setDefault(&o.Mistakes, .05)
	setDefault(&o.Keep, 10)
	setDefault(&o.MaxBasket, 100)
	return o
}

func (o RelatedOptions) fault() error {
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

// A Relation says that who buys Item also buys With (关联推荐), more often than chance
// would have it.
type Relation struct {
	Item, With string
	Times      int // baskets with both; of items bought next, days with Item before a day with With
	Customers  int // different ones among them

	Support    loyalty.Measure // share of all baskets with both
	Confidence loyalty.Measure // share of the baskets with Item that have With: P(With | Item)
	// Lift is Confidence over the share of all baskets that have With: 1 is chance. Its
	// interval is that of Confidence over the same.
	Lift loyalty.Measure
	// ByChance is the probability of so many times or more if the items had nothing to do
	// with each other, by Fisher's exact test.
	ByChance float64
	// Gap is the median of the days between the two, with the interval of its ranks; only
	// of items bought next. Its base is Times.
	Gap loyalty.Measure
}

// Related are the products that belong together, as a shop's customers see it.
type Related struct {
	// Together are bought in one order, both ways round; Next on the customer's next day
	// with an order. Both are sorted by Item, then from the best: the highest lower end of
	// Lift, then the most Times, then With.
	Together, Next []Relation

	Orders int // orders that were compared
	Pairs  int // pairs of consecutive days of purchase
	Large  int // orders left out for their size
}

// TogetherWith are the items bought with an item in one order, the best first.
func (r Related) TogetherWith(item string) []Relation { return relationsOf(r.Together, item) }

// After are the items bought next after an item, the best first.
func (r Related) After(item string) []Relation { return relationsOf(r.Next, item) }

func relationsOf(all []Relation, item string) []Relation {
	first, _ := slices.BinarySearchFunc(all, item, func(one Relation, item string) int { return cmp.Compare(one.Item, item) })
	end := first
	for end < len(all) && all[end].Item == item {
		end++
	}
	return all[first:end:end]
}

// RelateProducts finds related products in order lines, in any order. Baskets are
// sets: how many pieces were bought does not matter, and a customer's orders of one
// day are one basket as to what was bought next, which is on a later day. The same
// item again is not related: it is restocked.
//
// A pair is found if it was bought often enough by customers enough, if the lower end
// of its lift is above 1, and if it passes Fisher's exact test at the false discovery
// rate of RelatedOptions.Mistakes among all pairs that could have been found
// (Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57): among
// ten thousand pairs, five hundred look significant one by one though nothing is.
//
// The error is [loyalty.Faults] for lines without order, item or time, and for orders of two
// customers; [loyalty.ErrNothing] without any line.
func RelateProducts(lines []RelatedLine, o RelatedOptions) (Related, error) {
	o = o.filled()
	if err := o.fault(); err != nil {
		return Related{}, err
	}
	if len(lines) == 0 {
		return Related{}, loyalty.ErrNothing
	}
	base, faults := newBasketBase(lines, o)
	if len(faults) > 0 {
		return Related{}, faults
	}
	together := base.baskets(o, false)
	days := base.baskets(o, true)
	return Related{
		Together: base.relations(pairsTogether(together, o), together.total, o, nil),
		Next:     base.relations(pairsNext(days, o), days.pairs, o, days),
		Orders:   together.total,
		Pairs:    days.pairs,
		Large:    together.large,
	}, nil
}
