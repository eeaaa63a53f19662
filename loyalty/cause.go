package loyalty

import (
	"fmt"
	"math"
	"slices"
)

// A Cause is the reason why a customer keeps buying, or what prevents a willing customer
// from buying.
type Cause string

// The causes.
const (
	// The five causes of repeat buying (忠诚的成因). The last is the only safe one: the others
	// end with their source. Switching costs: Burnham, Frels & Mahajan 2003, JAMS 31(2);
	// habit: Liu-Thompkins & Tam 2013, Journal of Marketing 77(5).
	NoChoice      Cause = "no-choice"      // 垄断: there is no other seller
	SwitchingCost Cause = "switching-cost" // 转换成本: leaving has a cost for them
	Incentive     Cause = "incentive"      // 激励: discounts, gifts, points
	Habit         Cause = "habit"          // 习惯: they always have bought here
	Conviction    Cause = "conviction"     // 真正认同: they think it the best

	// The obstacles of a convinced customer who buys elsewhere.
	RivalHabit         Cause = "rival-habit"          // they are used to another brand
	RivalSwitchingCost Cause = "rival-switching-cost" // leaving the other brand has a cost for them
	Price              Cause = "price"                // they cannot or will not pay it
	OutOfReach         Cause = "out-of-reach"         // not delivered, not in stock, no open channel
	RivalOffer         Cause = "rival-offer"          // another brand's promotion

	// The sources of conviction, as far as surveys cover them (忠诚的驱动因素). The remaining
	// driver, the cost of switching, is a separate cause.
	Satisfaction  Cause = "satisfaction"   // 满意
	CustomerValue Cause = "customer-value" // 客户价值: what they get for money, time and effort
	Trust         Cause = "trust"          // 信任
	Image         Cause = "image"          // 企业形象
	Norms         Cause = "norms"          // 社会规范与情境: the behaviour of people around them, and the occasion
)

// A Text is a sentence in English and Chinese.
type Text struct {
	English string `json:"en"`
	Chinese string `json:"zh"`
}

// A Signal is one observation about a customer: the zero Signal is unknown, which is not 0.
type Signal struct {
	Known bool
	Value float64
}

// Seen is a known signal.
func Seen(value float64) Signal { return Signal{Known: true, Value: value} }

// A Finding is the evidence for one cause.
type Finding struct {
	Of Cause
	// OK is false if the signals are not enough: then there is no score, and Missing names
	// the missing ones.
	OK bool
	// Score is from 0, no evidence, to 1, full evidence. Scores of one customer do not add
	// up to 1: several causes can apply at once. It is a degree on the scales of
	// CauseOptions, not a probability.
	Score    float64
	Evidence Text     // the evidence for or against it, with the numbers; also if the score is unknown
	Missing  []string // fields that are unknown and could raise the score
}

// A Diagnosis is the result for one customer.
type Diagnosis struct {
	Customer string
	Causes   []Finding // the highest score first; unknown ones last
	Drivers  []Finding // sources of conviction, the weakest first; unknown ones last
}

// Of is the finding about a cause; a cause that was not examined is unknown.
func (d Diagnosis) Of(c Cause) Finding {
	for _, f := range slices.Concat(d.Causes, d.Drivers) {
		if f.Of == c {
			return f
		}
	}
	return Finding{Of: c}
}

// Above returns the causes with at least that score, the highest first.
func (d Diagnosis) Above(least float64) []Cause {
	var causes []Cause
	for _, f := range d.Causes {
		if f.OK && f.Score >= least {
			causes = append(causes, f.Of)
		}
	}
	return causes
}

// A part is one piece of evidence, from 0 to 1.
type part struct {
	field string
	ok    bool
	score float64
	text  Text
}

// partOf scores a signal; text is only asked when it is known.
func partOf(field string, s Signal, score func(float64) float64, english, chinese string, numbers ...any) part {
	p := part{field: field, ok: s.Known}
	if p.ok {
		p.score = math.Max(0, math.Min(1, score(s.Value)))
		p.text = Text{fmt.Sprintf(english, numbers...), fmt.Sprintf(chinese, numbers...)}
	}
	return p
}

// strongest is for evidence of which any one is enough: the highest part. Where
// none speaks for the cause and not all are known, it is unknown.
func strongest(c Cause, parts ...part) Finding {
	f := Finding{Of: c, OK: true}
	for _, p := range parts {
		f.take(p)
		f.Score = math.Max(f.Score, p.score)
	}
	if f.Score == 0 && len(f.Missing) > 0 {
		f.OK = false
	}
	return f.settled()
}

// together is for evidence that only counts with all of it: the product. One part
// that is known to be nothing is enough to know that.
func together(c Cause, parts ...part) Finding {
	f := Finding{Of: c, OK: true, Score: 1}
	for _, p := range parts {
		f.take(p)
		if p.ok {
			f.Score *= p.score
		}
	}
	f.OK = len(f.Missing) == 0 || f.Score == 0
	return f.settled()
}

// take adds a part's words.
func (f *Finding) take(p part) {
	if !p.ok {
		f.Missing = append(f.Missing, p.field)
		return
	}
	if f.Evidence.English != "" {
		f.Evidence.English += "; "
		f.Evidence.Chinese += "；"
	}
	f.Evidence.English += p.text.English
	f.Evidence.Chinese += p.text.Chinese
}

// settled leaves no score where there is none to know.
func (f Finding) settled() Finding {
	if !f.OK {
		f.Score = 0
	}
	if f.Evidence == (Text{}) {
		f.Evidence = Text{"nothing is known about it", "没有相关数据"}
	}
	return f
}

// ordered puts the known before the unknown, and those by score.
func ordered(findings []Finding, weakestFirst bool) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		switch {
		case a.OK != b.OK && a.OK:
			return -1
		case a.OK != b.OK:
			return 1
		case a.Score == b.Score:
			return 0
		case (a.Score < b.Score) == weakestFirst:
			return -1
		}
		return 1
	})
	return findings
}

// signals are what is known of one customer.
type signals interface {
	who() string
	problems() []string // why they cannot be
}

// diagnoseAll makes a diagnosis of each row, or tells all rows that cannot be.
func diagnoseAll[Row signals](rows []Row, o CauseOptions, of func(Row, CauseOptions) Diagnosis) ([]Diagnosis, error) {
	if len(rows) == 0 {
		return nil, ErrNothing
	}
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	faults := twice(rows, Row.who)
	out := make([]Diagnosis, len(rows))
	for i, row := range rows {
		wrong := row.problems()
		for _, problem := range wrong {
			faults = append(faults, Problem{Row: i, Subject: row.who(), Message: problem})
		}
		if len(wrong) == 0 {
			out[i] = of(row, o)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
}

// twice names rows about a customer whom an earlier row is about. Rows without a
// customer are about nobody in particular.
func twice[Row any](rows []Row, customer func(Row) string) Problems {
	var faults Problems
	first := make(map[string]int, len(rows))
	for i, row := range rows {
		who := customer(row)
		if who == "" {
			continue
		}
		if earlier, again := first[who]; again {
			faults = append(faults, faultf(i, who, "is the same customer as row %d; join what is known of them", earlier))
			continue
		}
		first[who] = i
	}
	return faults
}

// A limit is the range in which a signal can lie.
type limit struct {
	field    string
	signal   Signal
	from, to float64
}

// problems are all signals that cannot be.
func problems(limits []limit) []string {
	var out []string
	for _, l := range limits {
		s := l.signal
		switch {
		case !s.Known && s.Value != 0:
			out = append(out, fmt.Sprintf("has %s %v that is not marked as known; write Seen(%v)", l.field, s.Value, s.Value))
		case !s.Known:
		case !isFinite(s.Value):
			out = append(out, fmt.Sprintf("has %s that is not a number; leave it out when it is unknown", l.field))
		case s.Value < l.from-rounding || s.Value > l.to*(1+rounding):
			out = append(out, fmt.Sprintf("has %s %v; it goes from %v to %v", l.field, s.Value, l.from, l.to))
		}
	}
	return out
}
