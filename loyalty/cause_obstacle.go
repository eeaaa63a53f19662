package loyalty

// ObstacleSignals are observations about why a customer with a high opinion of the shop still buys
// elsewhere (潜在忠诚的障碍). An unknown one stays the zero Signal.
type ObstacleSignals struct {
	Customer string // their id, once; empty: no particular customer

	RivalShare      Signal // share of their purchases in the category at the rival they use most, 0 to 1
	RivalRegularity Signal // the shape k of the gaps between their purchases there; 1 is random

	RivalContractDays Signal // days until the end of a contract there; 0: there is none
	RivalBalance      Signal // stored value and points that they have there, in fen; 0: none
	TypicalOrder      Signal // their usual order, in fen: the unit for RivalBalance

	SaysTooExpensive Signal // how much they name the price as a reason, 0 to 1, from a survey
	PriceRatio       Signal // the shop's price ÷ their usual price in the category

	Deliverable  Signal // share of their addresses in the shop's delivery area, 0 to 1
	OutOfStock   Signal // share of their visits with a product out of stock, 0 to 1
	OpenChannels Signal // number of open channels to them: 0, 1, 2, …

	RivalOrders      Signal // their known purchases elsewhere in the period
	RivalDiscounted  Signal // those at a discount
	MarketDiscounted Signal // share of the category's purchases at a discount, 0 to 1
}

// ObstaclesOf examines the five obstacles of latent loyalty:
//
//	rival habit           rival's share · (k − 1) ÷ (Regular − 1), k of the purchases there
//	rival switching cost  as [CausesOf] measures it, at the rival
//	price                 the larger of what they say and (ratio − 1) ÷ (TooExpensive − 1)
//	out of reach          the largest of 1 − deliverable, out of stock, and 1 without any open channel
//	rival offer           their lift of discounted purchases elsewhere, against the category
//
// each limited to 0 to 1; an obstacle without its signals is unknown, never 0. It does not examine
// drivers. Impossible signals are [Problems] by row.
func ObstaclesOf(customers []ObstacleSignals, o CauseOptions) ([]Diagnosis, error) {
	return diagnoseAll(customers, o, func(s ObstacleSignals, o CauseOptions) Diagnosis {
		return Diagnosis{Customer: s.Customer, Causes: ordered([]Finding{
			together(RivalHabit, asShare("RivalShare", s.RivalShare, "%.0f %% of their purchases at one rival", "%.0f%% 的购买在同一家竞品"), regular("RivalRegularity", s.RivalRegularity, o)),
			lock(RivalSwitchingCost, "RivalContractDays", s.RivalContractDays, "RivalBalance", s.RivalBalance, s.TypicalOrder, o),
			s.price(o),
			s.outOfReach(),
			s.rivalOffer(o),
		}, false)}
	})
}

// asShare is a part that is a share already.
func asShare(field string, s Signal, english, chinese string) part {
	return partOf(field, s, func(v float64) float64 { return v }, english, chinese, 100*s.Value)
}

func (s ObstacleSignals) price(o CauseOptions) Finding {
	return strongest(
		Price,
		asShare("SaysTooExpensive", s.SaysTooExpensive, "says that the price keeps them away, %.0f %%", "称价格是障碍的程度为 %.0f%%"),
		partOf(
			"PriceRatio", s.PriceRatio,
			func(r float64) float64 { return (r - 1) / (o.TooExpensive - 1) },
			"the price is %.2f times what they usually pay", "价格是平时支付水平的 %.2f 倍", s.PriceRatio.Value,
		),
	)
}

func (s ObstacleSignals) outOfReach() Finding {
	return strongest(
		OutOfReach,
		partOf(
			"Deliverable", s.Deliverable,
			func(v float64) float64 { return 1 - v },
			"%.0f %% of their addresses are delivered to", "%.0f%% 的地址可送达", 100*s.Deliverable.Value,
		),
		asShare("OutOfStock", s.OutOfStock, "%.0f %% of their visits met something out of stock", "%.0f%% 的访问遇到缺货"),
		partOf(
			"OpenChannels", s.OpenChannels,
			func(n float64) float64 { return 1 - n },
			"%v ways are open to reach them", "可触达的渠道有 %v 个", s.OpenChannels.Value,
		),
	)
}

// rivalOffer is the incentive, at the rival.
func (s ObstacleSignals) rivalOffer(o CauseOptions) Finding {
	f := Signals{Orders: s.RivalOrders, Discounted: s.RivalDiscounted, ShopDiscounted: s.MarketDiscounted}.incentive(o)
	f.Of = RivalOffer
	for i, field := range f.Missing {
		f.Missing[i] = map[string]string{"Orders": "RivalOrders", "Discounted": "RivalDiscounted", "ShopDiscounted": "MarketDiscounted"}[field]
	}
	return f
}

func (s ObstacleSignals) who() string { return s.Customer }

func (s ObstacleSignals) problems() []string {
	const many = 1e15
	found := problems([]limit{
		{"RivalShare", s.RivalShare, 0, 1},
		{"RivalRegularity", s.RivalRegularity, 0, many},
		{"RivalContractDays", s.RivalContractDays, 0, many},
		{"RivalBalance", s.RivalBalance, 0, many},
		{"TypicalOrder", s.TypicalOrder, 0, many},
		{"SaysTooExpensive", s.SaysTooExpensive, 0, 1},
		{"PriceRatio", s.PriceRatio, 0, many},
		{"Deliverable", s.Deliverable, 0, 1},
		{"OutOfStock", s.OutOfStock, 0, 1},
		{"OpenChannels", s.OpenChannels, 0, many},
		{"RivalOrders", s.RivalOrders, 0, many},
		{"RivalDiscounted", s.RivalDiscounted, 0, many},
		{"MarketDiscounted", s.MarketDiscounted, 0, 1},
	})
	if s.RivalOrders.Known && s.RivalDiscounted.Known && s.RivalDiscounted.Value > s.RivalOrders.Value {
		found = append(found, "has more purchases at a discount elsewhere than purchases elsewhere")
	}
	return found
}
