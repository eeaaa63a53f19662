package stage

import "errors"

// The errors of this package, besides [loyalty.Problems].
var (
	// ErrPeriod is wrapped by the error about a table of moves without a day in its period, or
	// with too many months.
	ErrPeriod = errors.New("no such period")
	// ErrHistoryBytes is wrapped by the error about bytes that are not a history.
	ErrHistoryBytes = errors.New("not a history; keep what AppendBinary gives, or rebuild it from what is known of the customer")
)
