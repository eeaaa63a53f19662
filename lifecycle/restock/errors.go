package restock

import "errors"

// The errors of a usage.
var (
	// ErrUsageDay is wrapped by the error about a day out of the range of a usage, or before
	// the days that it holds. The usage is unchanged. Rebuild it from the customer's
	// purchases, in the order of their days.
	ErrUsageDay = errors.New("lifecycle: that day cannot be changed in a usage; rebuild it from the customer's purchases")
	// ErrUsageBytes is wrapped by the error about bytes that are not a usage.
	ErrUsageBytes = errors.New("not a usage; keep what AppendBinary gives, or rebuild it from the customer's purchases")
)
