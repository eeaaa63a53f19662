package related

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty"
)

// An itemPair was bought so often that it may mean something.
type itemPair struct {
	a, b             int32
	times, customers int32
	ofA, ofB         int32 // baskets with a, and with b
	chance           float64
}

// A pairCount counts the partners of one item, without a table of all pairs: memory
// grows with the items and not with their square.
type pairCount struct {
	times, customers []int32
	last             []int32 // the last customer counted, and 1
	partners         []int32
}

func newPairCount(items int) *pairCount {
	return &pairCount{times: make([]int32, items), customers: make([]int32, items), last: make([]int32, items)}
}

func (c *pairCount) add(item, customer int32) {
	if c.times[item] == 0 {
		c.partners = append(c.partners, item)
	}
	c.times[item]++
	if c.last[item] != customer+1 {
		c.last[item] = customer + 1
		c.customers[item]++
	}
}

// take reports the partners that occur often enough, and forgets all.
func (c *pairCount) take(o Options, found func(item, times, customers int32)) {
	for _, item := range c.partners {
		if int(c.times[item]) >= o.MinTimes && int(c.customers[item]) >= o.MinCustomers {
			found(item, c.times[item], c.customers[item])
		}
		c.times[item], c.customers[item], c.last[item] = 0, 0, 0
	}
	c.partners = c.partners[:0]
}

// pairsTogether are the pairs of items bought in one basket, each once.
func pairsTogether(s *basketSet, o Options) []itemPair {
	var pairs []itemPair
	items := len(s.inFrom) - 1
	count, able := newPairCount(items), 0
	for a := range items {
		ofA := len(s.with(a))
		if ofA < o.MinTimes {
			continue
		}
		able++
		for _, basket := range s.with(a) {
			for _, b := range s.of(int(basket)) {
				if int(b) > a {
					count.add(b, s.customer[basket])
				}
			}
		}
		count.take(o, func(b, times, customers int32) {
			pairs = append(pairs, itemPair{int32(a), b, times, customers, int32(ofA), int32(len(s.with(int(b)))), 0})
		})
	}
	return discoveries(pairs, s.total, float64(able)*float64(able-1)/2, o)
}

// pairsNext are the pairs of an item and one in the same customer's next basket.
func pairsNext(s *basketSet, o Options) []itemPair {
	items := len(s.inFrom) - 1
	asFirst, asNext := make([]int32, items), make([]int32, items)
	for basket := range s.customer {
		if s.follows(basket) {
			for _, a := range s.of(basket) {
				asFirst[a]++
			}
			for _, b := range s.of(basket + 1) {
				asNext[b]++
			}
		}
	}
	var pairs []itemPair
	count := newPairCount(items)
	firsts, nexts := 0., 0.
	for a := range items {
		if int(asNext[a]) >= o.MinTimes {
			nexts++
		}
		if int(asFirst[a]) < o.MinTimes {
			continue
		}
		firsts++
		for _, basket := range s.with(a) {
			if !s.follows(int(basket)) {
				continue
			}
			for _, b := range s.of(int(basket) + 1) {
				if int(b) != a {
					count.add(b, s.customer[basket])
				}
			}
		}
		count.take(o, func(b, times, customers int32) {
			pairs = append(pairs, itemPair{int32(a), b, times, customers, asFirst[a], asNext[b], 0})
		})
	}
	return discoveries(pairs, s.pairs, firsts*nexts, o)
}

// discoveries are the pairs that stand out when so many could have: by Benjamini and
// Hochberg those up to the last whose probability is at most rank/possible·Mistakes.
func discoveries(pairs []itemPair, total int, possible float64, o Options) []itemPair {
	for i := range pairs {
		p := &pairs[i]
		p.chance = byChance(int(p.times), int(p.ofA), int(p.ofB), total)
	}
	slices.SortFunc(pairs, func(x, y itemPair) int {
		return cmp.Or(cmp.Compare(x.chance, y.chance), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for i, p := range slices.Backward(pairs) {
		if p.chance <= float64(i+1)/max(possible, 1)*o.Mistakes {
			return pairs[:i+1]
		}
	}
	return nil
}

// byChance is the probability that k or more of a baskets are among b, both of n, if
// they were drawn without regard to each other (Fisher's exact test, one-sided): the
// tail of the hypergeometric distribution.
func byChance(k, a, b, n int) float64 {
	if float64(k)*float64(n) <= float64(a)*float64(b) {
		return 1 // no more than expected; not worth telling how unlikely
	}
	term := math.Exp(logChoose(a, k) + logChoose(n-a, b-k) - logChoose(n, b))
	sum := term
	for x := k; x < min(a, b) && term > sum*1e-17; x++ {
		// Floating point throughout: the products leave 64 bits only in a base beyond 2^31 baskets.
		term *= float64(a-x) * float64(b-x) / (float64(x+1) * float64(n-a-b+x+1))
		sum += term
	}
	return min(sum, 1)
}

func logChoose(n, k int) float64 {
	if k == 0 || k == n {
		return 0
	}
	return -math.Log(float64(n+1)) - mathext.Lbeta(float64(n-k+1), float64(k+1))
}

// relations are the pairs in the words of the shop. Pairs bought together are given
// both ways round; days are those of items bought next, nil of items bought together.
func (base *basketBase) relations(pairs []itemPair, total int, o Options, days *basketSet) []Relation {
	if days == nil {
		for _, p := range pairs {
			p.a, p.b, p.ofA, p.ofB = p.b, p.a, p.ofB, p.ofA
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(x, y itemPair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	var out []Relation
	for len(pairs) > 0 {
		same := 1
		for same < len(pairs) && pairs[same].a == pairs[0].a {
			same++
		}
		var one []Relation
		for _, p := range pairs[:same] {
			if r := base.relation(p, total); r.Lift.Lo > 1 {
				one = append(one, r)
			}
		}
		slices.SortStableFunc(one, func(x, y Relation) int {
			return cmp.Or(cmp.Compare(y.Lift.Lo, x.Lift.Lo), cmp.Compare(y.Times, x.Times), cmp.Compare(x.With, y.With))
		})
		one = one[:min(len(one), o.Keep)]
		if days != nil {
			base.gaps(one, int(pairs[0].a), days)
		}
		out = append(out, one...)
		pairs = pairs[same:]
	}
	return out
}

func (base *basketBase) relation(p itemPair, total int) Relation {
	r := Relation{
		Item: base.items[p.a], With: base.items[p.b],
		Times: int(p.times), Customers: int(p.customers), ByChance: p.chance,
		Support:    loyalty.Proportion(int(p.times), total, loyalty.Level),
		Confidence: loyalty.Proportion(int(p.times), int(p.ofA), loyalty.Level),
	}
	share := float64(p.ofB) / float64(total)
	c := r.Confidence
	r.Lift = loyalty.Measure{
		OK: true, Value: c.Value / share, Base: c.Base, Lo: c.Lo / share, Hi: c.Hi / share, Level: c.Level,
		Method: fmt.Sprintf("confidence over the share of %d of %d", p.ofB, total),
	}
	return r
}

// gaps fills in the days between an item and what is bought next.
func (base *basketBase) gaps(one []Relation, item int, days *basketSet) {
	if len(one) == 0 {
		return
	}
	place := make(map[int32]int, len(one))
	for i := range one {
		with, _ := slices.BinarySearch(base.items, one[i].With)
		place[int32(with)] = i
	}
	found := make([][]float64, len(one))
	for _, basket := range days.with(item) {
		if !days.follows(int(basket)) {
			continue
		}
		gap := float64(days.day[basket+1] - days.day[basket])
		for _, next := range days.of(int(basket) + 1) {
			if i, ok := place[next]; ok {
				found[i] = append(found[i], gap)
			}
		}
	}
	for i, gaps := range found {
		one[i].Gap = medianOf(gaps)
	}
}

// medianOf is the median with the interval of its ranks: n/2 ± z·√n/2, in the sorted
// numbers.
func medianOf(xs []float64) loyalty.Measure {
	const method = "median, rank interval"
	n := len(xs)
	if n == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	}
	slices.Sort(xs)
	half := mathext.NormalQuantile((1+loyalty.Level)/2) * math.Sqrt(float64(n)) / 2
	lo := max(int(math.Floor(float64(n)/2-half)), 1)
	hi := min(int(math.Ceil(float64(n)/2+half))+1, n)
	return loyalty.Measure{
		OK: true, Value: (xs[(n-1)/2] + xs[n/2]) / 2, Base: n, Lo: xs[lo-1], Hi: xs[hi-1], Level: loyalty.Level, Method: method,
	}
}
