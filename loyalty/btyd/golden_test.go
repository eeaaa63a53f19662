package btyd

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// near is equal to a relative tolerance, or to 1e-12 near 0.
func near(t *testing.T, want, got, relative float64, what string, args ...any) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 && !(math.Abs(got-want) <= relative*math.Abs(want)) {
		assert.Failf(t, "too far off", what+": want %v, got %v", append(args, want, got)...)
	}
}

func TestLikelihoodAlivenessAndExpectationAgreeWithEightyDigits(t *testing.T) {
	rows := 0
	for _, row := range readTable(t, "testdata/golden_btyd.csv") {
		var v [11]float64
		for i := range v {
			v[i] = num(t, row[i+1])
		}
		var m Model
		switch row[0] {
		case "BG/NBD":
			m = modelBG(v[0], v[1], v[2], v[3])
		case "MBG/NBD":
			m = modelMBG(v[0], v[1], v[2], v[3])
		default:
			continue
		}
		rows++
		c := Customer{X: int(v[5]), Tx: v[6], T: v[7]}
		near(t, v[8], m.LogLikelihood(c), 1e-12, "%s %v log-likelihood", row[0], c)
		near(t, v[9], m.PAlive(c), 1e-12, "%s %v P(alive)", row[0], c)
		expected := m.Expected(c, v[4])
		assert.InEpsilon(t, v[10], expected, 1e-12, "%s %v expected", row[0], c)
	}
	assert.Equal(t, 30, rows)
}

func TestPublishedNumbers(t *testing.T) {
	bg := modelBG(0.243, 4.414, 0.793, 2.426)
	one := Customer{X: 2, Tx: 30.43, T: 38.86}
	near(t, 1.22602817476714, bg.Expected(one, 39), 1e-13, "Hardie's spreadsheet: customer 1")
	near(t, 1.07868964036e-07, bg.PMF(10, 2), 1e-11, "BTYD's manual: P(10 in 2)")
	near(t, .573786352096, bg.PMF(0, 39), 1e-11, "BTYD's manual: P(0 in 39)")

	// 80-digit values for a heavy buyer, where implementations overflow.
	heavy := Customer{X: 1500, Tx: 51.9, T: 52}
	near(t, 1041.78523, bg.Expected(heavy, 52), 1e-8, "BG at x = 1500")
	near(t, 984.87715, modelMBG(0.525, 6.183, 0.891, 1.614).Expected(heavy, 52), 1e-8, "MBG at x = 1500")
}

func TestProbabilitiesOfCountsAreADistributionWithTheExpectedMean(t *testing.T) {
	for _, m := range []Model{
		modelBG(0.243, 4.414, 0.793, 2.426),
		modelMBG(0.525, 6.183, 0.891, 1.614),
		modelNBD(0.385, 12.07),
		modelCNBD(1, 0.5, 6, 0.9, 1.6),
		modelCNBD(2, 0.5, 3, 0.9, 1.6),
		modelCNBD(3, 2, 2, 0.3, 1.6),
		modelCNBD(4, 5, 1, 2, 8),
	} {
		for _, at := range []float64{0, 0.01, 1, 10} {
			sum, mean := 0.0, 0.0
			for n := range 600 {
				p := m.PMF(n, at)
				require.True(t, p >= 0 && p <= 1, "%v P(%d in %v) = %v", m, n, at, p)
				sum += p
				mean += float64(n) * p
			}
			near(t, 1, sum, 1e-10, "%v sum at %v", m, at)
			near(t, m.Expected(Customer{}, at), mean, 1e-9, "%v mean at %v", m, at)
			near(t, 1-m.PMF(0, at), m.PBuy(Customer{}, at), 1e-10, "%v P(buy) at %v", m, at)
		}
	}
}

func TestErlangOfOneStageIsMBG(t *testing.T) {
	one, mbg := modelCNBD(1, 0.525, 6.183, 0.891, 1.614), modelMBG(0.525, 6.183, 0.891, 1.614)
	for _, c := range []Customer{{}, {T: 30}, {X: 3, Tx: 10, T: 20}, {X: 26, Tx: 30.86, T: 31}} {
		assert.Equal(t, mbg.LogLikelihood(c), one.LogLikelihood(c))
		assert.Equal(t, mbg.PAlive(c), one.PAlive(c))
		assert.Equal(t, mbg.PBuy(c, 5), one.PBuy(c, 5))
		assert.Equal(t, mbg.Expected(c, 5), one.Expected(c, 5))
	}
}

// Two ways to the same number: the series or the sum, and the quadrature.
func TestSumsAgreeWithQuadrature(t *testing.T) {
	for _, c := range []Customer{{}, {X: 3, Tx: 10, T: 20}, {X: 5, Tx: 20, T: 20}, {X: 300, Tx: 40, T: 52}} {
		for _, horizon := range []float64{1, 20, 80, 1000} {
			for _, p := range [][2]float64{{0.9, 1.6}, {1, 2.4}, {0.1, 0.3}, {3, 0.01}, {12, 30}, {1e-3, 1}} {
				f := betaModel{process: MBG.process(0), r: 0.5, alpha: 6, a: p[0], b: p[1]}
				ratio := horizon / (f.alpha + c.T)
				stay := f.b + float64(c.X) + 1
				near(t, purchasesByQuadrature(f.a, stay, f.shape(c), ratio), purchases(f.a, stay, f.shape(c), ratio, math.Log1p(ratio)),
					1e-11, "MBG %v %v %v", p, c, horizon)
				for k := 2; k <= 4; k++ {
					f.stages = k
					for j := range k {
						shape := f.shape(c) + float64(j)
						if shape*math.Log1p(ratio) > 600 || ratio > 20 {
							continue
						}
						near(t, f.renewalsBySum(j, shape, ratio, math.Log1p(ratio), stay), f.renewalsByQuadrature(j, shape, ratio, stay),
							1e-8, "k=%d j=%d %v %v %v", k, j, p, c, horizon)
					}
				}
			}
		}
	}
}
