package survey

import (
	"errors"

	"github.com/tiexin-go/tiexin/loyalty"
)

// personScores are the means of persons over some items, on 0–100.
type personScores struct {
	ids      []string
	values   []float64
	answered []int
	items    int
	filled   bool     // somebody left an item out and counts all the same
	dropped  []string // answered something, but too little
}

// personMeans are the weighted means of those who answered enough of the items.
func (s *scoring) personMeans(items []Item, t Table) *personScores {
	p := &personScores{items: len(items)}
	for row, id := range s.persons {
		sum, weight, n := 0.0, 0.0, 0
		for j, a := range t.Rows[row] {
			if a.Given {
				w := items[j].weight()
				sum, weight, n = sum+w*a.Value, weight+w, n+1
			}
		}
		missing := float64(len(items)-n) / float64(len(items))
		switch {
		case n == 0:
		case missing > s.q.mostMissing()+tiny:
			p.dropped = append(p.dropped, id)
		default:
			p.filled = p.filled || n < len(items)
			p.ids, p.values, p.answered = append(p.ids, id), append(p.values, min(sum/weight, 100)), append(p.answered, n)
		}
	}
	return p
}

// measures are the scores by respondent, without intervals.
func (p *personScores) measures() map[string]loyalty.Measure {
	all := make(map[string]loyalty.Measure, len(p.ids))
	for i, id := range p.ids {
		all[id] = p.measure(i)
	}
	return all
}

func (p *personScores) measure(i int) loyalty.Measure {
	m := loyalty.Measure{OK: true, Value: p.values[i], Base: p.answered[i], Method: "mean of the person's answers on 0–100"}
	if p.answered[i] < p.items {
		m = m.With(loyalty.PersonMean)
	}
	return m
}

// noted says on a measure of the shop what was done about missing answers.
func (p *personScores) noted(m loyalty.Measure) loyalty.Measure {
	if p.filled {
		m = m.With(loyalty.PersonMean)
	}
	if len(p.dropped) > 0 {
		m = m.With(loyalty.MissingAnswers)
	}
	return m
}

// named gives faults by position the respondent and the block they are about.
func named(err error, ids []string, block string) error {
	var faults loyalty.Problems
	if !errors.As(err, &faults) {
		return err
	}
	for i, f := range faults {
		if f.Row < len(ids) {
			faults[i].Subject = ids[f.Row]
			faults[i].Message = block + ": " + f.Message
		}
	}
	return faults
}
