package caretest

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// match pairs expectations with what came, as many as can be. The result has for
// each expectation the index of its outcome, or -1, and which outcomes nobody
// expected.
func match(expect []claim, came []*care.Outcome, start time.Time) (pairs []int, surplus []int) {
	fits := make([][]int, len(expect))
	for i := range expect {
		for j, o := range came {
			if len(expect[i].differences(o, start)) == 0 {
				fits[i] = append(fits[i], j)
			}
		}
	}
	taken := slices.Repeat([]int{-1}, len(came))
	for i := range expect {
		assign(i, fits, taken, make([]bool, len(came)))
	}
	pairs = slices.Repeat([]int{-1}, len(expect))
	for j, i := range taken {
		if i < 0 {
			surplus = append(surplus, j)
		} else {
			pairs[i] = j
		}
	}
	return pairs, surplus
}

// assign gives an expectation an outcome that fits, and moves others that have
// more than one to choose from.
func assign(i int, fits [][]int, taken []int, tried []bool) bool {
	for _, j := range fits[i] {
		if tried[j] {
			continue
		}
		tried[j] = true
		if taken[j] < 0 || assign(taken[j], fits, taken, tried) {
			taken[j] = i
			return true
		}
	}
	return false
}

// nearest finds among the outcomes that nobody expected the one that was probably
// meant: of the same rule, or at the same instant for the same customer.
func (c *claim) nearest(came []*care.Outcome, surplus []int, start time.Time) (at int, ok bool) {
	best, path, customer := 0, c.Wants[ruleColumn].Value, c.Wants[customerColumn].Value
	for k, j := range surplus {
		o := came[j]
		sameRule, sameTime := path == o.Path(), c.holds(o.At)
		flow, _, _ := strings.Cut(path, "/")
		if customer != "" && customer != o.Customer || !sameRule && (!sameTime || path != "" && o.Flow != flow) {
			continue
		}
		score := 20 - len(c.differences(o, start))
		if sameRule {
			score += 10
		}
		if sameTime {
			score += 5
		}
		if score > best {
			best, at, ok = score, k, true
		}
	}
	return at, ok
}
