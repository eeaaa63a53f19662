package survey

import (
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// AttitudeOptions select the answers for the attitude. The zero value takes every block
// with answers on a scale of points that is not declared not_attitude.
type AttitudeOptions struct {
	Blocks []string // the selected blocks; all by default
	// SingleItem is the assumed reliability of a single item, for which it cannot be
	// computed; 0.7 by default. Wanous, Reichers & Hudy (1997, Journal of Applied
	// Psychology 82(2)) found at least that much for one question about satisfaction.
	SingleItem float64
}

// Attitude (态度) is one respondent's opinion of the shop. It is from 0, the worst
// answer to everything, to 100, with 50 in the middle of the scales. Items that compare
// with other shops make it a relative one (相对态度). If rivals were rated, too,
// [loyalty.RelativeAttitude] takes the difference.
type Attitude struct {
	Respondent string
	// Measure has the value, with an interval for the person's mean over many such
	// questions. It is the value ± z standard errors of measurement, SD·√(1 − α),
	// within 0 and 100 (classical test theory; Lord & Novick 1968). Its base is
	// answers. With fewer than two people, or if all have the same value, there is no
	// interval.
	loyalty.Measure
}

// Attitudes are the attitudes of the people with enough answers, in the order of
// respondents. All items count together, by their weights. People who left out more
// than MostMissing of them are left out.
//
// A negative reliability of the items counts as zero. Below 0.7 the values are flagged
// [loyalty.LowReliability], with a single item [loyalty.Estimated]. A reliability from fewer
// than 20 people is flagged [loyalty.BelowMinBase]: three people with consistent
// answers would make all intervals far too narrow.
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
	reliability, err := Cronbach(table, Options{Missing: s.missing, Level: s.level})
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
	case alpha.Why == loyalty.TooFewItems:
		reliability, flags = single, append(flags, loyalty.Estimated)
	case !alpha.OK:
		reliability = 0
	}
	if alpha.OK && alpha.Base < fewAnswers {
		flags = append(flags, loyalty.BelowMinBase)
	}
	if reliability < 0.7 {
		flags = append(flags, loyalty.LowReliability)
	}
	return normalWidth(level) * math.Sqrt(variance*(1-reliability)), flags
}
