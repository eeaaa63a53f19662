package ask

import (
	"math"
	"time"

	"github.com/tiexin-go/tiexin"
)

// Unlimited is a span without end.
const Unlimited = time.Duration(math.MaxInt64)

// Closes says how long unpaid orders stay open: by source, by kind, or under
// "default".
type Closes map[string]time.Duration

// After says how long an unpaid order of a source and kind stays open; 24 hours
// where nothing says it.
func (c Closes) After(source string, kind tiexin.OrderKind) time.Duration {
	if kind == tiexin.COD || kind == tiexin.PayLater {
		return Unlimited
	}
	for _, key := range []string{source, string(kind), "default"} {
		if d, ok := c[key]; ok && key != "" {
			return d
		}
	}
	return 24 * time.Hour
}

// DefaultZone is the time zone of a shop that names none.
const DefaultZone = "Asia/Shanghai"
