package loyalty

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadySetsNameEveryScore(t *testing.T) {
	for _, test := range []struct {
		set  Segmentation
		want int
	}{{RSegments(), 10}, {GrowthSegments(), 10}, {EightTypes(), 8}} {
		set, want := test.set, test.want
		t.Run(set.Name, func(t *testing.T) {
			check := set.Coverage()
			require.NoError(t, set.Validate())
			assert.Empty(t, check.Problems, "every rule decides somewhere")
			names := map[string]bool{}
			for _, r := range set.Rules {
				names[r.Name] = true
				assert.NotEmpty(t, r.Chinese, r.Name)
				assert.Equal(t, r.Chinese, set.Chinese(r.Name))
			}
			assert.Len(t, names, want)
		})
	}
	assert.Empty(t, GrowthSegments().Coverage().Uncovered)
	assert.Empty(t, GrowthSegments().Coverage().Overlaps)
	assert.Empty(t, EightTypes().Coverage().Uncovered)
}

func TestRLeavesSomeScoresToTheRest(t *testing.T) {
	check := RSegments().Coverage()
	require.NoError(t, RSegments().Validate(), "there is a name for the rest")
	assert.Contains(t, check.Uncovered, RFMScore{5, 5, 1})
	assert.Equal(t, "Others", RSegments().Of(RFMScore{5, 5, 1}))
	assert.Contains(t, check.Overlaps, Overlap{First: 0, Second: 1, Scores: 1}, "champions are potential loyalists as well; the order decides")

	strict := RSegments()
	strict.Rest = ""
	require.ErrorContains(t, strict.Validate(), "scores have no rule: ")
	assert.Empty(t, strict.Of(RFMScore{5, 5, 1}))
}

func TestGrowthSegmentsOfTypicalCustomers(t *testing.T) {
	for score, want := range map[RFMScore]string{
		{5, 5, 5}: "Champions",
		{5, 4, 4}: "Champions",
		{4, 5, 5}: "Loyal",
		{3, 4, 5}: "Loyal",
		{5, 3, 3}: "Active",
		{4, 3, 2}: "Active",
		{5, 1, 1}: "New",
		{4, 1, 2}: "Promising",
		{3, 3, 3}: "Needs attention",
		{1, 5, 5}: "Previously loyal",
		{2, 4, 5}: "Previously loyal",
		{2, 4, 4}: "At risk",
		{1, 3, 3}: "At risk",
		{2, 1, 1}: "Almost lost",
		{1, 1, 1}: "Dormant",
		{}:        "Prospects",
	} {
		assert.Equal(t, want, GrowthSegments().Of(score), score)
	}
}

func TestEightTypesAgainstTheAverage(t *testing.T) {
	rows := []RFM{
		{"常来", 5, 10, 100_000},
		{"大单", 10, 1, 90_000},
		{"久违", 200, 9, 80_000},
		{"一次", 300, 1, 1_000},
		{"小单", 20, 8, 2_000},
		{"新客", 1, 1, 500},
	}
	cuts, err := MeanCuts(rows)
	require.NoError(t, err)
	assert.Equal(t, RFMCuts{Recency: []float64{90}, Frequency: []float64{5}, Monetary: []float64{273_500. / 6}}, cuts)
	scores, _, err := ScoreRFM(rows, RFMOptions{Cuts: cuts})
	require.NoError(t, err)
	want := []string{"重要价值客户", "重要发展客户", "重要保持客户", "一般挽留客户", "一般价值客户", "一般发展客户"}
	for i, s := range scores {
		assert.Equal(t, want[i], EightTypes().Chinese(EightTypes().Of(s)), rows[i].Customer)
	}

	same := []RFM{{"a", 7, 3, 999}, {"b", 7, 3, 999}, {"c", 7, 3, 999}}
	cuts, err = MeanCuts(same)
	require.NoError(t, err)
	assert.Equal(t, RFMScore{2, 2, 2}, cuts.Score(same[0]), "who is like everybody is at the average, which is good")
}

func TestMeanIsExactAndCannotOverflow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for range 200 {
		rows := randomRFM(r, 1+r.IntN(50))
		var sum float64
		for _, row := range rows {
			sum += float64(row.Amount)
		}
		cuts, err := MeanCuts(rows)
		require.NoError(t, err)
		require.InDelta(t, sum/float64(len(rows)), cuts.Monetary[0], 1e-6)
	}
	huge := make([]RFM, 5000)
	for i := range huge {
		huge[i] = RFM{fmt.Sprint(i), 1, 1, maxRFMAmount}
	}
	cuts, err := MeanCuts(huge)
	require.NoError(t, err)
	assert.InDelta(t, float64(maxRFMAmount), cuts.Monetary[0], 0)
}

func TestCheckNamesRulesThatCannotBeMeant(t *testing.T) {
	set := Segmentation{
		Name: "mine",
		Rules: []SegmentRule{
			{Name: "all recent", R: Span{3, 5}},
			{Name: "hidden", R: Span{4, 4}, F: Span{2, 3}},
			{Name: "reversed", F: Span{3, 1}},
			{Name: "too high", M: Span{6, 7}},
			{Name: "no number", FM: Span{math.NaN(), 1}},
			{R: Span{1, 1}},
		},
		Rest: "rest",
	}
	check := set.Coverage()
	err := set.Validate()
	for _, want := range []string{
		"row 1 (hidden): never decides",
		"row 2 (reversed): has a span of F from 3 down to 1",
		"row 3 (too high): has a span of M from 6 to 7; there are scores from 1 to 5",
		"row 4 (no number): has a span of FM that is not a number",
		"row 5: has no name",
	} {
		assert.ErrorContains(t, err, want)
	}
	assert.Len(t, check.Problems, 5)

	assert.ErrorContains(t, Segmentation{Top: RFMScore{0, 5, 5}}.Validate(), "the highest scores are 055")
	assert.ErrorContains(t, Segmentation{}.Validate(), "125 scores have no rule")
}

func TestTheFirstRuleThatHoldsDecides(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	span := func() Span {
		if r.IntN(2) == 0 {
			return Span{}
		}
		lo := 1 + r.IntN(5)
		return Span{float64(lo), float64(lo + r.IntN(6-lo))}
	}
	for range 200 {
		set := Segmentation{}
		for i := range 1 + r.IntN(6) {
			set.Rules = append(set.Rules, SegmentRule{Name: fmt.Sprint(i), R: span(), F: span(), M: span(), FM: span()})
		}
		check := set.Coverage()
		decides := map[string]int{}
		for i := range 125 {
			s := RFMScore{uint8(1 + i/25), uint8(1 + i/5%5), uint8(1 + i%5)}
			decides[set.Of(s)]++
		}
		require.Len(t, check.Uncovered, decides[""])
		for _, f := range check.Problems {
			require.Zero(t, decides[f.Subject])
		}
	}
}

func TestSegmentationIsData(t *testing.T) {
	data, err := json.Marshal(RSegments())
	require.NoError(t, err)
	var back Segmentation
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, RSegments(), back)
}

func BenchmarkSegments(b *testing.B) {
	set := RSegments()
	score := RFMScore{1, 3, 2}
	b.ReportAllocs()
	for b.Loop() {
		set.Of(score)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
