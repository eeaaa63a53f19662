package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// RFM is the base by recency, frequency and monetary value.
type RFM struct {
	Top   loyalty.RFMScore `json:"top"`  // the highest scores
	Cuts  loyalty.RFMCuts  `json:"cuts"` // the edges between scores: days, purchases, fen
	Cells []RFMCell        `json:"cells"`
	// Segmentation is the name of the rules of the segments.
	Segmentation string    `json:"segmentation"`
	Segments     []Segment `json:"segments"` // in the order of the rules
	Tiers        []Tier    `json:"tiers"`    // the most valuable first
	// Flags warn of names without much meaning: BelowMinBase with fewer customers than
	// there are scores, NoSpread if a score is the same for all.
	Flags []loyalty.Flag `json:"flags,omitempty"`
	Why   loyalty.Flag   `json:"why,omitempty"`
}

// An RFMCell is the customers with the same three scores; empty cells are left out.
type RFMCell struct {
	Score     loyalty.RFMScore `json:"score"`
	Segment   string           `json:"segment"`
	Customers int              `json:"customers"`
	Spend     tiexin.Money     `json:"spend"`
}

// A Segment (人群) is the customers of one name.
type Segment struct {
	Name       string          `json:"name"`
	Chinese    string          `json:"chinese"`
	Customers  int             `json:"customers"`
	Share      loyalty.Measure `json:"share"` // of customers, with Wilson's interval
	Spend      tiexin.Money    `json:"spend"`
	SpendShare loyalty.Measure `json:"spend_share"`
	DaysSince  loyalty.Measure `json:"days_since"` // median days since the last purchase
	Purchases  loyalty.Measure `json:"purchases"`  // mean purchases of a customer
}

// A Tier (价值分层) is the customers of one level of value.
type Tier struct {
	Name       string          `json:"name"`
	Customers  int             `json:"customers"`
	Share      loyalty.Measure `json:"share"` // of customers
	Spend      tiexin.Money    `json:"spend"`
	SpendShare loyalty.Measure `json:"spend_share"`
	Least      tiexin.Money    `json:"least"` // smallest spend in the tier
}

// score gives every customer scores and the name of a segment.
func (b *base) score(o Options) error {
	b.rows = loyalty.RFMOf(b.summaries, b.on, loyalty.ByOrder)
	if len(b.rows) == 0 {
		return nil
	}
	var err error
	if o.Segments.Top == (loyalty.RFMScore{R: 2, F: 2, M: 2}) && o.RFM.Cuts.Recency == nil && o.RFM.Cuts.Frequency == nil && o.RFM.Cuts.Monetary == nil {
		if o.RFM.Cuts, err = loyalty.MeanCuts(b.rows); err != nil {
			return err
		}
	}
	if b.scores, b.cuts, err = loyalty.ScoreRFM(b.rows, o.RFM); err != nil {
		return err
	}
	values := make([]tiexin.Money, len(b.rows))
	for i, score := range b.scores {
		name := o.Segments.Of(score)
		if name == "" {
			return fmt.Errorf("report: the scores %s have no name: the segmentation %s is written for scores up to %s; give RFM.Buckets or RFM.Cuts that fit it",
				score, o.Segments.Name, o.Segments.Top)
		}
		b.segments = append(b.segments, name)
		values[i] = b.rows[i].Amount
	}
	b.tiering, err = loyalty.TierByValue(values, o.Tiers)
	return err
}

func rfmOf(o Options, b *base) RFM {
	r := RFM{Segmentation: o.Segments.Name, Why: loyalty.ZeroBase}
	if len(b.rows) == 0 {
		return r
	}
	r.Why, r.Top, r.Cuts, r.Flags = "", b.cuts.Top(), b.cuts, b.scoreFlags()
	cells := make(map[loyalty.RFMScore]*RFMCell)
	var all tiexin.Money
	for i, row := range b.rows {
		c := cells[b.scores[i]]
		if c == nil {
			c = &RFMCell{Score: b.scores[i], Segment: b.segments[i]}
			cells[b.scores[i]] = c
		}
		c.Customers++
		c.Spend += row.Amount
		all += row.Amount
	}
	for _, s := range slices.SortedFunc(maps.Keys(cells), compareScores) {
		r.Cells = append(r.Cells, *cells[s])
	}
	for _, name := range segmentNames(o.Segments) {
		if s := b.segment(o, name, all); s.Customers > 0 || name != o.Segments.NoOrders {
			r.Segments = append(r.Segments, s)
		}
	}
	for _, t := range b.tiering.Tiers {
		r.Tiers = append(r.Tiers, Tier{t.Name, t.Customers, t.CustomerShare, t.Value, t.ValueShare, t.Least})
	}
	return r
}

// scoreFlags say where scores tell nobody apart.
func (b *base) scoreFlags() (flags []loyalty.Flag) {
	top := b.cuts.Top()
	if len(b.scores) < int(max(top.R, top.F, top.M)) {
		flags = append(flags, loyalty.BelowMinBase)
	}
	var r, f, m bool // differs
	for _, s := range b.scores {
		r, f, m = r || s.R != b.scores[0].R, f || s.F != b.scores[0].F, m || s.M != b.scores[0].M
	}
	if !r || !f || !m {
		flags = append(flags, loyalty.NoSpread)
	}
	return flags
}

func compareScores(a, b loyalty.RFMScore) int {
	return cmp.Or(cmp.Compare(b.R, a.R), cmp.Compare(b.F, a.F), cmp.Compare(b.M, a.M))
}

// segmentNames are the names that a segmentation gives, each once, in its order.
func segmentNames(s loyalty.Segmentation) []string {
	var names []string
	for _, rule := range s.Rules {
		names = append(names, rule.Name)
	}
	names = append(names, s.Rest, s.NoOrders)
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(names, func(name string) bool {
		again := seen[name]
		seen[name] = true
		return again
	})
}

func (b *base) segment(o Options, name string, all tiexin.Money) Segment {
	s := Segment{Name: name, Chinese: o.Segments.Chinese(name)}
	var since, purchases []float64
	for i, row := range b.rows {
		if b.segments[i] == name {
			s.Customers++
			s.Spend += row.Amount
			since, purchases = append(since, float64(row.DaysSince)), append(purchases, float64(row.Purchases))
		}
	}
	slices.Sort(since)
	s.Share = loyalty.Proportion(s.Customers, len(b.rows), loyalty.Level)
	s.SpendShare = shareOf(s.Spend, all, len(b.rows))
	s.DaysSince = loyalty.QuantileOf(since, .5)
	s.Purchases = amountOf(loyalty.MeanOf(purchases, loyalty.Level, "mean orders of a customer"))
	return s
}

// shareOf is a share of money that is all known: it has no interval.
func shareOf(part, all tiexin.Money, base int) loyalty.Measure {
	const method = "share of spend"
	if all <= 0 {
		return loyalty.Unknown(loyalty.ZeroBase, base, method)
	}
	return loyalty.Measure{OK: true, Value: float64(part) / float64(all), Base: base, Method: method}
}
