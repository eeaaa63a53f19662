package loyalty

import "errors"

// The errors of this package, besides [Problems]..
var (
	// ErrNothing is returned for an input without any row.
	ErrNothing = errors.New("loyalty: there is nothing to measure: the input has no rows")
	// ErrForgotten is wrapped by the error about a change to a day that the summary does
	// not hold. The summary is unchanged; rebuild it from the customer's part of the log.
	ErrForgotten = errors.New("that day is no longer stored by itself; rebuild this customer's summary from the log with Summarise")
	// ErrRange is wrapped by the error about a value out of the range of a summary. These
	// are days before 1970-01-02 or after 2149-06-06, negative amounts, 1.4 billion yuan,
	// and 32,768 orders a day. The summary is unchanged.
	ErrRange = errors.New("out of range")
	// ErrSummaryBytes is wrapped by the error about bytes that are not a summary.
	ErrSummaryBytes = errors.New("not a summary; keep what AppendBinary gives, or rebuild it from the customer's part of the log with Summarise")
	// ErrGapData is returned if gaps do not determine a model.
	ErrGapData = errors.New("loyalty: a gap model takes two customers with gaps, and one with two of them; use a fixed number of days until there are")
	// ErrShareData is returned if customers' shares do not determine a distribution.
	ErrShareData = errors.New("loyalty: fewer than ten customers have two purchases in the category, or all bought the brand alone, or none did; their shares do not say how customers differ")
	// ErrWeibull is returned if times do not determine the distribution.
	ErrWeibull = errors.New("loyalty: a Weibull law takes two different times, one of them ended, and none that ended at 0")
	// ErrOneGroup is returned if there are fewer than two comparable groups.
	ErrOneGroup = errors.New("loyalty: a comparison takes two groups at risk at the same time, and something that happened")
)
