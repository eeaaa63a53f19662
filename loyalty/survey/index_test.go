package survey_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

func index(t testing.TB, yaml string) *survey.Index {
	t.Helper()
	x, err := survey.LoadIndex("x.yaml", []byte(yaml))
	require.NoError(t, err)
	return x
}

const twoBlocks = `version: 1
name: x
scale: {min: 1, max: 5}
blocks:
  attitude: {weight: 0.7, indicators: {recommend: {weight: 0.3}, again: {weight: 0.4}, forgive: {weight: 0.3}}}
  behaviour: {weight: 0.3, indicators: {share: {weight: 1, scale: {kind: amount, min: 0, max: 100}}}}
`

func TestTheWeightOfAMissingIndicatorGoesToItsBlock(t *testing.T) {
	x := index(t, twoBlocks)
	s, err := x.Score(map[string]float64{"recommend": 4, "again": 3, "share": 50})
	require.NoError(t, err)
	attitude := 100 * (4*.3 + 3*.4) / .7 / 5
	assert.InDelta(t, .7*attitude+.3*50, s.Value.Value, close9)
	assert.InDelta(t, .7*.7+.3, s.Covered, close9)
	assert.True(t, s.Value.Has(loyalty.Reweighted))
	assert.Equal(t, 3, s.Value.Base)
	assert.InDelta(t, attitude, s.Blocks[0].Value.Value, close9)
	assert.InDelta(t, .7, s.Blocks[0].Covered, close9)
	assert.Empty(t, s.Blocks[1].Value.Flags)
}

func TestTheWeightOfABlockWithoutValuesGoesToTheOthers(t *testing.T) {
	x := index(t, twoBlocks)
	s, err := x.Score(map[string]float64{"recommend": 4, "again": 4, "forgive": 4})
	require.NoError(t, err)
	assert.InDelta(t, 80, s.Value.Value, close9)
	assert.InDelta(t, .7, s.Covered, close9)
	assert.Equal(t, loyalty.ZeroBase, s.Blocks[1].Value.Why)
}

func TestTooLittleWeightIsNoIndex(t *testing.T) {
	x := index(t, twoBlocks)
	s, err := x.Score(map[string]float64{"recommend": 4, "forgive": 2})
	require.NoError(t, err)
	assert.Equal(t, loyalty.LowCoverage, s.Value.Why)
	assert.InDelta(t, .42, s.Covered, close9)
	assert.True(t, s.Blocks[0].Value.OK, "of its block six tenths are there")

	x.LeastCovered = 42
	s, err = x.Score(map[string]float64{"recommend": 4, "forgive": 2})
	require.NoError(t, err)
	assert.InDelta(t, 60, s.Value.Value, close9)

	x.Missing = survey.Refuse
	s, err = x.Score(map[string]float64{"recommend": 4, "again": 4, "share": 100})
	require.NoError(t, err)
	assert.Equal(t, loyalty.LowCoverage, s.Value.Why)

	s, err = x.Score(nil)
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, s.Value.Why)
}

func TestValuesThatTheIndexCannotTake(t *testing.T) {
	_, err := index(t, twoBlocks).Score(map[string]float64{"again": 0, "forgive": nan(), "recomend": 3, "share": 100.5})
	assert.EqualError(t, err, `row 0 (again): the value 0 is outside 1–5 (5 points)
row 1 (forgive): the value NaN is outside 1–5 (5 points)
row 2 (recomend): the index has no such indicator; did you mean "recommend"?
row 3 (share): the value 100.5 is outside 0–100`)
	_, _, err = index(t, twoBlocks).ScoreAll(survey.Responses{"ann": {"again": 4, "else": 99}, "bob": {"again": 6}}, 0)
	assert.EqualError(t, err, `row 1 (bob): again: the value 6 is outside 1–5 (5 points)`)
	_, _, err = index(t, twoBlocks).ScoreAll(nil, 2)
	assert.Error(t, err)
	_, _, err = new(survey.Index).ScoreAll(nil, 0)
	assert.Error(t, err)
}

func TestTheIndexOfAShopIsTheMeanOfItsPersons(t *testing.T) {
	x := index(t, twoBlocks)
	m, persons, err := x.ScoreAll(survey.Responses{
		"ann": {"recommend": 5, "again": 5, "forgive": 5, "share": 100},
		"bob": {"recommend": 4, "again": 3, "share": 50},
		"eve": {"share": 10},
	}, 0.9)
	require.NoError(t, err)
	assert.Len(t, persons, 3)
	assert.Equal(t, 2, m.Base)
	assert.InDelta(t, (100+persons["bob"].Value.Value)/2, m.Value, close9)
	assert.True(t, m.Has(loyalty.Reweighted))
	assert.True(t, m.Has(loyalty.MissingAnswers))
	assert.Equal(t, 0.9, m.Level)
	m, _, err = x.ScoreAll(nil, 0)
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, m.Why)
}

// Without anything missing the index is one long sum; with weights that sum to
// one it lies between its worst and its best.
func TestTheIndexIsTheSumThatTheTextbookWrites(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 300 {
		x := &survey.Index{Name: "x", Scale: survey.Likert(1, 7), ZeroIsMin: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			x.Mode = survey.Normalised
		}
		values, want := map[string]float64{}, 0.0
		for b := range 1 + r.IntN(4) {
			block := survey.IndexBlock{Name: string(rune('a' + b)), Weight: float64(1+r.IntN(10)) / 10}
			inside, sum := 0.0, 0.0
			for i := range 1 + r.IntN(4) {
				name := block.Name + string(rune('0'+i))
				one := survey.Indicator{Name: name, Weight: float64(1+r.IntN(9)) / 10, Reverse: r.IntN(3) == 0}
				v := float64(1 + r.IntN(7))
				values[name] = v
				if one.Reverse {
					v = 8 - v
				}
				share := v / 7
				if x.ZeroIsMin {
					share = (v - 1) / 6
				}
				inside, sum = inside+one.Weight, sum+one.Weight*share
				block.Indicators = append(block.Indicators, one)
			}
			if x.Mode == survey.Normalised {
				sum /= inside
			}
			want += 100 * block.Weight * sum
			x.Blocks = append(x.Blocks, block)
		}
		s, err := x.Score(values)
		require.NoError(t, err)
		assert.InDelta(t, want, s.Value.Value, 1e-9)
		// One missing value that was the mean of its block changes nothing there.
		assert.Equal(t, len(values), s.Value.Base)
	}
}
