package btyd

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Forecaster can be tested by [Backtest]: every [Model] is one, and a shop's own
// rule of thumb can be.
type Forecaster interface {
	PBuy(c Customer, h float64) float64
	Expected(c Customer, t float64) float64
}

// A BacktestResult is the test of a forecast on the following time, compared with the
// rule "days since the last order", which needs no model.
type BacktestResult struct {
	Customers int
	Buyers    int     // customers with a purchase in the holdout
	Horizon   float64 // length of the holdout

	Model   Forecast // by the model's PBuy
	Recency Forecast // by the time since the last purchase; see Rule

	Expected    float64         // purchases in the holdout, all customers together
	Actual      int             //
	Bias        loyalty.Measure // Expected/Actual - 1; unknown without a purchase
	MAE, RMSE   float64         // of a customer's expected count
	Correlation loyalty.Measure // of expected and actual count

	Deciles []Decile // by PBuy, the highest first
	Rule    Learned  // source of the rule's probabilities
	Prefer  Choice   // the better one to predict buyers
	Reason  string   // in words
}

// A Forecast is the quality of the probabilities of buying.
type Forecast struct {
	AUC     loyalty.Measure `json:"auc"`      // probability that a buyer ranks before a non-buyer; interval by Hanley & McNeil 1982, none for a perfect order
	Brier   float64         `json:"brier"`    // mean squared error of the probability: 0 is perfect
	LogLoss float64         `json:"log_loss"` // mean of -ln of the probability of the actual result
}

// A Decile is a tenth of the customers.
type Decile struct {
	Customers       int
	Predicted       float64 // mean probability of buying
	Bought          float64 // share of actual buyers
	Expected, Count float64 // purchases by customer, expected and counted
}

// A Choice is the preferred forecast.
type Choice string

// The choices.
const (
	PreferModel   Choice = "model"
	PreferRecency Choice = "days-since-last-order"
)

// Learned is the source of the rule's probabilities.
type Learned string

// The sources of a rule.
const (
	FromBefore  Learned = "the horizon before the holdout"       // as fair as the model: neither has seen the holdout
	FromHoldout Learned = "the other half of the same customers" // flatters the rule: it has seen who buys in this holdout
)

// fewest is how many customers a rule must have been able to watch before.
const fewest = 50

// Backtest compares the forecast for the holdout of a summary with the actual
// purchases.
//
// The rule ranks customers by the time since their last purchase. Its probability of
// buying is a falling step function of that time (isotonic regression; Ayer et al.
// 1955). It is fitted to the results of one horizon earlier, in Summary.Before. If
// that is missing or short, each half of the customers is forecast from the other
// half's purchases in the holdout.
//
// The model is preferred if its Brier score is lower by more than the standard error
// of the difference; otherwise the simpler rule is. Only the model has an expected
// count, and with it a customer's value.
//
// The error is [loyalty.ErrNothing], [ErrHoldout], or [loyalty.Problems].
func Backtest(m Forecaster, s Summary) (BacktestResult, error) {
	if err := s.validHoldout(); err != nil {
		return BacktestResult{}, err
	}
	n := len(s.Customers)
	chance, count, rank := make([]float64, n), make([]float64, n), make([]float64, n)
	actual, bought := make([]float64, n), make([]bool, n)
	var faults loyalty.Problems
	v := BacktestResult{Customers: n, Horizon: s.Horizon}
	for i, c := range s.Customers {
		chance[i], count[i], rank[i] = m.PBuy(c, s.Horizon), m.Expected(c, s.Horizon), c.Tx-c.T
		if !(chance[i] >= -rounding && chance[i] <= 1+rounding) || !isTime(count[i]) {
			faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf(
				"the forecast is a probability of %v and a count of %v; it must be from 0 to 1, and finite", chance[i], count[i])})
			continue
		}
		chance[i] = min(max(chance[i], 0), 1)
		actual[i], bought[i] = float64(s.Holdout[i]), s.Holdout[i] > 0
		if bought[i] {
			v.Buyers++
		}
		v.Actual += s.Holdout[i]
		v.Expected += count[i]
		v.MAE += math.Abs(count[i]-actual[i]) / float64(n)
		v.RMSE += (count[i] - actual[i]) * (count[i] - actual[i]) / float64(n)
	}
	if err := faults.Err(); err != nil {
		return BacktestResult{}, err
	}
	v.RMSE = math.Sqrt(v.RMSE)
	v.Bias, v.Correlation = bias(v.Expected, v.Actual, n), correlation(count, actual)
	var rule []float64
	rule, v.Rule = s.silenceRule(bought)
	v.Model, v.Recency = forecast(chance, chance, bought), forecast(rank, rule, bought)
	v.Deciles = deciles(chance, count, actual)
	v.choose(chance, rule, bought)
	return v, nil
}

// rounding is how far arithmetic may carry a probability beyond 0 or 1.
const rounding = 1e-9

func bias(expected float64, actual, n int) loyalty.Measure {
	const method = "expected by actual purchases, less 1"
	if actual == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, n, method)
	}
	return loyalty.Measure{OK: true, Value: expected/float64(actual) - 1, Base: n, Method: method}
}

func correlation(a, b []float64) loyalty.Measure {
	const method = "Pearson correlation"
	r := stat.Correlation(a, b, nil)
	if math.IsNaN(r) || math.IsInf(r, 0) {
		return loyalty.Unknown(loyalty.ZeroBase, len(a), method)
	}
	return loyalty.Measure{OK: true, Value: r, Base: len(a), Method: method}
}

func forecast(rank, chance []float64, bought []bool) Forecast {
	f := Forecast{AUC: auc(rank, bought)}
	for i, p := range chance {
		f.Brier += squaredError(p, bought[i]) / float64(len(chance))
		if !bought[i] {
			p = 1 - p
		}
		f.LogLoss -= math.Log(max(p, 1e-15)) / float64(len(chance))
	}
	return f
}

func squaredError(p float64, bought bool) float64 {
	if bought {
		p = 1 - p
	}
	return p * p
}

// auc counts the pairs of a buyer and a non-buyer in the right order, ties half.
func auc(rank []float64, bought []bool) loyalty.Measure {
	const method = "Mann-Whitney, Hanley-McNeil interval"
	order := make([]int, len(rank))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compare(rank[i], rank[j]) })
	var right, yes, no float64
	for i := 0; i < len(order); {
		j, y, n := i, 0.0, 0.0
		for ; j < len(order) && rank[order[j]] == rank[order[i]]; j++ {
			if bought[order[j]] {
				y++
			} else {
				n++
			}
		}
		right += y * (no + n/2)
		yes, no, i = yes+y, no+n, j
	}
	if yes == 0 || no == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, len(rank), method)
	}
	a := right / (yes * no)
	if a == 0 || a == 1 { // the variance is 0 then, be it of two customers
		return loyalty.Measure{OK: true, Value: a, Base: len(rank), Method: method}
	}
	q1, q2 := a/(2-a), 2*a*a/(1+a)
	half := z95 * math.Sqrt(max(0, a*(1-a)+(yes-1)*(q1-a*a)+(no-1)*(q2-a*a))/(yes*no))
	return loyalty.Measure{
		OK: true, Value: a, Base: len(rank), Lo: max(0, a-half), Hi: min(1, a+half), Level: 0.95, Method: method,
	}
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func deciles(chance, count, actual []float64) []Decile {
	order := make([]int, len(chance))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return compare(chance[j], chance[i]) })
	tenths := min(10, len(order))
	table := make([]Decile, tenths)
	for t := range table {
		d := &table[t]
		part := order[t*len(order)/tenths : (t+1)*len(order)/tenths]
		for _, i := range part {
			d.Predicted += chance[i]
			d.Expected += count[i]
			d.Count += actual[i]
			if actual[i] > 0 {
				d.Bought++
			}
		}
		n := float64(len(part))
		*d = Decile{Customers: len(part), Predicted: d.Predicted / n, Bought: d.Bought / n, Expected: d.Expected / n, Count: d.Count / n}
	}
	return table
}

// choose says which of the two to decide by.
func (v *BacktestResult) choose(model, rule []float64, bought []bool) {
	if !v.Model.AUC.OK {
		v.Prefer = PreferRecency
		v.Reason = "all customers bought or none did, so forecasts cannot be compared; keep the simpler rule"
		return
	}
	gains := make([]float64, len(bought))
	for i, b := range bought {
		gains[i] = squaredError(rule[i], b) - squaredError(model[i], b)
	}
	gain, variance := stat.MeanVariance(gains, nil)
	numbers := fmt.Sprintf("Brier score %.4f against %.4f for days since the last order, AUC %.3f against %.3f",
		v.Model.Brier, v.Recency.Brier, v.Model.AUC.Value, v.Recency.AUC.Value)
	switch sure := math.Sqrt(variance / float64(len(gains))); {
	case gain > sure:
		v.Prefer = PreferModel
		v.Reason = "the model's probabilities are better: " + numbers
	case gain < -sure:
		v.Prefer = PreferRecency
		v.Reason = "the simpler rule is better: " + numbers + "; take the model for expected counts only"
	default:
		v.Prefer = PreferRecency
		v.Reason = "the model does not win: " + numbers + "; take the simpler rule to decide whom to write to, and the model for expected counts"
	}
}
