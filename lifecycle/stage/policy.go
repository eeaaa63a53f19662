package stage

import (
	"cmp"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// A Policy decides a customer's stage. It is a value: it may be copied, compared in
// tests, stored as JSON, and used by any number of goroutines. The zero Policy decides
// by the textbook's days; [Policy.Fit] finds the shop's own.
//
// Days of silence are days since the last purchase. "Lapsing: 90" means more than 90.
type Policy struct {
	// Zone is the shop's zone: it decides when a day begins. Default: China.
	Zone *time.Location `json:"-"`
	// Rung is the method for buyers. Default: FixedDays.
	Rung Rung `json:"rung"`
	// Horizon is H in days: the period for the probability of a purchase. Default: 90.
	Horizon float64 `json:"horizon"`
	// InterestDays is the number of days for which a contact counts as interest.
	// Default: 15.
	InterestDays int `json:"interest_days"`
	// DwellDays is the shortest stay at a stage, unless the customer acts; only
	// [Policy.Advance] uses it. Default: 7.
	DwellDays int `json:"dwell_days"`
	// AnswerDays is the number of days in which a lost customer can answer the third
	// win-back message before being dead. Default: 7.
	AnswerDays int `json:"answer_days"`
	// ActiveOrders and LoyalOrders are the fewest days of purchase of an active and a
	// loyal customer. Default: 2 and 3. So without data on purchases elsewhere, a
	// customer who buys often is active from the second day to the third.
	ActiveOrders int `json:"active_orders"`
	LoyalOrders  int `json:"loyal_orders"`
	// Majority decides who is loyal if purchases elsewhere are known: a customer who
	// buys mostly here. Default: at least half of three purchases or more; with a
	// Prior, P(share > .5) ≥ .8.
	Majority loyalty.Majority `json:"majority"`
	// Days are the thresholds in days. The rungs FixedDays and ShopQuantiles use all
	// of them, the others those for first purchases and for dead customers.
	Days Days `json:"days"`
	// Slack is the hysteresis of the rungs that count days, as a share of a threshold.
	// A customer leaves a degree only if the silence is that much below it. Only
	// [Policy.Advance] uses it. Default: 0.1.
	Slack float64 `json:"slack"`
	// Gaps is the model of the rung GapQuantiles, in days.
	Gaps loyalty.GapModel `json:"gaps"`
	// Model, of the family [btyd.MBG], and Chances are for the rung BuyProbability, in days.
	Model   btyd.Model `json:"model"`
	Chances Chances    `json:"chances"`
	// Base is the number of buyers behind the thresholds; 0: they are the textbook's,
	// or set by hand.
	Base int `json:"base"`

	tables *gapTables // of Gaps
}

// Days are thresholds in days of silence.
type Days struct {
	// Often is the longest mean gap in days of a returning customer who buys often. On
	// the rung GapQuantiles it is the longest median of the customer's next gap.
	// Default: 60.
	Often float64 `json:"often"`
	// NewLapsing and NewLost are for customers who have bought once. Default: 90, 180.
	NewLapsing float64 `json:"new_lapsing"`
	NewLost    float64 `json:"new_lost"`
	// Lapsing and Lost are for other customers. Default: 90, 180. A customer is never
	// lapsing within their own mean gap, or lost within one and a half of it.
	Lapsing float64 `json:"lapsing"`
	Lost    float64 `json:"lost"`
	// Dead is for all customers. Default: 365. A customer is never dead within three
	// times their own mean gap.
	Dead float64 `json:"dead"`
}

// Chances are thresholds in probabilities: of a purchase within the horizon for
// the first three, of still being a customer for the last.
type Chances struct {
	Quiet   Band `json:"quiet"`   // less is not active. Default: .50, .55
	Lapsing Band `json:"lapsing"` // Default: .30, .40
	Lost    Band `json:"lost"`    // Default: .10, .15
	Dead    Band `json:"dead"`    // Default: .02, .03
}

// A Band is a threshold with hysteresis (滞回). A customer enters a worse stage below
// Enter and leaves it only at Leave or above. So a customer at the border does not
// switch between the two.
type Band struct {
	Enter float64 `json:"enter"`
	Leave float64 `json:"leave"` // not below Enter
}

// filled is the policy with its defaults.
func (p Policy) filled() Policy {
	p.fill()
	return p
}

// fill sets the defaults.
func (p *Policy) fill() {
	p.InterestDays = cmp.Or(p.InterestDays, 15)
	p.DwellDays = cmp.Or(p.DwellDays, 7)
	p.AnswerDays = cmp.Or(p.AnswerDays, 7)
	p.ActiveOrders = cmp.Or(p.ActiveOrders, 2)
	p.LoyalOrders = cmp.Or(p.LoyalOrders, 3)
	p.Horizon = cmp.Or(p.Horizon, 90)
	p.Slack = cmp.Or(p.Slack, .1)
	p.Days.Often = cmp.Or(p.Days.Often, 60)
	p.Days.NewLapsing = cmp.Or(p.Days.NewLapsing, 90)
	p.Days.NewLost = cmp.Or(p.Days.NewLost, max(180, p.Days.NewLapsing))
	p.Days.Lapsing = cmp.Or(p.Days.Lapsing, 90)
	p.Days.Lost = cmp.Or(p.Days.Lost, max(180, p.Days.Lapsing))
	p.Days.Dead = cmp.Or(p.Days.Dead, max(365, p.Days.Lost, p.Days.NewLost))
	p.Chances.Dead = cmp.Or(p.Chances.Dead, Band{.02, .03})
	p.Chances.Lost = cmp.Or(p.Chances.Lost, Band{.10, .15})
	p.Chances.Lapsing = cmp.Or(p.Chances.Lapsing, Band{.30, .40})
	p.Chances.Quiet = cmp.Or(p.Chances.Quiet, Band{.50, .55})
}

// ready fills in the defaults and tells whether the policy can be used.
func (p *Policy) ready() bool {
	p.fill()
	return p.sound()
}

// band is the threshold of a degree in probability, and for the dead that of being
// there.
func (p *Policy) band(d degree, leave bool) float64 {
	b := &p.Chances.Dead
	switch d {
	case quiet:
		b = &p.Chances.Quiet
	case lapsing:
		b = &p.Chances.Lapsing
	case lost:
		b = &p.Chances.Lost
	}
	if leave {
		return b.Leave
	}
	return b.Enter
}

// Prepared is the policy with the tables that make the rung GapQuantiles fast. The
// result of [Policy.Fit] has them. Only a policy that was written by hand or read from
// JSON gains by it. The answers are the same.
func (p Policy) Prepared() Policy {
	p.tables = newGapTables(p.Gaps)
	return p
}

// gapTables are the quantiles of a gap model by degree.
type gapTables struct {
	model  loyalty.GapModel
	tables [len(gapChances)]loyalty.GapTable
}

// gapChances are the quantiles of the next gap that matter: the median for who buys
// often, and those beyond which somebody is lapsing and lost.
var gapChances = [...]float64{often: .5, lapsing: .8, lost: .95}

// tableGaps is for how many gaps the tables are made.
const tableGaps = 256

func newGapTables(m loyalty.GapModel) *gapTables {
	t := gapTables{model: m}
	for d, chance := range gapChances {
		if chance == 0 {
			continue
		}
		table, ok := m.Table(chance, tableGaps)
		if !ok {
			return nil
		}
		t.tables[d] = table
	}
	return &t
}

// gapQuantile is that of a customer's next gap that belongs to a degree.
func (p *Policy) gapQuantile(s loyalty.GapState, d degree) float64 {
	var days float64
	var ok bool
	if p.tables != nil && p.tables.model == p.Gaps {
		days, ok = p.tables.tables[d].Quantile(s)
	} else {
		days, ok = p.Gaps.Quantile(s, gapChances[d])
	}
	if !ok {
		return never
	}
	return days
}
