package loyalty

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func diagnose(t *testing.T, s Signals) Diagnosis {
	t.Helper()
	d, err := CausesOf([]Signals{s}, CauseOptions{})
	require.NoError(t, err)
	return d[0]
}

func TestWhyTheyBuy(t *testing.T) {
	high, low := Chance{OK: true, P: .9}, Chance{OK: true, P: .1}
	tests := map[string]struct {
		signals Signals
		of      Cause
		score   float64
		words   string
	}{
		"the only shop in the valley":     {Signals{Alternatives: Seen(0)}, NoChoice, 1, "0 other sellers to choose from"},
		"one other shop":                  {Signals{Alternatives: Seen(1)}, NoChoice, 2. / 3, "1 other sellers to choose from"},
		"a town full of shops":            {Signals{Alternatives: Seen(20)}, NoChoice, 0, "20 other sellers to choose from"},
		"half a year of contract":         {Signals{ContractDays: Seen(180)}, SwitchingCost, 1, "180 days of contract left"},
		"a card with an order and a half": {Signals{Balance: Seen(15_000), TypicalOrder: Seen(10_000)}, SwitchingCost, .5, "stored value and points of ¥150.00, 1.5 typical orders"},
		"the stronger bond counts":        {Signals{ContractDays: Seen(18), Balance: Seen(15_000), TypicalOrder: Seen(10_000)}, SwitchingCost, .5, "18 days of contract left; stored value and points of ¥150.00, 1.5 typical orders"},
		"nothing binds them":              {Signals{ContractDays: Seen(0), Balance: Seen(0)}, SwitchingCost, 0, "0 days of contract left; no stored value or points"},
		"always with a coupon":            {Signals{Orders: Seen(8), Discounted: Seen(8), ShopDiscounted: Seen(.2)}, Incentive, .8, "8 of 8 orders at a discount, against 20 % of all"},
		"one order with a coupon":         {Signals{Orders: Seen(1), Discounted: Seen(1), ShopDiscounted: Seen(.2)}, Incentive, 1. / 3, "1 of 1 orders at a discount, against 20 % of all"},
		"as everybody in a shop of sales": {Signals{Orders: Seen(10), Discounted: Seen(9), ShopDiscounted: Seen(.9)}, Incentive, 0, "9 of 10 orders at a discount, against 90 % of all"},
		"like clockwork and indifferent":  {Signals{Regularity: Seen(3), Attitude: low}, Habit, .9, "gaps between orders have regularity 3 (1 is random); attitude is low with probability 0.90"},
		"like clockwork and convinced":    {Signals{Regularity: Seen(3), Attitude: high}, Habit, .1, "gaps between orders have regularity 3 (1 is random); attitude is low with probability 0.10"},
		"at random, whatever they think":  {Signals{Regularity: Seen(1)}, Habit, 0, "gaps between orders have regularity 1 (1 is random)"},
		"convinced":                       {Signals{Attitude: high}, Conviction, .9, "attitude is high with probability 0.90"},
		"trusts the shop":                 {Signals{Trust: Seen(.7)}, Trust, .7, "trust 0.70 of 1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := diagnose(t, test.signals).Of(test.of)
			require.True(t, f.OK)
			assert.InDelta(t, test.score, f.Score, 1e-12)
			assert.Equal(t, test.words, f.Evidence.English)
			assert.NotEmpty(t, f.Evidence.Chinese)
		})
	}
}

func TestWhatIsMissingIsUnknownAndNamed(t *testing.T) {
	d := diagnose(t, Signals{Customer: "林"})
	for _, f := range append(d.Causes, d.Drivers...) {
		assert.False(t, f.OK, f.Of)
		assert.Zero(t, f.Score)
		assert.NotEmpty(t, f.Missing, f.Of)
		assert.Equal(t, "没有相关数据", f.Evidence.Chinese)
	}
	tests := map[string]struct {
		signals Signals
		of      Cause
		missing []string
	}{
		"no contract, balance not known":       {Signals{ContractDays: Seen(0)}, SwitchingCost, []string{"Balance"}},
		"a balance without the size of orders": {Signals{ContractDays: Seen(0), Balance: Seen(500)}, SwitchingCost, []string{"TypicalOrder"}},
		"no order":                             {Signals{Orders: Seen(0), Discounted: Seen(0), ShopDiscounted: Seen(.5)}, Incentive, []string{"Orders"}},
		"everything is always reduced":         {Signals{Orders: Seen(5), Discounted: Seen(5), ShopDiscounted: Seen(1)}, Incentive, []string{"ShopDiscounted"}},
		"regular, attitude not known":          {Signals{Regularity: Seen(3)}, Habit, []string{"Attitude"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := diagnose(t, test.signals).Of(test.of)
			assert.False(t, f.OK)
			assert.Equal(t, test.missing, f.Missing)
		})
	}
	f := diagnose(t, Signals{ContractDays: Seen(90)}).Of(SwitchingCost)
	assert.True(t, f.OK, "a contract speaks for itself")
	assert.Equal(t, []string{"Balance"}, f.Missing, "and what could add to it is named")
	assert.Equal(t, Finding{Of: Price}, diagnose(t, Signals{}).Of(Price), "nobody looked for it")
}

func TestSeveralCausesAtOnceInOrder(t *testing.T) {
	d := diagnose(t, Signals{
		Alternatives: Seen(1), ContractDays: Seen(200), Orders: Seen(10), Discounted: Seen(9), ShopDiscounted: Seen(.3),
		Satisfaction: Seen(.9), Norms: Seen(.2),
	})
	assert.Equal(t, []Cause{SwitchingCost, Incentive, NoChoice}, d.Above(.5))
	assert.Equal(t, []Cause{SwitchingCost}, d.Above(.9))
	assert.Equal(t, []Cause{Habit, Conviction}, []Cause{d.Causes[3].Of, d.Causes[4].Of}, "the unknown come last")
	assert.Equal(t, []Cause{Norms, Satisfaction}, []Cause{d.Drivers[0].Of, d.Drivers[1].Of}, "the weakest driver first")
}

func TestOneSignalMoreMovesItsCauseOnlyUp(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 500 {
		s := Signals{
			Alternatives: Seen(float64(1 + r.IntN(5))), ContractDays: Seen(float64(r.IntN(300))), Balance: Seen(float64(r.IntN(9000))), TypicalOrder: Seen(1000),
			Orders: Seen(20), Discounted: Seen(float64(r.IntN(20))), ShopDiscounted: Seen(r.Float64() * .99),
			Regularity: Seen(4 * r.Float64()), Attitude: Chance{OK: true, P: r.Float64()},
		}
		more := s
		more.Alternatives.Value--
		more.ContractDays.Value++
		more.Balance.Value++
		more.Discounted.Value++
		more.Regularity.Value++
		a, b := diagnose(t, s), diagnose(t, more)
		for _, c := range []Cause{NoChoice, SwitchingCost, Incentive, Habit} {
			require.GreaterOrEqual(t, b.Of(c).Score, a.Of(c).Score, c)
		}
	}
}

func TestSignalsThatCannotBe(t *testing.T) {
	_, err := CausesOf([]Signals{
		{Customer: "a", Alternatives: Seen(-1)},
		{Customer: "b", Alternatives: Signal{Value: 3}},
		{Customer: "c", Regularity: Seen(math.NaN()), ShopDiscounted: Seen(1.5)},
		{Customer: "d", Orders: Seen(2), Discounted: Seen(3)},
		{Customer: "e", Attitude: Chance{OK: true, P: math.NaN()}},
		{Customer: "f"},
		{Customer: "a"},
		{},
		{},
	}, CauseOptions{})
	for _, want := range []string{
		"row 0 (a): has Alternatives -1; it goes from 0 to",
		"row 1 (b): has Alternatives 3 that is not marked as known; write Seen(3)",
		"row 2 (c): has Regularity that is not a number",
		"row 2 (c): has ShopDiscounted 1.5; it goes from 0 to 1",
		"row 3 (d): has 3 orders at a discount of 2 orders",
		"row 4 (e): has an attitude that is high with probability NaN",
		"row 6 (a): is the same customer as row 0",
	} {
		assert.ErrorContains(t, err, want)
	}
	var faults Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 7, "and nothing else")
	_, err = CausesOf(nil, CauseOptions{})
	require.ErrorIs(t, err, ErrNothing)
	_, err = CausesOf(make([]Signals, 1), CauseOptions{Regular: 1})
	require.ErrorContains(t, err, "Regular is 1; it is a number above 1")
	_, err = ObstaclesOf(make([]ObstacleSignals, 1), CauseOptions{FreeChoice: math.Inf(1)})
	require.ErrorContains(t, err, "FreeChoice is +Inf")
	_, err = ObstaclesOf(nil, CauseOptions{})
	require.ErrorIs(t, err, ErrNothing)
	_, err = ObstaclesOf([]ObstacleSignals{{Customer: "a", RivalShare: Seen(2), RivalOrders: Seen(1), RivalDiscounted: Seen(2)}}, CauseOptions{})
	require.ErrorContains(t, err, "row 0 (a): has RivalShare 2; it goes from 0 to 1")
	require.ErrorContains(t, err, "more purchases at a discount elsewhere")
}

func TestWhyTheyDoNot(t *testing.T) {
	tests := map[string]struct {
		signals ObstacleSignals
		of      Cause
		score   float64
	}{
		"buys the other brand every month":  {ObstacleSignals{RivalShare: Seen(.8), RivalRegularity: Seen(3)}, RivalHabit, .8},
		"buys the other brand now and then": {ObstacleSignals{RivalShare: Seen(.8), RivalRegularity: Seen(1)}, RivalHabit, 0},
		"a contract there":                  {ObstacleSignals{RivalContractDays: Seen(90)}, RivalSwitchingCost, .5},
		"a card there":                      {ObstacleSignals{RivalBalance: Seen(3000), TypicalOrder: Seen(1000)}, RivalSwitchingCost, 1},
		"says it is too expensive":          {ObstacleSignals{SaysTooExpensive: Seen(.7)}, Price, .7},
		"pays less elsewhere":               {ObstacleSignals{PriceRatio: Seen(1.15)}, Price, .5},
		"pays more elsewhere":               {ObstacleSignals{SaysTooExpensive: Seen(0), PriceRatio: Seen(.8)}, Price, 0},
		"not delivered to":                  {ObstacleSignals{Deliverable: Seen(0)}, OutOfReach, 1},
		"no way to tell them":               {ObstacleSignals{OpenChannels: Seen(0)}, OutOfReach, 1},
		"often out of stock":                {ObstacleSignals{Deliverable: Seen(1), OutOfStock: Seen(.6), OpenChannels: Seen(2)}, OutOfReach, .6},
		"follows the other brand's sales":   {ObstacleSignals{RivalOrders: Seen(8), RivalDiscounted: Seen(8), MarketDiscounted: Seen(.5)}, RivalOffer, .8},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := ObstaclesOf([]ObstacleSignals{test.signals}, CauseOptions{})
			require.NoError(t, err)
			f := d[0].Of(test.of)
			require.True(t, f.OK, f)
			assert.InDelta(t, test.score, f.Score, 1e-9)
			assert.NotEmpty(t, f.Evidence.English)
		})
	}
	d, err := ObstaclesOf([]ObstacleSignals{{Deliverable: Seen(1)}}, CauseOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{"OutOfStock", "OpenChannels"}, d[0].Of(OutOfReach).Missing)
	assert.Equal(t, []string{"RivalOrders", "RivalDiscounted", "MarketDiscounted"}, d[0].Of(RivalOffer).Missing)
	assert.Empty(t, d[0].Above(0), "all unknown")
}

func TestEverySignalIsChecked(t *testing.T) {
	// A field that is forgotten in the checks would let NaN through.
	for _, v := range []reflect.Value{reflect.ValueOf(new(Signals)).Elem(), reflect.ValueOf(new(ObstacleSignals)).Elem()} {
		for i := range v.NumField() {
			if v.Field(i).Type() != reflect.TypeFor[Signal]() {
				continue
			}
			v.SetZero()
			v.Field(i).Set(reflect.ValueOf(Seen(math.NaN())))
			var err error
			switch s := v.Interface().(type) {
			case Signals:
				_, err = CausesOf([]Signals{s}, CauseOptions{})
			case ObstacleSignals:
				_, err = ObstaclesOf([]ObstacleSignals{s}, CauseOptions{})
			}
			assert.ErrorContains(t, err, "has "+v.Type().Field(i).Name+" that is not a number")
		}
	}
}

func FuzzCausesOf(f *testing.F) {
	f.Add(1., 2., 3., 4., 5., 1., .5, 2., .3)
	f.Add(0., 0., 1e15, 1e-300, 0., 0., 0., 0., 1.)
	f.Fuzz(func(t *testing.T, alternatives, days, balance, order, orders, discounted, shop, k, p float64) {
		own, err := CausesOf([]Signals{{
			Alternatives: Seen(alternatives), ContractDays: Seen(days), Balance: Seen(balance), TypicalOrder: Seen(order),
			Orders: Seen(orders), Discounted: Seen(discounted), ShopDiscounted: Seen(shop), Regularity: Seen(k), Attitude: Chance{OK: true, P: p},
		}}, CauseOptions{})
		other, err2 := ObstaclesOf([]ObstacleSignals{{
			RivalShare: Seen(p), RivalRegularity: Seen(k), RivalContractDays: Seen(days), RivalBalance: Seen(balance), TypicalOrder: Seen(order),
			SaysTooExpensive: Seen(shop), PriceRatio: Seen(alternatives), Deliverable: Seen(p), RivalOrders: Seen(orders), RivalDiscounted: Seen(discounted), MarketDiscounted: Seen(shop),
		}}, CauseOptions{})
		for _, d := range append(own, other...) {
			for _, f := range d.Causes {
				require.True(t, f.Score >= 0 && f.Score <= 1, "%v", f)
			}
		}
		require.Equal(t, err == nil, own != nil)
		require.Equal(t, err2 == nil, other != nil)
	})
}
