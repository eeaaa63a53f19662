package rule

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// Unlimited is a span without end.
const Unlimited = ask.Unlimited

const longest = 100 * 365 * 24 * time.Hour

var durationUnits = map[byte]time.Duration{
	's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
}

// ParseDuration reads "90s", "15m", "24h", "7d", "2w", alone or joined: "1h30m".
// The longest is 100 years.
func ParseDuration(s string) (time.Duration, error) {
	bad := fmt.Errorf("%q is no duration; write it as 90s, 15m, 24h, 7d or 2w", s)
	tooLong := fmt.Errorf("%q is too long; the longest duration is 100 years", s)
	if s == "" {
		return 0, bad
	}
	total := time.Duration(0)
	for rest := s; rest != ""; {
		n, i := int64(0), 0
		for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
			if n = n*10 + int64(rest[i]-'0'); n > int64(longest/time.Second) {
				return 0, tooLong
			}
		}
		if i == 0 || i == len(rest) {
			return 0, bad
		}
		unit, ok := durationUnits[rest[i]]
		if !ok {
			return 0, bad
		}
		if n > int64(longest/unit) || total+time.Duration(n)*unit > longest {
			return 0, tooLong
		}
		total += time.Duration(n) * unit
		rest = rest[i+1:]
	}
	return total, nil
}

// FormatDuration writes a duration as the rule file does.
func FormatDuration(d time.Duration) string {
	if d == Unlimited {
		return "never"
	}
	for _, u := range "wdhm" {
		if unit := durationUnits[byte(u)]; d >= unit && d%unit == 0 {
			return fmt.Sprintf("%d%c", d/unit, u)
		}
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
