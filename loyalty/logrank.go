package loyalty

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// A LogRankTest is a test of equal waiting times of groups.
type LogRankTest struct {
	ChiSquare float64
	Freedom   int       // number of groups less one
	P         float64   // probability of at least this difference by chance
	Expected  []float64 // expected ends of each group without a difference
	Observed  []int
}

// LogRank compares the waiting times of groups (Mantel 1966, Cancer Chemotherapy Reports
// 50; Peto & Peto 1972, JRSS A 135). At each time of an event it computes each group's
// expected events from its share of those at risk. A group that is never at risk at such a
// time does not count. The error is [Problems], whose Table names the group, or
// [ErrOneGroup].
func LogRank(groups ...[]Spell) (LogRankTest, error) {
	type mark struct {
		Spell
		group int
	}
	var faults Problems
	var all []mark
	for g, spells := range groups {
		for _, f := range checkSpells(spells) {
			f.Table = fmt.Sprintf("group %d", g)
			faults = append(faults, f)
		}
		for _, s := range spells {
			all = append(all, mark{s, g})
		}
	}
	if err := faults.Err(); err != nil {
		return LogRankTest{}, err
	}
	slices.SortStableFunc(all, func(a, b mark) int { return cmp.Compare(a.Time, b.Time) })
	k := len(groups)
	t := LogRankTest{Expected: make([]float64, k), Observed: make([]int, k)}
	risk := make([]float64, k)
	for g, spells := range groups {
		risk[g] = float64(len(spells))
	}
	variance := make([][]float64, k)
	for g := range variance {
		variance[g] = make([]float64, k)
	}
	for i := 0; i < len(all); {
		n, d := float64(len(all)-i), 0.0
		gone := make([]float64, k)
		for start := i; i < len(all) && all[i].Time == all[start].Time; i++ {
			gone[all[i].group]++
			if all[i].Ended {
				d++
				t.Observed[all[i].group]++
			}
		}
		for g := range k {
			t.Expected[g] += d * risk[g] / n
			for h := range k {
				if n < 2 {
					break
				}
				same := 0.0
				if g == h {
					same = 1
				}
				variance[g][h] += d * (n - d) / (n - 1) * risk[g] / n * (same - risk[h]/n)
			}
		}
		for g := range k {
			risk[g] -= gone[g]
		}
	}
	t.ChiSquare, t.Freedom = quadratic(t, variance)
	if t.Freedom < 1 {
		return LogRankTest{}, ErrOneGroup
	}
	t.P = mathext.GammaIncRegComp(float64(t.Freedom)/2, t.ChiSquare/2)
	return t, nil
}

// quadratic is (O−E)' V⁻ (O−E) and the rank of V, by elimination; rows of V that the
// others determine, of which there is at least one, fall out.
func quadratic(t LogRankTest, v [][]float64) (value float64, rank int) {
	k := len(v)
	rest := make([]float64, k)
	left := make([][]float64, k)
	scale := 0.0
	for g := range k {
		rest[g] = float64(t.Observed[g]) - t.Expected[g]
		left[g] = slices.Clone(v[g])
		scale = max(scale, v[g][g])
	}
	for g := range k {
		pivot := left[g][g]
		if !(pivot > 1e-10*scale) {
			continue
		}
		rank++
		value += rest[g] * rest[g] / pivot
		for h := g + 1; h < k; h++ {
			by := left[h][g] / pivot
			rest[h] -= by * rest[g]
			for j := g; j < k; j++ {
				left[h][j] -= by * left[g][j]
			}
		}
	}
	return value, rank
}
