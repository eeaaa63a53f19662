package btyd

import (
	"math/rand/v2"
	"slices"
)

// silenceRule is the probability that each customer buys, by nothing but the time
// since the last purchase.
func (s Summary) silenceRule(bought []bool) ([]float64, Learned) {
	rule := make([]float64, len(s.Customers))
	silence := func(c Customer) float64 { return c.T - c.Tx }
	if len(s.Before) >= fewest {
		falling := fall(s.Before)
		for i, c := range s.Customers {
			rule[i] = falling.at(silence(c))
		}
		return rule, FromBefore
	}
	// Halves by lot: the order of the customers may mean something.
	random := rand.New(rand.NewPCG(1, uint64(len(rule))))
	side := make([]int, len(rule))
	for i := range side {
		side[i] = random.IntN(2)
	}
	for half := range 2 {
		var others []Before
		for i, c := range s.Customers {
			if side[i] != half {
				others = append(others, Before{Silence: silence(c), Bought: bought[i]})
			}
		}
		falling := fall(others)
		for i, c := range s.Customers {
			if side[i] == half {
				rule[i] = falling.at(silence(c))
			}
		}
	}
	return rule, FromHoldout
}

// A step of a falling function: up to this silence, so many of those seen bought.
type step struct{ upTo, seen, bought float64 }

// share is drawn half a customer towards even odds, so that it is never 0 or 1.
func (s step) share() float64 { return (s.bought + 0.5) / (s.seen + 1) }

type steps []step

// fall is the isotonic regression of Bought on Silence: neighbours that do not
// fall are pooled.
func fall(seen []Before) steps {
	seen = slices.Clone(seen)
	slices.SortStableFunc(seen, func(a, b Before) int { return compare(a.Silence, b.Silence) })
	var pools steps
	for i, b := range seen {
		one := step{upTo: b.Silence, seen: 1}
		if b.Bought {
			one.bought = 1
		}
		if i > 0 && seen[i-1].Silence == b.Silence {
			last := &pools[len(pools)-1]
			last.seen++
			last.bought += one.bought
		} else {
			pools = append(pools, one)
		}
		for len(pools) > 1 && (i+1 == len(seen) || seen[i+1].Silence != b.Silence) {
			a, z := pools[len(pools)-2], pools[len(pools)-1]
			if a.bought*z.seen > z.bought*a.seen {
				break
			}
			pools = append(pools[:len(pools)-2], step{z.upTo, a.seen + z.seen, a.bought + z.bought})
		}
	}
	return pools
}

// at is the share at a silence; beyond the longest seen, that of the longest. With
// nothing seen it is even odds.
func (s steps) at(silence float64) float64 {
	if len(s) == 0 {
		return 0.5
	}
	i, _ := slices.BinarySearchFunc(s, silence, func(one step, t float64) int { return compare(one.upTo, t) })
	return s[min(i, len(s)-1)].share()
}
