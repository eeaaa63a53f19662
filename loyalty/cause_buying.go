package loyalty

import (
	"fmt"
	"math"
)

// Signals are a shop's observations about why a customer keeps buying. An unknown one stays the zero Signal.
type Signals struct {
	Customer string // their id, once; empty: no particular customer

	Alternatives Signal // number of other sellers of the category within their reach: 0, 1, 2, …
	ContractDays Signal // days until the end of a contract or a subscription; 0: there is none
	Balance      Signal // stored value and points that leaving would lose, in fen; 0: none
	TypicalOrder Signal // their usual order, in fen: the unit for Balance

	Orders         Signal // their orders in the period
	Discounted     Signal // those with a discount, a gift or a coupon
	ShopDiscounted Signal // share of all orders of the shop at a discount, 0 to 1

	// Regularity is the shape k of the gaps between their orders in the gap model. It is 1 for random orders,
	// and higher for more regular ones.
	Regularity Signal
	// Attitude is the probability of a high attitude to the shop, as in [TypesOf].
	Attitude Chance

	// The sources of conviction, each as a degree from 0 to 1 from a survey.
	Satisfaction, CustomerValue, Trust, Image, Norms Signal
}

// CauseOptions are the values at which evidence is complete; below, it is proportional. They are a shop's
// judgement, not the result of a study.
type CauseOptions struct {
	FreeChoice    float64 // number of alternatives for a free choice. Default: 3
	LongContract  float64 // days of contract left that bind completely. Default: 180
	LockedOrders  float64 // balance, in typical orders, that binds completely. Default: 3
	Regular       float64 // the shape k of gaps that is a complete habit; above 1. Default: 3
	DiscountPrior float64 // weight of the shop's average, as a number of orders of each customer. Default: 2
	TooExpensive  float64 // ratio of an impossible price to their usual one; above 1. Default: 1.3
}

func (o CauseOptions) filled() (CauseOptions, error) {
	for _, f := range []struct {
		name       string
		value      *float64
		def, above float64
	}{
		{"FreeChoice", &o.FreeChoice, 3, 0},
		{"LongContract", &o.LongContract, 180, 0},
		{"LockedOrders", &o.LockedOrders, 3, 0},
		{"Regular", &o.Regular, 3, 1},
		{"DiscountPrior", &o.DiscountPrior, 2, 0},
		{"TooExpensive", &o.TooExpensive, 1.3, 1},
	} {
		if *f.value == 0 {
			*f.value = f.def
		}
		if !(*f.value > f.above) || !isFinite(*f.value) {
			return o, fmt.Errorf("loyalty: %s is %v; it is a number above %v", f.name, *f.value, f.above)
		}
	}
	return o, nil
}

// CausesOf examines the five causes of repeat buying in every customer's signals:
//
//	no choice       1 − alternatives ÷ FreeChoice
//	switching cost  the larger of contract days ÷ LongContract, balance ÷ (typical order · LockedOrders)
//	incentive       (s − shop) ÷ (1 − shop), s = (discounted + w·shop) ÷ (orders + w), w = DiscountPrior
//	habit           (k − 1) ÷ (Regular − 1), times the probability of a low attitude
//	conviction      the probability of a high attitude
//
// each limited to 0 to 1. The incentive is measured against the shop's own share of discounts: where everything
// is always reduced, a discount is no sign of bargain hunting. A cause without its signals is unknown, never 0.
//
// Impossible signals are [Problems] by row; then there are no diagnoses.
func CausesOf(customers []Signals, o CauseOptions) ([]Diagnosis, error) {
	return diagnoseAll(customers, o, func(s Signals, o CauseOptions) Diagnosis {
		return Diagnosis{
			Customer: s.Customer,
			Causes: ordered([]Finding{
				s.noChoice(o),
				lock(SwitchingCost, "ContractDays", s.ContractDays, "Balance", s.Balance, s.TypicalOrder, o),
				s.incentive(o),
				s.habit(o),
				strongest(Conviction, s.attitude(true)),
			}, false),
			Drivers: ordered([]Finding{
				driver(Satisfaction, "Satisfaction", "满意度", s.Satisfaction),
				driver(CustomerValue, "CustomerValue", "顾客价值", s.CustomerValue),
				driver(Trust, "Trust", "信任", s.Trust),
				driver(Image, "Image", "企业形象", s.Image),
				driver(Norms, "Norms", "社会规范与情境", s.Norms),
			}, true),
		}
	})
}

func (s Signals) noChoice(o CauseOptions) Finding {
	return strongest(NoChoice, partOf(
		"Alternatives", s.Alternatives,
		func(n float64) float64 { return 1 - n/o.FreeChoice },
		"%v other sellers to choose from", "可选的其他卖家有%v家", s.Alternatives.Value,
	))
}

// lock is what leaving a seller costs: this shop, or for an obstacle the rival.
func lock(c Cause, daysField string, days Signal, balanceField string, balance, order Signal, o CauseOptions) Finding {
	contract := partOf(
		daysField, days,
		func(d float64) float64 { return d / o.LongContract },
		"%v days of contract left", "合同还有%v天", days.Value,
	)
	stored := part{field: balanceField, ok: balance.Known && (order.Known && order.Value > 0 || balance.Value == 0)}
	switch {
	case stored.ok && balance.Value == 0:
		stored.text = Text{"no stored value or points", "没有储值和积分"}
	case stored.ok:
		orders := balance.Value / order.Value
		stored.score = math.Min(1, orders/o.LockedOrders)
		stored.text = Text{
			fmt.Sprintf("stored value and points of ¥%.2f, %.1f typical orders", balance.Value/100, orders),
			fmt.Sprintf("储值和积分%.2f元，相当于%.1f个常规订单", balance.Value/100, orders),
		}
	case balance.Known:
		stored.field = "TypicalOrder"
	}
	return strongest(c, contract, stored)
}

func (s Signals) incentive(o CauseOptions) Finding {
	f := Finding{Of: Incentive}
	for _, l := range []limit{{field: "Orders", signal: s.Orders}, {field: "Discounted", signal: s.Discounted}, {field: "ShopDiscounted", signal: s.ShopDiscounted}} {
		if !l.signal.Known {
			f.Missing = append(f.Missing, l.field)
		}
	}
	switch {
	case len(f.Missing) > 0:
		return f.settled()
	case s.Orders.Value == 0:
		f.Missing = []string{"Orders"}
		f.Evidence = Text{"no order in the period", "期内没有订单"}
		return f
	case s.ShopDiscounted.Value >= 1-rounding:
		f.Missing = []string{"ShopDiscounted"}
		f.Evidence = Text{"all orders of the shop are at a discount, so they do not tell customers apart", "全店订单都有优惠，无法区分"}
		return f
	}
	return strongest(Incentive, lift(s.Orders.Value, s.Discounted.Value, s.ShopDiscounted.Value, o.DiscountPrior))
}

// lift is how far a customer's share of discounted orders lies above everybody's,
// as a part of how far it could lie; few orders are drawn to the average.
func lift(orders, discounted, everybody, prior float64) part {
	share := (discounted + prior*everybody) / (orders + prior)
	return part{
		ok: true, score: math.Max(0, math.Min(1, (share-everybody)/(1-everybody))),
		text: Text{
			fmt.Sprintf("%v of %v orders at a discount, against %.0f %% of all", discounted, orders, 100*everybody),
			fmt.Sprintf("%[2]v单里有%[1]v单用了优惠，全店为%.0[3]f%%", discounted, orders, 100*everybody),
		},
	}
}

func (s Signals) habit(o CauseOptions) Finding {
	return together(Habit, regular("Regularity", s.Regularity, o), s.attitude(false))
}

// regular is how evenly somebody buys.
func regular(field string, k Signal, o CauseOptions) part {
	return partOf(
		field, k,
		func(k float64) float64 { return (k - 1) / (o.Regular - 1) },
		"gaps between orders have regularity %.2g (1 is random)", "购买间隔规律度%.2g（1为随机）", k.Value,
	)
}

// attitude is how probable it is that the attitude is high, or low.
func (s Signals) attitude(high bool) part {
	p, text := s.Attitude.P, Text{"attitude is high with probability %.2f", "态度较高的概率为%.2f"}
	if !high {
		p, text = 1-p, Text{"attitude is low with probability %.2f", "态度较低的概率为%.2f"}
	}
	return partOf("Attitude", Signal{s.Attitude.OK, p}, func(p float64) float64 { return p }, text.English, text.Chinese, p)
}

func driver(c Cause, field, chinese string, s Signal) Finding {
	f := Finding{Of: c, OK: s.Known, Score: clampTo(s.Value, 0, 1)}
	if !s.Known {
		f.Missing = []string{field}
		return f.settled()
	}
	f.Evidence = Text{fmt.Sprintf("%s %.2f of 1", c, s.Value), fmt.Sprintf("%s%.2f（满分1）", chinese, s.Value)}
	return f
}

func (s Signals) who() string { return s.Customer }

func (s Signals) problems() []string {
	const many = 1e15
	found := problems([]limit{
		{"Alternatives", s.Alternatives, 0, many},
		{"ContractDays", s.ContractDays, 0, many},
		{"Balance", s.Balance, 0, many},
		{"TypicalOrder", s.TypicalOrder, 0, many},
		{"Orders", s.Orders, 0, many},
		{"Discounted", s.Discounted, 0, many},
		{"ShopDiscounted", s.ShopDiscounted, 0, 1},
		{"Regularity", s.Regularity, 0, many},
		{"Satisfaction", s.Satisfaction, 0, 1},
		{"CustomerValue", s.CustomerValue, 0, 1},
		{"Trust", s.Trust, 0, 1},
		{"Image", s.Image, 0, 1},
		{"Norms", s.Norms, 0, 1},
	})
	if s.Orders.Known && s.Discounted.Known && s.Discounted.Value > s.Orders.Value {
		found = append(found, fmt.Sprintf("has %v orders at a discount of %v orders", s.Discounted.Value, s.Orders.Value))
	}
	if s.Attitude.OK && outside(s.Attitude.P, 0, 1) {
		found = append(found, fmt.Sprintf("has an attitude that is high with probability %v; it goes from 0 to 1", s.Attitude.P))
	}
	return found
}
