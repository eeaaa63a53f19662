package survey

import (
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// AttitudeOptions say what counts as attitude. The zero value takes every block
// with answers on a scale of points that is not declared not_attitude.
type AttitudeOptions struct {
	Blocks []string // the blocks that count; all by default
	// SingleItem is the reliability assumed where it cannot be computed, since
	// there is only one item; 0.7 by default. For one question about
	// satisfaction Wanous, Reichers & Hudy (1997, Journal of Applied Psychology
	// 82(2)) found at least that much.
	SingleItem float64
}

// Attitude (态度) is what one respondent thinks of the shop: from 0, the worst
// answer to everything, to 100, with 50 in the middle of the scales. Items that
// compare with other shops make it a relative one (相对态度); where the same was
// asked about rivals, [loyalty.RelativeAttitude] takes the difference.
type Attitude struct {
	Respondent string
	// Measure has the value, and as interval the range in which the person's
	// mean over many such questions would lie: the value ± z standard errors of
	// measurement, SD·√(1 − α) (classical test theory; Lord & Novick 1968),
	// within 0 and 100. Its base is answers. With fewer than two people, or where
	// everybody has the same value, there is no interval.
	loyalty.Measure
}

// Attitudes are the attitudes of those who answered enough of the items, in the
// order of respondents. All items count together, by their weights; who left out
// more than MostMissing of them is not among them.
//
// Where the reliability of the items is negative it counts as none; below 0.7 the
// values carry [LowReliability], with a single item [loyalty.Estimated]. A reliability
// that rests on fewer than 20 people is carried as [loyalty.BelowMinBase]: three people
// who happen to agree with themselves would make everybody's interval a hair wide.
func (r *Result) Attitudes(o AttitudeOptions) ([]Attitude, error) {
	s := r.scoring
	if s == nil {
		return nil, nil
	}
	if o.SingleItem == 0 {
		o.SingleItem = 0.7
	}
	if !(o.SingleItem > 0 && o.SingleItem < 1) {
		return nil, zh.Error("survey: a reliability of %v cannot be assumed; it is between 0 and 1", o.SingleItem)
	}
	items, err := s.attitudeItems(o.Blocks)
	if err != nil {
		return nil, err
	}
	table := s.q.table(items, s.persons, s.responses, s.scales)
	reliability, err := Cronbach(table, AlphaOptions{Missing: s.missing, Level: s.level})
	if err != nil {
		return nil, err
	}
	p := s.personMeans(items, table)
	half, flags := measurementError(p.values, reliability.Alpha, o.SingleItem, s.level)
	var all []Attitude
	for i, id := range p.ids {
		m := p.measure(i)
		for _, f := range flags {
			m = m.With(f)
		}
		if half > 0 {
			m.Lo, m.Hi, m.Level = max(m.Value-half, 0), min(m.Value+half, 100), s.level
			m.Method += ", standard error of measurement"
		}
		all = append(all, Attitude{id, m})
	}
	return all, nil
}

// attitudeItems are the items of the blocks, or of all that tell an attitude.
func (s *scoring) attitudeItems(blocks []string) ([]Item, error) {
	var items []Item
	for _, b := range s.q.Blocks {
		named := slices.Contains(blocks, b.Name)
		switch {
		case named && !b.Measure.attitudinal():
			return nil, zh.Error("survey: block %s holds amounts, not an attitude; name other blocks", b.Name)
		case named || len(blocks) == 0 && b.Measure.attitudinal() && !b.NotAttitude:
			items = append(items, s.q.itemsOf(b.Name)...)
		}
	}
	for _, name := range blocks {
		if !slices.ContainsFunc(s.q.Blocks, func(b Block) bool { return b.Name == name }) {
			return nil, zh.Error("survey: the questionnaire %s has no block %q", s.q.Name, name)
		}
	}
	if len(items) == 0 {
		return nil, zh.Error("survey: no block of the questionnaire %s tells an attitude; take another one", s.q.Name)
	}
	return items, nil
}

// measurementError is half an interval around a person's value, 0 where there is
// none, and what to know of it.
func measurementError(values []float64, alpha loyalty.Measure, single, level float64) (half float64, flags []loyalty.Flag) {
	if len(values) < 2 {
		return 0, nil
	}
	variance := varianceOf(values)
	reliability := max(alpha.Value, 0)
	switch {
	case alpha.Why == TooFewItems:
		reliability, flags = single, append(flags, loyalty.Estimated)
	case !alpha.OK:
		reliability = 0
	}
	if alpha.OK && alpha.Base < fewAnswers {
		flags = append(flags, loyalty.BelowMinBase)
	}
	if reliability < 0.7 {
		flags = append(flags, LowReliability)
	}
	return normalWidth(level) * math.Sqrt(variance*(1-reliability)), flags
}
