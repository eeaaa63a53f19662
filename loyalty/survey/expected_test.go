package survey_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

const close9 = 1e-9

// published are numbers that other tools gave on the same input.
type published struct {
	NPS []struct {
		Promoters, Passives, Detractors, N int
		NPS, SE                            float64
		Wald                               [2]float64
		Adjusted                           [2]float64 `json:"adjusted_wald"`
	}
	Wilson []struct {
		K, N int
		CI   [2]float64
	}
	Alpha struct {
		Alpha, Standardised float64
		N, K                int
		Feldt               [2]float64         `json:"feldt95"`
		Dropped             map[string]float64 `json:"alpha_if_dropped"`
	} `json:"alpha_attitude"`
	ACSI struct {
		Means, Weights []float64
		Value          float64
	}
}

func expected(t testing.TB) (p published) {
	t.Helper()
	testdata(t, "expected.json", &p)
	return p
}

func TestNPSAsPublished(t *testing.T) {
	cases := expected(t).NPS
	require.Len(t, cases, 7)
	for _, c := range cases {
		s, err := survey.NPSOf(c.Promoters, c.Passives, c.Detractors, 0)
		require.NoError(t, err)
		assert.InDelta(t, c.NPS, s.Score.Value, close9)
		assert.InDelta(t, c.SE, s.StandardError, close9)
		assert.Equal(t, c.N, s.Score.Base)
		assert.InDeltaSlice(t, c.Wald[:], []float64{s.Wald.Lo, s.Wald.Hi}, close9)
		assert.InDeltaSlice(t, c.Adjusted[:], []float64{s.Score.Lo, s.Score.Hi}, close9)
		assert.Equal(t, c.N < 20, s.Score.Has(loyalty.IntervalOnly), c.N)
	}
}

func TestWilsonAsPublished(t *testing.T) {
	cases := expected(t).Wilson
	require.Len(t, cases, 5)
	for _, c := range cases {
		answers := make([]float64, c.N)
		for i := range answers {
			answers[i] = 3
			if i < c.K {
				answers[i] = 4 + float64(i%2)
			}
		}
		m, err := survey.TopBox(answers, survey.Likert(1, 5), 2, 0.95)
		require.NoError(t, err)
		assert.InDelta(t, float64(c.K)/float64(c.N), m.Value, close9)
		assert.InDeltaSlice(t, c.CI[:], []float64{m.Lo, m.Hi}, close9)
		assert.Equal(t, "top-2-box of 5 points, Wilson interval", m.Method)
	}
}

// attitudes are thirty departments of a company, seven items (Chatterjee & Price).
func attitudes(t testing.TB) survey.Table {
	t.Helper()
	file, err := os.Open("testdata/attitude.csv")
	require.NoError(t, err)
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	rows := make([][]float64, len(lines)-1)
	for i, line := range lines[1:] {
		for _, cell := range line {
			v, err := strconv.ParseFloat(cell, 64)
			require.NoError(t, err)
			rows[i] = append(rows[i], v)
		}
	}
	return survey.Complete(lines[0], rows)
}

func TestAlphaAsPublished(t *testing.T) {
	want := expected(t).Alpha
	for _, missing := range []survey.Missing{"", survey.Listwise, survey.Pairwise} {
		r, err := survey.Cronbach(attitudes(t), survey.Options{Missing: missing})
		require.NoError(t, err)
		assert.InDelta(t, want.Alpha, r.Alpha.Value, close9)
		assert.InDelta(t, want.Standardised, r.Standardised.Value, close9)
		assert.InDeltaSlice(t, want.Feldt[:], []float64{r.Alpha.Lo, r.Alpha.Hi}, close9)
		assert.Equal(t, want.N, r.Alpha.Base)
		assert.Empty(t, r.Alpha.Flags)
		require.Len(t, r.Items, want.K)
		for _, i := range r.Items {
			assert.InDelta(t, want.Dropped[i.Item], i.Dropped.Value, close9, i.Item)
		}
	}
}

func TestACSIAsPublished(t *testing.T) {
	want := expected(t).ACSI
	for _, weights := range [][]float64{nil, {1, 1, 1}, want.Weights, {7, 7, 7}} {
		m, err := survey.ACSI(want.Means, weights)
		require.NoError(t, err)
		assert.InDelta(t, want.Value, m.Value, close9)
	}
	x, err := survey.ReadyIndex("acsi")
	require.NoError(t, err)
	s, err := x.Score(map[string]float64{"satisfied": 8.2, "expected": 7.6, "ideal": 7.1})
	require.NoError(t, err)
	assert.InDelta(t, want.Value, s.Value.Value, close9)
}

func TestTheTextbookIndexInItsThreeReadings(t *testing.T) {
	answers := map[string]float64{"recommend": 4, "again": 3}
	for _, c := range []struct {
		mode      survey.Mode
		zeroIsMin bool
		want      float64
	}{
		{"", false, 33.6},
		{survey.AsGiven, false, 33.6},
		{survey.Normalised, false, 48},
		{survey.AsGiven, true, 29.75},
		{survey.Normalised, true, 42.5},
	} {
		x, err := survey.ReadyIndex("attitude")
		require.NoError(t, err)
		x.Mode, x.ZeroIsMin = c.mode, c.zeroIsMin
		s, err := x.Score(answers)
		require.NoError(t, err)
		assert.InDelta(t, c.want, s.Value.Value, close9)
		assert.Equal(t, 1.0, s.Covered)
		assert.Empty(t, s.Value.Flags)
		assert.Equal(t, 2, s.Value.Base)
	}
}
