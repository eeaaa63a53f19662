package loyalty

import (
	"fmt"
	"math"
	"strings"
)

// A Segmentation names customers by their scores (人群). It is an ordered list of
// rules; the first matching one gives the name. Rules may overlap; the order
// decides. [RSegments], [GrowthSegments] and [EightTypes] are ready ones.
type Segmentation struct {
	Name string `json:"name"`
	// Top are the highest scores of the rules. Default: 5, 5, 5.
	Top   RFMScore      `json:"top"`
	Rules []SegmentRule `json:"rules"`
	// Rest names scores without a matching rule. Default, when empty: there must
	// be none, and Coverage lists them.
	Rest string `json:"rest,omitempty"`
	// NoOrders names customers who never bought, with the zero RFMScore. Default:
	// Rest.
	NoOrders string `json:"no_orders,omitempty"`
}

// A SegmentRule matches scores inside all of its spans. Several rules may give
// the same name.
type SegmentRule struct {
	Name    string `json:"name"`
	Chinese string `json:"chinese,omitempty"`
	R       Span   `json:"r"`
	F       Span   `json:"f"`
	M       Span   `json:"m"`
	FM      Span   `json:"fm"` // of the mean of F and M: 1, 1.5, 2, …
}

// A Span is a range of scores, both ends included. The zero Span is any score.
type Span struct {
	Lo float64 `json:"lo"`
	Hi float64 `json:"hi"`
}

// holds reports whether a score is in the span.
func (s Span) holds(score float64) bool { return s == Span{} || s.Lo <= score && score <= s.Hi }

// holds reports whether scores are in all spans of the rule.
func (r SegmentRule) holds(s RFMScore) bool {
	return r.R.holds(float64(s.R)) && r.F.holds(float64(s.F)) && r.M.holds(float64(s.M)) && r.FM.holds(s.fm())
}

// Of is the name of the segment. It is empty for scores without a matching rule
// if Rest is empty.
func (s Segmentation) Of(score RFMScore) string {
	if score == (RFMScore{}) {
		if s.NoOrders != "" {
			return s.NoOrders
		}
		return s.Rest
	}
	if i := s.first(score); i >= 0 {
		return s.Rules[i].Name
	}
	return s.Rest
}

// Chinese is the Chinese name for a name; if the rules have none, the name
// itself.
func (s Segmentation) Chinese(name string) string {
	for _, r := range s.Rules {
		if r.Name == name && r.Chinese != "" {
			return r.Chinese
		}
	}
	return name
}

// first is the rule that decides, -1 for none.
func (s Segmentation) first(score RFMScore) int {
	for i := range s.Rules {
		if s.Rules[i].holds(score) {
			return i
		}
	}
	return -1
}

// A SegmentCoverage is what the rules of a segmentation do with every possible score.
type SegmentCoverage struct {
	Problems  Problems   // invalid rules: no name, a reversed span, an impossible score, or never the first match
	Uncovered []RFMScore // scores without a rule; a problem only if Rest is empty
	Overlaps  []Overlap  // pairs of matching rules, of which the order decides
	rest      string
}

// An Overlap is two rules that match the same scores.
type Overlap struct {
	First, Second int // the rules by their index, from 0; the first decides
	Scores        int // number of scores that both match
}

// Validate returns [Problems] unless every rule is reached and every score has a name.
// Problems are numbered by rule; the row of a problem of the segmentation as a whole is -1.
func (s Segmentation) Validate() error { return s.Coverage().err() }

func (c SegmentCoverage) err() error {
	faults := c.Problems
	if len(c.Uncovered) > 0 && c.rest == "" {
		names := make([]string, 0, shown)
		for _, s := range c.Uncovered[:min(len(c.Uncovered), shown)] {
			names = append(names, s.String())
		}
		faults = append(faults[:len(faults):len(faults)], Problem{
			Row:     -1,
			Subject: "the rest",
			Message: fmt.Sprintf("%d scores have no rule: %s; add rules, or a name for the rest", len(c.Uncovered), strings.Join(names, " ")),
		})
	}
	return faults.Err()
}

// Coverage tries every possible score.
func (s Segmentation) Coverage() SegmentCoverage {
	top := s.Top
	if top == (RFMScore{}) {
		top = RFMScore{5, 5, 5}
	}
	c := SegmentCoverage{rest: s.Rest}
	if top.R < 1 || top.F < 1 || top.M < 1 || max(top.R, top.F, top.M) > maxBuckets {
		c.Problems = append(c.Problems, Problem{Row: -1, Subject: s.Name, Message: fmt.Sprintf("the highest scores are %v; each is 1 to %d", top, maxBuckets)})
		return c
	}
	reached := make([]bool, len(s.Rules))
	overlaps := map[[2]int]int{}
	for r := uint8(1); r <= top.R; r++ {
		for f := uint8(1); f <= top.F; f++ {
			for m := uint8(1); m <= top.M; m++ {
				score := RFMScore{r, f, m}
				first := s.first(score)
				if first < 0 {
					c.Uncovered = append(c.Uncovered, score)
					continue
				}
				reached[first] = true
				for j := first + 1; j < len(s.Rules); j++ {
					if s.Rules[j].holds(score) {
						overlaps[[2]int{first, j}]++
					}
				}
			}
		}
	}
	for i, rule := range s.Rules {
		problem := rule.problem(top)
		if problem == "" && !reached[i] {
			problem = "never decides: rules above it hold for all of its scores; move it up or take it out"
		}
		if problem != "" {
			c.Problems = append(c.Problems, Problem{Row: i, Subject: rule.Name, Message: problem})
		}
		for j := i + 1; j < len(s.Rules); j++ {
			if n := overlaps[[2]int{i, j}]; n > 0 {
				c.Overlaps = append(c.Overlaps, Overlap{i, j, n})
			}
		}
	}
	return c
}

func (r SegmentRule) problem(top RFMScore) string {
	if r.Name == "" {
		return "has no name"
	}
	tops := [...]float64{float64(top.R), float64(top.F), float64(top.M), top.fm()}
	for i, span := range [...]Span{r.R, r.F, r.M, r.FM} {
		name := [...]string{"R", "F", "M", "FM"}[i]
		switch {
		case span == Span{}:
		case math.IsNaN(span.Lo) || math.IsNaN(span.Hi):
			return fmt.Sprintf("has a span of %s that is not a number", name)
		case span.Lo > span.Hi:
			return fmt.Sprintf("has a span of %s from %v down to %v; turn it round", name, span.Lo, span.Hi)
		case span.Lo > tops[i] || span.Hi < 1:
			return fmt.Sprintf("has a span of %s from %v to %v; there are scores from 1 to %v", name, span.Lo, span.Hi, tops[i])
		}
	}
	return ""
}
