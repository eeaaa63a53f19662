package survey

import (
	"github.com/tiexin-go/tiexin/loyalty"
)

// Cautions about a number from a survey, besides the flags of package loyalty.
const (
	NonStandardScale loyalty.Flag = "non-standard-scale" // the NPS was not asked on 0–10
	SuspectScale     loyalty.Flag = "suspect-scale"      // the answers look like those on 1–5, not on 0–10
	IntervalOnly     loyalty.Flag = "interval-only"      // fewer than 20 answers: show the interval, not the value
	TooFewItems      loyalty.Flag = "too-few-items"      // reliability needs two items
	ZeroVariance     loyalty.Flag = "zero-variance"      // all answers are alike, so there is no interval; of reliability, or the items cancel out
	NegativeItemRest loyalty.Flag = "negative-item-rest" // an item contradicts the others: probably reverse-worded and not declared so
	MissingAnswers   loyalty.Flag = "missing-answers"    // some people did not answer everything
	PersonMean       loyalty.Flag = "person-mean"        // missing answers were filled by the person's own mean
	MixedScales      loyalty.Flag = "mixed-scales"       // the items have different scales
	Reweighted       loyalty.Flag = "reweighted"         // the weight of missing answers went to the others
	LowCoverage      loyalty.Flag = "low-coverage"       // the answers cover too little of the weight
	Overweight       loyalty.Flag = "overweight"         // the weights of an index sum to more than one, so that it exceeds 100 points
	Inconsistent     loyalty.Flag = "inconsistent"       // comparisons contradict each other: consistency ratio above 0.1
	LowReliability   loyalty.Flag = "low-reliability"    // alpha is below 0.7, so the items say little about a single person
)

// levelOr is the confidence asked for, or the usual one for 0.
func levelOr(level float64) (float64, error) {
	switch {
	case level == 0:
		return loyalty.Level, nil
	case level >= 0.5 && level <= 0.9999:
		return level, nil
	}
	return 0, zh.Error("survey: a confidence of %v is not possible; it is from 0.5 to 0.9999, such as 0.95", level)
}
