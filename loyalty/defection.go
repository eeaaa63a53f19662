package loyalty

import (
	"fmt"
)

// A LossPrior is an assumption about the share of customers who leave within a period,
// by their stated satisfaction (流失率). It is for a shop without its own numbers.
// Replace it by the shop's experience.
type LossPrior struct {
	Days   int         // the period
	Levels []LossLevel // from the least satisfied up
}

// A LossLevel is one answer about satisfaction, and the assumed share that leaves.
// The assumption has the weight of Weight customers: it is the distribution
// Beta(Weight·Rate, Weight·(1−Rate)).
type LossLevel struct {
	Name    string
	Chinese string
	Rate    float64 // above 0, below 1
	Weight  float64 // above 0; default: 20
}

// Satisfied is the lowest level, counted from 1, of satisfied customers in
// [KotlerLoss].
const Satisfied = 4

// KotlerLoss are the loss rates that textbooks attribute to Kotler: 80 %, 40 %, 20
// %, 10 % and 1–2 % (here 1.5 %) from very dissatisfied to very satisfied. They name
// no period, and no first source has been found: the caller decides on the period.
func KotlerLoss(days int) LossPrior {
	return LossPrior{Days: days, Levels: []LossLevel{
		{Name: "very dissatisfied", Chinese: "非常不满意", Rate: .8},
		{Name: "somewhat dissatisfied", Chinese: "不太满意", Rate: .4},
		{Name: "indifferent", Chinese: "一般", Rate: .2},
		{Name: "fairly satisfied", Chinese: "比较满意", Rate: .1},
		{Name: "very satisfied", Chinese: "非常满意", Rate: .015},
	}}
}

// A LossSurvey is one customer who was asked about their satisfaction and then
// observed for the period.
type LossSurvey struct {
	Customer string
	Level    int  // their answer, from 1, the least satisfied; 0: they were not asked
	Left     bool // they had left by the end of the period
}

// A LossRate is the rate of one level, from the assumption and the shop's own
// counts.
type LossRate struct {
	Name, Chinese   string
	Customers, Left int // the shop's own: asked, and those of them who left
	// Rate is the posterior mean with the equal-tailed credible interval. Its base
	// is the shop's own customers; it is [Estimated] while they weigh less than the
	// assumption does.
	Rate      Measure
	Posterior Beta
}

// Rates combines the assumption with the shop's observations. days is the period of
// the observation. It must be the prior's, since a rate per quarter and one per year
// are different numbers. Without customers the rates are the assumed ones.
//
// Impossible rates, answers off the scale and customers named twice or without id
// are [Problems].
func (p LossPrior) Rates(days int, asked []LossSurvey) ([]LossRate, error) {
	if err := p.fault(days); err != nil {
		return nil, err
	}
	if err := faultsOfLosses(asked, len(p.Levels)); err != nil {
		return nil, err
	}
	rates := make([]LossRate, len(p.Levels))
	for _, a := range asked {
		if a.Level == 0 {
			continue
		}
		rates[a.Level-1].Customers++
		if a.Left {
			rates[a.Level-1].Left++
		}
	}
	method := fmt.Sprintf("posterior mean of the loss in %d days, beta interval", days)
	for i, level := range p.Levels {
		r := &rates[i]
		r.Name, r.Chinese = level.Name, level.Chinese
		prior := level.prior()
		r.Posterior = Beta{prior.A + float64(r.Left), prior.B + float64(r.Customers-r.Left)}
		r.Rate = r.Posterior.Measure(Level, r.Customers, method)
		if float64(r.Customers) < level.weight() {
			r.Rate = r.Rate.With(Estimated)
		}
	}
	return rates, nil
}

// fewLeavers is the base below which a share of leavers is marked.
const fewLeavers = 20

// SatisfiedLeavers is the share of leavers who had called themselves satisfied: a
// level of from or higher, of levels. If it is high, satisfaction alone does not
// retain customers: 65 to 85 % of those who left Bain & Company's clients had been satisfied
// (Reichheld, The Loyalty Effect, 1996). The base is leavers who had been asked. It is unknown without
// any, [BelowMinBase] under 20, and [Extrapolated] if more than half of the leavers
// had never been asked.
func SatisfiedLeavers(asked []LossSurvey, from, levels int) (Measure, error) {
	if levels < 2 || from < 1 || from > levels {
		return Measure{}, fmt.Errorf("loyalty: satisfied from level %d of %d; there are at least 2 levels, counted from 1", from, levels)
	}
	if err := faultsOfLosses(asked, levels); err != nil {
		return Measure{}, err
	}
	left, answered, satisfied := 0, 0, 0
	for _, a := range asked {
		if !a.Left {
			continue
		}
		left++
		if a.Level > 0 {
			answered++
		}
		if a.Level >= from {
			satisfied++
		}
	}
	m := Proportion(satisfied, answered, Level)
	if m.OK && answered < fewLeavers {
		m = m.With(BelowMinBase)
	}
	if m.OK && 2*answered < left {
		m = m.With(Extrapolated)
	}
	return m, nil
}

func (l LossLevel) weight() float64 {
	if l.Weight == 0 {
		return 20
	}
	return l.Weight
}

// prior is the level's assumption as a distribution.
func (l LossLevel) prior() Beta { return Beta{l.weight() * l.Rate, l.weight() * (1 - l.Rate)} }

func (p LossPrior) fault(days int) error {
	switch {
	case p.Days <= 0:
		return fmt.Errorf("loyalty: the period of the assumed loss is %d days; name it, as in KotlerLoss(365)", p.Days)
	case days != p.Days:
		return fmt.Errorf("loyalty: customers were watched for %d days and the assumed loss is for %d; take the same period for both", days, p.Days)
	case len(p.Levels) == 0:
		return fmt.Errorf("loyalty: the assumed loss has no levels")
	}
	var faults Problems
	for i, l := range p.Levels {
		switch {
		case !(l.Rate > 0 && l.Rate < 1):
			faults = append(faults, faultf(i, l.Name, "has a rate of %v; it is above 0 and below 1, since nothing is certain", l.Rate))
		case !l.prior().valid():
			faults = append(faults, faultf(i, l.Name, "assumes a rate of %v with the weight of %v customers; weigh it with more than a thousandth of a leaver and of a stayer, and at most 1e7", l.Rate, l.weight()))
		}
	}
	return faults.Err()
}

func faultsOfLosses(asked []LossSurvey, levels int) error {
	var faults Problems
	first := make(map[string]int, len(asked))
	for i, a := range asked {
		row, twice := first[a.Customer]
		switch {
		case a.Customer == "":
			faults = append(faults, faultf(i, "", "has no customer"))
		case twice:
			faults = append(faults, faultf(i, a.Customer, "is the same customer as row %d; keep one answer of the period", row))
		case a.Level < 0 || a.Level > levels:
			faults = append(faults, faultf(i, a.Customer, "answered %d; levels go from 1 to %d, and 0 is not asked", a.Level, levels))
			fallthrough
		default:
			first[a.Customer] = i
		}
	}
	return faults.Err()
}
