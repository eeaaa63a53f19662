package report

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Customer is one line of the base.
type Customer struct {
	ID        string
	First     string // day of the first purchase
	Last      string // day of the last purchase
	Orders    int
	Days      int // days of purchase
	Spend     tiexin.Money
	DaysSince int // days since the last purchase
	Score     loyalty.RFMScore
	Segment   string
	Tier      string
	Behaviour loyalty.Measure // in the unit of Types.Behaviour
	Attitude  loyalty.Measure
	Type      loyalty.Type
	Chance    float64 // of that type; for the unclassified, that of the likeliest one; 0: all types are unknown
	// PAlive and PBuy are the probabilities of not having left for good and of a
	// purchase within Options.Soon. Expected is the number of purchases expected
	// within Options.Horizon. Forecast is true if they are known.
	Forecast               bool
	PAlive, PBuy, Expected float64
	Value                  loyalty.Measure // in yuan, within Options.Horizon
}

func customersOf(b *base, f *future) []Customer {
	all := make([]Customer, len(b.ids))
	for i, id := range b.ids {
		s := b.summaries[id]
		c := Customer{
			ID: id, First: s.First().String(), Last: s.Last().String(), Orders: s.Orders(), Days: s.Days(), Spend: s.Spend(), DaysSince: s.Since(b.on),
			Score: b.scores[i], Segment: b.segments[i], Tier: b.tiering.Tiers[b.tiering.Of[i]].Name,
			Behaviour: b.behaviour.at(i), Attitude: b.attitudes[i], Type: b.typed[i].Type,
			Value: loyalty.Unknown(f.NextYear.Value.Why, 0, valueMethod),
		}
		for kind := loyalty.TrueLoyal; kind <= loyalty.Disloyal; kind++ {
			c.Chance = max(c.Chance, b.typed[i].Chances[kind])
		}
		if f.scores != nil {
			c.Forecast, c.PAlive, c.PBuy, c.Expected = true, f.soon[i].PAlive, f.soon[i].PBuy, f.scores[i].Expected
		}
		switch {
		case f.valuer != nil:
			c.Value = f.valuer.Value(f.buyers[i])
		case f.NextYear.Value.Why == "":
			c.Value.Why = loyalty.InfiniteMean
		}
		all[i] = c
	}
	return all
}
