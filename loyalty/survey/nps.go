package survey

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A NetPromoter is the net promoter score (净推荐值, NPS): the percentage of
// promoters less that of detractors. It is from −100 to 100.
type NetPromoter struct {
	Promoters, Passives, Detractors int

	// Score is promoters less detractors in points, with the adjusted Wald
	// interval: three answers are added, ¾ promoter, ¾ detractor and 1½
	// passive. Unlike Wald's interval it does not vanish if all answer alike,
	// and is not too narrow for few.
	Score loyalty.Measure
	// Wald is the same score with the interval from the variance of the answers
	// alone, p + d − (p − d)² over n.
	Wald loyalty.Measure
	// StandardError is that of Wald, in points.
	StandardError float64
}

// fewAnswers is below how many answers the score itself should not be shown.
const fewAnswers = 20

// NPSOf is the score of counted answers. Level is the confidence of the
// intervals, 0.95 for 0. Below 20 answers the score is flagged [loyalty.IntervalOnly].
//
// Sources: Reichheld 2003, Harvard Business Review 81(12); Rocks 2016,
// arXiv:1601.07235 (intervals).
func NPSOf(promoters, passives, detractors int, level float64) (NetPromoter, error) {
	level, err := levelOr(level)
	if err != nil {
		return NetPromoter{}, err
	}
	const most = 1 << 40
	for _, count := range []int{promoters, passives, detractors} {
		if count < 0 || count > most {
			return NetPromoter{}, zh.Error("survey: %d promoters, %d passives and %d detractors cannot be; count from 0 up", promoters, passives, detractors)
		}
	}
	return netPromoter(promoters, passives, detractors, level), nil
}

func netPromoter(promoters, passives, detractors int, level float64) NetPromoter {
	const wald, adjusted = "promoters less detractors, Wald interval", "promoters less detractors, adjusted Wald interval"
	count := promoters + passives + detractors
	s := NetPromoter{Promoters: promoters, Passives: passives, Detractors: detractors}
	if count == 0 {
		s.Score, s.Wald = loyalty.Unknown(loyalty.ZeroBase, 0, adjusted), loyalty.Unknown(loyalty.ZeroBase, 0, wald)
		return s
	}
	n, z := float64(count), normalWidth(level)
	value := 100 * float64(promoters-detractors) / n
	around := func(p, d, n float64, method string) (m loyalty.Measure, se float64) {
		p, d = p/n, d/n
		se = 100 * math.Sqrt(max(p+d-(p-d)*(p-d), 0)/n)
		m = loyalty.Measure{OK: true, Value: value, Base: count, Level: level, Method: method}
		m.Lo, m.Hi = max(100*(p-d)-z*se, -100), min(100*(p-d)+z*se, 100)
		if count < fewAnswers {
			m = m.With(loyalty.IntervalOnly)
		}
		return m, se
	}
	p, d := float64(promoters), float64(detractors)
	s.Wald, s.StandardError = around(p, d, n, wald)
	s.Score, _ = around(p+0.75, d+0.75, n+3, adjusted)
	return s
}

// NPSOptions configure the scale of the question. The zero value is the
// standard: 0 to 10, promoters from 9 on, detractors up to 6.
type NPSOptions struct {
	// Min and Max are the ends of the scale in whole points. Both 0: 0 to 10.
	Min, Max int
	// PromotersFrom and DetractorsTo are the limits on a scale other than 0–10.
	// They are required there, since no convention exists; the score is then
	// flagged [loyalty.NonStandardScale]. Both 0: not given.
	PromotersFrom, DetractorsTo int
	// Level is the confidence of the intervals; 0.95 by default.
	Level float64
}

// cuts are where detractors end and promoters begin, and whether this is the
// usual question.
func (o NPSOptions) cuts() (least, most, detractorsTo, promotersFrom int, usual bool, err error) {
	least, most = o.Min, o.Max
	if least == 0 && most == 0 {
		most = 10
	}
	usual = least == 0 && most == 10
	mapped := o.PromotersFrom != 0 || o.DetractorsTo != 0
	switch {
	case least >= most:
		err = zh.Error("survey: a scale from %d to %d has no answers; give the lower end first", least, most)
	case !usual && !mapped:
		err = zh.Error("survey: the NPS is asked on 0 to 10, and this scale goes from %d to %d; ask again, or say with PromotersFrom and DetractorsTo which answers count", least, most)
	case !mapped:
		return least, most, 6, 9, true, nil
	case o.DetractorsTo < least || o.PromotersFrom > most || o.PromotersFrom <= o.DetractorsTo:
		err = zh.Error("survey: detractors up to %d and promoters from %d do not fit a scale from %d to %d; the two must lie on it, promoters above", o.DetractorsTo, o.PromotersFrom, least, most)
	}
	usual = usual && o.DetractorsTo == 6 && o.PromotersFrom == 9
	return least, most, o.DetractorsTo, o.PromotersFrom, usual, err
}

// NPS is the score of answers to 'how likely are you to recommend us?'. Answers
// are whole points of the scale; others are [loyalty.Problems], by position.
func NPS(answers []float64, o NPSOptions) (NetPromoter, error) {
	level, err := levelOr(o.Level)
	if err != nil {
		return NetPromoter{}, err
	}
	least, most, detractorsTo, promotersFrom, usual, err := o.cuts()
	if err != nil {
		return NetPromoter{}, err
	}
	var faults loyalty.Problems
	var promoters, passives, detractors int
	highest := math.Inf(-1)
	lowest := math.Inf(1)
	for row, a := range answers {
		if a != math.Trunc(a) || !(a >= float64(least) && a <= float64(most)) {
			faults = append(faults, loyalty.Problem{Row: row, Message: fmt.Sprintf("the answer %v is not a whole point from %d to %d; correct it, or leave the row out", a, least, most)})
			continue
		}
		highest, lowest = max(highest, a), min(lowest, a)
		switch {
		case a >= float64(promotersFrom):
			promoters++
		case a <= float64(detractorsTo):
			detractors++
		default:
			passives++
		}
	}
	if err := faults.Err(); err != nil {
		return NetPromoter{}, err
	}
	s := netPromoter(promoters, passives, detractors, level)
	var know []loyalty.Flag
	if !usual {
		know = append(know, loyalty.NonStandardScale)
	} else if len(answers) >= fewAnswers && highest <= 5 && lowest >= 1 {
		know = append(know, loyalty.SuspectScale)
	}
	for _, f := range know {
		s.Score, s.Wald = s.Score.With(f), s.Wald.With(f)
	}
	return s, nil
}
