package survey_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

func pointless(t *testing.T, m loyalty.Measure, value float64) {
	t.Helper()
	assert.True(t, m.OK)
	assert.InDelta(t, value, m.Value, close9)
	assert.Equal(t, [3]float64{}, [3]float64{m.Lo, m.Hi, m.Level}, "%v", m)
	assert.NotContains(t, m.Method, "interval")
}

// Two people who say the same are not the certainty that all will.
func TestAnswersThatAreAlikeHaveNoInterval(t *testing.T) {
	q, err := survey.LoadQuestionnaire("q.yaml", []byte(`version: 1
name: q
scales: {five: {min: 1, max: 5}}
blocks: {sat: {}}
items: {a: {zh: a, scale: five, block: sat}, b: {zh: b, scale: five, block: sat, reverse: true}}
`))
	require.NoError(t, err)
	result, err := q.Score(survey.Responses{"x": {"a": 5, "b": 1}, "y": {"a": 5, "b": 1}}, survey.Options{})
	require.NoError(t, err)
	sat, _ := result.Block("sat")
	pointless(t, sat.Mean, 100)
	assert.True(t, sat.Mean.Has(loyalty.ZeroVariance))
	pointless(t, sat.Items[1].Mean, 1)
	assert.Greater(t, sat.TopBox.Hi, sat.TopBox.Lo, "a share has one all the same")

	x, err := survey.ReadyIndex("attitude")
	require.NoError(t, err)
	answers := map[string]float64{}
	for _, b := range x.Blocks {
		for _, i := range b.Indicators {
			answers[i.Name] = x.Scale.Max
			if i.Scale != nil {
				answers[i.Name] = i.Scale.Max
			}
		}
	}
	m, _, err := x.ScoreAll(survey.Responses{"x": answers, "y": answers}, 0)
	require.NoError(t, err)
	assert.Zero(t, m.Level)
	assert.True(t, m.Has(loyalty.ZeroVariance))

	// One person more, and there is one.
	result, err = q.Score(survey.Responses{"x": {"a": 5, "b": 1}, "y": {"a": 5, "b": 1}, "z": {"a": 5, "b": 2}}, survey.Options{})
	require.NoError(t, err)
	sat, _ = result.Block("sat")
	assert.Equal(t, loyalty.Level, sat.Mean.Level)
	assert.Less(t, sat.Mean.Lo, sat.Mean.Hi)
	assert.False(t, sat.Mean.Has(loyalty.ZeroVariance))
}

// Items that agree entirely are reliable, but two people cannot make that certain.
func TestAnAlphaOfOneHasNoInterval(t *testing.T) {
	for _, rows := range [][][]float64{{{1, 1, 1}, {5, 5, 5}}, {{1, 2, 3}, {2, 3, 4}, {4, 5, 6}}} {
		r, err := survey.Cronbach(survey.Complete([]string{"a", "b", "c"}, rows), survey.Options{})
		require.NoError(t, err)
		pointless(t, r.Alpha, 1)
		pointless(t, r.Items[0].Dropped, 1)
	}
	r, err := survey.Cronbach(survey.Complete([]string{"a", "b", "c"}, [][]float64{{1, 1, 2}, {5, 5, 5}}), survey.Options{})
	require.NoError(t, err)
	assert.Equal(t, loyalty.Level, r.Alpha.Level)
	assert.Less(t, r.Alpha.Lo, r.Alpha.Hi)
}

// Each pair of items was answered by two other people: their covariances cannot belong
// to one group, and an alpha above 1 is not cut down to a perfect one.
func TestCovariancesThatCannotHoldTogetherHaveNoAlpha(t *testing.T) {
	none := survey.Answer{}
	at := func(v float64) survey.Answer { return survey.Answer{Value: v, Given: true} }
	table := survey.Table{Items: []string{"a", "b", "c"}, Rows: [][]survey.Answer{
		{at(1), at(2), none},
		{at(3), none, at(2)},
		{none, at(4), at(4)},
		{at(5), at(5), none},
		{at(2), none, at(3)},
		{none, at(1), at(2)},
		{at(1), at(1), none},
		{at(5), at(9), none},
		{none, at(9), at(5)},
		{none, at(1), at(1)},
	}}
	for range 3 { // the items alone vary little, where both of a pair were answered much
		for _, i := range []int{0, 1, 2} {
			row := []survey.Answer{none, none, none}
			row[i] = at(3)
			table.Rows = append(table.Rows, row)
		}
	}
	r, err := survey.Cronbach(table, survey.Options{Missing: survey.Pairwise})
	require.NoError(t, err)
	for _, m := range []loyalty.Measure{r.Alpha, r.Standardised} {
		assert.False(t, m.OK, "%v", m)
		assert.Equal(t, loyalty.Impossible, m.Why)
	}
}

// A reliability from three people makes nobody's attitude as good as known.
func TestAttitudesSayThatTheirReliabilityRestsOnFew(t *testing.T) {
	q, err := survey.LoadQuestionnaire("q.yaml", []byte(`version: 1
name: q
scales: {hundred: {min: 0, max: 100}}
blocks: {sat: {}}
items: {a: {zh: a, scale: hundred, block: sat}, b: {zh: b, scale: hundred, block: sat}}
`))
	require.NoError(t, err)
	answers := func(n int) survey.Responses {
		r := survey.Responses{}
		for i := range n {
			r[string(rune('a'+i))] = map[string]float64{"a": float64(4 * i), "b": float64(4*i + i%2)}
		}
		return r
	}
	for n, few := range map[int]bool{3: true, 19: true, 20: false} {
		result, err := q.Score(answers(n), survey.Options{})
		require.NoError(t, err)
		all, err := result.Attitudes(survey.AttitudeOptions{})
		require.NoError(t, err)
		assert.Equal(t, few, all[0].Has(loyalty.BelowMinBase), n)
	}
}

// People write 1/6 as 0.17 and 1/8 as 0.13 or 0.12.
func TestComparisonsRoundedToTwoDigitsAreTaken(t *testing.T) {
	for over, under := range map[float64][]float64{2: {.5}, 3: {.33}, 4: {.25}, 5: {.2}, 6: {.17, .16667}, 7: {.14}, 8: {.12, .13, .125}, 9: {.11}} {
		for _, u := range under {
			w, err := survey.AHP([][]float64{{1, over}, {u, 1}})
			if assert.NoError(t, err, "%v and %v", over, u) {
				assert.InDeltaSlice(t, []float64{over / (over + 1), 1 / (over + 1)}, w.Weights, close9)
			}
			w, err = survey.AHP([][]float64{{1, u}, {over, 1}})
			if assert.NoError(t, err, "%v and %v", u, over) {
				assert.InDeltaSlice(t, []float64{1 / (over + 1), over / (over + 1)}, w.Weights, close9)
			}
		}
	}
	for _, pair := range [][2]float64{{6, .2}, {5, .25}, {8, .11}, {3, .3}, {2, 2}} {
		_, err := survey.AHP([][]float64{{1, pair[0]}, {pair[1], 1}})
		assert.Error(t, err, "%v", pair)
	}
}

func TestALabelAtAWordIsCalledByIt(t *testing.T) {
	_, err := survey.LoadQuestionnaire("q.yaml", []byte(`version: 1
name: q
scales: {five: {min: 1, max: 5, labels: {bad: 1}}}
blocks: {sat: {}}
items: {a: {zh: a, scale: five, block: sat}}
`))
	require.ErrorContains(t, err, "q.yaml:3:33: the label \"1\" stands at no point, which is a number; write a label as point: words, like 5: 非常满意")
}

// Weights in percent give thousands of points on what looks like a scale of a hundred.
func TestAnIndexBeyondAHundredPointsSaysSo(t *testing.T) {
	load := func(mode, block, one, two string) *survey.Index {
		x, err := survey.LoadIndex("x.yaml", []byte(`version: 1
name: x
mode: `+mode+`
scale: {min: 1, max: 5}
blocks: {att: {weight: `+block+`, indicators: {a: {weight: `+one+`}, b: {weight: `+two+`}}}}
`))
		require.NoError(t, err)
		return x
	}
	best := map[string]float64{"a": 5, "b": 5}
	for _, one := range []struct {
		x      *survey.Index
		points float64
		over   bool
	}{
		{load("as-given", "0.7", "0.3", "0.4"), 49, false},
		{load("as-given", "1", "0.6", "0.4"), 100, false},
		{load("as-given", "1", "60", "40"), 10_000, true},
		{load("as-given", "70", "30", "40"), 490_000, true},
		{load("normalised", "1", "60", "40"), 100, false},
		{load("normalised", "70", "60", "40"), 7000, true},
	} {
		s, err := one.x.Score(best)
		require.NoError(t, err)
		assert.InDelta(t, one.points, s.Value.Value, 1e-9*one.points)
		assert.Equal(t, one.over, s.Value.Has(loyalty.Overweight))
		all, _, err := one.x.ScoreAll(survey.Responses{"p": best, "q": {"a": 1, "b": 2}}, 0)
		require.NoError(t, err)
		assert.Equal(t, one.over, all.Has(loyalty.Overweight))
	}
}

func TestLinesOfJSONHideNoAnswer(t *testing.T) {
	q, err := survey.ReadyQuestionnaire("nps")
	require.NoError(t, err)
	item := q.Items[0].Name
	line := func(who, answers string) string { return `{"respondent": ` + who + `, "answers": ` + answers + `}` }
	const like = `; a line is like {"respondent": "c1", "answers": {"recommend": 9}}`
	for in, want := range map[string]string{
		line(`"c"`, `{"`+item+`": 2, "`+item+`": 9}`): `row 0: line 1: the item "` + item + `" is answered twice; keep one of the answers` + like,
		line(`"c"`, `{"`+item+`": 2}, "answers": {}`): `row 0: line 1: the answers are there twice` + like,

		line(`"c"`, `[2]`): `row 0: line 1: the answers are not an object` + like,
		line(`7`, `{}`):    `row 0: line 1: respondent cannot be of the kind number` + like,
		`[]`:               `row 0: line 1: the line cannot be of the kind array` + like,

		line(`"c"`, `{"`+item+`": 2}`) + "\n" + line(`" c "`, `{"`+item+`": 3}`): `row 1 (c): line 2: line 1 is from the same respondent; keep one of them`,
	} {
		_, err := q.ReadJSONL(strings.NewReader(in))
		assert.EqualError(t, err, want, in)
	}
	read, err := q.ReadJSONL(strings.NewReader(line(`"c"`, `null`)))
	require.NoError(t, err)
	assert.Equal(t, survey.Responses{"c": {}}, read)
}
