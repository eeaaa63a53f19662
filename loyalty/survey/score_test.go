package survey_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

func load(t testing.TB, name string) *survey.Questionnaire {
	t.Helper()
	q, err := survey.ReadyQuestionnaire(name)
	require.NoError(t, err)
	return q
}

// Four people about a shop: one content, one not, one who left two of six items
// out, one who answered too little to be counted.
var four = survey.Responses{
	"content":  {"forgive": 5, "one-chance": 1, "better": 5, "tempted": 2, "again": 5, "recommend": 5},
	"away":     {"forgive": 1, "one-chance": 5, "better": 2, "tempted": 5, "again": 1, "recommend": 2},
	"hasty":    {"forgive": 4, "better": 4, "again": 4, "recommend": 3},
	"hardly":   {"one-chance": 1, "again": 3},
	"silent":   {},
	"rebuying": {"again": 4},
}

func TestASurveyIsScored(t *testing.T) {
	result, err := load(t, "attitude").Score(four, survey.Options{})
	require.NoError(t, err)
	assert.Equal(t, 5, result.Respondents)

	tolerance, ok := result.Block("tolerance")
	require.True(t, ok)
	// content 5 and 1 turned: 100; away 0; hasty 4 alone: 75; hardly 1 turned: 100.
	assert.Equal(t, 100.0, tolerance.Persons["content"].Value)
	assert.Equal(t, 0.0, tolerance.Persons["away"].Value)
	assert.Equal(t, 75.0, tolerance.Persons["hasty"].Value)
	assert.True(t, tolerance.Persons["hasty"].Has(loyalty.PersonMean))
	assert.Equal(t, 1, tolerance.Persons["hasty"].Base)
	assert.Equal(t, 100.0, tolerance.Persons["hardly"].Value)
	assert.NotContains(t, tolerance.Persons, "rebuying")
	assert.Equal(t, 275.0/4, tolerance.Mean.Value)
	assert.Equal(t, 4, tolerance.Mean.Base)
	assert.Equal(t, tolerance.Mean, tolerance.Headline)
	assert.True(t, tolerance.Mean.Has(loyalty.PersonMean))
	assert.Equal(t, 0.75, tolerance.TopBox.Value) // 75 is 4 of 5
	assert.Equal(t, 2, tolerance.Reliability.Alpha.Base)
	assert.True(t, tolerance.Reliability.Alpha.Has(loyalty.MissingAnswers))

	chance := tolerance.Items[1]
	assert.Equal(t, "one-chance", chance.Item)
	assert.InDelta(t, 7.0/3, chance.Mean.Value, close9, "as it was answered, not turned")
	assert.InDelta(t, 2.0/3, chance.TopBox.Value, close9, "turned: two of three disagree")

	again, _ := result.Block("rebuy")
	assert.Equal(t, 5, again.Mean.Base)
	assert.Equal(t, loyalty.TooFewItems, again.Reliability.Alpha.Why)
	_, ok = result.Block("rebought")
	assert.False(t, ok)
}

func TestWhoLeftOutTooMuchOfABlockDoesNotCountThere(t *testing.T) {
	q := load(t, "intentions") // five items about loyalty
	answers := func(items ...string) map[string]float64 {
		own := map[string]float64{}
		for _, i := range items {
			own[i] = 7
		}
		return own
	}
	r := survey.Responses{
		"three": answers("praise", "advise", "bring"),
		"two":   answers("praise", "advise"),
		"other": answers("rise"),
	}
	result, err := q.Score(r, survey.Options{})
	require.NoError(t, err)
	b, _ := result.Block("loyalty")
	assert.Contains(t, b.Persons, "three")
	assert.Equal(t, []string{"two"}, b.Dropped)
	assert.True(t, b.Mean.Has(loyalty.MissingAnswers))
	pay, _ := result.Block("pay-more")
	assert.Contains(t, pay.Persons, "other", "half of the items is enough")

	q.MostMissing = 60
	result, err = q.Score(r, survey.Options{})
	require.NoError(t, err)
	b, _ = result.Block("loyalty")
	assert.Contains(t, b.Persons, "two")
	assert.Empty(t, b.Dropped)
}

func TestAttitudeOfEachRespondent(t *testing.T) {
	result, err := load(t, "attitude").Score(four, survey.Options{})
	require.NoError(t, err)
	all, err := result.Attitudes(survey.AttitudeOptions{})
	require.NoError(t, err)
	var who []string
	for _, a := range all {
		who = append(who, a.Respondent)
		assert.True(t, a.OK)
		assert.LessOrEqual(t, a.Lo, a.Value)
		assert.GreaterOrEqual(t, a.Hi, a.Value)
		assert.GreaterOrEqual(t, a.Lo, 0.0)
		assert.LessOrEqual(t, a.Hi, 100.0)
	}
	assert.Equal(t, []string{"away", "content", "hasty"}, who, "the others answered less than half")
	assert.InDelta(t, 25.0/3, all[0].Value, close9) // 0 0 25 0 0 25 of six
	assert.InDelta(t, 100-25.0/6, all[1].Value, close9)
	assert.Equal(t, (75.0+75+75+50)/4, all[2].Value)
	assert.Equal(t, 4, all[2].Base)
	assert.True(t, all[2].Has(loyalty.PersonMean))

	_, err = result.Attitudes(survey.AttitudeOptions{Blocks: []string{"rebuy", "tolerence"}})
	assert.EqualError(t, err, `survey: the questionnaire attitude has no block "tolerence"`)
	one, err := result.Attitudes(survey.AttitudeOptions{Blocks: []string{"rebuy"}})
	require.NoError(t, err)
	require.Len(t, one, 5)
	assert.True(t, one[0].Has(loyalty.Estimated), "a single item has no reliability of its own")
	assert.Positive(t, one[0].Level)
	_, err = result.Attitudes(survey.AttitudeOptions{SingleItem: 1})
	assert.Error(t, err)

	spend, err := load(t, "wallet-spend").Score(survey.Responses{"a": {"here": 1, "everywhere": 2}}, survey.Options{})
	require.NoError(t, err)
	_, err = spend.Attitudes(survey.AttitudeOptions{})
	assert.EqualError(t, err, "survey: no block of the questionnaire wallet-spend tells an attitude; take another one")
	_, err = spend.Attitudes(survey.AttitudeOptions{Blocks: []string{"wallet"}})
	assert.ErrorContains(t, err, "holds amounts")
	none, err := new(survey.Result).Attitudes(survey.AttitudeOptions{})
	assert.NoError(t, err)
	assert.Empty(t, none)
}

// The interval is SD·√(1 − α) to each side, with z.
func TestTheIntervalOfAnAttitudeIsItsErrorOfMeasurement(t *testing.T) {
	r := survey.Responses{}
	for id, row := range map[string][3]float64{"a": {3, 4, 4}, "b": {6, 5, 6}, "c": {8, 9, 7}, "d": {5, 5, 7}, "e": {7, 6, 6}} {
		r[id] = map[string]float64{"satisfied": row[0], "expected": row[1], "ideal": row[2]}
	}
	result, err := load(t, "acsi").Score(r, survey.Options{Level: 0.9})
	require.NoError(t, err)
	b, _ := result.Block("satisfaction")
	// Σ(x̄−1)/9·100/3 of the means 5.8, 5.8, 6.
	assert.InDelta(t, (4.8+4.8+5)/27*100, b.Headline.Value, close9)
	var mean, squares float64
	for _, p := range b.Persons {
		mean += p.Value / 5
	}
	for _, p := range b.Persons {
		squares += (p.Value - mean) * (p.Value - mean) / 4
	}
	all, err := result.Attitudes(survey.AttitudeOptions{})
	require.NoError(t, err)
	half := 1.6448536269514722 * sqrt(squares*(1-b.Reliability.Alpha.Value))
	assert.Positive(t, half)
	for _, a := range all {
		assert.InDelta(t, a.Value-half, a.Lo, close9)
		assert.InDelta(t, a.Value+half, a.Hi, close9)
		assert.Equal(t, 0.9, a.Level)
	}
}

func TestAnswersThatCannotBeAreToldByRespondentAndItem(t *testing.T) {
	q := load(t, "nps")
	_, err := q.Score(survey.Responses{"ann": {"recommend": 11}, "bob": {"recomend": 5, "recommend": 9.5}, "eve": {"recommend": nan()}, "zoe": {"recommend": 9}}, survey.Options{})
	assert.EqualError(t, err, `row 0 (ann): recommend: the answer 11 is outside 0–10 (11 points)
row 1 (bob): recomend: the questionnaire has no item "recomend"; did you mean "recommend"?
row 1 (bob): recommend: the answer 9.5 lies between two points of 0–10 (11 points)
row 2 (eve): recommend: the answer NaN is outside 0–10 (11 points)`)
	w := load(t, "wallet-spend")
	_, err = w.Score(survey.Responses{"ann": {"here": 1}, "bob": {"here": 100, "everywhere": 60}}, survey.Options{})
	assert.EqualError(t, err, `row 0 (bob): wallet: 100 spent here is more than the 60 spent in all shops; the category includes this shop`)
	_, err = q.Score(nil, survey.Options{Level: 95})
	assert.ErrorContains(t, err, "a confidence of 95 is not possible")
}

func TestBlocksWithAMeasureOfTheirOwn(t *testing.T) {
	result, err := load(t, "wallet-spend").Score(survey.Responses{
		"a": {"here": 80, "everywhere": 100}, "b": {"here": 0, "everywhere": 0}, "c": {"here": 50}, "d": {"here": 30, "everywhere": 300},
	}, survey.Options{})
	require.NoError(t, err)
	b := result.Blocks[0]
	assert.InDelta(t, 110.0/400, b.Headline.Value, close9)
	assert.InDelta(t, 0.45, b.Wallet.Mean.Value, close9)
	assert.Equal(t, 0.5, b.Wallet.Majority.Value)
	assert.True(t, b.Headline.Has(loyalty.Estimated))
	assert.True(t, b.Headline.Has(loyalty.MissingAnswers))
	assert.Equal(t, []string{"c"}, b.Dropped)

	result, err = load(t, "nps").Score(survey.Responses{"a": {"recommend": 10}, "b": {"recommend": 9}, "c": {"recommend": 3}}, survey.Options{})
	require.NoError(t, err)
	b = result.Blocks[0]
	assert.InDelta(t, 100.0/3, b.Headline.Value, close9)
	assert.Equal(t, 2, b.NPS.Promoters)
	assert.InDelta(t, 220.0/3, b.Mean.Value, close9)
}

func TestPricesOfAQuestionnaire(t *testing.T) {
	person := func(prices ...float64) map[string]float64 {
		return map[string]float64{"too-cheap": prices[0], "cheap": prices[1], "expensive": prices[2], "too-expensive": prices[3]}
	}
	result, err := load(t, "prices").Score(survey.Responses{
		"a": person(10, 20, 40, 60), "b": person(20, 30, 50, 70), "c": person(30, 40, 60, 80), "d": person(50, 40, 30, 20), "e": {"cheap": 5},
	}, survey.Options{})
	require.NoError(t, err)
	b := result.Blocks[0]
	assert.Equal(t, []string{"e"}, b.Dropped)
	assert.Equal(t, []int{3}, b.Prices.Inconsistent)
	assert.Equal(t, 3, b.Headline.Base)
	assert.Equal(t, b.Prices.Optimal.Value, b.Headline.Value)
	assert.Equal(t, 45.0, b.Headline.Value, "between 40 and 50 nobody turns away")
	assert.Equal(t, 40.0, b.Prices.Indifferent.Value, "one finds it cheap, one expensive")
	assert.True(t, b.Headline.Has(loyalty.MissingAnswers))
}

func TestAnNPSOnFivePointsNeedsAMapping(t *testing.T) {
	file := `version: 1
name: stars
scales: {stars: {min: 1, max: 5}}
blocks: {nps: {measure: nps, promoters_from: 5, detractors_to: 3}}
items: {stars: {zh: 几颗星, scale: stars, block: nps}}
`
	q, err := survey.LoadQuestionnaire("stars.yaml", []byte(file))
	require.NoError(t, err)
	result, err := q.Score(survey.Responses{"a": {"stars": 5}, "b": {"stars": 4}, "c": {"stars": 3}, "d": {"stars": 5}}, survey.Options{})
	require.NoError(t, err)
	assert.Equal(t, 25.0, result.Blocks[0].Headline.Value)
	assert.True(t, result.Blocks[0].Headline.Has(loyalty.NonStandardScale))
	_, err = survey.LoadQuestionnaire("stars.yaml", []byte(strings.Replace(file, ", promoters_from: 5, detractors_to: 3", "", 1)))
	assert.ErrorContains(t, err, "stars.yaml:4:10: the NPS is asked on 0 to 10, and this scale goes from 1 to 5")
}

func TestItemsOfDifferentScalesHaveNoCommonTopBox(t *testing.T) {
	q, err := survey.LoadQuestionnaire("q.yaml", []byte(`version: 1
name: q
scales: {five: {min: 1, max: 5}, ten: {min: 1, max: 10}}
blocks: {b: {}}
items:
  a: {zh: 甲, scale: five, block: b}
  c: {zh: 乙, scale: ten, block: b, weight: 3}
`))
	require.NoError(t, err)
	result, err := q.Score(survey.Responses{"x": {"a": 5, "c": 1}}, survey.Options{})
	require.NoError(t, err)
	assert.Equal(t, loyalty.MixedScales, result.Blocks[0].TopBox.Why)
	assert.Equal(t, 25.0, result.Blocks[0].Mean.Value, "weights 1 and 3")
	assert.Zero(t, result.Blocks[0].Mean.Level, "one person has no interval")
}
