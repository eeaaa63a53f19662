package stage

import (
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// A Why is a stage with all of its reasons, for people.
type Why struct {
	Stage  Stage       `json:"stage"`
	Reason Reason      `json:"reason"`
	Rung   Rung        `json:"rung"`
	On     loyalty.Day `json:"on"`

	Contact   Interest    `json:"contact"`   // the last contact without a purchase
	Contacted loyalty.Day `json:"contacted"` // its day; 0: none
	First     loyalty.Day `json:"first"`     // day of the first purchase; 0: none
	Last      loyalty.Day `json:"last"`      // day of the last purchase
	Days      int         `json:"days"`      // days of purchase
	Silence   int         `json:"silence"`   // days since the last purchase

	OwnGap  loyalty.Measure `json:"own_gap"`  // mean of the customer's own gaps in days; the base is gaps
	NextGap loyalty.Measure `json:"next_gap"` // by the gap model, in days; unknown without one
	Share   loyalty.Measure `json:"share"`    // share of purchases in the category made here
	Buys    loyalty.Measure `json:"buys"`     // probability of a purchase within Horizon days; unknown without a model
	Alive   loyalty.Measure `json:"alive"`    // probability of still being a customer; unknown without a model
	Horizon float64         `json:"horizon"`

	// The days of silence from which on this customer has each degree, by purchases
	// alone. Unknown for a customer without a purchase, NotReached if it never comes.
	// The base is the buyers of the policy; Default: the textbook's, or by hand.
	Quiet   loyalty.Measure `json:"quiet"`
	Lapsing loyalty.Measure `json:"lapsing"`
	Lost    loyalty.Measure `json:"lost"`
	Dead    loyalty.Measure `json:"dead"`

	Chances Chances        `json:"chances"` // thresholds on the rung BuyProbability
	Next    Change         `json:"next"`    // by time alone; its At is zero if there is none
	Settled bool           `json:"settled"` // every refund is matched with its order
	Held    *Held          `json:"held,omitempty"`
	Flags   []loyalty.Flag `json:"flags,omitempty"` // Textbook; NoCategoryData for a customer who is loyal without it
}

// A Held means that [Policy.Advance] keeps a standing that differs from the stage
// of the day.
type Held struct {
	Now   Stage       `json:"now"`   // the result of Policy.Stage
	Since loyalty.Day `json:"since"` // first day of the standing
	Dwell bool        `json:"dwell"` // it is too recent to change; otherwise the other threshold is not reached
}

// Explain is [Policy.Stage] with its reasons.
func (p Policy) Explain(h History, now time.Time) Why {
	on := base.ShopDay(now, p.Zone)
	if !p.ready() {
		return Why{Reason: FaultyPolicy, On: on}
	}
	v := p.judge(&h, on)
	w := Why{
		Stage: v.stage, Reason: v.reason, Rung: p.Rung, On: on, Contact: h.Contact, Contacted: h.Contacted,
		First: h.First(), Last: h.Last(), Days: h.Days(), Horizon: p.Horizon, Chances: p.Chances, Settled: h.Settled(),
	}
	w.Next, _ = p.NextChange(h, now)
	w.numbers(&p, &h)
	if p.Base == 0 {
		w.Flags = append(w.Flags, loyalty.Textbook)
	}
	if v.reason == ManyPurchases {
		w.Flags = append(w.Flags, loyalty.NoCategoryData)
	}
	return w
}

// ExplainStanding is [Policy.Advance] with its reasons, from an earlier standing.
func (p Policy) ExplainStanding(s Standing, h History, now time.Time) Why {
	w := p.Explain(h, now)
	if w.Reason == FaultyPolicy {
		return w
	}
	p.ready()
	s = p.advance(s, &h, w.On, nil)
	if s.Stage != w.Stage {
		w.Held = &Held{Now: w.Stage, Since: s.Since, Dwell: w.On < s.Since+loyalty.Day(p.DwellDays)}
		w.Stage = s.Stage
	}
	w.Next, _ = p.NextAdvance(s, h, now)
	return w
}

func (w *Why) numbers(p *Policy, h *History) {
	const gapMethod = "mean of the customer's own gaps"
	b := p.buyer(h)
	w.OwnGap = loyalty.Unknown(loyalty.ZeroBase, b.gaps.N, gapMethod)
	if b.gaps.N > 0 {
		w.OwnGap = loyalty.Measure{OK: true, Value: b.own, Base: b.gaps.N, Method: gapMethod}
	}
	w.NextGap = loyalty.Unknown(loyalty.ZeroBase, b.gaps.N, "gamma-gamma gap model, posterior median and prediction interval")
	if p.Gaps.Validate() == nil {
		w.NextGap = p.Gaps.Median(b.gaps)
	}
	w.Share = loyalty.Unknown(loyalty.NoCategoryData, 0, "share of category requirements")
	if h.Category > 0 {
		w.Share = b.share().Requirement()
	}
	w.Buys = loyalty.Unknown(loyalty.ZeroBase, p.Base, "MBG/NBD, probability of a purchase within the horizon")
	w.Alive = loyalty.Unknown(loyalty.ZeroBase, p.Base, "MBG/NBD, probability of being there")
	for _, limit := range []*loyalty.Measure{&w.Quiet, &w.Lapsing, &w.Lost, &w.Dead} {
		*limit = loyalty.Unknown(loyalty.ZeroBase, p.Base, p.Rung.String())
	}
	if !h.Bought() || w.On < h.known() {
		return
	}
	w.Silence = int(w.On - h.Last())
	if p.Rung == BuyProbability {
		c := btyd.Customer{X: b.days - 1, Tx: b.gaps.Sum, T: b.gaps.Sum + float64(w.Silence)}
		w.Buys = loyalty.Measure{OK: true, Value: p.Model.PBuy(c, p.Horizon), Base: p.Base, Method: w.Buys.Method}
		w.Alive = loyalty.Measure{OK: true, Value: p.Model.PAlive(c), Base: p.Base, Method: w.Alive.Method}
	}
	w.Quiet, w.Lapsing, w.Lost = w.limit(p, b.from(quiet, false)), w.limit(p, b.from(lapsing, false)), w.limit(p, b.from(lost, false))
	w.Dead = w.limit(p, int32(b.deadBySilence(false)-b.last))
}

// limit is a number of days of silence as a measure.
func (w *Why) limit(p *Policy, days int32) loyalty.Measure {
	if days >= never {
		return loyalty.Unknown(loyalty.NotReached, p.Base, p.Rung.String())
	}
	m := loyalty.Measure{OK: true, Value: float64(days), Base: p.Base, Method: p.Rung.String()}
	if p.Base == 0 {
		m.Flags = []loyalty.Flag{loyalty.Textbook}
	}
	return m
}
