package loyalty

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRelativeAttitudeIsAgainstTheBestRival(t *testing.T) {
	m, err := RelativeAttitude(about(4.5, .3), about(2, .1), Measure{}, about(3.5, .4))
	require.NoError(t, err)
	assert.InDelta(t, 1, m.Value, 1e-12)
	assert.InDelta(t, .5, m.Hi-m.Value, 1e-9, "errors join like the sides of a right triangle: .3, .4, .5")
	assert.InDelta(t, .5, m.Value-m.Lo, 1e-9)
	assert.Equal(t, 10, m.Base)
	assert.Empty(t, m.Flags)

	m, err = RelativeAttitude(about(4.5, .3), Measure{OK: true, Value: 4.5})
	require.NoError(t, err)
	assert.InDelta(t, 0, m.Value, 0, "likes both alike")
	assert.Equal(t, []Flag{Estimated}, m.Flags)

	m, err = RelativeAttitude(Measure{OK: true, Value: 4}, Measure{OK: true, Value: 3})
	require.NoError(t, err)
	assert.Zero(t, m.Level, "without any interval there is none")

	for name, test := range map[string]struct {
		own    Measure
		rivals []Measure
		why    Flag
	}{
		"nobody compared":    {about(4, 1), nil, NoCategoryData},
		"no rival known":     {about(4, 1), []Measure{{}}, NoCategoryData},
		"was not asked":      {Measure{}, []Measure{about(3, 1)}, NoSurvey},
		"the reason is kept": {Unknown(BelowMinBase, 1, ""), []Measure{about(3, 1)}, BelowMinBase},
	} {
		m, err := RelativeAttitude(test.own, test.rivals...)
		require.NoError(t, err, name)
		assert.False(t, m.OK, name)
		assert.Equal(t, test.why, m.Why, name)
	}

	_, err = RelativeAttitude(about(math.NaN(), 1))
	require.ErrorContains(t, err, "an attitude that is not a number")
	_, err = RelativeAttitude(about(3, 1), about(3, math.Inf(1)))
	require.ErrorContains(t, err, "an attitude to rival 1 that is not a number")
}

func TestRelativeAttitudeIsAnAxis(t *testing.T) {
	for _, test := range []struct {
		rival float64
		want  Type
	}{{2, TrueLoyal}, {5, SpuriousLoyal}} {
		attitude, err := RelativeAttitude(about(4, .3), about(test.rival, .3))
		require.NoError(t, err)
		got := typeOf(t, TypeInput{Behaviour: about(.9, .05), Attitude: attitude}, TypeOptions{Attitude: Axis{Min: -4, Max: 4}})
		assert.Equal(t, test.want, got.Type)
	}
}
