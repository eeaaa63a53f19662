package loyalty

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// about is a measure with a normal interval.
func about(value, half float64) Measure {
	return Measure{OK: true, Value: value, Base: 10, Lo: value - half, Hi: value + half, Level: .95}
}

var fivePoints = TypeOptions{Attitude: Axis{Min: 1, Max: 5}}

func typeOf(t *testing.T, c TypeInput, o TypeOptions) Typed {
	t.Helper()
	if c.Customer == "" {
		c.Customer = "林"
	}
	typed, err := TypesOf([]TypeInput{c}, o)
	require.NoError(t, err)
	return typed[0]
}

func TestTheFourTypes(t *testing.T) {
	tests := map[string]struct {
		behaviour, attitude Measure
		want                Type
	}{
		"buys and is convinced":           {about(.8, .1), about(4.5, .4), TrueLoyal},
		"is convinced and buys elsewhere": {about(.2, .1), about(4.5, .4), LatentLoyal},
		"buys without conviction":         {about(.8, .1), about(1.8, .4), SpuriousLoyal},
		"neither":                         {about(.2, .1), about(1.8, .4), Disloyal},
		"so unsure that nothing is said":  {about(.52, .3), about(3.1, 1.5), Unclassified},
		"was not asked":                   {about(.8, .1), Measure{}, Unclassified},
		"no category data":                {Unknown(NoCategoryData, 3, ""), about(4.5, .4), Unclassified},
		"exactly half counts as loyal":    {Measure{OK: true, Value: .5}, Measure{OK: true, Value: 3}, TrueLoyal},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := typeOf(t, TypeInput{Behaviour: test.behaviour, Attitude: test.attitude}, fivePoints)
			assert.Equal(t, test.want, got.Type, got)
			sum := 0.
			for _, p := range got.Chances {
				sum += p
			}
			assert.InDelta(t, 1, sum, 1e-12)
		})
	}
}

func TestWithoutASurveyOnlyTheBehaviourIsKnown(t *testing.T) {
	got := typeOf(t, TypeInput{Behaviour: about(.8, .1)}, TypeOptions{})
	assert.True(t, got.Behaviour.OK)
	assert.Greater(t, got.Behaviour.P, .99)
	assert.Equal(t, Chance{Why: NoSurvey}, got.Attitude)
	assert.InDelta(t, 1, got.Chances[Unclassified], 0)

	got = typeOf(t, TypeInput{Attitude: about(4, 1), Behaviour: Unknown(BelowMinBase, 1, "")}, fivePoints)
	assert.Equal(t, Chance{Why: BelowMinBase}, got.Behaviour, "the reason is kept")
}

func TestChancesAreTheProductOfBothAxes(t *testing.T) {
	got := typeOf(t, TypeInput{Posterior: Beta{A: 2, B: 1}, Attitude: about(3, 1)}, fivePoints)
	assert.InDelta(t, .75, got.Behaviour.P, 1e-12, "P(s ≥ ½) under Beta(2, 1) is 1 − ¼")
	assert.InDelta(t, .5, got.Attitude.P, 1e-9, "in the middle of the scale")
	assert.InDelta(t, .375, got.Chances[TrueLoyal], 1e-9)
	assert.InDelta(t, .125, got.Chances[LatentLoyal], 1e-9)
	assert.InDelta(t, .375, got.Chances[SpuriousLoyal], 1e-9)
	assert.InDelta(t, .125, got.Chances[Disloyal], 1e-9)
	assert.Equal(t, Unclassified, got.Type)

	nearly := TypeInput{Posterior: Beta{2, 1}, Attitude: about(3.35, 1)} // true with .75 · .75
	assert.Equal(t, Unclassified, typeOf(t, nearly, fivePoints).Type)
	bolder := fivePoints
	bolder.Least = .55
	assert.Equal(t, TrueLoyal, typeOf(t, nearly, bolder).Type)
}

func TestAnIntervalStandsForTheDistributionItCameFrom(t *testing.T) {
	share := Axis{Max: 1}
	for _, b := range []Beta{{8, 4}, {30, 25}, {300, 310}, {5, 6}, {60, 12}} {
		m := b.Measure(.95, 0, "")
		for _, threshold := range []float64{.3, .5, .7} {
			assert.InDelta(t, b.atLeast(threshold), share.chanceAtLeast(m, threshold), .03, "%v at %v", b, threshold)
		}
	}
	free := Axis{}
	normal := Measure{OK: true, Value: 10, Lo: 10 - 1.959963984540054, Hi: 10 + 1.959963984540054, Level: .95}
	assert.InDelta(t, .8413447460685429, free.chanceAtLeast(normal, 9), 1e-9, "one standard deviation below")
	assert.InDelta(t, .15865525393145707, free.chanceAtLeast(normal, 11), 1e-9)

	for n := 1; n <= 60; n++ {
		for k := range n + 1 {
			uniform := Beta{1 + float64(k), 1 + float64(n-k)}.atLeast(.5)
			assert.InDelta(t, uniform, share.chanceAtLeast(Proportion(k, n, .95), .5), .015, "Wilson's interval of %d of %d", k, n)
		}
	}
}

func TestThresholdsOfTheShop(t *testing.T) {
	customers := []TypeInput{
		{Customer: "a", Behaviour: about(.1, .01), Attitude: about(4.1, .01)},
		{Customer: "b", Behaviour: about(.2, .01), Attitude: about(4.5, .01)},
		{Customer: "c", Behaviour: about(.3, .01), Attitude: about(4.9, .01)},
	}
	typed, err := TypesOf(customers, TypeOptions{Behaviour: Axis{AtMedian: true}, Attitude: Axis{Min: 1, Max: 5, AtMedian: true}})
	require.NoError(t, err)
	assert.Equal(t, Disloyal, typed[0].Type)
	assert.Equal(t, TrueLoyal, typed[2].Type)
	assert.Equal(t, Unclassified, typed[1].Type, "exactly in the middle")

	typed, err = TypesOf(customers, TypeOptions{Behaviour: Axis{Max: 1, Threshold: .15}, Attitude: Axis{Threshold: 4.7}})
	require.NoError(t, err)
	assert.Equal(t, []Type{Disloyal, SpuriousLoyal, TrueLoyal}, []Type{typed[0].Type, typed[1].Type, typed[2].Type})
}

func TestMoreBehaviourNeverLowersTheChanceOfLoyalty(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for range 2000 {
		n := 1 + r.IntN(40)
		k := r.IntN(n)
		lower, higher := Proportion(k, n, .95), Proportion(k+1, n, .95)
		axis := Axis{Max: 1}
		require.LessOrEqual(t, axis.chanceAtLeast(lower, .5), axis.chanceAtLeast(higher, .5)+1e-12, "%d of %d", k, n)
	}
}

func TestMeasuresTakenAtTheirWordAreMarked(t *testing.T) {
	got := typeOf(t, TypeInput{Behaviour: Measure{OK: true, Value: .9}, Attitude: about(4, .2)}, fivePoints)
	assert.Equal(t, TrueLoyal, got.Type)
	assert.Equal(t, []Flag{Estimated}, got.Flags)
	got = typeOf(t, TypeInput{Behaviour: about(.9, .05), Attitude: about(4, .2)}, fivePoints)
	assert.Empty(t, got.Flags)
}

func TestInputsThatCannotBe(t *testing.T) {
	nan := math.NaN()
	_, err := TypesOf([]TypeInput{
		{Customer: "a", Behaviour: about(.5, .1), Attitude: about(4, 1)},
		{Customer: "a"},
		{},
		{Customer: "b", Behaviour: about(1.2, .1)},
		{Customer: "c", Behaviour: about(nan, .1)},
		{Customer: "d", Attitude: Measure{OK: true, Value: 3, Lo: 4, Hi: 5, Level: .95}},
		{Customer: "e", Attitude: Measure{OK: true, Value: 3, Lo: 2, Hi: 5, Level: 95}},
		{Customer: "f", Posterior: Beta{-1, 2}},
		{Customer: "g", Spend: maxRFMAmount + 1},
	}, fivePoints)
	for _, want := range []string{
		"row 1 (a): is the same customer as row 0",
		"row 2: has no customer",
		"row 3 (b): has a behaviour of 1.2; the scale goes from 0 to 1",
		"row 4 (c): has a behaviour that is not a number",
		"row 5 (d): has an attitude of 3 outside its interval, 4 to 5",
		"row 6 (e): has an attitude whose interval has the level 95",
		"row 7 (f): has the posterior {-1 2}",
		"row 8 (g): spent",
	} {
		assert.ErrorContains(t, err, want)
	}

	one := []TypeInput{{Customer: "a", Attitude: about(4, 1)}}
	for want, o := range map[string]TypeOptions{
		"attitudes are known but not their scale":         {},
		"a type is said from a probability of 0.2":        {Least: .2, Attitude: Axis{Max: 5}},
		"the axis of attitude goes from 5 to 1":           {Attitude: Axis{Min: 5, Max: 1}},
		"the axis of behaviour is high from 50":           {Behaviour: Axis{Max: 1, Threshold: 50}, Attitude: Axis{Max: 5}},
		"the axis of behaviour has an end or a threshold": {Behaviour: Axis{Max: nan}},
		"goes from -1e+308 to 1e+308, which is too wide":  {Behaviour: Axis{Min: -1e308, Max: 1e308}},
	} {
		_, err := TypesOf(one, o)
		assert.ErrorContains(t, err, want)
	}
	_, err = TypesOf(nil, TypeOptions{})
	require.ErrorIs(t, err, ErrNothing)
}

func TestAShopByType(t *testing.T) {
	typed, err := TypesOf([]TypeInput{
		{Customer: "a", Behaviour: about(.9, .05), Attitude: about(4.5, .2), Spend: 6000},
		{Customer: "b", Behaviour: about(.9, .05), Attitude: about(1.5, .2), Spend: 3000},
		{Customer: "c", Behaviour: about(.1, .05), Attitude: about(4.5, .2), Spend: 500},
		{Customer: "d", Behaviour: about(.9, .05), Spend: 500},
	}, fivePoints)
	require.NoError(t, err)
	report, err := ReportTypes(typed)
	require.NoError(t, err)
	row := report.Types[TrueLoyal]
	assert.Equal(t, 1, row.Customers)
	assert.Equal(t, tiexin.Money(6000), row.Spend)
	assert.InDelta(t, .6, row.SpendShare.Value, 1e-12)
	lo, hi := Wilson(1, 4, .95)
	assert.Equal(t, []float64{.25, lo, hi}, []float64{row.Share.Value, row.Share.Lo, row.Share.Hi})
	assert.InDelta(t, 1./3, row.Expected.Value, 1e-6, "of three known on both axes")
	assert.Equal(t, 3, row.Expected.Base)
	assert.Equal(t, 1, report.Types[Unclassified].Customers)
	assert.InDelta(t, .75, report.BehaviourLoyal.Value, 1e-6)
	assert.Equal(t, 4, report.BehaviourLoyal.Base)
	assert.Equal(t, 3, report.AttitudeLoyal.Base)

	total := 0.
	for _, row := range report.Types {
		total += row.Share.Value
	}
	assert.InDelta(t, 1, total, 1e-12)

	report, err = ReportTypes([]Typed{{Customer: "a", Behaviour: Chance{OK: true, P: .5}}, {Customer: "b", Behaviour: Chance{OK: true, P: .9}}})
	require.NoError(t, err)
	half := 1.959963984540054 * math.Sqrt(.25+.09) / 2
	assert.InDelta(t, .7-half, report.BehaviourLoyal.Lo, 1e-9)
	assert.InDelta(t, 1, report.BehaviourLoyal.Hi, 0, "held within 0 and 1")

	report, err = ReportTypes([]Typed{{Customer: "a"}})
	require.NoError(t, err)
	assert.Equal(t, NoSurvey, report.Types[TrueLoyal].Expected.Why)
	assert.Equal(t, ZeroBase, report.Types[TrueLoyal].SpendShare.Why)
	_, err = ReportTypes(nil)
	require.ErrorIs(t, err, ErrNothing)
}

// Nobody was asked: there may be truly loyal customers, and nobody knows how many.
func TestWithoutASurveyTheFourTypesAreUnknownAndNotNone(t *testing.T) {
	for why, typed := range map[Flag][]Typed{
		NoSurvey: {
			{Customer: "a", Behaviour: Chance{OK: true, P: .5}, Attitude: Chance{Why: NoSurvey}, Spend: 500},
			{Customer: "b", Behaviour: Chance{OK: true, P: .9}, Attitude: Chance{Why: NoSurvey}, Spend: 700},
		},
		Immature: {{Customer: "a", Behaviour: Chance{Why: Immature}, Attitude: Chance{OK: true, P: .7}, Spend: 500}},
	} {
		report, err := ReportTypes(typed)
		require.NoError(t, err)
		for _, row := range report.Types[TrueLoyal:] {
			assert.Equal(t, why, row.Why)
			assert.Equal(t, why, row.Share.Why, "%v", row.Share)
			assert.Equal(t, why, row.SpendShare.Why, "%v", row.SpendShare)
		}
		rest := report.Types[Unclassified]
		assert.Equal(t, len(typed), rest.Customers)
		assert.Equal(t, 1.0, rest.Share.Value)
		assert.Equal(t, 1.0, rest.SpendShare.Value)
		assert.Empty(t, rest.Why)
	}
	report, err := ReportTypes([]Typed{{Customer: "a", Behaviour: Chance{OK: true, P: .5}, Attitude: Chance{OK: true, P: .5}}})
	require.NoError(t, err)
	assert.Equal(t, 0.0, report.Types[TrueLoyal].Share.Value)
	assert.True(t, report.Types[TrueLoyal].Share.OK, "who is known and too unsure is none of the four")
}

// The disloyal got back more than they paid: nobody's share of what is left would be
// one, from 0 to 1.
func TestATypeThatWasPaidBackLeavesNoShares(t *testing.T) {
	report, err := ReportTypes([]Typed{{Customer: "wang", Type: TrueLoyal, Spend: 10000}, {Customer: "li", Type: Disloyal, Spend: -9000}})
	require.NoError(t, err)
	for _, row := range report.Types {
		assert.False(t, row.SpendShare.OK)
		assert.Equal(t, NegativeSpend, row.SpendShare.Why)
	}
}

func TestExpectedSharesFindWhatSingleTypesAreTooUnsureToSay(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var customers []TypeInput
	truly := 0
	for i := range 4000 {
		loyal, convinced := r.Float64(), 1+4*r.Float64() // what is true
		if loyal >= .5 && convinced >= 3 {
			truly++
		}
		const n = 10
		bought := 0
		for range n {
			if r.Float64() < loyal {
				bought++
			}
		}
		said := math.Max(1, math.Min(5, convinced+.5*r.NormFloat64()))
		customers = append(customers, TypeInput{
			Customer: fmt.Sprint(i), Posterior: Beta{1 + float64(bought), 1 + float64(n-bought)},
			Attitude: about(said, 1.96*.5),
		})
	}
	typed, err := TypesOf(customers, fivePoints)
	require.NoError(t, err)
	report, err := ReportTypes(typed)
	require.NoError(t, err)
	assert.InDelta(t, float64(truly)/4000, report.Types[TrueLoyal].Expected.Value, .02)
	assert.Positive(t, report.Types[Unclassified].Customers)
}

func TestDriftFollowsEveryCustomer(t *testing.T) {
	before := []Typed{{Customer: "stays", Type: TrueLoyal}, {Customer: "cools", Type: TrueLoyal}, {Customer: "goes", Type: SpuriousLoyal}, {Customer: "asked since"}}
	after := []Typed{{Customer: "cools", Type: SpuriousLoyal}, {Customer: "asked since", Type: LatentLoyal}, {Customer: "new", Type: Disloyal}, {Customer: "stays", Type: TrueLoyal}}
	d, err := DriftOf(before, after)
	require.NoError(t, err)
	want := Drift{}
	want.Counts[TrueLoyal][TrueLoyal] = 1
	want.Counts[TrueLoyal][SpuriousLoyal] = 1
	want.Counts[SpuriousLoyal][Absent] = 1
	want.Counts[Unclassified][LatentLoyal] = 1
	want.Counts[Absent][Disloyal] = 1
	assert.Equal(t, want, d)
	assert.InDelta(t, .5, d.Rate(TrueLoyal, SpuriousLoyal).Value, 0)
	assert.Equal(t, 2, d.Rate(TrueLoyal, SpuriousLoyal).Base)
	assert.Equal(t, ZeroBase, d.Rate(Disloyal, TrueLoyal).Why)
	assert.False(t, d.Rate(99, TrueLoyal).OK)
	assert.Equal(t, []int{-1, 1, 0, 1, 0}, []int{d.Net(TrueLoyal), d.Net(LatentLoyal), d.Net(SpuriousLoyal), d.Net(Disloyal), d.Net(99)})

	d, err = DriftOf(nil, after)
	require.NoError(t, err)
	assert.Equal(t, 1, d.Counts[Absent][TrueLoyal])
	_, err = DriftOf(nil, nil)
	require.ErrorIs(t, err, ErrNothing)
	_, err = DriftOf(before, append(after, after[0]))
	require.ErrorContains(t, err, "the later day: row 4 (cools): is the same customer as row 0")
	_, err = DriftOf([]Typed{{Customer: "a", Type: Absent}}, nil)
	require.ErrorContains(t, err, "the earlier day: row 0 (a): has the type absent, which no customer has")
}

func TestTypesAsText(t *testing.T) {
	for lt := Unclassified; lt <= Absent; lt++ {
		text, err := lt.MarshalText()
		require.NoError(t, err)
		var back Type
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, lt, back)
	}
	assert.Equal(t, "虚假忠诚", SpuriousLoyal.Chinese())
	assert.Equal(t, "type 77", Type(77).Chinese())
	require.ErrorContains(t, new(Type).UnmarshalText([]byte("loyal")), `unknown type of customer "loyal"`)
}

func FuzzTypesOf(f *testing.F) {
	f.Add(.5, .2, .8, .95, 3., 1., 5., .9, 2., 3., .6)
	f.Add(0., 0., 1., .5, 1., 1., 1., .5, 1e-300, 1e300, 1.)
	f.Fuzz(func(t *testing.T, v, lo, hi, level, av, alo, ahi, alevel, a, b, least float64) {
		typed, err := TypesOf([]TypeInput{
			{Customer: "a", Behaviour: Measure{OK: true, Value: v, Lo: lo, Hi: hi, Level: level}, Attitude: Measure{OK: true, Value: av, Lo: alo, Hi: ahi, Level: alevel}},
			{Customer: "b", Posterior: Beta{a, b}},
		}, TypeOptions{Attitude: Axis{Min: 1, Max: 5}, Least: least})
		if err != nil {
			return
		}
		for _, one := range typed {
			sum := 0.
			for _, p := range one.Chances {
				require.True(t, p >= 0 && p <= 1, "%v", one)
				sum += p
			}
			require.InDelta(t, 1, sum, 1e-9)
			require.True(t, one.Behaviour.P >= 0 && one.Behaviour.P <= 1, "%v", one)
		}
		_, err = ReportTypes(typed)
		require.NoError(t, err)
	})
}

func TestABetaAnswersWhateverItsParameters(t *testing.T) {
	values := []float64{0, -1, 1e-300, 1e-3, .3, 1, 2, 19.7, 1e4, 1e7, 1e300, math.Inf(1), math.NaN()}
	for _, a := range values {
		for _, b := range values {
			beta := Beta{a, b}
			before := 0.
			for _, p := range []float64{math.NaN(), -1, 0, 1e-9, .025, .5, .975, 1, 2} {
				q := beta.Quantile(p)
				require.True(t, q >= before && q <= 1, "%v at %v: %v after %v", beta, p, q, before)
				before = q
				at := beta.atLeast(p)
				require.True(t, at >= 0 && at <= 1, "%v from %v: %v", beta, p, at)
			}
			mean := beta.Mean()
			require.True(t, mean > 0 && mean < 1, "%v: %v", beta, mean)
		}
	}
	for _, b := range []Beta{{.3, 19.7}, {2, 2}, {16, 4}, {1.5, 18.5}, {500, 3}} {
		for _, p := range []float64{.025, .3, .5, .975} {
			require.InDelta(t, p, 1-b.atLeast(b.Quantile(p)), 1e-6, "%v at %v", b, p)
		}
	}
	assert.Error(t, Beta{}.Validate())
	assert.NoError(t, Beta{.3, 19.7}.Validate())
}
